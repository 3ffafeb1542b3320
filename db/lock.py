"""One program per office folder (R04).

The lock is the operating system's own lock on `office.lock`; it ends with the process that holds
it, so a killed program leaves nothing to clear away. The text inside only says who holds it.
"""

import json
import os
import platform
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import TracebackType
from typing import Self

from db.errors import MALFORMED, BusyError
from db.files import os_errors

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["LOCK_NAME", "Holder", "Lock"]

LOCK_NAME = "office.lock"
_WHAT = "单位档案的打开"
_CHINA = timezone(timedelta(hours=8))
# Windows locks bytes and hides them from other programs; this one lies behind the text.
_FAR_BYTE = 1 << 20
_LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Holder:
    """Who holds the office: process, computer, since when (UTC)."""

    pid: int
    host: str
    since: datetime

    def sentence(self) -> str:
        """What the second program says to its user."""
        at = self.since.astimezone(_CHINA)
        return (
            f"这个单位的档案正由另一个暖档窗口使用（电脑“{self.host}”，进程号 {self.pid}，"
            f"{at.year}年{at.month}月{at.day}日 {at:%H:%M} 打开）。请先关闭那个窗口，再打开。"
        )


@dataclass
class Lock:
    """A held lock. Release it, use it as a context manager, or just end the process."""

    path: Path
    was_unclean: bool
    """The holder before did not release: killed, or the power went. Check the file (R09)."""
    _handle: int | None = field(repr=False, default=None)

    @classmethod
    def acquire(cls, folder: Path, now: datetime) -> "Lock":
        """Take the office for this process; `now` is UTC. Raises BusyError that says who has it."""
        path = folder / LOCK_NAME
        with os_errors(_WHAT):
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                _take(handle)
                was_unclean = os.fstat(handle).st_size > 0
                lock = cls(path, was_unclean, handle)
                lock._write(Holder(os.getpid(), platform.node()[:80], now.astimezone(UTC)))
            except BaseException:
                os.close(handle)
                raise
        return lock

    @property
    def is_held(self) -> bool:
        """Whether this object still holds the office."""
        return self._handle is not None

    def release(self, *, in_order: bool | None = None) -> None:
        """Give the office back. Twice is once.

        `in_order`: the file is whole. Where it is not, the next holder finds `was_unclean` and examines it,
        as after a kill; unsaid, it is left as it was found.
        """
        if in_order is None:
            in_order = not self.was_unclean
        handle, self._handle = self._handle, None
        if handle is None:
            return
        with os_errors("单位档案的关闭"):
            try:
                if in_order:
                    os.ftruncate(handle, 0)
                    os.fsync(handle)
                _unlock(handle)
            finally:
                os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _write(self, holder: Holder) -> None:
        assert self._handle is not None
        text = json.dumps(
            {"pid": holder.pid, "host": holder.host, "since": holder.since.isoformat()},
            ensure_ascii=False,
        ).encode("utf-8", "replace")
        # In place: the lock belongs to this very file, a replaced one would be another. It is never empty
        # meanwhile: that would say that the holder before released it.
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, text)
        os.ftruncate(self._handle, len(text))
        os.fsync(self._handle)


def _take(handle: int) -> None:
    try:
        _lock(handle)
    except (BlockingIOError, PermissionError) as error:
        holder = _read_holder(handle)
        raise BusyError(
            holder.sentence()
            if holder
            else "这个单位的档案正由另一个暖档窗口使用。请先关闭那个窗口，再打开。"
        ) from error


def _read_holder(handle: int) -> Holder | None:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        told = json.loads(os.read(handle, _LONGEST_TEXT))
        return Holder(
            int(told["pid"]), str(told["host"])[:80], datetime.fromisoformat(told["since"])
        )
    except (OSError, *MALFORMED):
        # The holder is just writing it, or somebody has edited the file: it is busy all the same.
        return None


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_UN)
