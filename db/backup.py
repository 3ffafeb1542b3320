"""Copies of the office: taken from the running file, checked to the last page before they count (R07).

A backup for a stick holds everything. The automatic ones in `backups/` leave the attachments in one
common store beside them, each once. A backup that fails its checks is thrown away and takes no older
one with it.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from secrets import token_hex

from db import attachments
from db.archive import (
    Archive,
    Entry,
    Manifest,
    forget_cached,
    open_archive,
    refuse_archive,
    write_archive,
)
from db.connection import DATABASE_NAME
from db.errors import DamagedError, StorageError
from db.files import (
    fsync_dir,
    make_folder,
    os_errors,
    read_bytes,
    refuse_when_full,
    replace,
    write_atomically,
)
from db.keys import Purpose, key_check, sub_key
from db.retention import to_delete
from db.snapshot import BACKUPS_NAME, SPARE, snapshot
from db.steps import Step, no_step

__all__ = [
    "BACKUPS_NAME",
    "BackupInfo",
    "StoredBackup",
    "auto_backup",
    "back_up",
    "check_seal",
    "is_due",
    "list_backups",
    "seal_of",
]

ENDING = ".nuandang"
_WHAT = "备份"
_STAMP = "%Y%m%dT%H%M%SZ"
_FILE = re.compile(r"(\d{8}T\d{6}Z)-([a-z][a-z-]{0,30})" + re.escape(ENDING))
_UNSAVED_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class BackupInfo:
    """A backup that has passed its checks. `size` in bytes."""

    path: Path
    manifest: Manifest
    size: int
    damaged_attachments: tuple[str, ...] = ()
    """Names that were damaged already in the office and are therefore not in the backup."""


@dataclass(frozen=True)
class StoredBackup:
    """An automatic backup in the office's folder."""

    path: Path
    stamp: datetime
    reason: str
    size: int


def back_up(
    folder: Path,
    data_key: bytes,
    target: Path,
    *,
    now: datetime,
    program: str,
    reason: str = "manual",
    step: Step = no_step,
) -> BackupInfo:
    """One archive of everything at `target`, which must not exist; the office may be open.

    `now` is UTC; `program` the version of this program; `step` is called between parts and may
    raise to stop. Whatever goes wrong, nothing is left at `target`. Raises StorageError, or
    DamagedError if the file itself is damaged.
    """
    if target.exists():
        raise StorageError("已经有同名的文件，没有覆盖。请换一个文件名。")
    with os_errors(_WHAT):
        scans = {
            name: attachments.place_of(folder, name).stat().st_size
            for name in attachments.stored_names(folder)
        }
    key = sub_key(data_key, Purpose.ATTACHMENT)
    with snapshot(folder, data_key) as state:
        database = state.parts[DATABASE_NAME]
        assert isinstance(database, Path)
        needed = database.stat().st_size + sum(scans.values()) + SPARE
        refuse_when_full(target.parent, needed, what=_WHAT)
        # Listed after the snapshot: what it speaks of is on the disk already.
        names = tuple(attachments.stored_names(folder))
        bad = attachments.verify_all(folder, key)
        good = tuple(name for name in names if name not in bad)
        parts = state.parts | {
            f"{attachments.FOLDER_NAME}/{name[:2]}/{name}": attachments.place_of(folder, name)
            for name in good
        }
        manifest = partial(
            state.manifest, program=program, now=now, reason=reason, is_whole=True, names=good
        )
        made, size = _write_checked(target, parts, manifest, data_key, step)
    return BackupInfo(target, made, size, bad)


def auto_backup(
    folder: Path,
    data_key: bytes,
    reason: str,
    *,
    now: datetime,
    program: str,
    step: Step = no_step,
) -> BackupInfo:
    """A checked backup in the office's own `backups/`; only then the oldest ones may go.

    `reason` is a short word of a–z and hyphens ("start", "before-import"). Raises StorageError or
    DamagedError; then every earlier backup stays, however old.
    """
    home = folder / BACKUPS_NAME
    make_folder(home, what=_WHAT)
    target = _free_name(home, now, reason)
    with snapshot(folder, data_key) as state:
        good, bad = _keep_attachments(folder, sub_key(data_key, Purpose.ATTACHMENT), step)
        manifest = partial(
            state.manifest, program=program, now=now, reason=reason, is_whole=False, names=good
        )
        made, size = _write_checked(target, state.parts, manifest, data_key, step)
    _rotate(folder, now)
    return BackupInfo(target, made, size, bad)


def list_backups(folder: Path) -> tuple[StoredBackup, ...]:
    """The automatic backups, newest first; other files are passed over."""
    home = folder / BACKUPS_NAME
    found = []
    with os_errors("备份的查找"):
        for path in home.iterdir() if home.is_dir() else ():
            match = _FILE.fullmatch(path.name)
            if match is None or not path.is_file():
                continue
            with suppress(ValueError):
                stamp = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                found.append(StoredBackup(path, stamp, match[2], path.stat().st_size))
    return tuple(sorted(found, key=lambda backup: backup.stamp, reverse=True))


def is_due(folder: Path, now: datetime, last_change: datetime | None) -> bool:
    """Whether something was saved since the last automatic backup, and that is half an hour old."""
    past = [backup.stamp for backup in list_backups(folder) if backup.stamp <= now]
    if last_change is None:
        return not past
    return not past or (last_change > max(past) and now - max(past) > _UNSAVED_AFTER)


def seal_of(data_key: bytes, manifest: bytes) -> bytes:
    """The keyed hash that seals a manifest."""
    key = sub_key(data_key, Purpose.BACKUP)
    return hmac.new(key, manifest, hashlib.sha256).hexdigest().encode()


def _write_checked(
    target: Path,
    parts: dict[str, Path | bytes],
    manifest_of: Callable[[dict[str, Entry]], Manifest],
    data_key: bytes,
    step: Step,
) -> tuple[Manifest, int]:
    """Write beside, read back from the medium, and only then give it its name."""
    temporary = target.with_name(f".{target.name[:100]}.{token_hex(6)}.part")

    def finish(entries: dict[str, Entry]) -> tuple[bytes, bytes]:
        manifest = manifest_of(entries).as_bytes()
        return manifest, seal_of(data_key, manifest)

    with os_errors(_WHAT):
        try:
            write_archive(temporary, parts, finish, step)
            forget_cached(temporary)
            with open_archive(temporary) as archive:
                check_seal(archive, data_key)
                for name in archive.names:
                    archive.copy(name, None)
                    step()
                made = archive.manifest
            size = temporary.stat().st_size
            replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    return made, size


def check_seal(archive: Archive, data_key: bytes) -> None:
    """Raise DamagedError unless the manifest is this office's and as it was written."""
    is_ours = hmac.compare_digest(archive.manifest.key_check, key_check(data_key))
    if not is_ours or not hmac.compare_digest(
        archive.seal, seal_of(data_key, archive.manifest_bytes)
    ):
        raise refuse_archive()


def _free_name(home: Path, now: datetime, reason: str) -> Path:
    stamp = now.astimezone(UTC)
    while True:
        target = home / f"{stamp:{_STAMP}}-{reason}{ENDING}"
        if _FILE.fullmatch(target.name) is None:
            raise ValueError("a reason is a short word")
        if not any(home.glob(f"{stamp:{_STAMP}}-*")):
            return target
        stamp += timedelta(seconds=1)


def _keep_attachments(
    folder: Path, key: bytes, step: Step
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Copy what the common store lacks; the names that are in it now, and those damaged before."""
    home = folder / BACKUPS_NAME
    kept, bad = [], []
    for name in attachments.stored_names(folder):
        copy = attachments.place_of(home, name)
        if not copy.is_file():
            try:
                attachments.load(folder, key, name)
            except DamagedError:
                bad.append(name)
                continue
            make_folder(copy.parent, what=_WHAT)
            source = attachments.place_of(folder, name)
            write_atomically(copy, read_bytes(source, what=_WHAT, limit=1 << 30), what=_WHAT)
        kept.append(name)
        step()
    return tuple(kept), tuple(bad)


def _rotate(folder: Path, now: datetime) -> None:
    backups = list_backups(folder)
    gone = to_delete((backup.stamp for backup in backups), now)
    with os_errors("旧备份的清理"):
        for backup in backups:
            if backup.stamp in gone:
                backup.path.unlink(missing_ok=True)
        if gone:
            _forget_attachments(folder)
            fsync_dir(folder / BACKUPS_NAME)


def _forget_attachments(folder: Path) -> None:
    """Delete copies that no backup speaks of any more; none if a backup cannot be asked."""
    needed: set[str] = set(attachments.stored_names(folder))
    for backup in list_backups(folder):
        try:
            with open_archive(backup.path) as archive:
                needed.update(archive.manifest.attachments)
        except StorageError:
            return
    home = folder / BACKUPS_NAME
    for name in attachments.stored_names(home):
        if name not in needed:
            attachments.erase(home, name)
