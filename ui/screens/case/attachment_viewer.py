"""Looking at one paper of a file: a picture fitted to the window, or the pages of a PDF."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.errors import UserError
from app.paper import page_count, render_page
from ui.style import SIZE
from ui.widgets import Dialog, EmptyState, PdfView

_WIDTH, _HEIGHT = 820, 560


class Picture(QLabel):
    """A picture as large as there is room, never larger than it is."""

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._whole = QPixmap.fromImage(image)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(SIZE.dialog, SIZE.dialog // 2)
        self.setAccessibleName("材料的图片")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit anew."""
        super().resizeEvent(event)
        fitted = self._whole
        if fitted.width() > self.width() or fitted.height() > self.height():
            fitted = fitted.scaled(
                self.size(),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self.setPixmap(fitted)


def open_viewer(parent: QWidget, title: str, content: bytes, mime: str) -> Dialog:
    """Show a paper. What cannot be drawn is said, not shown empty."""
    dialog = Dialog(parent.window(), title, give_up="关闭", width=_WIDTH)
    view = _view(content, mime)
    view.setMinimumHeight(_HEIGHT)
    dialog.add(view)
    dialog.open()
    return dialog


def _view(content: bytes, mime: str) -> QWidget:
    if mime == "application/pdf":
        return _pages(content)
    image = QImage.fromData(content)
    if image.isNull():
        return EmptyState("这张图片显示不出来", "请重新扫描后再添加，或从备份恢复附件。")
    return Picture(image)


def _pages(content: bytes) -> QWidget:
    try:
        count = page_count(content)
    except UserError as error:
        return EmptyState("这份 PDF 显示不出来", error.message)
    pages = PdfView()
    pages.show_pages(lambda page, dpi: _drawn(content, page, dpi), count)
    return pages


def _drawn(content: bytes, page: int, dpi: int) -> QImage:
    drawn = render_page(content, page, dpi)
    image = QImage(drawn.bgrx, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    return image.copy()
