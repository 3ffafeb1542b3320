"""The table against the lifecycle contract, written out here by hand and independent of the rows."""

import itertools
from collections import deque

import pytest

from app.changes import Group, Op
from app.errors import UserError
from app.lifecycle.position import (
    DEFAULT_ORDER,
    ORDERED,
    Position,
    check_order,
    earlier_positions,
)
from app.lifecycle.table import (
    RULES,
    Goal,
    allowed,
    check,
    is_editable,
    is_stage_bound,
    may_remove_attachment,
    needs_reason,
    opening,
    opens_case,
    opposite,
    results,
    target,
)
from db.codes import ExitKind, Stage, UndoClass

CONTRACT: dict[str, str] = {
    "DRAFT": "SUBMIT DISCARD",
    "APPLIED": "ACCEPT ASK_FOR_PAPERS REFUSE_APPLICATION",
    "FIRST_REVIEW": "PASS_FIRST_REVIEW RETURN_FIRST_REVIEW REFUSE_FIRST_REVIEW",
    "SURVEY": "RECORD_SURVEY SURVEY_NOT_MET SURVEY_UNWILLING",
    "CHECK": "SEND_CHECK RECORD_CHECK CHECK_CONTRADICTION CHECK_NO_REPLY",
    "APPRAISAL": "RECORD_APPRAISAL APPRAISAL_NOT_PASSED APPRAISAL_NO_QUORUM",
    "PUBLICITY": "POST_PUBLICITY CLOSE_PUBLICITY RECORD_OBJECTION DISMISS_OBJECTION UPHOLD_OBJECTION",
    "REVIEW": "PASS_REVIEW RETURN_REVIEW REFUSE_REVIEW",
    "APPROVAL": "APPROVE_FILE RETURN_APPROVAL REFUSE_FILE",
    "ON_FILE": (
        "SAVE_PLAN PROPOSE_GRANT APPROVE_GRANT REFUSE_GRANT RECORD_VISIT ANNUAL_REVIEW PROPOSE_EXIT"
    ),
    "EXIT_PROPOSED": "AGREE_EXIT DROP_EXIT",
    "EXIT_PUBLICITY": (
        "POST_PUBLICITY CLOSE_PUBLICITY RECORD_OBJECTION DISMISS_OBJECTION UPHOLD_OBJECTION"
    ),
    "EXIT_APPROVAL": "APPROVE_EXIT RETURN_EXIT",
    "MONITORED": "RECORD_FOLLOW_UP END_WATCH WATCH_ENDED RETURN_TO_HARDSHIP SERVE_EXIT_NOTICE",
    "CLOSED": "RETURN_TO_HARDSHIP DESTROY SERVE_EXIT_NOTICE",
    "REFUSED": "APPLY_AGAIN",
    "WITHDRAWN": "APPLY_AGAIN",
}
"""The operations of each stage, from the rows of the contract."""

BEFORE_FILE = [
    "DRAFT",
    "APPLIED",
    "FIRST_REVIEW",
    "SURVEY",
    "CHECK",
    "APPRAISAL",
    "PUBLICITY",
    "REVIEW",
    "APPROVAL",
]
FACTS_TYPED = ["DRAFT", "APPLIED", "FIRST_REVIEW", "SURVEY", "CHECK"]
FACTS_CORRECTED = ["ON_FILE", "EXIT_PROPOSED", "EXIT_PUBLICITY", "EXIT_APPROVAL", "MONITORED"]

EVERYWHERE: list[tuple[list[str], str]] = [
    (BEFORE_FILE, "WITHDRAW END_APPLICATION"),
    (FACTS_TYPED, "EDIT_FACTS ASSESS"),
    (
        FACTS_CORRECTED,
        "REQUEST_CORRECTION APPLY_CORRECTION REFUSE_CORRECTION ASSESS RECORD_NATIONAL",
    ),
    (BEFORE_FILE + FACTS_CORRECTED, "ADD_ATTACHMENT REMOVE_ATTACHMENT MERGE SPLIT"),
    (["CLOSED"], "SPLIT RECORD_NATIONAL"),
    (list(CONTRACT), "TAKE_BACK"),
]
"""What the sentences below the contract's table allow in several stages."""

MOVES: dict[tuple[str, str], str] = {
    ("DRAFT", "SUBMIT"): "APPLIED",
    ("APPLIED", "ACCEPT"): "FIRST_REVIEW",
    ("APPLIED", "REFUSE_APPLICATION"): "REFUSED",
    ("FIRST_REVIEW", "PASS_FIRST_REVIEW"): "SURVEY",
    ("FIRST_REVIEW", "RETURN_FIRST_REVIEW"): "APPLIED",
    ("FIRST_REVIEW", "REFUSE_FIRST_REVIEW"): "REFUSED",
    ("SURVEY", "RECORD_SURVEY"): "CHECK",
    ("SURVEY", "SURVEY_UNWILLING"): "WITHDRAWN",
    ("CHECK", "RECORD_CHECK"): "APPRAISAL",
    ("CHECK", "CHECK_CONTRADICTION"): "FIRST_REVIEW",
    ("CHECK", "CHECK_NO_REPLY"): "APPRAISAL",
    ("APPRAISAL", "RECORD_APPRAISAL"): "PUBLICITY",
    ("APPRAISAL", "APPRAISAL_NOT_PASSED"): "FIRST_REVIEW",
    ("PUBLICITY", "CLOSE_PUBLICITY"): "REVIEW",
    ("PUBLICITY", "UPHOLD_OBJECTION"): "FIRST_REVIEW|REFUSED",
    ("REVIEW", "PASS_REVIEW"): "APPROVAL",
    ("REVIEW", "RETURN_REVIEW"): "|".join(BEFORE_FILE[:7]),
    ("REVIEW", "REFUSE_REVIEW"): "REFUSED",
    ("APPROVAL", "APPROVE_FILE"): "ON_FILE",
    ("APPROVAL", "RETURN_APPROVAL"): "|".join(BEFORE_FILE[:8]),
    ("APPROVAL", "REFUSE_FILE"): "REFUSED",
    ("ON_FILE", "PROPOSE_EXIT"): "EXIT_PROPOSED",
    ("EXIT_PROPOSED", "AGREE_EXIT"): "EXIT_PUBLICITY|EXIT_APPROVAL",
    ("EXIT_PROPOSED", "DROP_EXIT"): "ON_FILE",
    ("EXIT_PUBLICITY", "CLOSE_PUBLICITY"): "EXIT_APPROVAL",
    ("EXIT_PUBLICITY", "UPHOLD_OBJECTION"): "ON_FILE",
    ("EXIT_APPROVAL", "APPROVE_EXIT"): "MONITORED|CLOSED",
    ("EXIT_APPROVAL", "RETURN_EXIT"): "EXIT_PROPOSED",
    ("MONITORED", "END_WATCH"): "CLOSED",
    ("MONITORED", "WATCH_ENDED"): "CLOSED",
    ("MONITORED", "RETURN_TO_HARDSHIP"): "CLOSED",
}
"""Where each operation leads in a case whose order holds all four middle stages once."""

FULL_ORDER = (Stage.SURVEY, Stage.CHECK, Stage.APPRAISAL, Stage.PUBLICITY)
TWICE = (Stage.PUBLICITY, Stage.SURVEY, Stage.CHECK, Stage.PUBLICITY)

WHO: dict[Group, str] = {
    Group.INTAKE: (
        "SUBMIT DISCARD RESTORE_DRAFT ACCEPT ASK_FOR_PAPERS REFUSE_APPLICATION RECORD_SURVEY "
        "SURVEY_NOT_MET SURVEY_UNWILLING SEND_CHECK RECORD_CHECK CHECK_CONTRADICTION "
        "CHECK_NO_REPLY "
        "POST_PUBLICITY CLOSE_PUBLICITY RECORD_OBJECTION WITHDRAW END_APPLICATION EDIT_FACTS ASSESS "
        "ADD_ATTACHMENT REMOVE_ATTACHMENT SAVE_PLAN PROPOSE_GRANT RECORD_VISIT ANNUAL_REVIEW "
        "PROPOSE_EXIT SERVE_EXIT_NOTICE RECORD_FOLLOW_UP END_WATCH WATCH_ENDED RETURN_TO_HARDSHIP "
        "APPLY_AGAIN REQUEST_CORRECTION RECORD_NATIONAL"
    ),
    Group.REVIEW: (
        "PASS_FIRST_REVIEW RETURN_FIRST_REVIEW REFUSE_FIRST_REVIEW RECORD_APPRAISAL "
        "APPRAISAL_NOT_PASSED APPRAISAL_NO_QUORUM DISMISS_OBJECTION UPHOLD_OBJECTION PASS_REVIEW "
        "RETURN_REVIEW REFUSE_REVIEW AGREE_EXIT DROP_EXIT APPLY_CORRECTION REFUSE_CORRECTION "
        "MERGE SPLIT"
    ),
    Group.APPROVE: (
        "APPROVE_FILE RETURN_APPROVAL REFUSE_FILE APPROVE_GRANT REFUSE_GRANT APPROVE_EXIT "
        "RETURN_EXIT DESTROY"
    ),
    Group.OWN: "TAKE_BACK",
}


def expected_ops(stage: str) -> set[str]:
    ops = set(CONTRACT[stage].split())
    for stages, names in EVERYWHERE:
        if stage in stages:
            ops |= set(names.split())
    return ops


def standing(stage: Stage, order: tuple[Stage, ...] = FULL_ORDER) -> Position:
    return Position(stage, order, order.index(stage) if stage in order else 0)


@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_allows_exactly_what_the_contract_says(stage: Stage) -> None:
    expected = expected_ops(stage.name)
    assert {op.name for op in allowed(stage)} == expected
    for op in Op:
        if op.name in expected or not is_stage_bound(op):
            check(op, standing(stage))
            continue
        with pytest.raises(UserError) as refusal:
            target(op, standing(stage), to=Stage.FIRST_REVIEW, exit_kind=ExitKind.RELIEVED)
        assert f"“{stage.label}”" in refusal.value.message
        assert f"“{op.label}”" in refusal.value.message
        assert refusal.value.message.endswith("。")
        assert results(op, standing(stage)) == ()


def test_a_refusal_names_what_can_be_done_instead() -> None:
    with pytest.raises(UserError) as refusal:
        check(Op.APPROVE_FILE, standing(Stage.FIRST_REVIEW))
    assert refusal.value.message == (
        "档案现在处于“初审”阶段，不能办理“批准建档”；"
        "现在可以办理：初审通过、初审退回、初审不予建档、本人放弃、终止申请。"
    )


@pytest.mark.parametrize("stage", list(Stage))
def test_each_operation_leads_where_the_contract_says(stage: Stage) -> None:
    here = standing(stage)
    for op in allowed(stage):
        reached = {place.stage.name for place in results(op, here)}
        if op in (Op.WITHDRAW, Op.END_APPLICATION):
            assert reached == {"WITHDRAWN"}
        elif op is Op.MERGE:
            assert reached == {stage.name, "CLOSED"}
        elif op is Op.TAKE_BACK or (op is Op.SPLIT and stage is Stage.CLOSED):
            assert reached == set()
        else:
            expected = MOVES.get((stage.name, op.name), stage.name)
            assert reached == set(expected.split("|")), op


def test_who_does_it_is_the_group_of_the_operation() -> None:
    expected = {name: group for group, names in WHO.items() for name in names.split()}
    assert {row.op.name: row.op.group for row in RULES} == expected


def test_no_row_is_given_twice() -> None:
    keys = [(row.stage, row.op) for row in RULES]
    assert len(keys) == len(set(keys))


def test_an_operation_outside_the_table_leaves_the_case_where_it_is() -> None:
    here = standing(Stage.CLOSED)
    for op in Op:
        if not is_stage_bound(op):
            assert target(op, here) == here


def test_facts_are_typed_from_draft_to_check_only() -> None:
    assert [stage.name for stage in Stage if is_editable(stage)] == FACTS_TYPED


def test_an_attachment_goes_only_while_its_stage_stands() -> None:
    assert may_remove_attachment(Stage.DRAFT, Stage.SURVEY)
    assert may_remove_attachment(Stage.PUBLICITY, Stage.PUBLICITY)
    assert not may_remove_attachment(Stage.SURVEY, Stage.PUBLICITY)
    assert not may_remove_attachment(Stage.PUBLICITY, Stage.CHECK)


# ------------------------------------------------------------------ order and position


def test_next_follows_the_order_of_the_case() -> None:
    place = Position(Stage.FIRST_REVIEW, TWICE)
    walked = []
    for op in (
        Op.PASS_FIRST_REVIEW,
        Op.CLOSE_PUBLICITY,
        Op.RECORD_SURVEY,
        Op.RECORD_CHECK,
        Op.CLOSE_PUBLICITY,
    ):
        place = target(op, place)
        walked.append((place.stage.name, place.step))
    assert walked == [
        ("PUBLICITY", 0),
        ("SURVEY", 1),
        ("CHECK", 2),
        ("PUBLICITY", 3),
        ("REVIEW", 4),
    ]


def test_without_optional_stages_the_default_order_is_walked() -> None:
    assert DEFAULT_ORDER == (Stage.SURVEY, Stage.CHECK, Stage.PUBLICITY)
    short = (Stage.SURVEY, Stage.PUBLICITY)
    assert target(Op.RECORD_SURVEY, standing(Stage.SURVEY, short)).stage is Stage.PUBLICITY
    assert target(Op.RECORD_CHECK, Position(Stage.CHECK, step=1)).stage is Stage.PUBLICITY


def test_the_step_follows_from_the_stage_outside_the_order() -> None:
    assert Position(Stage.ON_FILE, DEFAULT_ORDER, 1) == Position(Stage.ON_FILE)
    assert Position(Stage.REVIEW).step == 3
    assert Position(Stage.APPLIED, DEFAULT_ORDER, 2).step == 0
    assert Position(Stage.ON_FILE, ()).step == 0
    for step in (-1, 0, 3):
        with pytest.raises(ValueError, match="order"):
            Position(Stage.CHECK, DEFAULT_ORDER, step)


@pytest.mark.parametrize(
    "order",
    [
        (),
        (Stage.SURVEY,),
        (Stage.PUBLICITY,),
        (Stage.SURVEY, Stage.SURVEY, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.PUBLICITY, Stage.PUBLICITY, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.CHECK, Stage.CHECK, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.APPRAISAL, Stage.APPRAISAL, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.PUBLICITY, Stage.REVIEW),
    ],
)
def test_an_order_that_lacks_or_repeats_a_stage_is_refused(order: tuple[Stage, ...]) -> None:
    with pytest.raises(UserError) as refusal:
        check_order(order)
    assert refusal.value.field == "order"


def test_the_orders_of_the_contract_are_accepted() -> None:
    for order in (
        DEFAULT_ORDER,
        FULL_ORDER,
        TWICE,
        (Stage.SURVEY, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.PUBLICITY, Stage.CHECK),
    ):
        assert check_order(list(order)) == order


# ------------------------------------------------------------------ choices


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


# ------------------------------------------------------------------ beginning, bin, merge, taking back


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


# ------------------------------------------------------------------ no dead ends, in any order


def every_order() -> list[tuple[Stage, ...]]:
    orders = set()
    for size in range(2, 6):
        for order in itertools.product(ORDERED, repeat=size):
            try:
                orders.add(check_order(order))
            except UserError:
                continue
    return sorted(orders)


def steps_from(place: Position) -> set[Position]:
    """Everywhere that one operation leads from here, a merge aside: it needs a second case."""
    return {
        result
        for op in allowed(place.stage, is_discarded=place.is_discarded)
        if op is not Op.MERGE
        for result in results(op, place)
    }


def reachable(start: Position) -> set[Position]:
    seen, waiting = {start}, deque([start])
    while waiting:
        for result in steps_from(waiting.popleft()) - seen:
            seen.add(result)
            waiting.append(result)
    return seen


def test_there_are_as_many_orders_as_the_contract_makes() -> None:
    assert len(every_order()) == 2 + 3 + 2 * 6 + 2 * 12 + 24 + 60


@pytest.mark.parametrize("order", [DEFAULT_ORDER, FULL_ORDER, TWICE])
def test_no_order_leaves_a_case_stuck(order: tuple[Stage, ...]) -> None:
    places = reachable(Position(Stage.DRAFT, order))
    stages = {place.stage for place in places}
    assert stages == set(Stage) - (set(ORDERED) - set(order))
    for place in places:
        onward = {later.stage for later in reachable(place)}
        if place.stage in (Stage.REFUSED, Stage.WITHDRAWN):
            assert onward == {place.stage}
        else:
            assert Stage.CLOSED in onward, place


def test_every_order_leads_through_all_its_stages_to_the_file() -> None:
    onward = {
        Stage.SURVEY: Op.RECORD_SURVEY,
        Stage.CHECK: Op.RECORD_CHECK,
        Stage.APPRAISAL: Op.RECORD_APPRAISAL,
        Stage.PUBLICITY: Op.CLOSE_PUBLICITY,
    }
    for order in every_order():
        place = target(Op.PASS_FIRST_REVIEW, Position(Stage.FIRST_REVIEW, order))
        passed = []
        while place.stage is not Stage.REVIEW:
            passed.append(place.stage)
            place = target(onward[place.stage], place)
        assert tuple(passed) == order


def test_the_archive_leads_nowhere_by_itself() -> None:
    for stage in (Stage.CLOSED, Stage.REFUSED, Stage.WITHDRAWN):
        assert steps_from(Position(stage)) == {Position(stage)}
        assert all(row.to in (Goal.STAY, Goal.BACK) for row in RULES if row.stage is stage)
