"""What can go wrong, in three words: the user can mend it, the disk must be mended, or it was stopped.

Anything else is a bug and ends in the crash box.
"""

from db.errors import (
    BusyError,
    DamagedError,
    LockedOutError,
    StorageError,
    TooNewError,
    WrongKeyError,
)

__all__ = [
    "AccessDeniedError",
    "BusyError",
    "Cancelled",
    "ConflictError",
    "DamagedError",
    "LockedOutError",
    "StorageError",
    "TooNewError",
    "UserError",
    "WrongKeyError",
]


class UserError(Exception):
    """One whole Chinese sentence that says what to do; `field` is the key of the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class ConflictError(UserError):
    """Somebody else has changed the same thing since it was read; nothing was written."""


class AccessDeniedError(UserError):
    """The account may not do this. The refusal has already been written to the journal."""


class Cancelled(Exception):  # noqa: N818 - not an error: the user stopped the work
    """The user stopped a longer piece of work. Nothing was written; nothing is shown."""
