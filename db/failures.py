"""What SQLite and SQLAlchemy complain about, as sentences for the user (R06).

Only faults of disk, lock and file become a StorageError. A broken constraint or wrong SQL is a bug
of ours and passes through untouched. Damage is never claimed from here: a read error of a medium
that was pulled out says "malformed" too. `db.integrity.examine` reads twice and then judges.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from db.driver import Error as DriverError
from db.errors import BusyError, StorageError
from db.files import translate_os_error

__all__ = ["is_doubtful", "stops_writing", "storage_errors", "translate"]

_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT = 3, 5, 6, 8, 10, 11
_FULL, _CANTOPEN, _PROTOCOL, _NOTADB = 13, 14, 15, 26
_READONLY_MOVED = _READONLY | 4 << 8

_DOUBT = (
    "读取档案时出错，程序已停止写入；刚才的修改可能没有保存，以前保存的不受影响。"
    "请检查硬盘连接，关闭程序后重新打开，程序会先检查档案是否完好。"
)
_DISK = (
    "读写磁盘时出错，程序已停止写入；刚才的修改可能没有保存，以前保存的不受影响。"
    "存储设备可能已断开，请检查连接，关闭程序后重新打开并核对最后一次修改。"
)
_SENTENCES: dict[int, str] = {
    _PERM: "没有权限读写单位的档案，这次修改没有保存。请检查文件夹的权限。",
    _READONLY: "单位的档案是只读的，这次修改没有保存。请检查文件夹的权限或磁盘的写保护。",
    _IOERR: _DISK,
    _CORRUPT: _DOUBT,
    _FULL: "磁盘已满，这次修改没有保存，以前保存的不受影响。请清理磁盘空间后再保存一次。",
    _CANTOPEN: "打不开单位的档案，这次操作没有完成。请检查存储设备的连接和文件夹的权限。",
    _PROTOCOL: "单位的档案被其他程序占用，这次操作没有完成。请关闭其他窗口后再试。",
    _NOTADB: _DOUBT,
}
_WAIT = "单位的档案正忙，这次操作没有完成，也没有改动。请稍等片刻再试。"

_STOPPING = frozenset({_IOERR, _CORRUPT, _NOTADB, _CANTOPEN, _PROTOCOL})


def _code(error: BaseException) -> int | None:
    """SQLite's extended code behind an error of the driver or of SQLAlchemy."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, DriverError):
        return None
    code = getattr(cause, "sqlite_errorcode", None)
    return code if isinstance(code, int) else None


def translate(error: BaseException, what: str = "这次操作") -> StorageError | None:
    """The StorageError for an error of the disk, the lock or the file; None for anything else.

    `what` names the work for errors of the operating system, as in `db.files`.
    """
    if isinstance(error, StorageError):
        return error
    if isinstance(error, OSError):
        return translate_os_error(error, what)
    if isinstance(error, PoolTimeoutError):
        return BusyError(_WAIT)
    code = _code(error)
    if code is None:
        return None
    if code & 0xFF in (_BUSY, _LOCKED):
        return BusyError(_WAIT)
    sentence = _SENTENCES.get(code & 0xFF)
    return StorageError(sentence) if sentence else None


def stops_writing(error: BaseException) -> bool:
    """Whether the state of the disk is unknown after this error, so that writing must end (R06)."""
    code = _code(error)
    return code is not None and (code & 0xFF in _STOPPING or code == _READONLY_MOVED)


def is_doubtful(error: BaseException) -> bool:
    """Whether the error looks like damage. It may be a pulled plug: read again before saying so."""
    code = _code(error)
    return code is not None and code & 0xFF in (_CORRUPT, _NOTADB)


@contextmanager
def storage_errors(what: str = "这次操作") -> Iterator[None]:
    """Let the block raise StorageError for what disk, lock and file do wrong; the rest as it is."""
    try:
        yield
    except (OSError, DriverError, DBAPIError, PoolTimeoutError) as error:
        translated = translate(error, what)
        if translated is None:
            raise
        raise translated from error
