"""A window that stands past midnight knows the new day: offices lock it for the night and go on in the morning."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.office.session import Office
from app.review.lists import ReviewRow
from tests.app.cases.invented import full_draft
from tests.conftest import TickingClock
from tests.ui.driver import settle
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.facts_page import FactsPage
from ui.screens.registers.view import RegistersScreen
from ui.screens.review.view import ReviewScreen

Show = Callable[..., QWidget]
TOMORROW = date(2026, 11, 21)


def rest(jobs: Jobs) -> None:
    for _ in range(3):
        assert jobs.wait()
        settle()


def test_a_form_takes_the_new_day(
    office: Office, jobs: Jobs, show: Show, ticking: TickingClock
) -> None:
    page = FactsPage(Context(office, jobs))
    show(page, 1100, 700)
    page.show_case(full_draft(office))
    rest(jobs)
    ticking.set_day(TOMORROW)
    page.form.put_typed({"applied_on": TOMORROW.isoformat()})
    assert page.form.changes() == {"applied_on": TOMORROW}, page.form.error("applied_on")
    page.discard()
    rest(jobs)


def test_the_register_goes_on_to_the_new_day_unless_another_span_was_typed(
    office: Office, jobs: Jobs, show: Show, ticking: TickingClock
) -> None:
    screen = RegistersScreen(Context(office, jobs))
    show(screen, 1100, 700)
    rest(jobs)
    assert (screen.first.text(), screen.last.text()) == ("2026-01-01", "2026-11-20")
    ticking.set_day(date(2027, 1, 4))
    screen.refresh()
    rest(jobs)
    assert (screen.first.text(), screen.last.text()) == ("2027-01-01", "2027-01-04")
    screen.last.setText("2027-01-02")
    ticking.set_day(date(2027, 1, 5))
    screen.refresh()
    rest(jobs)
    assert screen.last.text() == "2027-01-02"


def test_what_is_due_today_is_said_of_the_new_day(
    office: Office, jobs: Jobs, show: Show, ticking: TickingClock
) -> None:
    screen = ReviewScreen(Context(office, jobs))
    show(screen, 1100, 700)
    rest(jobs)
    row = ReviewRow(
        case_id=1,
        number="QH-1",
        applicant="秦望舒",
        unit="青禾县总工会",
        stage="审核",
        kind="审核",
        category="",
        what="请完成审核。",
        due=TOMORROW,
        overdue_days=0,
        is_mine=True,
        page="approval",
    )
    screen.show_rows((row,))
    assert due_word(screen) == "11-21 前"
    ticking.set_day(TOMORROW)
    assert due_word(screen) == "今天到期"


def due_word(screen: ReviewScreen) -> str:
    return str(screen.table.model().index(0, 0).data())
