"""What the pages of a file show: 档案, 家庭成员, 收入支出. Frozen; masked for the account that reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cases.facts import CASE_FIELDS
from app.cases.facts_missing import MissingFact, missing_facts
from app.cases.filed import waiting_values
from app.cases.members import is_first_draft
from app.cases.money import ASSET_FIELDS, LISTS, rows_of
from app.cases.moving import position_of
from app.cases.overview import record_opening, record_unmasking
from app.cases.queries_correction import CorrectionView, corrections_of
from app.cases.queries_letter import letter_state
from app.cases.queries_masked import RecordView, filed_text, record_view
from app.changes import Op
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, MEMBER
from app.fields.regions import region_path
from app.lifecycle.position import ON_ROLL
from app.lifecycle.table import allowed
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.codes import Stage
from db.models import Case, Person
from db.readings import spoken
from db.values import age_on


@dataclass(frozen=True)
class Editing:
    """Whether the facts may be typed, or corrected by request; else the sentence why not."""

    may_edit: bool
    may_correct: bool
    why_not: str


@dataclass(frozen=True)
class MemberRow:
    """One person in the list. `id_number` as the account may see it; money in fen."""

    person_id: int
    name: str
    relation: str
    age: int | None
    sex: str
    id_number: str
    health: str
    identity: str
    monthly_income_fen: int | None
    is_applicant: bool
    is_counted: bool
    removed_on: date | None
    removal_reason: str


@dataclass(frozen=True)
class CaseFile:
    """The page 档案. `derived`: what follows from the ID number, by key; `missing`: (record, key)."""

    case_id: int
    number: str
    stage: Stage
    applicant_id: int | None
    applicant: RecordView
    household: RecordView
    case: RecordView
    derived: Mapping[str, str]
    members: tuple[MemberRow, ...]
    missing: frozenset[tuple[str, str]]
    editing: Editing
    filed: tuple[tuple[str, str], ...]
    """What an import kept as filed because no list knew it: whose field and words."""
    may_keep_filed: bool
    corrections: tuple[CorrectionView, ...]
    may_decide_correction: bool
    may_unmask: bool
    lacking: tuple[MissingFact, ...] = ()
    """Everything that is missing before the file can be submitted, members included."""


@dataclass(frozen=True)
class MembersView:
    """The page 家庭成员. `records`: every field of a member by person id. `letter`: 有效, 需重签, or empty."""

    rows: tuple[MemberRow, ...]
    records: Mapping[int, RecordView]
    editing: Editing
    needs_reason: bool
    """Joining and leaving are told with a day and a reason: the file was handed in before."""
    letter: str


@dataclass(frozen=True)
class MoneyLine:
    """One line of a list, with the person it belongs to."""

    id: int
    person_id: int | None
    person: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class MoneyView:
    """The page 收入支出: every list by its key, and the sums in fen."""

    lists: Mapping[str, tuple[MoneyLine, ...]]
    people: tuple[tuple[int, str], ...]
    household: RecordView
    income_fen: int
    outlay_fen: int
    editing: Editing
    declared_fen: int | None = None
    """家庭年度总收入 as declared: what the lines of income should add up to."""


def open_case(office: Office, *, case_id: int) -> bool:
    """Journal that the full values of a file are looked at: once per login and file. True the first time.

    Runs as a write. UserError where the file is out of scope.
    """
    office.demand(Op.OPEN_CASE, case_id)
    return record_opening(office, case_id)


def unmask_case(office: Office, *, case_id: int, reason: str) -> CaseFile:
    """The file with full values for an account that sees masks, for a reason that is journalled."""
    record_unmasking(office, case_id=case_id, reason=reason)
    return case_file(office, case_id, is_unmasked=True)


def case_file(office: Office, case_id: int, *, is_unmasked: bool = False) -> CaseFile:
    """Everything the page 档案 shows. UserError where there is no such file in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        household = case.household
        person = next((one for one in household.people if one.is_applicant), None)
        town = household.town or ""
        applicant = record_view(office, person, APPLICANT, town=town, is_unmasked=is_unmasked)
        of_household = record_view(office, household, HOUSEHOLD, town=town, is_unmasked=is_unmasked)
        editing = editing_of(office, case)
        lacking = missing_facts(case) if editing.may_edit else ()
        return CaseFile(
            case_id=case.id,
            number=case.number,
            stage=case.stage,
            applicant_id=person.id if person else None,
            applicant=applicant,
            household=of_household,
            case=record_view(office, case, CASE),
            derived=_derived(person, office.today),
            members=tuple(
                member_row(office, one, is_unmasked=is_unmasked)
                for one in household.people
                if not one.is_applicant and one.removed_on is None
            ),
            missing=frozenset((one.record, one.key) for one in lacking if one.record != "member"),
            editing=editing,
            filed=tuple(
                (one.what, filed_text(office, one.key, one.value, is_unmasked=is_unmasked))
                for one in waiting_values(session, Case.id == case.id)
            ),
            may_keep_filed=case.stage.is_open and office.may(Op.KEEP_FILED_VALUES),
            corrections=corrections_of(office, session, case, is_unmasked=is_unmasked),
            may_decide_correction=office.may(Op.APPLY_CORRECTION),
            may_unmask=not is_unmasked and bool(applicant.masked or of_household.masked),
            lacking=lacking,
        )


def members_view(office: Office, case_id: int) -> MembersView:
    """Everything the page 家庭成员 shows: the applicant first, those who left last."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        people = sorted(
            case.household.people,
            key=lambda one: (one.removed_on is not None, not one.is_applicant, one.position),
        )
        town = case.household.town or ""
        return MembersView(
            tuple(member_row(office, one) for one in people),
            {one.id: record_view(office, one, MEMBER, town=town) for one in people},
            editing_of(office, case),
            not is_first_draft(session, case),
            letter_state(session, case_id),
        )


def money_view(office: Office, case_id: int) -> MoneyView:
    """Everything the page 收入支出 shows."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        names = {one.id: one.name for one in case.household.people}
        lists = {}
        for kind in LISTS:
            lists[kind.key] = tuple(
                MoneyLine(
                    row.id,
                    getattr(row, "person_id", None),
                    names.get(getattr(row, "person_id", None) or 0, ""),
                    dict(record_view(office, row, kind.fields).values),
                )
                for row in rows_of(session, kind, case)
            )
        return MoneyView(
            lists,
            tuple(
                (one.id, one.name)
                for one in sorted(case.household.people, key=lambda one: not one.is_applicant)
                if one.removed_on is None
            ),
            record_view(office, case.household, ASSET_FIELDS),
            sum(line.values["amount_fen"] for line in lists["income"]),
            sum(line.values["amount_fen"] for line in lists["outlay"]),
            editing_of(office, case),
            case.household.filed_annual_income_fen,
        )


def editing_of(office: Office, case: Case) -> Editing:
    """Whether this account may type or correct the facts of a case as it stands."""
    position = position_of(case)
    operations = allowed(case.stage, is_discarded=position.is_discarded)
    may_edit = Op.EDIT_FACTS in operations and office.may(Op.EDIT_FACTS)
    may_correct = Op.REQUEST_CORRECTION in operations and office.may(Op.REQUEST_CORRECTION)
    return Editing(may_edit, may_correct, "" if may_edit else _why_not(case, operations))


def _why_not(case: Case, operations: tuple[Op, ...]) -> str:
    if case.discarded_at is not None:
        return "这份草稿在回收站里，恢复后才能修改。"
    if Op.EDIT_FACTS in operations:
        return "您的账号只能查看这份档案，修改由经办人办理。"
    if case.stage in ON_ROLL:
        return "已经建档，内容不能直接修改；要修改请申请更正，审核同意后生效。"
    if case.stage is Stage.CLOSED:
        return "这份档案已经归档，内容不再修改。"
    if case.stage in (Stage.REFUSED, Stage.WITHDRAWN):
        return "这次申请已经结束，内容不再修改；符合条件时可以再次申请。"
    return f"档案正在“{case.stage.label}”，内容不能修改；确需修改，请审核人或审批人退回前面的阶段。"


def member_row(office: Office, person: Person, *, is_unmasked: bool = False) -> MemberRow:
    """A person for a list on the pages of a case."""
    roles = office.user.roles
    return MemberRow(
        person_id=person.id,
        name=person.name,
        relation=person.relation or "",
        age=age_on(person.birth_date, office.today) if person.birth_date else None,
        sex=person.sex or "",
        id_number=masked(
            person.id_number or "",
            ValueKind.ID_NUMBER,
            Place.EDIT,
            roles,
            is_unmasked=is_unmasked,
        ),
        health=str(
            record_view(office, person, _HEALTH, is_unmasked=is_unmasked).values["health"] or ""
        ),
        identity=(person.work_status if person.is_applicant else person.identity) or "",
        monthly_income_fen=person.monthly_income_fen,
        is_applicant=person.is_applicant,
        is_counted=person.is_counted,
        removed_on=person.removed_on,
        removal_reason=person.removal_reason or "",
    )


_HEALTH = tuple(field for field in MEMBER if field.key == "health")


def _derived(person: Person | None, today: date) -> dict[str, str]:
    """Shown in grey beside what it follows from."""
    if person is None:
        return {}
    facts = {"pinyin": spoken(person.name, person.pinyin)}
    if person.birth_date is not None:
        facts["birth_date"] = person.birth_date.isoformat()
        facts["age"] = f"{age_on(person.birth_date, today)} 岁"
    if person.sex:
        facts["sex"] = person.sex
    if person.id_number:
        facts["region"] = region_path(person.id_number[:6])
    return facts


__all__ = [
    "CASE_FIELDS",
    "CaseFile",
    "CorrectionView",
    "Editing",
    "MemberRow",
    "MembersView",
    "MoneyLine",
    "MoneyView",
    "RecordView",
    "case_file",
    "editing_of",
    "member_row",
    "members_view",
    "money_view",
    "open_case",
    "unmask_case",
]
