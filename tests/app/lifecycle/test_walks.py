"""Random walks over the pure table: whatever is done, the case stands somewhere legal and can go on."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.changes import Op
from app.errors import UserError
from app.lifecycle.position import Position, earlier_positions
from app.lifecycle.stepper import Mark, stepper
from app.lifecycle.table import allowed, is_stage_bound, opening, opposite, results, target
from db.codes import ExitKind, Stage

ORDERS = st.sampled_from(
    [
        (Stage.SURVEY, Stage.CHECK, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.PUBLICITY, Stage.CHECK),
        (Stage.SURVEY, Stage.PUBLICITY),
        (Stage.PUBLICITY, Stage.SURVEY, Stage.CHECK, Stage.APPRAISAL, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.PUBLICITY, Stage.PUBLICITY),
    ]
)
NEEDS_PAST = (Op.TAKE_BACK, Op.SPLIT)
LEGAL_NEXT = {
    Stage.REVIEW: {Stage.PUBLICITY, Stage.CHECK, Stage.SURVEY, Stage.APPRAISAL, Stage.APPROVAL},
    Stage.APPROVAL: {Stage.REVIEW},
    Stage.ON_FILE: {Stage.APPROVAL, Stage.EXIT_PROPOSED, Stage.EXIT_PUBLICITY},
    Stage.MONITORED: {Stage.EXIT_APPROVAL},
}
"""From which stages these may be entered; a case is never on file without an approval."""


class CaseLife(RuleBasedStateMachine):
    """One case, moved by any operation that is allowed and by many that are not."""

    @initialize(order=ORDERS)
    def open(self, order: tuple[Stage, ...]) -> None:
        self.place = opening(Op.OPEN_DRAFT, order=order)
        self.order = order
        self.history: list[tuple[Op, Position]] = []

    @rule(data=st.data(), kind=st.sampled_from(ExitKind))
    def do(self, data: st.DataObject, kind: ExitKind) -> None:
        ops = [
            op
            for op in allowed(self.place.stage, is_discarded=self.place.is_discarded)
            if op not in NEEDS_PAST
        ]
        op = data.draw(st.sampled_from(ops))
        place = data.draw(st.sampled_from(results(op, self.place)))
        reached = target(
            op,
            self.place,
            to=place.stage,
            to_step=place.step,
            exit_kind=kind,
            is_absorbed=place.stage is Stage.CLOSED,
        )
        assert reached in results(op, self.place)
        if reached.stage is not self.place.stage and reached.stage in LEGAL_NEXT:
            assert self.place.stage in LEGAL_NEXT[reached.stage]
        self.history.append((op, self.place))
        self.place = reached

    @rule(op=st.sampled_from(Op))
    def try_what_is_not_allowed(self, op: Op) -> None:
        if is_stage_bound(op) and op not in allowed(
            self.place.stage, is_discarded=self.place.is_discarded
        ):
            try:
                target(op, self.place)
            except UserError as refusal:
                assert refusal.message.endswith("。")
            else:
                raise AssertionError(f"{op} was done in {self.place.stage}")

    @precondition(lambda self: bool(self.history) and not self.place.is_discarded)
    @rule()
    def take_back(self) -> None:
        op, before = self.history[-1]
        if opposite(op) is Op.TAKE_BACK:
            self.history.pop()
            self.place = target(Op.TAKE_BACK, self.place, undone=op, back_to=before)
            assert self.place == before

    @invariant()
    def stands_somewhere_legal(self) -> None:
        assert self.place.order == self.order
        assert allowed(self.place.stage, is_discarded=self.place.is_discarded)
        assert self.place not in earlier_positions(self.place)

    @invariant()
    def shows_one_current_step(self) -> None:
        steps = stepper(self.place)
        if self.place.stage in (Stage.REFUSED, Stage.WITHDRAWN):
            assert steps == ()
            return
        assert len(steps) == 8
        assert [step.stage for step in steps if step.mark is Mark.CURRENT] == [self.place.stage]


CaseLife.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, derandomize=True
)
TestCaseLife = CaseLife.TestCase
