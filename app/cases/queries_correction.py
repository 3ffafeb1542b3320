"""Corrections of a file as people read them: what, from what, to what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.correction_entries import Entry, decode, entries_of
from app.cases.facts import CASE_FIELDS
from app.cases.money import BY_KEY
from app.cases.queries_masked import shown_text
from app.fields.catalogue import APPLICANT, HOUSEHOLD, MEMBER, Field
from app.office.session import Office
from db.codes import CorrectionState
from db.models import Account, Case, Correction

_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "household": HOUSEHOLD,
    "case_file": CASE_FIELDS,
    "person": (*MEMBER, *APPLICANT),
}
_Words = Callable[[Any, Field], str]
"""A stored value of a field as this account may read it."""


@dataclass(frozen=True)
class CorrectionLine:
    """One changed fact in words; an added line has no old words, a removed one no new."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class CorrectionView:
    """One request."""

    id: int
    asked_on: date
    asked_by: str
    reason: str
    is_asked: bool
    state: str
    lines: tuple[CorrectionLine, ...]
    decided_on: date | None
    answer: str


def corrections_of(
    office: Office, session: Session, case: Case, *, is_unmasked: bool = False
) -> tuple[CorrectionView, ...]:
    """All corrections of a case, the newest first, masked as the file itself."""
    town = case.household.town or ""

    def words(value: Any, field: Field) -> str:
        decoded = decode({field.key: value}, (field,))[field.key]
        return shown_text(office, field, decoded, town=town, is_unmasked=is_unmasked)

    names = {person.id: person.name for person in case.household.people}
    rows = session.execute(
        select(Correction, Account.display_name)
        .outerjoin(Account, Account.id == Correction.asked_by_id)
        .where(Correction.case_id == case.id)
        .order_by(Correction.id.desc())
    ).all()
    return tuple(
        CorrectionView(
            row.id,
            row.asked_on,
            asked_by or "",
            row.reason,
            row.state is CorrectionState.ASKED,
            row.state.value,
            tuple(_line(entry, names, words) for entry in entries_of(row.new_facts)),
            row.decided_on,
            row.answer or "",
        )
        for row, asked_by in rows
    )


def _line(entry: Entry, names: Mapping[int, str], words: _Words) -> CorrectionLine:
    if entry.field == "is_applicant":
        name = names.get(entry.row_id or 0, "")
        return CorrectionLine("户主", entry.old or "", f"{name}（原户主是其{entry.new}）")
    if entry.table in BY_KEY:
        kind = BY_KEY[entry.table]
        return CorrectionLine(
            kind.label,
            _row_words(entry.old, kind.fields, names, words),
            _row_words(entry.new, kind.fields, names, words),
        )
    if entry.row_id is None:
        return CorrectionLine("增加成员", "", _row_words(entry.new, MEMBER, names, words))
    fields = _FIELDS[entry.table]
    field = next(one for one in fields if one.key == entry.field)
    whose = f"{names.get(entry.row_id, '')}的" if entry.table == "person" else ""
    return CorrectionLine(f"{whose}{field.label}", words(entry.old, field), words(entry.new, field))


def _row_words(
    raw: Mapping[str, Any] | None,
    fields: tuple[Field, ...],
    names: Mapping[int, str],
    words: _Words,
) -> str:
    if raw is None:
        return ""
    whose = names.get(raw.get("person_id") or 0, "")
    parts = [f"{field.label} {words(raw.get(field.key), field)}" for field in fields]
    shown = [part for part, field in zip(parts, fields, strict=True) if raw.get(field.key)]
    return "，".join([whose, *shown] if whose else shown)
