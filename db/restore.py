"""Bringing a backup back: proven first, reversible after, and whole at every moment between (R08).

Everything is unpacked and checked beside the running files. Then one small plan is written; from
that moment the exchange goes through, after a power cut on the next start (`finish_restore`). Until
that moment the old files have not been touched. What is replaced stays in `pre-restore-…`.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import mkdtemp

from alembic.script import ScriptDirectory

from db import attachments
from db.archive import REGISTER_NAME, Archive, Manifest, open_archive, refuse_archive
from db.backup import check_seal
from db.connection import DATABASE_NAME, Role, open_connection
from db.driver import Error as DriverError
from db.driver import RawConnection
from db.errors import MALFORMED, DamagedError, StorageError, TooNewError
from db.failures import storage_errors
from db.files import (
    fsync_dir,
    make_folder,
    os_errors,
    read_bytes,
    refuse_when_full,
    replace,
    write_atomically,
)
from db.integrity import check_connection
from db.keys import KdfCost, KeyRing, Purpose, sub_key
from db.location import refuse_folder
from db.lock import Lock
from db.sidecar import SIDECAR_NAME
from db.snapshot import BACKUPS_NAME, SPARE, journal_head, table_rows

__all__ = [
    "Comparison",
    "OlderBackupError",
    "Restored",
    "Unlock",
    "finish_restore",
    "restore",
    "verify_backup",
]

Unlock = Callable[[KeyRing], bytes]
"""Gives the data key from the ring of the backup, by a password or by the recovery code."""

_WHAT = "备份的恢复"
_STAGING = ".restore-staging"
_PLAN = "restore-plan.json"
_KEPT = "pre-restore-"
_OLD_FILES = (
    DATABASE_NAME,
    f"{DATABASE_NAME}-wal",
    f"{DATABASE_NAME}-shm",
    SIDECAR_NAME,
    REGISTER_NAME,
)
_OLD_FOLDERS = (attachments.FOLDER_NAME, BACKUPS_NAME)
_KEPT_NAME = re.compile(rf"{_KEPT}[0-9-]+")
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Comparison:
    """The backup beside what stands in the folder now."""

    created: datetime
    has_office: bool
    is_same_office: bool | None
    """None when its key wraps cannot be read."""
    operations_after: int | None
    """Operations of the office that the backup does not hold; None: it cannot be told."""

    @property
    def needs_confirmation(self) -> bool:
        """Whether something would go out of sight."""
        return self.has_office and self.operations_after != 0

    def sentence(self) -> str:
        """What the user is asked."""
        at = self.created.astimezone(_CHINA)
        when = f"这个备份建立于 {at.year}年{at.month}月{at.day}日 {at:%H:%M}。"
        if self.operations_after is not None:
            return (
                f"{when}在此之后，单位的档案里还有 {self.operations_after} 次操作，备份里没有。"
                "没有改动任何文件；确实要恢复时，请再次确认，现有的文件会另外保留。"
            )
        return (
            f"{when}它与这个文件夹里现有的档案不是同一个单位的，或现有的档案读不出来。"
            "没有改动任何文件；确实要恢复时，请再次确认，现有的文件会另外保留。"
        )


class OlderBackupError(StorageError):
    """The backup does not hold all that the office holds. Nothing was changed; ask, then confirm."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__(comparison.sentence())
        self.comparison = comparison


@dataclass(frozen=True)
class Restored:
    """A finished restore."""

    manifest: Manifest
    kept_in: Path | None
    """Where the replaced files are; None if there were none."""
    missing_attachments: tuple[str, ...]
    """Named by the backup but found nowhere whole (automatic backups only)."""
    keeps_passwords: bool
    """The present passwords hold, not those of the day of the backup."""


def verify_backup(file: Path, unlock: Unlock, *, cost: KdfCost | None = None) -> Manifest:
    """Prove a backup to the last page without restoring it; needs its size free as scratch space.

    Raises DamagedError, StorageError, WrongKeyError.
    """
    with os_errors("备份的检查"):
        scratch = Path(mkdtemp(prefix="nuandang-"))
    try:
        return _stage(file, scratch / "copy", unlock, cost)[0]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def restore(
    file: Path,
    folder: Path,
    unlock: Unlock,
    *,
    lock: Lock,
    now: datetime,
    cost: KdfCost | None = None,
    confirm_older: bool = False,
) -> Restored:
    """Put a backup in place of what stands in `folder`, or into a new, empty one.

    The caller holds the folder's lock and has closed every connection. Of one and the same office
    the present key wraps stay: whoever was removed since stays out, failed logins stay counted.
    Raises OlderBackupError unless `confirm_older`, when the office holds more than the backup;
    DamagedError, StorageError, WrongKeyError. Then the office stands as it stood.
    """
    if not lock.is_held or lock.path.parent.resolve() != folder.resolve():
        raise ValueError("a restore needs the folder's lock")
    refuse_folder(folder)
    _finish(folder)
    staging = folder / _STAGING
    try:
        manifest, data_key = _stage(file, staging, unlock, cost)
        comparison = _compare(folder, data_key, manifest, staging)
        if comparison.needs_confirmation and not confirm_older:
            raise OlderBackupError(comparison)
        missing = _gather(file, folder, data_key, manifest)
        if comparison.is_same_office:
            (staging / SIDECAR_NAME).unlink()
        kept = _plan(folder, now, comparison)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    _finish(folder)
    keeps = bool(comparison.is_same_office)
    return Restored(manifest, kept if kept.is_dir() else None, missing, keeps)


def finish_restore(folder: Path, *, now: datetime) -> bool:
    """Complete an exchange that was cut off; the first thing to do with a folder, before the keys
    and the lock: in the middle of an exchange neither file need be there.

    True if there was one. Raises BusyError while another program is restoring, StorageError.
    """
    if not (folder / _PLAN).exists() and not (folder / _STAGING).exists():
        return False
    with Lock.acquire(folder, now) as lock:
        is_done = _finish(folder)
        if is_done:
            lock.release(in_order=True)
        return is_done


def _finish(folder: Path) -> bool:
    plan, staging = folder / _PLAN, folder / _STAGING
    if not plan.is_file():
        if staging.is_dir():
            shutil.rmtree(staging, ignore_errors=True)
        return False
    kept, old = _read_plan(plan)
    with os_errors(_WHAT):
        # Each step does nothing the second time, so any of them may be the last before the cut.
        _set_aside(folder, folder / kept, old)
        _move_in(staging, folder)
        plan.unlink()
        fsync_dir(folder)
        shutil.rmtree(staging, ignore_errors=True)
    return True


def _read_plan(plan: Path) -> tuple[str, list[str]]:
    try:
        told = json.loads(read_bytes(plan, what=_WHAT, limit=10_000))
        kept, old = str(told["kept"]), [str(name) for name in told["old"]]
    except MALFORMED as error:
        raise _bad_plan() from error
    if not _KEPT_NAME.fullmatch(kept) or not set(old) <= {*_OLD_FILES, *_OLD_FOLDERS}:
        raise _bad_plan()
    return kept, old


def _bad_plan() -> StorageError:
    return StorageError(
        "上一次恢复没有做完，恢复计划（restore-plan.json）读不出来；没有改动任何文件。"
        "请不要删除这个文件夹里的文件，联系维护人员。"
    )


def _stage(
    file: Path, staging: Path, unlock: Unlock, cost: KdfCost | None
) -> tuple[Manifest, bytes]:
    """Unpack into `staging` and prove everything there."""
    shutil.rmtree(staging, ignore_errors=True)
    with os_errors(_WHAT):
        size = file.stat().st_size
    refuse_when_full(staging.parent, size + SPARE, what=_WHAT)
    make_folder(staging, what=_WHAT)
    with open_archive(file) as archive:
        manifest = archive.manifest
        _refuse_newer(manifest)
        with os_errors(_WHAT):
            archive.copy(SIDECAR_NAME, staging / SIDECAR_NAME)
        data_key = unlock(KeyRing(staging, cost))
        check_seal(archive, data_key)
        _unpack(archive, staging)
    _prove_database(staging / DATABASE_NAME, data_key, manifest)
    inside = tuple(attachments.stored_names(staging))
    if manifest.is_whole and set(inside) != set(manifest.attachments):
        raise refuse_archive()
    if attachments.verify_all(staging, sub_key(data_key, Purpose.ATTACHMENT)):
        raise refuse_archive("里面的附件已损坏")
    return manifest, data_key


def _unpack(archive: Archive, staging: Path) -> None:
    """Names have been matched against the closed list when the archive was opened."""
    with os_errors(_WHAT):
        for name in archive.names:
            if name == SIDECAR_NAME:
                continue
            target = staging.joinpath(*name.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            archive.copy(name, target)
            fsync_dir(target.parent)


def _prove_database(path: Path, data_key: bytes, manifest: Manifest) -> None:
    try:
        with storage_errors(_WHAT), _opened(path, data_key, Role.ARCHIVE) as connection:
            key = sub_key(data_key, Purpose.DATABASE)
            is_whole = all(line.ok for line in check_connection(connection, path, key))
            rows, head = table_rows(connection), journal_head(connection)
    except StorageError as error:
        if isinstance(error.__cause__, DriverError):
            raise refuse_archive("里面的档案打不开") from error
        raise
    if not is_whole or rows != manifest.rows:
        raise refuse_archive("里面的档案没有通过检查")
    if head != (manifest.journal_sequence, manifest.journal_chain):
        raise refuse_archive("里面的操作记录与说明不符")


@contextmanager
def _opened(path: Path, data_key: bytes, role: Role) -> Iterator[RawConnection]:
    connection = open_connection(path, sub_key(data_key, Purpose.DATABASE), role)
    try:
        yield connection
    finally:
        connection.close()


def _refuse_newer(manifest: Manifest) -> None:
    steps = ScriptDirectory(str(Path(__file__).parent / "migrations")).walk_revisions()
    if manifest.schema and manifest.schema not in {step.revision for step in steps}:
        raise TooNewError("这个备份由更新版本的暖档建立，没有改动。请先升级程序再恢复。")


def _compare(folder: Path, data_key: bytes, manifest: Manifest, staging: Path) -> Comparison:
    live = folder / DATABASE_NAME
    if not live.exists() and not KeyRing.exists(folder):
        return Comparison(manifest.created, False, None, None)
    is_same: bool | None = None
    with suppress(StorageError):
        is_same = KeyRing(folder).owns(data_key)
    after = None
    if is_same and live.exists():
        # A damaged file is what a restore is for: not being able to tell is an answer, too.
        with suppress(StorageError), storage_errors(_WHAT):
            after = _operations_after(live, data_key, staging / DATABASE_NAME)
    return Comparison(manifest.created, True, is_same, after)


def _operations_after(live: Path, data_key: bytes, copy: Path) -> int:
    """Operations of the living file that the copy does not hold, found by the chain's values."""
    with _opened(live, data_key, Role.READER) as connection:
        last, _ = journal_head(connection)
        own = _chain_values(connection) if last else {}
    with _opened(copy, data_key, Role.ARCHIVE) as connection:
        other = _chain_values(connection) if journal_head(connection)[0] else {}
    return sum(1 for number, value in own.items() if other.get(number) != value)


def _chain_values(connection: RawConnection) -> dict[int, str]:
    return dict(connection.execute("SELECT id, chain FROM operation").fetchall())


def _gather(file: Path, folder: Path, data_key: bytes, manifest: Manifest) -> tuple[str, ...]:
    """Bring the attachments of an automatic backup to the others; what is found nowhere."""
    key, staging = sub_key(data_key, Purpose.ATTACHMENT), folder / _STAGING
    present = set(attachments.stored_names(staging))
    missing = []
    for name in manifest.attachments:
        if name in present or _is_whole(folder, key, name):
            continue
        if not _is_whole(file.parent, key, name):
            missing.append(name)
            continue
        target = attachments.place_of(staging, name)
        make_folder(target.parent, what=_WHAT)
        source = attachments.place_of(file.parent, name)
        write_atomically(target, read_bytes(source, what=_WHAT, limit=1 << 30), what=_WHAT)
    return tuple(missing)


def _is_whole(folder: Path, key: bytes, name: str) -> bool:
    try:
        attachments.load(folder, key, name)
    except (DamagedError, StorageError):
        return False
    return True


def _plan(folder: Path, now: datetime, comparison: Comparison) -> Path:
    """Write down what will be exchanged; before this nothing has changed, after it all will."""
    stamp = now.astimezone(_CHINA).strftime("%Y%m%d-%H%M%S")
    number, suffix = 1, stamp
    while (folder / f"{_KEPT}{suffix}").exists():
        number += 1
        suffix = f"{stamp}-{number}"
    # Another office's scans and backups go out of the way; of the same one they stay and serve.
    is_other = comparison.is_same_office is False
    candidates = (*_OLD_FILES, *_OLD_FOLDERS) if is_other else _OLD_FILES
    old = [name for name in candidates if (folder / name).exists()]
    if comparison.is_same_office:
        old.remove(SIDECAR_NAME)
    with os_errors(_WHAT):
        fsync_dir(folder / _STAGING)
    plan = {"kept": f"{_KEPT}{suffix}", "old": old}
    write_atomically(folder / _PLAN, json.dumps(plan).encode(), what=_WHAT)
    return folder / f"{_KEPT}{suffix}"


def _set_aside(folder: Path, kept: Path, names: list[str]) -> None:
    for name in names:
        if (folder / name).exists() and not (kept / name).exists():
            make_folder(kept, what=_WHAT)
            replace(folder / name, kept / name)
    fsync_dir(folder)


def _move_in(staging: Path, folder: Path) -> None:
    for name in attachments.stored_names(staging):
        target = attachments.place_of(folder, name)
        make_folder(target.parent, what=_WHAT)
        replace(attachments.place_of(staging, name), target)
    for name in _OLD_FILES:
        if (staging / name).is_file():
            replace(staging / name, folder / name)
    fsync_dir(folder)
