"""The dialog that shows the roster of a payment batch, then prints or saves it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.forms import form_of
from app.forms.batches import preview_roster, print_roster
from app.forms.issuing import PrintedForm, save_pdf
from app.paper import page_count
from ui.context import Context
from ui.files import ask_new_file
from ui.screens.papers.paper_out import print_pdf
from ui.screens.papers.printing import page_picture
from ui.style import SIZE, px
from ui.widgets import Banner, Button, Dialog, PdfView, Tone, column

_WIDTH, _HEIGHT = 1100, 800
_FORM = "roster"


def open_roster(ctx: Context, batch_id: int, number: str, parent: QWidget) -> None:
    """Open the roster of a batch over `parent`."""
    RosterDialog(ctx, batch_id, number, parent).open()


class RosterDialog(Dialog):
    """The roster as it will be printed. Printing and saving are journalled, looking is not."""

    def __init__(self, ctx: Context, batch_id: int, number: str, parent: QWidget | None) -> None:
        super().__init__(
            parent,
            f"发放花名册 · 批次 {number}",
            action="打印",
            give_up="关闭",
            width=SIZE.dialog_wide,
        )
        self._ctx = ctx
        self._batch_id = batch_id
        self._banner = Banner()
        self.view = PdfView()
        self.save_button = Button("保存为 PDF…", self.save, shortcut="Ctrl+S")
        self.add_extra(self.save_button)
        middle = column(self._banner, self.view, gap=SIZE.gap)
        middle.setStretch(1, 1)
        self.body.addLayout(middle, 1)
        self.confirmed.connect(self.print)
        self._set_ready(False)
        ctx.read(self, partial(preview_roster, ctx.office, batch_id=batch_id), self._show_pdf)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """As large as the screen has room for: the page is to be read."""
        super().showEvent(event)
        room = self.screen().availableGeometry()
        self.resize(
            min(px(_WIDTH), room.width() - px(SIZE.gap_page)),
            min(px(_HEIGHT), room.height() - px(SIZE.card_header)),
        )

    def print(self) -> None:
        """Journal it and hand it to the printer."""
        self._make(self._to_printer)

    def save(self) -> None:
        """Journal it and write it where the user says."""
        self._make(self._to_file)

    def _set_ready(self, is_ready: bool) -> None:
        for button in (self.main_button, self.save_button):
            button.setEnabled(is_ready)

    def _show_pdf(self, pdf: bytes) -> None:
        self.view.show_pages(partial(page_picture, pdf), page_count(pdf))
        self._set_ready(True)

    def _make(self, then: Callable[[PrintedForm], None]) -> None:
        work = partial(_printed, self._ctx, self._batch_id)
        self._ctx.run(self, work, on_done=lambda result: then(result[1]))

    def _to_printer(self, made: PrintedForm) -> None:
        print_pdf(
            self._ctx,
            self,
            made.pdf,
            copies=form_of(_FORM).copies,
            title=_FORM,
            on_done=lambda words: self._banner.show_message(words, Tone.GREEN),
        )

    def _to_file(self, made: PrintedForm) -> None:
        def save(path: Path) -> None:
            self._ctx.read(
                self,
                partial(save_pdf, path, made.pdf),
                lambda _none: self._banner.show_message("PDF 已保存。", Tone.GREEN),
            )

        ask_new_file(self, "保存为 PDF", made.file_name, "PDF 文件 (*.pdf)", save)


def _printed(ctx: Context, batch_id: int) -> tuple[Changes | None, PrintedForm]:
    made = print_roster(ctx.office, batch_id=batch_id)
    return made.changes, made
