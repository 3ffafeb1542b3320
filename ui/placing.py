"""Where windows stand on the screen: the office wide or over all of a small one, the door in the middle."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.style import px

_MAIN = (1366, 768)
"""What the screens are drawn for, in pixels at 100 %."""


def room() -> QRect:
    """The part of the screen that the desktop leaves to windows."""
    return QGuiApplication.primaryScreen().availableGeometry()


def centred(size: QSize, within: QRect) -> QRect:
    """A rectangle of this size, or as much of it as there is room, in the middle."""
    fitting = QRect(within.topLeft(), size.boundedTo(within.size()))
    fitting.moveCenter(within.center())
    return fitting


def needs_all(within: QRect) -> bool:
    """Whether the screen, at this size of text, is hardly larger than the main window."""
    return within.width() <= px(_MAIN[0]) or within.height() <= px(_MAIN[1])


def open_main(window: QWidget, old: QWidget | None) -> None:
    """Show the main window: as the old one stood, else over a small screen, else in the middle."""
    within = room()
    window.setGeometry(centred(QSize(px(_MAIN[0]), px(_MAIN[1])), within))
    if old is not None and not (old.isMaximized() or old.isFullScreen()):
        window.setGeometry(old.geometry())
        window.show()
    elif old is not None and old.isFullScreen():
        window.showFullScreen()
    elif old is not None or needs_all(within):
        window.showMaximized()
    else:
        window.show()
