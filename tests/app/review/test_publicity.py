"""Notices: their days, posting again, objections and closing; before filing and before an exit."""

from dataclasses import replace
from datetime import date

import pytest

from app.changes import Op
from app.errors import UserError
from app.office.session import Office
from app.office.settings import save_settings
from app.office.undo import take_back
from app.review.assessing import assess_case
from app.review.checks import record_check
from app.review.lists import notice_list, review_list
from app.review.publicity import (
    NoticeEntry,
    close_publicity,
    dismiss_objection,
    post_publicity,
    record_objection,
    uphold_objection,
)
from app.review.publicity_page import publicity_page
from db.codes import PublicityKind, Stage
from db.models import Exit
from tests.app.review.review_cases import case_row, exit_row, file_case, put_standards_in_force
from tests.conftest import TODAY, TickingClock

NOTICE = NoticeEntry(posted_on=TODAY, place="单位公告栏、东街社区公告栏", contact="孟与之")


@pytest.fixture
def case_id(office: Office) -> int:
    """A household that has been assessed and checked."""
    put_standards_in_force(office)
    made = file_case(office, Stage.CHECK)
    assess_case(office, case_id=made)
    record_check(office, case_id=made, replied_on=TODAY)
    return made


def test_notice_hangs_five_working_days_from_the_day_after(
    office: Office, case_id: int, ticking: TickingClock
) -> None:
    post_publicity(office, case_id=case_id, entry=NOTICE)
    notice = publicity_page(office, case_id).running
    assert notice is not None
    assert (notice.period.first_day, notice.period.last_day) == (
        date(2026, 11, 21),
        date(2026, 11, 27),
    )
    assert (notice.category, notice.period.unpublished) == ("深度困难职工", False)
    ticking.set_day(date(2026, 11, 27))
    with pytest.raises(UserError, match="2026-11-28"):
        close_publicity(office, case_id=case_id)
    ticking.set_day(date(2026, 11, 28))
    close_publicity(office, case_id=case_id)
    assert case_row(office, case_id).stage is Stage.REVIEW
    assert publicity_page(office, case_id).notices[0].closed_on == date(2026, 11, 28)


def test_year_without_holidays_is_marked(
    office: Office, case_id: int, ticking: TickingClock
) -> None:
    ticking.set_day(date(2026, 12, 30))
    post_publicity(office, case_id=case_id, entry=replace(NOTICE, posted_on=date(2026, 12, 30)))
    (row,) = notice_list(office)
    assert row.is_unpublished
    assert row.last_day == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"posted_on": date(2026, 11, 19)}, "posted_on"),
        ({"posted_on": date(2026, 11, 21)}, "posted_on"),
        ({"posted_on": None}, "posted_on"),
        ({"place": " "}, "place"),
        ({"working_days": 4}, "working_days"),
        ({"category": "特别困难"}, "category"),
    ],
)
def test_wrong_notice_is_refused_at_its_field(
    office: Office, case_id: int, change: dict[str, object], field: str
) -> None:
    with pytest.raises(UserError) as refusal:
        post_publicity(office, case_id=case_id, entry=replace(NOTICE, **change))  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert publicity_page(office, case_id).notices == ()


def test_household_without_a_category_is_not_published_by_itself(office: Office) -> None:
    put_standards_in_force(office)
    made = file_case(office, Stage.CHECK, wages=60_000_000)
    assess_case(office, case_id=made)
    record_check(office, case_id=made, replied_on=TODAY)
    with pytest.raises(UserError) as refusal:
        post_publicity(office, case_id=made, entry=NOTICE)
    assert refusal.value.field == "category"
    post_publicity(office, case_id=made, entry=replace(NOTICE, category="意外致困职工"))
    assert publicity_page(office, made).notices[0].category == "意外致困职工"


def test_posting_again_voids_the_old_notice_and_begins_anew(
    office: Office, case_id: int, ticking: TickingClock
) -> None:
    post_publicity(office, case_id=case_id, entry=NOTICE)
    record_objection(office, case_id=case_id, text="名字写错了。")
    ticking.set_day(date(2026, 11, 24))
    again = replace(NOTICE, posted_on=date(2026, 11, 24))
    with pytest.raises(UserError) as refusal:
        post_publicity(office, case_id=case_id, entry=again)
    assert refusal.value.field == "void_reason"
    post_publicity(office, case_id=case_id, entry=replace(again, void_reason="姓名有误。"))
    page = publicity_page(office, case_id)
    new, old = page.notices
    assert page.running == new
    assert (old.voided_on, old.void_reason) == (date(2026, 11, 24), "姓名有误。")
    assert new.period.last_day == date(2026, 12, 1)
    assert [one.text for one in new.undecided] == ["名字写错了。"]
    take_back(office, case_id=case_id, reason="其实没有写错。")
    (only,) = publicity_page(office, case_id).notices
    assert only.is_running
    assert len(only.undecided) == 1


def test_open_objection_blocks_closing_until_answered(
    office: Office, case_id: int, ticking: TickingClock
) -> None:
    post_publicity(office, case_id=case_id, entry=NOTICE)
    made = record_objection(office, case_id=case_id, text="他家有车。", raised_by="")
    assert made.result_id is not None
    ticking.set_day(date(2026, 12, 1))
    with pytest.raises(UserError, match="1 条异议"):
        close_publicity(office, case_id=case_id)
    (waits,) = [row for row in review_list(office) if row.kind == "处理异议"]
    assert (waits.page, waits.is_mine) == ("publicity", True)
    with pytest.raises(UserError) as refusal:
        dismiss_objection(office, case_id=case_id, objection_id=made.result_id, answer="")
    assert refusal.value.field == "answer"
    dismiss_objection(
        office, case_id=case_id, objection_id=made.result_id, answer="查实是残疾人代步车。"
    )
    with pytest.raises(UserError, match="已经处理"):
        dismiss_objection(office, case_id=case_id, objection_id=made.result_id, answer="再答。")
    (row,) = notice_list(office)
    assert row.can_close
    close_publicity(office, case_id=case_id)
    assert case_row(office, case_id).stage is Stage.REVIEW


@pytest.mark.parametrize("to", [Stage.FIRST_REVIEW, Stage.REFUSED])
def test_upheld_objection_ends_the_notice(office: Office, case_id: int, to: Stage) -> None:
    post_publicity(office, case_id=case_id, entry=NOTICE)
    first = record_objection(office, case_id=case_id, text="他家有车。")
    record_objection(office, case_id=case_id, text="他家还有铺面。")
    assert first.result_id is not None
    with pytest.raises(UserError) as refusal:
        uphold_objection(office, case_id=case_id, objection_id=first.result_id, answer="属实。")
    assert refusal.value.field == "to"
    uphold_objection(office, case_id=case_id, objection_id=first.result_id, answer="属实。", to=to)
    assert case_row(office, case_id).stage is to
    (notice,) = publicity_page(office, case_id).notices
    assert notice.voided_on == TODAY
    assert all(one.is_upheld for one in notice.objections)
    assert (case_row(office, case_id).closed_reason == "属实。") is (to is Stage.REFUSED)


def test_exit_uses_the_same_notice_and_an_upheld_objection_keeps_the_file(
    office: Office, ticking: TickingClock
) -> None:
    made = file_case(office, Stage.EXIT_PUBLICITY, category="相对困难职工")
    with office.write(Op.PROPOSE_EXIT, made) as work:
        work.session.add(exit_row(made, TODAY))
        work.done()
    post_publicity(office, case_id=made, entry=NOTICE)
    page = publicity_page(office, made)
    assert page.running is not None
    assert (page.running.kind, page.running.category) == (PublicityKind.EXIT, "相对困难职工")
    said = record_objection(office, case_id=made, text="他家还很困难。")
    assert said.result_id is not None
    uphold_objection(office, case_id=made, objection_id=said.result_id, answer="属实，继续帮扶。")
    assert case_row(office, made).stage is Stage.ON_FILE
    with office.read() as session:
        row = session.query(Exit).one()
        assert (row.dropped_on, row.drop_reason) == (TODAY, "属实，继续帮扶。")


def test_exit_notice_closes_to_approval(office: Office, ticking: TickingClock) -> None:
    made = file_case(office, Stage.EXIT_PUBLICITY, category="相对困难职工")
    post_publicity(office, case_id=made, entry=NOTICE)
    ticking.set_day(date(2026, 11, 28))
    close_publicity(office, case_id=made)
    assert case_row(office, made).stage is Stage.EXIT_APPROVAL


def test_second_notice_of_an_order_with_two_needs_its_own_posting(
    office: Office, ticking: TickingClock
) -> None:
    put_standards_in_force(office)
    made = file_case(office, Stage.CHECK, order=("SURVEY", "CHECK", "PUBLICITY", "PUBLICITY"))
    assess_case(office, case_id=made)
    record_check(office, case_id=made, replied_on=TODAY)
    post_publicity(office, case_id=made, entry=NOTICE)
    ticking.set_day(date(2026, 11, 28))
    close_publicity(office, case_id=made)
    assert (case_row(office, made).stage, case_row(office, made).stage_step) == (
        Stage.PUBLICITY,
        3,
    )
    with pytest.raises(UserError, match="还没有登记张贴"):
        close_publicity(office, case_id=made)


def test_without_a_notice_nothing_can_be_objected_or_closed(office: Office, case_id: int) -> None:
    with pytest.raises(UserError, match="先登记张贴"):
        close_publicity(office, case_id=case_id)
    with pytest.raises(UserError, match="先登记张贴"):
        record_objection(office, case_id=case_id, text="有异议。")


def test_notice_shows_no_more_than_the_public_may_read(office: Office, case_id: int) -> None:
    facts = publicity_page(office, case_id).facts
    assert (facts.name, facts.employer, facts.cause) == (
        "秦望舒",
        "青禾县纺织厂",
        "患重特大疾病",
    )
    save_settings(office, values={"is_name_masked_in_notice": True})
    assert publicity_page(office, case_id).facts.name == "秦*"
