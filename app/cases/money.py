"""Income and outlay, assets, schooling, events and supporters of a household: saved as whole lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.facts_values import Values, accepted, put
from app.cases.members import person_of
from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import (
    HARDSHIP_EVENT,
    HOME,
    HOUSEHOLD,
    INCOME_ITEM,
    OUTLAY_ITEM,
    RECEIPT,
    SCHOOLING,
    SUPPORTER,
    VEHICLE,
    Field,
    by_key,
    missing,
)
from app.fields.codes import codes
from app.office.session import Office, Work
from db.codes import Stage
from db.models import (
    Case,
    HardshipEvent,
    Home,
    IncomeItem,
    OutlayItem,
    Receipt,
    Row,
    Schooling,
    Supporter,
    Vehicle,
)

ASSET_KEYS = (
    "savings_fen",
    "net_investments_fen",
    "controls_company",
    "on_dibao",
    "dibao_monthly_fen",
)
"""What the page 收入支出 asks of the household itself."""
ASSET_FIELDS = tuple(by_key(HOUSEHOLD)[key] for key in ASSET_KEYS)

Line = Mapping[str, Any]
"""Values by key; `id` of a line that stands already, `person_id` of whom it is."""
Lines = Sequence[Line]


@dataclass(frozen=True)
class ListKind:
    """One list. `of_person`: every line belongs to a member. `closed`: the item must be in this code list."""

    key: str
    label: str
    model: type[Row]
    fields: tuple[Field, ...]
    of_person: bool = False
    may_have_person: bool = False
    closed: str | None = None


LISTS = (
    ListKind("income", "收入", IncomeItem, INCOME_ITEM, True, True, "income_item"),
    ListKind("outlay", "刚性支出", OutlayItem, OUTLAY_ITEM, True, True, "outlay_item"),
    ListKind("receipts", "票据", Receipt, RECEIPT, False, True),
    ListKind("homes", "住房", Home, HOME),
    ListKind("vehicles", "车辆", Vehicle, VEHICLE),
    ListKind("schooling", "就学", Schooling, SCHOOLING, False, True),
    ListKind("events", "灾害与意外", HardshipEvent, HARDSHIP_EVENT),
    ListKind("supporters", "赡(扶)抚养人", Supporter, SUPPORTER),
)
BY_KEY = {kind.key: kind for kind in LISTS}


def save_money(
    office: Office,
    *,
    case_id: int,
    income: Lines | None = None,
    outlay: Lines | None = None,
    receipts: Lines | None = None,
    homes: Lines | None = None,
    vehicles: Lines | None = None,
    schooling: Lines | None = None,
    events: Lines | None = None,
    supporters: Lines | None = None,
    household: Mapping[str, Any] | None = None,
) -> Changes:
    """Save the lists that are given, each as a whole: a line that is not in it is gone; None leaves a list.

    `household` holds savings, investments and dibao. Money in fen, areas in hundredths of a square metre,
    or as typed text. UserError names the line; the stage must let facts be edited.
    """
    given = {
        "income": income,
        "outlay": outlay,
        "receipts": receipts,
        "homes": homes,
        "vehicles": vehicles,
        "schooling": schooling,
        "events": events,
        "supporters": supporters,
    }
    with office.write(Op.EDIT_FACTS, case_id) as work:
        for key, lines in given.items():
            if lines is not None:
                write_lines(work, BY_KEY[key], accepted_lines(work, BY_KEY[key], lines))
        put(work.case.household, accepted(ASSET_FIELDS, household or {}, work.today))
        move(work)
        return work.done()


def accepted_lines(work: Work, kind: ListKind, lines: Lines) -> list[tuple[int | None, Values]]:
    """Every line with its id (None: new) and its checked values."""
    found: list[tuple[int | None, Values]] = []
    for at, line in enumerate(lines, start=1):
        try:
            found.append((line.get("id"), _accepted_line(work, kind, line)))
        except UserError as error:
            raise UserError(f"{kind.label}第 {at} 行{error.message}", field=error.field) from error
    return found


def _accepted_line(work: Work, kind: ListKind, line: Line) -> Values:
    raw = {key: value for key, value in line.items() if key not in ("id", "person_id")}
    values = accepted(kind.fields, raw, work.today)
    empty = missing(values, kind.fields, Stage.DRAFT)
    if empty:
        raise UserError(f"没有填写“{empty[0].label}”，请补填。", field=empty[0].key)
    if kind.closed is not None and codes(kind.closed).entry(values["item"]) is None:
        raise UserError("的项目不在列表中，请从列表中选择。", field="item")
    if kind.may_have_person:
        values["person_id"] = _person(work, kind, line.get("person_id"))
    return values


def _person(work: Work, kind: ListKind, person_id: Any) -> int | None:
    if person_id is None:
        if kind.of_person:
            raise UserError("没有选择是哪一位成员，请选择。", field="person_id")
        return None
    return person_of(work.session, work.case, int(person_id)).id


def rows_of(session: Session, kind: ListKind, case: Case) -> Sequence[Any]:
    """The lines of a list as they stand, in the order they were entered."""
    model: Any = kind.model
    return session.scalars(
        select(model).where(model.household_id == case.household_id).order_by(model.id)
    ).all()


def write_lines(work: Work, kind: ListKind, lines: Sequence[tuple[int | None, Values]]) -> None:
    """Make the list what is given. UserError for a line that is gone, or a receipt that stands elsewhere."""
    standing = {row.id: row for row in rows_of(work.session, kind, work.case)}
    kept = {line_id for line_id, _ in lines if line_id is not None}
    if not kept <= set(standing):
        raise UserError(f"{kind.label}有一行已经被删除，请刷新后再保存。")
    for line_id, row in standing.items():
        if line_id not in kept:
            work.session.delete(row)
    work.session.flush()
    for line_id, values in lines:
        write_line(work, kind, standing.get(line_id) if line_id is not None else None, values)
    work.session.flush()
    work.session.expire(work.case.household)


def write_line(work: Work, kind: ListKind, row: Any | None, values: Values) -> None:
    """Change a line, or add one."""
    if kind.model is Receipt:
        _check_receipt(work, row, values)
    if row is None:
        row = kind.model(household_id=work.case.household_id)
        put(row, values)
        work.session.add(row)
        work.session.flush()
    else:
        put(row, values)


def _check_receipt(work: Work, row: Any | None, values: Values) -> None:
    same = work.session.scalars(select(Receipt).where(Receipt.number == values["number"])).first()
    if same is not None and same is not row:
        raise UserError(
            f"票据号 {values['number']} 已经登记过，同一张票据只能用一次，请核对。", field="number"
        )
