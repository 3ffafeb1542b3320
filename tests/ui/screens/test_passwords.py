"""修改密码 in the menu of the window: asked, told while it is typed, and the new one opens the office."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.office.opening import log_in
from app.office.session import Office
from db.keys import KdfCost
from tests.conftest import PASSWORD
from tests.ui.driver import parts, press, settle, type_text
from ui.context import Context
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.login.dialogs import ChangePasswordDialog
from ui.widgets import Dialog, Label, MenuButton

CHEAP = KdfCost.for_tests()
NEW = "Ganz-andere-77"


def asked(office: Office, jobs: Jobs, show: Callable[..., QWidget]) -> ChangePasswordDialog:
    """The dialog, opened from the menu of the main window."""
    window = MainWindow(Context(office, jobs, cost=CHEAP))
    show(window, 1366, 768)
    assert jobs.wait()
    menu = parts(window, MenuButton)[0].menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "修改密码…").trigger()
    settle()
    return next(dialog for dialog in parts(window, ChangePasswordDialog) if dialog.isVisible())


def test_the_new_password_opens_the_office(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    dialog = asked(office, jobs, show)
    window = dialog.parentWidget()
    assert window is not None
    assert dialog.old.hasFocus()
    type_text(dialog.old, PASSWORD)
    press(dialog.old, Qt.Key.Key_Return)
    assert dialog.new.first.hasFocus()
    type_text(dialog.new.first, "kurz")
    assert dialog.form.note("password").startswith("密码")
    dialog.new.first.clear()
    type_text(dialog.new.first, NEW)
    assert dialog.form.note("password") == "这个密码可以使用。"
    type_text(dialog.new.again, NEW)
    press(dialog.new.again, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert jobs.wait()
    settle()
    told = [one for one in parts(window, Dialog) if one.isVisible()]
    assert [any("新密码" in label.text() for label in parts(one, Label)) for one in told] == [True]
    assert jobs.wait()
    office.close()
    log_in(office.folder, account="admin", password=NEW, clock=office.clock, cost=CHEAP).close()


def test_mistakes_stand_at_their_fields_and_change_nothing(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    dialog = asked(office, jobs, show)
    for old, first, again, field, begins in (
        (PASSWORD, NEW, "x", "again", "两次输入"),
        (PASSWORD, "kurz", "kurz", "password", "密码"),
        (PASSWORD, PASSWORD, PASSWORD, "password", "新密码不能"),
        ("Falsch-falsch-1", NEW, NEW, "old", "原密码不正确"),
    ):
        dialog.old.setText(old)
        dialog.new.first.setText(first)
        dialog.new.again.setText(again)
        dialog.confirmed.emit()
        assert jobs.wait()
        assert dialog.form.error(field).startswith(begins), field
        assert dialog.isVisible()
    dialog.reject()
    settle()
    office.close()
    log_in(
        office.folder, account="admin", password=PASSWORD, clock=office.clock, cost=CHEAP
    ).close()


def test_a_short_password_is_told_once(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    dialog = asked(office, jobs, show)
    for line, text in (
        (dialog.old, PASSWORD),
        (dialog.new.first, "kurz"),
        (dialog.new.again, "kurz"),
    ):
        line.setText(text)
    press(dialog.new.again, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert jobs.wait()
    settle()
    told = [one for one in parts(dialog, Label) if one.isVisible() and "密码太短" in one.text()]
    assert [one.text() for one in told] == [dialog.form.error("password")]
    dialog.new.first.setText(NEW)
    told = [one for one in parts(dialog, Label) if one.isVisible() and "密码" in one.text()]
    assert "这个密码可以使用。" in [one.text() for one in told]
    assert dialog.form.error("password") == ""
