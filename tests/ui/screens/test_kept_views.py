"""Kept filters, columns and the order of names in the list, by keyboard and mouse on a real file."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from app.office.session import Office
from tests.app.cases.households import Filing, file
from tests.ui.driver import click, parts, press, settle, type_text
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.cases.view import CasesScreen
from ui.widgets import Button, MenuButton


@pytest.fixture
def screen(office: Office, jobs: Jobs, show: Callable[..., QWidget]) -> CasesScreen:
    """The list over three households."""
    file(
        office,
        [
            Filing("曾三", "QH-1", household={"main_cause": "子女上学"}),
            Filing("阿古", "QH-2"),
            Filing("丁一", "QH-3"),
        ],
    )
    found = CasesScreen(Context(office, jobs))
    show(found, 1200, 700)
    jobs.wait()
    return found


def _names(screen: CasesScreen) -> list[str]:
    return [one.name for one in screen.table.rows()]


def _entry(button: MenuButton, word: str) -> QAction:
    menu = button.menu()
    assert isinstance(menu, QMenu)
    return next(action for action in menu.actions() if word in action.text())


def test_a_filter_is_kept_by_name_and_used_again(screen: CasesScreen, jobs: Jobs) -> None:
    screen.cause.setCurrentIndex(screen.cause.findText("子女上学"))
    jobs.wait()
    assert _names(screen) == ["曾三"]
    dialog = screen.kept.ask_name()
    press(dialog.main_button, Qt.Key.Key_Space)
    jobs.wait()
    assert "起一个名称" in dialog.form.error("name")
    type_text(dialog.name, "shangxue")
    press(dialog.main_button, Qt.Key.Key_Space)
    jobs.wait()
    settle()
    assert not isValid(dialog)
    screen.clear_filters()
    jobs.wait()
    assert len(_names(screen)) == 3
    _entry(screen.kept.filters, "shangxue").trigger()
    jobs.wait()
    assert _names(screen) == ["曾三"]
    assert screen.cause.currentText() == "子女上学"


def test_columns_are_hidden_and_stay_so(screen: CasesScreen, jobs: Jobs) -> None:
    at = screen.table.titles().index("人口")
    clerk = screen.table.titles().index("经办人")
    assert not screen.table.isColumnHidden(at)
    assert screen.table.isColumnHidden(clerk)
    for word in ("人口", "经办人"):
        _entry(screen.kept.columns, word).trigger()
        jobs.wait()
    again = CasesScreen(screen.ctx)
    again.refresh()
    jobs.wait()
    for one in (screen, again):
        assert one.table.isColumnHidden(at)
        assert not one.table.isColumnHidden(clerk)
    again.deleteLater()
    _entry(screen.kept.columns, "恢复原样").trigger()
    jobs.wait()
    assert not screen.table.isColumnHidden(at)


def test_names_sort_by_pinyin_or_by_strokes(screen: CasesScreen, jobs: Jobs) -> None:
    assert _names(screen) == ["丁一", "阿古", "曾三"], "by another column"
    _entry(screen.kept.columns, "拼音").trigger()
    jobs.wait()
    assert _names(screen) == ["阿古", "丁一", "曾三"]
    name = screen.table.titles().index("申请人")
    assert screen.table.horizontalHeader().sortIndicatorSection() == name
    _entry(screen.kept.columns, "笔画").trigger()
    jobs.wait()
    assert _names(screen) == ["丁一", "阿古", "曾三"]
    screen.table.sort_asked.emit(name, True)
    jobs.wait()
    assert _names(screen) == ["曾三", "阿古", "丁一"]


def test_a_window_of_1280_shows_the_usual_columns_whole(screen: CasesScreen) -> None:
    rail, bar = 176, 14
    screen.window().resize(1280 - rail - bar, 700)
    settle()
    assert screen.table.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("width", range(900, 1250, 50))
def test_the_list_stays_where_it_is_when_a_filter_is_set(
    screen: CasesScreen, jobs: Jobs, width: int
) -> None:
    screen.resize(width, 700)
    settle()
    before = screen.table.mapTo(screen, QPoint())
    screen.cause.setCurrentIndex(screen.cause.findText("子女上学"))
    assert jobs.wait()
    settle()
    (reset,) = (
        one for one in parts(screen, Button) if one.text() == "清除筛选" and one.isVisible()
    )
    assert screen.table.mapTo(screen, QPoint()) == before
    click(reset)
    assert jobs.wait()
    assert len(_names(screen)) == 3 and not reset.isVisible()
