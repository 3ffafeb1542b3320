"""撤回上一步 from the tab 历史."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.cases.commands import open_draft
from app.changes import Op
from app.office.session import Office
from db.models import Operation
from tests.ui.driver import click, parts, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.history_page import HistoryPage
from ui.screens.case.view import CaseScreen
from ui.widgets import ReasonDialog, TextArea


def test_a_new_file_that_is_taken_back_leads_to_the_list(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    case_id = open_draft(office, applicant={"name": "覃永福"}).result_id
    went: list[str] = []
    screen = CaseScreen(Context(office, jobs, go=lambda place, **_what: went.append(place)))
    show(screen, 1180, 700)

    def rest() -> None:
        for _ in range(5):
            wait_until(lambda: jobs.is_idle)
            settle()

    screen.show_what(case_id=case_id, page="history")
    rest()
    page = screen.current_page()
    assert isinstance(page, HistoryPage)
    page.start(Op.TAKE_BACK.name)
    (dialog,) = parts(screen.window(), ReasonDialog)
    parts(dialog, TextArea)[0].setPlainText("点错了")
    click(dialog.main_button)
    rest()
    assert went == ["cases"]
    assert screen.case_id is None
    with office.read() as session:
        assert session.query(Operation).filter_by(result="refused").count() == 0
