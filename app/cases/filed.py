"""Values that came with an older form and that no list knew: kept as filed until somebody chooses."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from app.office.session import Work
from db.models import FiledValue

__all__ = ["settle_filed"]

_NOTHING: tuple[object, ...] = (None, "", (), [])


def settle_filed(
    work: Work, *, household_id: int, person_id: int | None, values: Mapping[str, Any]
) -> None:
    """What was filed in the fields of these values stays to be read and waits no longer.

    A field that was emptied goes on waiting: nothing was chosen for it. `person_id` None: fields of the
    household and of the case.
    """
    given = sorted(key for key, value in values.items() if value not in _NOTHING)
    work.session.execute(
        update(FiledValue)
        .where(
            FiledValue.household_id == household_id,
            FiledValue.person_id.is_(None)
            if person_id is None
            else FiledValue.person_id == person_id,
            FiledValue.field.in_(given),
            FiledValue.is_settled.is_(False),
        )
        .values(is_settled=True)
        .execution_options(synchronize_session=False)
    )
