"""The window before the office: whoever comes to a page of it can type at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.office.clock import Clock
from db.keys import KdfCost
from tests.ui.driver import parts
from ui.entry_window import EntryWindow
from ui.jobs import Jobs
from ui.screens.login.presenter import Door
from ui.screens.login.view import LoginPage
from ui.widgets import Scroll


def test_the_first_field_gets_the_keys_from_the_page_that_scrolls(
    jobs: Jobs, clock: Clock, tmp_path: Path, show: Callable[..., QWidget]
) -> None:
    """Where a window is active as soon as it is shown, Qt gives them to the first thing that takes any."""
    window = EntryWindow()
    page = LoginPage(jobs, Door(tmp_path, clock, KdfCost.for_tests()))
    window.show_page(page)
    show(window, 860, 700)
    (frame,) = parts(page, Scroll)
    frame.setFocus()
    window.start_keys()
    assert window.focusWidget() is page.account
