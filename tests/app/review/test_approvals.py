"""Opinions and approval: reasons, four eyes, paper, and what the household is filed as."""

from collections.abc import Callable
from datetime import date

import pytest

from app.errors import AccessDeniedError, UserError
from app.office.accounts import edit_account
from app.office.session import Office, PaperApproval
from app.office.settings import save_settings
from app.office.undo import take_back
from app.review.approval_page import approval_page
from app.review.approvals import approve_file, refuse_file, return_approval
from app.review.assessing import assess_case
from app.review.checks import record_check
from app.review.lists import review_list
from app.review.opinions import (
    pass_first_review,
    pass_review,
    refuse_first_review,
    refuse_review,
    return_first_review,
    return_review,
)
from db.codes import Role, Stage
from db.models import Account
from tests.app.review.review_cases import (
    add_colleagues,
    add_scan,
    case_row,
    file_case,
    put_standards_in_force,
)
from tests.conftest import TODAY, OpenAs


def at_approval(office: Office, *, wages: int = 6_000_000, number: str = "QH-2026-00001") -> int:
    """A household whose assessment lies with the approver."""
    put_standards_in_force(office)
    made = file_case(
        office, Stage.CHECK, wages=wages, number=number, order=("PUBLICITY", "SURVEY", "CHECK")
    )
    assess_case(office, case_id=made)
    record_check(office, case_id=made, replied_on=TODAY)
    pass_review(office, case_id=made, note="材料齐全。")
    return made


def test_first_review_passes_returns_and_refuses(office: Office) -> None:
    made = file_case(office, Stage.FIRST_REVIEW)
    for act in (return_first_review, refuse_first_review):
        with pytest.raises(UserError) as refusal:
            act(office, case_id=made, note=" ")
        assert refusal.value.field == "note"
    return_first_review(office, case_id=made, note="缺收入证明。")
    assert case_row(office, made).stage is Stage.APPLIED
    take_back(office, case_id=made, reason="材料已在。")
    pass_first_review(office, case_id=made, note="同意入户。")
    assert case_row(office, made).stage is Stage.SURVEY
    opinions = approval_page(office, made).opinions
    assert [(one.label, one.stage, one.note) for one in opinions] == [
        ("初审通过", "初审", "同意入户。")
    ]


def test_refusal_notes_day_and_reason(office: Office) -> None:
    made = file_case(office, Stage.REVIEW)
    refuse_review(office, case_id=made, note="名下有两套商品房。")
    case = case_row(office, made)
    assert (case.stage, case.closed_on, case.closed_reason) == (
        Stage.REFUSED,
        TODAY,
        "名下有两套商品房。",
    )


@pytest.mark.parametrize("to", [Stage.DRAFT, Stage.APPLIED, Stage.SURVEY, Stage.PUBLICITY])
def test_review_sends_back_to_any_earlier_stage(office: Office, to: Stage) -> None:
    made = file_case(office, Stage.REVIEW)
    return_review(office, case_id=made, to=to, note="请补充。")
    assert case_row(office, made).stage is to


def test_sending_forward_or_without_a_reason_is_refused(office: Office) -> None:
    made = file_case(office, Stage.REVIEW)
    for to, note, field in (
        (Stage.APPROVAL, "向前。", "to"),
        (Stage.SURVEY, "", "note"),
        (Stage.ON_FILE, "向前。", "to"),
    ):
        with pytest.raises(UserError) as refusal:
            return_review(office, case_id=made, to=to, note=note)
        assert refusal.value.field == field
    assert approval_page(office, made).opinions == ()


def test_places_to_return_to_tell_two_notices_apart(office: Office) -> None:
    made = file_case(office, Stage.REVIEW, order=("SURVEY", "PUBLICITY", "CHECK", "PUBLICITY"))
    places = approval_page(office, made).places
    assert [one.label for one in places if one.stage is Stage.PUBLICITY] == [
        "第 1 次公示",
        "第 2 次公示",
    ]
    return_review(office, case_id=made, to=Stage.PUBLICITY, to_step=1, note="请补充。")
    assert case_row(office, made).stage_step == 1


def test_paper_approval_files_the_household_as_assessed(office: Office) -> None:
    made = at_approval(office)
    page = approval_page(office, made)
    assert (page.category, page.has_approver, page.is_eligible) == ("深度困难职工", False, True)
    paper = PaperApproval("温故", date(2026, 11, 18), add_scan(office, made))
    approve_file(office, case_id=made, level="全国级", paper=paper)
    case = case_row(office, made)
    assert (case.stage, case.category, case.level) == (Stage.ON_FILE, "深度困难职工", "全国级")
    assert (case.filed_on, case.next_visit_on) == (date(2026, 11, 18), date(2027, 5, 18))
    last = approval_page(office, made).opinions[-1]
    assert (last.label, last.who, last.is_on_paper, last.decided_on) == (
        "批准建档",
        "温故",
        True,
        date(2026, 11, 18),
    )
    assert last.recorded_by == office.user.display_name


@pytest.mark.parametrize(
    ("name", "day", "field"),
    [
        ("", date(2026, 11, 18), "paper_name"),
        ("温故", date(2026, 11, 21), "paper_date"),
        ("温故", date(2026, 10, 1), "paper_date"),
    ],
)
def test_incomplete_paper_is_refused(office: Office, name: str, day: date, field: str) -> None:
    made = at_approval(office)
    scan = add_scan(office, made)
    with pytest.raises(UserError) as refusal:
        approve_file(office, case_id=made, paper=PaperApproval(name, day, scan))
    assert refusal.value.field == field


def test_paper_needs_a_scan_of_this_very_case(office: Office) -> None:
    made = at_approval(office)
    other = file_case(office, Stage.REVIEW, number="QH-2026-00002")
    for scan in (None, add_scan(office, other), 999):
        with pytest.raises(UserError) as refusal:
            approve_file(office, case_id=made, paper=PaperApproval("温故", TODAY, scan))
        assert refusal.value.field == "paper_scan"
    assert case_row(office, made).stage is Stage.APPROVAL


def test_without_paper_an_account_that_does_not_approve_is_refused(office: Office) -> None:
    made = at_approval(office)
    with pytest.raises(AccessDeniedError):
        approve_file(office, case_id=made)


def test_another_choice_than_assessed_needs_its_reason(open_as: OpenAs) -> None:
    office = open_as("admin")
    add_colleagues(office)
    made = at_approval(office)
    office = open_as("approver")
    with pytest.raises(UserError) as refusal:
        approve_file(office, case_id=made, category="相对困难职工")
    assert refusal.value.field == "note"
    with pytest.raises(UserError) as refusal:
        approve_file(office, case_id=made, category="低保户", note="旧类别。")
    assert refusal.value.field == "category"
    approve_file(office, case_id=made, category="相对困难职工", note="收入已增加。")
    assert case_row(office, made).category == "相对困难职工"


def test_household_without_a_category_is_not_filed_by_itself(open_as: OpenAs) -> None:
    office = open_as("admin")
    add_colleagues(office)
    made = at_approval(office, wages=60_000_000)
    office = open_as("approver")
    with pytest.raises(UserError) as refusal:
        approve_file(office, case_id=made)
    assert refusal.value.field == "category"
    refuse_file(office, case_id=made, note="人均收入超过标准。")
    assert case_row(office, made).stage is Stage.REFUSED


def test_four_eyes_hold_for_every_act_of_approval(open_as: OpenAs) -> None:
    admin = open_as("admin")
    add_colleagues(admin)
    with admin.read() as session:
        row = session.query(Account).filter_by(name="approver").one()
        account_id, unit_id = row.id, row.unit_id
    made = at_approval(admin)
    save_settings(admin, values={"is_solo": False})
    admin = open_as("admin")
    edit_account(
        admin,
        account_id=account_id,
        display_name="温故",
        unit_id=unit_id,
        roles={Role.APPROVER, Role.CLERK},
    )
    office = open_as("approver")
    add_scan(office, made)
    assert approval_page(office, made).is_same_hands
    acts: tuple[Callable[[], object], ...] = (
        lambda: approve_file(office, case_id=made),
        lambda: refuse_file(office, case_id=made, note="不同意。"),
        lambda: return_approval(office, case_id=made, to=Stage.SURVEY, note="重来。"),
    )
    for act in acts:
        with pytest.raises(UserError, match="另一个账号"):
            act()
    assert case_row(office, made).stage is Stage.APPROVAL


def test_approval_is_taken_back_whole(open_as: OpenAs) -> None:
    office = open_as("admin")
    add_colleagues(office)
    made = at_approval(office)
    office = open_as("approver")
    approve_file(office, case_id=made, note="同意。")
    take_back(office, case_id=made, reason="还要核实。")
    case = case_row(office, made)
    assert (case.stage, case.category, case.filed_on, case.next_visit_on) == (
        Stage.APPROVAL,
        None,
        None,
        None,
    )
    assert [one.label for one in approval_page(office, made).opinions] == ["审核通过"]


def test_lists_show_each_role_its_own_first(open_as: OpenAs) -> None:
    office = open_as("admin")
    add_colleagues(office)
    file_case(office, Stage.FIRST_REVIEW, number="QH-2026-00007", since=date(2026, 10, 9))
    made = at_approval(office, number="QH-2026-00008")
    office = open_as("approver")
    rows = review_list(office)
    assert [(row.number, row.is_mine) for row in rows] == [
        ("QH-2026-00008", True),
        ("QH-2026-00007", False),
    ]
    assert rows[1].overdue_days > 0
    assert rows[1].what == f"初审，期限 {rows[1].due}"
    assert rows[0].case_id == made
    assert [row.is_mine for row in review_list(open_as("auditor"))] == [False, False]
