"""Whole lives of a case by the real services on a real encrypted file, against the pure table.

A straight life on whose way every legal operation is done and taken back to the row, and random lives of
legal and illegal operations.
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
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.changes import Op
from app.lifecycle.position import ON_ROLL, Position
from app.lifecycle.table import allowed, is_stage_bound, results
from app.office.clock import Clock
from app.office.opening import log_in
from app.office.session import Office
from db.codes import ExitKind, Stage
from db.keys import KdfCost
from tests.app.leaving.case_acts import ACTS, CHOOSES
from tests.app.leaving.case_life import MAY_ADD_CASE, CaseLife
from tests.conftest import PASSWORD, TickingClock

FORWARD = {
    Stage.DRAFT: Op.SUBMIT,
    Stage.APPLIED: Op.ACCEPT,
    Stage.FIRST_REVIEW: Op.PASS_FIRST_REVIEW,
    Stage.SURVEY: Op.RECORD_SURVEY,
    Stage.CHECK: Op.RECORD_CHECK,
    Stage.APPRAISAL: Op.RECORD_APPRAISAL,
    Stage.REVIEW: Op.PASS_REVIEW,
    Stage.APPROVAL: Op.APPROVE_FILE,
    Stage.ON_FILE: Op.PROPOSE_EXIT,
    Stage.EXIT_PROPOSED: Op.AGREE_EXIT,
    Stage.EXIT_APPROVAL: Op.APPROVE_EXIT,
    Stage.MONITORED: Op.END_WATCH,
}
"""What leads on; for the notices see `leading_on`."""


def leading_on(life: CaseLife) -> Op | None:
    """The operation that leads the case on; a notice is posted, objected to, answered and closed."""
    place = life.place
    if place.is_discarded:
        return Op.RESTORE_DRAFT
    if place.stage not in (Stage.PUBLICITY, Stage.EXIT_PUBLICITY):
        return FORWARD.get(place.stage)
    if life.notice() is None:
        return Op.POST_PUBLICITY
    if life.objection():
        return Op.DISMISS_OBJECTION
    return Op.CLOSE_PUBLICITY if life.was_objected_to() else Op.RECORD_OBJECTION


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
    Op.RECORD_NATIONAL,
}
"""Of two cases, of facts, of money, of the national system: tested in their own rooms. SEND_CHECK leaves
the case where it is."""


def test_every_stage_operation_of_a_single_case_is_walked() -> None:
    assert set(ACTS) == {op for op in Op if is_stage_bound(op)} - NOT_HERE


@pytest.mark.parametrize("kind", [ExitKind.OUT_OF_POVERTY, ExitKind.DEATH])
def test_a_whole_life_with_everything_tried_out_on_the_way(
    office: Office, ticking: TickingClock, kind: ExitKind
) -> None:
    """Wherever the case comes, every legal operation is done once and taken back to the row."""
    life = CaseLife(office, ticking)
    life.exit_kind = kind
    passed: set[Stage] = {life.place.stage}
    tried: set[tuple[Stage, Op]] = set()
    is_watched = kind is ExitKind.OUT_OF_POVERTY
    while life.place.stage is not Stage.CLOSED:
        stage = life.place.stage
        if is_watched or stage in ON_ROLL:
            for op in [one for one in ACTS if life.can(one) and (stage, one) not in tried]:
                life.try_out(op)
                tried.add((stage, op))
        step = leading_on(life)
        assert step is not None
        life.do(step)
        life.type_and_undo()
        passed.add(life.place.stage)
    life.try_out(Op.RETURN_TO_HARDSHIP)
    assert ({Stage.EXIT_PUBLICITY, Stage.MONITORED} <= passed) is is_watched
    if is_watched:
        left = set(ACTS) - {op for _, op in tried} - {Op.APPLY_AGAIN, Op.RESTORE_DRAFT}
        assert left == set()
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
            op = leading_on(self.life)
            if op is not None:
                self.life.do(op)

    @rule(data=st.data())
    def do_anything_legal(self, data: st.DataObject) -> None:
        ops = [op for op in ACTS if self.life.can(op)]
        op = data.draw(st.sampled_from(ops))
        places: tuple[Position, ...] = results(op, self.life.place)
        if op in CHOOSES:
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

    @precondition(lambda self: self.life.steps)
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
