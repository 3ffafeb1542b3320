"""The tabs 退出, 回访 and 历史 and the screen 回访跟踪 on a real file, by mouse and keyboard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.changes import Changes, Op
from app.leaving.exits import agree_exit, propose_exit
from app.leaving.followups import FollowUps
from app.leaving.visits import record_follow_up, record_visit
from app.lifecycle import Stage
from app.office.session import Office
from tests.app.leaving.leaving_cases import (
    DEATH,
    OUT,
    VISIT,
    on_file,
    to_exit_approval,
    watched,
)
from tests.app.review.review_cases import add_colleagues, case_row, file_case
from tests.conftest import OpenAs, TickingClock
from tests.ui.driver import click, parts, press, settle, wait_until
from tests.ui.screens.tabs import (
    buttons,
    confirm,
    dialog_of,
    fill,
    opened,
    words_of,
)
from ui.commands import bus
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.exit_page import ExitPage
from ui.screens.case.followup_page import FollowUpPage
from ui.screens.case.history_page import HistoryPage
from ui.screens.case.signed_sheet import add_scan
from ui.screens.followups import presenter
from ui.screens.followups.presenter import Show
from ui.screens.followups.view import FollowUpsScreen
from ui.widgets import ReasonDialog

ShowWidget = Callable[..., QWidget]


class Trips:
    """Where the window was asked to go."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, screen: str, **what: Any) -> None:
        self.asked.append((screen, what))


@pytest.fixture
def trips() -> Trips:
    """An empty list of trips."""
    return Trips()


@pytest.fixture
def ctx(office: Office, jobs: Jobs, trips: Trips) -> Context:
    """The context of a window without a window."""
    return Context(office, jobs, go=trips)


# ------------------------------------------------------------------ 退出


def test_exit_is_proposed_refused_at_its_field_and_kept(
    office: Office, ctx: Context, app: QApplication, show: ShowWidget
) -> None:
    case_id = on_file(office)
    page = opened(ctx, show, ExitPage, case_id)
    assert "2,444.44 元" in words_of(page)
    assert buttons(page) == ["提出退出…"]
    page.start(Op.PROPOSE_EXIT.name)
    dialog = dialog_of(app)
    confirm(ctx, dialog)
    assert dialog.form.error("kind") == "请选择退出类型。"
    fill(dialog, kind="脱困", initiator="本人申请", reason="儿子就业，收入稳定。", months_above="5")
    confirm(ctx, dialog)
    assert "连续 6 个月" in dialog.form.error("months_above")
    fill(dialog, months_above="7", statement_on="2026-11-18")
    confirm(ctx, dialog)
    assert case_row(office, case_id).stage is Stage.EXIT_PROPOSED
    wait_until(lambda: ctx.jobs.is_idle and "办理中" in words_of(page))
    assert buttons(page) == ["同意退出…", "不同意退出…"]


def test_agreeing_to_a_death_asks_for_no_meeting_and_leads_to_paper(
    office: Office, ctx: Context, app: QApplication, show: ShowWidget, tmp_path: Path
) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    page = opened(ctx, show, ExitPage, case_id)
    page.start(Op.AGREE_EXIT.name)
    dialog = dialog_of(app)
    assert dialog.form.field_keys() == ("note",)
    confirm(ctx, dialog)
    assert case_row(office, case_id).stage is Stage.EXIT_APPROVAL
    wait_until(lambda: ctx.jobs.is_idle and "批准退出…" in buttons(page))
    page.start(Op.APPROVE_EXIT.name)
    dialog = dialog_of(app)
    fill(dialog, paper_name="温故", paper_date="2026-11-20")
    confirm(ctx, dialog)
    assert dialog.form.error("paper_scan") == "请选择签字页扫描件。"
    Image.new("RGB", (40, 60), "white").save(tmp_path / "签字页.png")
    assert page.data is not None
    add_scan(ctx, dialog, case_id, page.data.scans, tmp_path / "签字页.png")
    assert ctx.jobs.wait()
    confirm(ctx, dialog)
    assert case_row(office, case_id).stage is Stage.CLOSED


def test_dropping_an_exit_needs_a_reason(
    office: Office, ctx: Context, app: QApplication, show: ShowWidget
) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    page = opened(ctx, show, ExitPage, case_id)
    page.start(Op.DROP_EXIT.name)
    dialog = dialog_of(app)
    confirm(ctx, dialog)
    assert dialog.form.error("note") == "请填写原因。"
    fill(dialog, note="记错了人。")
    confirm(ctx, dialog)
    assert case_row(office, case_id).stage is Stage.ON_FILE
    wait_until(lambda: ctx.jobs.is_idle and "未退出" in words_of(page))


def test_exit_notice_leads_to_the_publicity_tab(
    office: Office, ctx: Context, show: ShowWidget, trips: Trips
) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=OUT)
    agree_exit(office, case_id=case_id, meeting_on=office.today, meeting_people=5)
    page = opened(ctx, show, ExitPage, case_id)
    assert "退出公示还没有张贴" in words_of(page)
    (go,) = [one for one in parts(page, QWidget) if getattr(one, "text", str)() == "到公示页"]
    click(go)
    assert trips.asked == [("case", {"case_id": case_id, "page": "publicity"})]


def test_notice_is_served_from_the_page(
    office: Office, ctx: Context, app: QApplication, show: ShowWidget, ticking: TickingClock
) -> None:
    case_id = watched(office, ticking)
    page = opened(ctx, show, ExitPage, case_id)
    page.start(Op.SERVE_EXIT_NOTICE.name)
    dialog = dialog_of(app)
    confirm(ctx, dialog)
    wait_until(lambda: ctx.jobs.is_idle and "2026-11-28，秦望舒签收" in words_of(page))
    assert buttons(page) == []


def test_what_an_account_may_not_do_is_not_offered(
    office: Office, jobs: Jobs, show: ShowWidget, open_as: OpenAs
) -> None:
    case_id = on_file(office)
    add_colleagues(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    clerk = open_as("clerk")
    page = opened(Context(clerk, jobs), show, ExitPage, case_id)
    assert buttons(page) == []
    assert "正在等待审核人员办理" in words_of(page)


# ------------------------------------------------------------------ 回访


def test_visit_is_written_down_once_however_often_the_button_is_pressed(
    office: Office, ctx: Context, app: QApplication, show: ShowWidget
) -> None:
    case_id = on_file(office)
    page = opened(ctx, show, FollowUpPage, case_id)
    assert "还没有走访记录\n走访后用上面的“登记走访…”登记" in words_of(page)
    page.start(Op.RECORD_VISIT.name)
    dialog = dialog_of(app)
    fill(dialog, method="入户", visitor_one="方知行", visitor_two="方知行", is_cause_gone="否")
    confirm(ctx, dialog)
    assert "不能是同一个人" in dialog.form.error("visitor_two")
    fill(dialog, visitor_two="孟与之", relapse_risk="关注", monthly_income_fen="5200")
    dialog.main_button.click()
    dialog.main_button.click()
    assert ctx.jobs.wait()
    wait_until(lambda: ctx.jobs.is_idle and "返困风险：关注" in words_of(page))
    assert page.data is not None
    assert len(page.data.lines) == 1
    assert "5,200.00 元" in words_of(page)
    assert "未消除" in words_of(page)


def test_no_button_is_named_where_none_is_offered(
    office: Office, jobs: Jobs, show: ShowWidget, open_as: OpenAs
) -> None:
    case_id = on_file(office)
    add_colleagues(office)
    page = opened(Context(open_as("reviewer"), jobs), show, FollowUpPage, case_id)
    assert "还没有走访记录" in words_of(page)
    assert buttons(page) == [] and "上面的" not in words_of(page)


def test_review_asks_for_an_assessment_first(
    office: Office, ctx: Context, app: QApplication, show: ShowWidget
) -> None:
    case_id = on_file(office)
    page = opened(ctx, show, FollowUpPage, case_id)
    assert "请先在认定页做一次新的认定" in words_of(page)
    page.start(Op.ANNUAL_REVIEW.name)
    dialog = dialog_of(app)
    confirm(ctx, dialog)
    assert "请先在认定页做一次新的认定" in dialog.error()
    dialog.reject()
    settle()


def test_return_opens_the_new_draft(
    office: Office,
    ctx: Context,
    app: QApplication,
    show: ShowWidget,
    ticking: TickingClock,
    trips: Trips,
) -> None:
    case_id = watched(office, ticking)
    page = opened(ctx, show, FollowUpPage, case_id)
    assert buttons(page) == ["登记回访…", "跟踪期满…", "跟踪终止…", "返困…"]
    page.start(Op.RETURN_TO_HARDSHIP.name)
    dialog = dialog_of(app)
    fill(dialog, note="本人旧病复发。")
    confirm(ctx, dialog)
    ((screen, what),) = trips.asked
    assert (screen, what["page"]) == ("case", "facts")
    assert what["case_id"] != case_id
    assert case_row(office, what["case_id"]).stage is Stage.DRAFT


def test_watch_is_ended_and_stopped_from_the_page(
    office: Office, ctx: Context, app: QApplication, show: ShowWidget, ticking: TickingClock
) -> None:
    case_id = watched(office, ticking)
    record_follow_up(office, case_id=case_id, entry=replace(VISIT, visited_on=date(2026, 11, 28)))
    page = opened(ctx, show, FollowUpPage, case_id)
    page.start(Op.END_WATCH.name)
    dialog = dialog_of(app)
    confirm(ctx, dialog)
    assert "2027-05-29" in dialog.error()
    dialog.reject()
    settle()
    page.start(Op.WATCH_ENDED.name)
    dialog = dialog_of(app)
    fill(dialog, kind="迁出", note="全家迁往邻县。")
    confirm(ctx, dialog)
    assert case_row(office, case_id).closed_reason == "迁出"


# ------------------------------------------------------------------ 历史


def test_history_unfolds_what_an_operation_changed(
    office: Office, ctx: Context, show: ShowWidget
) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    page = opened(ctx, show, HistoryPage, case_id)
    item = next(iter(page.items.values()))
    assert "提出退出" in words_of(page)
    assert "拟退出" not in words_of(page)
    click(item.button)
    assert ctx.jobs.wait()
    settle()
    assert item.is_unfolded
    assert "在档帮扶\n拟退出" in words_of(page)
    bus().changed.emit(Changes(Op.PRINT_FORM, case_ids=(case_id,)))
    wait_until(lambda: ctx.jobs.is_idle and next(iter(page.items.values())).is_unfolded)
    click(next(iter(page.items.values())).button)
    assert "拟退出" not in words_of(page)


def test_last_step_is_taken_back_with_a_reason(
    office: Office, ctx: Context, show: ShowWidget
) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    page = opened(ctx, show, HistoryPage, case_id)
    dialog = page.ask_take_back()
    assert isinstance(dialog, ReasonDialog)
    settle()
    click(dialog.main_button)
    assert "请写明撤回的原因" in dialog.error()
    dialog._area.setPlainText("提错了人。")
    click(dialog.main_button)
    assert ctx.jobs.wait()
    settle()
    assert case_row(office, case_id).stage is Stage.ON_FILE
    wait_until(lambda: ctx.jobs.is_idle and "已被撤回上一步" in words_of(page))
    assert page.take_back_button is not None
    assert not page.take_back_button.isEnabled()
    assert "没有可以撤回的步骤" in words_of(page)


def test_history_of_another_case_is_not_mixed_in(
    office: Office, ctx: Context, show: ShowWidget
) -> None:
    first = on_file(office)
    second = file_case(office, Stage.ON_FILE, number="QH-2026-00002", name="苏晚晴")
    record_visit(office, case_id=first, entry=VISIT)
    page = opened(ctx, show, HistoryPage, first)
    assert "登记走访" in words_of(page)
    page.show_case(second)
    assert ctx.jobs.wait()
    settle()
    assert "登记走访" not in words_of(page)


def test_who_sees_no_operation_is_not_told_that_there_is_none(
    office: Office, jobs: Jobs, show: ShowWidget, open_as: OpenAs
) -> None:
    case_id = on_file(office)
    add_colleagues(office)
    record_visit(office, case_id=case_id, entry=VISIT)
    page = opened(Context(open_as("clerk"), jobs), show, HistoryPage, case_id)
    assert "您没有办理过这份档案" in words_of(page)
    assert "还没有操作记录" not in words_of(page)


# ------------------------------------------------------------------ 回访跟踪


def test_followups_open_the_household_by_keyboard(
    office: Office, ctx: Context, show: ShowWidget, trips: Trips, ticking: TickingClock
) -> None:
    late = file_case(
        office,
        Stage.ON_FILE,
        number="QH-2026-00002",
        name="苏晚晴",
        filed_on=date(2026, 5, 10),
        since=date(2026, 5, 10),
    )
    watched(office, ticking)
    screen = FollowUpsScreen(ctx)
    show(screen, 1190, 640)
    wait_until(lambda: ctx.jobs.is_idle and len(screen.table.rows()) == 1)
    assert presenter.due_word(screen.table.rows()[0]) == presenter.Word("超期 18 天", "red")
    assert presenter.heading(screen.found) == "近期要办 1 户，其中超期 1 户，跟踪中 1 户。"
    screen.table.choose(0)
    press(screen.table, Qt.Key.Key_Return)
    assert trips.asked == [("case", {"case_id": late, "page": "followup"})]
    screen.show_only(Show.WATCHED)
    assert [presenter.watch_words(one) for one in screen.table.rows()] == ["脱困，至 2027-05-28"]
    screen.show_only(Show.ALL)
    assert len(screen.table.rows()) == 2
    assert screen.tabs.tabText(0) == "近期要办的 1"


def test_empty_followups_say_what_to_do_first(
    office: Office, ctx: Context, show: ShowWidget
) -> None:
    screen = FollowUpsScreen(ctx)
    show(screen, 1190, 640)
    assert ctx.jobs.wait()
    settle()
    assert "没有要走访的家庭" in words_of(screen)
    assert presenter.empty_words(FollowUps(), Show.WATCHED)[0] == "没有正在跟踪的家庭"


def test_record_of_a_signed_sheet_is_offered_where_nobody_may_approve(
    office: Office, show: ShowWidget, jobs: Jobs, open_as: OpenAs, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    to_exit_approval(office, case_id, ticking)
    page = opened(Context(office, jobs), show, ExitPage, case_id)
    assert "审批人在纸上签字的，可以由您登记" in words_of(page)
