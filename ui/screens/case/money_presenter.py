"""The page 收入支出 without Qt: the lists, their columns, their sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.cases.money import ASSET_FIELDS, BY_KEY, ListKind
from app.cases.queries import MoneyLine, MoneyView
from app.errors import UserError
from app.fields.catalogue import Field
from app.fields.kinds import Area, Money, YesNo

ASSETS = ASSET_FIELDS
_MONEY = Money()
WITH_REST = ("income", "receipts")
"""Lists with a sum that is known elsewhere."""
_PARTS_OF_RECEIPT = ("insured_fen", "second_insured_fen", "mutual_aid_fen", "other_aid_fen")


@dataclass(frozen=True)
class Part:
    """One list as the page shows it. `shown`: keys of the columns, the first one strong."""

    key: str
    title: str
    shown: tuple[str, ...]
    add: str
    what: str

    @property
    def kind(self) -> ListKind:
        """What the list is made of."""
        return BY_KEY[self.key]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a line."""
        return self.kind.fields


PARTS = (
    Part(
        "income",
        "前 12 个月收入",
        ("item", "month", "proof", "amount_fen"),
        "增加收入",
        "按人、按项目登记申请前 12 个月的收入；不分月的，月份不填。",
    ),
    Part(
        "outlay",
        "前 12 个月刚性支出",
        ("item", "month", "is_sudden", "receipts", "amount_fen"),
        "增加支出",
        "登记看病自付、上学、残疾照料等必须花的钱。",
    ),
    Part(
        "receipts",
        "票据",
        ("number", "issued_on", "issuer", "total_fen"),
        "登记票据",
        "看病和上学的票据逐张登记，同一张只能用一次。",
    ),
    Part(
        "homes",
        "住房",
        ("address", "owner", "is_deeded", "area_centi"),
        "增加住房",
        "没有住房不用登记。",
    ),
    Part(
        "vehicles",
        "车辆",
        ("kind", "plate", "owner", "is_disability_aid"),
        "增加车辆",
        "没有车辆不用登记。",
    ),
    Part(
        "schooling",
        "收费就学",
        ("school", "is_private_or_overseas", "public_fee_fen", "fee_fen"),
        "增加就学",
        "家中有人就读民办收费学校或自费留学的，在这里登记。",
    ),
    Part(
        "events",
        "灾害与意外",
        ("kind", "happened_on", "has_injury_or_death", "note"),
        "增加事件",
        "家中遭遇灾害、事故或公共事件的，在这里登记。",
    ),
    Part(
        "supporters",
        "不共同生活的赡(扶)抚养人",
        ("name", "relation", "family_size", "family_monthly_income_fen", "monthly_support_fen"),
        "增加赡(扶)抚养人",
        "有法定赡养、扶养、抚养义务但不共同生活的人，在这里登记。",
    ),
)


def text(field: Field, line: MoneyLine) -> str:
    """A cell in words."""
    return field.kind.format(line.values.get(field.key))


def is_number(field: Field) -> bool:
    """Whether a column is right-aligned."""
    return isinstance(field.kind, Money | Area) or field.key in ("receipts", "family_size")


def column_title(field: Field) -> str:
    """With the unit."""
    if isinstance(field.kind, Money):
        return f"{field.label}(元)"
    if isinstance(field.kind, Area):
        return f"{field.label}(㎡)"
    return field.label.removeprefix("是否") if isinstance(field.kind, YesNo) else field.label


def title(part: Part, view: MoneyView) -> str:
    """The head of a list, with its sum where it is money."""
    lines = view.lists[part.key]
    sums = {
        "income": view.income_fen,
        "outlay": view.outlay_fen,
        "receipts": sum(self_paid(line) for line in view.lists["receipts"]),
    }
    if part.key not in sums or not lines:
        return part.title
    word = "自付合计" if part.key == "receipts" else "合计"
    return f"{part.title} · {word} {_MONEY.format(sums[part.key])} 元"


def self_paid(line: MoneyLine) -> int:
    """Total less insurance, second insurance, mutual aid and other aid, in fen."""
    values = line.values
    paid = sum(int(values.get(key) or 0) for key in _PARTS_OF_RECEIPT)
    return int(values["total_fen"]) - paid


def before(lines: Sequence[MoneyLine], line: MoneyLine | None) -> Sequence[Mapping[str, Any]]:
    """The values of the lines above, or of all lines for a new one: what ".." and "//" copy from."""
    at = next((at for at, one in enumerate(lines) if line and one.id == line.id), None)
    return [one.values for one in lines[:at]]


def rest(
    part_key: str, key: str, amounts: Mapping[str, int], others_fen: int, declared: int | None
) -> int | None:
    """What "=" fills in, in fen: what is wanting to the declared income of the year, or to the total of a

    receipt. `amounts`: the other fields of money as they stand; `others_fen`: the other lines together.
    None for a field that is part of no sum. UserError where no sum is known or it is reached already.
    """
    if part_key == "income" and key == "amount_fen":
        known, others = declared, others_fen
        unknown = "没有可补的差额：请先在“档案”页填写“家庭年度总收入”。"
    elif part_key == "receipts" and key in _PARTS_OF_RECEIPT:
        known = amounts.get("total_fen") or None
        others = sum(amounts.get(one, 0) for one in _PARTS_OF_RECEIPT if one != key)
        unknown = "没有可补的差额：请先填写票据的总金额。"
    else:
        return None
    if known is None:
        raise UserError(unknown, field=key)
    if known <= others:
        reached = f"没有可补的差额：其他各项已有 {_MONEY.format(others)} 元，达到了 {_MONEY.format(known)} 元。"
        raise UserError(reached, field=key)
    return known - others


def as_given(lines: Sequence[MoneyLine]) -> list[dict[str, Any]]:
    """Lines as the service takes them."""
    return [dict(line.values) | {"id": line.id, "person_id": line.person_id} for line in lines]


def with_line(
    lines: Sequence[MoneyLine], changed: MoneyLine | None, values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The whole list with one line changed, or added at the end."""
    given = as_given(lines)
    if changed is None:
        return [*given, dict(values)]
    return [line | dict(values) if line["id"] == changed.id else line for line in given]


def without_line(lines: Sequence[MoneyLine], gone: MoneyLine) -> list[dict[str, Any]]:
    """The whole list without one line."""
    return [line for line in as_given(lines) if line["id"] != gone.id]


def balance(view: MoneyView) -> str:
    """Income less outlay, in one sentence."""
    if not view.income_fen and not view.outlay_fen:
        return ""
    rest = view.income_fen - view.outlay_fen
    words = _MONEY.format(rest) if rest >= 0 else f"-{_MONEY.format(-rest)}"
    return (
        f"收入 {_MONEY.format(view.income_fen)} 元，刚性支出 {_MONEY.format(view.outlay_fen)} 元，"
        f"相减 {words} 元。扣减和人均由“认定”页按标准计算。"
    )
