"""The export from the list: purpose asked for, file written, the sentence of success."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.cases.imports import import_workbook
from app.office.session import Office
from db.keys import KdfCost
from tests.conftest import PASSWORD
from tests.ui.driver import parts, press, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.cases.export_dialog import ExportDialog
from ui.screens.cases.view import CasesScreen
from ui.screens.login.dialogs import PasswordDialog

CLEAN = Path(__file__).parents[2] / "samples" / "困难职工档案导出-120户.xlsx"


def test_the_list_is_exported_by_keyboard(
    office: Office, jobs: Jobs, show: Callable[..., QWidget], tmp_path: Path
) -> None:
    import_workbook(office, path=CLEAN)
    screen = CasesScreen(Context(office, jobs, cost=KdfCost.for_tests()))
    show(screen, 1190, 690)
    assert jobs.wait(60)
    settle()
    press(screen.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: bool(parts(screen.window(), PasswordDialog)))
    (asked,) = parts(screen.window(), PasswordDialog)
    QTest.keyClicks(asked.password, PASSWORD)
    QTest.keyClick(asked.password, Qt.Key.Key_Return)
    wait_until(lambda: bool(parts(screen.window(), ExportDialog)))
    dialog = parts(screen.window(), ExportDialog)[0]
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "用途" in dialog.form.error("purpose")
    QTest.keyClicks(dialog.purpose, "report")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (chooser,) = parts(dialog, QFileDialog)
    chooser.close()
    out = tmp_path / "a.xlsx"
    dialog.export(out)
    assert jobs.wait(60)
    assert out.stat().st_size > 0
    assert screen.banner.text().startswith("已导出 120 户到“a.xlsx”")
