"""The eight steps of the case page."""

import pytest

from app.lifecycle.position import DEFAULT_ORDER, Position
from app.lifecycle.stepper import STEPS, Mark, step_of, stepper
from db.codes import Stage

COLUMN = {
    "DRAFT": "申请",
    "APPLIED": "申请",
    "FIRST_REVIEW": "初审",
    "SURVEY": "入户调查",
    "CHECK": "入户调查",
    "APPRAISAL": "公示",
    "PUBLICITY": "公示",
    "REVIEW": "审批",
    "APPROVAL": "审批",
    "ON_FILE": "在档帮扶",
    "EXIT_PROPOSED": "退出",
    "EXIT_PUBLICITY": "退出",
    "EXIT_APPROVAL": "退出",
    "MONITORED": "跟踪",
    "CLOSED": "跟踪",
}
"""The stepper column of the contract."""


def marks(position: Position) -> str:
    """One letter per step: done, current, partly, ahead."""
    return "".join(state.mark.name[0] for state in stepper(position))


@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_lights_the_step_of_the_contract(stage: Stage) -> None:
    index = step_of(stage)
    assert (None if index is None else STEPS[index][0]) == COLUMN.get(stage.name)


def test_the_steps_stand_in_the_order_of_the_contract() -> None:
    labels = [state.label for state in stepper(Position(Stage.DRAFT))]
    assert labels == ["申请", "初审", "入户调查", "公示", "审批", "在档帮扶", "退出", "跟踪"]


def test_steps_before_are_done_and_steps_after_are_ahead() -> None:
    assert marks(Position(Stage.APPLIED)) == "CAAAAAAA"
    assert marks(Position(Stage.FIRST_REVIEW)) == "DCAAAAAA"
    assert marks(Position(Stage.SURVEY)) == "DDCAAAAA"
    assert marks(Position(Stage.CHECK, step=1)) == "DDCAAAAA"
    assert marks(Position(Stage.PUBLICITY, step=2)) == "DDDCAAAA"
    assert marks(Position(Stage.ON_FILE, ())) == "DDDDDCAA"
    assert marks(Position(Stage.CLOSED)) == "DDDDDDDC"


def test_publicity_before_the_check_leaves_its_step_partly_done() -> None:
    before_check = (Stage.SURVEY, Stage.PUBLICITY, Stage.CHECK)
    assert marks(Position(Stage.PUBLICITY, before_check, 1)) == "DDPCAAAA"
    assert marks(Position(Stage.CHECK, before_check, 2)) == "DDCDAAAA"
    twice = (Stage.SURVEY, Stage.PUBLICITY, Stage.CHECK, Stage.PUBLICITY)
    assert marks(Position(Stage.CHECK, twice, 2)) == "DDCPAAAA"
    assert marks(Position(Stage.PUBLICITY, twice, 3)) == "DDDCAAAA"


def test_refused_and_withdrawn_stand_on_no_step() -> None:
    assert stepper(Position(Stage.REFUSED)) == ()
    assert stepper(Position(Stage.WITHDRAWN)) == ()


def test_the_current_step_tells_the_stage() -> None:
    current = [state for state in stepper(Position(Stage.CHECK, DEFAULT_ORDER, 1)) if state.stage]
    assert [(state.label, state.mark) for state in current] == [("入户调查", Mark.CURRENT)]
    assert current[0].stage is Stage.CHECK
