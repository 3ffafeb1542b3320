"""Orders of the middle stages, and where a case of one stands."""

from app.lifecycle.position import (
    Position,
)
from db.codes import Stage

FULL_ORDER = (Stage.SURVEY, Stage.CHECK, Stage.APPRAISAL, Stage.PUBLICITY)


TWICE = (Stage.PUBLICITY, Stage.SURVEY, Stage.CHECK, Stage.PUBLICITY)


def standing(stage: Stage, order: tuple[Stage, ...] = FULL_ORDER) -> Position:
    return Position(stage, order, order.index(stage) if stage in order else 0)
