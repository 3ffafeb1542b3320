"""Pages of a file on a real office, opened, waited for, typed into; and where they asked to go."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.back_entry import PaperFile
from app.cases.commands import back_entry
from app.lifecycle import Stage
from app.office.session import Office
from tests.app.cases.invented import (
    PNG,
    applicant_facts,
    household_facts,
    member_facts,
)
from tests.ui.driver import settle, type_text
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.page import CasePage
from ui.widgets import Dialog

Show = Callable[..., QWidget]


@pytest.fixture
def went() -> list[dict[str, Any]]:
    """Where the pages asked to go."""
    return []


@pytest.fixture
def ctx(office: Office, jobs: Jobs, went: list[dict[str, Any]]) -> Context:
    """The context of a window on this test's office."""
    return Context(office, jobs, go=lambda screen, **what: went.append({"screen": screen, **what}))


def rest(ctx: Context) -> None:
    for _ in range(3):
        assert ctx.jobs.wait()
        settle()


def open_page(page: CasePage, show: Show, ctx: Context, case_id: int) -> None:
    show(page, 850, 560)
    page.show_case(case_id)
    rest(ctx)


def open_dialog() -> Any:
    found = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible()
    ]
    assert found, "no dialog is open"
    return found[-1]


def on_file(office: Office) -> int:
    paper = PaperFile(Stage.ON_FILE, "黄志远", date(2025, 5, 20), "旧档案", "相对困难职工")
    made = back_entry(
        office,
        paper=paper,
        applicant=applicant_facts(),
        household=household_facts(),
        members=[member_facts()],
        scan=PNG,
        scan_name="签批.png",
    )
    assert made.result_id is not None
    return made.result_id


def fill(page: FactsPage, key: str, text: str) -> None:
    editor = page.form.field_editor(key)
    editor.setFocus()
    editor.clear()
    type_text(editor, text)
