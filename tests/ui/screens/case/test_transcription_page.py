"""抄录 by keyboard: the next value, the tick, the clipboard that forgets numbers, the state there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from app.cases.transcription import transcription
from app.lifecycle import Stage
from app.office.session import Office
from tests.app.cases.households import Filing, file
from tests.app.cases.invented import full_draft
from tests.ui.driver import click, parts, press, settle
from ui.clipboard import guard_clipboard
from ui.context import Context
from ui.screens.case.transcription_page import TranscriptionPage
from ui.widgets import Dialog, TextInput
from ui.widgets.keys import keys_of


def _rest(ctx: Context) -> None:
    for _ in range(3):
        assert ctx.jobs.wait()
        settle()


def _open(ctx: Context, show: Callable[..., QWidget], case_id: int) -> TranscriptionPage:
    page = TranscriptionPage(ctx)
    show(page, 860, 520)
    page.show_case(case_id)
    _rest(ctx)
    return page


def test_a_key_copies_the_next_value_and_ticks_it(
    office: Office, ctx: Context, show: Callable[..., QWidget]
) -> None:
    case_id = full_draft(office)
    page = _open(ctx, show, case_id)
    copied = []
    for _ in range(5):
        press(page.table, Qt.Key.Key_F9)
        QTest.qWait(120)
        _rest(ctx)
        copied.append(QGuiApplication.clipboard().text())
    assert copied == ["覃永福", "壮族", "男", "群众", "450224197903122710"[:17] + copied[4][-1]]
    assert transcription(office, case_id).done == 5
    assert "15 秒后" in page.said.text()
    guard_clipboard().clear()
    assert QGuiApplication.clipboard().text() == ""
    assert page.table.rows()[5].is_copied
    assert ("回车", "复制选中的一项") in [(one.keys, one.word) for one in keys_of(page)]


def test_how_far_one_is_goes_only_when_it_is_meant(
    office: Office, ctx: Context, show: Callable[..., QWidget]
) -> None:
    case_id = full_draft(office)
    page = _open(ctx, show, case_id)
    for _ in range(2):
        page.copy_next()
        _rest(ctx)
    click(page.clear_button)
    _rest(ctx)
    assert transcription(office, case_id).done == 2
    (question,) = (
        one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible()
    )
    click(question.main_button)
    _rest(ctx)
    assert transcription(office, case_id).done == 0


def test_the_clipboard_keeps_what_somebody_else_put_there(
    office: Office, ctx: Context, show: Callable[..., QWidget]
) -> None:
    page = _open(ctx, show, full_draft(office))
    entry = next(one for one in page.table.rows() if one.key == "applicant.id_number")
    page._copy(entry)
    _rest(ctx)
    QGuiApplication.clipboard().setText("别的内容")
    page.hide()
    assert QGuiApplication.clipboard().text() == "别的内容"
    QGuiApplication.clipboard().clear()


def test_the_state_is_said_in_a_dialog(
    office: Office, ctx: Context, show: Callable[..., QWidget]
) -> None:
    (case_id,) = file(office, (Filing("覃永福", "QH-1", Stage.ON_FILE),))
    page = _open(ctx, show, case_id)
    page.start("RECORD_NATIONAL")
    settle()
    dialog = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible()
    )
    click(dialog.main_button)
    _rest(ctx)
    assert dialog.isVisible(), "a reported file has a number"
    parts(dialog, QComboBox)[0].setCurrentText("退回")
    number, reason = parts(dialog, TextInput)[:2]
    number.setText("4502-0001")
    reason.setText("照片不清")
    click(dialog.main_button)
    _rest(ctx)
    assert page.state.text() == "全国系统：退回"
    assert "照片不清" in page.detail.text()
