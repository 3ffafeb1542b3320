"""The data key: random, sealed once for each account's password and once for the recovery code.

Nothing of the office is readable without it. Changing a password seals it anew; the file is not
touched. Wraps are AES-256-GCM under a key that Argon2id derives from the password (R12, R17).
Failed logins are counted on the disk before a password is looked at (R13).
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.errors import LockedOutError, StorageError, WrongKeyError
from db.recovery_code import make_code, parse_code
from db.sidecar import SIDECAR_NAME, Failures, Sidecar, SidecarFile, Wrap

__all__ = [
    "KdfCost",
    "KeyRing",
    "LockedOutError",
    "Purpose",
    "Unlocked",
    "key_check",
    "sub_key",
]

KEY_BYTES = 32
_RECOVERY = "recovery"
_WRONG = "账号或密码不正确。请检查后再试；连续输错会暂停登录。"
_WRONG_CODE = "恢复码不正确。请对照打印件逐组检查后再试。"
_TRIES_BEFORE_DELAY = 5
_TRIES_BEFORE_ADMIN = 20
_DELAY = timedelta(minutes=30)
_CHINA = timezone(timedelta(hours=8))

_FLOOR = (64 * 1024, 3, 4)
_CEILING = (1024 * 1024, 16, 16)
"""A tampered sidecar must not make the login eat the machine either."""


class Purpose(StrEnum):
    """What a sub key is for. The value is part of the derivation: never change one."""

    DATABASE = "database"
    JOURNAL = "journal"
    ATTACHMENT = "attachment"
    REGISTER = "register"
    BACKUP = "backup"


@dataclass(frozen=True)
class KdfCost:
    """What one guess at a password costs: memory in KiB, passes, lanes. Raises ValueError below
    the floor of R12 (64 MiB, 3, 4)."""

    memory_kib: int = _FLOOR[0]
    time: int = _FLOOR[1]
    lanes: int = _FLOOR[2]
    is_weak: bool = False

    def __post_init__(self) -> None:
        if not self.is_weak and not self._covers(*_FLOOR):
            raise ValueError("key derivation below the floor")

    @classmethod
    def for_tests(cls) -> Self:
        """The cheapest that Argon2id allows. A ring opened without it refuses such wraps."""
        return cls(memory_kib=32, time=1, lanes=4, is_weak=True)

    def accepts(self, wrap: Wrap) -> bool:
        """Whether a stored wrap is within what this program will compute: no downgrade, no bomb."""
        least = (32, 1, 1) if self.is_weak else _FLOOR
        stored = (wrap.memory_kib, wrap.time, wrap.lanes)
        return all(
            low <= value <= high for low, value, high in zip(least, stored, _CEILING, strict=True)
        )

    def _covers(self, memory_kib: int, passes: int, lanes: int) -> bool:
        return self.memory_kib >= memory_kib and self.time >= passes and self.lanes >= lanes


@dataclass(frozen=True)
class Unlocked:
    """A good login: the data key, and whose wrap it was (sealed in it, not merely written beside)."""

    data_key: bytes
    account_uid: str

    def __repr__(self) -> str:
        return "Unlocked(…)"


def sub_key(data_key: bytes, purpose: Purpose) -> bytes:
    """The 32-byte key for one purpose (HKDF-SHA256). The data key itself encrypts nothing."""
    return _hkdf(data_key, purpose.value)


def key_check(data_key: bytes) -> str:
    """A short public value by which a data key is known to belong to a file or a backup."""
    return _hkdf(data_key, "check")[:16].hex()


def _hkdf(data_key: bytes, info: str) -> bytes:
    if len(data_key) != KEY_BYTES:
        raise ValueError("a data key has 32 bytes")
    return HKDF(SHA256(), KEY_BYTES, None, f"nuandang/1/{info}".encode()).derive(data_key)


class KeyRing:
    """The keys of the office in one folder. Every method reads the sidecar anew."""

    def __init__(
        self,
        folder: Path,
        cost: KdfCost | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = SidecarFile(folder)
        self._cost = cost or KdfCost()
        self._monotonic = monotonic
        self._anchor: tuple[datetime, float] | None = None

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether the folder holds an office's keys."""
        return (folder / SIDECAR_NAME).exists()

    @classmethod
    def create(
        cls,
        folder: Path,
        account: str,
        password: str,
        cost: KdfCost | None = None,
        *,
        uid: str | None = None,
    ) -> tuple[Self, bytes, str]:
        """A new office: ring, data key, and the recovery code, which is shown once and not kept.

        `uid` is the account's uid in the file. Raises StorageError if the folder holds one already.
        """
        ring = cls(folder, cost)
        data_key, code = secrets.token_bytes(KEY_BYTES), make_code()
        sidecar = Sidecar(
            secrets.token_bytes(16), key_check(data_key), ring._seal_code(code, data_key)
        )
        sidecar.wraps[sidecar.tag(account)] = ring._seal(
            password, data_key, uid or secrets.token_hex(16)
        )
        ring._file.create(sidecar)
        return ring, data_key, code

    def unlock(self, account: str, password: str, *, now: datetime) -> bytes:
        """The data key. As `login`, for those who need no more."""
        return self.login(account, password, now=now).data_key

    def login(self, account: str, password: str, *, now: datetime) -> Unlocked:
        """Open with a password; `now` is UTC.

        Raises WrongKeyError, the same for a wrong password and an unknown account and after the
        same time; LockedOutError before anything is looked at; StorageError.
        """
        sidecar = self._count_attempt(account, now)
        tag = sidecar.tag(account)
        wrap = sidecar.wraps.get(tag)
        if wrap is None:
            # An unknown name costs what a wrong password costs: one derivation and one refusal.
            self._open(self._seal_shape(), password)
            raise WrongKeyError(_WRONG)
        data_key = self._open(wrap, password)
        if data_key is None:
            raise WrongKeyError(_WRONG)
        with self._file.changing() as changed:
            changed.failures.pop(tag, None)
        return Unlocked(data_key, wrap.owner)

    def unlock_with_recovery(self, code: str) -> bytes:
        """The data key, by the printed code. Not limited: nobody guesses 185 bits.

        Raises WrongKeyError or StorageError.
        """
        parsed = parse_code(code)
        if parsed is None:
            raise WrongKeyError(_WRONG_CODE)
        data_key = self._open(self._file.read().recovery, parsed)
        if data_key is None:
            raise WrongKeyError(_WRONG_CODE)
        return data_key

    def owns(self, data_key: bytes) -> bool:
        """Whether a data key is this office's."""
        return secrets.compare_digest(self._file.read().key_check, key_check(data_key))

    def has(self, account: str) -> bool:
        """Whether the account can open the office."""
        sidecar = self._file.read()
        return sidecar.tag(account) in sidecar.wraps

    def add(self, account: str, password: str, data_key: bytes, *, uid: str | None = None) -> None:
        """Let one more account open the office. Raises ValueError if the name is taken."""
        wrap = self._seal(password, data_key, uid or secrets.token_hex(16))
        with self._changing(data_key) as sidecar:
            tag = sidecar.tag(account)
            if tag in sidecar.wraps:
                raise ValueError("the account has a wrap")
            sidecar.wraps[tag] = wrap

    def set_password(self, account: str, password: str, data_key: bytes) -> None:
        """A new password given by an administrator or after recovery; lifts the account's lock.

        Raises KeyError for an account without a wrap.
        """
        sidecar = self._file.read()
        owner = sidecar.wraps[sidecar.tag(account)].owner
        wrap = self._seal(password, data_key, owner)
        with self._changing(data_key) as sidecar:
            tag = sidecar.tag(account)
            sidecar.wraps[tag] = wrap
            sidecar.failures.pop(tag, None)

    def change_password(self, account: str, old: str, new: str, *, now: datetime) -> None:
        """A new password given by the account itself. The old one is counted like a login.

        Raises WrongKeyError, LockedOutError, StorageError; then the old one still holds.
        """
        self.set_password(account, new, self.unlock(account, old, now=now))

    def remove(self, account: str) -> None:
        """The account opens nothing any more, at once. Unknown names are no error."""
        with self._file.changing() as sidecar:
            tag = sidecar.tag(account)
            sidecar.wraps.pop(tag, None)
            sidecar.failures.pop(tag, None)

    def rename(self, account: str, name: str) -> None:
        """The same password under another name. Raises KeyError, or ValueError if it is taken."""
        with self._file.changing() as sidecar:
            old, new = sidecar.tag(account), sidecar.tag(name)
            if new != old and new in sidecar.wraps:
                raise ValueError("the account has a wrap")
            sidecar.wraps[new] = sidecar.wraps.pop(old)
            if old in sidecar.failures:
                sidecar.failures[new] = sidecar.failures.pop(old)

    def renew_recovery(self, data_key: bytes) -> str:
        """A new recovery code; the printed one opens nothing any more."""
        code = make_code()
        wrap = self._seal_code(code, data_key)
        with self._changing(data_key) as sidecar:
            sidecar.recovery = wrap
        return code

    def failures(self, account: str) -> int:
        """Failed logins since the last good one."""
        sidecar = self._file.read()
        known = sidecar.failures.get(sidecar.tag(account))
        return known.count if known else 0

    def reset_failures(self, account: str) -> None:
        """Lift a lock. Who may do this is the office's business, not the ring's."""
        with self._file.changing() as sidecar:
            sidecar.failures.pop(sidecar.tag(account), None)

    @contextmanager
    def _changing(self, data_key: bytes) -> Iterator[Sidecar]:
        """Change the sidecar, only for who holds this office's data key."""
        with self._file.changing() as sidecar:
            if not secrets.compare_digest(sidecar.key_check, key_check(data_key)):
                raise ValueError("the data key of another office")
            yield sidecar

    def _count_attempt(self, account: str, now: datetime) -> Sidecar:
        """Refuse, or count one failure durably: a kill between count and check gains nothing."""
        refusal: LockedOutError | None = None
        with self._file.changing() as sidecar:
            moment = sidecar.clock = self._moment(sidecar.clock, now)
            tag = sidecar.tag(account)
            known = sidecar.failures.get(tag, Failures(0, None))
            refusal = _refusal(known, moment)
            if refusal is None:
                count = known.count + 1
                until = moment + _DELAY if count % _TRIES_BEFORE_DELAY == 0 else None
                sidecar.count(tag, Failures(count, until))
        if refusal is not None:
            raise refusal
        return sidecar

    def _moment(self, seen: datetime, now: datetime) -> datetime:
        """Never earlier than any moment seen, and going on while the program runs."""
        moment = max(seen, now.astimezone(UTC))
        ticks = self._monotonic()
        if self._anchor is not None:
            at, then = self._anchor
            moment = max(moment, at + timedelta(seconds=max(0.0, ticks - then)))
        self._anchor = (moment, ticks)
        return moment

    def _seal(self, password: str, data_key: bytes, owner: str) -> Wrap:
        cost, salt, nonce = self._cost, os.urandom(16), os.urandom(12)
        blank = Wrap(owner, cost.memory_kib, cost.time, cost.lanes, salt, nonce, b"")
        sealed = AESGCM(_derive(blank, password)).encrypt(nonce, data_key, _sealed_with(blank))
        return Wrap(owner, cost.memory_kib, cost.time, cost.lanes, salt, nonce, sealed)

    def _seal_code(self, code: str, data_key: bytes) -> Wrap:
        parsed = parse_code(code)
        assert parsed is not None
        return self._seal(parsed, data_key, _RECOVERY)

    def _seal_shape(self) -> Wrap:
        """A wrap of nothing that no password opens."""
        cost = self._cost
        return Wrap(
            "", cost.memory_kib, cost.time, cost.lanes, bytes(16), bytes(12), bytes(KEY_BYTES + 16)
        )

    def _open(self, wrap: Wrap, password: str) -> bytes | None:
        if not self._cost.accepts(wrap):
            raise StorageError(
                "钥匙文件（keys.json）里的加密强度被改动过，为了安全没有打开。"
                "请从最近的备份恢复，并报告单位的网络安全负责人。"
            )
        try:
            return AESGCM(_derive(wrap, password)).decrypt(
                wrap.nonce, wrap.sealed, _sealed_with(wrap)
            )
        except (InvalidTag, ValueError):
            return None


def _refusal(known: Failures, moment: datetime) -> LockedOutError | None:
    if known.count >= _TRIES_BEFORE_ADMIN:
        return LockedOutError(
            "登录失败次数太多，这个账号已锁定。请由系统管理员在“账号”页解除，或用恢复码打开。",
            None,
        )
    if known.until is not None and moment < known.until:
        at = known.until.astimezone(_CHINA)
        return LockedOutError(
            f"连续输错 {_TRIES_BEFORE_DELAY} 次，这个账号暂停登录，"
            f"请在 {at.month}月{at.day}日 {at:%H:%M} 以后再试。",
            known.until,
        )
    return None


def _derive(wrap: Wrap, secret: str) -> bytes:
    return Argon2id(
        salt=wrap.salt,
        length=KEY_BYTES,
        iterations=wrap.time,
        lanes=wrap.lanes,
        memory_cost=wrap.memory_kib,
    ).derive(secret.encode("utf-8", "surrogatepass"))


def _sealed_with(wrap: Wrap) -> bytes:
    """Bound to the wrap: whose it is and at what cost. Neither can be edited."""
    return f"nuandang/1/{wrap.owner}/{wrap.memory_kib}/{wrap.time}/{wrap.lanes}".encode()
