"""One place for errors: at the field, in the banner or dialog, as a message, or as a crash box."""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.changes import Changes, Op
from app.errors import Cancelled, LockedOutError, StorageError, UserError, WrongKeyError
from tests.ui.driver import click, parts, settle, wait_until
from ui import commands
from ui.crash import crash_code, crash_details, install_excepthook
from ui.jobs import Jobs
from ui.widgets import Banner, Button, Dialog, FormGrid, Label, TextInput, column

SECRET = "覃永福450224197703122719"


@pytest.fixture
def page(show: Callable[..., QWidget]) -> QWidget:
    """A page with a banner and a form of one field."""
    page, form = QWidget(), FormGrid()
    form.add("phone", "手机号码", TextInput())
    inner = QWidget()
    inner.setLayout(column(form))
    page.setLayout(column(Banner(), inner))
    return show(page, 900, 300)


def form_of(page: QWidget) -> FormGrid:
    return parts(page, FormGrid)[0]


def raising(error: BaseException) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def dialogs(page: QWidget) -> list[Dialog]:
    return [dialog for dialog in parts(page, Dialog) if dialog.isVisible()]


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in parts(widget, Label))


def test_changes_are_told_to_all_and_then_to_the_caller(page: QWidget, jobs: Jobs) -> None:
    told: list[object] = []
    changes = Changes(Op.BACK_UP)
    commands.bus().changed.connect(told.append)
    commands.run(page, jobs, lambda: changes, on_done=lambda result: told.append(("done", result)))
    commands.run(page, jobs, lambda: (changes, 7), on_done=told.append)
    commands.run(page, jobs, lambda: "nothing written", on_done=told.append)
    assert jobs.wait()
    commands.bus().changed.disconnect(told.append)
    assert told == [changes, ("done", changes), changes, (changes, 7), "nothing written"]


def test_mistake_stands_at_its_field(page: QWidget, jobs: Jobs) -> None:
    form, failed = form_of(page), list[BaseException]()
    error = UserError("手机号码应为 11 位数字，请重新输入。", field="phone")
    commands.run(page, jobs, raising(error), field_errors=form, on_failed=failed.append)
    assert jobs.wait()
    assert form.error("phone") == error.message
    assert parts(page, Banner)[0].text() == ""
    assert failed == [error]
    commands.run(page, jobs, lambda: None, field_errors=form)
    assert form.error("phone") == ""
    assert jobs.wait()


def test_a_locked_account_is_told_until_when_and_a_wrong_password_is_not_told_which(
    page: QWidget, jobs: Jobs
) -> None:
    locked = LockedOutError("连续输错 5 次，这个账号暂停登录，请在 11月20日 09:30 以后再试。", None)
    commands.run(page, jobs, raising(locked))
    assert jobs.wait()
    assert parts(page, Banner)[0].text() == str(locked)
    commands.run(page, jobs, raising(WrongKeyError("wrap 3 did not open")))
    assert jobs.wait()
    assert parts(page, Banner)[0].text() == "用户名或密码不正确，请核对后重新输入。"


def test_mistake_without_a_field_stands_in_the_nearest_banner(page: QWidget, jobs: Jobs) -> None:
    form = form_of(page)
    error = UserError("这户已有在办档案，请先打开那一户。", field="unknown")
    commands.run(form, jobs, raising(error), field_errors=form)
    assert jobs.wait()
    assert parts(page, Banner)[0].text() == error.message
    assert dialogs(page) == []


def test_mistake_in_a_dialog_stays_in_the_dialog(page: QWidget, jobs: Jobs) -> None:
    dialog = Dialog(page, "登记公示结果", action="登记")
    inner = QWidget()
    dialog.add(inner)
    gate = threading.Event()

    def work() -> None:
        gate.wait(5)
        raise UserError("公示期还没有满，请期满后再登记。")

    dialog.confirmed.connect(lambda: commands.run(inner, jobs, work))
    dialog.open()
    click(dialog.main_button)
    assert not dialog.main_button.isEnabled()
    gate.set()
    assert jobs.wait()
    assert dialog.isVisible()
    assert dialog.main_button.isEnabled()
    assert dialog.error() == "公示期还没有满，请期满后再登记。"
    assert parts(page, Banner)[0].text() == ""
    dialog.reject()


def test_trouble_with_the_file_must_be_read(page: QWidget, jobs: Jobs) -> None:
    error = StorageError("磁盘已满，刚才的内容没有保存。请腾出空间后再按“保存”。")
    commands.run(page, jobs, raising(error))
    assert jobs.wait()
    (dialog,) = dialogs(page)
    assert dialog.isModal()
    assert str(error) in words(dialog)
    dialog.reject()


def test_stop_is_silent(page: QWidget, jobs: Jobs) -> None:
    commands.run(page, jobs, raising(Cancelled()))
    commands.read(page, jobs, raising(Cancelled()), on_done=lambda _: None)
    assert jobs.wait()
    assert dialogs(page) == []
    assert parts(page, Banner)[0].text() == ""


def test_failed_read_is_shown_and_not_an_empty_list(page: QWidget, jobs: Jobs) -> None:
    rows: list[object] = []
    commands.read(
        page, jobs, raising(StorageError("文件读不出来，请检查磁盘。")), on_done=rows.append
    )
    assert jobs.wait()
    assert rows == []
    assert "文件读不出来" in words(dialogs(page)[0])
    dialogs(page)[0].reject()


def test_double_click_does_it_once_but_other_values_are_not_lost(page: QWidget, jobs: Jobs) -> None:
    gate, saved = threading.Event(), list[str]()

    def write(text: str) -> None:
        gate.wait(5)
        saved.append(text)

    def save(text: str) -> None:
        commands.run(page, jobs, lambda: write(text))

    save("甲")
    save("甲")
    save("乙")
    gate.set()
    assert jobs.wait()
    save("甲")
    assert jobs.wait()
    assert saved == ["甲", "乙", "甲"]


def test_what_was_written_is_told_even_when_the_page_has_gone(page: QWidget, jobs: Jobs) -> None:
    from shiboken6 import delete

    gate, told = threading.Event(), list[object]()
    commands.bus().changed.connect(told.append)
    child = QWidget(page)
    changes = Changes(Op.BACK_UP)
    commands.run(child, jobs, lambda: (gate.wait(5), changes)[1], on_done=told.append)
    delete(child)
    gate.set()
    assert jobs.wait()
    commands.bus().changed.disconnect(told.append)
    assert told == [changes]


def test_bug_is_a_box_with_a_code_and_without_a_person(
    page: QWidget, jobs: Jobs, log_lines: list[str]
) -> None:
    log_lines.append("编号 ")

    def work() -> None:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error

    commands.run(page, jobs, work)
    assert jobs.wait()
    (dialog,) = dialogs(page)
    shown = words(dialog)
    assert "编号：" in shown
    click(next(button for button in parts(dialog, Button) if button.text() == "复制详情"))
    copied = QGuiApplication.clipboard().text()
    assert "builtins.ValueError" in copied
    assert "builtins.KeyError" in copied
    assert "tests/ui/test_commands.py" in copied
    for text in (shown, copied):
        assert SECRET not in text
        assert str(Path.home()) not in text
    dialog.reject()


def test_code_is_the_same_for_the_same_bug() -> None:
    def caught(value: str) -> BaseException:
        try:
            raise ValueError(value)
        except ValueError as error:
            return error

    assert crash_code(caught("甲")) == crash_code(caught("乙"))
    assert crash_code(caught("甲")) != crash_code(KeyError("甲"))
    assert "甲" not in crash_details(caught("甲"))


def test_hook_logs_and_shows_what_nobody_caught(
    page: QWidget, tmp_path: Path, log_lines: list[str]
) -> None:
    log_lines.append("编号 ")
    log_file = tmp_path / "log" / "nuandang.log"
    remove = install_excepthook(log_file)
    try:
        thread = threading.Thread(target=raising(ValueError(SECRET)))
        thread.start()
        thread.join()
        wait_until(lambda: any(isinstance(box, Dialog) for box in _tops()))
        try:
            raise Cancelled
        except Cancelled:
            kind, error, trace = sys.exc_info()
            assert kind is not None
            assert error is not None
            sys.excepthook(kind, error, trace)
        settle()
        boxes = [box for box in _tops() if isinstance(box, Dialog)]
        assert len(boxes) == 1
        assert str(log_file) in words(boxes[0])
        boxes[0].reject()
    finally:
        remove()
    text = log_file.read_text("utf-8")
    assert "ValueError" in text
    assert SECRET not in text
    assert not logging.getLogger("nuandang").handlers
    assert page.isVisible()


def _tops() -> list[QWidget]:
    from PySide6.QtWidgets import QApplication

    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def test_a_place_that_takes_no_log_does_not_keep_the_window_away(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_bytes(b"")
    remove = install_excepthook(taken / "logs" / "nuandang.log")
    remove()
