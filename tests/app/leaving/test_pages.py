"""What the tabs 退出 and 回访 and the screen 回访跟踪 are told."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.cases.waiting import waiting
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.leaving.exit_page import exit_page
from app.leaving.exits import (
    agree_exit,
    approve_exit,
    drop_exit,
    propose_exit,
    serve_exit_notice,
)
from app.leaving.followups import Due, followup_rows, followups
from app.leaving.visit_page import visit_page
from app.leaving.visits import record_follow_up, record_visit
from app.lifecycle.tasks import TaskKind
from app.office.accounts import add_account
from app.office.session import Office
from app.review.assessing import assess_case
from db.codes import ExitKind, GrantState, Role, Stage
from db.keys import KdfCost
from db.models import Case, Grant, Visit
from tests.app.leaving.leaving_cases import (
    DEATH,
    OUT,
    VISIT,
    followup_list,
    on_file,
    paper,
    to_exit_approval,
    watched,
)
from tests.app.review.review_cases import exit_row, file_case
from tests.conftest import PASSWORD, TODAY, OpenAs, TickingClock

LEFT_ON = date(2026, 11, 28)


def test_exit_page_on_file_computes_the_figures_of_today(office: Office) -> None:
    case_id = on_file(office)
    page = exit_page(office, case_id)
    assert page.figures is not None
    assert (page.figures.income, page.figures.people) == (12_000_000, 3)
    assert (page.problem, page.exits, page.running) == ("", (), None)
    assert page.at.offers(Op.PROPOSE_EXIT)
    assert page.initiators == ("本人申请", "联系人建议")


def test_exit_page_says_what_is_missing_for_the_figures(office: Office) -> None:
    page = exit_page(office, on_file(office, standards=False))
    assert page.figures is None
    assert "标准" in page.problem


def test_exit_page_keeps_every_exit_with_its_opinions(
    office: Office, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    drop_exit(office, case_id=case_id, note="记错了人。")
    to_exit_approval(office, case_id, ticking)
    page = exit_page(office, case_id)
    assert [line.kind for line in page.exits] == [ExitKind.OUT_OF_POVERTY, ExitKind.DEATH]
    assert page.running == page.exits[0]
    assert page.running.net_per_capita == 244_444
    assert page.exits[1].net_per_capita is None
    assert [one.label for one in page.opinions] == [
        "提出退出",
        "不同意退出",
        "提出退出",
        "同意退出",
    ]
    assert page.is_same_hands
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, LEFT_ON))
    page = exit_page(office, case_id)
    assert page.running is None
    assert page.to_serve is not None
    assert page.opinions[-1].who == "温故"
    assert page.opinions[-1].recorded_by == office.user.display_name
    serve_exit_notice(office, case_id=case_id, served_on=LEFT_ON, receiver="秦望舒")
    assert exit_page(office, case_id).to_serve is None


def test_exit_page_tells_where_the_notice_stands(office: Office, ticking: TickingClock) -> None:
    from app.review.publicity import NoticeEntry, post_publicity

    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=OUT)
    agree_exit(office, case_id=case_id, meeting_on=TODAY, meeting_people=5)
    assert "还没有张贴" in exit_page(office, case_id).notice
    post_publicity(office, case_id=case_id, entry=NoticeEntry(TODAY, "单位公告栏"))
    assert "2026-11-28 起" in exit_page(office, case_id).notice
    ticking.set_day(LEFT_ON)
    assert "期满" in exit_page(office, case_id).notice


def test_help_so_far_is_summed_by_item(office: Office) -> None:
    case_id = on_file(office)
    with office.write(Op.PROPOSE_GRANT, case_id) as work:
        for item, fen, state in (
            ("生活救助", 100_000, GrantState.PAID),
            ("生活救助", 50_000, GrantState.PAID),
            ("医疗救助", 70_000, GrantState.REFUSED),
        ):
            work.session.add(
                Grant(case_id=case_id, item=item, asked_on=TODAY, amount_fen=fen, state=state)
            )
        work.done()
    assert exit_page(office, case_id).aid == (("生活救助", 2, 150_000),)


def test_visit_page_says_when_the_next_visit_is_due_as_the_tasks_do(
    office: Office, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    page = visit_page(office, case_id)
    assert (page.next_due, page.overdue_days, page.lines) == (date(2027, 5, 12), 0, ())
    ticking.set_day(date(2027, 5, 20))
    assert visit_page(office, case_id).overdue_days == 8
    with office.read() as session:
        (line,) = waiting(session, Case.id == case_id, office.today)
    (task,) = [one for one in line.tasks if one.kind is TaskKind.VISIT]
    assert (task.due, task.overdue_days) == (date(2027, 5, 12), 8)
    record_visit(office, case_id=case_id, entry=replace(VISIT, visited_on=date(2027, 5, 20)))
    page = visit_page(office, case_id)
    assert (page.next_due, page.overdue_days) == (date(2027, 11, 20), 0)


def test_review_asks_for_a_fresh_assessment(office: Office) -> None:
    case_id = on_file(office, wages=6_000_000)
    review = visit_page(office, case_id).review
    assert review is not None
    assert (review.due, review.fresh_category) == (date(2027, 11, 12), None)
    assess_case(office, case_id=case_id)
    review = visit_page(office, case_id).review
    assert review is not None
    assert review.fresh_category == "深度困难职工"


def test_watch_is_told_with_its_days(office: Office, ticking: TickingClock) -> None:
    case_id = watched(office, ticking)
    page = visit_page(office, case_id)
    assert (page.watch_from, page.watch_until) == (LEFT_ON, date(2027, 5, 28))
    assert (page.next_due, page.review, page.may_end_watch) == (date(2027, 5, 28), None, False)
    record_follow_up(office, case_id=case_id, entry=replace(VISIT, visited_on=LEFT_ON))
    page = visit_page(office, case_id)
    assert (page.followed, page.next_due) == (1, None)
    ticking.set_day(date(2027, 5, 29))
    assert visit_page(office, case_id).may_end_watch


def test_the_day_that_an_imported_file_names_counts_on_every_list(office: Office) -> None:
    named = date(2027, 3, 24)
    case_id = file_case(
        office,
        Stage.ON_FILE,
        since=date(2026, 3, 20),
        filed_on=date(2026, 3, 20),
        next_visit_on=named,
    )
    assert visit_page(office, case_id).next_due == named
    (row,) = followup_list(office)
    assert (row.due_on, row.overdue_days) == (named, 0)


def test_a_visit_since_the_signature_counts_for_the_tasks_too(
    office: Office, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    to_exit_approval(office, case_id, ticking)
    ticking.set_day(date(2026, 12, 10))
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, date(2026, 11, 30)))
    record_follow_up(office, case_id=case_id, entry=replace(VISIT, visited_on=date(2026, 12, 5)))
    ticking.set_day(date(2027, 6, 1))
    assert visit_page(office, case_id).may_end_watch
    with office.read() as session:
        (line,) = waiting(session, Case.id == case_id, office.today)
    kinds = {task.kind for task in line.tasks}
    assert TaskKind.END_WATCH in kinds and TaskKind.FOLLOW_UP not in kinds


def test_followups_list_whom_to_visit_and_who_is_watched(
    office: Office, ticking: TickingClock
) -> None:
    case_id = watched(office, ticking)
    other = file_case(
        office,
        Stage.ON_FILE,
        number="QH-2026-00002",
        name="苏晚晴",
        filed_on=date(2026, 5, 10),
        since=date(2026, 5, 10),
    )
    file_case(office, Stage.APPLIED, number="QH-2026-00003", name="不在单上")
    found = followups(office)
    assert list(found.ids) == [other, case_id]
    first, second = followup_rows(office, found.ids)
    assert (first.due, first.due_on, first.overdue_days) == (Due.VISIT, date(2026, 11, 10), 18)
    assert (second.due, second.left_as, second.overdue_days) == (Due.FOLLOW_UP, "脱困", 0)
    assert (first.is_soon, second.is_soon) == (True, False)
    assert (list(found.soon), found.late_count, list(found.watched)) == ([other], 1, [case_id])
    record_follow_up(
        office, case_id=case_id, entry=replace(VISIT, visited_on=LEFT_ON, relapse_risk="关注")
    )
    (row,) = followup_rows(office, followups(office).watched)
    assert (row.due, row.due_on, row.last_risk) == (Due.END_WATCH, date(2027, 5, 29), "关注")


def test_followups_keep_to_the_scope(office: Office, open_as: OpenAs) -> None:
    on_file(office)
    for name, role in (("boss", Role.ADMIN), ("auditor", Role.AUDITOR)):
        add_account(
            office,
            name=name,
            display_name=name,
            unit_id=office.user.unit_id,
            roles={role},
            password=PASSWORD,
            cost=KdfCost.for_tests(),
        )
    assert len(followup_list(open_as("auditor"))) == 1
    boss = open_as("boss")
    with pytest.raises(AccessDeniedError):
        followups(boss)
    with pytest.raises(AccessDeniedError):
        followup_rows(boss, (1,))


@pytest.mark.parametrize("seed", range(4))
def test_followups_say_of_every_household_what_its_own_page_says(office: Office, seed: int) -> None:
    draw = random.Random(seed)
    for number in range(30):
        _any_household(office, draw, number)
    found = followups(office)
    rows = followup_rows(office, found.ids)
    assert len(rows) == 30
    assert list(rows) == sorted(rows, key=lambda row: (row.due_on, row.number))
    assert list(found.soon) == [row.case_id for row in rows if row.is_soon]
    late = [row for row in rows if row.overdue_days and row.due is not Due.END_WATCH]
    assert found.late_count == len(late)
    watched_rows = [row for row in rows if row.is_watched]
    watched_rows.sort(key=lambda row: (row.watch_until or date.max, row.number))
    assert list(found.watched) == [row.case_id for row in watched_rows]
    for row in rows:
        page = visit_page(office, row.case_id)
        assert page.next_due == (None if row.due is Due.END_WATCH else row.due_on)


def _any_household(office: Office, draw: random.Random, number: int) -> None:
    """On file or watched since some day, visited or not, with the next visit named or not."""

    def day() -> date | None:
        return TODAY - timedelta(days=draw.randrange(500)) if draw.random() < 0.6 else None

    stage = draw.choice((Stage.ON_FILE, Stage.MONITORED))
    case_id = file_case(
        office,
        stage,
        number=f"QH-2026-{draw.randrange(10**5):05d}{number:02d}",
        since=TODAY - timedelta(days=draw.randrange(500)),
        filed_on=day(),
        next_visit_on=day() if stage is Stage.ON_FILE else None,
        watch_until=day() if stage is Stage.MONITORED else None,
    )
    with office.write(Op.RECORD_VISIT, case_id) as work:
        for visited_on in filter(None, (day(), day())):
            work.session.add(
                Visit(
                    case_id=case_id,
                    is_follow_up=stage is Stage.MONITORED,
                    visited_on=visited_on,
                    method="入户",
                    visitor_one="方知行",
                )
            )
        left_on = day()
        if stage is Stage.MONITORED and left_on:
            work.session.add(exit_row(case_id, left_on, approved_on=left_on))
        work.done()


def test_pages_of_cases_out_of_scope_are_refused(office: Office) -> None:
    for read in (exit_page, visit_page):
        with pytest.raises(UserError, match="没有找到"):
            read(office, 999)
