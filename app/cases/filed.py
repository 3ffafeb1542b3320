"""Values that came with an older form and that no list knew: kept as filed until somebody chooses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.changes import Changes, Op
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, MEMBER
from app.office.session import Office, Work
from db.models import Case, FiledValue, Person

__all__ = ["WaitingValue", "keep_filed_values", "settle_filed", "waiting_values"]

_NOTHING: tuple[object, ...] = (None, "", (), [])
_LABELS = {field.key: field.label for field in (*CASE, *HOUSEHOLD, *MEMBER, *APPLICANT)}


@dataclass(frozen=True)
class WaitingValue:
    """A value as it was filed. `what`: whose and which field; `page`: the tab where another is chosen."""

    case_id: int
    what: str
    value: str
    page: str


def waiting_values(session: Session, where: ColumnElement[bool]) -> Iterator[WaitingValue]:
    """What waits in the cases of this condition, case by case, the members' last.

    Of members who have left nothing waits. Call it within a session.
    """
    is_of_member = Person.is_applicant.is_(False)
    query = (
        select(
            Case.id,
            FiledValue.field,
            FiledValue.value,
            Person.name,
            is_of_member.label("is_of_member"),
        )
        .join(FiledValue, FiledValue.household_id == Case.household_id)
        .outerjoin(Person, Person.id == FiledValue.person_id)
        .where(where, FiledValue.is_settled.is_(False), Person.removed_on.is_(None))
        .order_by(Case.id, is_of_member, FiledValue.id)
    )
    for row in session.execute(query):
        label = _LABELS.get(row.field, row.field)
        if row.is_of_member:
            yield WaitingValue(row.id, f"{row.name}的{label}", str(row.value), "members")
        else:
            yield WaitingValue(row.id, label, str(row.value), "facts")


def settle_filed(
    work: Work, *, household_id: int, person_id: int | None, values: Mapping[str, Any]
) -> None:
    """What was filed in the fields of these values stays to be read and waits no longer.

    A field that was emptied goes on waiting: nothing was chosen for it. `person_id` None: fields of the
    household and of the case.
    """
    given = sorted(key for key, value in values.items() if value not in _NOTHING)
    _settle(
        work,
        FiledValue.household_id == household_id,
        FiledValue.person_id.is_not_distinct_from(person_id),
        FiledValue.field.in_(given),
    )


def keep_filed_values(office: Office, *, case_id: int) -> Changes:
    """Everything that still waits in a case is right as it was filed; undone by undo."""
    with office.write(Op.KEEP_FILED_VALUES, case_id) as work:
        _settle(work, FiledValue.household_id == work.case.household_id)
        return work.done()


def _settle(work: Work, *which: ColumnElement[bool]) -> None:
    work.session.execute(
        update(FiledValue)
        .where(*which, FiledValue.is_settled.is_(False))
        .values(is_settled=True)
        .execution_options(synchronize_session=False)
    )
