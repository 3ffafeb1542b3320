"""A layout that wraps: items side by side as long as there is room, in even columns or as wide as they are."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

__all__ = ["FlowLayout", "flow"]


class FlowLayout(QLayout):
    """With `cell` (pixels) items stand in as many even columns as fit; without it each has its own width.

    An item that was added as a whole line takes the line for itself.
    """

    def __init__(self, *, gap: int, line_gap: int, cell: int = 0, to_right: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._whole: set[int] = set()
        self._gap, self._line_gap, self._cell = gap, line_gap, cell
        self._to_right = to_right
        self.setContentsMargins(QMargins())

    def add_line(self, widget: QWidget) -> None:
        """Add a widget that takes a whole line."""
        self._whole.add(len(self._items))
        self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Take an item to lay out."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name; None past the end
        """The item at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # noqa: N802 - Qt's name; None past the end
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """It asks for no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of all lines at this width."""
        return self._lay(QRect(0, 0, width, 0), is_move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put every item in its place."""
        super().setGeometry(rect)
        self._lay(rect, is_move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line, where there is room for it."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest item alone."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, is_move: bool) -> int:
        top = rect.top()
        for line in self._lines(rect.width()):
            height = max(_height(item, width) for item, width in line)
            used = sum(width for _, width in line) + self._gap * (len(line) - 1)
            left = rect.right() + 1 - used if self._to_right else rect.left()
            for item, width in line:
                if is_move:
                    # Words stand on the top of their line, chips and buttons in its middle.
                    own = height if self._cell else item.sizeHint().height()
                    at = QPoint(left, top + (height - own) // 2)
                    item.setGeometry(QRect(at, QSize(width, own)))
                left += width + self._gap
            top += height + self._line_gap
        return max(0, top - rect.top() - self._line_gap)

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, int]]]:
        lines: list[list[tuple[QLayoutItem, int]]] = []
        columns = max(1, (room + self._gap) // (self._cell + self._gap)) if self._cell else 0
        even = (room - self._gap * (columns - 1)) // columns if columns else 0
        left = 0
        for index, item in enumerate(self._items):
            if item.isEmpty():
                continue
            width = room if index in self._whole else even or min(room, item.sizeHint().width())
            if not lines or left < width:
                lines.append([])
                left = room
            lines[-1].append((item, width))
            left -= width + self._gap
        return lines


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def flow(layout: FlowLayout, *widgets: QWidget) -> QWidget:
    """A widget that holds `widgets` in a wrapping layout and may be squeezed to the widest of them."""
    holder = QWidget()
    for widget in widgets:
        layout.addWidget(widget)
    holder.setLayout(layout)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
