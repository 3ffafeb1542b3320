"""Exporting the list that is shown: why, whether in full, and where to."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from app.cases.export import Exported, export_list, may_export_full
from app.changes import Changes
from app.office.seconding import Second, needs_second
from app.progress import Progress
from ui.context import Context, bound
from ui.files import ask_new_file
from ui.screens.login.parts import PasswordInput
from ui.widgets import Dialog, FormGrid, Label, Role, TextInput

__all__ = ["ExportDialog", "ask_export"]

_NAME = "困难职工档案导出.xlsx"


class ExportDialog(Dialog):
    """Asks for the purpose; then for the file. Closes itself when the file is written."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        case_ids: Sequence[int],
        told: Callable[[str], object],
    ) -> None:
        super().__init__(parent, f"导出 {len(case_ids)} 户", action="选择位置并导出…")
        self._ctx, self._ids, self._told = ctx, tuple(case_ids), told
        self.purpose = TextInput()
        self.full = QCheckBox("包含完整的身份证号、电话、住址和银行卡号")
        self.full.setVisible(may_export_full(ctx.office))
        self.form = FormGrid()
        self.form.add("purpose", "用途", self.purpose, span=2, required=True)
        self.form.add("is_full", "", self.full, span=2)
        self.second, self.second_password = TextInput(), PasswordInput()
        self.form.add("second", "同意人账号", self.second, span=2, required=True)
        self.form.add("second_password", "同意人密码", self.second_password, span=2, required=True)
        self._needs_second = False
        self._show_second()
        self.full.toggled.connect(lambda _on: self._show_second())
        ctx.read(self, bound(needs_second, ctx.office), self._know_second)
        self.add(
            Label(
                "按全国系统的表格样式导出，个人信息按规定遮盖。用途会写在表上，并记入操作记录。",
                Role.MUTED,
                wrap=True,
            ),
            self.form,
        )
        self.confirmed.connect(self._choose)

    def _know_second(self, needed: bool) -> None:
        self._needs_second = needed
        self._show_second()

    def _show_second(self) -> None:
        for key in ("second", "second_password"):
            self.form.set_row_visible(key, self._needs_second and self.full.isChecked())

    def _choose(self) -> None:
        if not self.purpose.text().strip():
            self.form.set_error("purpose", "请填写导出的用途，例如“上报市总工会”。")
            self.form.focus("purpose")
            return
        self.form.clear_errors()
        ask_new_file(self, "导出到", _NAME, "Excel 表格 (*.xlsx)", self.export)

    def export(self, out: Path) -> None:
        """Write the workbook in the background."""
        progress = Progress(label="正在导出")
        office, ids, cost = self._ctx.office, self._ids, self._ctx.cost
        purpose, is_full = self.purpose.text(), self.full.isChecked()
        second = Second(self.second.text(), self.second_password.text())

        def work() -> tuple[Changes, Exported]:
            made = export_list(
                office,
                case_ids=ids,
                out=out,
                purpose=purpose,
                is_full=is_full,
                second=second,
                cost=cost,
                progress=progress,
            )
            return made.changes, made

        def done(found: tuple[Changes, Exported]) -> None:
            made = found[1]
            self.accept()
            self._told(f"已导出 {made.households} 户到“{out.name}”，导出序号 {made.serial}。")

        self._ctx.run(self, work, on_done=done, form=self.form, progress=progress, title="正在导出")


def ask_export(
    ctx: Context, parent: QWidget, case_ids: Sequence[int], told: Callable[[str], object]
) -> None:
    """Open the dialog for these cases once the password was given; `told` gets the sentence of success."""
    from ui.screens.login.dialogs import after_password

    after_password(
        ctx,
        parent,
        "导出的表格会离开这个程序。导出之前，请再输入一次您的登录密码。",
        lambda: ExportDialog(ctx, parent.window(), case_ids, told).open(),
    )
