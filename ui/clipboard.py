"""What was copied of an ID number or a bank card does not stay on the clipboard (R19).

After 15 seconds it is cleared, unless something else was copied since; histories of the system are asked
not to keep it. Where the number was copied from does not matter: it is known by its shape.
"""

import re

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

__all__ = ["KEPT_MS", "ClipboardGuard", "guard_clipboard", "is_sensitive"]

KEPT_MS = 15_000
_NUMBER = re.compile(r"(?<!\d)\d{12,19}[Xx]?(?![\dXx])")
_GAPS = re.compile(r"(?<=\d)[ \-](?=\d)")
_PRIVATE_FORMATS = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
    "x-kde-passwordManagerHint": b"secret",
}


def is_sensitive(text: str) -> bool:
    """Whether the text holds what may be an ID number or a card number."""
    return _NUMBER.search(_GAPS.sub("", text)) is not None


_guards: list["ClipboardGuard"] = []


def guard_clipboard() -> "ClipboardGuard":
    """The one guard of the program; it outlives the windows."""
    if not _guards or not isValid(_guards[0]):
        _guards[:] = [ClipboardGuard(QGuiApplication.instance())]
    return _guards[0]


class ClipboardGuard(QObject):
    """Watches what this program puts on the clipboard; what others put there is not looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._held = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_MS)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._look)

    def clear(self) -> None:
        """Take a sensitive copy away, if it is still there."""
        self._timer.stop()
        held, self._held = self._held, ""
        if held and self._clipboard.text() == held:
            self._clipboard.clear()

    def _look(self) -> None:
        # Some platforms do not tell who owns it: then it is ours if our window has the keys.
        if not (self._clipboard.ownsClipboard() or QGuiApplication.focusWindow()):
            return
        text = self._clipboard.text()
        if text == self._held:
            return
        if not is_sensitive(text):
            self._held = ""
            self._timer.stop()
            return
        self._held = text
        self._timer.start()
        # Not from inside the signal: the clipboard is still being filled.
        QTimer.singleShot(0, self, self._keep_from_histories)

    def _keep_from_histories(self) -> None:
        if not self._held or self._clipboard.text() != self._held:
            return
        private = QMimeData()
        private.setText(self._held)
        for name, value in _PRIVATE_FORMATS.items():
            private.setData(name, value)
        self._clipboard.setMimeData(private)
