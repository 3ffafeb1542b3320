"""Lines and areas to type into."""

from PySide6.QtCore import QMimeData, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.style import SIZE, px, theme


class TextInput(QLineEdit):
    """One line, with room for a derived fact in grey at its right end (pinyin, age, area)."""

    def __init__(self, text: str = "", hint: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._suffix = ""
        if hint:
            self.setPlaceholderText(hint)

    def set_suffix(self, text: str) -> None:
        """Show a derived fact; it is no part of the value."""
        self._suffix = text
        width = self.fontMetrics().horizontalAdvance(text) if text else 0
        self.setTextMargins(
            0, 0, min(width + px(SIZE.gap_small), self.width() // 2) if text else 0, 0
        )
        self.setAccessibleDescription(text)
        self.update()

    def suffix(self) -> str:
        """The derived fact that stands."""
        return self._suffix

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The line as ever, the fact at its end."""
        super().paintEvent(event)
        if not self._suffix:
            return
        painter = QPainter(self)
        painter.setFont(theme().font(SIZE.text_small))
        painter.setPen(QColor(theme().palette.muted))
        box = self.rect().adjusted(px(SIZE.gap_small), 0, -px(10), 0)
        free = box.width() - self.fontMetrics().horizontalAdvance(self.displayText())
        room = QRect(box.right() - max(0, free), box.top(), max(0, free), box.height())
        text = painter.fontMetrics().elidedText(
            self._suffix, Qt.TextElideMode.ElideRight, room.width() - px(SIZE.gap_small)
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


class TextArea(QPlainTextEdit):
    """Several lines of plain text; Tab leaves it, what is pasted loses its dress."""

    def __init__(self, text: str = "", hint: str = "", *, lines: int = 3) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        if hint:
            self.setPlaceholderText(hint)
        self.setFixedHeight(lines * px(SIZE.line) + 2 * px(SIZE.gap_small))

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Paste text only."""
        if source.hasText():
            self.insertPlainText(source.text())

    def text(self) -> str:
        """What is typed, without blanks around it."""
        return self.toPlainText().strip()
