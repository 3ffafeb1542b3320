"""Bringing a backup back: who may, by which password, and what the journal says of it.

The exchange itself is `db.restore`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.changes import Op
from app.errors import (
    AccessDeniedError,
    DamagedError,
    LockedOutError,
    StorageError,
    UserError,
    WrongKeyError,
)
from app.office.clock import Clock
from app.office.folder import is_office
from app.office.opening import open_unlocked
from app.office.session import Office
from db import restore as restoring
from db.connection import DATABASE_NAME
from db.keys import KdfCost, KeyRing
from db.lock import Lock
from db.restore import OlderBackupError, Restored

__all__ = ["OlderBackupError", "Restored", "Unlocker", "finish_restore", "restore", "verify"]


def finish_restore(folder: Path, *, clock: Clock | None = None) -> bool:
    """Complete a restore that was cut off; the first thing to do with a folder."""
    return restoring.finish_restore(folder, now=(clock or Clock.from_environment()).now())


@dataclass(frozen=True)
class Unlocker:
    """How a backup is opened: by an account and its password, or by the recovery code."""

    account: str = ""
    password: str = ""
    code: str = ""

    def __repr__(self) -> str:
        return "Unlocker(…)"

    def check(self) -> None:
        """Raise UserError where neither is complete."""
        if not self.code.strip() and not self.account.strip():
            raise UserError("请填写备份里的账号和密码，或者填写恢复码。", field="account")
        if not self.code.strip() and not self.password:
            raise UserError("请填写密码。", field="password")

    def of(self, now: datetime) -> Callable[[KeyRing], bytes]:
        """The data key from a ring. Raises WrongKeyError."""

        def unlock(ring: KeyRing) -> bytes:
            if self.code.strip():
                return ring.unlock_with_recovery(self.code)
            return ring.unlock(self.account, self.password, now=now)

        return unlock


def verify(file: Path, *, unlocker: Unlocker, cost: KdfCost | None = None) -> datetime:
    """Prove a backup to the last page without restoring it; when it was made (UTC)."""
    unlocker.check()
    now = Clock.from_environment().now()
    return restoring.verify_backup(file, unlocker.of(now), cost=cost).created


def restore(
    folder: Path,
    file: Path,
    *,
    unlocker: Unlocker,
    clock: Clock | None = None,
    cost: KdfCost | None = None,
    confirm_older: bool = False,
) -> Restored:
    """Bring a backup back into `folder`, where no office is open; what it replaces is kept.

    Where an office stands, its administrator or the recovery code is needed. Raises UserError
    (password, role), OlderBackupError unless `confirm_older`, DamagedError, StorageError, BusyError.
    """
    unlocker.check()
    if not file.is_file():
        raise UserError("没有找到这个备份文件，请重新选择。", field="file")
    clock = clock or Clock.from_environment()
    if is_office(folder):
        _check_may_restore(folder, unlocker, clock, cost)
    folder.mkdir(parents=True, exist_ok=True)
    with Lock.acquire(folder, clock.now()) as lock:
        try:
            done = restoring.restore(
                file,
                folder,
                unlocker.of(clock.now()),
                lock=lock,
                now=clock.now(),
                cost=cost,
                confirm_older=confirm_older,
            )
        except WrongKeyError as error:
            raise UserError(str(error), field="code" if unlocker.code else "password") from error
        # What came back has been proved, whatever happened to what stood here.
        lock.release(in_order=True)
    _journal_restore(folder, unlocker, clock, cost)
    return done


def _check_may_restore(
    folder: Path, unlocker: Unlocker, clock: Clock, cost: KdfCost | None
) -> None:
    """Only who may replace the living office does; one that is damaged or gone is what a restore is for."""
    if unlocker.code.strip():
        return
    try:
        office = _opened(folder, unlocker, clock, cost)
    except LockedOutError as error:
        raise UserError(str(error), field="account") from error
    except WrongKeyError:
        # Not an account of what stands here: only whoever has the recovery code replaces it.
        raise UserError(
            "这个文件夹里已有单位的档案，请用它的系统管理员账号和密码，或者用恢复码。",
            field="account",
        ) from None
    except DamagedError:
        return
    except StorageError:
        if (folder / DATABASE_NAME).exists():
            raise
        return
    try:
        if not office.may(Op.RESTORE):
            raise AccessDeniedError("恢复备份要由系统管理员办理，请换用系统管理员的账号。")
    finally:
        office.close()


def _journal_restore(folder: Path, unlocker: Unlocker, clock: Clock, cost: KdfCost | None) -> None:
    """Say in the restored journal that this was a restore, where an account of it did it."""
    if unlocker.code.strip():
        return
    try:
        office = _opened(folder, unlocker, clock, cost)
    except (UserError, StorageError):
        return  # restored by a password of the day of the backup; the present ones hold
    try:
        if office.may(Op.RESTORE):
            office.record(Op.RESTORE)
    finally:
        office.close()


def _opened(folder: Path, unlocker: Unlocker, clock: Clock, cost: KdfCost | None) -> Office:
    ring = KeyRing(folder, cost)
    unlocked = ring.login(unlocker.account, unlocker.password, now=clock.now())
    return open_unlocked(folder, unlocked.data_key, unlocked.account_uid, clock)
