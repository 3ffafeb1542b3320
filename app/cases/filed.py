"""Values that came with an older form and that no list knew: kept as filed until somebody chooses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.changes import Changes, Op
from app.fields.catalogue import FILED
from app.office.session import Office, Work
from db.models import Case, FiledValue, Person

__all__ = ["WaitingValue", "keep_filed_values", "settle_filed", "waiting_values"]

_NOTHING: tuple[object, ...] = (None, "", (), [])


@dataclass(frozen=True)
class WaitingValue:
    """A value as it was filed. `key`: the column it was filed in; `what`: whose and which field it is;
    `page`: the tab where another is chosen."""

    case_id: int
    key: str
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
        label = FILED[row.field].label if row.field in FILED else row.field
        what = f"{row.name}的{label}" if row.is_of_member else label
        page = "members" if row.is_of_member else "facts"
        yield WaitingValue(row.id, row.field, what, str(row.value), page)


def settle_filed(
    work: Work, *, household_id: int, person_id: int | None, values: Mapping[str, Any]
) -> None:
    """What was filed in the fields of these values stays to be read and waits no longer.

    A field that was emptied goes on waiting: nothing was chosen for it. `person_id` None: fields of the
    household and of the case.
    """
    chosen = {key for key, value in values.items() if value not in _NOTHING}
    given = sorted(chosen | {column for column, field in FILED.items() if field.key in chosen})
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
