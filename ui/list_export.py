"""Exporting the list of files that is shown: why, whether in full and with whose consent, and where to."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from app.cases.export import Exported, export_list, may_export_full
from app.changes import Op
from app.office.seconding import Second, needs_second
from app.progress import Progress
from ui.context import Context, Screen, bound
from ui.exporting import PurposeDialog, after_export_password
from ui.style import Tone
from ui.widgets import Banner, Button, Heading, Label, PasswordInput, Role, TextInput

__all__ = ["ExportDialog", "offer_export"]


class ExportDialog(PurposeDialog):
    """These cases; in full only where the account may, and where the office wants it by two."""

    name = "困难职工档案导出.xlsx"
    example = "上报市总工会"

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        case_ids: Sequence[int],
        told: Callable[[str], object],
    ) -> None:
        super().__init__(ctx, parent, f"导出 {len(case_ids)} 户", told)
        self._ids = tuple(case_ids)
        self.full = QCheckBox("包含完整的身份证号、电话、住址和银行卡号")
        self.form.add("is_full", "", self.full)
        self.full.setVisible(may_export_full(ctx.office))
        self.second, self.second_password = TextInput(), PasswordInput()
        self.form.add("second", "同意人账号", self.second, required=True)
        self.form.add("second_password", "同意人密码", self.second_password, required=True)
        self._needs_second = False
        self._show_second()
        self.full.toggled.connect(lambda _on: self._show_second())
        ctx.read(self, bound(needs_second, ctx.office), self._know_second)
        words = "按全国系统的表格样式导出，个人信息按规定遮盖。用途会写在表上，并记入操作记录。"
        self.add(Label(words, Role.MUTED, wrap=True), self.form)

    def make(self, out: Path, purpose: str, progress: Progress) -> Callable[[], Exported]:
        """Write the cases."""
        return bound(
            export_list,
            self._ctx.office,
            case_ids=self._ids,
            out=out,
            purpose=purpose,
            is_full=self.full.isChecked(),
            second=Second(self.second.text(), self.second_password.text()),
            cost=self._ctx.cost,
            progress=progress,
        )

    def made_words(self, made: Exported) -> str:
        """How many households."""
        return f"{made.households} 户"

    def _know_second(self, needed: bool) -> None:
        self._needs_second = needed
        self._show_second()

    def _show_second(self) -> None:
        for key in ("second", "second_password"):
            self.form.set_row_visible(key, self._needs_second and self.full.isChecked())


def offer_export(
    screen: Screen, heading: Heading, banner: Banner, ids: Callable[[], Sequence[int] | None]
) -> None:
    """Put 导出表格 into the head of a list, where the account may export.

    `ids` gives the cases as they are listed, the ones that are not painted too; None while they are read.
    """
    ctx = screen.ctx
    if not ctx.may(Op.EXPORT_LIST):
        return

    def export() -> None:
        listed = ids()
        if listed is None:
            banner.show_message("列表还在读取，请稍等片刻再导出。", Tone.AMBER)
        elif not listed:
            banner.show_message("列表里没有档案，没有可以导出的内容。", Tone.AMBER)
        else:
            cases = tuple(dict.fromkeys(listed))
            after_export_password(
                ctx, screen, lambda: ExportDialog(ctx, screen.window(), cases, told).open()
            )

    def told(sentence: str) -> None:
        banner.show_message(sentence, Tone.GREEN)

    heading.add_action(Button("导出表格…", export, icon="export", shortcut="Ctrl+E"))
