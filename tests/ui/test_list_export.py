"""The export of a list: offered where it may be, purpose asked for, file written, the sentence of success."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.cases.imports import import_workbook
from app.cases.lists import CaseFilter, case_ids
from app.changes import Op
from app.office.session import Office
from app.office.settings import save_settings
from db.codes import Stage
from db.keys import KdfCost
from tests.app.review.review_cases import add_colleagues, file_case
from tests.conftest import PASSWORD
from tests.ui.driver import click, parts, press, settle, wait_until
from ui import list_export
from ui.context import Context, Screen
from ui.jobs import Jobs
from ui.list_export import ExportDialog
from ui.screens.cases.view import CasesScreen
from ui.screens.followups.view import FollowUpsScreen
from ui.screens.login.dialogs import PasswordDialog
from ui.screens.review.view import PublicityScreen, ReviewScreen
from ui.widgets import Banner, Button

CLEAN = Path(__file__).parents[1] / "samples" / "困难职工档案导出-120户.xlsx"


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


@pytest.fixture
def past_password(monkeypatch: pytest.MonkeyPatch) -> None:
    def past(_ctx: Context, _parent: QWidget, then: Callable[[], object]) -> None:
        then()

    monkeypatch.setattr(list_export, "after_export_password", past)


def _export_buttons(screen: Screen) -> list[Button]:
    return [one for one in parts(screen, Button) if one.text() == "导出表格…"]


_LONG_AGO = date(2026, 5, 10)
_LISTS = (
    (CasesScreen, Stage.REVIEW),
    (ReviewScreen, Stage.REVIEW),
    (PublicityScreen, Stage.PUBLICITY),
    (FollowUpsScreen, Stage.ON_FILE),
)
_SCREENS = [kind for kind, _ in _LISTS]


@pytest.mark.parametrize(("kind", "stage"), _LISTS)
def test_a_list_of_files_is_exported_as_it_is_listed(
    kind: Callable[[Context], Screen],
    stage: Stage,
    office: Office,
    jobs: Jobs,
    show: Callable[..., QWidget],
    tmp_path: Path,
    past_password: None,
) -> None:
    for at in range(2):
        number = f"QH-2026-0000{at}"
        file_case(office, stage, number=number, filed_on=_LONG_AGO, since=_LONG_AGO)
    screen = kind(Context(office, jobs))
    (banner,), (button,) = parts(screen, Banner), _export_buttons(screen)
    button.click()
    assert banner.text() == "列表还在读取，请稍等片刻再导出。"
    show(screen, 1190, 690)
    assert jobs.wait()
    click(button)
    (dialog,) = parts(screen.window(), ExportDialog)
    dialog.purpose.setText("上报市总工会")
    dialog.export(tmp_path / "a.xlsx")
    assert jobs.wait(60)
    assert banner.text().startswith("已导出 2 户到“a.xlsx”")


@pytest.mark.parametrize("kind", _SCREENS)
def test_an_empty_list_is_not_exported(
    kind: Callable[[Context], Screen], office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    screen = kind(Context(office, jobs))
    show(screen, 1190, 690)
    assert jobs.wait()
    click(_export_buttons(screen)[0])
    assert parts(screen, Banner)[0].text() == "列表里没有档案，没有可以导出的内容。"


@pytest.mark.parametrize("kind", _SCREENS)
def test_who_may_not_export_has_no_button(
    kind: Callable[[Context], Screen],
    office: Office,
    jobs: Jobs,
    show: Callable[..., QWidget],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ctx = Context(office, jobs)
    may = ctx.may
    monkeypatch.setattr(ctx, "may", lambda op: op is not Op.EXPORT_LIST and may(op))
    screen = kind(ctx)
    show(screen, 1190, 690)
    assert jobs.wait()
    assert not _export_buttons(screen)
