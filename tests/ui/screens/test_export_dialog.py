"""The export from the list: purpose asked for, file written, the sentence of success."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.cases.imports import import_workbook
from app.cases.lists import CaseFilter, case_ids
from app.office.session import Office
from app.office.settings import save_settings
from db.keys import KdfCost
from tests.app.review.review_cases import add_colleagues
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
    wait_until(asked.password.hasFocus)
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


def test_full_values_ask_for_a_second_person(
    office: Office, jobs: Jobs, show: Callable[..., QWidget], tmp_path: Path
) -> None:
    import_workbook(office, path=CLEAN)
    add_colleagues(office)
    save_settings(office, values={"is_solo": False})
    object.__setattr__(office.user, "is_solo", False)
    ground = QWidget()
    show(ground, 800, 600)
    told: list[str] = []
    ctx = Context(office, jobs, cost=KdfCost.for_tests())
    dialog = ExportDialog(ctx, ground, case_ids(office, CaseFilter())[:3], told.append)
    dialog.open()
    assert jobs.wait()
    settle()
    assert not dialog.second.isVisible()
    dialog.full.setChecked(True)
    settle()
    assert dialog.second.isVisible() and dialog.second_password.isVisible()
    dialog.purpose.setText("上报市总工会")
    dialog.second.setText("admin")
    dialog.second_password.setText(PASSWORD)
    out = tmp_path / "full.xlsx"
    dialog.export(out)
    assert jobs.wait(60)
    assert "换一个人" in dialog.form.error("second")
    dialog.second.setText("reviewer")
    dialog.export(out)
    assert jobs.wait(60)
    assert out.exists() and told[0].startswith("已导出 3 户")
