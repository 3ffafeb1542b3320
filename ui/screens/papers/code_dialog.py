"""核验编号: what the QR code of a paper says, read by a scanner or typed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.office.code_checking import CodeVerdict, check_code
from ui.context import Context
from ui.style import Role
from ui.widgets import Dialog, FormGrid, Label, TextInput


def open_code_check(
    ctx: Context, parent: QWidget, on_done: Callable[[CodeVerdict], object]
) -> None:
    """Ask for the text and hand the answer to `on_done`; what cannot be read is said at the field."""
    dialog = Dialog(parent.window(), "核验编号", action="核验", guards_typing=False)
    form = FormGrid(columns=1)
    text = TextInput("", "QH-2026-000001/ABCD-EFGH-IJKL-MNOP")
    form.add("text", "编号和验证码", text)
    explanation = "用扫码枪对准纸上的二维码，内容会自动填入；也可以照着纸上的编号和验证码输入。"
    dialog.add(Label(explanation, Role.MUTED, wrap=True), form)

    def go() -> None:
        form.clear_errors()
        work = partial(check_code, ctx.office, text=text.text())
        ctx.run(dialog, work, on_done=finished, form=form)

    def finished(verdict: CodeVerdict) -> None:
        dialog.accept()
        on_done(verdict)

    dialog.confirmed.connect(go)
    # A scanner ends what it reads with Enter.
    form.left_last.connect(go)
    dialog.open()
    text.setFocus()
