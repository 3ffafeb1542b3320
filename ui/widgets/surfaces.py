"""Where things stand: cards, headings, figures, scrolled pages, and the house distances."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.style import SIZE, Role, Tone, px
from ui.widgets.flow import FlowLayout, flow
from ui.widgets.text import Chip, ElidedLabel, Label, TitleLabel

Item = QWidget | QLayout | None
"""Something to lay out; None is a stretch."""

_TITLE = 200
"""Pixels at 100 % that a title is not cut below."""


def row(*items: Item, gap: int = SIZE.gap_small, margin: int = 0) -> QHBoxLayout:
    """Items side by side; None takes what room is left. Distances in pixels at 100 %."""
    layout = QHBoxLayout()
    _fill(layout, items, gap, margin)
    return layout


def column(*items: Item, gap: int = SIZE.gap_small, margin: int = 0) -> QVBoxLayout:
    """Items one under the other; None takes what room is left. Distances in pixels at 100 %."""
    layout = QVBoxLayout()
    _fill(layout, items, gap, margin)
    return layout


def _fill(
    layout: QHBoxLayout | QVBoxLayout, items: tuple[Item, ...], gap: int, margin: int
) -> None:
    edge = px(margin) if margin else 0
    layout.setContentsMargins(edge, edge, edge, edge)
    layout.setSpacing(px(gap) if gap else 0)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete the widgets."""
    while layout.count():
        item = layout.takeAt(0)
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear_layout(inner)


class Line(QFrame):
    """A hairline between two parts."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Inset(QHBoxLayout):
    """A widget with room above it and beside it; while the widget is hidden there is none, which Qt would keep."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        edge = px(SIZE.gap_small)
        self.setContentsMargins(edge, edge, edge, 0)
        self.addWidget(inner)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Nothing while it is hidden."""
        return QSize() if self.isEmpty() else super().sizeHint()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """Nothing while it is hidden."""
        return QSize() if self.isEmpty() else super().minimumSize()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Nothing while it is hidden."""
        return 0 if self.isEmpty() else super().heightForWidth(width)

    def minimumHeightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Nothing while it is hidden."""
        return 0 if self.isEmpty() else super().minimumHeightForWidth(width)


class Foot(QWidget):
    """A hairline and a line of buttons under a page."""

    def __init__(self, line: QHBoxLayout | FlowLayout) -> None:
        super().__init__()
        side, edge = px(SIZE.gap_wide), px(SIZE.gap_small)
        room = column(line, gap=0)
        room.setContentsMargins(side, edge, side, edge)
        self.setLayout(column(Line(), room, gap=0))
        places = (line.itemAt(at) for at in range(line.count()))
        self._parts = [item.widget() for item in places if item is not None and item.widget()]

    def give_way(self) -> None:
        """Take no room where no button is shown and no word said; ask again when that may have changed."""
        self.setVisible(any(map(_says_something, self._parts)))


def _says_something(part: QWidget) -> bool:
    if part.isHidden() or (isinstance(part, Label) and not part.text()):
        return False
    wrapped = part.layout()
    return not (isinstance(wrapped, FlowLayout) and wrapped.isEmpty())


class Ground(QFrame):
    """A plain page in the colour of the ground."""


class Card(QFrame):
    """A framed sheet with an optional title line; `add` puts things under each other.

    `flush` leaves no margin, for a table or tabs that touch the frame.
    """

    def __init__(
        self, title: str = "", *, action: QWidget | None = None, flush: bool = False
    ) -> None:
        super().__init__()
        self._outer = column(gap=0)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self.setLayout(self._outer)
        self._title = TitleLabel(title, Role.SECTION)
        if title or action:
            self._add_header(action)
        self.body = column(gap=0 if flush else SIZE.gap_line)
        if not flush:
            side, edge = px(SIZE.gap_wide), px(SIZE.gap)
            self.body.setContentsMargins(side, edge, side, edge)
        self._outer.addLayout(self.body, 1)

    def _add_header(self, action: QWidget | None) -> None:
        header = QWidget()
        header.setFixedHeight(px(SIZE.card_header))
        line = row(self._title, None, *([action] if action else []))
        line.setContentsMargins(px(SIZE.gap_wide), 0, px(SIZE.gap), 0)
        header.setLayout(line)
        self._outer.addWidget(header)
        self._outer.addWidget(Line())

    def set_title(self, text: str) -> None:
        """Change the title of a card that was made with one."""
        self._title.setText(text)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or layout at the end."""
        if isinstance(item, QLayout):
            self.body.addLayout(item, stretch)
        else:
            self.body.addWidget(item, stretch)

    def add_stretch(self) -> None:
        """Push what comes next to the bottom."""
        self.body.addStretch(1)

    def add_footer(self, *items: Item) -> None:
        """A line of buttons and notes at the bottom, under a hairline."""
        footer = row(*items)
        edge = px(SIZE.gap_wide)
        footer.setContentsMargins(edge, px(SIZE.gap_small) + 2, edge, px(SIZE.gap_small) + 2)
        self._outer.addWidget(Line())
        self._outer.addLayout(footer)


class Heading(QWidget):
    """The head of a page: title, chips, a note, and actions on the right.

    Where room is short the note is cut first, then chips and actions wrap; only a very long title is cut.
    """

    def __init__(self, title: str = "", note: str = "") -> None:
        super().__init__()
        self._title = TitleLabel()
        self._title.setMinimumHeight(px(SIZE.control))
        self._note = ElidedLabel(note, Role.MUTED)
        self._chips = FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_tiny))
        self._actions = FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_tiny), to_right=True)
        chips = flow(self._chips)
        line = row(self._title, chips, self._note, flow(self._actions), gap=SIZE.gap)
        line.setAlignment(chips, Qt.AlignmentFlag.AlignVCenter)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_title(title)

    def set_title(self, text: str) -> None:
        """Change the title."""
        # The room that a longer one asked for before would count as its own.
        self._title.setMinimumWidth(0)
        self._title.setText(text)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), px(_TITLE)))

    def set_note(self, text: str) -> None:
        """Change the grey note behind the title."""
        self._note.setText(text)

    def set_chips(self, *chips: Chip) -> None:
        """Replace the chips behind the title."""
        clear_layout(self._chips)
        for chip in chips:
            self._chips.addWidget(chip)

    def add_action(self, button: QWidget) -> None:
        """Put a button at the right end."""
        self._actions.addWidget(button)


class Scroll(QScrollArea):
    """A page that scrolls up and down, never sideways. `on_card`: in a card or dialog, in its colour."""

    def __init__(self, content: QWidget | QLayout, *, on_card: bool = False) -> None:
        super().__init__()
        self.setProperty("onCard", on_card)
        if isinstance(content, QLayout):
            holder = QWidget()
            holder.setLayout(content)
            content = holder
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(px(SIZE.row))


def bring_in_sight(widget: QWidget) -> None:
    """Scroll the pages that a widget lies on until it is seen whole."""
    page = widget.parentWidget()
    while page is not None:
        if isinstance(page, QScrollArea):
            page.ensureWidgetVisible(widget, 0, px(SIZE.gap_small))
        page = page.parentWidget()


class Figure(Card):
    """One number of a page: label, number with unit, and a note."""

    def __init__(
        self, label: str, number: str = "", unit: str = "", note: str = "", tone: Tone | None = None
    ) -> None:
        super().__init__()
        self.body.setSpacing(px(2))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._number = Label(number, Role.FIGURE)
        self._unit = Label(unit, Role.LABEL)
        self._note = Label(note, Role.SMALL, wrap=True)
        self._note.set_tone(tone)
        line = row(self._number, self._unit, None, gap=SIZE.gap_tiny)
        line.setAlignment(self._unit, Qt.AlignmentFlag.AlignBottom)
        self._unit.setContentsMargins(0, 0, 0, px(5))
        self.add(Label(label, Role.SMALL))
        self.add(line)
        self.add(self._note)
        self.body.addStretch()

    def show_number(
        self, number: str, unit: str = "", note: str = "", tone: Tone | None = None
    ) -> None:
        """Show another number and note."""
        self._number.setText(number)
        self._unit.setText(unit)
        self._note.setText(note)
        self._note.set_tone(tone)
