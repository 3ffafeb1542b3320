"""Ctrl+Z and Ctrl+Y in the whole window: unsaved typing first, then what was saved."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.commands import edit_facts, submit
from app.cases.queries import case_file
from app.office.session import Office
from tests.app.cases.invented import full_draft
from tests.ui.driver import click, press, settle, wait_until
from ui.context import Context
from ui.fields.editors import LineEditor
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.history_page import HistoryPage
from ui.screens.case.view import CaseScreen
from ui.widgets import Dialog
from ui.widgets.keys import Key

CTRL = Qt.KeyboardModifier.ControlModifier


def _wait(jobs: Jobs) -> None:
    for _ in range(4):
        wait_until(lambda: jobs.is_idle)
        settle()


def _menu(window: MainWindow) -> list[str]:
    return [action.text() for action in window.who.menu().actions()]


def _status(window: MainWindow) -> str:
    return window.status.part("saved")


def test_taking_a_step_back_and_redoing_have_keys_of_their_own(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    case_id = full_draft(office)
    submit(office, case_id=case_id)
    window = MainWindow(Context(office, jobs))
    show(window, 1366, 768)
    window.go("case", case_id=case_id, page="history")
    _wait(jobs)
    shortcuts: list[Key] = list(window.findChildren(Key))
    taken = {key.toString() for one in shortcuts for key in one.sequences}
    assert taken >= {"Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"}
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    page = screen.page("history")
    assert isinstance(page, HistoryPage)
    button = page.take_back_button
    assert button is not None and button.isVisible()
    assert button.shortcut().toString() not in taken | {""}


def test_the_keys_reach_undo_and_redo_from_every_place(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    case_id = full_draft(office)
    edit_facts(office, case_id=case_id, household={"floor_area": "70"})
    window = MainWindow(Context(office, jobs))
    show(window, 1366, 768)
    _wait(jobs)

    def floor() -> object:
        return case_file(office, case_id).household.values["floor_area"]

    assert _menu(window)[:2] == ["撤销“修改档案”（覃永福）（Ctrl+Z）", "重做（Ctrl+Y）"]
    press(window, Qt.Key.Key_Z, CTRL)
    _wait(jobs)
    assert floor() == "62"
    assert _status(window).startswith("已撤销“修改档案”（覃永福）")
    assert _menu(window)[1] == "重做“修改档案”（覃永福）（Ctrl+Y）"
    press(window, Qt.Key.Key_Y, CTRL)
    _wait(jobs)
    assert floor() == "70"
    press(window, Qt.Key.Key_Z, CTRL)
    _wait(jobs)
    press(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    _wait(jobs)
    assert floor() == "70"
    window.go("case", case_id=case_id, page="facts")
    _wait(jobs)
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    page = screen.page("facts")
    assert isinstance(page, FactsPage)
    page.form.put("phone", "13900001111")
    settle()
    typed: bool = page.has_unsaved
    assert typed is True
    window.setFocus()
    press(window, Qt.Key.Key_Z, CTRL)
    _wait(jobs)
    unsaved, shown = page.has_unsaved, floor()
    assert (unsaved, shown) == (True, "70"), "typing went without a question"
    _agree()
    _wait(jobs)
    unsaved, shown = page.has_unsaved, floor()
    assert (unsaved, shown) == (False, "70")
    editor = page.form.field_editor("phone")
    assert isinstance(editor, LineEditor)
    window.activateWindow()
    page.form.focus("phone")
    settle()
    assert editor.hasFocus()
    press(editor, Qt.Key.Key_Z, CTRL)
    _wait(jobs)
    assert floor() == "62", "the field kept the key although nothing was typed in it"
    QTest.keyClicks(editor, "7")
    press(editor, Qt.Key.Key_Y, CTRL)
    press(editor, Qt.Key.Key_Z, CTRL)
    _wait(jobs)
    unsaved, shown = page.has_unsaved, floor()
    assert (unsaved, shown) == (False, "70"), "what is typed in a field is undone in it first"


def _agree() -> None:
    for one in QApplication.topLevelWidgets():
        if isinstance(one, Dialog) and one.isVisible():
            click(one.main_button)
