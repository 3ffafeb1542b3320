"""Read-only pieces of the review tabs: pairs of label and value, lines that wrap, records in a card."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.style import SIZE, Role, Tone, px
from ui.widgets import Card, Chip, Label, Line, Scroll, clear_layout, column, row

__all__ = ["Body", "Sheet", "grid", "pairs", "record"]


class Sheet(Scroll):
    """The body of a tab: blocks under each other that are replaced as a whole when the page is read."""

    def __init__(self) -> None:
        self._holder = QWidget()
        self._column = column(gap=SIZE.gap, margin=SIZE.gap_wide)
        self._holder.setLayout(self._column)
        super().__init__(self._holder)

    def show_blocks(self, *blocks: QWidget) -> None:
        """Put these in place of what stood there; the page stays where it was scrolled to."""
        place = self.verticalScrollBar().value()
        clear_layout(self._column)
        for block in blocks:
            self._column.addWidget(block)
        self._column.addStretch(1)
        self._holder.adjustSize()
        self.verticalScrollBar().setValue(place)


class Body(Card):
    """A card of the sheet with a title, and an action at the right of it."""

    def __init__(self, title: str, *actions: QWidget) -> None:
        holder = None
        if actions:
            holder = QWidget()
            holder.setLayout(row(*actions, gap=SIZE.gap_small))
        super().__init__(title, action=holder)


def pairs(*facts: tuple[str, str], columns: int = 2) -> QWidget:
    """Labels with what they say, `columns` pairs to a line; empty ones are left out, long ones wrap."""
    holder = QWidget()
    layout = QGridLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(px(SIZE.gap))
    layout.setVerticalSpacing(px(SIZE.gap_line))
    line = at = 0
    for label, text in facts:
        if not text:
            continue
        is_long = len(text) > 24 or "\n" in text
        if is_long and at:
            line, at = line + 1, 0
        name = Label(label, Role.LABEL)
        name.setMinimumWidth(px(SIZE.form_label))
        value = Label(text, wrap=True, selectable=True)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(name, line, at * 2, top)
        layout.addWidget(value, line, at * 2 + 1, 1, columns * 2 - 1 if is_long else 1, top)
        at = columns if is_long else at + 1
        if at >= columns:
            line, at = line + 1, 0
    for one in range(columns):
        layout.setColumnStretch(one * 2 + 1, 1)
    return holder


def record(title: str, chips: Sequence[Chip], *parts: QWidget) -> QWidget:
    """One record of a list: a strong line with chips, and what was written under it."""
    holder = QWidget()
    head = row(Label(title, Role.STRONG), *chips, None, gap=SIZE.gap_small)
    layout: QVBoxLayout = column(head, *parts, gap=SIZE.gap_line)
    layout.setContentsMargins(0, px(SIZE.gap_tiny), 0, px(SIZE.gap_tiny))
    holder.setLayout(layout)
    return holder


def grid(
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    stretch: int,
    tones: Sequence[Tone | None] = (),
) -> QWidget:
    """A table whose sentences wrap instead of being cut; column `stretch` takes the room."""
    holder = QWidget()
    layout = QGridLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(px(SIZE.gap))
    layout.setVerticalSpacing(px(SIZE.gap_line))
    for at, title in enumerate(titles):
        layout.addWidget(Label(title, Role.LABEL), 0, at)
    for index, cells in enumerate(rows):
        line = 2 * index + 2
        layout.addWidget(Line(), line - 1, 0, 1, len(titles))
        for at, text in enumerate(cells):
            role = Role.BODY if at == stretch else Role.LABEL
            cell = Label(text, role, wrap=at == stretch, selectable=True)
            if at == stretch and index < len(tones) and tones[index] is not None:
                cell.set_tone(tones[index])
            layout.addWidget(cell, line, at, Qt.AlignmentFlag.AlignTop)
    layout.setColumnStretch(stretch, 1)
    return holder
