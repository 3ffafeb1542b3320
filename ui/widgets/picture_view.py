"""One picture on the screen: fitted or zoomed, and turned by quarters."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.style import SIZE, Role, px
from ui.widgets.buttons import IconButton
from ui.widgets.keys import KeyWord
from ui.widgets.surfaces import Line, column, row
from ui.widgets.text import Label

_STEPS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)


class _Sheet(QWidget):
    """A picture in the middle, stretched to a size and turned; only what is in sight is stretched.

    A photo at four times its size, made whole, would take gigabytes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._size = QSizeF()
        self._quarters = 0

    def show_picture(self, picture: QImage, size: QSizeF, quarters: int) -> None:
        """`size` is what it has before it is turned."""
        self._picture, self._size, self._quarters = picture, size, quarters
        turned = size.transposed() if quarters % 2 else size
        self.setMinimumSize(turned.toSize())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The part that Qt asks for."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(QRectF(self.rect()).center())
        painter.rotate(90 * self._quarters)
        corner = QPointF(-self._size.width() / 2, -self._size.height() / 2)
        painter.drawImage(QRectF(corner, self._size), self._picture)


class PictureView(QFrame):
    """Shows an image, at first fitted into the view and never larger than it is.

    Ctrl with + and - zooms, Ctrl+0 fits, Ctrl+R turns to the right and Ctrl+Shift+R to the left.
    `turned` tells by how many quarters clockwise it stands now.
    """

    turned = Signal(int)

    def __init__(self, image: QImage, *, name: str = "图片") -> None:
        super().__init__()
        self._image = image
        self._quarters = 0
        self._zoom = 0.0  # 0 fits the view
        self._sheet = _Sheet()
        self._area = QScrollArea()
        self._area.setWidget(self._sheet)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(name)
        self._area.viewport().installEventFilter(self)
        self._area.installEventFilter(self)
        self._where = Label("", Role.SMALL)
        self.setLayout(column(self._make_bar(), Line(), self._area, gap=0))
        self.setFocusProxy(self._area)

    def quarters(self) -> int:
        """By how many quarters clockwise the picture was turned, 0 to 3."""
        return self._quarters

    def turn(self, quarters: int) -> None:
        """Turn clockwise (+1) or back (-1)."""
        self._quarters = (self._quarters + quarters) % 4
        self._draw()
        self.turned.emit(self._quarters)

    def keep_turn(self) -> None:
        """The picture is the turned one from now on."""
        self._image = self._turned(self._image)
        self._quarters = 0
        self.turned.emit(0)

    def zoom_by(self, steps: int) -> None:
        """One step larger (+1) or smaller (-1)."""
        now = self.zoom()
        larger = [one for one in _STEPS if one > now + 1e-6]
        smaller = [one for one in _STEPS if one < now - 1e-6]
        if steps > 0:
            self._zoom = larger[0] if larger else _STEPS[-1]
        else:
            self._zoom = smaller[-1] if smaller else _STEPS[0]
        self._draw()

    def fit(self) -> None:
        """The whole picture, as large as there is room."""
        self._zoom = 0.0
        self._draw()

    def zoom(self) -> float:
        """Pixels of the screen per pixel of the picture."""
        return self._zoom or self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit anew."""
        super().resizeEvent(event)
        if not self._zoom:
            self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys and the wheel."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.zoom_by(-1 if event.angleDelta().y() < 0 else 1)
                return True
        elif event.type() == QEvent.Type.Resize and not self._zoom:
            self._draw()
        return super().eventFilter(watched, event)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(px(SIZE.card_header))
        line = row(
            IconButton("turn-left", "向左转（Ctrl Shift R）", lambda: self.turn(-1)),
            IconButton("turn-right", "向右转（Ctrl R）", lambda: self.turn(1)),
            None,
            self._where,
            IconButton("zoom-out", "缩小（Ctrl -）", lambda: self.zoom_by(-1)),
            IconButton("zoom-in", "放大（Ctrl +）", lambda: self.zoom_by(1)),
            IconButton("fit", "显示整张（Ctrl 0）", self.fit),
        )
        line.setContentsMargins(px(SIZE.gap), 0, px(SIZE.gap), 0)
        bar.setLayout(line)
        return bar

    def key_words(self) -> tuple[KeyWord, ...]:
        """How the picture is zoomed and turned."""
        return (
            KeyWord("Ctrl+加号 Ctrl+减号", "放大、缩小"),
            KeyWord("Ctrl+0", "显示整张"),
            KeyWord("Ctrl+R Ctrl+Shift+R", "向右转、向左转"),
        )

    def _on_key(self, event: QKeyEvent) -> bool:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        key = Qt.Key(event.key())
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        if key in zooms:
            self.zoom_by(zooms[key])
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_R:
            self.turn(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            return False
        return True

    def _fit(self) -> float:
        room = self._area.viewport().size() * self.devicePixelRatio()
        wide, high = self._image.width(), self._image.height()
        if self._quarters % 2:
            wide, high = high, wide
        if not wide or not high:
            return 1.0
        return max(0.01, min(1.0, room.width() / wide, room.height() / high))

    def _draw(self) -> None:
        zoom, ratio = self.zoom(), self.devicePixelRatio()
        size = self._image.size() * zoom
        shown = QSizeF(size.width() / ratio, size.height() / ratio)
        self._sheet.show_picture(self._made_small(size), shown, self._quarters)
        self._where.setText(f"{round(zoom * 100)}%")

    def _made_small(self, size: QSize) -> QImage:
        """The picture at this size, made with care: drawn much smaller, thin lines would fall through."""
        if size.width() >= self._image.width():
            return self._image
        return self._image.scaled(
            size.expandedTo(QSize(1, 1)),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def _turned(self, image: QImage) -> QImage:
        return image.transformed(QTransform().rotate(90 * self._quarters))
