"""Whole lives of a case by the real services on a real encrypted file, against the pure table.

A straight life in which every step is taken back and done again, and random lives of legal and illegal
operations.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from app.changes import Op
from app.lifecycle.position import Position
from app.lifecycle.table import allowed, is_stage_bound, results
from app.office.clock import Clock
from app.office.opening import log_in
from app.office.session import Office
from db.codes import ExitKind, Stage
from db.keys import KdfCost
from tests.app.leaving.case_life import ACTS, MAY_ADD_CASE, CaseLife
from tests.conftest import PASSWORD, TickingClock

FORWARD = {
    Stage.DRAFT: (Op.SUBMIT,),
    Stage.APPLIED: (Op.ACCEPT,),
    Stage.FIRST_REVIEW: (Op.PASS_FIRST_REVIEW,),
    Stage.SURVEY: (Op.RECORD_SURVEY,),
    Stage.CHECK: (Op.RECORD_CHECK, Op.CHECK_NO_REPLY),
    Stage.APPRAISAL: (Op.RECORD_APPRAISAL,),
    Stage.PUBLICITY: (Op.CLOSE_PUBLICITY, Op.DISMISS_OBJECTION, Op.POST_PUBLICITY),
    Stage.REVIEW: (Op.PASS_REVIEW,),
    Stage.APPROVAL: (Op.APPROVE_FILE,),
    Stage.ON_FILE: (Op.PROPOSE_EXIT,),
    Stage.EXIT_PROPOSED: (Op.AGREE_EXIT,),
    Stage.EXIT_PUBLICITY: (Op.CLOSE_PUBLICITY, Op.DISMISS_OBJECTION, Op.POST_PUBLICITY),
    Stage.EXIT_APPROVAL: (Op.APPROVE_EXIT,),
    Stage.MONITORED: (Op.END_WATCH,),
}
"""What leads on, the best first."""

NOT_HERE = {
    Op.MERGE,
    Op.SPLIT,
    Op.TAKE_BACK,
    Op.DESTROY,
    Op.EDIT_FACTS,
    Op.ASSESS,
    Op.ADD_ATTACHMENT,
    Op.REMOVE_ATTACHMENT,
    Op.REQUEST_CORRECTION,
    Op.APPLY_CORRECTION,
    Op.REFUSE_CORRECTION,
    Op.SAVE_PLAN,
    Op.PROPOSE_GRANT,
    Op.APPROVE_GRANT,
    Op.REFUSE_GRANT,
    Op.SEND_CHECK,
}
"""Of two cases, of facts, of money: tested in their own rooms. SEND_CHECK leaves the case where it is."""


def test_every_stage_operation_of_a_single_case_is_walked() -> None:
    assert set(ACTS) == {op for op in Op if is_stage_bound(op)} - NOT_HERE


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        (ExitKind.OUT_OF_POVERTY, Stage.CLOSED),
        (ExitKind.DEATH, Stage.CLOSED),
    ],
)
def test_a_whole_life_with_every_step_taken_back_and_done_again(
    office: Office, ticking: TickingClock, kind: ExitKind, end: Stage
) -> None:
    life = CaseLife(office, ticking)
    life.exit_kind = kind
    passed = [life.place.stage]
    while life.place.stage is not end:
        op = next(one for one in FORWARD[life.place.stage] if life.can(one))
        life.do(op)
        depth = len(life.steps)
        life.take_back()
        assert len(life.steps) == depth - 1, op
        life.do(op)
        life.type_and_undo()
        passed.append(life.place.stage)
    expected = {Stage.EXIT_PUBLICITY, Stage.MONITORED} if kind is ExitKind.OUT_OF_POVERTY else set()
    assert expected <= set(passed)
    life.check_journal()


class RandomLife(RuleBasedStateMachine):
    """Anything may be asked for at any time; what is illegal is refused and changes nothing."""

    template: Path

    @initialize(kind=st.sampled_from(ExitKind))
    def open(self, kind: ExitKind) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.template, self.folder / "office")
        ticking = TickingClock()
        self.office = log_in(
            self.folder / "office",
            account="admin",
            password=PASSWORD,
            clock=Clock(now=ticking.now),
            cost=KdfCost.for_tests(),
        )
        self.life = CaseLife(self.office, ticking)
        self.life.exit_kind = kind

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.life.check_journal()
            self.office.close()
            shutil.rmtree(self.folder)

    @rule(times=st.integers(1, 5))
    def lead_on(self, times: int) -> None:
        for _ in range(times):
            for op in FORWARD.get(self.life.place.stage, ()):
                if self.life.can(op):
                    self.life.do(op)
                    break

    @rule(data=st.data())
    def do_anything_legal(self, data: st.DataObject) -> None:
        ops = [op for op in ACTS if self.life.can(op)]
        op = data.draw(st.sampled_from(ops))
        places: tuple[Position, ...] = results(op, self.life.place)
        if op in (Op.RETURN_REVIEW, Op.RETURN_APPROVAL, Op.UPHOLD_OBJECTION):
            self.life.do(op, to=data.draw(st.sampled_from(places)))
        elif op in MAY_ADD_CASE and op in [step.op for step in self.life.steps]:
            self.life.refuse(op)
        else:
            self.life.do(op)

    @rule(data=st.data())
    def ask_for_the_illegal(self, data: st.DataObject) -> None:
        place = self.life.place
        legal = allowed(place.stage, is_discarded=place.is_discarded)
        self.life.refuse(data.draw(st.sampled_from([op for op in ACTS if op not in legal])))

    @rule(times=st.integers(1, 3))
    def go_back(self, times: int) -> None:
        for _ in range(times):
            self.life.take_back()

    @rule()
    def type_and_undo(self) -> None:
        self.life.type_and_undo()

    @rule(kind=st.sampled_from(ExitKind))
    def change_mind(self, kind: ExitKind) -> None:
        if self.life.place.stage is Stage.ON_FILE:
            self.life.exit_kind = kind

    @invariant()
    def stands_where_the_table_says(self) -> None:
        if hasattr(self, "life"):
            assert self.life.stands() == self.life.place


def test_random_lives_agree_with_the_table(office_template: Path) -> None:
    machine = type("Lives", (RandomLife,), {"template": office_template})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
