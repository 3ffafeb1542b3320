"""Pieces of text. All of them are plain text: what a user typed is never read as markup."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.style import SIZE, Role, Tone, px


def set_tip(widget: QWidget, text: str, shortcut: str = "") -> None:
    """A tooltip that shows `text` as it is, with the shortcut behind it."""
    shown = f"{text}（{shortcut}）" if shortcut else text
    widget.setToolTip(as_tip(shown))


def as_tip(text: str) -> str:
    """`text` so that a tooltip shows it as it is."""
    # Qt guesses whether a tooltip is markup; as escaped markup there is nothing to guess.
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""


class Label(QLabel):
    """A text in one of the house roles. Always PlainText; `wrap` for sentences."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        *,
        tone: Tone | None = None,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setText(text)
        self.setWordWrap(wrap)
        if tone:
            self.setProperty("tone", tone.value)
        if wrap:
            policy = self.sizePolicy()
            policy.setHeightForWidth(True)
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            self.setSizePolicy(policy)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A sentence wants a line of some twenty characters."""
        if not self.wordWrap():
            return super().sizeHint()
        width = px(SIZE.side_column)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A sentence may be squeezed to a few characters; its height follows from its width."""
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(px(SIZE.rail_row), self.fontMetrics().lineSpacing())

    def setTextFormat(self, text_format: Qt.TextFormat) -> None:  # noqa: N802 - Qt's name
        """Refuses everything but plain text."""
        if text_format != Qt.TextFormat.PlainText:
            raise ValueError("Label shows plain text only")

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the text; None is the colour of its role."""
        self.setProperty("tone", tone.value if tone else None)
        restyle(self)


class ElidedLabel(Label):
    """One line that ends in … when there is no room; the whole text is the tooltip."""

    def __init__(self, text: str = "", role: Role = Role.BODY) -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(px(48))

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """The text and, for where it is cut, the tooltip."""
        super().setText(text)
        set_tip(self, text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw as much as fits."""
        painter = QPainter(self)
        line = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), line)


class TitleLabel(ElidedLabel):
    """A title, which asks for room for the whole of it."""

    def __init__(self, text: str = "", role: Role = Role.TITLE) -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)


class KeyHint(QLabel):
    """The name of a key, small and framed."""

    def __init__(self, keys: str) -> None:
        super().__init__(keys)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Chip(QLabel):
    """A word on a tinted ground: state or category. The word says it, the colour helps."""

    def __init__(self, word: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        super().__init__(word)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("tone", tone.value)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the word, as high as the token."""
        return QSize(super().sizeHint().width(), px(SIZE.chip))


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again after a property that it reads has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
