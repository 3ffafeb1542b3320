"""Watches for somebody at the computer: tells when the window is to be locked, by time or by Ctrl+L."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from app.office.idle import IdleWatch

_TICK_MS = 5000
_ACTIVITY = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.MouseMove,
)


class Watch(QObject):
    """Between `start` and `stop` emits `due` when nobody was there for the minutes, or on Ctrl+L."""

    due = Signal()

    def __init__(self, app: QCoreApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._idle = IdleWatch()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def minutes(self) -> int:
        """How long nobody may be there."""
        return self._idle.minutes

    def lock_after(self, minutes: int) -> None:
        """As the office wants it; the rule's own limit stands above that, and holds until it is known."""
        self._idle = IdleWatch(minutes)

    def start(self) -> None:
        """Watch from now on."""
        self._idle = IdleWatch(self.minutes)
        self._timer.start()
        self._app.installEventFilter(self)

    def stop(self) -> None:
        """Nothing is open that could be locked."""
        self._timer.stop()
        self._app.removeEventFilter(self)

    def touched(self) -> None:
        """Somebody has just come back."""
        self._idle.touched()

    def _tick(self) -> None:
        if self._idle.is_due(_TICK_MS / 1000):
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Somebody is here; Ctrl+L locks from anywhere, dialogs too."""
        kind = event.type()
        if kind in _ACTIVITY:
            self._idle.touched()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = event.key(), event.modifiers()
            if keys == (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier):
                self.due.emit()
                return True
        return False
