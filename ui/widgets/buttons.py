"""Buttons. Each says what it does; a shortcut stands in the tooltip."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from ui.icons import icon as make_icon
from ui.style import SIZE, px, theme
from ui.widgets.text import set_tip

Action = Callable[[], object]
MenuEntry = tuple[str, Action] | None
"""Text and what it does; None is a dividing line."""


def plain(text: str) -> str:
    """`text` for a button, tab or menu, where a lone & would underline the next letter."""
    return text.replace("&", "&&")


class Button(QPushButton):
    """An ordinary action. `wide` takes the whole width it is given."""

    def __init__(
        self,
        text: str,
        on_click: Action | None = None,
        *,
        icon: str = "",
        shortcut: str = "",
        tip: str = "",
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(plain(text), parent)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        across = QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        if icon:
            self.setIcon(make_icon(icon, self.icon_colour()))
            self.setIconSize(QSize(px(SIZE.icon), px(SIZE.icon)))
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
        if tip or shortcut:
            set_tip(self, tip or text, shortcut)
        # Held here and not by the connection, which nobody could collect with a button that is never placed.
        self._on_click = on_click
        self.clicked.connect(self._act)

    def _act(self) -> None:
        if self._on_click is not None:
            self._on_click()

    def set_text(self, text: str) -> None:
        """Change the words; & stays &."""
        shortcut = self.shortcut()
        self.setText(plain(text))
        self.setShortcut(shortcut)  # Qt drops the shortcut with the text

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the keys, as the space bar does; held down, only once."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def icon_colour(self) -> str:
        """The colour of the icon beside the words."""
        return theme().palette.ink


class PrimaryButton(Button):
    """The one thing to do here. One on a screen."""

    def icon_colour(self) -> str:
        """The colour of the icon beside the words."""
        return theme().palette.on_red


class DangerButton(Button):
    """An action that removes or voids something; its words name it."""

    def icon_colour(self) -> str:
        """The colour of the icon beside the words."""
        return theme().palette.red


class LinkButton(Button):
    """A quiet action in a line or in the head of a card."""

    def icon_colour(self) -> str:
        """The colour of the icon beside the words."""
        return theme().palette.muted


class IconButton(Button):
    """An icon alone; `tip` is its name for the eye and for the screen reader."""

    def __init__(
        self, icon: str, tip: str, on_click: Action | None = None, *, shortcut: str = ""
    ) -> None:
        super().__init__("", on_click, icon=icon, shortcut=shortcut, tip=tip)
        self.setAccessibleName(tip)

    def icon_colour(self) -> str:
        """The colour of the icon."""
        return theme().palette.muted


class MenuButton(Button):
    """A button that opens a list of actions."""

    def __init__(self, text: str, entries: Sequence[MenuEntry] = (), *, tip: str = "") -> None:
        super().__init__(f"{text}\N{NO-BREAK SPACE}", icon="down", tip=tip)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.setIconSize(QSize(px(SIZE.text_small), px(SIZE.text_small)))
        self._menu = QMenu(self)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMenu(self._menu)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[MenuEntry]) -> None:
        """Replace the list; an empty list disables the button."""
        self._menu.clear()
        for entry in entries:
            if entry is None:
                self._menu.addSeparator()
                continue
            text, act = entry
            self._menu.addAction(plain(text)).triggered.connect(
                lambda _checked=False, act=act: act()
            )
        self.setEnabled(bool(entries))
