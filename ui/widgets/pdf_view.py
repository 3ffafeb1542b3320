"""Pages of a printed form on the screen: thumbnails, one page, zoom."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QObject,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QIcon,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QWidget,
)

from ui.style import SIZE, Role, px
from ui.widgets.buttons import IconButton
from ui.widgets.keys import KeyWord
from ui.widgets.surfaces import Line, column, row
from ui.widgets.text import Label

Render = Callable[[int, int], QImage]
"""Page (from 0) and dpi to a picture of it. Called on a worker thread."""

Read = Callable[..., None]
"""`Jobs.read`: work on a worker thread, its answer on this one."""

_THUMBNAIL_DPI = 14
_SCREEN_DPI = 96
_A4_INCHES = (8.27, 11.69)
_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_LEAST_FIT = 0.3
"""A narrow frame shows the whole width, however small; zooming by hand stops at the first step."""


class _Sheet(QWidget):
    """The paper of a page, with its picture stretched to it, however dense that is."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._size = QSize(0, 0)

    def show_picture(self, picture: QImage, size: QSize) -> None:
        """Paper of this size with the picture on it; without a size nothing at all."""
        self._picture, self._size = picture, size
        above = 2 * px(SIZE.gap_wide) if not size.isEmpty() else 0
        self.setMinimumSize(size.width(), size.height() + above)
        self.update()

    def lay_paper(self, size: QSize, *, is_blank: bool) -> None:
        """Paper of this size at once: blank, or with the picture that stands there."""
        self.show_picture(QImage() if is_blank else self._picture, size)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Only what is seen is scaled."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        left = (self.width() - self._size.width()) // 2
        paper = QRect(left, px(SIZE.gap_wide), self._size.width(), self._size.height())
        if self._picture.isNull():
            painter.fillRect(paper, Qt.GlobalColor.white)
            return
        ratio = self.devicePixelRatio()
        width, height = self._picture.width() / ratio, self._picture.height() / ratio
        if QSizeF(width, height).toSize() == self._size:  # dot for dot: none is stretched
            exact = QRectF(paper.x(), paper.y(), width, height)
            painter.drawImage(exact, self._picture)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, self._picture)


class PdfView(QFrame):
    """Shows pages that `render(page, dpi)` draws; knows nothing of PDF itself.

    Drawing is done by `read`, one picture after the other, the page before the thumbnails. What is not
    drawn yet is paper; what is drawn too late is dropped.

    PageUp and PageDown turn pages, Ctrl with + and - zooms, Ctrl+0 fits the width.
    """

    page_changed = Signal(int)

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read
        self._render: Render | None = None
        self._count = 0
        self._page = 0
        self._zoom = 0.0  # 0 fits the width
        self._undrawn = 0
        self._wanted: tuple[int, int] | None = None  # page and dpi that are still to be drawn
        self._shown: tuple[int, int] | None = None
        self._inches = _A4_INCHES
        self._is_drawing = False
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.timeout.connect(self._draw)
        self._sheet = _Sheet()
        self._area = QScrollArea()
        self._area.setWidget(self._sheet)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName("页面预览")
        for watched in (self._area, self._area.viewport()):
            watched.installEventFilter(self)
        self._thumbs = self._make_thumbs()
        self._where = Label("", Role.SMALL)
        body = row(self._thumbs, Line(vertical=True), self._area, gap=0)
        body.setStretch(2, 1)
        self.setLayout(column(self._make_bar(), Line(), body, gap=0))

    def show_pages(self, render: Render, page_count: int) -> None:
        """Show a document of so many pages from its first page on.

        The thumbnails come one after the other, once the page is drawn.
        """
        self._render, self._count, self._page = render, page_count, 0
        self._thumbs.clear()
        self._sheet.show_picture(QImage(), QSize(0, 0))
        self._wanted = self._shown = None
        self._inches = _A4_INCHES
        self._where.setText("")
        for number in range(page_count):
            item = QListWidgetItem(str(number + 1))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            item.setSizeHint(
                self._thumbs.iconSize() + QSize(px(SIZE.gap_small) * 2, px(SIZE.text_line))
            )
            self._thumbs.addItem(item)
        self._thumbs.setVisible(page_count > 1)
        self._undrawn = 0
        self.go_to(0)

    def clear(self) -> None:
        """An empty frame."""
        self.show_pages(lambda _page, _dpi: QImage(), 0)

    def page(self) -> int:
        """The page that stands, from 0."""
        return self._page

    def page_count(self) -> int:
        """How many pages there are."""
        return self._count

    def go_to(self, page: int) -> None:
        """Turn to a page; beyond the ends nothing happens."""
        if not 0 <= page < self._count:
            return
        self._page = page
        self._thumbs.setCurrentRow(page)
        self._draw()
        self._area.verticalScrollBar().setValue(0)
        self.page_changed.emit(page)

    def zoom_by(self, steps: int) -> None:
        """One step larger (+1) or smaller (-1)."""
        now = self._zoom or self._fit()
        nearest = min(range(len(_STEPS)), key=lambda at: abs(_STEPS[at] - now))
        self._zoom = _STEPS[min(len(_STEPS) - 1, max(0, nearest + steps))]
        self._draw()

    def actual_size(self) -> None:
        """As large as on paper, on a screen of the usual density."""
        self._zoom = 1.0
        self._draw()

    def show_place(self, across: float, down: float) -> None:
        """Scroll so that this place of the sheet, in shares of its width and height, is in the middle."""
        self._area.widget().adjustSize()
        seen = self._area.viewport()
        x, y = round(self._sheet.width() * across), round(self._sheet.height() * down)
        self._area.ensureVisible(x, y, seen.width() // 2, seen.height() // 2)

    def fit_width(self) -> None:
        """As wide as the view."""
        self._zoom = 0.0
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Draw anew when the width is to be fitted, once the dragging rests."""
        super().resizeEvent(event)
        if not self._zoom:
            self._pending.start(30)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys, the wheel, and another width of the frame."""
        if event.type() == QEvent.Type.Resize and not self._zoom:
            self._pending.start(30)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            return self._on_wheel(event)
        return super().eventFilter(watched, event)

    def _make_thumbs(self) -> QListWidget:
        thumbs = QListWidget()
        thumbs.setViewMode(QListView.ViewMode.IconMode)
        thumbs.setMovement(QListView.Movement.Static)
        thumbs.setFlow(QListView.Flow.TopToBottom)
        thumbs.setWrapping(False)
        thumbs.setIconSize(QSize(px(SIZE.thumbnail), px(SIZE.thumbnail) * 3 // 2))
        thumbs.setSpacing(px(SIZE.gap_tiny))
        thumbs.setFixedWidth(px(SIZE.thumbnail) + px(SIZE.gap_page) * 2)
        thumbs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        thumbs.setAccessibleName("各页")
        thumbs.currentRowChanged.connect(self._on_thumb)
        return thumbs

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(px(SIZE.card_header))
        line = row(
            IconButton("left", "上一页（PageUp）", lambda: self.go_to(self._page - 1)),
            self._where,
            IconButton("right", "下一页（PageDown）", lambda: self.go_to(self._page + 1)),
            None,
            IconButton("zoom-out", "缩小（Ctrl -）", lambda: self.zoom_by(-1)),
            IconButton("zoom-in", "放大（Ctrl +）", lambda: self.zoom_by(1)),
            IconButton("fit", "适合宽度（Ctrl 0）", self.fit_width),
        )
        line.setContentsMargins(px(SIZE.gap), 0, px(SIZE.gap), 0)
        bar.setLayout(line)
        return bar

    def _on_thumb(self, number: int) -> None:
        if number >= 0 and number != self._page:
            self.go_to(number)

    def key_words(self) -> tuple[KeyWord, ...]:
        """How the pages are turned and zoomed."""
        return (
            KeyWord("PgUp PgDown", "上一页、下一页"),
            KeyWord("Ctrl+加号 Ctrl+减号", "放大、缩小"),
            KeyWord("Ctrl+0", "适合宽度"),
        )

    def _on_key(self, event: QKeyEvent) -> bool:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in turns:
            self.go_to(self._page + turns[key])
        elif ctrl and key in zooms:
            self.zoom_by(zooms[key])
        elif ctrl and key == Qt.Key.Key_0:
            self.fit_width()
        else:
            return False
        return True

    def _on_wheel(self, event: QWheelEvent) -> bool:
        down = event.angleDelta().y() < 0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(-1 if down else 1)
            return True
        bar = self._area.verticalScrollBar()
        is_at_end = bar.value() == (bar.maximum() if down else bar.minimum())
        if is_at_end and 0 <= self._page + (1 if down else -1) < self._count:
            self.go_to(self._page + (1 if down else -1))
            return True
        return False

    def _fit(self) -> float:
        """Zoom at which an A4 page fills the width, with a margin."""
        room = self._area.viewport().width() - 2 * px(SIZE.gap_page)
        return max(_LEAST_FIT, min(_STEPS[-1], room / (_A4_INCHES[0] * _SCREEN_DPI)))

    def _draw(self) -> None:
        if self._render is None or not self._count:
            return
        ratio = self.devicePixelRatio()
        dpi = round((self._zoom or self._fit()) * _SCREEN_DPI * ratio)
        asked = (self._page, dpi)
        self._where.setText(f"第 {self._page + 1} 页，共 {self._count} 页")
        width, height = self._inches
        size = QSize(round(width * dpi / ratio), round(height * dpi / ratio))
        is_other = self._shown is None or self._shown[0] != self._page
        self._sheet.lay_paper(size, is_blank=is_other)
        if is_other:
            self._shown = None
        self._wanted = None if asked == self._shown else asked
        self._draw_next()

    def _draw_next(self) -> None:
        """Have the page drawn, else the next thumbnail; never two at a time, so no reader waits for another."""
        if self._is_drawing or self._render is None:
            return
        if self._wanted is not None:
            page, dpi = self._wanted
            take = partial(self._take_page, self._render, page, dpi)
        elif self._undrawn < self._count:
            page, dpi = self._undrawn, max(8, px(_THUMBNAIL_DPI))
            self._undrawn += 1
            take = partial(self._take_thumb, self._render, page)
        else:
            return
        self._is_drawing = True
        fail = partial(self._fail, (page, dpi))
        self._read(partial(self._render, page, dpi), take, fail, owner=self)

    def _take_page(self, render: Render, page: int, dpi: int, picture: QImage) -> None:
        self._is_drawing = False
        if render is self._render and (page, dpi) == self._wanted:
            self._shown, self._wanted = self._wanted, None
            self._inches = (picture.width() / dpi, picture.height() / dpi)
            ratio = self.devicePixelRatio()
            size = QSize(round(picture.width() / ratio), round(picture.height() / ratio))
            self._sheet.show_picture(picture, size)
        self._draw_next()

    def _take_thumb(self, render: Render, page: int, picture: QImage) -> None:
        self._is_drawing = False
        item = self._thumbs.item(page)
        if render is self._render and item is not None:
            pixmap = QPixmap.fromImage(picture)
            icon = QIcon(pixmap)
            icon.addPixmap(pixmap, QIcon.Mode.Selected)
            item.setIcon(icon)
        self._draw_next()

    def _fail(self, asked: tuple[int, int], error: BaseException) -> None:
        """What cannot be drawn stays paper and is not asked again; the rest is drawn."""
        self._is_drawing = False
        if self._wanted == asked:
            self._wanted = None
        self._draw_next()
        raise error
