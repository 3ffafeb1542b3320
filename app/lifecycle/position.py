"""Where a case stands: its stage, its own order of the middle stages, and the step in that order.

The office chooses the order of SURVEY, CHECK, APPRAISAL and PUBLICITY. A case keeps the order it began
with, and PUBLICITY may come twice in it, so the stage alone does not say where a case stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.errors import UserError
from db.codes import Stage

__all__ = [
    "BEFORE_FILE",
    "DEFAULT_ORDER",
    "ORDERED",
    "ON_ROLL",
    "Position",
    "check_order",
    "earlier_positions",
]

ORDERED = (Stage.SURVEY, Stage.CHECK, Stage.APPRAISAL, Stage.PUBLICITY)
"""The stages whose order is the office's choice."""

DEFAULT_ORDER = (Stage.SURVEY, Stage.CHECK, Stage.PUBLICITY)

_BEFORE_ORDER = (Stage.DRAFT, Stage.APPLIED, Stage.FIRST_REVIEW)
_AFTER_ORDER = (Stage.REVIEW, Stage.APPROVAL)

BEFORE_FILE = (*_BEFORE_ORDER, *ORDERED, *_AFTER_ORDER)
"""Every stage before ON_FILE."""

ON_ROLL = (
    Stage.ON_FILE,
    Stage.EXIT_PROPOSED,
    Stage.EXIT_PUBLICITY,
    Stage.EXIT_APPROVAL,
    Stage.MONITORED,
)
"""Every stage from ON_FILE to MONITORED."""


@dataclass(frozen=True)
class Position:
    """Where a case stands.

    `step` counts the stages of `order` that lie behind; in one of them it is its index. Outside the
    order it follows from the stage, whatever is handed in: 0 before it and in REFUSED and WITHDRAWN,
    `len(order)` after it. `is_discarded`: a draft that lies in the recycle bin.

    Raises ValueError where stage and step contradict the order: only a damaged record can.
    """

    stage: Stage
    order: tuple[Stage, ...] = DEFAULT_ORDER
    step: int = 0
    is_discarded: bool = False

    def __post_init__(self) -> None:
        if self.stage in ORDERED:
            if not (0 <= self.step < len(self.order)) or self.order[self.step] is not self.stage:
                raise ValueError(f"step {self.step} of the order is not {self.stage}")
            return
        is_behind = (
            self.stage in _AFTER_ORDER or self.stage in ON_ROLL or self.stage is Stage.CLOSED
        )
        object.__setattr__(self, "step", len(self.order) if is_behind else 0)

    def at(self, stage: Stage) -> Position:
        """The same case in a stage outside its order."""
        return replace(self, stage=stage, step=0)

    def at_step(self, step: int) -> Position:
        """The same case at a step of its order; past the last one that is REVIEW."""
        if step >= len(self.order):
            return self.at(Stage.REVIEW)
        return replace(self, stage=self.order[step], step=step)

    def next(self) -> Position:
        """The next stage in the case's own order, else REVIEW; from FIRST_REVIEW its first one."""
        return self.at_step(self.step + 1 if self.stage in ORDERED else 0)


def check_order(order: Sequence[Stage]) -> tuple[Stage, ...]:
    """The order as the office may set it: SURVEY once, PUBLICITY once or twice, CHECK and APPRAISAL at most once.

    Raises UserError naming what to change.
    """
    counts = {stage: list(order).count(stage) for stage in ORDERED}
    if sum(counts.values()) != len(order):
        raise UserError(
            "办理顺序只能由入户调查、经济核对、民主评议和公示组成，请删去其他步骤。", field="order"
        )
    if counts[Stage.SURVEY] != 1:
        raise UserError("办理顺序中必须有一次入户调查，请调整后再保存。", field="order")
    if counts[Stage.PUBLICITY] not in (1, 2):
        raise UserError("办理顺序中必须有一次或两次公示，请调整后再保存。", field="order")
    if counts[Stage.CHECK] > 1 or counts[Stage.APPRAISAL] > 1:
        raise UserError("经济核对和民主评议各只能出现一次，请删去重复的步骤。", field="order")
    return tuple(order)


def earlier_positions(position: Position) -> tuple[Position, ...]:
    """Every place before this one that a case of this order passes, first to last.

    Empty for DRAFT, and for every stage from ON_FILE on: nothing is sent back from there by choice.
    """
    path = (
        *(position.at(stage) for stage in _BEFORE_ORDER),
        *(position.at_step(step) for step in range(len(position.order))),
        *(position.at(stage) for stage in _AFTER_ORDER),
    )
    return path[: path.index(position)] if position in path else ()
