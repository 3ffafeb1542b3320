"""Coming back after a lock, and asking for the password again before an act that needs it (R14)."""

from app.changes import Op
from app.errors import UserError, WrongKeyError
from app.office.session import Office
from db.keys import KdfCost as KdfCost
from db.keys import KeyRing


def reenter(office: Office, *, password: str, cost: KdfCost | None = None) -> None:
    """Let the same account in again after a lock. UserError (field password); the attempts are counted."""
    ring = KeyRing(office.folder, cost)
    try:
        ring.unlock(office.user.name, password, now=office.clock.now())
    except WrongKeyError as error:
        raise UserError(str(error), field="password") from error
    with office.write(Op.LOG_IN, reason_code="unlock") as work:
        work.done()


def check_again(office: Office, *, password: str, cost: KdfCost | None = None) -> None:
    """Ask for the user's own password before an act that needs it: export, restore, accounts (R14)."""
    try:
        KeyRing(office.folder, cost).unlock(office.user.name, password, now=office.clock.now())
    except WrongKeyError as error:
        raise UserError(str(error), field="password") from error
