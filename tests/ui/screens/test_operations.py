"""操作记录: filtered, paged, opened with its values, and the chain proved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from sqlalchemy import text

from app.changes import Op
from app.office import history
from app.office.session import Office
from db.codes import Stage
from tests.app.cases.households import Filing, file
from tests.ui.driver import click, parts, press, settle, type_text, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.history_page import OperationItem
from ui.screens.operations.export_dialog import OperationsExportDialog
from ui.screens.operations.view import OperationsScreen
from ui.widgets import Button, Dialog


@pytest.fixture
def screen(office: Office, jobs: Jobs, show: Callable[..., QWidget]) -> OperationsScreen:
    """The screen over two files, one of them edited and one looked at."""
    first, second = file(
        office,
        (Filing("覃永福", "QH-1", Stage.DRAFT), Filing("张晓明", "QH-2", Stage.DRAFT)),
    )
    with office.write(Op.EDIT_FACTS, first, reason="更正住址") as work:
        work.case.household.home_address = "青禾县东街 1 号"
        work.done()
    office.record(Op.OPEN_CASE, second)
    made = OperationsScreen(Context(office, jobs))
    show(made, 1190, 688)
    made.refresh()
    assert jobs.wait()
    return made


def _ops(screen: OperationsScreen) -> list[str]:
    return [line.label for line in screen.table.rows()]


def test_the_newest_stands_first_and_looking_is_left_out(screen: OperationsScreen) -> None:
    assert _ops(screen)[0] == Op.EDIT_FACTS.label and Op.OPEN_CASE.label not in _ops(screen)
    screen.looking.click()
    assert screen.ctx.jobs.wait()
    assert _ops(screen)[0] == Op.OPEN_CASE.label


def test_it_is_filtered_by_number_and_by_day(screen: OperationsScreen) -> None:
    everything = len(_ops(screen))
    type_text(screen.number, "QH-1")
    wait_until(lambda: screen.ctx.jobs.is_idle and len(_ops(screen)) < everything)
    assert {line.case_number for line in screen.table.rows()} == {"QH-1"}
    type_text(screen.from_day, "2026-13-40")
    wait_until(lambda: bool(screen.banner.text()))
    screen.from_day.setText("2026-11-20")
    screen.to_day.setText("2026-11-19")
    wait_until(lambda: "早于开始日期" in screen.banner.text())
    screen.to_day.setText("2026-11-20")
    wait_until(lambda: screen.banner.text() == "" and screen.ctx.jobs.is_idle)


def test_enter_opens_an_operation_with_its_values(screen: OperationsScreen) -> None:
    screen.table.choose(0)
    press(screen.table, Qt.Key.Key_Return)
    settle()
    (dialog,) = (one for one in parts(screen, Dialog) if one.isVisible())
    (item,) = parts(dialog, OperationItem)
    wait_until(lambda: item.changes is not None)
    assert item.changes is not None
    fields = [field for change in item.changes for field in change.fields]
    assert any("东街" in str(field.after) for field in fields)
    dialog.reject()


def test_older_ones_are_read_page_by_page(
    screen: OperationsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = _ops(screen)
    monkeypatch.setattr(history, "_PAGE", 1)
    screen.refresh()
    assert screen.ctx.jobs.wait()
    assert len(_ops(screen)) == 1 and screen.more_button.isVisible()
    for _ in everything[1:]:
        click(screen.more_button)
        assert screen.ctx.jobs.wait()
    assert _ops(screen) == everything and not screen.more_button.isVisible()


def test_the_chain_is_proved_and_a_hand_in_it_told(
    screen: OperationsScreen, office: Office
) -> None:
    screen.check()
    wait_until(lambda: "没有被改动过" in screen.banner.text())
    with office.writer.begin() as connection:
        connection.execute(text("UPDATE operation SET op = 'EDIT_FACTS' WHERE id = 1"))
    screen.check()
    wait_until(lambda: "有问题：第 1 条" in screen.banner.text())


def test_what_is_listed_is_exported_for_a_purpose(screen: OperationsScreen, tmp_path: Path) -> None:
    screen.ctx.confirmed_at = screen.ctx.office.clock.now()
    (button,) = (one for one in parts(screen, Button) if one.text() == "导出…")
    assert button.shortcut() == QKeySequence("Ctrl+E")
    click(button)
    settle()
    (dialog,) = parts(screen.window(), OperationsExportDialog)
    click(dialog.main_button)
    assert "年度经审" in dialog.form.error("purpose")
    dialog.purpose.setText("年度经审")
    out = tmp_path / "a.xlsx"
    lines = len(screen.table.rows())
    dialog.export(out)
    assert screen.ctx.jobs.wait()
    settle()
    assert out.stat().st_size > 0
    assert screen.banner.text().startswith(f"已导出 {lines} 条到“a.xlsx”")
    assert _ops(screen)[0] == Op.EXPORT_LIST.label


@pytest.mark.parametrize(("width", "columns"), [(1190, 6), (735, 5)])
def test_the_list_never_scrolls_sideways(
    screen: OperationsScreen, width: int, columns: int
) -> None:
    """735 is what large type leaves of the smallest office screen."""
    screen.resize(width, 688)
    settle()
    header = screen.table.horizontalHeader()
    assert screen.table.horizontalScrollBar().maximum() == 0
    assert header.count() - header.hiddenSectionCount() == columns
