"""Passwords asked for inside the office: a new one of one's own, and one's own again before what needs it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.screens.login import presenter
from ui.screens.login.parts import EntryForm, NewPassword
from ui.style import Role
from ui.widgets import Dialog, Label, PasswordInput, tell

__all__ = ["ChangePasswordDialog", "PasswordDialog", "after_password", "change_password"]


class ChangePasswordDialog(Dialog):
    """修改密码: the old one, the new one twice; the rule is told while it is typed."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent.window(), "修改密码", action="修改密码")
        self._ctx = ctx
        user = ctx.office.user
        self.form = EntryForm(columns=1)
        self.old = PasswordInput()
        self.form.add("old", "原密码", self.old, required=True)
        self.new = NewPassword(self.form, user.name, (user.display_name, user.unit_name))
        self.add(self.form)
        self.confirmed.connect(self._change)

    def _change(self) -> None:
        work = partial(
            presenter.change_password,
            self._ctx.office,
            old=self.old.text(),
            new=self.new.first.text(),
            again=self.new.again.text(),
            cost=self._ctx.cost,
        )
        self._ctx.run(self, work, on_done=lambda _changes: self.accept(), form=self.form)


class PasswordDialog(Dialog):
    """请再输入密码: whoever sits here is the one who logged in. Wrong ones are counted as at the login."""

    def __init__(self, ctx: Context, parent: QWidget, what: str) -> None:
        super().__init__(parent.window(), "请再输入密码", action="继续")
        self._ctx = ctx
        self.form = EntryForm(columns=1)
        self.password = PasswordInput()
        self.form.add("account", "使用人", Label(ctx.office.user.display_name, Role.STRONG))
        self.form.add("password", "密码", self.password, required=True)
        self.add(Label(what, Role.MUTED, wrap=True), self.form)
        # Enter in the only line is the answer: there is nothing more to fill in.
        self.form.left_last.connect(self.main_button.click)
        self.confirmed.connect(self._check)
        self.password.setFocus()

    def _check(self) -> None:
        work = partial(
            presenter.confirm, self._ctx.office, self.password.text(), cost=self._ctx.cost
        )
        self._ctx.run(self, work, on_done=self._passed, on_failed=self._try_again, form=self.form)

    def _try_again(self, _error: BaseException) -> None:
        """The next password is typed in the place of the wrong one."""
        self.password.selectAll()

    def _passed(self, given_at: object) -> None:
        self.password.clear()
        self._ctx.confirmed_at = given_at  # type: ignore[assignment]
        self.accept()


def after_password(
    ctx: Context, parent: QWidget, what: str, then: Callable[[], object]
) -> PasswordDialog | None:
    """Do `then` once the user's own password was given, now or a few minutes ago (R14).

    `what` is the sentence that says what it is asked for. None where it need not be asked.
    """
    if not presenter.needs_password(ctx.office, ctx.confirmed_at):
        then()
        return None
    dialog = PasswordDialog(ctx, parent, what)
    # After the dialog has gone: what follows may open another one.
    dialog.accepted.connect(lambda: QTimer.singleShot(0, then))
    dialog.open()
    return dialog


def change_password(ctx: Context, parent: QWidget) -> ChangePasswordDialog:
    """Open the dialog; when it went well, say so."""
    dialog = ChangePasswordDialog(ctx, parent)
    dialog.accepted.connect(
        lambda: QTimer.singleShot(
            0, lambda: tell(parent, "密码已修改", "下次登录和解锁时请用新密码。")
        )
    )
    dialog.open()
    return dialog
