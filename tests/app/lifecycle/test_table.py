"""The table against the lifecycle contract, written out here by hand and independent of the rows."""

import pytest

from app.changes import Group, Op
from app.errors import UserError
from app.lifecycle.table import (
    RULES,
    allowed,
    check,
    is_editable,
    is_stage_bound,
    may_remove_attachment,
    results,
    target,
)
from db.codes import ExitKind, Stage
from tests.app.lifecycle.places import standing

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
