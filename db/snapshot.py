"""One state of the running file, copied and checked, for a backup to be made of."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from db.archive import REGISTER_NAME, Entry, Manifest
from db.connection import DATABASE_NAME, Role, open_connection
from db.driver import Error as DriverError
from db.driver import RawConnection
from db.errors import StorageError
from db.failures import is_doubtful, storage_errors
from db.files import fsync_file, make_folder, os_errors, read_bytes, refuse_when_full
from db.integrity import check_connection, examine
from db.keys import Purpose, key_check, sub_key
from db.sidecar import SIDECAR_NAME

__all__ = ["BACKUPS_NAME", "SPARE", "Snapshot", "journal_head", "snapshot", "table_rows"]

BACKUPS_NAME = "backups"
SPARE = 64 * 1024 * 1024
"""Bytes that stay free for the running file, whatever else is written."""

_WHAT = "备份"
_WORK = ".work-"


@dataclass(frozen=True)
class Snapshot:
    """One state of the file, copied and checked, with what goes along with it."""

    parts: dict[str, Path | bytes]
    rows: dict[str, int]
    schema: str
    journal_sequence: int
    journal_chain: str
    key_check: str

    def manifest(
        self,
        entries: dict[str, Entry],
        *,
        program: str,
        now: datetime,
        reason: str,
        is_whole: bool,
        names: tuple[str, ...],
    ) -> Manifest:
        """What the archive with these entries says of itself."""
        return Manifest(
            program,
            self.schema,
            now.astimezone(UTC),
            reason,
            is_whole,
            self.key_check,
            self.journal_sequence,
            self.journal_chain,
            self.rows,
            entries,
            names,
        )


@contextmanager
def snapshot(folder: Path, data_key: bytes) -> Iterator[Snapshot]:
    """Copy the running file beside the backups and check the copy; it goes at the block's end.

    Raises StorageError, or DamagedError if the office's own file is damaged.
    """
    live, key = folder / DATABASE_NAME, sub_key(data_key, Purpose.DATABASE)
    with os_errors(_WHAT):
        if not live.is_file():
            raise StorageError(
                "找不到单位的档案文件（office.db），没有备份。请检查存储设备的连接。"
            )
        needed = 2 * live.stat().st_size + SPARE
    refuse_when_full(folder, needed, what=_WHAT)
    work = folder / BACKUPS_NAME / f"{_WORK}{token_hex(6)}"
    _clear_work(folder)
    make_folder(work, what=_WHAT)
    try:
        copy = work / DATABASE_NAME
        rows = _copy_live(live, key, copy)
        yield _checked_copy(folder, copy, key, rows, key_check(data_key))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _clear_work(folder: Path) -> None:
    """What a killed program left behind."""
    for left in (folder / BACKUPS_NAME).glob(f"{_WORK}*"):
        shutil.rmtree(left, ignore_errors=True)


def _copy_live(live: Path, key: bytes, copy: Path) -> dict[str, int] | None:
    """Copy by VACUUM INTO: one state, same key, in the form a read-only medium needs.

    Returns the live file's row counts; None if somebody wrote meanwhile, so that they say nothing.
    """
    try:
        with storage_errors(_WHAT):
            connection = open_connection(live, key, Role.COPIER)
            try:
                before = _version(connection)
                rows = table_rows(connection)
                connection.execute("VACUUM INTO ?", (str(copy),))
                after = _version(connection)
            finally:
                connection.close()
            copy.chmod(0o600)
            fsync_file(copy)
    except StorageError as error:
        cause = error.__cause__
        if isinstance(cause, DriverError) and is_doubtful(cause):
            examine(live, key)
        raise
    return rows if before == after else None


def _version(connection: RawConnection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _checked_copy(
    folder: Path, copy: Path, key: bytes, rows: dict[str, int] | None, check: str
) -> Snapshot:
    with storage_errors(_WHAT):
        connection = open_connection(copy, key, Role.ARCHIVE)
        try:
            bad = [line.name for line in check_connection(connection, copy, key) if not line.ok]
            copied = table_rows(connection)
            schema = _schema(connection)
            sequence, chain = journal_head(connection)
        finally:
            connection.close()
    if bad or (rows is not None and rows != copied):
        examine(folder / DATABASE_NAME, key)
        raise StorageError("备份没有通过检查，没有保存；原有的备份都在。请检查磁盘后再备份一次。")
    parts: dict[str, Path | bytes] = {
        DATABASE_NAME: copy,
        SIDECAR_NAME: read_bytes(folder / SIDECAR_NAME, what=_WHAT, limit=4 << 20),
    }
    register = folder / REGISTER_NAME
    if register.is_file():
        parts[REGISTER_NAME] = read_bytes(register, what=_WHAT, limit=256 << 20)
    return Snapshot(parts, copied, schema, sequence, chain, check)


def journal_head(connection: RawConnection) -> tuple[int, str]:
    """Number and chain value of the last operation; (0, "") for a file without one."""
    if not _has_table(connection, "operation"):
        return 0, ""
    row = connection.execute("SELECT id, chain FROM operation ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def _schema(connection: RawConnection) -> str:
    if not _has_table(connection, "alembic_version"):
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def _has_table(connection: RawConnection, name: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (name,)).fetchone() is not None


def table_rows(connection: RawConnection) -> dict[str, int]:
    """Number of rows of every table."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " ORDER BY name"
    ).fetchall()
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{_quoted(name)}"').fetchone()[0])  # noqa: S608 - the file's own table names, quoted
        for (name,) in names
    }


def _quoted(name: str) -> str:
    return name.replace('"', '""')
