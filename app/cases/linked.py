"""A new file that follows an old one of the same household: applied again, or back in hardship.

The new file is a draft with the old facts offered; decisions, papers and money stay with the old one.
"""

from typing import TypeVar

from app.cases.drafting import new_case
from app.cases.moving import hold_id_numbers, move
from app.cases.not_same import keep_apart
from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office, Work
from db import search
from db.codes import Origin
from db.models import Base, Case, Household, Person

_NOT_COPIED = frozenset(
    {"id", "uid", "household_id", "open_id_number", "consent_on", "consent_by", "person_id"}
)
_OF_PEOPLE = ("income", "outlay", "schooling")
_OF_HOUSEHOLD = ("homes", "vehicles", "events", "supporters")

_Row = TypeVar("_Row", bound=Base)


def apply_again(office: Office, *, case_id: int) -> Changes:
    """A new linked draft after a refused or withdrawn application; `result_id` is the new case.

    UserError while one of its people stands in another open file.
    """
    with office.write(Op.APPLY_AGAIN, case_id) as work:
        old = work.case
        move(work)
        new = open_linked(work, old, Op.APPLY_AGAIN, Origin.REAPPLICATION)
        return work.done(result_id=new.id, case_ids=(old.id, new.id))


def open_linked(work: Work, old: Case, op: Op, origin: Origin) -> Case:
    """A new case in DRAFT that follows `old`, with its facts offered. The old one must not be open any more.

    The operation stays one on the old case, so that taking it back finds it there.
    """
    if old.stage.is_open:
        raise UserError("原档案还在办理中，不能另建关联档案。")
    operation_case = work.operation.case_id
    new = new_case(work, op, origin, household=copy_household(work, old), unit_id=old.unit_id)
    work._case, work.operation.case_id = old, operation_case
    new.previous_case_id = old.id
    new.worker_kind, new.contact_person = old.worker_kind, old.contact_person
    if origin is Origin.RETURN:
        new.file_kind = "返困档案"
    hold_id_numbers(work, new)
    search.renew(work.session, [person.id for person in new.household.people])
    return new


def copy_household(work: Work, old_case: Case) -> Household:
    """The facts of a case as a new household, flushed: those who are still members, with their lines.

    Consents are given anew; receipts, whose numbers are used once, stay behind.
    """
    old = old_case.household
    new = _copy(old)
    work.session.add(new)
    people: dict[int, Person] = {}
    for person in old.people:
        if person.removed_on is None:
            people[person.id] = copied = _copy(person)
            new.people.append(copied)
    for name in _OF_HOUSEHOLD:
        for line in getattr(old, name):
            getattr(new, name).append(_copy(line))
    work.session.flush()
    for name in _OF_PEOPLE:
        for line in getattr(old, name):
            owner = people.get(line.person_id)
            if owner is not None or line.person_id is None:
                copied_line = _copy(line)
                copied_line.person_id = None if owner is None else owner.id
                getattr(new, name).append(copied_line)
    work.session.flush()
    keep_apart(work, {old_id: copied.id for old_id, copied in people.items()})
    return new


def _copy(row: _Row) -> _Row:
    columns = (column.key for column in type(row).__table__.columns)
    values = {key: getattr(row, key) for key in columns if key not in _NOT_COPIED}
    return type(row)(**{key: _own(value) for key, value in values.items()})


def _own(value: object) -> object:
    """Lists are columns that can change: the copy gets its own."""
    return list(value) if isinstance(value, list) else value
