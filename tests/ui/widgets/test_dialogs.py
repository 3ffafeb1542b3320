"""Dialogs stay until the operation went well; progress can be stopped; pages turn and zoom."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QListWidget, QWidget
from shiboken6 import isValid

from tests.ui.driver import click, parts, press, settle, type_text, wait_until
from ui.jobs import Jobs
from ui.style import apply_theme
from ui.widgets import (
    Button,
    Dialog,
    FormGrid,
    Label,
    PdfView,
    ProgressDialog,
    ReasonDialog,
    TextArea,
    TextInput,
    ask,
    column,
    tell,
)
from ui.widgets.form_sheet import FormSheet


def test_no_dialog_is_larger_than_the_screen_in_large_type(
    app: QApplication, show: Callable[..., QWidget]
) -> None:
    apply_theme(app, scale=1.5)
    try:
        page = show(QWidget(), 700, 500)
        dialog = Dialog(page, "增加家庭成员", action="保存", width=880)
        dialog.add(FormSheet(column(*(Label("一句话。") for _ in range(60)))))
        dialog.open()
        settle()
        room = dialog.screen().availableGeometry()
        assert dialog.width() <= room.width()
        assert dialog.height() <= room.height()
        assert dialog.main_button.visibleRegion().boundingRect().size() == dialog.main_button.size()
        dialog.give_up()
    finally:
        apply_theme(app)


def test_main_button_confirms_and_leaves_closing_to_the_caller(
    show: Callable[..., QWidget],
) -> None:
    page = show(QWidget(), 400, 300)
    dialog, confirmed = Dialog(page, "登记公示结果", action="登记结果"), list[int]()
    form = FormGrid(columns=1)
    form.add("note", "说明", TextInput())
    dialog.add(form, None)
    dialog.confirmed.connect(lambda: confirmed.append(1))
    dialog.open()
    settle()
    form.focus("note")
    press(None, Qt.Key.Key_Return)
    assert dialog.main_button.hasFocus()
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert confirmed == [1]
    assert dialog.isVisible()
    dialog.set_error("公示期还没有满，请期满后再登记。")
    assert dialog.error()
    click(dialog.main_button)
    assert dialog.error() == ""
    dialog.accept()
    settle()
    wait_until(lambda: not isValid(dialog))


def _asking(show: Callable[..., QWidget]) -> tuple[QWidget, Dialog, TextInput]:
    """A dialog with one line that the program has filled in."""
    page = show(QWidget(), 400, 300)
    dialog, line = Dialog(page, "登记公示结果", action="登记结果"), TextInput()
    form = FormGrid(columns=1)
    form.add("note", "说明", line)
    dialog.add(form)
    dialog.open()
    line.setText("无异议")
    settle()
    return page, dialog, line


def test_escape_does_not_drop_what_was_typed_unasked(show: Callable[..., QWidget]) -> None:
    page, dialog, line = _asking(show)
    type_text(line, "x")
    press(line, Qt.Key.Key_Escape)
    (question,) = (one for one in parts(dialog, Dialog) if one.isVisible())
    assert question.give_up_button.text() == "继续填写"
    press(question.give_up_button, Qt.Key.Key_Return)
    assert dialog.isVisible() and line.text() == "x无异议"
    dialog.close()
    (question,) = (one for one in parts(dialog, Dialog) if one.isVisible())
    click(question.main_button)
    wait_until(lambda: not isValid(dialog))
    assert page.isVisible()


@pytest.mark.parametrize("which", ["box", "tick"])
def test_escape_does_not_drop_what_was_chosen_or_ticked_unasked(
    show: Callable[..., QWidget], which: str
) -> None:
    page = show(QWidget(), 400, 300)
    dialog = Dialog(page, "登记公示结果", action="登记结果")
    box, tick = QComboBox(), QCheckBox("已送达")
    box.addItems(["无异议", "有异议"])
    dialog.add(box, tick)
    dialog.open()
    box.setCurrentIndex(1)
    tick.setChecked(True)
    settle()
    assert not dialog._has_typing(), "what the program sets does not count"
    editor = box if which == "box" else tick
    editor.setFocus()
    press(editor, Qt.Key.Key_Up if which == "box" else Qt.Key.Key_Space)
    press(editor, Qt.Key.Key_Escape)
    (question,) = (one for one in parts(dialog, Dialog) if one.isVisible())
    assert question.give_up_button.text() == "继续填写"
    click(question.main_button)
    wait_until(lambda: not isValid(dialog))


def test_escape_closes_at_once_where_nothing_was_typed(show: Callable[..., QWidget]) -> None:
    _page, dialog, line = _asking(show)
    press(line, Qt.Key.Key_Escape)
    wait_until(lambda: not isValid(dialog))


def test_escape_closes_at_once_where_nothing_would_have_been_kept(
    show: Callable[..., QWidget],
) -> None:
    page = show(QWidget(), 400, 300)
    dialog = Dialog(page, "核验编号", action="核验", guards_typing=False)
    line = TextInput("")
    dialog.add(line)
    dialog.open()
    type_text(line, "x")
    press(line, Qt.Key.Key_Escape)
    wait_until(lambda: not isValid(dialog))


def test_a_page_stands_whole_on_the_screen(show: Callable[..., QWidget]) -> None:
    page = show(QWidget(), 400, 300)
    room = page.screen().availableGeometry()
    page.move(room.right() - 400, room.bottom() - 300)
    dialog = Dialog(page, "打印文书", action="打印", page_size=(room.width(), 500))
    dialog.open()
    settle()
    assert room.contains(dialog.geometry()) and dialog.width() > room.width() * 0.9
    dialog.give_up()


def test_the_button_gives_up_at_once(show: Callable[..., QWidget]) -> None:
    _page, dialog, line = _asking(show)
    type_text(line, "x")
    click(dialog.give_up_button)
    wait_until(lambda: not isValid(dialog))


def test_reason_is_never_empty(show: Callable[..., QWidget]) -> None:
    page = show(QWidget(), 400, 300)
    dialog, given = ReasonDialog(page, "退回初审", "写明退回的原因。", "退回"), list[str]()
    dialog.given.connect(given.append)
    dialog.open()
    click(dialog.main_button)
    assert given == []
    assert dialog.error() == "请写明原因，再按“退回”。"
    type_text(parts(dialog, TextArea)[0], "  ")
    click(dialog.main_button)
    assert given == []
    parts(dialog, TextArea)[0].setPlainText(" 收入证明 <不符> ")
    click(dialog.main_button)
    assert given == ["收入证明 <不符>"]
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)


def test_question_does_nothing_on_escape_and_acts_on_its_button(
    show: Callable[..., QWidget],
) -> None:
    page, done = show(QWidget(), 400, 300), list[int]()
    first = ask(
        page, "作废文书", "作废后不能恢复。", "作废这份文书", lambda: done.append(1), danger=True
    )
    settle()
    assert first.give_up_button.hasFocus()
    press(first, Qt.Key.Key_Escape)
    assert done == []
    second = ask(page, "作废文书", "作废后不能恢复。", "作废这份文书", lambda: done.append(2))
    click(second.main_button)
    wait_until(lambda: done == [2])


def test_message_shows_text_as_it_is(show: Callable[..., QWidget]) -> None:
    page = show(QWidget(), 400, 300)
    dialog = tell(page, "没有保存", "<b>磁盘已满</b>")
    assert "<b>磁盘已满</b>" in [label.text() for label in parts(dialog, Label)]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in parts(dialog, Label))
    assert not dialog.main_button.isVisible()
    click(dialog.give_up_button)


def test_progress_counts_and_stops_only_where_it_can(show: Callable[..., QWidget]) -> None:
    page, stopped = show(QWidget(), 400, 300), list[int]()
    dialog = ProgressDialog(page, "导入", on_cancel=lambda: stopped.append(1))
    dialog.open()
    dialog.show_progress("正在核对", 30, 100, 12.4)
    shown = [label.text() for label in parts(dialog, Label)]
    assert "已完成 30，共 100，大约还要 12 秒" in shown
    dialog.show_progress("正在核对", 30, 100, 200.0)
    assert any("3 分钟" in label.text() for label in parts(dialog, Label))
    dialog.close()
    assert dialog.isVisible()
    assert stopped == [1]
    dialog.finish()
    fixed = ProgressDialog(page, "保存")
    fixed.open()
    press(fixed, Qt.Key.Key_Escape)
    assert fixed.isVisible()
    fixed.finish()


def test_a_stop_that_was_asked_for_stays_said(show: Callable[..., QWidget]) -> None:
    page = QWidget()
    show(page, 400, 300)
    stopped: list[bool] = []
    dialog = ProgressDialog(page, "正在导入", on_cancel=lambda: stopped.append(True))
    dialog.open()
    dialog.give_up()
    dialog.show_progress("正在写入", 3, 9)
    assert stopped and "正在停止，请稍候…" in [label.text() for label in parts(dialog, Label)]
    dialog.finish()


def test_escape_closes_nothing_while_the_operation_runs(show: Callable[..., QWidget]) -> None:
    page = QWidget()
    show(page, 400, 300)
    dialog = Dialog(page, "登记", action="保存")
    dialog.open()
    dialog.busy(True)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "it is saved, or what refuses it is told here"
    dialog.busy(False)
    press(dialog, Qt.Key.Key_Escape)
    wait_until(lambda: not isValid(dialog))


def test_pages_turn_and_zoom(show: Callable[..., QWidget], jobs: Jobs) -> None:
    asked: list[tuple[int, int]] = []

    def render(page: int, dpi: int) -> QImage:
        if dpi > 20:  # the thumbnails follow the page
            asked.append((page, dpi))
        image = QImage(round(8.27 * dpi), round(11.69 * dpi), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        return image

    view, turned = PdfView(jobs.read), list[int]()
    view.page_changed.connect(turned.append)
    show(view, 900, 700)
    view.show_pages(render, 3)
    settle()
    area = next(part for part in parts(view, QWidget) if part.accessibleName() == "页面预览")
    press(area, Qt.Key.Key_PageDown)
    press(area, Qt.Key.Key_PageDown)
    press(area, Qt.Key.Key_PageDown)
    press(area, Qt.Key.Key_PageUp)
    assert turned == [0, 1, 2, 1]
    assert "第 2 页，共 3 页" in [label.text() for label in parts(view, Label)]
    wait_until(lambda: jobs.is_idle)
    before = asked[-1][1]
    press(area, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: jobs.is_idle)
    assert asked[-1][0] == 1
    assert asked[-1][1] > before
    press(area, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: jobs.is_idle)
    assert asked[-1][1] == before
    parts(view, QListWidget)[0].setCurrentRow(2)
    assert view.page() == 2
    assert view.page_count() == 3
    wait_until(lambda: jobs.is_idle)
    view.go_to(99)
    assert view.page() == 2


def test_a_dialog_grows_for_the_sentence_at_a_field(show: Callable[..., QWidget]) -> None:
    page = show(QWidget(), 700, 500)
    dialog, form = Dialog(page, "登记", action="登记"), FormGrid(columns=1)
    form.add("scan", "扫描件", TextInput())
    dialog.add(Label("请照签字页填写，扫描件加密保存在档案里。" * 4, wrap=True), form)
    dialog.open()
    settle()
    before = dialog.height()
    form.set_error("scan", "请选择签字页的扫描件。")
    settle()
    assert dialog.height() > before
    error = next(label for label in parts(form, Label) if "请选择" in label.text())
    editor = form.editor("scan")
    assert (
        error.mapTo(form, error.rect().topLeft()).y()
        >= editor.mapTo(form, editor.rect().bottomLeft()).y()
    )
    dialog.reject()


def test_enter_presses_the_button_that_has_the_keys(show: Callable[..., QWidget]) -> None:
    pressed: list[str] = []
    button = Button("恢复备份", lambda: pressed.append("restore"))
    page = QWidget()
    page.setLayout(column(button))
    show(page, 300, 100)
    button.setFocus()
    press(button, Qt.Key.Key_Return)
    press(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pressed == ["restore"]
    dialog = tell(page, "没有保存", "磁盘已满。")
    settle()
    press(dialog.give_up_button, Qt.Key.Key_Enter)
    assert not isValid(dialog)


def test_the_button_that_was_pressed_has_the_keys_again_afterwards(
    show: Callable[..., QWidget],
) -> None:
    dialog = Dialog(None, "打印文书", action="打印")
    box, extra = QCheckBox("双面"), Button("保存为 PDF…", lambda: None)
    dialog.add(box)
    dialog.add_extra(extra)
    show(dialog, 500, 300)
    dialog.main_button.setFocus()
    dialog.busy(True)
    dialog.busy(False)
    assert dialog.focusWidget() is dialog.main_button
    dialog.busy(True)
    chosen = next(one for one in (box, extra) if one is not dialog.focusWidget())
    chosen.setFocus()
    dialog.busy(False)
    assert dialog.focusWidget() is chosen, "who went elsewhere meanwhile stays there"
    dialog.reject()


def test_a_record_is_saved_by_the_key_of_accounting_programs(show: Callable[..., QWidget]) -> None:
    page = show(QWidget(), 400, 300)
    dialog, confirmed = Dialog(page, "登记资金", action="保存"), list[int]()
    dialog.confirmed.connect(lambda: confirmed.append(1))
    dialog.open()
    settle()
    press(dialog, Qt.Key.Key_F8)
    QTest.qWait(150)
    assert confirmed == []
    dialog.save_by_key()
    press(dialog, Qt.Key.Key_F8)
    wait_until(lambda: confirmed == [1])
    QTest.qWait(150)
    press(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: confirmed == [1, 1])
    dialog.reject()


@pytest.mark.parametrize("all_at_once", [True, False])
def test_a_dialog_that_grows_at_the_end_of_the_screen_moves_up(
    show: Callable[..., QWidget], all_at_once: bool
) -> None:
    dialog = Dialog(show(QWidget(), 400, 300), "合并档案", action="合并")
    dialog.open()
    settle()
    screen = dialog.screen().availableGeometry()
    dialog.move(screen.left(), screen.bottom() - dialog.height())
    dialog.add(*(Label("并入成员") for _ in range(8)))
    if all_at_once:
        settle()
        dialog.fit()
    settle()
    assert screen.contains(dialog.frameGeometry())
    dialog.reject()
