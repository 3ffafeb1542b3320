"""What the program says on a page: banners, and pages that are still empty."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.icons import pixmap
from ui.style import SIZE, Role, Tone, px, theme
from ui.widgets.buttons import Action, Button, IconButton, LinkButton, PrimaryButton
from ui.widgets.surfaces import column, row
from ui.widgets.text import Label, restyle

_ICONS = {Tone.RED: "warning", Tone.AMBER: "warning", Tone.GREEN: "check"}


class Banner(QFrame):
    """A sentence over a page: hidden until it has something to say; × puts it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        # Made first: Qt may send events from inside its own constructor.
        self._text = Label(wrap=True, selectable=True)
        super().__init__(parent)
        self._icon = QLabel()
        self._button = LinkButton("")
        self._act: Action | None = None
        self._button.clicked.connect(self._do_action)
        close = IconButton("close", "收起这条消息", self.clear)
        line = row(self._icon, self._text, self._button, close)
        line.setStretch(1, 1)
        line.setContentsMargins(
            px(SIZE.gap), px(SIZE.gap_tiny), px(SIZE.gap_tiny), px(SIZE.gap_tiny)
        )
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setVisible(False)

    def show_message(
        self,
        sentence: str,
        tone: Tone = Tone.BLUE,
        *,
        action: str = "",
        on_action: Action | None = None,
    ) -> None:
        """Say one sentence; `action` names a button beside it."""
        self.setProperty("tone", tone.value)
        colour, _ = theme().palette.tone(tone)
        self._icon.setPixmap(pixmap(_ICONS.get(tone, "info"), colour))
        self._text.setText(sentence)
        self._button.set_text(action)
        self._button.setHidden(not action)
        self._act = on_action
        self.setAccessibleName(sentence)
        for part in (self, self._text):
            restyle(part)
        if self.parentWidget() is not None:
            self.setVisible(True)

    def text(self) -> str:
        """The sentence that stands; empty when the banner is away."""
        return self._text.text()

    def clear(self) -> None:
        """Put the banner away."""
        self._text.setText("")
        self.setVisible(False)

    def event(self, event: QEvent) -> bool:
        """A banner that spoke before it had a place appears when it gets one."""
        if event.type() == QEvent.Type.ParentChange and self._text.text():
            self.setVisible(self.parentWidget() is not None)
        return super().event(event)

    def _do_action(self) -> None:
        if self._act:
            self._act()


class EmptyState(QWidget):
    """A page or list with nothing in it yet: what this is, what to do first, and the button for it."""

    def __init__(
        self,
        title: str,
        what_to_do: str = "",
        *,
        button: str = "",
        on_click: Action | None = None,
        icon: str = "box",
        primary: bool = False,
        shortcut: str = "",
    ) -> None:
        super().__init__()
        self._picture = QLabel()
        self._picture.setPixmap(pixmap(icon, theme().palette.faint, SIZE.icon_large))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = Label(title, Role.SECTION)
        self._what = Label(what_to_do, Role.MUTED, wrap=True)
        for label in (self._title, self._what):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        parts: list[QWidget | None] = [None, self._picture, self._title, self._what]
        self.button: Button | None = None
        if button:
            kind = PrimaryButton if primary else Button
            self.button = kind(button, on_click, shortcut=shortcut)
            parts.append(self.button)
        self._column = column(*parts, None, margin=SIZE.gap_page)
        if self.button:
            self._column.setAlignment(self.button, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(self._column)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """In a low list picture and margins give way to the words."""
        super().resizeEvent(event)
        self._lay_out(has_picture=True)
        if self._column.heightForWidth(self.width()) > self.height():
            self._lay_out(has_picture=False)

    def _lay_out(self, *, has_picture: bool) -> None:
        side = px(SIZE.gap_page)
        edge = side if has_picture else 0
        self._picture.setVisible(has_picture)
        self._column.setContentsMargins(side, edge, side, edge)
