"""The window before and between: one page of the door at a time."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QMainWindow, QScrollArea, QWidget

from ui.placing import centred, room
from ui.style import px
from ui.widgets import ask
from ui.widgets.keys import help_key

_SIZE = (860, 700)


class EntryWindow(QMainWindow):
    """Welcome, login, lock. `painted` after the first picture, `closed` when the user closes it."""

    painted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._before_close: Callable[[], str] | None = None
        self.setWindowTitle("暖档")
        help_key(self)
        self.setGeometry(centred(QSize(px(_SIZE[0]), px(_SIZE[1])), room()))

    def show_page(self, page: QWidget, *, before_close: Callable[[], str] | None = None) -> None:
        """Put another page in place of the one that stands.

        `before_close` says what would be lost if the window were closed now; then the user is asked.
        """
        self._before_close = before_close
        self.setCentralWidget(page)

    def start_keys(self) -> None:
        """Give the keys to the first thing on the page that takes them, so that one can type at once."""
        page, has_keys = self.centralWidget(), self.focusWidget()
        # The frame that scrolls the page gets them from Qt where the window is active at once.
        is_given = has_keys is not None and not isinstance(has_keys, QScrollArea)
        if page is None or (is_given and page.isAncestorOf(has_keys)):
            return  # the page has chosen for itself
        widget = page.nextInFocusChain()
        while widget is not None and page.isAncestorOf(widget):
            can_stop = widget.isEnabled() and widget.isVisibleTo(page)
            is_frame = isinstance(widget, QAbstractScrollArea)
            if can_stop and not is_frame and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
            widget = widget.nextInFocusChain()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Tell once the first picture has been sent to the screen."""
        super().showEvent(event)
        QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closed by the user: the program ends, unless something would be lost and is still wanted."""
        if self._before_close is not None and (sentence := self._before_close()):
            event.ignore()
            question = ask(
                self, "先别关闭", sentence, "仍然关闭", self._close_all_the_same, danger=True
            )
            question.give_up_button.setText("留在这里")
            return
        super().closeEvent(event)
        self.closed.emit()

    def _close_all_the_same(self) -> None:
        self._before_close = None
        self.close()
