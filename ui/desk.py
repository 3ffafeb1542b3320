"""What a screen may ask of the program as a whole: lock, log out, look different, bring a backup back."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid


class Desk(QObject):
    """`ui.application` listens; screens and the main window emit."""

    lock_asked = Signal()
    log_out_asked = Signal()
    appearance_asked = Signal(object)
    """An `app.office.appearance.Appearance`: the window is built anew with it."""
    restore_asked = Signal(Path)
    """A backup to bring back: the office is closed first, then its password is asked for."""


_desks: list[Desk] = []


def desk() -> Desk:
    """The one desk of the program."""
    if not _desks or not isValid(_desks[0]):
        _desks[:] = [Desk()]
    return _desks[0]
