"""The frame of the case page: whose turn, what first, which tab, what is missing."""

import pytest

from app.cases.commands import request_correction
from app.cases.overview import PAGE_OF, find_by_number, overview
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.lifecycle.stepper import Mark
from app.office.session import Office
from db.codes import Role, Stage
from tests.app.cases.households import Filing, file
from tests.app.cases.roles import become
from tests.conftest import OpenAs


def _one(office: Office, stage: Stage, **case: object) -> int:
    return file(office, [Filing("覃永福", "QH-2026-00063", stage, case=dict(case))])[0]


def test_a_draft_asks_for_what_is_missing_first(office: Office) -> None:
    facts = overview(office, _one(office, Stage.DRAFT))
    main = facts.main_action
    assert main is not None
    assert (main.op, main.page) == (Op.EDIT_FACTS, "facts")
    assert "身份证号" in facts.missing_facts
    assert [step.mark for step in facts.steps][:2] == [Mark.CURRENT, Mark.AHEAD]
    assert {action.op for action in facts.actions} >= {Op.SUBMIT, Op.DISCARD, Op.WITHDRAW}


@pytest.mark.parametrize(
    ("stage", "step", "op", "page"),
    [
        (Stage.FIRST_REVIEW, 0, Op.PASS_FIRST_REVIEW, ""),
        (Stage.SURVEY, 0, Op.RECORD_SURVEY, "survey"),
        (Stage.PUBLICITY, 2, Op.POST_PUBLICITY, "publicity"),
        (Stage.REVIEW, 3, Op.PASS_REVIEW, "approval"),
        (Stage.ON_FILE, 3, Op.SAVE_PLAN, "plan"),
        (Stage.EXIT_PROPOSED, 3, Op.AGREE_EXIT, "exit"),
        (Stage.MONITORED, 3, Op.RECORD_FOLLOW_UP, "followup"),
    ],
)
def test_the_red_button_leads_to_the_stages_own_page(
    office: Office, stage: Stage, step: int, op: Op, page: str
) -> None:
    main = overview(office, _one(office, stage, stage_step=step)).main_action
    assert main is not None
    assert (main.op, main.page) == (op, page)


def test_an_approval_without_the_role_is_the_record_of_a_paper(office: Office) -> None:
    main = overview(office, _one(office, Stage.APPROVAL, stage_step=3)).main_action
    assert main is not None
    assert (main.op, main.on_paper) == (Op.APPROVE_FILE, True)


def test_who_cannot_act_is_told_whose_turn_it_is(office: Office, open_as: OpenAs) -> None:
    case_id = _one(office, Stage.REVIEW, stage_step=3)
    become(office, Role.FINANCE)
    facts = overview(open_as("admin"), case_id)
    assert facts.whose_turn == "审核"
    assert all(action.op.group.value == "本人账号" for action in facts.actions)


def test_who_waits_for_another_is_not_shown_a_way_out_in_red(
    office: Office, open_as: OpenAs
) -> None:
    case_id = _one(office, Stage.REVIEW, stage_step=3)
    become(office, Role.CLERK)
    facts = overview(open_as("admin"), case_id)
    assert facts.whose_turn == "审核"
    assert Op.WITHDRAW in {action.op for action in facts.actions}
    assert facts.main_action is None


def test_a_request_is_decided_where_one_waits(office: Office) -> None:
    case_id = _one(office, Stage.ON_FILE, stage_step=3)
    decisions = {Op.APPLY_CORRECTION, Op.REFUSE_CORRECTION, Op.APPROVE_GRANT, Op.REFUSE_GRANT}

    def offered() -> set[Op]:
        return {action.op for action in overview(office, case_id).actions} & decisions

    assert offered() == set()
    request_correction(
        office, case_id=case_id, reason="搬家了", household={"home_address": "长安镇新安街 20 号"}
    )
    assert offered() == {Op.APPLY_CORRECTION, Op.REFUSE_CORRECTION}


def test_a_case_out_of_scope_is_not_there(office: Office) -> None:
    case_id = _one(office, Stage.DRAFT)
    assert find_by_number(office, "qh-2026-00063 ") == case_id
    object.__setattr__(office.user, "scope", frozenset({999}))
    with pytest.raises(AccessDeniedError) as kept_by_others:
        find_by_number(office, "QH-2026-00063")
    with pytest.raises(UserError) as none:
        find_by_number(office, "QH-2026-99999")
    assert none.value.message == kept_by_others.value.message
    with pytest.raises(AccessDeniedError):
        overview(office, case_id)


def test_every_page_is_a_tab_of_the_case_page() -> None:
    assert set(PAGE_OF.values()) == {
        "facts",
        "attachments",
        "survey",
        "assessment",
        "publicity",
        "approval",
        "plan",
        "grants",
        "exit",
        "followup",
        "transcription",
        "history",
    }
