"""换发恢复码: what it means, then the new code, shown once."""

from PySide6.QtWidgets import QWidget

from app.office.recovery import renew_recovery
from ui.context import Context, bound
from ui.recovery_code import RecoveryCode
from ui.widgets import Dialog, Label, ask

__all__ = ["NewCodeDialog", "ask_new_code"]

_WIDTH = 600


class NewCodeDialog(Dialog):
    """The new code. It closes once it is said that the code was put away."""

    def __init__(self, ctx: Context, parent: QWidget, code: str) -> None:
        super().__init__(
            parent, "新的恢复码", action="完成", give_up="", width=_WIDTH, guards_typing=False
        )
        name = ctx.office.user.unit_name
        self.code = RecoveryCode(ctx.jobs, name, code, ctx.office.today)
        self.code.put_away.connect(self.main_button.setEnabled)
        self.main_button.setEnabled(False)
        self.add(
            Label(
                "从现在起只有它能在忘记密码时打开档案。它只显示这一次，请打印或抄写后放进保险柜，不要拍照；"
                "旧的恢复码请当场销毁。以前的备份仍然用当时的恢复码打开。",
                wrap=True,
            ),
            self.code,
        )
        self.confirmed.connect(self.accept)

    def give_up(self) -> None:
        """Not before the code was put away: nobody can see it again."""
        if self.code.tick.isChecked():
            super().give_up()
        else:
            self.set_error("恢复码只显示这一次。请先抄写或打印好，勾选以后再关闭。")


def ask_new_code(ctx: Context, parent: QWidget) -> None:
    """Ask whether a new code is meant, make it and show it."""

    def show(code: str) -> None:
        NewCodeDialog(ctx, parent.window(), code).open()

    ask(
        parent.window(),
        "换发恢复码",
        "恢复码丢失，或者有不该知道的人看到过它，就换一个新的。换发以后，旧的恢复码不能再打开这个单位。",
        "换发",
        lambda: ctx.run(parent, bound(renew_recovery, ctx.office, cost=ctx.cost), on_done=show),
        danger=True,
    )
