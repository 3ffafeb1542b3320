"""What the window does for the file: the check after a crash, the mending after an error of the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.errors import StorageError
from app.office.backups import automatic
from app.office.clock import Clock
from app.office.session import Office
from db.connection import DATABASE_NAME
from db.keys import KdfCost
from tests.conftest import PASSWORD, OpenAs
from tests.ui.driver import click, parts, settle, wait_until
from ui import commands
from ui.application import Program
from ui.screens.login.presenter import Door
from ui.screens.login.view import LoginPage
from ui.screens.welcome.view import RestorePage
from ui.style import apply_theme
from ui.widgets import Button, Dialog, Label

Start = Callable[[Path], Program]


@pytest.fixture
def start(app: QApplication, clock: Clock) -> Iterator[Start]:
    """Start the program on a folder, without the fonts for rare characters."""
    programs: list[Program] = []

    def begin(folder: Path) -> Program:
        program = Program(app, Door(folder, clock, KdfCost.for_tests()))
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


@pytest.fixture
def crashed(open_as: OpenAs) -> Path:
    """The folder of an office that was killed; one backup is there."""
    office = open_as("admin")
    automatic(office, "start")
    office.store.close()
    office.lock.release(in_order=False)
    return office.folder


def log_in(program: Program) -> None:
    page = program._page
    assert isinstance(page, LoginPage)
    page.account.setText("admin")
    page.password.setText(PASSWORD)
    page.submit()


def dialog() -> Dialog:
    """The dialog that asks to be read."""
    found: list[Dialog] = []

    def is_there() -> bool:
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog)]
        found[:] = [one for one in shown if one.isVisible() and one.main_button.isEnabled()]
        return bool(found)

    wait_until(is_there)
    return found[0]


def words(of: Dialog) -> str:
    return "".join(label.text() for label in parts(of, Label))


def damage(folder: Path) -> None:
    path = folder / DATABASE_NAME
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_after_a_crash_a_whole_file_opens_by_itself(start: Start, crashed: Path) -> None:
    program = start(crashed)
    log_in(program)
    wait_until(lambda: program.window is not None and program.jobs.is_idle)
    assert program.office is not None
    assert not program.office.needs_check


def test_after_a_crash_damage_leads_to_the_newest_backup(start: Start, crashed: Path) -> None:
    damage(crashed)
    program = start(crashed)
    log_in(program)
    asked = dialog()
    assert "已损坏" in words(asked)
    assert program.window is None
    click(asked.main_button)
    wait_until(lambda: isinstance(program._page, RestorePage) and program.jobs.is_idle)
    page = program._page
    assert isinstance(page, RestorePage)
    assert page.path is not None
    assert page.path.parent.name == "backups"
    page.account.setText("admin")
    page.password.setText(PASSWORD)
    page.submit()
    older = dialog()
    assert "旧" in words(older)
    click(older.main_button)
    wait_until(lambda: isinstance(program._page, LoginPage) and program.jobs.is_idle, 20)
    log_in(program)
    wait_until(lambda: program.window is not None and program.jobs.is_idle)
    assert program.office is not None
    assert not program.office.needs_check


def test_who_gives_up_is_at_the_login_and_is_checked_again(start: Start, crashed: Path) -> None:
    damage(crashed)
    program = start(crashed)
    log_in(program)
    asked = dialog()
    click(asked.give_up_button)
    wait_until(lambda: isinstance(program._page, LoginPage) and program.jobs.is_idle)
    log_in(program)
    assert "已损坏" in words(asked := dialog())
    click(asked.give_up_button)
    wait_until(lambda: program.jobs.is_idle)


class _Stopped:
    """An office whose disk has failed; `reopen` says how the examination ends."""

    def __init__(self, office: Office, error: Exception | None) -> None:
        self.folder, self.is_stopped, self.asked = office.folder, True, 0
        self._error = error

    def reopen(self) -> None:
        """Count, then do as told."""
        self.asked += 1
        if self._error is not None:
            raise self._error


def test_errors_of_one_cause_are_mended_and_told_once(start: Start, office: Office) -> None:
    office.close()
    program = start(office.folder)
    stopped = _Stopped(office, None)
    error = StorageError("读写磁盘时出错。")
    for _ in range(3):
        assert program.care.mend(error, stopped, office.folder)  # type: ignore[arg-type]
    told = dialog()
    assert "档案文件完好" in words(told)
    assert stopped.asked == 1
    click(told.give_up_button)


def test_a_disk_that_does_not_answer_is_told_as_it_was(start: Start, office: Office) -> None:
    office.close()
    program = start(office.folder)
    stopped = _Stopped(office, StorageError("还是不行。"))
    error = StorageError("读写磁盘时出错。")
    program.care.mend(error, stopped, office.folder)  # type: ignore[arg-type]
    told = dialog()
    assert "读写磁盘时出错。" in words(told)
    click(told.give_up_button)


def test_an_error_that_stopped_nothing_is_shown_where_it_was(start: Start, office: Office) -> None:
    office.close()
    program = start(office.folder)
    commands.show_error(program.entry, StorageError("磁盘已满，请清理。"))
    told = dialog()
    assert "磁盘已满，请清理。" in words(told)
    assert all(button.text() != "仍然打开" for button in parts(told, Button))
    click(told.give_up_button)
