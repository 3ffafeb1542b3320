"""The end of the program: the office is backed up and closed, and what went wrong with that is read first."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.errors import StorageError
from app.office import startup
from app.office.clock import Clock
from db.keys import KdfCost
from tests.conftest import PASSWORD
from tests.ui.driver import click, parts, settle, wait_until
from ui.application import Program
from ui.screens.login.presenter import Door
from ui.screens.welcome import presenter
from ui.screens.welcome.view import CodePage, NewOfficePage
from ui.widgets import Dialog


def test_what_went_wrong_with_the_last_backup_is_read_before_the_program_ends(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise StorageError("磁盘已满，请清理后再试。")

    monkeypatch.setattr(startup, "automatic", full)
    ended: list[bool] = []
    program.ended.connect(lambda: ended.append(True))
    program.quit()
    wait_until(lambda: program.jobs.is_idle)
    settle()
    (told,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog))
    assert told.isVisible() and not ended
    click(told.give_up_button)
    wait_until(lambda: bool(ended))


def test_an_office_that_was_backed_up_ends_at_once(program: Program) -> None:
    ended: list[bool] = []
    program.ended.connect(lambda: ended.append(True))
    program.quit()
    wait_until(lambda: bool(ended))


def test_nobody_closes_the_door_unasked_before_the_recovery_code_was_shown(
    app: QApplication, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, make = threading.Event(), presenter.create

    def slowly(door: Door, wish: presenter.Wish) -> object:
        goes_on.wait(30)
        return make(door, wish)

    monkeypatch.setattr(presenter, "create", slowly)
    program = Program(app, Door(tmp_path / "new", clock, KdfCost.for_tests()))
    program._is_warm = True
    program._show_new_office()
    page, door = program._page, program.entry
    assert isinstance(page, NewOfficePage) and door is not None
    page.name.setText("青禾县总工会")
    for line, text in ((page.place, "青禾县"), (page.display_name, "罗志强"), (page.admin, "luo")):
        line.setText(text)
    for line in (page.new.first, page.new.again):
        line.setText(PASSWORD)
    page.submit()
    door.close()
    settle()
    assert door.isVisible()
    (question,) = (one for one in parts(door, Dialog) if one.isVisible())
    question.give_up()
    goes_on.set()
    wait_until(lambda: isinstance(program._page, CodePage))
    program.close()
    settle()
