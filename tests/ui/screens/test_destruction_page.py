"""档案销毁 in the settings: marked files go after the question, and stand in the register."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app.office.accounts import add_account
from app.office.session import Office
from db.codes import Role
from db.keys import KdfCost
from tests.app.leaving.leaving_cases import closed, png
from tests.conftest import PASSWORD, OpenAs, TickingClock
from tests.ui.driver import click, parts, settle
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.settings.destruction_page import DestroyDialog, DestructionPage
from ui.screens.settings.forcing import take_sheet
from ui.screens.settings.view import SettingsScreen
from ui.widgets import Label, TextArea, TextInput

Show = Callable[..., QWidget]


@pytest.fixture
def page(
    office: Office, ticking: TickingClock, jobs: Jobs, show: Show
) -> tuple[SettingsScreen, DestructionPage]:
    """The page on the day after the keeping period of one household."""
    closed(office)
    ticking.set_day(date(2036, 11, 21))
    screen = SettingsScreen(Context(office, jobs))
    show(screen, 1190, 688)
    page = screen.page("destruction")
    assert isinstance(page, DestructionPage)
    assert jobs.wait()
    return screen, page


def _fill(dialog: DestroyDialog, sheet: Path, count: str) -> None:
    reason = dialog.form.editor("reason")
    assert isinstance(reason, TextArea)
    reason.setPlainText("保管期满，鉴定后没有保存价值。")
    for key, text in (
        ("watcher_one", "温故"),
        ("watcher_two", "知新"),
        ("paper_name", "何书记"),
        ("count", count),
    ):
        line = dialog.form.editor(key)
        assert isinstance(line, TextInput)
        line.setText(text)
    take_sheet(dialog, sheet)


def test_a_marked_file_is_destroyed_after_its_count_was_typed(
    page: tuple[SettingsScreen, DestructionPage], jobs: Jobs, tmp_path: Path
) -> None:
    screen, shown = page
    sheet = tmp_path / "sheet.png"
    sheet.write_bytes(png("green"))
    assert [row.number for row in shown.due.rows()] == ["QH-2026-00002"]
    assert not shown.destroy_button.isEnabled()
    shown.due.choose(0)
    assert shown.destroy_button.isEnabled()
    click(shown.destroy_button)
    settle()
    (dialog,) = (one for one in parts(screen, DestroyDialog) if one.isVisible())
    _fill(dialog, sheet, "2")
    click(dialog.main_button)
    assert jobs.wait()
    assert dialog.isVisible() and "份数不同" in dialog.form.error("count")
    _fill(dialog, sheet, "1")
    click(dialog.main_button)
    assert jobs.wait()
    settle()
    assert jobs.wait()
    assert shown.due.rows() == () and not parts(screen, DestroyDialog)
    (line,) = shown.register.rows()
    assert (line.number, line.watchers) == ("QH-2026-00002", ("温故", "知新"))
    shown.register.choose(0)
    assert shown.sheet_button.isEnabled()


def test_an_account_that_reads_no_cases_is_told_so_and_not_that_there_are_none(
    office: Office, open_as: OpenAs, jobs: Jobs, show: Show
) -> None:
    add_account(
        office,
        name="boss",
        display_name="周明哲",
        unit_id=office.user.unit_id,
        roles={Role.ADMIN},
        password=PASSWORD,
        cost=KdfCost.for_tests(),
    )
    screen = SettingsScreen(Context(open_as("boss"), jobs))
    show(screen, 1190, 688)
    page = screen.page("destruction")
    assert jobs.wait()
    settle()
    told = {label.text() for label in parts(page, Label) if label.isVisible()}
    assert "这个账号不查看档案" in told
    assert "还没有销毁过档案" not in told
