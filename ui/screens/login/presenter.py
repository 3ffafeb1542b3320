"""Logging in, recovering, changing a password: what the pages ask the office, without Qt.

The office's own modules load the database; they are imported when they are first needed, after the
login window stands (`warm_up`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import LockedOutError, UserError, WrongKeyError
from app.office.passwords import check_password

if TYPE_CHECKING:
    from datetime import datetime

    from app.office.clock import Clock
    from app.office.locking import KdfCost
    from app.office.session import Office


@dataclass(frozen=True)
class Door:
    """Which office is at the door. `clock` and `cost` are handed in by tests and demos."""

    folder: Path
    clock: "Clock | None" = None
    cost: "KdfCost | None" = None


@dataclass(frozen=True)
class Opened:
    """An open office, and whether its user must choose a new password first."""

    office: "Office"
    must_change_password: bool = False


def warm_up() -> None:
    """Load what the login will need, while the password is being typed."""
    import app.office.accounts
    import app.office.backups
    import app.office.restoring  # noqa: F401


def log_in(
    door: Door, account: str, password: str, on_update: Callable[[], object] = lambda: None
) -> Opened:
    """Open the office. UserError names the field; StorageError where the file does not open.

    `on_update` is called, in the thread of the work, before a file of an older program is backed up and changed.
    """
    from app.office.accounts import must_change_password
    from app.office.backups import before_migration
    from app.office.clock import Clock
    from app.office.opening import log_in as open_office
    from app.office.restoring import finish_restore

    if not account.strip():
        raise UserError("请填写账号。", field="account")
    if not password:
        raise UserError("请填写密码。", field="password")
    clock = door.clock or Clock.from_environment()
    finish_restore(door.folder, clock=clock)
    back_up = before_migration(door.folder, clock)

    def prepare(data_key: bytes) -> None:
        on_update()
        back_up(data_key)

    try:
        office = open_office(
            door.folder,
            account=account.strip(),
            password=password,
            clock=clock,
            cost=door.cost,
            before_migration=prepare,
        )
    except WrongKeyError as error:
        raise UserError(str(error), field="password") from error
    try:
        return Opened(office, must_change_password(office))
    except BaseException:
        office.close()
        raise


def recover(door: Door, *, code: str, account: str, password: str, again: str) -> None:
    """A new password by the printed recovery code. UserError names the field."""
    from app.office.opening import recover as set_by_code

    if not code.strip():
        raise UserError("请填写恢复码，它在建立单位时打印或抄写过。", field="code")
    if not account.strip():
        raise UserError("请填写账号。", field="account")
    check_same(password, again)
    try:
        set_by_code(
            door.folder, code=code, account=account.strip(), password=password, cost=door.cost
        )
    except WrongKeyError as error:
        raise UserError(str(error), field="code") from error


def change_password(
    office: "Office", *, old: str, new: str, again: str, cost: "KdfCost | None" = None
) -> object:
    """The user's own password anew. UserError names the field."""
    from app.office.accounts import change_password as change

    check_same(new, again)
    try:
        return change(office, old=old, new=new, cost=cost)
    except WrongKeyError as error:
        sentence = str(error) if isinstance(error, LockedOutError) else "原密码不正确，请重新输入。"
        raise UserError(sentence, field="old") from error
    except UserError as error:
        field = "password" if error.field == "new" else error.field
        raise UserError(error.message, field=field) from error


def unlock(office: "Office", password: str, cost: "KdfCost | None" = None) -> None:
    """The same account again after the lock. UserError (field password)."""
    from app.office.locking import reenter

    if not password:
        raise UserError("请填写密码。", field="password")
    reenter(office, password=password, cost=cost)


def confirm(office: "Office", password: str, cost: "KdfCost | None" = None) -> "datetime":
    """The user's own password before an act that needs it; when it was given. UserError (password)."""
    from app.office.locking import check_again

    check_again(office, password=password, cost=cost)
    return office.clock.now()


def needs_password(office: "Office", given_at: "datetime | None") -> bool:
    """Whether the password must be asked for before an act that needs it (R14)."""
    from app.office.locking import is_confirmed

    return not is_confirmed(given_at, office.clock.now())


def check_same(password: str, again: str) -> None:
    """Raise UserError where the password was not typed twice the same."""
    if password != again:
        raise UserError("两次输入的密码不一样，请重新输入。", field="again")


def password_sentence(password: str, account: str, words: tuple[str, ...]) -> tuple[str, bool]:
    """The sentence under a new password while it is typed, and whether it will do."""
    if not password:
        return "至少 10 个字符，大写、小写、数字、符号用三种；或 15 个字符以上的一句话。", False
    problem = check_password(password, account=account, words=words)
    return (problem, False) if problem else ("这个密码可以使用。", True)
