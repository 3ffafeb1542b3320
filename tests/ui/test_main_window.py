"""The window on a real file: going about, searching by keyboard, what the status line says."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.changes import Op
from app.office.session import Office
from db.codes import Stage
from tests.app.cases.households import Filing, file
from tests.ui.driver import click, parts, press, settle, type_text, wait_until
from ui.drafts import kept_signal
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.navigation import PLACES
from ui.screens.case.actions import run_direct
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.pages import PAGES
from ui.screens.case.view import CaseScreen
from ui.screens.cases.view import CasesScreen
from ui.screens.new_case.view import NewCaseDialog
from ui.screens.settings.view import SettingsScreen
from ui.screens.workbench.view import WorkbenchScreen
from ui.widgets import Dialog, TextArea
from ui.widgets.text import ElidedLabel


@pytest.fixture
def ids(office: Office) -> list[int]:
    """Three households."""
    return file(
        office,
        (
            Filing("覃永福", "QH-1", Stage.FIRST_REVIEW, people=(("韦秀兰", "配偶"),)),
            Filing("张晓明", "QH-2"),
            Filing("张晓", "QH-3", Stage.DRAFT),
        ),
    )


def _workbench(window: MainWindow) -> WorkbenchScreen:
    screen = window.screen_of("workbench")
    assert isinstance(screen, WorkbenchScreen)
    return screen


def _case(window: MainWindow) -> CaseScreen:
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    return screen


def test_it_begins_at_the_workbench_and_tells_the_truth(window: MainWindow) -> None:
    assert window.current() is _workbench(window)
    assert _workbench(window).tasks.rows()
    assert window.status.part("saved") == "没有未保存的改动"
    assert window.status.part("backup") == "还没有备份"
    assert window.status.part("rules").startswith("还没有生效的认定标准")


def test_every_place_opens_and_refreshes(window: MainWindow, jobs: Jobs) -> None:
    for key in window.places():
        if key == "case":
            continue
        window.go(key)
        jobs.wait()
        current = window.current()
        assert current is not None
        assert current.key == key
        assert current.isVisible()


def test_places_are_named_once() -> None:
    keys = [place.key for place in PLACES]
    assert len(keys) == len(set(keys))
    shortcuts = [place.shortcut for place in PLACES if place.shortcut]
    assert len(shortcuts) == len(set(shortcuts))
    tabs = [entry.key for entry in PAGES]
    assert len(tabs) == len(set(tabs))


def test_the_search_is_walked_and_opened_by_keyboard(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    line = window.search.focusProxy()
    assert line is not None
    assert line.hasFocus()
    type_text(window.search, "zhangx")
    jobs.wait()
    assert window.popup.isVisible()
    assert [hit.name for hit in window.popup.table.rows()] == ["张晓", "张晓明"]
    press(window.search.focusProxy(), Qt.Key.Key_Down)
    press(window.search.focusProxy(), Qt.Key.Key_Return)
    jobs.wait()
    assert not window.popup.isVisible()
    assert _case(window).case_id == ids[1]
    assert window.search.text() == ""


def test_the_people_below_the_first_follow_and_the_chosen_one_stays(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.search_popup._AT_ONCE", 1)
    window.search.set_text("zhangx")
    wait_until(lambda: window.popup.answered() == "zhangx")
    assert window.popup.note() == "找到 2 人。↑ ↓ 选择，回车打开，Esc 收起。"
    assert len(window.popup.table.rows()) == 1
    wait_until(lambda: len(window.popup.table.rows()) == 2)
    assert [hit.name for hit in window.popup.table.rows()] == ["张晓", "张晓明"]
    assert window.popup.table.currentIndex().row() == 0


def test_enter_before_the_answer_opens_the_first(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    window.search.set_text("韦秀兰")
    press(window.search.focusProxy(), Qt.Key.Key_Return)
    jobs.wait()
    assert _case(window).case_id == ids[0]


def test_nobody_found_says_how_to_search_and_esc_closes(window: MainWindow, jobs: Jobs) -> None:
    window.search.set_text("不存在")
    jobs.wait()
    assert window.popup.isVisible()
    assert not window.popup.table.isVisible()
    press(window.search.focusProxy(), Qt.Key.Key_Escape)
    assert not window.popup.isVisible()


def test_the_case_page_answers_four_questions(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    window.go("case", case_id=ids[0])
    jobs.wait()
    screen = _case(window)
    assert screen.facts is not None
    assert screen.facts.applicant == "覃永福"
    assert screen.side.red is not None
    assert screen.side.red.text() in ("初审通过", "补齐资料")
    assert "第 2 步" in screen.stepper.spoken(screen.stepper.cursor_step())


def test_the_keys_stay_at_the_file_when_its_red_button_goes(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    window.go("case", case_id=ids[0])
    jobs.wait()
    screen = _case(window)
    assert screen.facts is not None
    assert screen.side.red is not None
    screen.side.red.setFocus()
    screen.side.show_facts(screen.facts)
    settle()
    assert screen.side.red.hasFocus()
    screen.side.show_facts(replace(screen.facts, actions=(), tasks=()))
    settle()
    held = QApplication.focusWidget()
    assert held is not None
    assert held is screen.tabs or screen.tabs.isAncestorOf(held)


def test_a_task_opens_its_case_by_enter(window: MainWindow, jobs: Jobs) -> None:
    table = _workbench(window).tasks
    table.choose(0)
    line = table.current_row()
    press(table, Qt.Key.Key_Return)
    jobs.wait()
    assert line is not None
    assert _case(window).case_id == line.case_id


def test_a_new_file_is_asked_for_by_keyboard(window: MainWindow, jobs: Jobs) -> None:
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: bool(parts(window, Dialog)))  # Qt shows the button pressed for a moment
    jobs.wait()
    dialogs = parts(window, Dialog)
    assert [dialog.accessibleName() for dialog in dialogs] == ["新建档案"]
    dialogs[0].reject()
    settle()


def test_every_tab_of_the_case_page_opens(window: MainWindow, jobs: Jobs, ids: list[int]) -> None:
    window.go("case", case_id=ids[1])
    jobs.wait()
    for entry in PAGES:
        _case(window).show_page(entry.key)
        jobs.wait()
        page = _case(window).current_page()
        assert page is not None
        assert page.key == entry.key
        assert page.isVisible()


def test_what_was_opened_stands_on_the_workbench(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    window.go("case", case_id=ids[1])
    jobs.wait()
    window.go("workbench")
    jobs.wait()
    assert [one.applicant for one in _workbench(window).recent.rows()] == ["张晓明"]


def test_a_stage_operation_runs_from_the_right_column(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    window.go("case", case_id=ids[0])
    jobs.wait()
    screen = _case(window)
    assert screen.facts is not None
    dialog = run_direct(screen, window.ctx, screen.facts, Op.RETURN_FIRST_REVIEW)
    settle()
    dialog.main_button.click()
    settle()
    assert dialog.isVisible()  # the reason is missing
    parts(dialog, TextArea)[0].setPlainText("材料不齐")
    dialog.main_button.click()
    jobs.wait()
    settle()
    wait_until(lambda: screen.facts is not None and screen.facts.stage is Stage.APPLIED)
    assert window.status.part("saved").startswith("已保存")
    kept_signal().changed.emit(True)
    assert "还没有保存" in window.status.part("saved")
    kept_signal().typed.emit(False)
    assert window.status.part("saved").startswith("已保存"), "what was kept beside is gone with it"


def test_filters_of_the_list_are_remembered(window: MainWindow, jobs: Jobs) -> None:
    window.go("cases")
    jobs.wait()
    screen = window.current()
    assert isinstance(screen, CasesScreen)
    assert len(screen.table.rows()) == 3
    screen.stage.setCurrentIndex(2)
    jobs.wait()
    assert [row.name for row in screen.table.rows()] == ["张晓"]
    window.go("workbench")
    window.go("cases")
    jobs.wait()
    assert screen.stage.currentIndex() == 2
    screen.clear_filters()
    jobs.wait()
    assert len(screen.table.rows()) == 3


def test_the_status_line_leads_to_what_it_asks_for(window: MainWindow) -> None:
    assert "还没有生效的认定标准" in window.status.part("rules")
    (part,) = (one for one in parts(window.status, ElidedLabel) if "认定标准" in one.text())
    click(part)
    wait_until(lambda: isinstance(window.current(), SettingsScreen))
    screen = window.current()
    assert isinstance(screen, SettingsScreen) and screen.page("rules").isVisible()


def test_what_is_unsaved_on_the_page_is_said_after_another_form_was_given_up(
    window: MainWindow, ids: list[int], jobs: Jobs
) -> None:
    window.go("case", case_id=ids[2], page="facts")
    assert jobs.wait()
    page = _case(window).current_page()
    assert isinstance(page, FactsPage)
    page.form.put("name", "张小")
    window.new_case()
    (dialog,) = parts(window, NewCaseDialog)
    dialog.form.put("name", "罗小满")
    dialog.give_up()
    assert jobs.wait()
    assert window.status.part("saved") == "有未保存的改动"
    page.discard()
    assert window.status.part("saved") == "没有未保存的改动"
