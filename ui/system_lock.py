"""The computer's own lock: when its screen is locked or it goes to sleep, the office is locked too (R14).

On Linux the session tells it over D-Bus, a socket of this computer; on Windows the window is told.
Where neither answers, the time without input locks the office all the same.
"""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

__all__ = ["SystemLock"]

_LOGIND = "org.freedesktop.login1"
_MANAGER = "/org/freedesktop/login1"
_ANSWER_MS = 500
# WORKAROUND: the type stubs of PySide6 6.8 ask for bytes where only what SLOT() gives is taken.
_COVERED: Any = SLOT("on_covered(bool)")
_LOCKED: Any = SLOT("on_locked()")
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("org.gnome.ScreenSaver", "ActiveChanged"),
    ("org.cinnamon.ScreenSaver", "ActiveChanged"),
    ("org.mate.ScreenSaver", "ActiveChanged"),
)
"""Who tells on the session's bus that the screen was covered: (interface, signal with one bool)."""


class SystemLock(QObject):
    """Emits `locked` when the computer was locked or is about to sleep."""

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._has_begun = False
        self._end: Callable[[], object] = _nothing

    def begin(self, window: QWidget) -> None:
        """Listen from now on; a second call only renews what hangs on the window."""
        if sys.platform == "win32":
            self._listen_on_windows(window)
        elif sys.platform.startswith("linux") and not self._has_begun:
            self._listen_on_linux()
        self._has_begun = True

    def end(self) -> None:
        """Listen no more."""
        self._end()
        self._end = _nothing

    def _listen_on_linux(self) -> None:
        # At first use: the login window stands before.
        from PySide6.QtDBus import QDBusConnection

        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        if session.isConnected():
            for interface, signal in _SAVERS:
                session.connect("", "", interface, signal, self, _COVERED)
        if system.isConnected():
            path = _session_path(system)
            if path:
                lock = f"{_LOGIND}.Session"
                system.connect(_LOGIND, path, lock, "Lock", self, _LOCKED)
            manager = f"{_LOGIND}.Manager"
            system.connect(_LOGIND, _MANAGER, manager, "PrepareForSleep", self, _COVERED)

    @Slot()
    def on_locked(self) -> None:
        """The session was told to lock."""
        self.locked.emit()

    @Slot(bool)
    def on_covered(self, is_so: bool) -> None:
        """The screen is covered or uncovered, the computer goes to sleep or wakes."""
        if is_so:
            self.locked.emit()

    if sys.platform == "win32":

        def _listen_on_windows(self, window: QWidget) -> None:
            from ui.windows_session import listen

            self._end()
            self._end = listen(window, self.locked.emit)


def _session_path(bus: "QDBusConnection") -> str:
    """Where logind keeps the session of this program; empty where it does not answer."""
    from PySide6.QtDBus import QDBus, QDBusMessage

    ask = QDBusMessage.createMethodCall(_LOGIND, _MANAGER, f"{_LOGIND}.Manager", "GetSessionByPID")
    ask.setArguments([os.getpid()])
    answer = bus.call(ask, QDBus.CallMode.Block, _ANSWER_MS)
    if answer.type() is not QDBusMessage.MessageType.ReplyMessage:
        return ""
    told = answer.arguments()[0]
    return str(told.path()) if hasattr(told, "path") else str(told)


def _nothing() -> None:
    return None
