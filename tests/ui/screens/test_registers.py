"""来访与慰问: a line is entered by keyboard, corrected, removed and printed; bad input is said at its field."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.cases.visitors import visitors
from app.office.session import Office
from tests.ui.driver import click, parts, press, settle, wait_until
from ui.context import Context
from ui.fields.editors import AreaEditor, LineEditor
from ui.jobs import Jobs
from ui.screens.new_case.view import NewCaseDialog
from ui.screens.papers.span_dialog import SpanDialog
from ui.screens.registers.dialog import LineDialog
from ui.screens.registers.view import RegistersScreen

Show = Callable[..., QWidget]


@pytest.fixture
def screen(office: Office, jobs: Jobs, show: Show) -> RegistersScreen:
    """The empty screen."""
    screen = RegistersScreen(Context(office, jobs))
    show(screen, 1190, 688)
    assert jobs.wait()
    return screen


def _dialog(screen: RegistersScreen) -> LineDialog:
    settle()
    (dialog,) = (one for one in parts(screen, LineDialog) if one.isVisible())
    return dialog


def _type(dialog: LineDialog, **texts: str) -> None:
    for key, text in texts.items():
        editor = dialog.form.editor(key)
        if isinstance(editor, AreaEditor):
            editor.setPlainText(text)
        else:
            assert isinstance(editor, LineEditor)
            editor.setText(text)


def _enter(screen: RegistersScreen, jobs: Jobs, **texts: str) -> None:
    screen.enter()
    dialog = _dialog(screen)
    _type(dialog, **texts)
    click(dialog.main_button)
    assert jobs.wait()
    settle()
    assert jobs.wait()


def test_a_visitor_is_entered_corrected_and_removed(screen: RegistersScreen, jobs: Jobs) -> None:
    assert screen.tables["visitors"].rows() == ()
    click(screen.new_button)
    dialog = _dialog(screen)
    _type(dialog, name="𠮷秀英", phone="13807724519")
    click(dialog.main_button)
    assert jobs.wait()
    assert dialog.isVisible() and dialog.form.error("matter") == "请写明反映的内容和要求。"
    _type(dialog, matter="问透析能不能救助。")
    dialog.number.setText("QH-没有")
    click(dialog.main_button)
    assert jobs.wait()
    assert "没有这个编号" in dialog.form.error("case_number")
    dialog.number.setText("")
    click(dialog.main_button)
    assert jobs.wait()
    settle()
    assert jobs.wait()
    (line,) = screen.tables["visitors"].rows()
    assert (line.name, line.way, line.phone) == ("𠮷秀英", "来访", "138****4519")
    screen.table.choose(0)
    press(screen.table, Qt.Key.Key_Return)
    assert jobs.wait()
    dialog = _dialog(screen)
    _type(dialog, answer="已发申请书。")
    click(dialog.main_button)
    assert jobs.wait()
    settle()
    office = screen.ctx.office
    days = {"first": office.today, "last": office.today}
    assert [one.answer for one in visitors(office, **days)] == ["已发申请书。"]
    assert jobs.wait()
    screen.table.choose(0)
    click(screen.remove_button)
    assert jobs.wait()
    assert visitors(office, **days) == ()


def test_a_visitor_becomes_a_file(screen: RegistersScreen, jobs: Jobs) -> None:
    _enter(screen, jobs, name="覃𬱖", phone="13807724519", matter="申请建档。")
    screen.table.choose(0)
    click(screen.file_button)
    assert jobs.wait()
    settle()
    (dialog,) = parts(screen, NewCaseDialog)
    assert dialog.form.field_editor("name").text() == "覃𬱖"
    assert dialog.form.current("phone") == "13807724519"
    assert jobs.wait()


def test_comforts_stand_beside_with_their_sum(screen: RegistersScreen, jobs: Jobs) -> None:
    screen.tabs.select("comforts")
    assert jobs.wait()
    assert screen.new_button.text() == "登记慰问" and not screen.file_button.isVisible()
    _enter(screen, jobs, name="覃𬱖", item="送温暖", amount_fen="500")
    (line,) = screen.tables["comforts"].rows()
    assert line.amount_fen == 50_000 and line.year_fen is None
    click(screen.print_button)
    settle()
    (dialog,) = parts(screen, SpanDialog)
    assert dialog.which.currentData() == "comforts"
    wait_until(lambda: dialog.view.page_count() == 1 and jobs.is_idle)


def test_a_day_that_is_none_is_said_at_its_field(screen: RegistersScreen, jobs: Jobs) -> None:
    screen.last.setText("2026-13-01")
    screen.refresh()
    assert screen.days.error("last")
    screen.last.setText("2020-01-01")
    screen.refresh()
    assert "早于开始日期" in screen.days.error("last")
    assert jobs.wait()
