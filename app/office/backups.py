"""Backups as the office sees them: made by hand or by themselves, and listed.

The archive itself, its checks and its retention are `db.backup`; brought back they are by `app.office.restoring`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from app.changes import Op
from app.errors import (
    UserError,
)
from app.office.clock import CHINA, Clock
from app.office.session import Office
from app.office.settings import read_settings
from app.progress import Progress
from app.version import VERSION
from db import backup
from db.files import os_errors
from db.models import Operation, Setting

__all__ = [
    "COPY_DAYS",
    "ENDING",
    "BackupRow",
    "MadeBackup",
    "age_sentence",
    "automatic",
    "back_up",
    "backups",
    "copy_sentence",
    "days_without_copy",
    "before_migration",
    "newest_backup",
    "newest_stamp",
    "suggested_name",
]

ENDING = ".nuandang"
COPY_DAYS = 7
"""After so many days a copy away from this computer is due (R07)."""

_NO_CHANGE = (
    Op.LOG_IN,
    Op.LOG_OUT,
    Op.OPEN_CASE,
    Op.UNMASK,
    Op.BACK_UP,
    Op.CHECK_INTEGRITY,
    Op.READ_JOURNAL,
    Op.VERIFY_PAPER,
)
"""Operations after which nothing new needs to be saved."""

_REASONS = {
    "start": "打开程序时",
    "exit": "退出程序时",
    "hand": "手工",
    "before-import": "导入之前",
    "before-restore": "恢复之前",
    "before-migration": "升级之前",
    "before-check": "检查之前",
    "before-destroying": "销毁之前",
}


@dataclass(frozen=True)
class BackupRow:
    """One automatic backup in the office's folder. `size` in bytes, `stamp` in UTC."""

    path: Path
    stamp: datetime
    reason: str
    size: int


@dataclass(frozen=True)
class MadeBackup:
    """A backup that has passed its checks. `left_out`: papers that were damaged on this computer before."""

    path: Path
    left_out: int

    @property
    def warning(self) -> str:
        """What is not in it, in a sentence; empty where all is."""
        if not self.left_out:
            return ""
        return (
            f"有 {self.left_out} 件材料在这台电脑上已经损坏，没有进入备份；"
            "请做一次完整性检查，看是哪些，再从以前的备份找回或者重新扫描。"
        )


def backups(office: Office) -> tuple[BackupRow, ...]:
    """The automatic backups, newest first."""
    return tuple(
        BackupRow(row.path, row.stamp, _REASONS.get(row.reason, row.reason), row.size)
        for row in backup.list_backups(office.folder)
    )


def newest_stamp(office: Office) -> datetime | None:
    """When the newest automatic backup was made (UTC); None if there is none.

    One of a moment ahead, left by a clock that was wrong, says nothing about today.
    """
    now = office.clock.now()
    stamps = (row.stamp for row in backup.list_backups(office.folder))
    return next((stamp for stamp in stamps if stamp <= now), None)


def newest_backup(folder: Path) -> Path | None:
    """The newest automatic backup of a folder whose office does not open; None if there is none."""
    found = backup.list_backups(folder)
    return found[0].path if found else None


def suggested_name(office: Office) -> str:
    """A file name for a stick: the day, no name of anybody."""
    return f"暖档备份-{office.today:%Y%m%d}{ENDING}"


def back_up(office: Office, *, file: Path, progress: Progress | None = None) -> MadeBackup:
    """Everything in one archive, checked to the last page before it counts; journalled.

    One that was written to another device is remembered as the last copy kept apart. `file` must not
    exist; the ending is added. Raises AccessDeniedError, StorageError, Cancelled.
    """
    target = file if file.suffix == ENDING else file.with_name(file.name + ENDING)
    if target.exists():
        raise UserError("已经有同名的文件，没有覆盖。请换一个文件名。")
    office.record(Op.BACK_UP)
    made = backup.back_up(
        office.folder,
        office.keys.data,
        target,
        now=office.clock.now(),
        program=VERSION,
        step=_steps(progress, "正在备份并校验"),
    )
    if _is_elsewhere(target, office.folder):
        _remember_copy(office)
    return _told(made)


def days_without_copy(office: Office) -> int:
    """Days since a backup was last written to another device, or since the office was made (R07)."""
    with office.read() as session:
        told = str(read_settings(session)["last_copy_on"])
        made = session.scalar(
            # The first one that is met: the rows behind it are not looked at.
            select(Operation.at)
            .where(Operation.op == Op.CREATE_OFFICE.name)
            .order_by(Operation.id)
            .limit(1)
        )
    if told:
        since = date.fromisoformat(told)
    elif made is not None:
        since = made.astimezone(CHINA).date()
    else:
        return 0
    return max(0, (office.today - since).days)


def copy_sentence(office: Office) -> tuple[str, bool]:
    """How long ago everything was copied to another device, in words, and whether that is good."""
    with office.read() as session:
        is_first = not read_settings(session)["last_copy_on"]
    days = days_without_copy(office)
    if is_first:
        return "还没有备份到 U 盘", days <= COPY_DAYS
    return ("今天备份到过 U 盘" if days == 0 else f"{days} 天前备份到过 U 盘"), days <= COPY_DAYS


def _is_elsewhere(file: Path, folder: Path) -> bool:
    """Whether a file lies on another device than the office: a stick, a second disk, a share."""
    return _device(file) != _device(folder)


def _device(path: Path) -> int:
    with os_errors("备份"):
        return path.stat().st_dev


def _remember_copy(office: Office) -> None:
    with office.write(Op.BACK_UP, reason_code="copied") as work:
        key, day = "last_copy_on", office.today.isoformat()
        row = work.session.scalars(select(Setting).where(Setting.key == key)).first()
        if row is None:
            work.session.add(Setting(key=key, value=day))
        else:
            row.value = day
        work.done()


def automatic(
    office: Office, reason: str, *, only_if_due: bool = False, progress: Progress | None = None
) -> MadeBackup | None:
    """An automatic backup in the office's own folder; None where nothing new needs one.

    `reason` is a key such as "start", "exit", "hand". With `only_if_due` the last one must be half an
    hour old; at exit any change since then counts. Raises StorageError.
    """
    last, now = _last_change(office), office.clock.now()
    if only_if_due and not backup.is_due(office.folder, now, last):
        return None
    newest = newest_stamp(office)
    if reason == "exit" and newest is not None and (last is None or last <= newest):
        return None
    made = backup.auto_backup(
        office.folder,
        office.keys.data,
        reason,
        now=now,
        program=VERSION,
        step=_steps(progress, "正在备份并校验"),
    )
    return _told(made)


def _told(made: backup.BackupInfo) -> MadeBackup:
    return MadeBackup(made.path, len(made.damaged_attachments))


def before_migration(folder: Path, clock: Clock) -> Callable[[bytes], object]:
    """What `log_in` calls before it changes the tables of an older file."""

    def make(data_key: bytes) -> object:
        return backup.auto_backup(
            folder, data_key, "before-migration", now=clock.now(), program=VERSION
        )

    return make


def _last_change(office: Office) -> datetime | None:
    names = [op.name for op in _NO_CHANGE]
    with office.read() as session:
        return session.scalar(
            select(func.max(Operation.at)).where(
                Operation.result == "done", Operation.op.not_in(names)
            )
        )


def _steps(progress: Progress | None, label: str) -> Callable[[], None]:
    if progress is None:
        return lambda: None
    progress.start(label)
    return progress.step


def age_sentence(newest: datetime | None, now: datetime) -> tuple[str, bool]:
    """How old the newest backup is, in words, and whether that is good (R07: seven days)."""
    if newest is None:
        return "还没有备份，请现在做一次。", False
    age = now - newest
    if age > timedelta(days=7):
        return f"最近的备份已经是 {age.days} 天以前的，请备份到 U 盘。", False
    return ("今天备份过" if age < timedelta(days=1) else f"最近的备份是 {age.days} 天以前的"), True
