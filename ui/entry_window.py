"""The window before and between: one page of the door at a time."""

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from ui.placing import centred, room
from ui.style import px

_SIZE = (860, 700)


class EntryWindow(QMainWindow):
    """Welcome, login, lock. `painted` after the first picture, `closed` when the user closes it."""

    painted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("暖档")
        self.setGeometry(centred(QSize(px(_SIZE[0]), px(_SIZE[1])), room()))

    def show_page(self, page: QWidget) -> None:
        """Put another page in place of the one that stands."""
        self.setCentralWidget(page)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Tell once the first picture has been sent to the screen."""
        super().showEvent(event)
        QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closed by the user: the program ends."""
        super().closeEvent(event)
        self.closed.emit()
