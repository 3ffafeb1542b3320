"""Lists that drop below a field: one to choose from, one with boxes to tick."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.cases.initials import initials
from ui.style import SIZE, Role, px
from ui.widgets import Label, column

_SEARCHED = Qt.ItemDataRole.UserRole + 1
_MOST_SHOWN = 10


class ChoiceCompleter(QCompleter):
    """Finds a label by any part of it or by its pinyin initials. `taken` carries the label."""

    taken = Signal(str)

    def __init__(self, labels: Sequence[str], line: QLineEdit) -> None:
        super().__init__(line)
        self.labels = tuple(labels)
        self._line = line
        self._is_filled = False
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setCompletionRole(_SEARCHED)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self.activated[QModelIndex].connect(self._tell)  # type: ignore[index]
        line.textEdited.connect(self._fill)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802 - Qt's name
        """What is put into the line: the label, not what it was found by."""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")

    def show_all(self, current: str) -> None:
        """Show every label, with the current one chosen."""
        self._fill()
        self.setCompletionPrefix("")
        self.complete()
        if current in self.labels:
            model = self.completionModel()
            self.popup().setCurrentIndex(model.index(self.labels.index(current), 0))

    def _fill(self) -> None:
        """Readings are made when the list is first wanted, not when the page is."""
        if self._is_filled:
            return
        self._is_filled = True
        for label in self.labels:
            item = QStandardItem(label)
            item.setData(" ".join((label, *initials(label))), _SEARCHED)
            item.setEditable(False)
            self._items.appendRow(item)

    def _tell(self, index: QModelIndex) -> None:
        self.taken.emit(self.pathFromIndex(index))


class PickList(QFrame):
    """Boxes to tick, at most `most` of them. Every tick is told at once; Enter or Esc closes."""

    picked = Signal(list)

    def __init__(
        self, parent: QWidget, labels: Sequence[str], ticked: Sequence[str], most: int
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._most = most
        self._unlisted = [one for one in ticked if one not in labels]
        self.boxes = QListWidget()
        for label in labels:
            item = QListWidgetItem(label, self.boxes)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(
                Qt.CheckState.Checked if label in ticked else Qt.CheckState.Unchecked
            )
        self._note = Label(f"最多选 {most} 项" if most < len(labels) else "", Role.SMALL)
        self._note.setVisible(most < len(labels))
        self.setLayout(column(self.boxes, self._note, gap=SIZE.gap_tiny, margin=SIZE.gap_tiny))
        self.boxes.itemChanged.connect(self._tell)
        self.boxes.setCurrentRow(0)

    def open_below(self, editor: QWidget) -> None:
        """Open under the field, as wide as it is."""
        rows = min(_MOST_SHOWN, self.boxes.count())
        self.boxes.setFixedHeight(rows * px(SIZE.row_compact) + px(SIZE.gap))
        self.setFixedWidth(max(editor.width(), px(SIZE.side_column)))
        self.move(editor.mapToGlobal(QPoint(0, editor.height() + 2)))
        self.show()
        self.boxes.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter is done, as Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
            return
        super().keyPressEvent(event)

    def _ticked(self) -> list[str]:
        items = (self.boxes.item(at) for at in range(self.boxes.count()))
        return [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]

    def _tell(self, item: QListWidgetItem) -> None:
        ticked = self._unlisted + self._ticked()
        if len(ticked) > self._most:
            blocked = self.boxes.blockSignals(True)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.boxes.blockSignals(blocked)
            self._note.setText(f"最多选 {self._most} 项，请先去掉一项。")
            return
        self.picked.emit(ticked)
