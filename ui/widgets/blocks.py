"""Read-only pieces of a page: pairs of label and value, lines that wrap, records in a card."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.style import SIZE, Role, Tone, px
from ui.widgets import Card, Label, Line, Scroll, clear_layout, column, row
from ui.widgets.flow import FlowLayout, flow
from ui.widgets.text import TitleLabel

__all__ = ["Body", "Sheet", "actions", "grid", "numbers", "pairs", "record"]


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
    """A card of the sheet with a title, and what can be done now under it, wrapped where need be."""

    def __init__(self, title: str, *buttons: QWidget) -> None:
        super().__init__(title)
        if buttons:
            self.add(actions(*buttons))


def actions(*buttons: QWidget) -> QWidget:
    """Buttons side by side, on further lines where the width does not hold them."""
    gap = px(SIZE.gap_small)
    return flow(FlowLayout(gap=gap, line_gap=gap), *buttons)


def pairs(*facts: tuple[str, str], columns: int = 2) -> QWidget:
    """Labels with what they say; empty ones are left out, long ones take a line.

    Two to a line where the width allows; with `columns` 1 each has its own.
    """
    layout = FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_line), cell=px(SIZE.form_label * 3))
    for label, text in facts:
        if not text:
            continue
        name = Label(label, Role.LABEL)
        name.setFixedWidth(px(SIZE.form_label))
        value = Label(text, wrap=True, selectable=True)
        cell = QWidget()
        line = row(name, value, gap=SIZE.gap_small)
        line.setAlignment(name, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        cell.setLayout(line)
        if columns == 1 or len(text) > 16 or "\n" in text:
            layout.add_line(cell)
        else:
            layout.addWidget(cell)
    return flow(layout)


def numbers(*facts: tuple[str, str, str]) -> QWidget:
    """Numbers in even columns: what it is, the number, and a note under it."""
    layout = FlowLayout(
        gap=px(SIZE.gap), line_gap=px(SIZE.gap), cell=px(SIZE.form_label * 2 - SIZE.gap)
    )
    for label, number, note in facts:
        cell = QWidget()
        cell.setLayout(
            column(
                Label(label, Role.SMALL),
                Label(number, Role.TITLE, selectable=True),
                Label(note, Role.SMALL),
                gap=0,
            )
        )
        layout.addWidget(cell)
    return flow(layout)


def record(title: str, chips: Sequence[QWidget], *parts: QWidget) -> QWidget:
    """One record of a list: a strong line with chips, which wraps, and what was written under it."""
    holder = QWidget()
    gap = px(SIZE.gap_small)
    words = TitleLabel(title, Role.STRONG)
    head = flow(FlowLayout(gap=gap, line_gap=px(SIZE.gap_tiny)), words, *chips)
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
