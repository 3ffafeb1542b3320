"""The ground of the pages of the settings: a sentence, a table with buttons, a form with one button."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from ui.context import Context, Screen
from ui.screens.settings.presenter import in_force_words
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    ChipText,
    Column,
    DataTable,
    EmptyState,
    Inset,
    Label,
    Scroll,
    column,
    row,
)
from ui.widgets.flow import FlowLayout, flow
from ui.widgets.form_sheet import FormSheet

_BESIDE = 3
"""More buttons than these get a line of their own: in large type the sentence would have no room."""


def in_force_chip(row: Any) -> ChipText:
    """Of a figure or a rule set: since when, by whom, or still to come."""
    return ChipText(in_force_words(row), Tone.GREEN if row.is_in_force else Tone.AMBER)


class SettingsPage(Screen):
    """One tab. Whoever may not change it sees it as it stands, and whom to ask."""

    key = ""
    title = ""
    note = ""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.banner = Banner()

    def lay_out(self, *items: QWidget | QLayout, buttons: Sequence[QWidget] = ()) -> None:
        """Sentence and buttons on top, then the items; the last one takes what is left.

        Where that is too little for a list the page scrolls.
        """
        words = Label(self.note, Role.MUTED, wrap=True)
        head: QLayout
        if len(buttons) > _BESIDE:
            wrapped = FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_small), to_right=True)
            head = column(words, flow(wrapped, *buttons), gap=SIZE.gap)
        else:
            beside = row(words, *buttons, gap=SIZE.gap)
            beside.setStretch(0, 1)
            head = beside
        content = column(self.banner, head, *items, gap=SIZE.gap, margin=SIZE.gap_wide)
        content.setStretch(1 + len(items), 1)
        self.setLayout(column(FormSheet(content), gap=0))

    def lay_out_form(self, *items: QWidget | QLayout) -> None:
        """Items on a page that scrolls."""
        content = column(
            Label(self.note, Role.MUTED, wrap=True),
            *items,
            None,
            gap=SIZE.gap,
            margin=SIZE.gap_wide,
        )
        outer = column(Inset(self.banner), Scroll(content), gap=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)


class TablePage(SettingsPage):
    """A table and what can be done with its rows: `needs_row` buttons rest until one is chosen."""

    def __init__(
        self,
        ctx: Context,
        columns: Sequence[Column],
        row_key: Callable[[Any], Hashable],
        empty: tuple[str, str],
    ) -> None:
        super().__init__(ctx)
        self.table = DataTable(columns, name=self.title)
        self.table.set_empty(EmptyState(*empty))
        self._row_key = row_key
        self._chosen: list[tuple[Button, Callable[[Any], bool]]] = []
        self.table.chosen.connect(lambda _row: self.judge())

    def needs_row(
        self, button: Button, allowed: Callable[[Any], bool] = lambda _row: True
    ) -> Button:
        """This button rests until a row is chosen for which `allowed` says yes."""
        self._chosen.append((button, allowed))
        button.setEnabled(False)
        return button

    def current(self) -> Any:
        """The chosen row, for what needs one."""
        return self.table.current_row()

    def judge(self) -> None:
        """Wake or rest the buttons by the chosen row."""
        current = self.table.current_row()
        for button, allowed in self._chosen:
            button.setEnabled(current is not None and allowed(current))

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show what was read; a row is always chosen, so that the buttons have something to act on."""
        self.table.set_rows(rows, key=self._row_key)
        if self.table.current_row() is None:
            self.table.choose(0)
        self.judge()
