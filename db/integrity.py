"""Is the file whole? Every page's HMAC, the structure, the foreign keys (R09, R30).

SQLite's own check misses one flipped bit in twenty; the HMAC of the page finds each. And what looks
like damage is often a plug that was pulled: nothing is called damaged that was not read twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db.connection import Role, open_connection
from db.driver import Error as DriverError
from db.driver import RawConnection
from db.errors import DamagedError, StorageError
from db.failures import is_doubtful, translate
from db.files import os_errors
from db.pages import page_faults
from db.steps import Step, no_step

__all__ = ["CheckLine", "check_connection", "check_file", "examine"]

_ROWS_NAMED = 20
_PAGES, _STRUCTURE, _LINKS = "加密校验", "文件结构", "数据关联"
_STATEMENT_STEPS = 1000
"""Of SQLite's virtual machine; a few milliseconds."""


@dataclass(frozen=True)
class CheckLine:
    """One line of the integrity check. The detail names tables and pages, never a person."""

    name: str
    ok: bool
    detail: str


def _structure_faults(connection: RawConnection) -> list[str]:
    rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _link_faults(connection: RawConnection) -> list[str]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [f"{table} 第 {row_id} 行指向不存在的 {parent}" for table, row_id, parent, _ in rows]


def check_connection(
    connection: RawConnection, path: Path, key: bytes, step: Step = no_step
) -> tuple[CheckLine, ...]:
    """Run every check on an open connection to `path`. A page that cannot be read is a fault, not an error.

    Raises the driver's Error or StorageError for a disk that does not answer, and what `step` raises.
    """
    checks: tuple[tuple[str, Callable[[], list[str]]], ...] = (
        (_PAGES, lambda: page_faults(path, key, step)),
        (_STRUCTURE, lambda: _structure_faults(connection)),
        (_LINKS, lambda: _link_faults(connection)),
    )
    lines = []
    connection.set_progress_handler(step, _STATEMENT_STEPS)
    for name, look in checks:
        try:
            faults = look()
        except DriverError as error:
            # Where it raised in the midst of a statement, SQLite says no more than that it was interrupted.
            step()
            if not is_doubtful(error):
                raise
            faults = ["有内容读不出来"]
        detail = "正常" if not faults else "；".join(faults[:_ROWS_NAMED])
        lines.append(CheckLine(name, not faults, detail))
    return tuple(lines)


def check_file(
    path: Path, key: bytes, role: Role = Role.READER, step: Step = no_step
) -> tuple[CheckLine, ...]:
    """Open, check, and if something is wrong close, open and check again; the second look counts.

    `role` is READER for the live file, ARCHIVE for a copy. Raises StorageError when the disk does
    not answer, and what `step` raises; damage is told in the lines.
    """
    lines = _look(path, key, role, step)
    return lines if all(line.ok for line in lines) else _look(path, key, role, step, is_last=True)


def examine(path: Path, key: bytes, role: Role = Role.READER) -> None:
    """Return if the file is whole. Raises DamagedError only after two readings, else StorageError."""
    bad = [line for line in check_file(path, key, role) if not line.ok]
    if bad:
        raise DamagedError(
            f"单位的档案文件已损坏（{'、'.join(line.name for line in bad)}没有通过）。"
            "请不要继续录入，从最近的备份恢复。"
        )


def _look(
    path: Path, key: bytes, role: Role, step: Step, *, is_last: bool = False
) -> tuple[CheckLine, ...]:
    # A pulled plug or a missing right is told by the system itself, before SQLite guesses.
    with os_errors("单位档案的检查"), path.open("rb") as stream:
        stream.read(1)
    try:
        connection = open_connection(path, key, role)
    except DriverError as error:
        return _unreadable(error)
    try:
        if is_last and role is not Role.ARCHIVE:
            # A page torn by a plug pulled while the log went into the file stands whole in the log.
            connection.execute("PRAGMA wal_checkpoint").fetchall()
        return check_connection(connection, path, key, step)
    except DriverError as error:
        return _unreadable(error)
    finally:
        connection.close()


def _unreadable(error: Exception) -> tuple[CheckLine, ...]:
    if is_doubtful(error):
        return (CheckLine(_PAGES, False, "文件打不开：内容损坏，或与钥匙文件不相配"),)
    raise translate(error) or StorageError(
        "单位的档案检查不了，没有改动。请关闭程序后重新打开再试。"
    ) from error
