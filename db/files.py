"""Writing a file so that it is either the old one or the new one, whole, whatever happens (R05).

SQLite looks after the database. Everything else beside it (key wraps, public register, attachments,
backups, printed papers) goes through `write_atomically`.
"""

import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from db.errors import StorageError

__all__ = [
    "LOW_SPACE",
    "fsync_dir",
    "fsync_file",
    "free_bytes",
    "make_folder",
    "os_errors",
    "read_bytes",
    "refuse_when_full",
    "replace",
    "translate_os_error",
    "write_atomically",
]

LOW_SPACE = 500 * 1024 * 1024
"""Below this many free bytes the window warns (T4)."""

_TEMPORARY = ".part"
# A virus scanner or an indexer on Windows holds a new file for a moment: 10 tries, 1.3 s in all.
_SHARING_PAUSES = tuple(0.01 * 1.6**n for n in range(10))
_SHARING_VIOLATIONS = frozenset({5, 32, 33})

_FULL = "磁盘已满，{what}没有完成。请清理磁盘空间后再试一次，已保存的内容不受影响。"
_READ_ONLY = "磁盘是只读的，{what}没有完成。请换一个可以写入的位置，或解除写保护后再试。"
_DENIED = "没有权限，{what}没有完成。请检查文件夹的权限，或换一个位置后再试。"
_GONE = "存储设备没有响应或已断开，{what}没有完成。请检查硬盘或 U 盘的连接，再重新打开程序。"
_MISSING = "找不到文件或文件夹，{what}没有完成。请检查位置是否正确。"
_TOO_MANY = "系统打开的文件太多，{what}没有完成。请关闭其他程序后再试。"
_LONG_NAME = "文件名太长，{what}没有完成。请换一个短一些的文件名或位置。"
_OTHER = "读写文件时出错，{what}没有完成。请检查磁盘后再试；如果还不行，请联系维护人员。"

_SENTENCES: dict[int, str] = {
    errno.ENOSPC: _FULL,
    errno.EFBIG: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EIO: _GONE,
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: _MISSING,
    errno.EISDIR: _MISSING,
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.ENAMETOOLONG: _LONG_NAME,
}
for _name, _sentence in (("EDQUOT", _FULL), ("ESTALE", _GONE), ("ENOTCONN", _GONE)):
    if hasattr(errno, _name):
        _SENTENCES[getattr(errno, _name)] = _sentence


def translate_os_error(error: OSError, what: str) -> StorageError:
    """The sentence for an error of the operating system.

    `what` names the piece of work as a Chinese noun phrase ("备份", "密码的修改"); it is put into
    the sentence, the file's path never is.
    """
    return StorageError(_SENTENCES.get(error.errno or 0, _OTHER).format(what=what))


@contextmanager
def os_errors(what: str) -> Iterator[None]:
    """Turn any OSError of the block into a StorageError about `what`."""
    try:
        yield
    except OSError as error:
        raise translate_os_error(error, what) from error


def fsync_dir(folder: Path) -> None:
    """Make renames and new names in the folder survive a power cut. Windows has no such call.

    Raises OSError; a caller outside this module wraps it in `os_errors`.
    """
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def fsync_file(path: Path) -> None:
    """Make a file that somebody else has written (SQLite, zipfile) survive a power cut."""
    # Windows flushes only through a handle that may write.
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path) -> None:
    """`os.replace` and fsync of the folder; waits out a sharing violation on Windows."""
    for pause in _SHARING_PAUSES:
        try:
            source.replace(target)
            break
        except OSError as error:
            if getattr(error, "winerror", None) not in _SHARING_VIOLATIONS:
                raise
            time.sleep(pause)
    else:
        source.replace(target)
    fsync_dir(target.parent)


def write_atomically(path: Path, data: bytes, *, what: str = "文件的保存") -> None:
    """Put `data` at `path`: after a crash at any moment the file is the old one or the new one.

    The folder must exist. The file is readable by its owner alone. After an error the old file
    stands and nothing else is left in the folder. A failed fsync is not tried again (R06).
    Raises StorageError with a sentence about `what`.
    """
    temporary = path.with_name(f".{path.name[:100]}.{token_hex(6)}{_TEMPORARY}")
    with os_errors(what):
        try:
            _write_new(temporary, data)
            replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def read_bytes(path: Path, *, what: str, limit: int) -> bytes:
    """The file's content, at most `limit` bytes. Raises StorageError, never returns a part."""
    with os_errors(what), path.open("rb") as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise StorageError(f"文件大得不正常，{what}没有完成。请确认选对了文件。")
    return data


def make_folder(folder: Path, *, what: str) -> None:
    """Create the folder and those above it, open to the owner alone, and sync the new name."""
    with os_errors(what):
        if folder.is_dir():
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        fsync_dir(folder.parent)


def free_bytes(path: Path) -> int:
    """Free space, in bytes, for this user on the disk that holds `path` or will hold it."""
    place = path.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    with os_errors("磁盘空间的检查"):
        return shutil.disk_usage(place).free


def refuse_when_full(path: Path, needed: int, *, what: str) -> None:
    """Refuse a larger piece of work before it fills the disk under the live file (T4)."""
    free = free_bytes(path)
    if free < needed:
        raise StorageError(
            f"磁盘空间不够，{what}没有开始：需要约 {_mib(needed)} MB，只剩 {_mib(free)} MB。"
            "请清理磁盘空间后再试。"
        )


def _mib(count: int) -> int:
    return -(-count // (1024 * 1024))
