"""表单文字: every form, and the texts that the office may put in its own words."""

from collections.abc import Sequence

from app.changes import Changes, Op
from app.forms.own_texts import FormTexts, form_texts
from ui.context import Context, bound
from ui.screens.settings.page import TablePage
from ui.screens.settings.texts_dialog import TextsDialog
from ui.style import Tone
from ui.widgets import Button, CellKind, ChipText, Column, PrimaryButton


class TextsPage(TablePage):
    """Forms without an official blank carry our own layout; an office may prefer its own words."""

    key = "texts"
    title = "表单文字"
    note = (
        "没有找到官方空白表的表格是参考样式，标题、声明、说明和表格里的文字可以换成本单位的写法，"
        "以后打印都照新的文字。"
        "官方样式的文字不能改。"
    )

    def __init__(self, ctx: Context) -> None:
        columns = (
            Column("表格", lambda row: row.name, strong=True, width=220),
            Column("样式", _layout, CellKind.CHIP, width=110),
            Column("可以改的文字", _labels, stretch=True),
            Column("已改", _own, width=110),
        )
        super().__init__(
            ctx, columns, lambda row: row.form, ("没有表格", "程序没有装好，请重新安装。")
        )
        may = ctx.may(Op.SAVE_SETTINGS)
        button = PrimaryButton("修改文字", self._open) if may else Button("查看文字", self._open)
        self.table.opened.connect(lambda _row: self._open())
        self.lay_out(self.table, buttons=(self.needs_row(button),))

    def concerns(self, changes: Changes) -> bool:
        """The texts are settings."""
        return changes.op is Op.SAVE_SETTINGS

    def refresh(self) -> None:
        """Read the texts anew."""
        self.ctx.read(self, bound(form_texts, self.ctx.office), self._show, key=self.key)

    def _show(self, rows: Sequence[FormTexts]) -> None:
        self.show_rows(rows)

    def _open(self) -> None:
        TextsDialog(self.ctx, self, self.current()).open()


def _layout(row: FormTexts) -> ChipText:
    if row.is_reference_layout:
        return ChipText("参考样式", Tone.AMBER)
    return ChipText("官方样式", Tone.GREEN)


def _labels(row: FormTexts) -> str:
    named = [one.wording.label.split("（")[0] for one in row.texts]
    cells = [f"表格里的 {len(row.cells)} 处文字"] if row.cells else []
    return "、".join((*named, *cells))


def _own(row: FormTexts) -> str:
    return f"已改 {row.own_count} 处" if row.own_count else ""
