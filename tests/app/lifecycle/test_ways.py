"""Ways that are chosen or lead back: sent back, left, begun, binned, merged, taken back."""

import pytest

from app.changes import Op
from app.errors import UserError
from app.lifecycle.position import (
    Position,
    earlier_positions,
)
from app.lifecycle.table import (
    allowed,
    needs_reason,
    opening,
    opens_case,
    opposite,
    results,
    target,
)
from db.codes import ExitKind, Stage, UndoClass
from tests.app.lifecycle.places import TWICE, standing


def test_a_send_back_goes_to_any_earlier_stage_and_no_other() -> None:
    here = Position(Stage.REVIEW)
    earlier = {place.stage for place in earlier_positions(here)}
    for stage in Stage:
        if stage in earlier:
            assert target(Op.RETURN_REVIEW, here, to=stage).stage is stage
            continue
        with pytest.raises(UserError) as refusal:
            target(Op.RETURN_REVIEW, here, to=stage)
        assert refusal.value.field == "to"
    with pytest.raises(UserError, match="请选择退回到哪一个阶段，可以选：草稿、申请、初审"):
        target(Op.RETURN_REVIEW, here)
    assert Position(Stage.REVIEW) in earlier_positions(Position(Stage.APPROVAL))
    assert Stage.APPRAISAL not in earlier


def test_where_publicity_comes_twice_the_step_says_which() -> None:
    here = Position(Stage.REVIEW, TWICE)
    assert target(Op.RETURN_REVIEW, here, to=Stage.PUBLICITY).step == 3
    assert target(Op.RETURN_REVIEW, here, to=Stage.PUBLICITY, to_step=0).step == 0
    with pytest.raises(UserError):
        target(Op.RETURN_REVIEW, here, to=Stage.PUBLICITY, to_step=2)
    second = Position(Stage.PUBLICITY, TWICE, 3)
    assert Position(Stage.PUBLICITY, TWICE, 0) in earlier_positions(second)
    assert earlier_positions(Position(Stage.DRAFT)) == ()
    assert earlier_positions(Position(Stage.ON_FILE)) == ()


def test_an_upheld_objection_returns_to_first_review_or_refuses() -> None:
    here = standing(Stage.PUBLICITY)
    for stage in Stage:
        if stage in (Stage.FIRST_REVIEW, Stage.REFUSED):
            assert target(Op.UPHOLD_OBJECTION, here, to=stage).stage is stage
        else:
            with pytest.raises(UserError):
                target(Op.UPHOLD_OBJECTION, here, to=stage)
    with pytest.raises(UserError):
        target(Op.UPHOLD_OBJECTION, here)
    exiting = Position(Stage.EXIT_PUBLICITY)
    assert target(Op.UPHOLD_OBJECTION, exiting).stage is Stage.ON_FILE


@pytest.mark.parametrize(
    ("kind", "agreed", "approved"),
    [
        ("脱困", Stage.EXIT_PUBLICITY, Stage.MONITORED),
        ("解困", Stage.EXIT_PUBLICITY, Stage.MONITORED),
        ("核对不符", Stage.EXIT_PUBLICITY, Stage.CLOSED),
        ("死亡", Stage.EXIT_APPROVAL, Stage.CLOSED),
        ("迁出", Stage.EXIT_APPROVAL, Stage.CLOSED),
        ("放弃", Stage.EXIT_APPROVAL, Stage.CLOSED),
    ],
)
def test_the_kind_of_exit_decides_the_way_out(kind: str, agreed: Stage, approved: Stage) -> None:
    proposed, deciding = Position(Stage.EXIT_PROPOSED), Position(Stage.EXIT_APPROVAL)
    assert target(Op.AGREE_EXIT, proposed, exit_kind=ExitKind(kind)).stage is agreed
    assert target(Op.APPROVE_EXIT, deciding, exit_kind=ExitKind(kind)).stage is approved


def test_an_exit_without_its_kind_asks_for_it() -> None:
    for op, stage in (
        (Op.AGREE_EXIT, Stage.EXIT_PROPOSED),
        (Op.APPROVE_EXIT, Stage.EXIT_APPROVAL),
    ):
        with pytest.raises(UserError) as refusal:
            target(op, Position(stage))
        assert refusal.value.field == "exit_kind"


def test_where_cases_begin() -> None:
    for op in (Op.OPEN_DRAFT, Op.APPLY_AGAIN, Op.RETURN_TO_HARDSHIP):
        assert opening(op, order=TWICE) == Position(Stage.DRAFT, TWICE)
    assert opening(Op.IMPORT).stage is Stage.ON_FILE
    for stage in (Stage.ON_FILE, Stage.MONITORED, Stage.CLOSED):
        assert opening(Op.BACK_ENTRY, to=stage).stage is stage
    for other in (None, Stage.DRAFT, Stage.APPROVAL, Stage.REFUSED):
        with pytest.raises(UserError) as refusal:
            opening(Op.BACK_ENTRY, to=other)
        assert refusal.value.field == "to"
    with pytest.raises(UserError):
        opening(Op.IMPORT, to=Stage.DRAFT)
    with pytest.raises(ValueError, match="opens no case"):
        opening(Op.SUBMIT)


def test_a_linked_case_is_opened_from_the_archive_and_from_the_watch() -> None:
    opened = {
        (stage.name, op.name)
        for stage in Stage
        for op in allowed(stage)
        if opens_case(op, standing(stage))
    }
    assert opened == {
        ("MONITORED", "RETURN_TO_HARDSHIP"),
        ("CLOSED", "RETURN_TO_HARDSHIP"),
        ("REFUSED", "APPLY_AGAIN"),
        ("WITHDRAWN", "APPLY_AGAIN"),
    }
    assert not opens_case(Op.BACK_UP, standing(Stage.CLOSED))


def test_a_discarded_draft_can_only_be_restored() -> None:
    draft = Position(Stage.DRAFT)
    binned = target(Op.DISCARD, draft)
    assert binned.is_discarded
    assert binned.stage is Stage.DRAFT
    assert allowed(Stage.DRAFT, is_discarded=True) == (Op.RESTORE_DRAFT,)
    assert target(Op.RESTORE_DRAFT, binned) == draft
    with pytest.raises(UserError, match="回收站"):
        target(Op.SUBMIT, binned)
    with pytest.raises(UserError):
        target(Op.RESTORE_DRAFT, draft)
    assert results(Op.SUBMIT, binned) == ()
    assert results(Op.RESTORE_DRAFT, binned) == (draft,)


def test_merge_closes_the_absorbed_case_and_split_restores_it() -> None:
    here = standing(Stage.SURVEY)
    absorbed = target(Op.MERGE, here, is_absorbed=True)
    assert absorbed.stage is Stage.CLOSED
    assert target(Op.MERGE, here) == here
    assert target(Op.SPLIT, absorbed, undone=Op.MERGE, back_to=here) == here
    assert target(Op.SPLIT, here) == here
    with pytest.raises(UserError):
        target(Op.SPLIT, absorbed)


def test_taking_back_returns_to_where_the_case_stood() -> None:
    before = Position(Stage.CHECK, step=1)
    now = target(Op.CHECK_CONTRADICTION, before)
    assert target(Op.TAKE_BACK, now, undone=Op.CHECK_CONTRADICTION, back_to=before) == before


def test_taking_back_refuses_what_is_not_the_last_step() -> None:
    before = Position(Stage.APPROVAL)
    now = target(Op.PROPOSE_EXIT, target(Op.APPROVE_FILE, before))
    with pytest.raises(UserError, match="后来的一步"):
        target(Op.TAKE_BACK, now, undone=Op.APPROVE_FILE, back_to=before)
    with pytest.raises(UserError, match="不能撤回"):
        target(Op.TAKE_BACK, now, undone=Op.ISSUE_PAPER, back_to=now)
    with pytest.raises(UserError, match="没有可以撤回"):
        target(Op.TAKE_BACK, now)


def test_every_operation_has_the_opposite_of_its_undo_class() -> None:
    for op in Op:
        if op.undo is UndoClass.NONE:
            assert opposite(op) is None
        elif op.undo is UndoClass.FREE:
            assert opposite(op) is Op.UNDO
        else:
            assert opposite(op) not in (None, Op.UNDO)
    assert opposite(Op.SUBMIT) is Op.TAKE_BACK
    assert opposite(Op.DISCARD) is Op.RESTORE_DRAFT
    assert opposite(Op.IMPORT) is Op.UNDO_IMPORT
    assert opposite(Op.MERGE) is Op.SPLIT


def test_reasons_are_asked_where_the_contract_asks_for_them() -> None:
    for stage, op in (
        (Stage.REVIEW, Op.RETURN_REVIEW),
        (Stage.APPROVAL, Op.RETURN_APPROVAL),
        (Stage.CHECK, Op.CHECK_NO_REPLY),
        (Stage.SURVEY, Op.END_APPLICATION),
        (Stage.ON_FILE, Op.REQUEST_CORRECTION),
        (Stage.ON_FILE, Op.TAKE_BACK),
    ):
        assert needs_reason(op, standing(stage)), op
    assert needs_reason(Op.BACK_ENTRY, standing(Stage.DRAFT))
    assert not needs_reason(Op.SUBMIT, standing(Stage.DRAFT))
    assert not needs_reason(Op.BACK_UP, standing(Stage.DRAFT))
