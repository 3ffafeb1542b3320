"""Looking at one paper of a file: a picture to zoom and to turn, or the pages of a PDF."""

from collections.abc import Callable

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.paper import page_count, render_page
from ui.context import Context
from ui.style import px
from ui.widgets import Dialog, EmptyState, Label, PdfView, PictureView, Role

_WIDTH, _HEIGHT = 860, 560

OnTurn = Callable[["Viewer", int], None]
"""Called with the dialog and the quarters (clockwise) that are to be kept."""


class Viewer(Dialog):
    """A paper of the file. A picture that was turned can be kept so, where `on_turn` is given."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        title: str,
        content: bytes,
        mime: str,
        *,
        note: str = "",
        on_turn: OnTurn | None = None,
    ) -> None:
        super().__init__(parent.window(), title, action="保存旋转", give_up="关闭", width=_WIDTH)
        self._on_turn = on_turn
        self.view = _view(ctx, content, mime)
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
) -> Viewer:
    """Show a paper. What cannot be drawn is said, not shown empty."""
    dialog = Viewer(ctx, parent, title, content, mime, note=note, on_turn=on_turn)
    dialog.open()
    return dialog


def _view(ctx: Context, content: bytes, mime: str) -> QWidget:
    if mime == "application/pdf":
        return _pages(ctx, content)
    image = QImage.fromData(content)
    if image.isNull():
        return EmptyState("这张图片显示不出来", "请重新扫描后再添加，或从备份恢复附件。")
    return PictureView(image, name="材料的图片")


def _pages(ctx: Context, content: bytes) -> QWidget:
    try:
        count = page_count(content)
    except UserError as error:
        return EmptyState("这份 PDF 显示不出来", error.message)
    pages = PdfView(ctx.jobs.read)
    pages.show_pages(lambda page, dpi: _drawn(content, page, dpi), count)
    return pages


def _drawn(content: bytes, page: int, dpi: int) -> QImage:
    drawn = render_page(content, page, dpi)
    image = QImage(drawn.bgrx, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    return image.copy()
