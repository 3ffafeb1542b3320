"""Forms that scroll, and big dialogs on small windows: never wider or higher than the window they stand over."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from ui.style import SIZE, px, theme

__all__ = ["FittedSheet", "FormSheet", "room_for", "rows_for"]

_FRAME = 190
"""Title, error line and buttons of a dialog, in pixels at 100 %."""
_AROUND_LIST = 400
"""What such a dialog holds besides its list."""


def room_for(parent: QWidget, wanted: int) -> int:
    """The width of a dialog in pixels at 100 %: as wanted, or as wide as the window allows."""
    free = parent.window().width() / theme().scale - 2 * SIZE.gap_page
    return int(min(wanted, max(SIZE.dialog, free)))


def rows_for(widget: QWidget) -> int:
    """How many rows of a list a dialog over this window has room for."""
    window = widget.parentWidget() or widget
    return max(3, (window.window().height() - px(_AROUND_LIST)) // px(SIZE.row))


class FormSheet(QScrollArea):
    """A form that scrolls up and down on the ground that it lies on: a card, a dialog."""

    def __init__(self, content: QLayout) -> None:
        super().__init__()
        holder = QWidget()
        holder.setLayout(content)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(px(SIZE.row))
        self.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)


class FittedSheet(FormSheet):
    """The body of a dialog: as high as its content, and scrolled where the window is lower than that."""

    def __init__(self, content: QLayout, parent: QWidget, width: int) -> None:
        super().__init__(content)
        self._content = content
        self._inner = px(width) - 2 * px(SIZE.gap_page)
        self._window = parent.window()

    def fit(self) -> None:
        """Take the height that the content needs now."""
        self._content.activate()
        needed = (
            self._content.totalHeightForWidth(self._inner)
            if self._content.hasHeightForWidth()
            else self._content.totalSizeHint().height()
        )
        most = self._window.height() - px(_FRAME)
        self.setFixedHeight(max(px(SIZE.form_label), min(needed, most)))
