"""Tables: read-only rows in one calm dress. They never jump while one types elsewhere."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.style import SIZE, px
from ui.widgets.keys import KeyWord
from ui.widgets.table_cells import CellDelegate, CellKind, CellStyle, ChipText

Index = QModelIndex | QPersistentModelIndex
Value = str | ChipText
# Put together once: asked for at every cell, flags take as long as the painting of its word.
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SEARCHED_ROWS = 5000
"""Up to here the row that was current is looked for by its key after a reload."""
_ROWS_OF_WORDS = 3
"""The room of the words of an empty table."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title and how a row's cell is read.

    `width` in pixels at 100 %; `stretch` takes the room that is left, never less than its width. Numbers stand right-aligned; chips
    take a ChipText. `is_sortable` makes the title clickable: the table asks, the screen sorts. `aside`: where there is
    no room for all, columns with a number above 0 are not shown, the greatest first.
    """

    title: str
    value: Callable[[Any], Value]
    kind: CellKind = CellKind.TEXT
    width: int = 120
    stretch: bool = False
    strong: bool = False
    muted: bool = False
    is_sortable: bool = False
    aside: int = 0

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Numbers right, everything else left; always in the middle of the height."""
        return _RIGHT if self.kind is CellKind.NUMBER else _LEFT


class RowsModel(QAbstractTableModel):
    """Frozen rows, read cell by cell when they are painted. A row is asked for by index only."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[Any] = ()

    def replace(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The word of a cell; its column and whole value for the delegate."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.UserRole):
            return None
        column = self.columns[index.column()]
        value = column.value(self.rows[index.row()])
        if role == Qt.ItemDataRole.UserRole:
            return CellStyle(value, column.kind, column.alignment, column.strong, column.muted)
        return value.word if isinstance(value, ChipText) else value

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles, aligned as their columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].alignment
        return None


class DataTable(QTableView):
    """A list of rows. ↑ ↓ walk, Enter or a double click opens; new rows keep place and choice.

    With `many` several rows can be marked, by Ctrl, Shift and Ctrl+A; `marked` tells how many are.
    """

    opened = Signal(object)
    chosen = Signal(object)
    sort_asked = Signal(int, bool)
    marked = Signal(int)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        compact: bool = False,
        name: str = "列表",
        many: bool = False,
        opens: str = "打开选中的一行",
    ) -> None:
        """`opens` says what Enter does with a row."""
        super().__init__()
        self._opens = opens
        self._is_many = many
        self._model = RowsModel(columns, self)
        self._key: Callable[[Any], Hashable] = id
        self._empty: QWidget | None = None
        self._is_descending = False
        self._most_rows = 0
        self.setModel(self._model)
        # Painted, a header asks of each column whether all its rows are marked: of a long list that takes
        # seconds. By a selection of its own, which stays empty, it knows at once.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self._model, self))
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self._dress(px(SIZE.row_compact if compact else SIZE.row))
        self._set_widths()
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(self._tell)
        if many:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            self.selectionModel().selectionChanged.connect(lambda *_changed: self._tell_marked())
        self.horizontalHeader().sectionClicked.connect(self._ask_sort)

    def set_rows(
        self, rows: Sequence[Any], *, key: Callable[[Any], Hashable] | None = None
    ) -> None:
        """Show `rows`. With `key` the chosen row stays chosen and the list stays where it is."""
        if key:
            self._key = key
        current = self.current_row()
        held = None if current is None or not key else self._key(current)
        at, place = self.currentIndex().row(), self.verticalScrollBar().value()
        self._model.replace(rows)
        self.updateGeometries()  # else the place is cut to the length of the list before
        if held is not None:
            self._restore(held, at)
        self.verticalScrollBar().setValue(place)
        self._show_empty()
        self._tell_marked()  # Qt drops the marks of other rows without a word

    def titles(self) -> tuple[str, ...]:
        """The titles of all columns, hidden ones too."""
        return tuple(column.title for column in self._model.columns)

    def show_sort(self, section: int, is_descending: bool) -> None:
        """Mark a column as the one that was sorted by, without asking for it."""
        self._is_descending = is_descending
        top = self.horizontalHeader()
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        top.setSortIndicatorShown(True)
        top.setSortIndicator(section, order)

    def marked_places(self) -> tuple[int, ...]:
        """The places of the rows that are marked, from above; with `many` there may be several."""
        ranges: Any = self.selectionModel().selection()
        places = {at for one in ranges for at in range(one.top(), one.bottom() + 1)}
        return tuple(sorted(places))

    def mark(self, places: Sequence[int]) -> None:
        """Mark these rows, from above, and no others; the chosen one stays the one that has the keys."""
        marks, across = QItemSelection(), self._model.columnCount() - 1
        for _, run in groupby(enumerate(places), key=lambda one: one[1] - one[0]):
            of_run = [place for _, place in run]
            first, last = self._model.index(of_run[0], 0), self._model.index(of_run[-1], across)
            marks.append(QItemSelectionRange(first, last))
        model = self.selectionModel()
        model.select(marks, model.SelectionFlag.ClearAndSelect)

    def rows(self) -> Sequence[Any]:
        """The rows that stand."""
        return self._model.rows

    def current_row(self) -> Any | None:
        """The row that is chosen, or None."""
        index = self.currentIndex().row()
        return self._model.rows[index] if 0 <= index < len(self._model.rows) else None

    def choose(self, index: int) -> None:
        """Choose a row by its place and bring it into sight."""
        if 0 <= index < len(self._model.rows):
            self.setCurrentIndex(self._model.index(index, 0))
            self.scrollTo(self.currentIndex())

    def step(self, step: int) -> None:
        """Choose the next (+1) or the one before (-1); for a search line over the table."""
        last = len(self._model.rows) - 1
        here = self.currentIndex().row()
        self.choose(min(last, max(0, here + step)) if here >= 0 else 0)

    def open_current(self) -> None:
        """Open the chosen row, or the only one."""
        if self.current_row() is None and len(self._model.rows) == 1:
            self.choose(0)
        self._open(self.currentIndex().row())

    def set_empty(self, empty: QWidget) -> None:
        """What stands in place of the rows when there are none (an EmptyState)."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = empty
        empty.setParent(self.viewport())
        self._show_empty()

    def fit_height(self, most: int = 12) -> None:
        """As high as the rows, up to `most`; for a table inside a page that scrolls itself."""
        self._most_rows = most
        self._fit()

    def key_words(self) -> tuple[KeyWord, ...]:
        """How the rows are walked and opened."""
        words = (KeyWord("↑ ↓", "在列表里选一行"), KeyWord("回车", self._opens))
        return (*words, KeyWord("Ctrl+A", "选中全部的行")) if self._is_many else words

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens; the rest as ever."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Coming by keyboard, stand on the first row."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason and self.current_row() is None:
            self.choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the empty state over the whole table, and every column readable."""
        super().resizeEvent(event)
        self._stand_aside()
        self._stretch()
        if self._most_rows:
            self._fit()
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())

    def _fit(self) -> None:
        """The rows and, where the columns are wider than the table, the bar that scrolls them."""
        least = 1 if self._empty is None else _ROWS_OF_WORDS
        count = min(self._most_rows, len(self._model.rows) or least)
        height = px(SIZE.header_row) + count * self.verticalHeader().defaultSectionSize()
        if self.horizontalHeader().length() > self.width():
            height += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height)

    def _dress(self, row_height: int) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(row_height)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(row_height)
        side.setDefaultSectionSize(row_height)
        top = self.horizontalHeader()
        top.setFixedHeight(px(SIZE.header_row))
        top.setHighlightSections(False)
        top.setSectionsClickable(any(column.is_sortable for column in self._model.columns))

    def _set_widths(self) -> None:
        top = self.horizontalHeader()
        top.setMinimumSectionSize(px(SIZE.control))
        for at, column in enumerate(self._model.columns):
            self.setColumnWidth(at, px(column.width))
        self._stretch()

    def setColumnHidden(self, column: int, hide: bool) -> None:  # noqa: N802 - Qt's signature
        """Hide or show a column; the others share the room anew."""
        super().setColumnHidden(column, hide)
        self._stand_aside()
        self._stretch()

    def _stand_aside(self) -> None:
        """Hide the columns that may be missed, until the others have room; show them again where all have."""
        columns = self._model.columns
        yielding = [at for at, column in enumerate(columns) if column.aside]
        held = [
            at for at in range(len(columns)) if at not in yielding and not self.isColumnHidden(at)
        ]
        room = self.viewport().width() - sum(px(columns[at].width) for at in held)
        for at in sorted(yielding, key=lambda at: columns[at].aside):
            room -= px(columns[at].width)
            super().setColumnHidden(at, room < 0)

    def _stretch(self) -> None:
        """Let a column take the room that is left, the last where none is to; where it is less, the table scrolls."""
        top = self.horizontalHeader()
        shown = [at for at in range(len(self._model.columns)) if not self.isColumnHidden(at)]
        stretched = [at for at in shown if self._model.columns[at].stretch]
        top.setStretchLastSection(not stretched)
        taken = sum(self.columnWidth(at) for at in shown if at not in stretched)
        for at in stretched:
            least = px(self._model.columns[at].width)
            if self.viewport().width() - taken >= least * len(stretched):
                top.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            else:
                top.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(at, least)

    def _restore(self, held: Hashable, at: int) -> None:
        rows = self._model.rows
        near = [at] if at < len(rows) else []
        for index in [*near, *(range(len(rows)) if len(rows) <= _SEARCHED_ROWS else ())]:
            if self._key(rows[index]) == held:
                model = self.selectionModel()
                flags = model.SelectionFlag.ClearAndSelect | model.SelectionFlag.Rows
                blocked = self.blockSignals(True)
                model.setCurrentIndex(self._model.index(index, 0), flags)
                self.blockSignals(blocked)
                return

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(not self._model.rows)

    def _open(self, index: int) -> None:
        if 0 <= index < len(self._model.rows):
            self.opened.emit(self._model.rows[index])

    def _tell(self, now: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self._model.rows[now.row()])

    def _tell_marked(self) -> None:
        if self._is_many:
            ranges: Any = self.selectionModel().selection()
            self.marked.emit(sum(one.height() for one in ranges))

    def _ask_sort(self, section: int) -> None:
        if self._model.columns[section].is_sortable:
            top = self.horizontalHeader()
            is_again = top.isSortIndicatorShown() and top.sortIndicatorSection() == section
            self._is_descending = is_again and not self._is_descending
            order = (
                Qt.SortOrder.DescendingOrder if self._is_descending else Qt.SortOrder.AscendingOrder
            )
            top.setSortIndicatorShown(True)
            top.setSortIndicator(section, order)
            self.sort_asked.emit(section, self._is_descending)


__all__ = ["CellKind", "ChipText", "Column", "DataTable", "RowsModel"]
