"""The printing dialog over a case of a real office."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from app.office.session import Office
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.papers.printing import PrintDialog

Show = Callable[..., QWidget]


@pytest.fixture
def ctx(office: Office, jobs: Jobs) -> Context:
    """The window's context on this test's office."""
    return Context(office, jobs)


def print_dialog(ctx: Context, case_id: int, key: str) -> PrintDialog:
    from app.forms.choosing import print_choices

    return PrintDialog(ctx, print_choices(ctx.office, case_id=case_id), key, None)
