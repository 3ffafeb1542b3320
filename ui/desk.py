"""What a screen may ask of the program as a whole: lock, log out, tell its keys, look different, restore."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class Desk(QObject):
    """`ui.application` listens; screens and the main window emit."""

    lock_asked = Signal()
    log_out_asked = Signal()
    keys_asked = Signal(QWidget)
    """F1 in this window: say what its keys do."""
    appearance_asked = Signal(object)
    """An `app.office.appearance.Appearance`: the window is built anew with it."""
    idle_minutes = Signal(int)
    """After so many minutes without anybody the office is to be locked."""
    restore_asked = Signal(Path)
    """A backup to bring back: the office is closed first, then its password is asked for."""


_desks: list[Desk] = []


def desk() -> Desk:
    """The one desk of the program."""
    if not _desks or not isValid(_desks[0]):
        _desks[:] = [Desk()]
    return _desks[0]
