"""Errors of the file itself. `app.errors` hands them on, so that no screen imports `db`."""

from datetime import datetime

MALFORMED = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What reading a JSON text from outside, and values out of it, raises where it is not what it should be."""


class StorageError(Exception):
    """The disk, the lock or the file does not do what it must.

    The text is one whole Chinese sentence that says what was or was not saved and what to do.
    It never holds personal data, a path of a person's file, or SQL.
    """


class DamagedError(StorageError):
    """The file was read twice and is damaged; the sentence names the way to restore."""


class TooNewError(StorageError):
    """The file was written by a newer program; it was not touched."""


class BusyError(StorageError):
    """Another program holds the office; the sentence says who and where."""


class WrongKeyError(Exception):
    """A password or recovery code does not open the office. Says nothing about which part was wrong."""


class LockedOutError(WrongKeyError):
    """Too many failed logins; the sentence says until when or whom to ask. Nothing was checked."""

    def __init__(self, sentence: str, until: datetime | None) -> None:
        super().__init__(sentence)
        self.until = until
        """UTC; None when only an administrator (or the recovery code) can lift it."""
