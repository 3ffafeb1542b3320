"""Looking at one paper of a file: a picture to zoom and to turn, or the pages of a PDF."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from ui.context import Context
from ui.pdf_pages import PdfPages, pages_of
from ui.style import px
from ui.widgets import Dialog, EmptyState, Label, PdfView, PictureView, Role

_WIDTH, _HEIGHT = 860, 560

OnTurn = Callable[["Viewer", int], None]
"""Called with the dialog and the quarters (clockwise) that are to be kept."""

Readable = QImage | PdfPages | UserError
"""What a paper turned out to be; the error says why it cannot be shown."""


class Viewer(Dialog):
    """A paper of the file. A picture that was turned can be kept so, where `on_turn` is given."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        title: str,
        shown: Readable,
        *,
        note: str = "",
        on_turn: OnTurn | None = None,
    ) -> None:
        super().__init__(parent.window(), title, action="保存旋转", give_up="关闭", width=_WIDTH)
        self._on_turn = on_turn
        self.view = _view(ctx, shown)
        room = self.screen().availableGeometry()
        self.view.setMinimumHeight(min(px(_HEIGHT), room.height() - px(240)))
        self.add(self.view)
        if note:
            self.add(Label(note, Role.SMALL, wrap=True))
        self.main_button.hide()
        if isinstance(self.view, PictureView):
            self.view.turned.connect(self._show_turned)
            self.confirmed.connect(self._keep)
        self.view.setFocus()

    def _show_turned(self, quarters: int) -> None:
        self.main_button.setVisible(bool(quarters) and self._on_turn is not None)

    def _keep(self) -> None:
        if isinstance(self.view, PictureView) and self._on_turn is not None:
            self._on_turn(self, self.view.quarters())


def open_viewer(
    ctx: Context,
    parent: QWidget,
    title: str,
    content: bytes,
    mime: str,
    *,
    note: str = "",
    on_turn: OnTurn | None = None,
) -> None:
    """Show a paper once it is read. What cannot be drawn is said, not shown empty."""

    def show(shown: Readable) -> None:
        Viewer(ctx, parent, title, shown, note=note, on_turn=on_turn).open()

    ctx.read(parent, partial(_readable, content, mime), show, key=("viewer", id(parent)))


def _readable(content: bytes, mime: str) -> Readable:
    if mime == "application/pdf":
        try:
            return pages_of(lambda: content)
        except UserError as error:
            return error
    image = QImage.fromData(content)
    return UserError("请重新扫描后再添加，或从备份恢复附件。") if image.isNull() else image


def _view(ctx: Context, shown: Readable) -> QWidget:
    if isinstance(shown, UserError):
        return EmptyState("这份材料显示不出来", shown.message)
    if isinstance(shown, QImage):
        return PictureView(shown, name="材料的图片")
    pages = PdfView(ctx.jobs.read)
    pages.show_pages(shown.picture, shown.count)
    return pages
