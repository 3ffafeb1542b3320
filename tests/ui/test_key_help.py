"""F1 tells the keys of what stands in front, read from the buttons and shortcuts that are there."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QScrollBar, QWidget

from app.office.session import Office
from tests.app.cases.invented import full_draft
from tests.ui.driver import parts, press, settle, snapshot, wait_until
from ui.context import Context
from ui.desk import desk
from ui.entry_window import EntryWindow
from ui.jobs import Jobs
from ui.key_help import KeysDialog, show_keys
from ui.main_window import MainWindow
from ui.navigation import PLACES
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.members_page import MembersPage
from ui.screens.case.record_dialog import RecordDialog
from ui.screens.case.view import CaseScreen
from ui.screens.new_case.view import NewCaseDialog
from ui.screens.settings.office_page import OfficePage
from ui.screens.settings.page import SettingsPage
from ui.screens.settings.printing_page import PrintingPage
from ui.screens.settings.procedure_page import ProcedurePage
from ui.style import apply_theme
from ui.widgets import Button, ElidedLabel, FormGrid, SearchBox, TextInput, tell
from ui.widgets.keys import keys_of

_UI = Path(__file__).parents[2] / "ui"


@pytest.fixture(autouse=True)
def answers() -> Iterator[None]:
    """The program listens."""
    desk().keys_asked.connect(show_keys)
    yield
    desk().keys_asked.disconnect(show_keys)


@pytest.fixture
def ids(office: Office) -> list[int]:
    """A draft."""
    return [full_draft(office)]


def _help() -> list[KeysDialog]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, KeysDialog) and one.isVisible()
    ]


def _told(dialog: KeysDialog) -> dict[str, str]:
    return {line.word: line.keys for _heading, words in dialog.words for line in words}


def _members(window: MainWindow, jobs: Jobs, case_id: int) -> MembersPage:
    window.go("case", case_id=case_id, page="members")
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    page = screen.page("members")
    assert isinstance(page, MembersPage)
    wait_until(lambda: jobs.is_idle and page.view is not None)
    settle()
    return page


def test_the_window_tells_its_page_and_what_holds_everywhere(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    window.go("case", case_id=ids[0], page="facts")
    wait_until(lambda: jobs.is_idle)
    settle()
    press(window, Qt.Key.Key_F1)
    (dialog,) = _help()
    snapshot(dialog, "keys-facts")
    here, everywhere, _going = dialog.words
    told = _told(dialog)
    assert {line.word for line in here[1]} >= {"保存", "打印文书", "到下一格", "打开可选的内容"}
    assert told["保存"] == "F8 或 Ctrl+S"
    assert told["到下一格"] == "回车"
    assert {line.word for line in everywhere[1]} >= {
        "查找",
        "新建档案",
        "锁定",
        "按键说明",
        "撤销上一次填写",
    }
    assert told["新建档案"] == "F5 或 Ctrl+N"
    assert told["资金与发放"] == "Ctrl+5"
    press(dialog, Qt.Key.Key_F1)
    assert not _help()


def test_a_dialog_tells_its_own_and_nothing_of_the_window_behind(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    page = _members(window, jobs, ids[0])
    dialog = page._add()
    assert isinstance(dialog, RecordDialog)
    settle()
    press(dialog, Qt.Key.Key_F1)
    (told,) = (_told(one) for one in _help())
    snapshot(_help()[0], "keys-member")
    assert told["保存"] == "Ctrl+回车 或 F8 或 Ctrl+S"
    assert told["保存并继续添加"] == "Ctrl+Shift+S 或 F12"
    assert told["抄上一行"] == "输入 .."
    assert told["取消"] == "Esc"
    assert "新建档案" not in told and "减少成员" not in told
    press(_help()[0], Qt.Key.Key_Escape)
    assert not _help() and dialog.isVisible()
    dialog.give_up()


def test_over_a_small_dialog_it_has_the_room_of_the_window(window: MainWindow) -> None:
    window.new_case()
    settle()
    dialog = next(one for one in parts(window, NewCaseDialog) if one.isVisible())
    press(dialog, Qt.Key.Key_F1)
    (told,) = _help()
    snapshot(told, "keys-new")
    assert all(one.maximum() == 0 for one in parts(told, QScrollBar) if one.isVisible())
    assert told.height() > dialog.height()
    told.give_up()
    dialog.give_up()


def test_in_large_type_on_a_small_screen_it_is_scrolled_by_the_arrows(
    app: QApplication, window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    window.go("case", case_id=ids[0], page="facts")
    wait_until(lambda: jobs.is_idle)
    apply_theme(app, scale=1.5)
    try:
        window.resize(1024, 700)
        desk().keys_asked.emit(window)
        settle()
        (dialog,) = _help()
        snapshot(dialog, "keys-150")
        bar = max(parts(dialog, QScrollBar), key=lambda one: one.maximum())
        assert bar.maximum() > 0 and bar.value() == 0
        press(None, Qt.Key.Key_PageDown)
        assert bar.value() > 0
        dialog.give_up()
        settle()
    finally:
        apply_theme(app)


def test_a_message_without_a_main_button_tells_only_how_to_close_it(
    show: Callable[..., QWidget],
) -> None:
    parent = QWidget()
    show(parent, 600, 400)
    dialog = tell(parent, "好了", "已经保存。")
    settle()
    press(dialog, Qt.Key.Key_F1)
    (told,) = (_told(one) for one in _help())
    assert told == {"知道了": "Esc", "按键说明": "F1"}
    _help()[0].give_up()
    dialog.give_up()


def test_enter_is_told_as_the_setting_of_the_office_has_it(
    show: Callable[..., QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = FormGrid(columns=1)
    form.add("name", "姓名", TextInput())
    show(form, 400, 200)
    assert [line.keys for line in keys_of(form)] == ["回车", "Shift+回车"]
    monkeypatch.setattr(FormGrid, "enter_moves_on", False)
    assert [line.keys for line in keys_of(form)] == ["Tab", "Shift+Tab"]


def test_the_line_under_a_form_tells_no_enter_that_is_switched_off(
    window: MainWindow, jobs: Jobs, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FormGrid, "enter_moves_on", False)
    window.go("case", case_id=ids[0], page="facts")
    wait_until(lambda: jobs.is_idle)
    settle()
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    page = screen.page("facts")
    assert isinstance(page, FactsPage)
    assert page.hint.text().startswith("Tab 到下一格 · F7 选择")
    dialog = _members(window, jobs, ids[0])._add()
    assert dialog is not None
    hints = [one.text() for one in parts(dialog, ElidedLabel)]
    assert any(one.startswith("Tab 到下一格 · F7 选择") for one in hints)
    dialog.give_up()


def test_what_rests_tells_no_keys(show: Callable[..., QWidget]) -> None:
    page = QWidget()
    box = SearchBox()
    box.setParent(page)
    show(page, 400, 100)
    assert [line.keys for line in keys_of(page)] == ["↑ ↓", "Ctrl+K"]
    box.setEnabled(False)
    assert keys_of(page) == ()


@pytest.mark.parametrize("page", [OfficePage, ProcedurePage, PrintingPage])
def test_settings_are_saved_by_the_keys_of_the_forms(
    page: type[SettingsPage], office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    made = page(Context(office, jobs))
    show(made, 900, 600)
    assert jobs.wait()
    settle()
    assert {line.keys for line in keys_of(made) if line.word == "保存"} == {"F8 或 Ctrl+S"}


def test_the_window_before_the_login_tells_its_keys_too(show: Callable[..., QWidget]) -> None:
    window = EntryWindow()
    page = Button("登录", shortcut="Alt+D")
    window.show_page(page)
    show(window, 600, 400)
    press(window, Qt.Key.Key_F1)
    (told,) = (_told(one) for one in _help())
    assert told == {"按键说明": "F1", "登录": "Alt+D"}
    _help()[0].give_up()


def test_it_is_in_the_menu_of_the_account(window: MainWindow) -> None:
    (entry,) = (
        action
        for menu in parts(window, QMenu)
        for action in menu.actions()
        if action.text() == "按键说明（F1）"
    )
    entry.trigger()
    settle()
    (dialog,) = _help()
    dialog.give_up()


def test_every_place_has_a_list_that_fits_the_smallest_window(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    window.resize(1024, 640)
    for place in PLACES:
        window.go(place.key, **({"case_id": ids[0]} if place.key == "case" else {}))
        wait_until(lambda: jobs.is_idle)
        settle()
        desk().keys_asked.emit(window)
        settle()
        (dialog,) = _help()
        assert all(line.keys and line.word for _heading, words in dialog.words for line in words)
        assert dialog.height() <= 640, place.key
        dialog.give_up()
        settle()


def test_no_shortcut_is_made_without_words() -> None:
    assert (_UI / "widgets/keys.py").is_file()
    made = [
        path.relative_to(_UI).as_posix()
        for path in _UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "QShortcut"
    ]
    assert made == []
