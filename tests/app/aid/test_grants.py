"""Grants: limits, what counts against them, higher tiers, four eyes, payees."""

from datetime import date

import pytest

from app.aid.batches import confirm_payment
from app.aid.grant_pages import grants_page
from app.aid.grants import approve_grant, propose_grant, refuse_grant
from app.aid.history import grants_of, household_cases, year_sums
from app.aid.limits import Costs, preview_limit
from app.aid.payees import Payee
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.office.session import Office, PaperApproval
from app.office.undo import take_back
from db.codes import GrantState, Origin, Stage
from db.models import Case, Grant
from tests.app.aid.aid_cases import (
    CARD,
    add_colleagues,
    approved,
    batch_of,
    fund,
    grant_row,
    grant_view,
    on_file,
    on_paper,
    person_id,
    proposed,
    put_rules_in_force,
)
from tests.app.cases.asked import asked, scans
from tests.conftest import TODAY, OpenAs


def test_the_limit_is_explained_and_kept_with_the_grant(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    limit = preview_limit(office, case_id=case, item="生活救助")
    assert (limit.most_fen, limit.tier, limit.refusal) == (800_000, "县级", None)
    assert any("低保标准 800.00 × 10 个月 = 8,000.00 元" in line.text for line in limit.lines)
    made = grant_view(office, proposed(office, case, 800_000))
    assert made.lines == limit.lines
    assert (made.capitals, made.state) == ("人民币捌仟元整", "待审批")
    assert (made.category, made.rules, made.proposed_by) == ("深度困难职工", "JG", "admin")


def test_what_waits_counts_against_the_year(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    proposed(office, case, 500_000)
    limit = preview_limit(office, case_id=case, item="生活救助")
    assert (limit.most_fen, limit.committed_fen, limit.paid_fen) == (300_000, 500_000, 0)
    assert [one.amount_fen for one in limit.earlier] == [500_000]
    with pytest.raises(UserError) as refusal:
        proposed(office, case, 300_001)
    assert refusal.value.field == "amount_fen"
    assert "3,000.00" in refusal.value.message
    proposed(office, case, 300_000)
    with pytest.raises(UserError) as refusal:
        proposed(office, case, 1)
    assert "额度已经用完" in refusal.value.message


def test_refused_grants_do_not_count_and_paid_ones_count_in_their_year(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    refused = proposed(office, case, 800_000)
    refuse_grant(office, grant_id=refused, note="票据不全。", paper=on_paper(office, case))
    paid = approved(office, case, 700_000)
    confirm_payment(office, batch_id=batch_of(office, fund(office), paid), paid_on=TODAY)
    limit = preview_limit(office, case_id=case, item="生活救助")
    assert (limit.most_fen, limit.paid_fen) == (100_000, 700_000)
    with office.read() as session:
        cases = household_cases(session, session.get_one(Case, case))
        (year,) = year_sums(grants_of(session, cases))
    assert (year.year, year.paid_fen, year.committed_fen, year.count) == (2026, 700_000, 0, 1)


def test_a_new_file_of_the_same_household_keeps_the_years_sum(office: Office) -> None:
    put_rules_in_force(office)
    old = on_file(office, 1)
    proposed(office, old, 800_000)
    with office.read() as session:
        stage = session.get_one(Case, old).stage
    assert stage is Stage.ON_FILE
    new = on_file(office, 2, previous_case_id=old, origin=Origin.RETURN)
    with pytest.raises(UserError):
        proposed(office, new, 1)


def test_study_is_the_students_wherever_filed(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office, 1)
    with pytest.raises(UserError) as refusal:
        propose_grant(office, case_id=case, item="子女助学", amount_fen=800_000)
    assert refusal.value.field == "person_id"
    daughter = person_id(office, case, "女儿")
    propose_grant(
        office,
        case_id=case,
        item="子女助学",
        amount_fen=800_000,
        person_id=daughter,
        costs=Costs(stage="大学"),
    )
    limit = preview_limit(office, case_id=case, item="子女助学", person_id=daughter)
    assert limit.refusal is not None
    assert "额度已经用完" in limit.refusal


def test_relative_households_get_one_item_a_year(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office, category="相对困难职工")
    proposed(office, case, 100_000)
    with pytest.raises(UserError) as refusal:
        propose_grant(
            office,
            case_id=case,
            item="医疗救助",
            amount_fen=100_000,
            costs=Costs(self_paid_fen=2_600_000),
        )
    assert "一年只享受一项" in refusal.value.message


def test_a_higher_tier_needs_a_reason_above_and_a_reply_to_approve(
    open_as: OpenAs, office: Office
) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    add_colleagues(office)

    def ask(amount: int, why: str = "") -> int:
        made = propose_grant(
            office,
            case_id=case,
            item="医疗救助",
            amount_fen=amount,
            costs=Costs(self_paid_fen=2_600_000),
            over_limit_reason=why,
        )
        assert made.result_id is not None
        return made.result_id

    with pytest.raises(UserError) as refusal:
        ask(2_700_000)
    assert refusal.value.field == "over_limit_reason"
    grant = ask(2_700_000, "省总工会已口头同意，另有外购药 1,000 元。")
    assert grant_row(office, grant).over_limit_reason is not None
    assert grant_view(office, grant).needs_paper
    paper = on_paper(office, case)
    approver = open_as("approver")
    with pytest.raises(UserError) as refusal:
        approve_grant(approver, grant_id=grant)
    assert refusal.value.field == "paper"
    clerk = open_as("clerk")
    approve_grant(clerk, grant_id=grant, paper=paper)
    view = grant_view(clerk, grant)
    assert (view.state, view.decided_by, view.is_on_paper) == ("已批准", "温故", True)


def test_four_eyes_on_case_and_grant(open_as: OpenAs, office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    add_colleagues(office)
    grant = proposed(office, case)
    approver = open_as("approver")
    with pytest.raises(AccessDeniedError):
        proposed(approver, case)
    approve_grant(approver, grant_id=grant, note="同意。")
    row = grant_row(approver, grant)
    assert (row.state, row.decided_on) == (GrantState.APPROVED, TODAY)
    with pytest.raises(UserError, match="已经是“已批准”"):
        approve_grant(approver, grant_id=grant)


def test_a_request_in_the_place_of_one_taken_back_is_its_own_clerks(
    open_as: OpenAs, office: Office
) -> None:
    put_rules_in_force(office)
    add_colleagues(office)
    case = on_file(office)
    gone = proposed(office, case)
    take_back(office, case_id=case, reason="填错了项目")
    clerk = open_as("clerk")
    grant = proposed(clerk, case)
    assert grant == gone, "the number is given out again"
    assert grant_view(office, grant).proposed_by == clerk.user.display_name


def test_who_asked_is_known_without_a_walk_through_the_journal_and_in_a_merged_file(
    office: Office,
) -> None:
    put_rules_in_force(office)
    kept, absorbed = on_file(office), on_file(office, 2)
    grant = proposed(office, absorbed)
    with asked(office) as statements:
        grants_page(office, absorbed)
    assert scans(office, statements) == []
    with office.write(Op.MERGE, kept) as work:
        work.session.get_one(Grant, grant).case_id = kept
        work.session.get_one(Case, absorbed).merged_into_id = kept
        work.done()
    assert grant_view(office, grant).proposed_by == office.user.display_name


def test_a_paper_approval_needs_name_day_and_scan(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    grant = proposed(office, case)
    scan = on_paper(office, case).scan_id
    other = on_paper(office, on_file(office, 2)).scan_id
    for paper, field in (
        (PaperApproval("", TODAY, scan), "paper_name"),
        (PaperApproval("温故", date(2026, 11, 21), scan), "paper_date"),
        (PaperApproval("温故", date(2026, 11, 19), scan), "paper_date"),
        (PaperApproval("温故", TODAY, None), "paper_scan"),
        (PaperApproval("温故", TODAY, other), "paper_scan"),
    ):
        with pytest.raises(UserError) as refusal:
            approve_grant(office, grant_id=grant, paper=paper)
        assert refusal.value.field == field
    assert grant_row(office, grant).state is GrantState.PROPOSED


def test_refusing_needs_a_reason_and_can_be_taken_back(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    grant = proposed(office, case)
    paper = on_paper(office, case)
    with pytest.raises(UserError) as refusal:
        refuse_grant(office, grant_id=grant, note=" ", paper=paper)
    assert refusal.value.field == "note"
    refuse_grant(office, grant_id=grant, note="票据不全。", paper=paper)
    assert grant_view(office, grant).decision_note == "票据不全。"
    take_back(office, case_id=case, reason="点错了户。")
    assert grant_row(office, grant).state is GrantState.PROPOSED


def test_another_payee_needs_relation_and_consent(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)

    def ask(payee: Payee) -> int | None:
        return propose_grant(
            office, case_id=case, item="生活救助", amount_fen=100_000, payee=payee
        ).result_id

    with pytest.raises(UserError) as refusal:
        ask(Payee("韦秀兰", "青禾农商银行", "东街支行", CARD))
    assert refusal.value.field == "proxy_relation"
    with pytest.raises(UserError) as refusal:
        ask(Payee("韦秀兰", "青禾农商银行", "东街支行", CARD, relation="妻子"))
    assert refusal.value.field == "payee_consent"
    made = ask(Payee("韦秀兰", "农商银行", "", "6217 8576 0001 2345 674", "妻子", "书面同意"))
    assert made is not None
    view = grant_view(office, made)
    assert view.payee == Payee("韦秀兰", "农商银行", "", CARD, "妻子", "书面同意")


def test_items_without_rules_have_no_limit(office: Office) -> None:
    case = on_file(office, category=None)
    limit = preview_limit(office, case_id=case, item="送温暖")
    assert (limit.most_fen, limit.rules) == (None, None)
    assert proposed(office, case, 200_000, "送温暖")


def test_what_is_missing_is_said(office: Office) -> None:
    case = on_file(office)
    with pytest.raises(UserError, match="救助标准"):
        preview_limit(office, case_id=case, item="生活救助")
    put_rules_in_force(office)
    with pytest.raises(UserError, match="年度复核"):
        preview_limit(office, case_id=on_file(office, 3, category=None), item="生活救助")
    with pytest.raises(UserError, match="不能办理"):
        proposed(office, on_file(office, 4, stage=Stage.REVIEW, filed_on=None))
    for values, field in (
        ({"item": "红包"}, "item"),
        ({"amount_fen": 0}, "amount_fen"),
        ({"asked_on": date(2026, 12, 1)}, "asked_on"),
        ({"asked_on": date(2026, 2, 1)}, "asked_on"),
        ({"person_id": 99}, "person_id"),
    ):
        asked = {"item": "生活救助", "amount_fen": 100} | values
        with pytest.raises(UserError) as refusal:
            propose_grant(office, case_id=case, **asked)  # type: ignore[arg-type]
        assert refusal.value.field == field


def test_the_page_shows_what_is_left_and_masks_the_card(open_as: OpenAs, office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    add_colleagues(office)
    proposed(office, case, 500_000)
    page = grants_page(office, case)
    left = {(one.item, one.person): one.most_fen for one in page.left}
    assert left[("生活救助", "")] == 300_000
    assert left[("子女助学", "覃思源")] == 800_000
    assert left[("医疗救助", "")] == 2_600_000
    assert page.own_hands == {page.grants[0].id}
    assert (page.self_paid_fen, page.why_not) == (2_600_000, "")
    assert page.payee.card == CARD
    assert grants_page(open_as("auditor"), case).payee.card == "********5674"
