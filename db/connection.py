"""Opening the file: the one recipe, read back at each opening, and the engines made of it (R02, R03).

The order of the recipe matters. `synchronous=EXTRA` stands before `journal_mode=WAL`: enumerated
crash states showed lost commits for the other order. The driver's own transactions do not cover
DDL, so it is left in autocommit, and every unit begins with an explicit BEGIN.
"""

import os
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool

from db import driver
from db.driver import RawConnection
from db.errors import StorageError
from db.failures import stops_writing, storage_errors, translate
from db.files import fsync_dir
from db.location import refuse_folder

__all__ = [
    "DATABASE_NAME",
    "RECIPES",
    "Role",
    "create_file",
    "is_stopped",
    "open_connection",
    "reader_engine",
    "refuse_folder",
    "refuse_old_sqlite",
    "storage_errors",
    "translate",
    "writer_engine",
]

DATABASE_NAME = "office.db"
_LEAST_SQLITE = (3, 51, 3)
"""Earlier ones can lose a commit when the write-ahead log starts anew (fault of SQLite)."""
_BUSY_SECONDS = 10
_CACHE_KIB = 64 * 1024
_READER_CACHE_KIB = 16 * 1024
"""Several readers stand open beside each other: with more, a window over a million people takes 300 MB."""
_WRITER_WAIT = 30
_READERS = 8


class Role(Enum):
    """What a connection is for."""

    WRITER = auto()
    READER = auto()
    COPIER = auto()
    """Reads the live file and makes copies: `VACUUM INTO` counts as writing."""
    ARCHIVE = auto()
    """Reads a copy, which stays in the form that a read-only medium needs."""


_Pragma = tuple[str, str, str]
_LIVE: tuple[_Pragma, ...] = (("synchronous", "EXTRA", "3"), ("journal_mode", "WAL", "wal"))
_ALWAYS: tuple[_Pragma, ...] = (
    ("foreign_keys", "ON", "1"),
    ("secure_delete", "ON", "1"),
    ("temp_store", "MEMORY", "2"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("mmap_size", "0", "0"),
    ("busy_timeout", str(_BUSY_SECONDS * 1000), str(_BUSY_SECONDS * 1000)),
)


def _cache(kib: int) -> _Pragma:
    return ("cache_size", str(-kib), str(-kib))


# SQLITE_DBCONFIG_DEFENSIVE cannot be set through this driver.
RECIPES: dict[Role, tuple[_Pragma, ...]] = {
    Role.WRITER: (*_LIVE, *_ALWAYS, _cache(_CACHE_KIB), ("recursive_triggers", "ON", "1")),
    Role.READER: (*_LIVE, *_ALWAYS, _cache(_READER_CACHE_KIB), ("query_only", "ON", "1")),
    Role.COPIER: (*_LIVE, *_ALWAYS, _cache(_CACHE_KIB)),
    Role.ARCHIVE: (*_ALWAYS, _cache(_CACHE_KIB), ("query_only", "ON", "1")),
}
"""Name, value to set, value to read back; in this order."""


def refuse_old_sqlite(version: tuple[int, ...] = driver.SQLITE_VERSION) -> None:
    """Raise StorageError if the SQLite inside is one that can lose data."""
    if version < _LEAST_SQLITE:
        raise StorageError("程序自带的数据库组件版本过旧，为了数据安全没有打开。请重新安装暖档。")


def create_file(path: Path) -> None:
    """Make the empty file, readable by its owner alone. Raises StorageError if there is one."""
    refuse_folder(path.parent)
    with storage_errors("单位档案的建立"):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError as error:
            raise StorageError(
                "这个文件夹里已经有一个单位的档案，没有改动。请换一个文件夹。"
            ) from error
        fsync_dir(path.parent)


def open_connection(path: Path, key: bytes, role: Role) -> RawConnection:
    """One connection of the driver, by the recipe, in autocommit. `key` is the sub key DATABASE.

    A missing file is an error, never a new empty one. Raises StorageError; the driver's own errors
    for what the reading of a damaged file says (see `db.integrity.examine`).
    """
    if len(key) != 32:
        raise ValueError("a file key has 32 bytes")
    refuse_old_sqlite()
    if not path.is_file():
        raise StorageError(
            "找不到单位的档案文件（office.db），没有打开。请检查存储设备的连接，或从备份恢复。"
        )
    mode = "ro" if role is Role.ARCHIVE else "rw"
    connection = driver.connect(path, mode=mode, busy_seconds=_BUSY_SECONDS)
    try:
        _apply(connection, key, RECIPES[role])
    except BaseException:
        connection.close()
        raise
    return connection


def _apply(connection: RawConnection, key: bytes, recipe: tuple[_Pragma, ...]) -> None:
    # SQLCipher writes its complaints to the terminal otherwise.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    # The first read: a wrong key and a file that is none show themselves here.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if str(_read(connection, "cipher_status")) != "1":
        raise StorageError("数据库组件没有加密功能，为了安全没有打开。请重新安装暖档。")
    for name, value, _ in recipe:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    for name, _, expected in recipe:
        if str(_read(connection, name)).lower() != expected:
            raise StorageError(
                "数据库的安全设置没有生效，为了数据安全没有打开。"
                f"请重新安装暖档；如果还不行，请把“{name}”告诉维护人员。"
            )


def _read(connection: RawConnection, name: str) -> Any:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


class _Health:
    """Whether an engine may still be used."""

    def __init__(self) -> None:
        self.stopped = False


_healths: "WeakKeyDictionary[Engine, _Health]" = WeakKeyDictionary()


def is_stopped(engine: Engine) -> bool:
    """Whether an I/O error has ended this engine's work (R06).

    Then dispose of it, let `db.integrity.examine` look at the file, and make a new one.
    """
    return _healths[engine].stopped


def writer_engine(
    path: Path, key: bytes, prepare: Callable[[RawConnection], None] | None = None
) -> Engine:
    """The engine of the one thread that writes; each unit is BEGIN IMMEDIATE … COMMIT.

    It has one connection, so TEMP triggers installed by `prepare` hold for all that is written.
    `prepare` gets each new connection of the driver, in autocommit, after the recipe. Faults of
    disk and lock come out as StorageError; after an I/O error nothing more is written.
    """
    return _engine(path, key, Role.WRITER, prepare)


def reader_engine(path: Path, key: bytes) -> Engine:
    """An engine for any thread; each unit sees one state of the file and can change nothing."""
    return _engine(path, key, Role.READER, None)


def _engine(
    path: Path, key: bytes, role: Role, prepare: Callable[[RawConnection], None] | None
) -> Engine:
    refuse_folder(path.parent)

    def create() -> RawConnection:
        with storage_errors("单位档案的打开"):
            connection = open_connection(path, key, role)
            if prepare is not None:
                try:
                    prepare(connection)
                except BaseException:
                    connection.close()
                    raise
            return connection

    is_writer = role is Role.WRITER
    # The dialect's own choice of a pool for this URL closes connections that are in use.
    engine = create_engine(
        f"sqlite+pysqlite:///{path.absolute().as_posix()}",
        module=driver.module,
        creator=create,
        poolclass=QueuePool,
        # What was read last stands in the cache of the connection that was used last.
        pool_use_lifo=True,
        pool_size=1 if is_writer else _READERS,
        max_overflow=0,
        pool_timeout=_WRITER_WAIT,
        # An error's text must not carry a person's data into a log.
        hide_parameters=True,
    )
    health = _healths[engine] = _Health()
    begin_with = "BEGIN IMMEDIATE" if is_writer else "BEGIN"

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if health.stopped:
            raise StorageError(
                "磁盘出过错，程序已停止写入，这次操作没有完成。请关闭程序后重新打开，"
                "程序会先检查档案是否完好。"
            )
        connection.exec_driver_sql(begin_with)

    @event.listens_for(engine, "reset")
    def reset(connection: RawConnection, *_: object) -> None:
        # WORKAROUND: SQLAlchemy 2.1 rolls nothing back after a commit that failed, and SQLite leaves the
        # transaction open where a foreign key is asked at its end: every write after it would fail.
        # Until closing a session does so.
        connection.rollback()

    @event.listens_for(engine, "handle_error")
    def handle_error(context: ExceptionContext) -> None:
        if stops_writing(context.original_exception):
            health.stopped = True
        translated = translate(context.original_exception)
        if translated is not None:
            raise translated from context.original_exception

    return engine
