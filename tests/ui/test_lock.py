"""The lock and the windows: nothing opens over it, the computer's own lock counts, windows stand where they should."""

import gc
import os
import shutil
import subprocess
import sys
import weakref
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import StorageError
from app.office.settings import save_settings
from tests.conftest import PASSWORD
from tests.ui.driver import click, press, settle, type_text, wait_until
from ui import commands
from ui.application import Program
from ui.context import bound
from ui.entry_window import EntryWindow
from ui.main_window import MainWindow
from ui.placing import centred, needs_all
from ui.screens.login.view import LockPage, LoginPage
from ui.screens.workbench.view import WorkbenchScreen
from ui.style import apply_theme
from ui.widgets import Dialog, ask, tell

NOT_DRAWN = Qt.WidgetAttribute.WA_DontShowOnScreen


def window_of(program: Program) -> MainWindow:
    assert program.window is not None
    return program.window


def drawn() -> list[QWidget]:
    """The windows that the person before the screen sees."""
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.isVisible() and not widget.testAttribute(NOT_DRAWN)
    ]


def is_locked(program: Program) -> bool:
    return program.is_locked


def unlock(program: Program) -> None:
    page = program._page
    assert isinstance(page, LockPage)
    type_text(page.password, PASSWORD)
    press(page.password, Qt.Key.Key_Return)
    wait_until(lambda: not program.is_locked and program.jobs.is_idle)


def test_what_opens_while_locked_waits_and_stands_afterwards(program: Program) -> None:
    window = window_of(program)
    program.lock()
    tell(window, "备份没有做成", "莫怀远的档案")
    commands.show_error(None, StorageError("磁盘已满，请清理。"))
    settle()
    assert [type(one) for one in drawn()] == [EntryWindow]
    unlock(program)
    stood = [one for one in drawn() if isinstance(one, Dialog)]
    assert len(stood) == 2
    assert window in drawn()
    for dialog in stood:
        click(dialog.give_up_button)
    assert drawn() == [window]


def test_what_ended_while_locked_does_not_come_back(program: Program) -> None:
    window = window_of(program)
    program.lock()
    dialog = tell(window, "正在处理", "请稍候。")
    settle()
    dialog.accept()
    settle()
    unlock(program)
    assert drawn() == [window]


def test_a_dialog_with_half_a_sentence_comes_back_as_it_was(program: Program) -> None:
    window = window_of(program)
    dialog = ask(window, "确认", "真的要这样做吗？", "是", lambda: None)
    settle()
    program.lock()
    assert [type(one) for one in drawn()] == [EntryWindow]
    unlock(program)
    assert set(drawn()) == {window, dialog}
    dialog.reject()
    settle()


def test_who_logs_out_from_the_lock_leaves_nothing_behind(program: Program) -> None:
    program.lock()
    tell(None, "备份没有做成", "莫怀远的档案")
    settle()
    program.log_out()
    wait_until(lambda: isinstance(program._page, LoginPage) and program.jobs.is_idle)
    settle()
    assert [type(one) for one in drawn()] == [EntryWindow]


def test_a_window_that_was_left_is_let_go(program: Program) -> None:
    gc.freeze()  # what the collector does after a walk that took long
    window = weakref.ref(window_of(program))
    program.log_out()
    wait_until(lambda: program.window is None and program.jobs.is_idle)
    program.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    wait_until(lambda: window() is None, timeout=10)


def test_the_lock_forgets_that_the_password_was_given(program: Program) -> None:
    context = window_of(program).ctx
    context.confirmed_at = context.office.clock.now() + timedelta(hours=1)
    program.lock()
    assert window_of(program).ctx.confirmed_at is None
    unlock(program)


def test_the_computer_is_locked_and_so_is_the_office(program: Program) -> None:
    program._system_lock.on_covered(False)
    assert not is_locked(program)
    program._system_lock.on_covered(True)
    assert is_locked(program)
    program._system_lock.on_locked()
    unlock(program)


_LISTEN = """
import time
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication, QWidget
from ui.system_lock import SystemLock
app = QApplication([])
lock, heard = SystemLock(), []
lock.locked.connect(lambda: heard.append(1))
QDBusConnection.systemBus().registerService("org.freedesktop.login1")
lock.begin(QWidget())
for bus, path, interface, name in (
    (QDBusConnection.sessionBus(), "/any", "org.gnome.ScreenSaver", "ActiveChanged"),
    (QDBusConnection.systemBus(), "/org/freedesktop/login1",
     "org.freedesktop.login1.Manager", "PrepareForSleep"),
):
    for value in (True, False):
        told = QDBusMessage.createSignal(path, interface, name)
        told.setArguments([value])
        assert bus.send(told)
end = time.monotonic() + 5
while len(heard) < 2 and time.monotonic() < end:
    QCoreApplication.processEvents()
print(len(heard))
"""


@pytest.mark.skipif(not shutil.which("dbus-run-session"), reason="no message bus to be had here")
def test_the_message_bus_of_the_session_is_heard() -> None:
    command = (
        'DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS" exec "$0" -c "$1"',
        sys.executable,
        _LISTEN,
    )
    ran = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", *command],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert ran.stdout.strip() == "2", ran.stderr


def test_without_a_message_bus_nothing_is_heard_and_nothing_fails(program: Program) -> None:
    program._system_lock.begin(window_of(program))
    program._system_lock.end()
    assert not is_locked(program)


def test_another_time_until_the_lock_holds_from_its_saving_on(program: Program) -> None:
    window = window_of(program)
    assert program._watch.minutes == 5
    work = bound(save_settings, window.ctx.office, values={"lock_minutes": 2})
    window.ctx.run(window, work)
    wait_until(lambda: program.jobs.is_idle)
    assert program._watch.minutes == 2


# ---------------------------------------------------------------- where windows stand


@pytest.mark.parametrize(
    ("width", "height", "all_of_it"),
    [(1366, 728, True), (1280, 1000, True), (1920, 1040, False), (1600, 860, False)],
)
def test_a_small_screen_is_covered_by_the_office(
    app: QApplication, width: int, height: int, all_of_it: bool
) -> None:
    del app
    assert needs_all(QRect(0, 0, width, height)) is all_of_it


def test_large_letters_need_a_larger_screen(app: QApplication) -> None:
    apply_theme(app, scale=1.5)
    assert needs_all(QRect(0, 0, 1920, 1040))
    apply_theme(app)


def test_the_door_stands_in_the_middle() -> None:
    screen = QRect(100, 30, 1366, 728)
    place = centred(QSize(860, 700), screen)
    assert place.size() == QSize(860, 700)
    assert (place.center() - screen.center()).manhattanLength() <= 2
    assert centred(QSize(2000, 2000), screen) == screen


def test_the_office_is_maximised_here_and_stays_so_in_another_dress(program: Program) -> None:
    assert window_of(program).isMaximized(), "the screen of the tests is small"
    program.dress(program.appearance)
    wait_until(lambda: program.jobs.is_idle)
    assert window_of(program).isMaximized()
    window_of(program).showNormal()
    window_of(program).setGeometry(7, 9, 1100, 700)
    program.dress(program.appearance)
    wait_until(lambda: program.jobs.is_idle)
    assert not window_of(program).isMaximized()
    assert window_of(program).geometry() == QRect(7, 9, 1100, 700)


def test_after_the_login_the_tasks_have_the_keys(program: Program) -> None:
    window = window_of(program)
    window.activateWindow()
    settle()
    screen = window.current()
    assert isinstance(screen, WorkbenchScreen)
    assert screen.tasks.hasFocus()


def test_the_automatic_backup_is_told_in_the_status_line(program: Program) -> None:
    wait_until(lambda: window_of(program).status.part("backup").startswith("备份：今天"))
