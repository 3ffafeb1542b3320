"""Quality lists in the window: a list is gone through by keyboard, and what is mended leaves it."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.cases import quality
from app.cases.quality import Fault
from app.cases.transfer import transfer_cases
from app.changes import Op
from app.office import units
from app.office.session import Office
from app.progress import Progress
from db.codes import Stage
from db.models import Case, FiledValue
from tests.app.cases.households import Filing, file
from tests.ui.driver import click, parts, press, settle, wait_until
from ui import list_export
from ui.commands import bus
from ui.context import Context
from ui.jobs import Jobs
from ui.list_export import ExportDialog
from ui.main_window import MainWindow
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.view import CaseScreen
from ui.screens.quality import presenter, view
from ui.screens.quality.view import QualityScreen
from ui.style import SIZE, px
from ui.widgets import Label, LinkButton

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def ids(office: Office) -> list[int]:
    """Three drafts whose sums do not fit, and one that is in order."""
    people = {"filed_people": 4}
    return file(
        office,
        [
            Filing("覃永福", "QH-1", Stage.DRAFT, household=people),
            Filing("韦秀兰", "QH-2", Stage.DRAFT, household=people),
            Filing("黄秀兰", "QH-3", Stage.DRAFT, household=people),
            Filing("莫丽华", "QH-4", Stage.DRAFT),
        ],
    )


@pytest.fixture
def window(
    office: Office, jobs: Jobs, ids: list[int], show: Callable[..., QWidget]
) -> Iterator[MainWindow]:
    """The main window over them."""
    made = MainWindow(Context(office, jobs))
    show(made, 1366, 768)
    jobs.wait()
    yield made
    jobs.wait()


def _case(window: MainWindow) -> CaseScreen:
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    return screen


def _quality(window: MainWindow) -> QualityScreen:
    screen = window.current()
    assert isinstance(screen, QualityScreen)
    return screen


def _open_first(window: MainWindow, jobs: Jobs) -> None:
    """The first file of the list of sums."""
    window.go("quality", fault=Fault.SUMS)
    jobs.wait()
    screen = _quality(window)
    screen.files.choose(0)
    press(screen.files, Qt.Key.Key_Return)
    jobs.wait()


def test_a_window_of_1280_tells_what_does_not_fit_to_its_end(
    window: MainWindow, jobs: Jobs
) -> None:
    window.resize(1280, 800)
    window.go("quality", fault=Fault.SUMS)
    jobs.wait()
    settle()
    files = _quality(window).files
    told = "家庭年度总收入填的是 48000.00 元，按档案各人收入合计为 42000.00 元。"
    assert files.fontMetrics().horizontalAdvance(told) + 2 * px(SIZE.gap) <= files.columnWidth(1)


def test_a_list_is_gone_through_by_keyboard(
    window: MainWindow, jobs: Jobs, office: Office, ids: list[int]
) -> None:
    press(window, Qt.Key.Key_J, CTRL)
    wait_until(lambda: isinstance(window.current(), QualityScreen))
    jobs.wait()
    screen = _quality(window)
    assert presenter.of(screen.lists, Fault.SUMS).total == 3
    assert screen.fault.name == "SUMS", "the first list that has something on it"
    press(screen.names, Qt.Key.Key_Down)
    assert screen.fault.name == "PAPERS"
    press(screen.names, Qt.Key.Key_Up)
    assert "加起来" in screen.about.text()
    press(screen.names, Qt.Key.Key_Return)
    assert screen.files.hasFocus()
    press(screen.files, Qt.Key.Key_Return)
    jobs.wait()
    case = _case(window)
    assert case.case_id == ids[0]
    assert case.trail.isVisible()
    assert not case.trail.back_button.isEnabled()
    press(case, Qt.Key.Key_Down, ALT)
    wait_until(lambda: case.case_id == ids[1])
    jobs.wait()
    assert case.case_id == ids[1]
    assert case.trail.place.text() == "数字对不上 2/3"
    assert "4 人" in case.trail.why.text()
    page = case.current_page()
    assert isinstance(page, FactsPage)
    page.form.put("filed_people", 1)
    press(page, Qt.Key.Key_F8)
    wait_until(lambda: case.trail.why.text().startswith("已处理"))
    press(case, Qt.Key.Key_Up, ALT)
    wait_until(lambda: case.case_id == ids[0])
    press(case, Qt.Key.Key_Home, ALT)
    wait_until(lambda: isinstance(window.current(), QualityScreen))
    screen = _quality(window)
    jobs.wait()
    assert screen.fault.name == "SUMS"
    assert [row.case_id for row in screen.files.rows()] == [ids[0], ids[2]]


def test_back_at_the_list_one_stands_where_one_left_it(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    _open_first(window, jobs)
    case = _case(window)
    press(case, Qt.Key.Key_Down, ALT)
    wait_until(lambda: case.case_id == ids[1])
    press(case, Qt.Key.Key_Home, ALT)
    wait_until(lambda: isinstance(window.current(), QualityScreen))
    jobs.wait()
    settle()
    assert _quality(window).files.currentIndex().row() == 1
    assert _quality(window).files.hasFocus()


def test_another_way_to_a_file_leaves_the_list(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    _open_first(window, jobs)
    assert _case(window).trail.isVisible()
    window.go("case", case_id=ids[0], page="members")
    assert _case(window).trail.isVisible(), "another page of the same file"
    window.go("case", case_id=ids[3])
    settle()
    assert not _case(window).trail.isVisible()


def test_an_old_value_that_is_right_is_kept_by_a_button(
    window: MainWindow, jobs: Jobs, office: Office, ids: list[int]
) -> None:
    with office.write(Op.IMPORT, is_bulk=True) as work:
        case = work.session.get_one(Case, ids[3])
        work.session.add(
            FiledValue(household_id=case.household_id, field="main_cause", value="因灾")
        )
        work.done()
    window.go("case", case_id=ids[0], page="facts")
    jobs.wait()
    page = _case(window).current_page()
    assert isinstance(page, FactsPage)
    assert page.keep_button.isHidden()
    window.go("case", case_id=ids[3], page="facts")
    jobs.wait()
    assert "主要致困原因“因灾”" in page.filed.text()
    click(page.keep_button)
    jobs.wait()
    assert page.filed.isHidden()
    assert page.keep_button.isHidden()


def test_an_export_holds_the_whole_list(
    window: MainWindow, jobs: Jobs, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "MOST_SHOWN", 1)
    monkeypatch.setattr(list_export, "after_export_password", lambda _ctx, _at, then: then())
    window.go("quality", fault=Fault.SUMS)
    jobs.wait()
    screen = _quality(window)
    assert len(screen.files.rows()) == 1
    assert "还有 2 户" in screen.rest.text()
    press(screen.files, Qt.Key.Key_E, CTRL)
    wait_until(lambda: bool(parts(window, ExportDialog)))
    (dialog,) = parts(window, ExportDialog)
    assert "导出 3 户" in [label.text() for label in parts(dialog, Label)]


def test_a_long_check_tells_how_far_it_is_and_can_be_stopped(
    window: MainWindow, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    ever = Event()

    def check_for_ever(_office: Office, *, progress: Progress) -> None:
        progress.start("检查档案", 7)
        progress.step(3)
        while not ever.wait(0.01):
            progress.check()

    with monkeypatch.context() as slow:
        slow.setattr(view, "quality_lists", check_for_ever)
        slow.setattr(view, "LONG_WORK_MS", 1)
        window.go("quality")
        screen = _quality(window)
        wait_until(lambda: "已完成 3，共 7" in screen.checking.text())
        assert "正在检查档案…" in [label.text() for label in parts(screen.heading, Label)]
        click(parts(screen.checking, LinkButton)[0])
        jobs.wait()
    assert "已停止" in screen.checking.text()
    assert presenter.heading(screen.lists, is_checking=False) == "还没有检查完。"
    click(parts(screen.checking, LinkButton)[0])
    jobs.wait()
    assert screen.checking.isHidden()
    assert presenter.of(screen.lists, Fault.SUMS).total == 3


def test_the_unit_has_a_column_where_there_are_several(
    window: MainWindow, jobs: Jobs, office: Office, ids: list[int]
) -> None:
    window.go("quality", fault=Fault.SUMS)
    jobs.wait()
    screen = _quality(window)
    at = screen.files.titles().index("单位")
    assert screen.files.isColumnHidden(at)
    root = office.user.unit_id
    below = units.save_unit(office, parent_id=root, name="纺织厂工会", level="基层").result_id
    object.__setattr__(office.user, "scope", frozenset({root, below}))
    handed_over = transfer_cases(office, case_ids=ids[:1], unit_id=below, reason="划转")
    bus().changed.emit(handed_over)
    jobs.wait()
    assert not screen.files.isColumnHidden(at)
    assert [one.unit for one in screen.files.rows()][0] == "纺织厂工会"
    bus().changed.emit(transfer_cases(office, case_ids=ids, unit_id=below, reason="划转"))
    jobs.wait()
    assert screen.files.isColumnHidden(at), "all of one union"


def test_an_empty_list_says_so(window: MainWindow, jobs: Jobs) -> None:
    window.go("quality")
    jobs.wait()
    screen = _quality(window)
    window.go("quality", fault=Fault.DOUBLES)
    assert screen.files.rows() == ()
    press(screen.files, Qt.Key.Key_E, CTRL)
    wait_until(lambda: bool(screen.banner.text()))
    assert screen.banner.text() == "列表里没有档案，没有可以导出的内容。"
    assert presenter.empty_words(is_read=True, is_checking=False)[0] == "没有这样的档案"
    assert "张清单里有要处理的档案" in presenter.heading(screen.lists, is_checking=False)
    assert all(presenter.about(fault).endswith("。") for fault in Fault)
