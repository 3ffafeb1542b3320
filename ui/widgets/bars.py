"""Bars of the window: search, page tabs, status line, top bar."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QTabBar, QWidget

from ui.style import SIZE, Tone, px, theme
from ui.widgets.buttons import plain
from ui.widgets.keys import Key, KeyWord
from ui.widgets.surfaces import row
from ui.widgets.text import ElidedLabel, KeyHint, Label, restyle, set_tip


class SearchBox(QFrame):
    """One line that finds anyone. Ctrl+K goes to it from anywhere in the window.

    `typed` on every change, `submitted` on Enter, `moved` (+1, -1) on ↓ and ↑, so that a list under it
    can be walked without leaving the line. Esc empties it.
    """

    typed = Signal(str)
    submitted = Signal(str)
    moved = Signal(int)

    def __init__(
        self, hint: str = "姓名、拼音首字母、身份证尾号、手机、单位…", *, shortcut: str = "Ctrl+K"
    ) -> None:
        super().__init__()
        self.setFixedHeight(px(SIZE.control))
        self.setMinimumWidth(px(SIZE.search) // 2)
        self.setMaximumWidth(px(SIZE.search))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line = QLineEdit()
        self._line.setPlaceholderText(hint)
        self._line.setAccessibleName("查找")
        self._line.installEventFilter(self)
        set_tip(self._line, hint, shortcut)
        self._line.textChanged.connect(self.typed)
        self._line.returnPressed.connect(lambda: self.submitted.emit(self.text()))
        self._hint = KeyHint(shortcut.replace("+", " "))
        if not shortcut:
            self._hint.hide()
        line = row(self._line, self._hint)
        line.setContentsMargins(px(10), 0, px(SIZE.gap_small) + 2, 0)
        self.setLayout(line)
        self.setFocusProxy(self._line)
        if shortcut:
            Key(self, shortcut, "查找", self.jump)

    def key_words(self) -> tuple[KeyWord, ...]:
        """How the list under it is walked."""
        return (KeyWord("↑ ↓", "在查找结果里移动"),)

    def jump(self) -> None:
        """Put the cursor here, with what stands chosen, so that typing replaces it."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def text(self) -> str:
        """What is typed, without blanks around it."""
        return self._line.text().strip()

    def set_text(self, text: str) -> None:
        """Put a text in, as if it had been typed."""
        self._line.setText(text)

    def clear(self) -> None:
        """Empty the line."""
        self._line.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows and Esc, and the frame in the colour of the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            restyle(self)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            key = Qt.Key(event.key())
            if key in moves:
                self.moved.emit(moves[key])
                return True
            if key == Qt.Key.Key_Escape and self._line.text():
                self.clear()
                return True
        return super().eventFilter(watched, event)


class PageTabs(QTabBar):
    """The pages of one thing, side by side; ← → walk, what does not fit scrolls."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._keys: list[str] = []
        self._words: dict[str, str] = {}
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for key, word in pages:
            self.add_page(key, word)
        self.currentChanged.connect(self._tell)

    def add_page(self, key: str, word: str) -> None:
        """Add a page at the end."""
        self._keys.append(key)
        self._words[key] = word
        self.addTab(plain(word))

    def select(self, key: str) -> None:
        """Go to a page; emits `chosen` when it was another."""
        self.setCurrentIndex(self._keys.index(key))

    def current(self) -> str:
        """Key of the page that stands; empty without pages."""
        return self._keys[self.currentIndex()] if self._keys else ""

    def lead_into(self, page: QWidget) -> None:
        """Let Tab go from here into a page that was made later than what stands beside it."""
        stops: list[QWidget] = [self]
        inside = page.nextInFocusChain()
        while inside is not None and page.isAncestorOf(inside):
            if inside.focusPolicy() & Qt.FocusPolicy.TabFocus:
                stops.append(inside)
            inside = inside.nextInFocusChain()
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def set_note(self, key: str, note: str) -> None:
        """A few characters behind the word, such as 7/9."""
        word = self._words[key]
        self.setTabText(self._keys.index(key), plain(f"{word} {note}" if note else word))

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for the word in bold, so that choosing a page moves nothing."""
        text = self.tabText(index).replace("&&", "&")
        width = QFontMetrics(theme().font(weight=700)).horizontalAdvance(text)
        return QSize(width + 2 * px(9), px(SIZE.tabs))

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        """Never cut a word; scroll instead."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The tabs, and a frame around the one that the keyboard stands on."""
        super().paintEvent(event)
        if self.hasFocus() and self.count():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme().palette.ink))
            edge = px(SIZE.gap_small)
            frame = self.tabRect(self.currentIndex()).adjusted(2, edge, -3, -edge)
            painter.drawRoundedRect(frame, px(SIZE.radius), px(SIZE.radius))

    def _tell(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self.chosen.emit(self._keys[index])


class _Part(ElidedLabel):
    """One part of the status line; with a place to go it can be clicked, or reached by Tab and Enter."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.leads = False

    def set_leads(self, leads: bool) -> None:
        """Whether it leads anywhere."""
        self.leads = leads
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and the space bar are a click."""
        if self.leads and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go where the part leads."""
        super().mouseReleaseEvent(event)
        if self.leads and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()


class StatusLine(QFrame):
    """The line at the bottom that tells the truth about saving, backup and standards.

    `asked` carries the key of a part that was clicked.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(px(SIZE.status))
        self._parts: dict[str, _Part] = {}
        self._left = row(gap=SIZE.gap_page)
        self._right = Label()
        self._line: QHBoxLayout = row(self._left, None, self._right)
        self._line.setContentsMargins(px(SIZE.gap_wide), 0, px(SIZE.gap_wide), 0)
        self.setLayout(self._line)

    def set_part(self, key: str, text: str, tone: Tone | None = None, *, tip: str = "") -> None:
        """Show a part; an empty text hides it. RED for what is wrong, said in words too.

        `tip` says where a click leads; without one the part is no more than words.
        """
        if key not in self._parts:
            made = self._parts[key] = _Part()
            made.clicked.connect(partial(self.asked.emit, key))
            made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            self._left.addWidget(made)
        label = self._parts[key]
        label.setText(text)
        label.set_tone(tone)
        label.set_leads(bool(tip))
        label.setAccessibleName(text)
        set_tip(label, f"{text}\n{tip}" if tip else text)
        label.setVisible(bool(text))
        self._make_room()

    def part(self, key: str) -> str:
        """The text of a part; empty when there is none."""
        label = self._parts.get(key)
        return label.text() if label else ""

    def set_right(self, text: str) -> None:
        """The hint at the right end; it gives way where the parts need the room."""
        self._right.setText(text)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The parts tell more than the hint."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where room is short the hint goes first; then short parts stay whole and the longest are cut."""
        shown = sorted(
            (part for part in self._parts.values() if not part.isHidden()),
            key=lambda part: part.sizeHint().width(),
        )
        margins = self._line.contentsMargins()
        gap = px(SIZE.gap_page)
        room = self.width() - margins.left() - margins.right() - gap * len(shown)
        wanted = sum(part.sizeHint().width() for part in shown)
        self._right.setVisible(wanted + self._right.sizeHint().width() <= room)
        for at, part in enumerate(shown):
            width = min(part.sizeHint().width(), room // (len(shown) - at))
            part.setMaximumWidth(max(width, part.minimumWidth()))
            room -= width


class TopBar(QFrame):
    """The bar over the page: what is given, from left to right."""

    def __init__(self, left: QWidget, *right: QWidget) -> None:
        super().__init__()
        self.setFixedHeight(px(SIZE.top_bar))
        line = row(left, None, *right, gap=SIZE.gap_wide)
        line.setContentsMargins(px(SIZE.gap_page), 0, px(SIZE.gap_page), 0)
        line.setStretch(0, 3)
        line.setStretch(1, 1)
        self.setLayout(line)
