"""Values that came with an older form and that no list knew: kept as filed until somebody chooses."""

from collections.abc import Iterable

from sqlalchemy import update

from app.office.session import Work
from db.models import FiledValue

__all__ = ["settle_filed"]


def settle_filed(
    work: Work, *, household_id: int, person_id: int | None, keys: Iterable[str]
) -> None:
    """These fields were given a value: what was filed there stays to be read and waits no longer.

    `person_id` None: fields of the household and of the case.
    """
    work.session.execute(
        update(FiledValue)
        .where(
            FiledValue.household_id == household_id,
            FiledValue.person_id.is_(None)
            if person_id is None
            else FiledValue.person_id == person_id,
            FiledValue.field.in_(sorted(keys)),
            FiledValue.is_settled.is_(False),
        )
        .values(is_settled=True)
        .execution_options(synchronize_session=False)
    )
