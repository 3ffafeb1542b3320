"""In the largest type, in the narrowest window: what is to be read or pressed stands whole."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.cases.commands import add_member
from app.office.session import Office
from db.codes import Stage
from tests.app.cases.households import Filing, file
from tests.app.cases.invented import full_draft
from tests.ui.driver import parts, settle, snapshot, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.case.pages import PAGES
from ui.screens.case.view import CaseScreen
from ui.screens.settings.view import PAGES as SETTINGS
from ui.screens.settings.view import SettingsScreen
from ui.style import SIZE, apply_theme, px
from ui.widgets import Chip, DataTable, Foot, Label, Stepper


@pytest.fixture
def case_id(office: Office) -> int:
    """A file with a long name and a long category."""
    case = {"category": "深度困难职工", "category_to_review": True}
    return file(office, [Filing("欧阳尉迟永福", "QH-2026-00063", Stage.ON_FILE, case=case)])[0]


@pytest.fixture
def window(
    app: QApplication, office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> Iterator[MainWindow]:
    """The smallest window at 150 %."""
    apply_theme(app, scale=1.5)
    made = MainWindow(Context(office, jobs))
    size = made.minimumSize()
    show(made, size.width(), size.height())
    assert jobs.wait()
    settle()
    yield made
    apply_theme(app)


def _cut(whole: QWidget) -> list[str]:
    """The buttons and chips that have less room than their words need, or lie outside."""
    found: list[QPushButton | Chip] = [*parts(whole, QPushButton), *parts(whole, Chip)]
    return [
        one.text()
        for one in found
        if one.isVisibleTo(whole)
        and (
            one.width() < one.minimumSizeHint().width()
            or one.mapTo(whole, one.rect().topRight()).x() >= whole.width()
        )
    ]


def test_every_tab_of_a_file_keeps_its_buttons_whole(
    window: MainWindow, jobs: Jobs, case_id: int
) -> None:
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    for entry in PAGES:
        window.go("case", case_id=case_id, page=entry.key)
        assert jobs.wait()
        settle()
        assert screen.width() <= window.width(), "the page asks for more than the window has"
        assert _cut(window) == [], entry.key
    snapshot(window, "case-150-small")
    (stepper,) = parts(screen, Stepper)
    assert stepper.width() >= stepper.minimumSizeHint().width()


@pytest.mark.parametrize("page", ["members", "transcription"])
def test_all_lines_of_buttons_stand_under_the_page(
    window: MainWindow, jobs: Jobs, case_id: int, page: str
) -> None:
    window.go("case", case_id=case_id, page=page)
    assert jobs.wait()
    settle()
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    (foot,) = parts(screen.page(page), Foot)
    needed = foot.heightForWidth(foot.width())
    assert needed > px(SIZE.row) * 2, "the buttons stand in two lines"
    assert foot.visibleRegion().boundingRect().height() >= needed


def test_an_operation_keeps_its_day(window: MainWindow, jobs: Jobs, office: Office) -> None:
    window.go("case", case_id=full_draft(office), page="history")
    assert jobs.wait()
    settle()
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    heads = [one for one in parts(screen.page("history"), Label) if "2026-" in one.text()]
    days = [one for one in heads if not one.wordWrap()]
    assert days and all(one.width() >= one.sizeHint().width() for one in days)


def test_the_right_column_is_no_wider_than_it_is_seen(
    window: MainWindow, jobs: Jobs, office: Office
) -> None:
    case_id = full_draft(office)
    for name in ("韦秀兰", "覃怡雨"):
        add_member(office, case_id=case_id, values={"name": name})
    window.go("case", case_id=case_id, page="facts")
    assert jobs.wait()
    settle()
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    assert any(one.text() == "20 项必填内容没有填" for one in parts(screen.side, Label))
    assert screen.side.widget().width() == screen.side.viewport().width()


def test_every_page_of_the_settings_keeps_its_words_and_buttons_whole(
    window: MainWindow, jobs: Jobs
) -> None:
    screen = window.screen_of("settings")
    assert isinstance(screen, SettingsScreen)
    for kind in SETTINGS:
        window.go("settings", page=kind.key)
        assert jobs.wait()
        settle()
        assert _cut(window) == [], kind.key
        for label in parts(screen.page(kind.key), Label):
            if label.isVisible() and label.wordWrap() and label.text():
                assert label.height() >= label.heightForWidth(label.width()), label.text()


_TABLES = ("review", "publicity", "followups", "quality", "registers", "operations", "funds")
_TABS = ("facts", "attachments", "assessment", "plan", "grants")

_PAGES = ("accounts", "units", "standards", "holidays", "texts", "seals", "backups")


def _sideways(screen: QWidget) -> list[str]:
    """The tables that hide columns behind a bar."""
    return [
        table.accessibleName()
        for table in parts(screen, DataTable)
        if table.isVisible() and table.horizontalScrollBar().maximum()
    ]


def test_no_everyday_list_is_read_sideways_on_a_small_laptop(
    window: MainWindow, jobs: Jobs, case_id: int
) -> None:
    window.resize(1366, 768)
    places: list[tuple[str, dict[str, object]]] = [(key, {}) for key in _TABLES]
    places += [("settings", {"page": key}) for key in _PAGES]
    places += [("case", {"case_id": case_id, "page": key}) for key in _TABS]
    for place, what in places:
        window.go(place, **what)
        assert jobs.wait()
        settle()
        screen = window.current()
        assert screen is not None and _sideways(screen) == [], (place, what)


def test_the_search_says_whole_that_nobody_was_found(window: MainWindow) -> None:
    window.search.set_text("查无此人的名字")
    wait_until(lambda: window.popup.answered() == "查无此人的名字")
    settle()
    snapshot(window, "search-none-150")
    (note,) = (one for one in parts(window.popup, Label) if one.text().startswith("没有找到"))
    assert note.wordWrap() and note.height() >= note.heightForWidth(note.width())
