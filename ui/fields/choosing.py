"""Lists that drop below a field: one to choose from, one with boxes to tick."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.cases.initials import initials, whole_pinyin
from app.cases.region_search import find_regions
from app.fields.regions import region_words
from ui.style import SIZE, Role, px
from ui.widgets import Label, column

_LABEL = Qt.ItemDataRole.UserRole + 1
_UNUSED = Qt.ItemDataRole.UserRole + 2
_MOST_SHOWN = 10
_BY_OTHER_NAME = 6


def ranked(
    labels: Sequence[str],
    typed: str,
    *,
    by_number: bool = True,
    other_names: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[int]:
    """Which labels a typed text means, the likeliest first: their beginning, their pinyin or its initials,

    their number in the list, any part of them, the beginning of another name. All of them, in their
    order, for nothing.
    """
    text = typed.strip().lower()
    if not text:
        return list(range(len(labels)))
    found = []
    for at, label in enumerate(labels):
        rank = _rank(label.lower(), _in_pinyin(label), text, str(at + 1) if by_number else "")
        if rank is None and any(_begins(name, text) for name in other_names.get(label, ())):
            rank = _BY_OTHER_NAME
        if rank is not None:
            found.append((rank, at))
    return [at for _rank_, at in sorted(found)]


def _in_pinyin(label: str) -> tuple[str, ...]:
    return (*initials(label), *whole_pinyin(label))


def _begins(name: str, text: str) -> bool:
    return any(one.startswith(text) for one in (name.lower(), *_in_pinyin(name)))


def _rank(label: str, pinyin: Sequence[str], text: str, number: str) -> int | None:
    if label == text:
        return 0
    if label.startswith(text):
        return 1
    if any(one.startswith(text) for one in pinyin):
        return 2
    if number == text:
        return 3
    if text in label:
        return 4
    return 5 if any(text in one for one in pinyin) else None


class ChoiceCompleter(QCompleter):
    """Finds a label by its beginning, any part, its pinyin initials or its number in the list.

    `taken` carries the label. Of a code list the first that fits is taken by Enter; with `is_free` (values
    that are only offered) nothing is taken that was not chosen.
    """

    taken = Signal(str)

    def __init__(
        self,
        labels: Sequence[str],
        line: QLineEdit,
        *,
        other_names: Mapping[str, Sequence[str]] = MappingProxyType({}),
        is_free: bool = False,
    ) -> None:
        super().__init__(line)
        self.labels = tuple(labels)
        self._other_names = other_names
        self._line = line
        self._is_free = is_free
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        # The model holds what fits; the completer itself is to leave nothing out and prefer nothing.
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompletionRole(_UNUSED)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self.popup().setProperty("hangs", True)
        self.activated[QModelIndex].connect(self._tell)  # type: ignore[index]
        line.textEdited.connect(self._fill)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802 - Qt's name
        """What is put into the line: the label, not its number."""
        return str(index.data(_LABEL) or "")

    def show_all(self, current: str) -> None:
        """Show every label, with the current one chosen."""
        self._fill("")
        self.setCompletionPrefix("")
        self.complete()
        if current in self.labels:
            model = self.completionModel()
            self.popup().setCurrentIndex(model.index(self.labels.index(current), 0))

    @property
    def is_open(self) -> bool:
        """Whether the list hangs open."""
        return bool(self._items.rowCount()) and self.popup().isVisible()

    def settle(self) -> None:
        """Enter or Tab while the list is open: take what is chosen, or the first that fits."""
        if not self.is_open:
            return
        chosen = self.popup().currentIndex()
        label = self.pathFromIndex(chosen) if chosen.isValid() else ""
        typed = self._line.text().strip()
        if not label and typed and typed not in self.labels and not self._is_free:
            label = str(self._items.item(0).data(_LABEL))
        self.popup().hide()
        if label:
            self.taken.emit(label)

    def _fill(self, typed: str) -> None:
        self._items.clear()
        for label, shown in self._found(typed):
            item = QStandardItem(shown)
            item.setData(label, _LABEL)
            item.setEditable(False)
            self._items.appendRow(item)
        self._widen()

    def _widen(self) -> None:
        """As wide as its longest row where that is wider than the line."""
        popup = self.popup()
        around = 2 * popup.frameWidth() + popup.verticalScrollBar().sizeHint().width()
        popup.setMinimumWidth(popup.sizeHintForColumn(0) + around)

    def _found(self, typed: str) -> list[tuple[str, str]]:
        """Labels that fit, and how they are shown. Readings are made when the list is first wanted."""
        fitting = ranked(
            self.labels, typed, by_number=not self._is_free, other_names=self._other_names
        )
        return [
            (self.labels[at], self.labels[at] if self._is_free else f"{at + 1}　{self.labels[at]}")
            for at in fitting
        ]

    def _tell(self, index: QModelIndex) -> None:
        self.taken.emit(self.pathFromIndex(index))


class RegionCompleter(ChoiceCompleter):
    """Finds the code of a region; before anything is typed it offers `labels`, the likeliest codes."""

    def _found(self, typed: str) -> list[tuple[str, str]]:
        likely = ((code, region_words(code)) for code in self.labels)
        return [
            (code, f"{code}　{words}") for code, words in (find_regions(typed) if typed else likely)
        ]


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
        """Open under the field, as wide as it is; above it where the screen ends too soon."""
        rows = min(_MOST_SHOWN, self.boxes.count())
        self.boxes.setFixedHeight(rows * px(SIZE.row_compact) + px(SIZE.gap))
        self.setFixedWidth(max(editor.width(), px(SIZE.side_column)))
        self.adjustSize()
        below = editor.mapToGlobal(QPoint(0, editor.height() + 2))
        above = editor.mapToGlobal(QPoint(0, -self.height() - 2))
        room = editor.screen().availableGeometry()
        is_too_low = below.y() + self.height() > room.bottom()
        self.move(above if is_too_low and above.y() >= room.top() else below)
        self.show()
        self.boxes.doItemsLayout()
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
