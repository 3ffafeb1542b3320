"""Seals of unions below the user's own."""

from app.changes import Op
from app.office.session import Office
from db.codes import Bearer
from db.models import Seal, SealBearer, Unit


def add_seal(office: Office, name: str, level: str, bearer: Bearer | None = None) -> int:
    """A drawn seal of a unit of its own, below the user's."""
    with office.write(Op.SAVE_SEAL) as work:
        unit = Unit(parent_id=office.user.unit_id, level=level, name=name)
        work.session.add(unit)
        work.session.flush()
        row = Seal(unit_id=unit.id, name=name, kind="drawn-sample")
        work.session.add(row)
        work.session.flush()
        if bearer is not None:
            work.session.add(SealBearer(seal_id=row.id, bearer=bearer))
        work.done()
        return row.id
