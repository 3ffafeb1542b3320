"""已移除的材料: look at what was removed, and put it back into the list."""

from PySide6.QtWidgets import QWidget

from app.cases.attachment_bin import PaperBin, RemovedPaper, removed_papers, restore_attachment
from app.cases.attachments import attachment_content
from ui.context import Context, bound
from ui.screens.case.attachment_viewer import open_viewer
from ui.screens.case.attachments_looking import after_reason
from ui.screens.case.attachments_presenter import heading
from ui.style import SIZE, px
from ui.widgets import Button, Column, DataTable, Dialog, EmptyState, Label

_HIGH = 260


class BinDialog(Dialog):
    """The removed papers of one file; each can be looked at, and put back where the file takes papers."""

    def __init__(self, ctx: Context, parent: QWidget, case_id: int, found: PaperBin) -> None:
        super().__init__(
            parent, "已移除的材料", action="恢复所选材料", give_up="关闭", width=SIZE.dialog_wide
        )
        self.ctx = ctx
        self.case_id = case_id
        self.table = DataTable(
            (
                Column("材料", lambda one: one.kind, strong=True, width=150),
                Column("名称", lambda one: one.title, stretch=True),
                Column("添加", lambda one: f"{one.added_on}（{one.stage.label}）", width=190),
                Column("移除", lambda one: str(one.removed_on), width=100),
            ),
            name="已移除的材料",
        )
        self.table.set_empty(EmptyState("没有移除过材料", "移除的材料会留在这里，可以恢复。"))
        self.table.setMinimumHeight(px(_HIGH))
        self.table.opened.connect(self._look)
        self.look_button = Button("查看", self._look, tip="也可以双击或按回车")
        self.add_extra(self.look_button)
        words = (
            "恢复的材料按档案现在的阶段重新计入清单。"
            if found.may_restore
            else "这份档案现在不收材料，或者您的账号不办理材料，只能查看。"
        )
        self.add(Label(words, wrap=True), self.table)
        self._show(found)
        self.confirmed.connect(self._restore)

    def _show(self, found: PaperBin) -> None:
        self._needs_reason = found.needs_reason
        self.table.set_rows(found.papers, key=lambda one: one.id)
        if self._chosen() is None:
            self.table.choose(0)
        self.main_button.setEnabled(found.may_restore and bool(found.papers))
        self.look_button.setEnabled(bool(found.papers))

    def _chosen(self) -> RemovedPaper | None:
        row = self.table.current_row()
        return row if isinstance(row, RemovedPaper) else None

    def _restore(self) -> None:
        paper = self._chosen()
        if paper is None:
            self.set_error("请先选中要恢复的材料。")
            return
        work = bound(
            restore_attachment, self.ctx.office, case_id=self.case_id, attachment_id=paper.id
        )
        self.ctx.run(self, work, on_done=lambda _done: self._read())

    def _read(self) -> None:
        work = bound(removed_papers, self.ctx.office, self.case_id)
        self.ctx.read(self, work, self._show, key=("bin", id(self)))

    def _look(self) -> None:
        paper = self._chosen()
        if paper is None:
            return
        if not self._needs_reason:
            self._open(paper)
            return

        def look() -> None:
            self._read()
            self._open(paper)

        after_reason(self.ctx, self, self.case_id, look)

    def _open(self, paper: RemovedPaper) -> None:
        def show(content: tuple[bytes, str]) -> None:
            open_viewer(self.ctx, self, heading(paper), *content)

        self.ctx.read(self, bound(attachment_content, self.ctx.office, paper.id), show)


def open_bin(ctx: Context, parent: QWidget, case_id: int) -> None:
    """Show what was removed from a file."""

    def show(found: PaperBin) -> None:
        BinDialog(ctx, parent.window(), case_id, found).open()

    ctx.read(parent, bound(removed_papers, ctx.office, case_id), show, key=("bin", id(parent)))
