"""F1: the keys of what stands in front, as they are made there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.main_window import MainWindow
from ui.style import SIZE, Role, px
from ui.widgets import Dialog, Label, column, row
from ui.widgets.form_sheet import FittedSheet, room_for
from ui.widgets.keys import KeyWord, keys_of

__all__ = ["KeysDialog", "show_keys"]

_HERE, _GOING, _EVERYWHERE = "在这里", "去别的页面", "在哪里都可以"
_THREE_WIDE = 900
Part = tuple[str, Sequence[KeyWord]]


class KeysDialog(Dialog):
    """The keys side by side by where they hold; F1 closes it again."""

    def __init__(self, window: QWidget) -> None:
        words = _parts_of(window)
        behind = _lowest(window)
        width = room_for(behind, _THREE_WIDE) if len(words) > 1 else SIZE.dialog
        super().__init__(window, "按键说明", give_up="知道了", width=width)
        self.words = words
        side_by_side = row if width == _THREE_WIDE else column
        columns = side_by_side(*(_list(*part) for part in words), gap=SIZE.gap_page)
        for at in range(len(words)):
            columns.setStretch(at, 1)
        self._sheet = FittedSheet(columns, behind, width)
        self.add(self._sheet)
        self._sheet.fit()
        # What is longer than the window is scrolled by the arrows too.
        self._sheet.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sheet.setFocus()


def show_keys(window: QWidget) -> None:
    """Tell the keys of a window; over the list of keys itself, take it away."""
    if isinstance(window, KeysDialog):
        window.give_up()
        return
    KeysDialog(window).open()


def _lowest(window: QWidget) -> QWidget:
    """The window that the dialogs stand over: it has the room."""
    parent = window.parentWidget()
    return window if parent is None else _lowest(parent.window())


def _parts_of(window: QWidget) -> tuple[Part, ...]:
    page = window.current() if isinstance(window, MainWindow) else None
    if not isinstance(window, MainWindow) or page is None:
        return ((_HERE, keys_of(window)),)
    parts = (
        (_HERE, keys_of(page)),
        (_EVERYWHERE, keys_of(window, page, window.rail)),
        (_GOING, keys_of(window.rail)),
    )
    return tuple(part for part in parts if part[1])


def _list(heading: str, words: Sequence[KeyWord]) -> QWidget:
    """A heading, and under it the keys with what they do."""
    lines = QGridLayout()
    lines.setHorizontalSpacing(px(SIZE.gap))
    lines.setVerticalSpacing(px(SIZE.gap_line))
    for at, line in enumerate(words):
        lines.addWidget(Label(line.keys, Role.STRONG), at, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(Label(line.word, wrap=True), at, 1, Qt.AlignmentFlag.AlignTop)
    lines.setColumnStretch(1, 1)
    holder = QWidget()
    holder.setLayout(column(Label(heading, Role.SECTION), lines, None, gap=SIZE.gap))
    return holder
