"""The tab 历史: what an operation on many files did to this one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from app.cases.imports import import_workbook
from app.office.session import Office
from db.models import Case
from tests.app.cases.importing import family
from tests.app.cases.workbook.making import person, write_table
from tests.ui.driver import settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.history_page import HistoryPage


def test_an_import_unfolds_what_it_brought_of_this_file(
    office: Office, jobs: Jobs, show: Callable[..., QWidget], tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", person(1), family(2)))
    with office.read() as session:
        case_id = session.scalars(select(Case.id).order_by(Case.id)).all()[1]
    page = HistoryPage(Context(office, jobs))
    show(page, 1000, 700)
    page.show_case(case_id)
    wait_until(lambda: bool(page.items))
    (item,) = page.items.values()
    item.button.click()
    wait_until(lambda: item.is_unfolded)
    settle()
    assert item.changes is not None
    people = [change.name for change in item.changes if change.what == "家庭成员"]
    assert people == ["黎小满", "黎小禾"]
