"""The eight steps that a case page shows: 申请 初审 入户调查 公示 审批 在档帮扶 退出 跟踪.

Several stages share a step. In an order with PUBLICITY before CHECK a step is begun, left and taken up
again, so a step can be partly done. Source: the stepper column of the lifecycle contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.lifecycle.position import ORDERED, Position
from db.codes import Stage

__all__ = ["STEPS", "Mark", "StepState", "step_of", "stepper"]


class Mark(Enum):
    """How far a step is. The label stands beside the mark: colour alone says nothing."""

    DONE = "已完成"
    CURRENT = "办理中"
    PARTLY = "部分完成"
    AHEAD = "未开始"


STEPS: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    ("申请", (Stage.DRAFT, Stage.APPLIED)),
    ("初审", (Stage.FIRST_REVIEW,)),
    ("入户调查", (Stage.SURVEY, Stage.CHECK)),
    ("公示", (Stage.APPRAISAL, Stage.PUBLICITY)),
    ("审批", (Stage.REVIEW, Stage.APPROVAL)),
    ("在档帮扶", (Stage.ON_FILE,)),
    ("退出", (Stage.EXIT_PROPOSED, Stage.EXIT_PUBLICITY, Stage.EXIT_APPROVAL)),
    ("跟踪", (Stage.MONITORED, Stage.CLOSED)),
)
"""Each step with the stages that belong to it."""


@dataclass(frozen=True)
class StepState:
    """One step as it is shown. `stage` is the case's own stage, on the current step only."""

    label: str
    mark: Mark
    stage: Stage | None = None


def step_of(stage: Stage) -> int | None:
    """The index in STEPS; None for REFUSED and WITHDRAWN, which stand on no step."""
    for index, (_, stages) in enumerate(STEPS):
        if stage in stages:
            return index
    return None


def stepper(position: Position) -> tuple[StepState, ...]:
    """The eight steps of a case; empty for REFUSED and WITHDRAWN, whose stage is shown instead."""
    current = step_of(position.stage)
    if current is None:
        return ()
    states = []
    for index, (label, stages) in enumerate(STEPS):
        if index == current:
            states.append(StepState(label, Mark.CURRENT, position.stage))
        else:
            states.append(StepState(label, _mark(index < current, stages, position)))
    return tuple(states)


def _mark(is_behind: bool, stages: tuple[Stage, ...], position: Position) -> Mark:
    """Within the case's own order the order decides; elsewhere the place among the eight."""
    own = [step for step, stage in enumerate(position.order) if stage in stages]
    if position.stage not in ORDERED or not own:
        return Mark.DONE if is_behind else Mark.AHEAD
    if all(step < position.step for step in own):
        return Mark.DONE
    return Mark.PARTLY if any(step < position.step for step in own) else Mark.AHEAD
