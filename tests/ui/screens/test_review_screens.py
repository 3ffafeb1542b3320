"""The lists 审核审批 and 公示: their words, filters, and that a row opens its case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.office.session import Office
from app.review.lists import NoticeRow, ReviewRow
from app.review.publicity import NoticeEntry, post_publicity
from db.codes import Stage
from tests.app.review.review_cases import file_case
from tests.conftest import TODAY, TickingClock
from tests.ui.driver import click, parts, press, settle
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.review import presenter
from ui.screens.review.presenter import Show
from ui.screens.review.view import PublicityScreen, ReviewScreen
from ui.widgets import EmptyState, LinkButton

ROW = ReviewRow(
    1,
    "QH-1",
    "秦望舒",
    "青禾县总工会",
    "审核",
    "审核",
    "",
    "请完成审核。",
    None,
    0,
    True,
    "approval",
)
NOTICE = NoticeRow(
    1,
    "QH-1",
    "秦望舒",
    "青禾县总工会",
    "建档公示",
    "深度困难职工",
    "公告栏",
    TODAY,
    date(2026, 11, 21),
    date(2026, 11, 27),
    5,
    False,
    0,
    date(2026, 11, 28),
    False,
)


def test_words_of_a_limit() -> None:
    words = {
        presenter.due_word(one, TODAY)
        for one in (
            ROW,
            replace(ROW, due=TODAY),
            replace(ROW, due=date(2026, 11, 22)),
            replace(ROW, due=date(2026, 11, 30)),
            replace(ROW, due=date(2026, 11, 17), overdue_days=3),
        )
    }
    assert {(word.text, word.tone) for word in words} == {
        ("不限期", "neutral"),
        ("今天到期", "amber"),
        ("11-22 前", "amber"),
        ("11-30 前", "neutral"),
        ("超期 3 天", "red"),
    }


def test_words_of_a_notice() -> None:
    assert presenter.notice_word(NOTICE).text == "公示中"
    assert presenter.notice_word(replace(NOTICE, can_close=True)).text == "已期满"
    assert presenter.notice_word(replace(NOTICE, open_objections=2)).text == "异议 2 条"
    assert presenter.notice_word(replace(NOTICE, posted_on=None)).text == "待张贴"
    assert presenter.notice_days(replace(NOTICE, is_unpublished=True)) == (
        "11-21 至 11-27（5 个工作日，节假日未公布）"
    )
    assert presenter.notice_heading(()) == ""


def test_filters_keep_the_order() -> None:
    rows = (ROW, replace(ROW, case_id=2, is_mine=False, overdue_days=4), replace(ROW, case_id=3))
    assert [one.case_id for one in presenter.shown(rows, Show.MINE)] == [1, 3]
    assert [one.case_id for one in presenter.shown(rows, Show.LATE)] == [2]
    assert presenter.review_heading(rows) == "等待审核审批 3 件，其中您能办理 2 件，超期 1 件。"


def _standing(
    kind: type[ReviewScreen] | type[PublicityScreen],
    office: Office,
    jobs: Jobs,
    show: Callable[..., QWidget],
) -> tuple[Any, list[dict[str, object]]]:
    gone: list[dict[str, object]] = []
    ctx = Context(office, jobs, go=lambda screen, **what: gone.append({"screen": screen, **what}))
    screen = kind(ctx)
    show(screen, 1190, 688)
    assert jobs.wait()
    settle()
    return screen, gone


def test_enter_opens_the_case_where_it_is_decided(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    made = file_case(office, Stage.REVIEW)
    screen, gone = _standing(ReviewScreen, office, jobs, show)
    press(screen.table, Qt.Key.Key_Return)
    assert gone == [{"screen": "case", "case_id": made, "page": "approval"}]


def test_filters_are_buttons_and_empty_lists_say_why(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    file_case(office, Stage.REVIEW)
    screen, _ = _standing(ReviewScreen, office, jobs, show)
    late = next(one for one in parts(screen, LinkButton) if one.text() == Show.LATE.value)
    click(late)
    assert len(screen.table.rows()) == 0
    assert [one.isVisible() for one in parts(screen.table, EmptyState)][-1]
    click(next(one for one in parts(screen, LinkButton) if one.text() == Show.ALL.value))
    assert len(screen.table.rows()) == 1


def test_notices_open_the_tab_of_the_notice(
    office: Office, jobs: Jobs, show: Callable[..., QWidget], ticking: TickingClock
) -> None:
    hanging = file_case(office, Stage.EXIT_PUBLICITY, category="相对困难职工")
    post_publicity(office, case_id=hanging, entry=NoticeEntry(TODAY, "单位公告栏"))
    file_case(office, Stage.PUBLICITY, number="QH-2026-00002", name="陆九渊")
    screen, gone = _standing(PublicityScreen, office, jobs, show)
    assert [row.posted_on for row in screen.table.rows()] == [TODAY, None]
    screen.table.choose(0)
    press(screen.table, Qt.Key.Key_Return)
    assert gone == [{"screen": "case", "case_id": hanging, "page": "publicity"}]


def test_nothing_waits_in_a_new_office(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    screen, _ = _standing(PublicityScreen, office, jobs, show)
    assert any(one.isVisible() for one in parts(screen, EmptyState))
