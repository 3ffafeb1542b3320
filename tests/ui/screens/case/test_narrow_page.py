"""In large type on a small screen the page of a file is narrow: nothing of its form or buttons is cut."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from app.office.session import Office
from tests.app.cases.invented import full_draft
from tests.ui.driver import settle
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.attachments_page import AttachmentsPage
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.view import CaseScreen

_NARROW = 230
"""In pixels at 100 %: less than a window of 1024 pixels leaves the page at 150 %."""


def test_fields_and_buttons_stand_whole(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    page = FactsPage(Context(office, jobs))
    page.show_case(full_draft(office))
    show(page, _NARROW, 400)
    assert jobs.wait()
    settle()
    assert page.width() == _NARROW
    for button in (page.undo_button, page.save_button):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert page.rect().contains(button.mapTo(page, button.rect().bottomRight()))
    assert page.form.width() <= page.sheet.viewport().width()


@pytest.mark.parametrize(("width", "height"), [(_NARROW, 400), (320, 200)])
def test_the_buttons_under_the_papers_stand_whole_and_leave_the_papers_room(
    office: Office, jobs: Jobs, show: Callable[..., QWidget], width: int, height: int
) -> None:
    page = AttachmentsPage(Context(office, jobs))
    page.show_case(full_draft(office))
    show(page, width, height)
    assert jobs.wait()
    settle()
    assert page.width() == width
    for button in (page.out, page.look_button, page.camera_button, page.add_button):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert button.height() >= button.sizeHint().height(), button.text()
        assert page.rect().contains(button.mapTo(page, button.rect().bottomRight()))
    assert page.files.height() > 100


def test_the_right_column_leaves_the_page_that_much(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    screen = CaseScreen(Context(office, jobs))
    screen.show_what(case_id=full_draft(office))
    show(screen, 624, 400)
    assert jobs.wait()
    settle()
    page = screen.page("facts")
    assert isinstance(page, FactsPage)
    assert page.width() >= _NARROW
