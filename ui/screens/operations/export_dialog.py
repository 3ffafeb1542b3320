"""Taking the list of operations along as a workbook: why, and where to."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.office.history import OperationFilter
from app.office.operations_export import ExportedOperations, export_operations
from app.progress import Progress
from ui.context import Context
from ui.files import ask_new_file
from ui.screens.login.dialogs import after_password
from ui.widgets import Dialog, FormGrid, Label, Role, TextInput

__all__ = ["OperationsExportDialog", "ask_operations_export"]

_NAME = "操作记录导出.xlsx"


class OperationsExportDialog(Dialog):
    """Asks for the purpose; then for the file. Closes itself when the file is written."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        wanted: OperationFilter,
        told: Callable[[str], object],
    ) -> None:
        super().__init__(parent, "导出操作记录", action="选择位置并导出…")
        self._ctx, self._wanted, self._told = ctx, wanted, told
        self.purpose = TextInput()
        self.form = FormGrid(columns=1)
        self.form.add("purpose", "用途", self.purpose, required=True)
        words = "导出符合现在条件的全部操作，长号码只留后四位。用途会写在表上，并记入操作记录。"
        self.add(Label(words, Role.MUTED, wrap=True), self.form)
        self.confirmed.connect(self._choose)

    def _choose(self) -> None:
        if not self.purpose.text().strip():
            self.form.set_error("purpose", "请填写导出的用途，例如“年度经审”。")
            self.form.focus("purpose")
            return
        self.form.clear_errors()
        ask_new_file(self, "导出到", _NAME, "Excel 表格 (*.xlsx)", self.export)

    def export(self, out: Path) -> None:
        """Write the workbook in the background."""
        progress = Progress(label="正在导出")
        office, wanted, purpose = self._ctx.office, self._wanted, self.purpose.text()

        def work() -> tuple[Changes, ExportedOperations]:
            made = export_operations(
                office, wanted=wanted, out=out, purpose=purpose, progress=progress
            )
            return made.changes, made

        def done(found: tuple[Changes, ExportedOperations]) -> None:
            made = found[1]
            self.accept()
            self._told(f"已导出 {made.lines} 条到“{out.name}”，导出序号 {made.serial}。")

        self._ctx.run(self, work, on_done=done, form=self.form, progress=progress, title="正在导出")


def ask_operations_export(
    ctx: Context, parent: QWidget, wanted: OperationFilter, told: Callable[[str], object]
) -> None:
    """Open the dialog once the password was given; `told` gets the sentence of success."""
    after_password(
        ctx,
        parent,
        "导出的表格会离开这个程序。导出之前，请再输入一次您的登录密码。",
        lambda: OperationsExportDialog(ctx, parent.window(), wanted, told).open(),
    )
