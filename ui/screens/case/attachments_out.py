"""Papers going out: all scans as one PDF, ID cards with both sides on a page; seen, then printed or saved."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.cases.scans_pdf import ScansPdf, all_scans, id_copies
from app.changes import Changes
from app.office.saving import save_bytes
from app.office.session import Office
from app.progress import Progress
from ui.context import Context
from ui.files import ask_new_file
from ui.pdf_pages import PdfPages
from ui.screens.papers.paper_out import print_pdf
from ui.style import SIZE, px
from ui.widgets import Banner, Button, Dialog, PdfView, Tone

_HEIGHT = 520


class ScansDialog(Dialog):
    """A finished file of scans, to be looked at, printed and saved."""

    def __init__(self, ctx: Context, parent: QWidget, title: str, made: ScansPdf) -> None:
        super().__init__(parent, title, action="打印", give_up="关闭", width=SIZE.dialog_wide)
        self.ctx = ctx
        self.made = made
        self.banner = Banner(self)
        self.view = PdfView(ctx.jobs.read)
        room = self.screen().availableGeometry()
        self.view.setMinimumHeight(min(px(_HEIGHT), room.height() - px(240)))
        self.view.show_pages(PdfPages(made.pdf, made.pages).picture, made.pages)
        self.save_button = Button("保存为 PDF…", self._choose, shortcut="Ctrl+S")
        self.add_extra(self.save_button)
        self.add(self.banner, self.view)
        self.confirmed.connect(self._print)
        if made.left_out:
            names = "、".join(made.left_out)
            self.banner.show_message(
                f"有 {len(made.left_out)} 份材料显示不出来，没有编入：{names}。请重新扫描后再添加。",
                Tone.AMBER,
            )

    def _choose(self) -> None:
        ask_new_file(self, "保存为 PDF", self.made.file_name, "PDF 文件 (*.pdf)", self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the file off the GUI thread and say so."""
        self.ctx.read(
            self,
            partial(save_bytes, path, self.made.pdf),
            lambda _none: self._say("PDF 已保存；里面有个人信息，用完请删除。"),
        )

    def _print(self) -> None:
        print_pdf(self.ctx, self, self.made.pdf, form="scans", on_done=self._say)

    def _say(self, words: str) -> None:
        self.banner.show_message(words, Tone.GREEN)


def open_all_scans(ctx: Context, parent: QWidget, case_id: int) -> None:
    """Bind all papers of a case and show them."""
    _open(ctx, parent, case_id, "全部材料", all_scans)


def open_id_copies(ctx: Context, parent: QWidget, case_id: int) -> None:
    """Put the ID cards of everybody on pages, both sides on one, and show them."""
    _open(ctx, parent, case_id, "身份证复印件（正反面同页）", id_copies)


def _open(
    ctx: Context, parent: QWidget, case_id: int, title: str, make: Callable[..., ScansPdf]
) -> None:
    progress = Progress()

    def show(result: tuple[Changes | None, ScansPdf]) -> None:
        ScansDialog(ctx, parent.window(), title, result[1]).open()

    work = partial(_made, make, ctx.office, case_id, progress)
    ctx.run(parent, work, on_done=show, progress=progress, title="正在整理材料")


def _made(
    make: Callable[..., ScansPdf], office: Office, case_id: int, progress: Progress
) -> tuple[Changes | None, ScansPdf]:
    made = make(office, case_id=case_id, progress=progress)
    return made.changes, made
