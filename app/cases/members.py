"""The people of a household: added, edited and removed while the facts may be edited.

From ON_FILE on people change by correction (`app.cases.correction`). A change of the people asks for a
new authorisation and a new assessment. Source: the lifecycle contract, "Applicant and members".
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.facts import edit_person
from app.cases.facts_values import accepted, put_person
from app.cases.moving import move
from app.cases.transcription import forget_ticks
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import MEMBER
from app.office.session import Office, Work
from db import search
from db.codes import Stage
from db.models import AssessmentRecord, Authorisation, Case, Operation, Person

SET_BY_ACTS = frozenset({"joined_on", "join_reason", "removed_on", "removal_reason"})
"""What nobody types of a member beside the act of joining or leaving."""


def add_member(
    office: Office,
    *,
    case_id: int,
    values: Mapping[str, Any],
    joined_on: date | None = None,
    reason: str = "",
) -> Changes:
    """Add a member; `result_id` is the person. Once handed in a date and a reason are needed.

    UserError at the field; also where the ID number stands in another open case.
    """
    with office.write(Op.EDIT_FACTS, case_id, reason=reason or None) as work:
        day = accepted(MEMBER, {"joined_on": joined_on}, work.today)["joined_on"]
        _check_reason(work, day, reason, ("joined_on", "join_reason"), "加入")
        person = new_person(work, accepted(MEMBER, _typed(values), work.today))
        person.joined_on, person.join_reason = day, reason.strip() or None
        people_changed(work, work.case, f"增加成员{person.name}")
        move(work)
        search.renew(work.session, [person.id])
        return work.done(result_id=person.id)


def edit_member(
    office: Office, *, case_id: int, person_id: int, values: Mapping[str, Any]
) -> Changes:
    """Change facts of a member; only the keys given change."""
    with office.write(Op.EDIT_FACTS, case_id) as work:
        person = person_of(work.session, work.case, person_id)
        was_counted = person.is_counted
        edit_person(work, person, accepted(MEMBER, _typed(values), work.today))
        if person.is_counted != was_counted:
            people_changed(work, work.case, f"{person.name}是否共同生活有变化")
        move(work)
        return work.done(result_id=person.id)


def remove_member(
    office: Office, *, case_id: int, person_id: int, removed_on: date | None, reason: str
) -> Changes:
    """Remove a member: from a draft without trace, later with a date and a reason that stay."""
    with office.write(Op.EDIT_FACTS, case_id, reason=reason or None) as work:
        person = person_of(work.session, work.case, person_id)
        if person.is_applicant:
            raise UserError(
                "户主不能直接减少；请选中另一名成员，按“改为户主”，可以同时办理原户主的减员。"
            )
        name = person.name
        leave(work, person, removed_on, reason)
        people_changed(work, work.case, f"减少成员{name}")
        move(work)
        search.renew(work.session, [person_id])
        return work.done(result_id=person_id)


# ------------------------------------------------------------------ for corrections and back entry, too


def new_person(work: Work, values: Mapping[str, Any], *, is_applicant: bool = False) -> Person:
    """A new person at the end of the household of the case under way, flushed; the search is not renewed."""
    household = work.case.household
    person = Person(
        position=max((one.position for one in household.people), default=-1) + 1,
        is_applicant=is_applicant,
        name="",
    )
    if not values.get("name"):
        raise UserError("请填写姓名。", field="name")
    put_person(person, values, work.today)
    if is_applicant:
        person.relation = "本人"
    household.people.append(person)
    work.session.flush()
    forget_ticks(work, person.id)
    return person


def leave(work: Work, person: Person, removed_on: date | None, reason: str) -> None:
    """Let a member go: from a draft without trace, later with a day and a reason that stay.

    UserError (fields removed_on, removal_reason) where one is missing or the day cannot be.
    """
    day = accepted(MEMBER, {"removed_on": removed_on}, work.today)["removed_on"]
    _check_reason(work, day, reason, ("removed_on", "removal_reason"), "减少")
    check_days(person, day)
    if is_first_draft(work.session, work.case):
        work.case.household.people.remove(person)
    else:
        person.removed_on, person.removal_reason = day, reason.strip()


def check_days(person: Person, removed_on: date | None) -> None:
    """UserError where somebody would leave before they joined or were born."""
    for day, words in ((person.joined_on, "加入日期"), (person.birth_date, "出生日期")):
        if removed_on is not None and day is not None and removed_on < day:
            raise UserError(
                f"减少日期早于{person.name}的{words} {day.isoformat()}，请核对。",
                field="removed_on",
            )


def people_changed(work: Work, case: Case, why: str) -> None:
    """A change of the people ends the authorisation and asks for a new assessment."""
    letters = work.session.scalars(
        select(Authorisation).where(
            Authorisation.case_id == case.id, Authorisation.is_valid.is_(True)
        )
    )
    for letter in letters:
        letter.is_valid = False
        letter.renewal_reason = f"{why}，需重签授权书。"
    if work.session.scalar(
        select(AssessmentRecord.id).where(AssessmentRecord.case_id == case.id).limit(1)
    ):
        case.category_to_review = True


def person_of(session: Session, case: Case, person_id: int) -> Person:
    """A person of this household. UserError for anybody else."""
    person = session.get(Person, person_id)
    if person is None or person.household_id != case.household_id:
        raise UserError("这名成员不在这份档案里，请刷新后再试。")
    return person


def is_first_draft(session: Session, case: Case) -> bool:
    """Not handed in yet: what is wrong is simply taken out."""
    if case.stage is not Stage.DRAFT:
        return False
    handed_in = select(Operation.id).where(
        Operation.case_id == case.id,
        Operation.op == Op.SUBMIT.name,
        Operation.result == "done",
    )
    return session.scalar(handed_in.limit(1)) is None


def _check_reason(
    work: Work, day: date | None, reason: str, keys: tuple[str, str], word: str
) -> None:
    if is_first_draft(work.session, work.case):
        return
    if day is None:
        raise UserError(f"请填写成员{word}的日期。", field=keys[0])
    if not reason.strip():
        raise UserError(f"请写明成员{word}的原因。", field=keys[1])


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Dates and reasons of joining and leaving are set by the acts themselves."""
    return {key: value for key, value in values.items() if key not in SET_BY_ACTS}
