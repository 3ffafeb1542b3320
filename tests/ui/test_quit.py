"""The end of the program: the office is backed up and closed, and what went wrong with that is read first."""

import pytest
from PySide6.QtWidgets import QApplication

from app.errors import StorageError
from app.office import startup
from tests.ui.driver import click, settle, wait_until
from ui.application import Program
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
