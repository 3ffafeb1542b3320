"""Many files are handed over from the list: marked by keyboard, journalled, in one go."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import func, select

from app.changes import Op
from app.office.session import Office
from db.codes import Stage
from db.models import Operation
from tests.app.cases.households import Filing, file
from tests.ui.driver import click, press, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.transfer_dialog import TransferDialog
from ui.screens.cases.view import CasesScreen


def _rest(jobs: Jobs) -> None:
    for _ in range(5):
        wait_until(lambda: jobs.is_idle)
        settle()


def test_marked_files_are_handed_over_together(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    people = [Filing(f"覃永{at}", f"QH-{at}", Stage.ON_FILE) for at in "一二三四"]
    file(office, people)
    screen = CasesScreen(Context(office, jobs))
    show(screen, 1180, 600)
    _rest(jobs)
    screen.table.setFocus()
    screen.table.choose(0)
    settle()
    assert screen.hand_over_button.text() == "移交…"
    press(screen.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(screen.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert screen.hand_over_button.text() == "移交 3 份…"
    press(screen.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert screen.hand_over_button.text() == "移交 4 份…"
    click(screen.hand_over_button)
    _rest(jobs)
    dialog = next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, TransferDialog) and one.isVisible()
    )
    assert len(dialog.case_ids) == 4
    dialog.clerk.setCurrentIndex(1)
    dialog.reason.setPlainText("调岗")
    click(dialog.main_button)
    _rest(jobs)
    with office.read() as session:
        done = session.scalar(
            select(func.count())
            .select_from(Operation)
            .where(Operation.op == Op.TRANSFER_CASES.name, Operation.result == "done")
        )
    assert done
