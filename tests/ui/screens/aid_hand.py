"""A hand on the pages of aid: opens them over one office, waits, and finds the dialog that stands."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from app.office.session import Office
from tests.app.aid.aid_cases import put_rules_in_force
from tests.ui.driver import click, parts, settle
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.page import CasePage
from ui.screens.funds.view import FundsScreen
from ui.widgets import Dialog

Show = Callable[..., QWidget]


class Hand:
    """Opens pages of one office, waits for them, finds the dialog that stands."""

    def __init__(self, office: Office, jobs: Jobs, show: Show) -> None:
        self.office, self.jobs, self._show = office, jobs, show
        self.went: list[dict[str, Any]] = []
        self.ctx = Context(office, jobs, go=self._go)

    def _go(self, screen: str, **what: Any) -> None:
        self.went.append({"screen": screen, **what})

    def wait(self) -> None:
        """Let everything that was asked for be answered."""
        for _ in range(3):
            assert self.jobs.wait()
            settle()

    def page(self, kind: type[CasePage], case_id: int) -> CasePage:
        """A tab on a case."""
        page = kind(self.ctx)
        self._show(page, 850, 534)
        page.show_case(case_id)
        self.wait()
        return page

    def funds(self) -> FundsScreen:
        """The screen 资金与发放."""
        screen = FundsScreen(self.ctx)
        self._show(screen, 1190, 690)
        self.wait()
        return screen

    def dialog(self, holder: QWidget, kind: type[Dialog]) -> Any:
        """The newest dialog of a kind that stands over a widget."""
        self.wait()
        found = [one for one in parts(holder.window(), kind) if one.isVisible()]
        assert found, f"no {kind.__name__} stands"
        return found[-1]

    def confirm(self, dialog: Dialog) -> None:
        """Press the main button and wait."""
        click(dialog.main_button)
        self.wait()


@pytest.fixture
def hand(office: Office, jobs: Jobs, show: Show) -> Hand:
    """A hand on this test's office, with aid rules in force."""
    put_rules_in_force(office)
    return Hand(office, jobs, show)
