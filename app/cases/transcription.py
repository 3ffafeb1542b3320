"""Copying a file into the national system by hand: its fields in that screen's order, and how far it came.

The national system has no import for a county union's own program, so a clerk types the file there once
more. Source of the order: the national import template (C9); of the 30 working days: S17.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.cases.moving import move
from app.cases.queries_masked import RecordView, record_view
from app.cases.waiting import FROM_THERE, NOT_ENTERED, REPORTED, RETURNED, TO_UPDATE
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, MEMBER, Field, by_key
from app.fields.kinds import Mask, Money
from app.lifecycle.position import ON_ROLL
from app.office.session import Office, Work
from db.codes import Stage
from db.connection import storage_errors
from db.models import Case, NationalRecord, TranscriptionMark

__all__ = [
    "STATES",
    "Entry",
    "Transcription",
    "facts_changed",
    "forget_ticks",
    "record_national",
    "set_copied",
    "transcription",
]

STATES = (NOT_ENTERED, REPORTED, RETURNED, TO_UPDATE)

_A, _H, _C = "applicant", "household", "case"
ORDER: tuple[tuple[str, str], ...] = (
    (_C, "category"),
    *(
        (_A, key)
        for key in (
            "name",
            "ethnicity",
            "sex",
            "political_status",
            "id_number",
            "birth_date",
            "health",
            "disability_kind",
            "work_status",
            "model_worker",
        )
    ),
    (_H, "housing_kind"),
    (_H, "floor_area"),
    (_A, "phone"),
    (_A, "other_contact"),
    (_H, "postcode"),
    *((_A, key) for key in ("work_start", "industry", "marital_status", "registration_kind")),
    (_H, "home_address"),
    *((_A, key) for key in ("employer", "employer_nature", "employer_state")),
    (_H, "is_single_parent"),
    (_A, "monthly_income_fen"),
    *(
        (_H, key)
        for key in (
            "non_wage_income_fen",
            "filed_annual_income_fen",
            "filed_people",
            "filed_monthly_per_capita_fen",
            "region_code",
        )
    ),
    (_A, "medical_insurance"),
    *((_H, key) for key in ("can_help_itself", "has_no_earner", "main_cause")),
    *((_H, key) for key in ("bank_name", "bank_branch", "bank_card")),
    *((_C, key) for key in ("entered_by", "reviewed_by", "recorded_by", "filed_on")),
)
"""The applicant's part of the screen; the members follow."""
OF_MEMBER = (
    "name",
    "relation",
    "sex",
    "political_status",
    "id_number",
    "health",
    "monthly_income_fen",
    "identity",
    "employer",
)
_FIELDS = {_A: by_key(APPLICANT), _H: by_key(HOUSEHOLD), _C: by_key(CASE)}
_OF_MEMBER = tuple(by_key(MEMBER)[key] for key in OF_MEMBER)


@dataclass(frozen=True)
class Entry:
    """One value to copy. `text`: as the other screen takes it; `is_secret`: wiped from the clipboard."""

    key: str
    part: str
    label: str
    text: str
    is_secret: bool
    is_masked: bool
    is_copied: bool


@dataclass(frozen=True)
class Transcription:
    """The page 抄录. `may_record`: whether this account may say how the file stands there now."""

    case_id: int
    entries: tuple[Entry, ...]
    state: str
    number: str
    reason: str
    since: date | None
    may_record: bool
    why_not: str

    @property
    def done(self) -> int:
        """How many values are copied."""
        return sum(one.is_copied for one in self.entries)


def transcription(office: Office, case_id: int) -> Transcription:
    """Everything the page shows. UserError where there is no such file in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        query = select(TranscriptionMark.key).where(TranscriptionMark.case_id == case_id)
        copied = set(session.scalars(query))
        record = _record(session, case_id)
        is_filed = case.stage in (*ON_ROLL, Stage.CLOSED)
        may = is_filed and office.may(Op.RECORD_NATIONAL)
        return Transcription(
            case_id,
            tuple(_entries(office, case, copied)),
            record.state if record else _state_untold(case),
            (record.number if record else None) or "",
            (record.reason if record else None) or "",
            record.since if record else None,
            may,
            "" if is_filed else "建档以后才登记全国系统的状态；现在可以先抄录。",
        )


def set_copied(office: Office, *, case_id: int, keys: tuple[str, ...], is_copied: bool) -> None:
    """Tick values, or take their ticks away: a help to the eye, no act, so it is not journalled."""
    with office.read() as session:
        office.case_in_scope(session, case_id)
    with storage_errors(), Session(office.writer) as session:
        session.execute(
            delete(TranscriptionMark).where(
                TranscriptionMark.case_id == case_id, TranscriptionMark.key.in_(keys)
            )
        )
        if is_copied:
            session.add_all(TranscriptionMark(case_id=case_id, key=key) for key in keys)
        session.commit()


def record_national(
    office: Office, *, case_id: int, state: str, number: str = "", reason: str = ""
) -> Changes:
    """Say how the file stands in the national system today. UserError at the field."""
    office.demand(Op.RECORD_NATIONAL, case_id)
    if state not in STATES:
        raise UserError("请选择全国系统里的状态。", field="state")
    if state == RETURNED and not reason.strip():
        raise UserError("请写明退回的原因，便于对照修改。", field="reason")
    if state == REPORTED and not number.strip():
        raise UserError("请填写全国系统里的编号。", field="number")
    with office.write(Op.RECORD_NATIONAL, case_id) as work:
        move(work)
        record = _record(work.session, case_id)
        if record is None:
            record = NationalRecord(case_id=case_id)
            work.session.add(record)
        record.state, record.since = state, work.today
        record.number = number.strip() or None
        record.reason = reason.strip() or None
        return work.done()


def facts_changed(work: Work, case: Case) -> None:
    """Under an operation that changed what is reported of a case there, it is to be entered again.

    That are its facts, its category and its end. The ticks go too, so that the copying begins anew.
    """
    record = _record(work.session, case.id)
    if (record.state if record else _state_untold(case)) != REPORTED:
        return
    if record is None:
        record = NationalRecord(case_id=case.id)
        work.session.add(record)
    record.state, record.since, record.reason = TO_UPDATE, work.today, None
    work.session.execute(delete(TranscriptionMark).where(TranscriptionMark.case_id == case.id))


def forget_ticks(work: Work, person_id: int) -> None:
    """Of a member who is new: the id may have been that of another, who was let go without trace."""
    work.session.execute(
        delete(TranscriptionMark).where(
            TranscriptionMark.case_id == work.case.id,
            TranscriptionMark.key.startswith(_key_of(person_id), autoescape=True),
        )
    )


def _key_of(person_id: int) -> str:
    return f"member.{person_id}."


def _state_untold(case: Case) -> str:
    """How a file stands there of which nobody has said it."""
    return REPORTED if case.origin in FROM_THERE else NOT_ENTERED


def _record(session: Session, case_id: int) -> NationalRecord | None:
    return session.scalar(select(NationalRecord).where(NationalRecord.case_id == case_id))


def _entries(office: Office, case: Case, copied: set[str]) -> Iterator[Entry]:
    household = case.household
    people = [one for one in household.people if one.removed_on is None]
    applicant = next((one for one in people if one.is_applicant), None)
    town = household.town or ""
    rows = {_A: applicant, _H: household, _C: case}
    views = {
        name: record_view(
            office, rows[name], [_FIELDS[name][key] for one, key in ORDER if one == name], town=town
        )
        for name in rows
    }
    for name, key in ORDER:
        field = _FIELDS[name][key]
        yield _entry(f"{name}.{key}", "申请人和家庭", field, views[name], copied)
    members = sorted((one for one in people if not one.is_applicant), key=lambda one: one.position)
    for at, person in enumerate(members, 1):
        view = record_view(office, person, _OF_MEMBER, town=town)
        for field in _OF_MEMBER:
            key = f"{_key_of(person.id)}{field.key}"
            yield _entry(key, f"成员{at}", field, view, copied)


def _entry(key: str, part: str, field: Field, view: RecordView, copied: set[str]) -> Entry:
    is_masked = field.key in view.masked
    text = view.text(field)
    if not is_masked:
        text = _plain(field, view)
    is_secret = field.kind.mask in (Mask.ID_NUMBER, Mask.BANK_CARD)
    return Entry(key, part, field.label, text, is_secret, is_masked, key in copied)


def _plain(field: Field, view: RecordView) -> str:
    """Without the blanks and commas that make a number easy to read: the other screen refuses them."""
    value = view.values.get(field.key)
    if isinstance(field.kind, Money):
        return field.kind.format(value).replace(",", "")
    if isinstance(value, str) and field.kind.mask in (Mask.ID_NUMBER, Mask.BANK_CARD, Mask.PHONE):
        return value
    return view.text(field)
