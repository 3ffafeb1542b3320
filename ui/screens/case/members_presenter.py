"""The page 家庭成员 without Qt: which fields its form has, and how people read a row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.cases.queries import MemberRow, MembersView
from app.fields.catalogue import MEMBER, Field, by_key
from app.fields.kinds import Money
from app.lifecycle import Stage

_BY_ACT = ("joined_on", "join_reason", "removed_on", "removal_reason")
FIELDS = tuple(field for field in MEMBER if field.key not in _BY_ACT)
"""What the form asks; days and reasons of joining and leaving belong to those acts."""
JOIN_FIELDS, LEAVE_FIELDS = (
    tuple(replace(by_key(MEMBER)[key], required_from=Stage.APPLIED) for key in keys)
    for keys in (_BY_ACT[:2], _BY_ACT[2:])
)
"""Asked of who joins and leaves once the file was handed in; a day and a reason are never missing then."""
SPANS = {"id_number": 2, "employer": 2, "remarks": 3}
_MONEY = Money()


def form_fields(*, joins: bool) -> tuple[Field, ...]:
    """The fields of the form; with a day and a reason where somebody joins a file that was handed in."""
    return (*JOIN_FIELDS, *FIELDS) if joins else FIELDS


def before(view: MembersView | None, person_id: int | None) -> Sequence[Mapping[str, Any]]:
    """The people in the rows above, or all of them for somebody new: what ".." and "//" copy from."""
    if view is None:
        return ()
    rows = [one.person_id for one in view.rows if one.removed_on is None]
    return [
        known(view, one) for one in (rows[: rows.index(person_id)] if person_id in rows else rows)
    ]


def known(view: MembersView, person_id: int) -> Mapping[str, Any]:
    """What the form asks of a person, as far as this account may see it whole."""
    record, asked = view.records[person_id], {field.key for field in FIELDS}
    return {key: record.values[key] for key in record.values.keys() & asked - record.masked}


def sex_and_age(row: MemberRow) -> str:
    """女 44; what is unknown is left out."""
    return f"{row.sex} {'' if row.age is None else row.age}".strip()


def health(row: MemberRow) -> str:
    """健康 · 身份"""
    return " · ".join(part for part in (row.health, row.identity) if part)


def income(row: MemberRow) -> str:
    """Yuan a month."""
    return _MONEY.format(row.monthly_income_fen)


def place(row: MemberRow) -> str:
    """What the person is to 户主, and whether they count."""
    if row.removed_on is not None:
        return f"{row.relation}（已减少）"
    if row.is_applicant:
        return "户主"
    return row.relation if row.is_counted else f"{row.relation}（不计入）"


def note(view: MembersView) -> str:
    """Under the table: how many count, how the letter of authorisation stands, and who left when and why."""
    counted = sum(one.is_counted and one.removed_on is None for one in view.rows)
    letter = {
        "": "还没有登记核对授权书。",
        "有效": "核对授权书有效。",
        "需重签": "家庭成员有变动，核对授权书需要重签。",
    }[view.letter]
    gone = "；".join(
        f"{one.name} {one.removed_on}，{one.removal_reason}" for one in view.rows if one.removed_on
    )
    left = f"已减少：{gone}。" if gone else ""
    return f"共同生活 {counted} 人。{letter}{left}"
