"""The program is killed while somebody types: the next start says so and gives the typing back."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.drafts import KeptTyping, Place, keep_typing, typing_left
from app.cases.queries import case_file
from app.errors import StorageError
from tests.app.cases.invented import full_draft
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, press, settle, snapshot
from tests.ui.typing_child import ADDRESS
from ui.context import Context
from ui.drafts import KEEP_AFTER_MS
from ui.jobs import Jobs
from ui.kept import KeptDialog
from ui.main_window import MainWindow
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.record_dialog import RecordDialog
from ui.screens.case.view import CaseScreen
from ui.screens.new_case.view import NewCaseDialog
from ui.widgets import Button, Dialog, Label

_MOST_LOST_SECONDS = 30
_TYPING_SECONDS = 7.5


def _type_and_kill(folder: Path, case_id: int) -> tuple[list[tuple[float, int]], float]:
    """When each word was typed, and when the program was killed."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.typing_child", str(folder), str(case_id)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "typed\n"
        seen = []
        end = time.monotonic() + _TYPING_SECONDS
        while time.monotonic() < end:
            seen.append((0.0, int(child.stdout.readline())))
            seen[-1] = (time.monotonic(), seen[-1][1])
    finally:
        os.kill(child.pid, signal.SIGKILL)
        killed_at = time.monotonic()
        child.stdout.close()
        child.wait()
    return seen, killed_at


def _window(open_as: OpenAs, jobs: Jobs, show: Callable[..., QWidget]) -> MainWindow:
    window = MainWindow(Context(open_as("admin"), jobs))
    show(window, 1366, 768)
    assert jobs.wait()
    settle()
    return window


def _offered() -> list[KeptDialog]:
    tops = QApplication.topLevelWidgets()
    return [one for one in tops if isinstance(one, KeptDialog) and one.isVisible()]


def test_what_was_typed_survives_a_kill(
    open_as: OpenAs, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    office = open_as("admin")
    case_id = full_draft(office)
    before = case_file(office, case_id).household.values["home_address"]
    office.close()

    seen, killed_at = _type_and_kill(office.folder, case_id)

    office = open_as("admin")
    (kept,) = typing_left(office)
    assert kept.place.page == "facts"
    assert kept.of == "覃永福"
    assert kept.texts["home_address"] == ADDRESS
    last = int(kept.texts["situation"].split()[-1])
    lost = killed_at - next(at for at, word in seen if word == last)
    assert lost < KEEP_AFTER_MS / 1000 + 2 < _MOST_LOST_SECONDS
    assert case_file(office, case_id).household.values["home_address"] == before

    window = _window(open_as, jobs, show)
    (dialog,) = _offered()
    snapshot(dialog, "kept-typing")
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert jobs.wait()
    settle()
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    page = screen.page("facts")
    assert isinstance(page, FactsPage)
    assert page.form.field_editor("home_address").text() == ADDRESS
    assert page.form.is_dirty
    assert window.status.part("saved") == "有未保存的改动"
    window.activateWindow()
    settle()
    press(page.form.field_editor("home_address"), Qt.Key.Key_F8)
    for _ in range(3):
        assert jobs.wait()
        settle()
    assert not page.has_unsaved
    saved = case_file(window.ctx.office, case_id).household.values
    assert saved["home_address"] == ADDRESS
    assert str(saved["situation"]).split()[-1] == str(last)
    window.close()
    assert typing_left(open_as("admin")) == ()


def test_what_was_put_back_is_not_lost_by_esc(
    open_as: OpenAs, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    office = open_as("admin")
    case_id = full_draft(office)
    texts = {"name": "覃小", "remarks": "随母亲生活"}
    keep_typing(office, place=Place("members", case_id), texts=texts)
    office.close()

    window = _window(open_as, jobs, show)
    (offered,) = _offered()
    press(offered, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for _ in range(3):
        assert jobs.wait()
        settle()
    (dialog,) = (one for one in parts(window, RecordDialog) if one.isVisible())
    assert dialog.form.typed() == texts
    dialog.reject()
    settle()
    assert dialog.isVisible()
    (question,) = (one for one in parts(dialog, Dialog) if one.isVisible())
    question.give_up()
    dialog.give_up()
    assert jobs.wait()
    settle()


def test_a_full_disk_is_told_when_typing_is_put_back(
    open_as: OpenAs,
    jobs: Jobs,
    show: Callable[..., QWidget],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = open_as("admin")
    keep_typing(office, place=Place("new_case"), texts={"name": "覃小"})
    office.close()

    def full(*_args: object, **_more: object) -> None:
        raise StorageError("磁盘已满，请清理后再试。")

    monkeypatch.setattr("ui.drafts.adopt_typing", full)
    window = _window(open_as, jobs, show)
    (offered,) = _offered()
    press(offered, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert jobs.wait()
    settle()
    words = [one.text() for one in parts(window, Label) if one.isVisible()]
    assert "磁盘已满，请清理后再试。" in words, "no crash box"
    (dialog,) = parts(window, NewCaseDialog)
    dialog.give_up()
    assert jobs.wait()


def test_what_is_given_up_is_gone(
    open_as: OpenAs, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    office = open_as("admin")
    case_id = full_draft(office)
    keep_typing(office, place=Place("facts", case_id), texts={"phone": "139"})
    keep_typing(office, place=Place("new_case"), texts={"name": "覃小"})
    assert typing_left(office) == (), "what is being typed now is not offered"

    window = _window(open_as, jobs, show)
    (dialog,) = _offered()
    assert [one.texts for one in _rows(dialog)] == [{"name": "覃小"}, {"phone": "139"}]
    assert dialog.table.model().index(0, 0).data() == "覃小", "as typed"
    extra = next(one for one in parts(dialog, Button) if one.text() == "放弃这一处")
    click(extra)
    assert jobs.wait()
    settle()
    assert [one.texts for one in _rows(dialog)] == [{"phone": "139"}]
    click(extra)
    assert jobs.wait()
    settle()
    assert not _offered()
    window.close()
    assert typing_left(open_as("admin")) == ()


def _rows(dialog: KeptDialog) -> list[KeptTyping]:
    return [one for one in dialog.table.rows() if isinstance(one, KeptTyping)]
