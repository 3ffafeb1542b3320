"""How one cell of a table is painted."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ui.style import SIZE, Theme, Tone, px, theme
from ui.widgets.text import as_tip


class CellKind(Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    CHIP = "chip"


@dataclass(frozen=True, slots=True)
class ChipText:
    """A word on a tinted ground."""

    word: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Everything the delegate needs to know of one cell."""

    value: str | ChipText
    kind: CellKind
    alignment: Qt.AlignmentFlag
    is_strong: bool
    is_muted: bool


class CellDelegate(QStyledItemDelegate):
    """Paints ground, hairline, word or chip; nothing of the platform's style."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        cell: CellStyle = index.data(Qt.ItemDataRole.UserRole)
        look = theme()
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        is_selected = QStyle.StateFlag.State_Selected in state
        painter.save()
        if is_selected:
            painter.fillRect(box, QColor(look.palette.selected))
        painter.setPen(QColor(look.palette.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if is_selected and index.column() == 0:
            painter.fillRect(
                QRect(box.left(), box.top(), px(3), box.height()), QColor(look.palette.red)
            )
        inner = box.adjusted(px(SIZE.gap), 0, -px(SIZE.gap), -1)
        if isinstance(cell.value, ChipText):
            paint_chip(painter, inner, cell.value, look)
        else:
            _paint_word(painter, inner, cell, look)
        painter.restore()

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As wide as the word with its margins."""
        word = str(index.data() or "")
        font = theme().font(weight=500)
        return QSize(QFontMetrics(font).horizontalAdvance(word) + 2 * px(SIZE.gap), px(SIZE.row))

    def helpEvent(  # noqa: N802 - Qt's name
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The whole text of a cell that is cut."""
        if event.type() != QEvent.Type.ToolTip:
            return False
        box: QRect = option.rect  # type: ignore[attr-defined]
        is_cut = self.sizeHint(option, index).width() > box.width()
        word = str(index.data() or "") if is_cut else ""
        QToolTip.showText(event.globalPos(), as_tip(word), view)
        return True


def _paint_word(painter: QPainter, box: QRect, cell: CellStyle, look: Theme) -> None:
    font = look.font(
        SIZE.text_label if cell.is_muted else SIZE.text, 500 if cell.is_strong else 400
    )
    painter.setFont(font)
    painter.setPen(QColor(look.palette.muted if cell.is_muted else look.palette.ink))
    word = str(cell.value).replace("\n", " ")
    # Of a number the end matters most, but a cut number would lie: it shows dots instead.
    line = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, cell.alignment, line)


def paint_chip(painter: QPainter, box: QRect, chip: ChipText, look: Theme) -> None:
    """Paint a chip at the left of `box`, in the middle of its height."""
    if not chip.word:
        return
    ink, ground = look.palette.tone(chip.tone)
    painter.setFont(look.font(SIZE.text_small, 500))
    pad, height = px(SIZE.gap_small), px(SIZE.chip)
    metrics = painter.fontMetrics()
    line = metrics.elidedText(chip.word, Qt.TextElideMode.ElideRight, box.width() - 2 * pad)
    width = metrics.horizontalAdvance(line) + 2 * pad
    shape = QRectF(box.left(), box.top() + (box.height() - height) / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(shape, height / 2, height / 2)
    painter.setPen(QColor(ink))
    painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, line)
