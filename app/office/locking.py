"""Coming back after a lock, and asking for the password again before an act that needs it (R14)."""

from datetime import datetime, timedelta

from app.changes import Op
from app.errors import UserError, WrongKeyError
from app.office.session import Office
from db.keys import KdfCost as KdfCost
from db.keys import KeyRing

UNLOCKED = "unlock"
"""The reason code of coming back after a lock: the same login goes on."""
_HOLDS = timedelta(minutes=5)
"""As long as the longest wait for the lock itself: one confirmation serves a row of acts."""


def reenter(office: Office, *, password: str, cost: KdfCost | None = None) -> None:
    """Let the same account in again after a lock. UserError (field password); the attempts are counted."""
    check_again(office, password=password, cost=cost)
    with office.write(Op.LOG_IN, reason_code=UNLOCKED) as work:
        work.done()


def check_again(office: Office, *, password: str, cost: KdfCost | None = None) -> None:
    """Ask for the user's own password before an act that needs it: export, restore, accounts (R14).

    UserError (field password); wrong ones are counted as at the login.
    """
    if not password:
        raise UserError("请填写密码。", field="password")
    try:
        KeyRing(office.folder, cost).unlock(office.user.name, password, now=office.clock.now())
    except WrongKeyError as error:
        raise UserError(str(error), field="password") from error


def is_confirmed(given_at: datetime | None, now: datetime) -> bool:
    """Whether the password was given again recently enough for another act that needs it."""
    return given_at is not None and timedelta(0) <= now - given_at < _HOLDS
