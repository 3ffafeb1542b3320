"""Is the file whole? Every page's HMAC, the structure, the foreign keys (R09, R30).

SQLite's own check misses one flipped bit in twenty; SQLCipher's finds each. And what looks like
damage is often a plug that was pulled: nothing is called damaged that was not read twice.
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

__all__ = ["CheckLine", "check_connection", "check_file", "examine"]

_ROWS_NAMED = 20


@dataclass(frozen=True)
class CheckLine:
    """One line of the integrity check. The detail names tables and pages, never a person."""

    name: str
    ok: bool
    detail: str


def _hmac_faults(connection: RawConnection) -> list[str]:
    return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]


def _structure_faults(connection: RawConnection) -> list[str]:
    rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _link_faults(connection: RawConnection) -> list[str]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [f"{table} 第 {row_id} 行指向不存在的 {parent}" for table, row_id, parent, _ in rows]


_CHECKS: tuple[tuple[str, Callable[[RawConnection], list[str]]], ...] = (
    ("加密校验", _hmac_faults),
    ("文件结构", _structure_faults),
    ("数据关联", _link_faults),
)


def check_connection(connection: RawConnection) -> tuple[CheckLine, ...]:
    """Run every check on an open connection. A page that cannot be read is a fault, not an error.

    Raises the driver's Error for a disk that does not answer.
    """
    lines = []
    for name, look in _CHECKS:
        try:
            faults = look(connection)
        except DriverError as error:
            if not is_doubtful(error):
                raise
            faults = ["有内容读不出来"]
        detail = "正常" if not faults else "；".join(faults[:_ROWS_NAMED])
        lines.append(CheckLine(name, not faults, detail))
    return tuple(lines)


def check_file(path: Path, key: bytes, role: Role = Role.READER) -> tuple[CheckLine, ...]:
    """Open, check, and if something is wrong close, open and check again; the second look counts.

    `role` is READER for the live file, ARCHIVE for a copy. Raises StorageError when the disk does
    not answer; damage is told in the lines.
    """
    lines = _look(path, key, role)
    return lines if all(line.ok for line in lines) else _look(path, key, role)


def examine(path: Path, key: bytes, role: Role = Role.READER) -> None:
    """Return if the file is whole. Raises DamagedError only after two readings, else StorageError."""
    bad = [line for line in check_file(path, key, role) if not line.ok]
    if bad:
        raise DamagedError(
            f"单位的档案文件已损坏（{'、'.join(line.name for line in bad)}没有通过）。"
            "请不要继续录入，从最近的备份恢复。"
        )


def _look(path: Path, key: bytes, role: Role) -> tuple[CheckLine, ...]:
    # A pulled plug or a missing right is told by the system itself, before SQLite guesses.
    with os_errors("单位档案的检查"), path.open("rb") as stream:
        stream.read(1)
    try:
        connection = open_connection(path, key, role)
    except DriverError as error:
        return _unreadable(error)
    try:
        return check_connection(connection)
    except DriverError as error:
        return _unreadable(error)
    finally:
        connection.close()


def _unreadable(error: Exception) -> tuple[CheckLine, ...]:
    if is_doubtful(error):
        return (CheckLine(_CHECKS[0][0], False, "文件打不开：内容损坏，或与钥匙文件不相配"),)
    raise translate(error) or StorageError(
        "单位的档案检查不了，没有改动。请关闭程序后重新打开再试。"
    ) from error
