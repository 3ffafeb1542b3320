"""New files: a draft for an applicant, and the hard stop against one person in two open files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.facts_values import accepted, put
from app.cases.members import new_person
from app.cases.moving import hold_id_numbers, move
from app.cases.numbering import next_id, next_numbers
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import APPLICANT, HOUSEHOLD
from app.lifecycle.table import opening
from app.office.session import Office, Work
from app.office.settings import read_settings
from db import search
from db.codes import Origin, Stage
from db.models import Case, Household, Person
from db.values import check_id, normalise_id


@dataclass(frozen=True)
class SamePerson:
    """The same ID number in another file. Only an open one stops; another offers a link."""

    case_id: int
    number: str
    name: str
    stage: Stage
    is_open: bool
    is_applicant: bool
    is_in_scope: bool
    """Whether the user may open that file."""


def open_draft(
    office: Office,
    *,
    applicant: Mapping[str, Any],
    household: Mapping[str, Any] | None = None,
    unit_id: int | None = None,
) -> Changes:
    """A new file in DRAFT; `result_id` is the case. At least a name; the rest may come later.

    Raises UserError at the field; where the ID number stands in an open file it names that file.
    """
    with office.write(Op.OPEN_DRAFT) as work:
        case = new_case(work, Op.OPEN_DRAFT, Origin.APPLICATION, unit_id=unit_id)
        put(case.household, accepted(HOUSEHOLD, household or {}, work.today))
        person = new_person(work, accepted(APPLICANT, applicant, work.today), is_applicant=True)
        hold_id_numbers(work, case)
        search.renew(work.session, [person.id])
        return work.done(result_id=case.id)


def new_case(
    work: Work,
    op: Op,
    origin: Origin,
    *,
    household: Household | None = None,
    unit_id: int | None = None,
    to: Stage | None = None,
) -> Case:
    """A new case under the operation under way, which from here on is an operation on that case.

    Empty but for its place, its number, its unit and its clerk. The caller adds people and holds their
    ID numbers.
    """
    unit = work.user.unit_id if unit_id is None else unit_id
    if unit not in work.user.scope:
        raise UserError("请选择您管辖范围内的工会组织。", field="unit_id")
    settings = read_settings(work.session)
    order = tuple(Stage(key) for key in settings["stage_order"])
    position = opening(op, order=order, to=to)
    case = Case(
        id=next_id(work.session, Case),
        household=household or Household(),
        number=next_numbers(work.session, work.today)[0],
        stage=position.stage,
        stage_since=work.today,
        stage_order=list(order),
        stage_step=position.step,
        unit_id=unit,
        clerk_id=work.user.id,
        origin=origin,
        entered_by=work.user.display_name,
        recorded_by=work.user.display_name,
    )
    work.session.add(case)
    work.session.flush()
    adopt(work, case)
    return case


def adopt(work: Work, case: Case) -> None:
    """From here on the operation under way is one on this case: the journal lists it there."""
    work._case = case
    work.operation.case_id = case.id


def discard_draft(office: Office, *, case_id: int) -> Changes:
    """Put a draft into the recycle bin; its people are free for another file."""
    with office.write(Op.DISCARD, case_id) as work:
        move(work)
        return work.done()


def restore_draft(office: Office, *, case_id: int) -> Changes:
    """Take a draft out of the recycle bin. UserError where its people stand in another open file by now."""
    with office.write(Op.RESTORE_DRAFT, case_id) as work:
        move(work)
        return work.done()


def find_same_person(
    office: Office, id_number: str, *, except_case_id: int | None = None
) -> tuple[SamePerson, ...]:
    """Files in which this ID number stands, open ones first. Nothing for a number with a hard error."""
    number = readable_id(id_number, office.today)
    if number is None:
        return ()
    with office.read() as session:
        found = _same(session, office, number)
    return tuple(one for one in found if one.case_id != except_case_id)


def readable_id(text: str, today: date) -> str | None:
    """The number in 18 characters; None where it has a hard error."""
    check = check_id(normalise_id(text), today)
    return None if check.errors else check.number18


def _same(session: Session, office: Office, number: str) -> list[SamePerson]:
    rows = session.execute(
        select(Case, Person)
        .join(Person, Person.household_id == Case.household_id)
        .where(
            Person.id_number == number,
            Person.removed_on.is_(None),
            Case.discarded_at.is_(None),
            Case.merged_into_id.is_(None),
        )
        .order_by(Case.id.desc())
    ).all()
    found = [
        SamePerson(
            case.id,
            case.number,
            person.name,
            case.stage,
            case.stage.is_open,
            person.is_applicant,
            office.sees_unit(case.unit_id),
        )
        for case, person in rows
    ]
    return sorted(found, key=lambda one: not one.is_open)
