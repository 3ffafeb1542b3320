"""The page 材料 with one paper, for its tests."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.commands import add_attachment
from app.office.session import Office
from tests.app.cases.invented import full_draft
from tests.ui.driver import settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.attachment_viewer import Viewer
from ui.screens.case.attachments_page import AttachmentsPage
from ui.widgets import Dialog

Show = Callable[..., QWidget]


def photo(size: tuple[int, int] = (90, 60), colour: str = "blue") -> bytes:
    """An invented photo."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


def rest(jobs: Jobs) -> None:
    """Until nothing runs and every answer is shown."""
    for _ in range(4):
        wait_until(lambda: jobs.is_idle)
        settle()


def open_dialog() -> Any:
    """The dialog on top."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, Dialog), "no dialog is open"
    return found


def opened(page: AttachmentsPage, jobs: Jobs, at: int = 0) -> Viewer:
    """A paper of the page, in the viewer."""
    page.files.choose(at)
    page.files.open_current()
    rest(jobs)
    viewer = open_dialog()
    assert isinstance(viewer, Viewer)
    return viewer


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> AttachmentsPage:
    """The page of a draft with one ID card."""
    case_id = full_draft(office)
    add_attachment(office, case_id=case_id, data=photo(), filename="a.jpg", kind="身份证复印件")
    made = AttachmentsPage(Context(office, jobs))
    show(made, 900, 560)
    made.show_case(case_id)
    rest(jobs)
    return made
