"""Whose a seal is. A seal that does not say so is of its unit, at the level of that unit."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.office.units import LEVELS
from db.codes import Bearer
from db.models import Seal, SealBearer, Unit

_BY_LEVEL = dict(zip(LEVELS, (Bearer.COUNTY, Bearer.UPPER, Bearer.BASIC), strict=True))


@dataclass(frozen=True)
class Bearing:
    """Whose a seal is; `second_name` is the other line of a bilingual drawn sample."""

    bearer: Bearer
    second_name: str = ""


def bearings(session: Session) -> dict[int, Bearing]:
    """Of every seal, by its id."""
    rows = session.execute(
        select(Seal.id, Unit.level, SealBearer.bearer, SealBearer.second_name)
        .join(Unit, Unit.id == Seal.unit_id)
        .outerjoin(SealBearer, SealBearer.seal_id == Seal.id)
    )
    return {
        seal_id: Bearing(bearer or _BY_LEVEL[level], second_name or "")
        for seal_id, level, bearer, second_name in rows
    }


def bearer_of_unit(session: Session, unit_id: int) -> Bearer:
    """Whose a seal of this unit is, unless its keeper says otherwise."""
    return _BY_LEVEL[session.get_one(Unit, unit_id).level]
