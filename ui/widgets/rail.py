"""The navigation rail: an icon, a word, and a red count for what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QWidget

from ui.icons import pixmap
from ui.style import SIZE, Role, px, theme
from ui.widgets.surfaces import column, row
from ui.widgets.text import Label, set_tip


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One place to go: key, word, icon name and shortcut."""

    key: str
    word: str
    icon: str
    shortcut: str = ""


class Rail(QFrame):
    """The places of the program, one of them chosen. ↑ ↓ walk, Enter or Space goes there.

    Narrow, it shows icons and counts alone; the words are in the tooltips.
    """

    chosen = Signal(str)

    def __init__(
        self, entries: Sequence[RailEntry], footer: Sequence[RailEntry] = (), *, name: str = "暖档"
    ) -> None:
        super().__init__()
        self._title = Label(name, Role.TITLE)
        self._buttons = {entry.key: _RailButton(entry) for entry in (*entries, *footer)}
        self._group = QButtonGroup(self)
        for key, button in self._buttons.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
        upper = [self._buttons[entry.key] for entry in entries]
        lower = [self._buttons[entry.key] for entry in footer]
        layout = column(self._brand(), *upper, None, *lower, gap=2)
        edge = px(SIZE.gap_small)
        layout.setContentsMargins(edge, 0, edge, px(SIZE.gap))
        self.setLayout(layout)
        self.set_narrow(False)

    def set_narrow(self, is_narrow: bool) -> None:
        """Give room to the page, where the window is too narrow for both."""
        self.setFixedWidth(px(SIZE.rail_narrow if is_narrow else SIZE.rail))
        self._title.setVisible(not is_narrow)

    def select(self, key: str) -> None:
        """Mark a place as the one we are in, without emitting `chosen`."""
        self._buttons[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """What waits there; 0 shows nothing."""
        self._buttons[key].set_count(count)

    def _brand(self) -> QWidget:
        brand = QWidget()
        brand.setFixedHeight(px(SIZE.top_bar))
        self._title.setFont(theme().font(SIZE.text + 2, 700))
        self._title.setProperty("role", "brand")
        line = row(_Mark(), self._title, None, gap=SIZE.gap_small)
        line.setContentsMargins(px(SIZE.gap_small), 0, 0, 0)
        brand.setLayout(line)
        return brand


class _Mark(QWidget):
    """The square with the first character of the program's name."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(px(24), px(24))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A red square with 暖."""
        del event
        colours = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.red))
        painter.drawRoundedRect(self.rect(), px(5), px(5))
        painter.setPen(QColor(colours.on_red))
        painter.setFont(theme().font(SIZE.text_small + 1, 700))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "暖")


class _RailButton(QAbstractButton):
    def __init__(self, entry: RailEntry) -> None:
        super().__init__()
        self._entry = entry
        self._count = 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(entry.word)
        self.setMinimumHeight(px(SIZE.icon) + px(SIZE.gap_tiny))
        self.setMaximumHeight(px(SIZE.rail_row))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if entry.shortcut:
            self.setShortcut(QKeySequence(entry.shortcut))
        self.set_count(0)

    def set_count(self, count: int) -> None:
        self._count = count
        entry = self._entry
        waiting = f"{entry.word}，有 {count} 件等待办理" if count else entry.word
        self.setAccessibleName(waiting)
        set_tip(self, waiting, entry.shortcut)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(px(SIZE.rail) - 2 * px(SIZE.gap_small), px(SIZE.rail_row))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        colours = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect()
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if self.isChecked() else colours.hover))
            painter.drawRoundedRect(box, px(SIZE.radius), px(SIZE.radius))
        if self.hasFocus():
            painter.setPen(QColor(colours.ink))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), px(SIZE.radius), px(SIZE.radius))
        self._paint_what(painter, box)

    def _paint_what(self, painter: QPainter, box: QRect) -> None:
        colours = theme().palette
        colour = colours.ink if self.isChecked() else colours.muted
        size = px(SIZE.icon)
        is_narrow = box.width() < px(SIZE.rail_narrow)
        edge = (box.width() - size) // 2 if is_narrow else px(10)
        painter.drawPixmap(edge, (box.height() - size) // 2, pixmap(self._entry.icon, colour))
        if is_narrow:
            self._paint_count(painter, box, SIZE.text_small, Qt.AlignmentFlag.AlignTop, most=99)
            return
        painter.setFont(theme().font(SIZE.text, 500 if self.isChecked() else 400))
        painter.setPen(QColor(colour))
        middle = Qt.AlignmentFlag.AlignVCenter
        words = box.adjusted(edge + size + px(10), 0, -edge, 0)
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, self._entry.word)
        self._paint_count(painter, words, SIZE.text_label, middle, most=999)

    def _paint_count(
        self, painter: QPainter, box: QRect, size: int, line: Qt.AlignmentFlag, *, most: int
    ) -> None:
        if self._count:
            painter.setFont(theme().font(size, 500))
            painter.setPen(QColor(theme().palette.red))
            shown = str(self._count) if self._count <= most else f"{most}+"
            painter.drawText(box, line | Qt.AlignmentFlag.AlignRight, shown)
