"""已移除的材料 by mouse: what is looked at, and for whom a reason is asked first."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.cases.attachment_bin import removed_papers
from app.cases.commands import add_attachment, remove_attachment
from app.office.session import Office
from db.codes import Role
from tests.app.cases.invented import PNG, full_draft
from tests.app.cases.roles import become
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, settle
from tests.ui.screens.case.papers_page import open_dialog, rest
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.attachment_bin import BinDialog, open_bin
from ui.screens.case.attachment_viewer import Viewer
from ui.widgets import ReasonDialog
from ui.widgets.inputs import TextArea

Show = Callable[..., QWidget]


def _case_with_removed(office: Office, title: str = "") -> int:
    case_id = full_draft(office)
    made = add_attachment(
        office, case_id=case_id, data=PNG, filename="a.png", kind="户口本", title=title
    )
    remove_attachment(office, case_id=case_id, attachment_id=made.result_id or 0)
    return case_id


def _open(office: Office, jobs: Jobs, show: Show, case_id: int) -> BinDialog:
    open_bin(Context(office, jobs), show(QWidget(), 900, 560), case_id)
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, BinDialog)
    return dialog


def test_the_newest_removed_paper_is_chosen_and_looked_at_under_its_name(
    office: Office, jobs: Jobs, show: Show
) -> None:
    dialog = _open(office, jobs, show, _case_with_removed(office, "首页"))
    click(dialog.look_button)
    rest(jobs)
    viewer = open_dialog()
    assert isinstance(viewer, Viewer) and viewer.accessibleName() == "户口本 · 首页"
    viewer.reject()
    settle()
    click(dialog.give_up_button)
    settle()


def test_the_auditor_says_why_before_a_removed_paper_is_shown(
    office: Office, open_as: OpenAs, jobs: Jobs, show: Show
) -> None:
    case_id = _case_with_removed(office)
    become(office, Role.AUDITOR)
    auditor = open_as("admin")
    dialog = _open(auditor, jobs, show, case_id)
    dialog.table.open_current()
    rest(jobs)
    asked = open_dialog()
    assert isinstance(asked, ReasonDialog)
    parts(asked, TextArea)[0].setPlainText("抽查")
    click(asked.main_button)
    for _ in range(2):
        rest(jobs)
        viewer = open_dialog()
        assert isinstance(viewer, Viewer) and viewer.accessibleName() == "户口本"
        viewer.reject()
        settle()
        dialog.table.open_current()
    rest(jobs)
    open_dialog().reject()
    settle()
    assert not removed_papers(auditor, case_id).needs_reason
    dialog.reject()
    settle()
