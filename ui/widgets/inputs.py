"""Lines and areas to type into, and the line for a password."""

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.icons import icon
from ui.style import SIZE, px, theme
from ui.widgets.text import restyle

_SUFFIX_SIZES = (SIZE.text_small, SIZE.text_small - 1, SIZE.text_small - 2)


class TextInput(QLineEdit):
    """One line, with room for a derived fact in grey at its right end (pinyin, age, area)."""

    def __init__(self, text: str = "", hint: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suffix = ""
        self.setText(text)
        if hint:
            self.setPlaceholderText(hint)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Put a value in; where it is longer than the line its beginning is seen."""
        super().setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's where nothing was typed here since it was saved."""
        if _is_for_window(event, self.isUndoAvailable(), self.isRedoAvailable()):
            event.ignore()
            return True
        return super().event(event)

    def set_suffix(self, text: str) -> None:
        """Show a derived fact; it is no part of the value."""
        self._suffix = text
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
        painter.setPen(QColor(theme().palette.muted))
        box = self.rect().adjusted(px(SIZE.gap_small), 0, -px(10), 0)
        free = box.width() - self.fontMetrics().horizontalAdvance(self.displayText())
        room = QRect(box.right() - max(0, free), box.top(), max(0, free), box.height())
        font, text = self.fitted_suffix(room.width() - px(SIZE.gap_small))
        painter.setFont(font)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def fitted_suffix(self, room: int) -> tuple[QFont, str]:
        """The derived fact as it is painted in so many pixels: smaller before its end is cut."""
        for size in _SUFFIX_SIZES:
            font = theme().font(size)
            if QFontMetrics(font).horizontalAdvance(self._suffix) <= room:
                return font, self._suffix
        return font, QFontMetrics(font).elidedText(self._suffix, Qt.TextElideMode.ElideRight, room)


class TextArea(QPlainTextEdit):
    """Several lines of plain text; Tab leaves it, what is pasted loses its dress."""

    def __init__(self, text: str = "", hint: str = "", *, lines: int = 3) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        if hint:
            self.setPlaceholderText(hint)
        # A line of the document is a part of a pixel higher than the type says, its edge stands inside.
        edge = px(SIZE.gap_tiny) + round(self.document().documentMargin()) + 1
        self.setFixedHeight(lines * (px(SIZE.text_line) + 1) + 2 * edge + 1)

    def event(self, event: QEvent) -> bool:
        """As in `TextInput`."""
        typed = self.document()
        if _is_for_window(event, typed.isUndoAvailable(), typed.isRedoAvailable()):
            event.ignore()
            return True
        return super().event(event)

    def setReadOnly(self, is_read_only: bool) -> None:  # noqa: N802 - Qt's name
        """Locked or not, dressed as it is: the sheet reads the property of an area only when told."""
        if is_read_only != self.isReadOnly():
            super().setReadOnly(is_read_only)
            restyle(self)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Paste text only."""
        if source.hasText():
            self.insertPlainText(source.text())

    def text(self) -> str:
        """What is typed, without blanks around it."""
        return self.toPlainText().strip()


def _is_for_window(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    """Whether a key that Qt would keep for an editor asks for what this editor cannot do."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    is_undo = event.matches(QKeySequence.StandardKey.Undo) and not can_undo
    return is_undo or (event.matches(QKeySequence.StandardKey.Redo) and not can_redo)


class PasswordInput(TextInput):
    """A line whose characters are dots until the eye is clicked; nothing of the dots can be copied."""

    def __init__(self, hint: str = "") -> None:
        super().__init__("", hint)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
        )
        self._eye: QAction = self.addAction(
            icon("eye", theme().palette.muted), QLineEdit.ActionPosition.TrailingPosition
        )
        self._eye.setCheckable(True)
        self._eye.setToolTip("显示或隐藏密码")
        self._eye.toggled.connect(self._show)

    def _show(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)

    def take(self) -> str:
        """The password; the line is emptied, so that it stands nowhere any more."""
        password = self.text()
        self.clear()
        return password
