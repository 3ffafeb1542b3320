"""Asking for an export: the password before, what it is for, where it goes. What is exported is the screen's."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.progress import Progress
from ui.context import Context
from ui.files import ask_new_file
from ui.widgets import Dialog, FormGrid, TextInput

__all__ = ["PurposeDialog", "after_export_password"]


class PurposeDialog(Dialog):
    """Asks for the purpose; then for the file. Closes itself when the file is written.

    `name` is the file's name that is offered, `example` a purpose. A dialog for one list says in `make` what
    is written, and in `made_words` what was.
    """

    name = ""
    example = ""

    def __init__(
        self, ctx: Context, parent: QWidget, title: str, told: Callable[[str], object]
    ) -> None:
        super().__init__(parent, title, action="选择位置并导出…")
        self._ctx, self._told = ctx, told
        self.purpose = TextInput()
        self.form = FormGrid(columns=1)
        self.form.add("purpose", "用途", self.purpose, required=True)
        self.confirmed.connect(self._choose)

    def make(self, out: Path, purpose: str, progress: Progress) -> Callable[[], Any]:
        """What writes the file in the background: read the form now. Its result has `changes` and `serial`."""
        raise AssertionError("each list says it")

    def made_words(self, made: Any) -> str:
        """How much was exported: 12 户."""
        raise AssertionError("each list says it")

    def export(self, out: Path) -> None:
        """Write the workbook in the background."""
        progress = Progress(label="正在导出")
        write = self.make(out, self.purpose.text(), progress)

        def work() -> tuple[Changes, Any]:
            made = write()
            return made.changes, made

        def done(found: tuple[Changes, Any]) -> None:
            made = found[1]
            self.accept()
            self._told(f"已导出 {self.made_words(made)}到“{out.name}”，导出序号 {made.serial}。")

        self._ctx.run(self, work, on_done=done, form=self.form, progress=progress, title="正在导出")

    def _choose(self) -> None:
        if not self.purpose.text().strip():
            self.form.set_error("purpose", f"请填写导出的用途，例如“{self.example}”。")
            self.form.focus("purpose")
            return
        self.form.clear_errors()
        ask_new_file(self, "导出到", self.name, "Excel 表格 (*.xlsx)", self.export)


def after_export_password(ctx: Context, parent: QWidget, then: Callable[[], object]) -> None:
    """Go on once the password was given: what is exported leaves the program (R14)."""
    from ui.screens.login.dialogs import after_password

    after_password(
        ctx,
        parent,
        "导出的表格会离开这个程序。导出之前，请再输入一次您的登录密码。",
        then,
    )
