"""查看完整信息: with a reason, journalled, and masked again by itself (R18)."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import func, select

from app.changes import Op
from app.office.accounts import add_account
from app.office.session import Office
from db.codes import Role
from db.keys import KdfCost
from db.models import Operation
from tests.app.cases.invented import full_draft, id_number
from tests.conftest import PASSWORD, OpenAs
from tests.ui.driver import click, parts, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.unmasking import SHOWN_MS, Unmasking
from ui.widgets import ReasonDialog


def _full_numbers(page: FactsPage) -> int:
    """How many widgets show the whole ID number."""
    shown = [getattr(widget, "text", lambda: "") for widget in parts(page, QWidget)]
    return sum(id_number() in str(text()) for text in shown)


def _looks(office: Office) -> int:
    with office.read() as session:
        query = select(func.count()).where(Operation.op == Op.UNMASK.name)
        return int(session.scalar(query.where(Operation.result == "done")) or 0)


def test_it_is_masked_again_after_half_a_minute(
    open_as: OpenAs, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    office = open_as("admin")
    case_id = full_draft(office)
    add_account(
        office,
        name="auditor",
        display_name="经审员",
        unit_id=office.user.unit_id,
        roles=(Role.AUDITOR,),
        password=PASSWORD,
        cost=KdfCost.for_tests(),
    )
    office = open_as("auditor")
    page = FactsPage(Context(office, jobs))
    show(page, 1000, 700)
    page.show_case(case_id)
    jobs.wait()
    settle()
    assert _full_numbers(page) == 0
    unmasking = parts(page, Unmasking)[0]
    assert unmasking._timer.interval() == SHOWN_MS == 30_000
    unmasking._timer.setInterval(300)
    click(page.unmask_button)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog))
    dialog._area.setPlainText("核对一份举报")
    click(dialog.main_button)
    jobs.wait()
    wait_until(lambda: _full_numbers(page) > 0)
    assert unmasking.is_open
    assert _looks(office) == 1
    wait_until(lambda: _full_numbers(page) == 0)
    jobs.wait()
    assert _looks(office) == 1
