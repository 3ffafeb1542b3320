"""`keys.json` beside the file: what must be readable and writable while the file is still locked.

It holds the wraps of the data key and the counters of failed logins. It tells a thief no names: an
account stands in it as a salted, slow hash of its name. Guessing short names is thereby dear, not
impossible; the defence of the file itself is the KDF of the wraps.
"""

import base64
import binascii
import hashlib
import json
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from db.errors import MALFORMED, DamagedError, StorageError
from db.files import os_errors, read_bytes, write_atomically

__all__ = ["SIDECAR_NAME", "Failures", "Sidecar", "SidecarFile", "Wrap", "parse_sidecar"]

SIDECAR_NAME = "keys.json"
_GUARD_NAME = "keys.lock"
_FORMAT = 1
_LARGEST = 4 * 1024 * 1024
_NAME_ROUNDS = 20_000
_UNKNOWN_KEPT = 1000
"""Counters of names that have no wrap: more would let a stranger fill the disk."""
_GUARD_SECONDS = 10.0


@dataclass(frozen=True)
class Wrap:
    """The data key sealed under one password (or the recovery code)."""

    owner: str
    """The account's uid, or "recovery"; sealed into the wrap, so wraps cannot be swapped."""
    memory_kib: int
    time: int
    lanes: int
    salt: bytes
    nonce: bytes
    sealed: bytes

    def as_json(self) -> dict[str, Any]:
        """Plain values for `keys.json`."""
        return {
            "owner": self.owner,
            "kdf": {
                "name": "argon2id",
                "memory_kib": self.memory_kib,
                "time": self.time,
                "lanes": self.lanes,
            },
            "salt": _text(self.salt),
            "nonce": _text(self.nonce),
            "sealed": _text(self.sealed),
        }

    @classmethod
    def from_json(cls, told: Any) -> Self:
        """Read back; raises one of MALFORMED for what is not a wrap."""
        kdf = told["kdf"]
        if kdf["name"] != "argon2id":
            raise ValueError("unknown key derivation")
        return cls(
            str(told["owner"]),
            _count(kdf["memory_kib"]),
            _count(kdf["time"]),
            _count(kdf["lanes"]),
            _bytes(told["salt"]),
            _bytes(told["nonce"]),
            _bytes(told["sealed"]),
        )


@dataclass(frozen=True)
class Failures:
    """Failed logins of one name since the last good one."""

    count: int
    until: datetime | None
    """No attempt is looked at before this moment (UTC)."""

    def as_json(self) -> dict[str, Any]:
        """Plain values for `keys.json`."""
        return {"count": self.count, "until": self.until.isoformat() if self.until else None}

    @classmethod
    def from_json(cls, told: Any) -> Self:
        """Read back; raises one of MALFORMED."""
        until = told["until"]
        return cls(_count(told["count"]), None if until is None else _moment(until))


@dataclass
class Sidecar:
    """What `keys.json` says."""

    name_salt: bytes
    key_check: str
    """Tells whether a data key (and a backup) belongs to this office; says nothing about the key."""
    recovery: Wrap
    wraps: dict[str, Wrap] = field(default_factory=dict)
    failures: dict[str, Failures] = field(default_factory=dict)
    clock: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    """The latest moment ever seen: setting the clock back gains nothing."""

    def tag(self, account: str) -> str:
        """The name under which an account stands here. Case, width and outer blanks do not count."""
        name = unicodedata.normalize("NFKC", account).strip().casefold()
        return hashlib.pbkdf2_hmac(
            "sha256", name.encode("utf-8", "surrogatepass"), self.name_salt, _NAME_ROUNDS
        ).hex()

    def as_bytes(self) -> bytes:
        """The text of `keys.json`."""
        told = {
            "format": _FORMAT,
            "name_salt": _text(self.name_salt),
            "key_check": self.key_check,
            "recovery": self.recovery.as_json(),
            "accounts": {tag: wrap.as_json() for tag, wrap in sorted(self.wraps.items())},
            "failures": {tag: fails.as_json() for tag, fails in self.failures.items()},
            "clock": self.clock.isoformat(),
        }
        return json.dumps(told, indent=1).encode()

    def count(self, tag: str, failures: Failures) -> None:
        """Set a counter; the oldest of the names without a wrap make room."""
        self.failures.pop(tag, None)
        self.failures[tag] = failures
        strangers = [known for known in self.failures if known not in self.wraps]
        for stranger in strangers[: max(0, len(strangers) - _UNKNOWN_KEPT)]:
            del self.failures[stranger]


def parse_sidecar(data: bytes) -> Sidecar:
    """Read `keys.json`. Raises DamagedError, or StorageError when a newer program wrote it."""
    try:
        told = json.loads(data)
        if _count(told["format"]) > _FORMAT:
            raise StorageError("这个单位的档案由更新版本的暖档建立，没有改动。请先升级程序再打开。")
        return Sidecar(
            _bytes(told["name_salt"]),
            str(told["key_check"]),
            Wrap.from_json(told["recovery"]),
            {str(tag): Wrap.from_json(wrap) for tag, wrap in told["accounts"].items()},
            {str(tag): Failures.from_json(fails) for tag, fails in told["failures"].items()},
            _moment(told["clock"]),
        )
    except MALFORMED as error:
        raise DamagedError(
            "钥匙文件（keys.json）已损坏，没有改动。请从最近的备份恢复这个单位的档案。"
        ) from error


class SidecarFile:
    """Reads and changes `keys.json` in one folder; changes of several programs never mix."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / SIDECAR_NAME
        self._guard = folder / _GUARD_NAME

    def read(self) -> Sidecar:
        """Raises StorageError (missing, unreadable) or DamagedError."""
        if not self.path.is_file():
            raise StorageError(
                "这个文件夹里没有钥匙文件（keys.json），不能登录。请检查位置，或从备份恢复。"
            )
        return parse_sidecar(read_bytes(self.path, what="钥匙文件的读取", limit=_LARGEST))

    def create(self, sidecar: Sidecar) -> None:
        """Write the first one; never replaces another office's."""
        with self._exclusive():
            if self.path.exists():
                raise StorageError("这个文件夹里已经有一个单位的档案，没有改动。请换一个文件夹。")
            write_atomically(self.path, sidecar.as_bytes(), what="钥匙文件的保存")

    @contextmanager
    def changing(self) -> Iterator[Sidecar]:
        """Read, let the block change, and write durably before the block's end is passed."""
        with self._exclusive():
            sidecar = self.read()
            yield sidecar
            write_atomically(self.path, sidecar.as_bytes(), what="钥匙文件的保存")

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        with os_errors("钥匙文件的修改"):
            stream = self._guard.open("ab")
        with stream:
            end = time.monotonic() + _GUARD_SECONDS
            while not _try_lock(stream.fileno()):
                if time.monotonic() > end:
                    raise StorageError("钥匙文件正被另一个程序使用，请稍后再试。")
                time.sleep(0.02)
            # The lock ends with the handle; a killed program leaves none.
            yield


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _count(told: Any) -> int:
    if type(told) is not int or told < 0:
        raise ValueError("not a count")
    return told


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment.astimezone(UTC)
