"""A picture with a frame of one shape, that is moved and made larger or smaller: what is to be cut out of it."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ui.style import px, theme
from ui.widgets.keys import KeyWord

_LEAST = 0.1
"""The smallest frame, by the width of the largest."""
_STEP = 0.02
"""How far an arrow key moves the frame, by its width."""
_LARGER = 1.05
_HANDLE = 10
_ROUND = 8
"""Room around the picture, for the handles of its corners."""
_SIDE = 240
_FADED = 0.7
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SIZES = {
    Qt.Key.Key_Plus: _LARGER,
    Qt.Key.Key_Equal: _LARGER,
    Qt.Key.Key_Minus: 1 / _LARGER,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CropView(QWidget):
    """Shows a picture of `whole` pixels, drawn from `image`, and the frame; at first the largest, in the middle.

    The mouse drags the frame or a corner of it, or takes it where it is pressed; arrow keys move it; the wheel,
    + and - make it larger and smaller. `framed` tells that it stands elsewhere, `accepted` that Enter was pressed.
    Turned by quarters, the picture has the largest frame in its middle again.
    """

    framed = Signal()
    accepted = Signal()

    def __init__(
        self, image: QImage, whole: QSize, *, shape: tuple[float, float], name: str = "裁剪框"
    ) -> None:
        super().__init__()
        self._image = image
        self._whole = whole
        self._quarters = 0
        self._ratio = shape[0] / shape[1]
        self._frame = QRectF()
        self._drawn = QPixmap()
        self._fixed: QPointF | None = None
        """While a corner is dragged: the one across, which stays."""
        self._held: QPointF | None = None
        """While the frame is dragged: where it is held, from its corner."""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(px(_SIDE), px(_SIDE))
        self._frame_most()

    def quarters(self) -> int:
        """By how many quarters clockwise the picture was turned, 0 to 3."""
        return self._quarters

    def turn(self, quarters: int) -> None:
        """Turn clockwise (+1) or back (-1)."""
        self._quarters = (self._quarters + quarters) % 4
        self._image = self._image.transformed(QTransform().rotate(90 * quarters))
        self._whole = self._whole.transposed() if quarters % 2 else self._whole
        self._draw()
        self._frame_most()

    def whole(self) -> QRect:
        """The picture, as it is turned."""
        return QRect(QPoint(), self._whole)

    def box(self) -> QRect:
        """The part of the picture in the frame, in whole pixels of it, as it is turned."""
        size = QSize(max(1, round(self._frame.width())), max(1, round(self._frame.height())))
        size = size.boundedTo(self._whole)
        left = min(round(self._frame.left()), self._whole.width() - size.width())
        top = min(round(self._frame.top()), self._whole.height() - size.height())
        return QRect(left, top, size.width(), size.height())

    def resize_by(self, factor: float) -> None:
        """Make the frame larger or smaller around its middle."""
        self._put(self._sized(self._frame.width() * factor, self._frame.center()))

    def key_words(self) -> tuple[KeyWord, ...]:
        """How the frame is moved and sized."""
        return (
            KeyWord("方向键", "移动裁剪框"),
            KeyWord("加号 减号", "放大、缩小裁剪框"),
            KeyWord("回车", "使用框内的部分"),
        )

    # ------------------------------------------------------------ Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows, + and -, Enter."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            across, down = _MOVES[key]
            step = self._frame.width() * _STEP
            self._put(self._frame.translated(across * step, down * step))
        elif key in _SIZES:
            self.resize_by(_SIZES[key])
        elif key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Up makes the frame larger."""
        if turned := event.angleDelta().y():
            self.resize_by(_LARGER if turned > 0 else 1 / _LARGER)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take a corner, or the frame; pressed beside it, it comes there."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = self._on_picture(event.position())
        self._fixed = self._across(event.position())
        if self._fixed is None:
            if not self._frame.contains(at):
                self._put(self._sized(self._frame.width(), at))
            self._held = at - self._frame.topLeft()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag what was taken; else show by the pointer what would be."""
        at = self._on_picture(event.position())
        if self._fixed is not None:
            self._put(self._spanned(self._fixed, at))
        elif self._held is not None:
            self._put(QRectF(at - self._held, self._frame.size()))
        else:
            self._show_pointer(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._fixed = self._held = None

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The handles show who has the keys."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """As `focusInEvent`."""
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the picture anew."""
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatio()
        self._drawn = QPixmap.fromImage(
            self._image.scaled(
                self._shown().size() * ratio,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture, faded outside the frame."""
        painter = QPainter(self)
        palette = theme().palette
        shown, frame = self._shown(), self._framed()
        painter.drawPixmap(shown, self._drawn)
        outside = QPainterPath()
        outside.addRect(QRectF(shown))
        outside.addRect(frame)
        faded = QColor(palette.card)
        faded.setAlphaF(_FADED)
        painter.fillPath(outside, faded)
        # Of two colours, so that it is seen on any ground: many portraits have a red or a white one.
        for colour, width in ((palette.paper, px(4)), (palette.red, px(2))):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRect(frame)
        inner, outer = palette.red, palette.paper
        if not self.hasFocus():
            inner, outer = outer, inner
        painter.setPen(QPen(QColor(outer), px(2)))
        painter.setBrush(QColor(inner))
        for corner in _corners(frame):
            painter.drawRect(_handle(corner))

    # ------------------------------------------------------------ the frame in the picture

    def _frame_most(self) -> None:
        """Let the largest frame stand in the middle."""
        self._most = min(float(self._whole.width()), self._whole.height() * self._ratio)
        self._put(self._sized(self._most, QRectF(self.whole()).center()))

    def _put(self, frame: QRectF) -> None:
        """Let the frame stand there, or as near as the picture goes."""
        room = QRectF(QPointF(), self._whole.toSizeF())
        frame.moveLeft(min(max(frame.left(), 0.0), room.width() - frame.width()))
        frame.moveTop(min(max(frame.top(), 0.0), room.height() - frame.height()))
        self._frame = frame
        box = self.box()
        wide, high = self._whole.width(), self._whole.height()
        self.setAccessibleDescription(
            f"框住照片左起 {box.left() * 100 // wide}%、上起 {box.top() * 100 // high}%，"
            f"宽 {box.width() * 100 // wide}%，高 {box.height() * 100 // high}%"
        )
        self.framed.emit()
        self.update()

    def _sized(self, width: float, middle: QPointF) -> QRectF:
        """A frame around this point, as wide as that or as may be."""
        width = min(max(width, self._most * _LEAST), self._most)
        frame = QRectF(0, 0, width, width / self._ratio)
        frame.moveCenter(middle)
        return frame

    def _spanned(self, fixed: QPointF, to: QPointF) -> QRectF:
        """A frame from a corner that stays towards this point, in the direction in which it lies now."""
        right, down = self._frame.center().x() > fixed.x(), self._frame.center().y() > fixed.y()
        across = to.x() - fixed.x() if right else fixed.x() - to.x()
        along = to.y() - fixed.y() if down else fixed.y() - to.y()
        wide = self._whole.width() - fixed.x() if right else fixed.x()
        high = self._whole.height() - fixed.y() if down else fixed.y()
        wanted = max(across, along * self._ratio, self._most * _LEAST)
        width = min(wanted, wide, high * self._ratio)
        height = width / self._ratio
        return QRectF(
            fixed.x() if right else fixed.x() - width,
            fixed.y() if down else fixed.y() - height,
            width,
            height,
        )

    # ------------------------------------------------------------ the picture in the window

    def _shown(self) -> QRect:
        """Where the picture is drawn: fitted, in the middle."""
        room = self.rect().adjusted(px(_ROUND), px(_ROUND), -px(_ROUND), -px(_ROUND))
        size = self._whole.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        shown = QRect(QPoint(), size.expandedTo(QSize(1, 1)))
        shown.moveCenter(room.center())
        return shown

    def _scale(self) -> float:
        return self._shown().width() / self._whole.width()

    def _framed(self) -> QRectF:
        """Where the frame is drawn."""
        scale, corner = self._scale(), QPointF(self._shown().topLeft())
        return QRectF(corner + self._frame.topLeft() * scale, self._frame.size() * scale)

    def _on_picture(self, at: QPointF) -> QPointF:
        return (at - QPointF(self._shown().topLeft())) * (1 / self._scale())

    def _across(self, at: QPointF) -> QPointF | None:
        """The corner across the one whose handle is there; None where none is."""
        here = _corners(self._framed())
        for place, across in zip(here, reversed(_corners(self._frame)), strict=True):
            if _handle(place).contains(at):
                return across
        return None

    def _show_pointer(self, at: QPointF) -> None:
        fixed = self._across(at)
        if fixed is not None:
            middle = self._frame.center()
            falls = (middle.x() > fixed.x()) == (middle.y() > fixed.y())
            shape = Qt.CursorShape.SizeFDiagCursor if falls else Qt.CursorShape.SizeBDiagCursor
        elif self._framed().contains(at):
            shape = Qt.CursorShape.SizeAllCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self.setCursor(shape)


def _corners(frame: QRectF) -> tuple[QPointF, ...]:
    """Each is across the one at the same place from the end."""
    return (frame.topLeft(), frame.topRight(), frame.bottomLeft(), frame.bottomRight())


def _handle(corner: QPointF) -> QRectF:
    side = px(_HANDLE)
    return QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side)
