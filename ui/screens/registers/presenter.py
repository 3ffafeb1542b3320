"""What the screen 来访与慰问 says and calls; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.aid.comforts import (
    ComfortLine,
    comfort_values,
    comforts,
    correct_comfort,
    record_comfort,
    remove_comfort,
)
from app.cases.visitors import (
    VisitorLine,
    correct_visitor,
    record_visitor,
    remove_visitor,
    visitor_values,
    visitors,
)
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import COMFORT, VISITOR
from app.fields.catalogue.field import Field
from app.fields.kinds import Day, Money
from app.office.session import Office

_DAY, _MONEY = Day(), Money()


@dataclass(frozen=True)
class Register:
    """One of the registers: its words, its fields, and what enters, corrects and removes a line."""

    key: str
    word: str
    action: str
    form: str
    fields: tuple[Field, ...]
    record: Op
    correct: Op
    remove: Op
    lines: Callable[..., tuple[Any, ...]]
    empty: tuple[str, str]


VISITORS = Register(
    "visitors",
    "来访",
    "登记来访",
    "visitors",
    VISITOR,
    Op.RECORD_VISITOR,
    Op.CORRECT_VISITOR,
    Op.REMOVE_VISITOR,
    visitors,
    ("这段时间没有来访", "有人来访、来电或来信时，按“登记来访”记下来意和答复。"),
)
COMFORTS = Register(
    "comforts",
    "慰问",
    "登记慰问",
    "comforts",
    COMFORT,
    Op.RECORD_COMFORT,
    Op.CORRECT_COMFORT,
    Op.REMOVE_COMFORT,
    comforts,
    (
        "这段时间没有慰问",
        "慰问没有建档的职工时，按“登记慰问”记下慰问金和慰问品；建了档的在“救助”页办理。",
    ),
)
REGISTERS = (VISITORS, COMFORTS)


def this_year(today: date) -> tuple[str, str]:
    """The span that is shown at first: the days of this year until today, as they are typed."""
    return today.replace(month=1, day=1).isoformat(), today.isoformat()


def read_day(text: str, key: str, today: date) -> date:
    """A day of the span as it is typed. UserError at its field."""
    try:
        found = _DAY.parse(text, today)
    except UserError as error:
        raise UserError(error.message, field=key) from error
    if not isinstance(found, date):
        raise UserError("请填写起止日期。", field=key)
    return found


def values_of(office: Office, register: Register, line_id: int) -> dict[str, Any]:
    """A line as it is edited."""
    if register is VISITORS:
        return visitor_values(office, visitor_id=line_id)
    return comfort_values(office, comfort_id=line_id)


def save(
    office: Office, register: Register, line_id: int | None, values: dict[str, Any], number: str
) -> Changes:
    """Enter a line, or correct the one with this id. UserError at the field."""
    if register is VISITORS:
        if line_id is None:
            return record_visitor(office, values=values, case_number=number)
        return correct_visitor(office, visitor_id=line_id, values=values, case_number=number)
    if line_id is None:
        return record_comfort(office, values=values)
    return correct_comfort(office, comfort_id=line_id, values=values)


def remove(office: Office, register: Register, line_id: int) -> Changes:
    """Take a line away that was entered by mistake."""
    if register is VISITORS:
        return remove_visitor(office, visitor_id=line_id)
    return remove_comfort(office, comfort_id=line_id)


def note(register: Register, lines: tuple[Any, ...]) -> str:
    """The grey note behind the title."""
    if not lines:
        return ""
    if register is VISITORS:
        return f"共 {len(lines)} 人次"
    total = sum(line.amount_fen for line in lines)
    return f"共 {len(lines)} 人次，合计 {_MONEY.format(total)} 元"


def answer_words(line: VisitorLine) -> str:
    """What was answered; said where nothing was yet."""
    return line.answer or "还没有答复"


def money(fen: int | None) -> str:
    """Yuan, or why there is no sum."""
    return "没有证号" if fen is None else _MONEY.format(fen)


def goods_words(line: ComfortLine) -> str:
    """What was given beside money."""
    return line.goods or "—"
