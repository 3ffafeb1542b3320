"""What Windows tells a window of its session: locked, or about to sleep. Written by the manual; not tried."""

import ctypes
import ctypes.wintypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtWidgets import QWidget

assert sys.platform == "win32", "only Windows has these messages"

_SESSION_CHANGE, _SESSION_LOCKED = 0x02B1, 0x7
_POWER, _SUSPEND = 0x0218, 0x4
_THIS_SESSION = 0


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        """Look only; every message goes on."""
        if QByteArray(kind) == b"windows_generic_MSG":
            told = ctypes.wintypes.MSG.from_address(int(message))
            if (told.message, told.wParam) in (
                (_SESSION_CHANGE, _SESSION_LOCKED),
                (_POWER, _SUSPEND),
            ):
                self._act()
        return False, 0


def listen(window: QWidget, act: Callable[[], object]) -> Callable[[], object]:
    """Call `act` when the session is locked or goes to sleep; what is returned ends it."""
    app = QCoreApplication.instance()
    assert app is not None
    handle, watch = int(window.winId()), _Filter(act)
    app.installNativeEventFilter(watch)
    ctypes.windll.wtsapi32.WTSRegisterSessionNotification(handle, _THIS_SESSION)

    def end() -> None:
        app.removeNativeEventFilter(watch)
        ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(handle)

    return end
