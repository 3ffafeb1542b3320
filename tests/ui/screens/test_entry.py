"""The way in: first start, new office, recovery code, login, lock, restore; the office stays hidden when locked."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.demo import building
from app.demo.cast import CLERK
from app.office import backups
from app.office.appearance import Appearance, read_appearance
from app.office.backups import back_up
from app.office.clock import Clock
from app.office.folder import is_office
from app.office.opening import NewOffice, create
from db import schema
from db.keys import KdfCost
from tests.conftest import PASSWORD, OpenAs
from tests.ui.driver import click, parts, press, settle, type_text, wait_until
from ui.application import Program
from ui.desk import desk
from ui.screens.login import presenter
from ui.screens.login.parts import EntryPage
from ui.screens.login.presenter import Door, password_sentence
from ui.screens.login.view import ChangePasswordPage, LockPage, LoginPage, RecoverPage
from ui.screens.welcome.view import CodePage, NewOfficePage, RestorePage, WelcomePage
from ui.style import apply_theme, theme
from ui.widgets import Dialog, Label, LinkButton

CHEAP = KdfCost.for_tests()
Start = Callable[[Path], Program]


@pytest.fixture
def start(app: QApplication, clock: Clock) -> Iterator[Start]:
    """Start the program on a folder, without the fonts for rare characters."""
    programs: list[Program] = []

    def begin(folder: Path) -> Program:
        program = Program(app, Door(folder, clock, CHEAP))
        program._is_warm = True
        programs.append(program)
        program.start()
        settle()
        return program

    yield begin
    for program in programs:
        program.close()
    apply_theme(app)
    settle()


def page_of(program: Program, kind: type[QWidget]) -> QWidget:
    """The page that stands, once everything asked for has been answered."""
    wait_until(lambda: program.jobs.is_idle and isinstance(program._page, kind))
    page = program._page
    assert isinstance(page, kind)
    return page


def focused(program: Program) -> QWidget:
    """What the next key goes to."""
    assert program.entry is not None
    widget = program.entry.focusWidget()
    assert widget is not None
    return widget


def logged_in(program: Program) -> None:
    page = page_of(program, LoginPage)
    assert isinstance(page, LoginPage)
    type_text(page.account, "admin")
    type_text(page.password, PASSWORD)
    press(page.password, Qt.Key.Key_Return)
    wait_until(lambda: program.window is not None and program.jobs.is_idle)


@pytest.fixture
def folder(open_as: OpenAs) -> Path:
    """The folder of an office that nobody has open."""
    office = open_as("admin")
    office.close()
    return office.folder


def test_nobody_leaves_the_login_while_the_office_is_being_opened(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    really = presenter.log_in

    def slowly(*given: Any) -> presenter.Opened:
        assert gate.wait(30)
        return really(*given)

    monkeypatch.setattr(presenter, "log_in", slowly)
    program = start(folder)
    page = page_of(program, LoginPage)
    assert isinstance(page, LoginPage)

    def try_to_leave_with(password: str) -> None:
        gate.clear()
        type_text(page.password, password)
        press(page.password, Qt.Key.Key_Return)
        for link in parts(page, LinkButton):
            click(link)
        assert program._page is page
        gate.set()
        wait_until(lambda: program.jobs.is_idle)

    type_text(page.account, "admin")
    try_to_leave_with("not-my-password")
    assert all(link.isEnabled() for link in parts(page, LinkButton))
    try_to_leave_with(PASSWORD)
    wait_until(lambda: program.window is not None)


def test_the_first_login_after_an_update_says_what_takes_so_long(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(schema, "needs_migration", lambda _connection: True)
    monkeypatch.setattr(backups, "before_migration", lambda *_: lambda _key: gate.wait(30))
    program = start(folder)
    page = page_of(program, LoginPage)
    assert isinstance(page, LoginPage)
    type_text(page.account, "admin")
    type_text(page.password, PASSWORD)
    press(page.password, Qt.Key.Key_Return)
    wait_until(lambda: any("先备份再更新档案文件" in one.text() for one in parts(page, Label)))
    assert not page.button.isEnabled()
    gate.set()
    wait_until(lambda: program.window is not None)


def test_a_page_shows_no_part_of_it_before_it_stands(app: QApplication) -> None:
    page = EntryPage("登录", action="登录")
    assert not [one for one in app.topLevelWidgets() if one.isVisible()]
    page.deleteLater()


def test_a_new_office_is_made_and_its_code_shown_once(start: Start, tmp_path: Path) -> None:
    program = start(tmp_path / "new")
    welcome = page_of(program, WelcomePage)
    assert isinstance(welcome, WelcomePage)
    press(focused(program), Qt.Key.Key_Return)  # the first way in has the keys
    form = page_of(program, NewOfficePage)
    assert isinstance(form, NewOfficePage)
    assert focused(program) is form.name
    form.name.setText("青禾县总工会")
    form.name.textEdited.emit("青禾县总工会")  # what an input method does
    assert form.place.text() == "青禾县"
    form.submit()
    assert "管理员的姓名" in _wait_error(program, form, "display_name")
    for line, text in (
        (form.display_name, "林秀英"),
        (form.admin, "linxy"),
        (form.new.first, PASSWORD),
        (form.new.again, PASSWORD),
    ):
        line.setText(text)
    assert form.form.note("password") == "这个密码可以使用。"
    form.is_solo.setFocus()
    press(form.is_solo, Qt.Key.Key_Return)
    assert focused(program) is form.display_name, "the tick is passed before the form is sent"
    form.submit()
    code = page_of(program, CodePage)
    assert isinstance(code, CodePage)
    assert is_office(tmp_path / "new")
    click(code.button)
    assert program.window is None, "the code must be confirmed first"
    assert program.entry is not None
    program.entry.close()
    (question,) = (one for one in parts(program.entry, Dialog) if one.isVisible())
    assert question.give_up_button.text() == "留在这里"
    click(question.give_up_button)
    assert program.entry.isVisible(), "nobody loses the code by the window's cross"
    code.tick.setChecked(True)
    click(code.button)
    wait_until(lambda: program.window is not None and program.jobs.is_idle)


def _wait_error(program: Program, page: NewOfficePage, key: str) -> str:
    wait_until(lambda: program.jobs.is_idle and bool(page.form.error(key)))
    return page.form.error(key)


def test_a_wrong_password_is_told_at_its_field(start: Start, folder: Path) -> None:
    program = start(folder)
    page = page_of(program, LoginPage)
    assert isinstance(page, LoginPage)
    type_text(page.account, "admin")
    type_text(page.password, "Falsch-falsch-1")
    press(page.password, Qt.Key.Key_Return)
    wait_until(lambda: bool(page.form.error("password")))
    assert page.form.error("password").startswith("账号或密码不正确")
    assert page.button.isEnabled()
    assert program.window is None


def test_five_wrong_passwords_make_wait(start: Start, folder: Path) -> None:
    program = start(folder)
    page = page_of(program, LoginPage)
    assert isinstance(page, LoginPage)
    page.account.setText("admin")
    for number in range(6):
        page.password.setText(f"Falsch-falsch-{number}")
        page.submit()
        wait_until(lambda: program.jobs.is_idle and page.button.isEnabled())
    assert "暂停登录" in page.form.error("password")


def test_the_lock_hides_the_office_and_keeps_what_was_typed(start: Start, folder: Path) -> None:
    program = start(folder)
    logged_in(program)
    window = program.window
    assert window is not None
    window.search.set_text("半句话")
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    page = page_of(program, LockPage)
    assert isinstance(page, LockPage)
    assert not window.isVisible()
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert shown == [program.entry]
    page.password.setText("Falsch-falsch-1")
    page.submit()
    wait_until(lambda: bool(page.form.error("password")))
    assert program.is_locked
    page.password.setText(PASSWORD)
    page.submit()
    wait_until(lambda: not program.is_locked)
    assert window.isVisible()
    assert window.search.text() == "半句话"


def test_logging_out_closes_the_office(start: Start, folder: Path) -> None:
    program = start(folder)
    logged_in(program)
    office = program.office
    assert office is not None
    desk().log_out_asked.emit()
    page_of(program, LoginPage)
    assert not office.lock.is_held
    assert program.window is None


def test_closing_the_window_backs_up_and_ends(start: Start, folder: Path) -> None:
    program = start(folder)
    ended: list[bool] = []
    program.ended.connect(lambda: ended.append(True))
    logged_in(program)
    assert program.window is not None
    program.window.close()
    wait_until(lambda: bool(ended))
    assert list((folder / "backups").glob("*.nuandang"))


def test_another_size_builds_the_window_anew(start: Start, folder: Path) -> None:
    program = start(folder)
    logged_in(program)
    before = program.window
    desk().appearance_asked.emit(Appearance(125, True))
    wait_until(lambda: program.jobs.is_idle)
    assert program.window is not before
    assert theme().scale == 1.25
    assert read_appearance(folder) == Appearance(125, True)


def test_the_recovery_page_refuses_a_wrong_code(start: Start, folder: Path) -> None:
    program = start(folder)
    login = page_of(program, LoginPage)
    assert isinstance(login, LoginPage)
    login.recovery_asked.emit()
    page = page_of(program, RecoverPage)
    assert isinstance(page, RecoverPage)
    page.code.setText("AAAAA-BBBBB")
    page.account.setText("admin")
    page.new.first.setText("Ganz-andere-77")
    page.new.again.setText("Ganz-andere-77")
    page.submit()
    wait_until(lambda: bool(page.form.error("code")))
    assert "恢复码不正确" in page.form.error("code")


def test_a_backup_is_brought_back_from_the_first_page(
    start: Start, open_as: OpenAs, tmp_path: Path
) -> None:
    office = open_as("admin")
    file = back_up(office, file=tmp_path / "stick").path
    office.close()
    program = start(tmp_path / "fresh")
    welcome = page_of(program, WelcomePage)
    assert isinstance(welcome, WelcomePage)
    welcome.restore_asked.emit()
    page = page_of(program, RestorePage)
    assert isinstance(page, RestorePage)
    page.account.setText("admin")
    page.password.setText(PASSWORD)
    no_backup = tmp_path / "picture.nuandang"
    no_backup.write_bytes(b"no backup at all")
    page.take(no_backup)
    page.submit()
    wait_until(lambda: "不是暖档的备份" in page.banner.text())
    assert not parts(page, Dialog), "a file that is no backup is not a damaged office"
    page.take(file)
    page.submit()
    login = page_of(program, LoginPage)
    assert isinstance(login, LoginPage)
    assert "已经恢复" in login.banner.text()
    logged_in(program)


def test_a_restore_that_was_cut_off_is_finished_by_the_login(start: Start, folder: Path) -> None:
    staging, kept = folder / ".restore-staging", folder / "pre-restore-20261121-090000"
    for place in (staging, kept):
        place.mkdir()
    (folder / "keys.json").rename(kept / "keys.json")
    shutil.copy(kept / "keys.json", staging / "keys.json")
    plan = {"kept": kept.name, "old": ["keys.json"]}
    (folder / "restore-plan.json").write_text(json.dumps(plan), encoding="utf-8")
    program = start(folder)
    logged_in(program)
    assert program.office is not None
    assert not staging.exists() and not (folder / "restore-plan.json").exists()


def test_a_given_password_is_changed_before_the_workbench(start: Start, open_as: OpenAs) -> None:
    from app.office.accounts import reset_password

    office = open_as("admin")
    reset_password(office, account_id=office.user.id, password=PASSWORD, cost=CHEAP)
    office.close()
    program = start(office.folder)
    page = page_of(program, LoginPage)
    assert isinstance(page, LoginPage)
    page.account.setText("admin")
    page.password.setText(PASSWORD)
    page.submit()
    change = page_of(program, ChangePasswordPage)
    assert isinstance(change, ChangePasswordPage)
    change.old.setText(PASSWORD)
    change.new.first.setText("Ganz-andere-77")
    change.new.again.setText("Ganz-andere-7")
    change.submit()
    wait_until(lambda: bool(change.form.error("again")))
    change.new.again.setText("Ganz-andere-77")
    change.submit()
    wait_until(lambda: program.window is not None and program.jobs.is_idle)


def test_the_rule_is_told_while_typing() -> None:
    assert password_sentence("", "", ())[1] is False
    assert password_sentence("abc", "", ()) == (
        "密码太短，请至少用 10 个字符（建议 15 个以上，例如一句话）。",
        False,
    )
    assert password_sentence(PASSWORD, "linxy", ("青禾县总工会",))[1] is True


def test_the_login_window_needs_no_database() -> None:
    code = (
        "import sys, ui.application;"
        "print([name for name in ('sqlalchemy', 'sqlcipher3', 'reportlab', 'alembic', 'PIL')"
        " if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_demo_office_opens_beside_the_real_folder(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(folder: Path, *, cost: KdfCost, **_: object) -> None:
        new = NewOffice("青禾县总工会", CLERK.account, building.PASSWORD, is_demo=True)
        create(folder, new, cost=cost).office.close()

    monkeypatch.setattr(building, "build_demo", build)
    program = start(tmp_path / "real")
    welcome = page_of(program, WelcomePage)
    assert isinstance(welcome, WelcomePage)
    welcome.demo_asked.emit()
    login = page_of(program, LoginPage)
    assert isinstance(login, LoginPage)
    assert "虚构" in login.banner.text()
    click(login.button)
    wait_until(lambda: program.window is not None and program.jobs.is_idle)
    assert not is_office(tmp_path / "real")
    desk().log_out_asked.emit()
    page_of(program, LoginPage)
    program.go_home()
    page_of(program, WelcomePage)
