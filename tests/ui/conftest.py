"""Tests of the window run offscreen, on one application, and end clean.

A test fails on a Qt warning, a log warning, an exception in a slot, a thread that still runs, or a window
that is still to be seen.
"""

import os
import threading
from collections.abc import Callable, Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.office.clock import Clock
from app.office.session import Office
from db.keys import KdfCost
from tests.conftest import PASSWORD, OpenAs
from tests.ui.driver import press, settle, type_text, wait_until
from tests.ui.listening import listening
from ui.application import Program
from ui.context import Context
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.login.presenter import Door
from ui.screens.login.view import LoginPage
from ui.style import apply_theme, complete_fonts, prepare_environment


@pytest.fixture(scope="session")
def app() -> QApplication:
    """The one application, in the light theme at 100 %."""
    prepare_environment()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["nuandang"])
    apply_theme(application)
    complete_fonts(application)
    return application


@pytest.fixture
def log_lines() -> list[str]:
    """The log lines that a test expects: put in it how each begins, and they do not fail the test."""
    return []


@pytest.fixture
def slot_errors() -> list[type[BaseException]]:
    """The exceptions that a test expects to escape from slots: put their types in it."""
    return []


@pytest.fixture(autouse=True)
def clean_window(
    app: QApplication, log_lines: list[str], slot_errors: list[type[BaseException]]
) -> Iterator[None]:
    """Watch a test and fail it for what it leaves behind."""
    complaints: list[str] = []
    logged: list[str] = []

    def on_slot(error: BaseException) -> bool:
        is_fault = type(error) not in slot_errors
        if is_fault:
            complaints.append(f"a slot raised {type(error).__name__}: {error}")
        return is_fault

    threads = set(threading.enumerate())
    with listening(lambda text: complaints.append(f"Qt says: {text}"), on_slot, logged.append):
        yield
        complaints += _windows_left(app)
        complaints += [
            f"the thread {thread.name} still runs"
            for thread in threading.enumerate()
            if thread not in threads and thread.is_alive()
        ]
    unexpected = [line for line in logged if not line.startswith(tuple(log_lines) or ("\0",))]
    complaints += [f"the log says: {line}" for line in unexpected]
    assert not complaints, "\n".join(complaints)


def _windows_left(app: QApplication) -> list[str]:
    app.processEvents()
    left = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.hide()
        widget.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.processEvents()
    return [f"a window is left: {type(widget).__name__}" for widget in left]


@pytest.fixture
def show(app: QApplication) -> Iterator[Callable[..., QWidget]]:
    """Show a widget at a size and take it away after the test: `show(widget, 800, 600)`."""
    shown: list[QWidget] = []

    def show_widget(widget: QWidget, width: int = 0, height: int = 0) -> QWidget:
        shown.append(widget)
        hint = widget.sizeHint()
        widget.resize(width or hint.width(), height or hint.height())
        widget.show()
        widget.activateWindow()
        app.processEvents()
        return widget

    yield show_widget
    for widget in reversed(shown):
        widget.close()
        widget.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.processEvents()


@pytest.fixture
def jobs(app: QApplication) -> Iterator[Jobs]:
    """Workers that are ended after the test."""
    del app
    workers = Jobs()
    yield workers
    assert workers.close(), "a worker did not end"


@pytest.fixture
def ctx(office: Office, jobs: Jobs) -> Context:
    """The context of a window without a window."""
    return Context(office, jobs)


@pytest.fixture
def ids() -> list[int]:
    """The cases that stand before the window opens: none, unless a module says otherwise."""
    return []


@pytest.fixture
def window(
    office: Office, jobs: Jobs, ids: list[int], show: Callable[..., QWidget]
) -> Iterator[MainWindow]:
    """The main window over them, at the smallest office screen."""
    del ids
    made = MainWindow(Context(office, jobs))
    show(made, 1366, 768)
    jobs.wait()
    yield made
    jobs.wait()


@pytest.fixture
def program(app: QApplication, clock: Clock, open_as: OpenAs) -> Iterator[Program]:
    """The program with an office open, its one account logged in."""
    office = open_as("admin")
    office.close()
    program = Program(app, Door(office.folder, clock, KdfCost.for_tests()))
    program._is_warm = True
    program.start()
    settle()
    page = program._page
    assert isinstance(page, LoginPage)
    type_text(page.account, "admin")
    type_text(page.password, PASSWORD)
    press(page.password, Qt.Key.Key_Return)
    wait_until(lambda: program.window is not None and program.jobs.is_idle)
    yield program
    program.close()
    apply_theme(app)
    settle()
