"""A file is the old one or the new one, and each refusal has its sentence."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db.errors import StorageError
from db.files import (
    free_bytes,
    make_folder,
    os_errors,
    read_bytes,
    refuse_when_full,
    translate_os_error,
    write_atomically,
)


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "工会.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two" * 100_000)
    assert path.read_bytes() == b"two" * 100_000
    assert [file.name for file in tmp_path.iterdir()] == ["工会.json"]


def test_the_order_is_write_sync_replace_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112
        real_sync(handle)

    def replace(source: Path, target: Path) -> Path:
        done.append("replace")
        return real_replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    write_atomically(tmp_path / "a", b"x")
    assert done == ["file", "replace", "folder"]


@pytest.mark.parametrize("call", ["open", "write", "fsync", "close"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "a"
    write_atomically(path, b"old")
    calls = [0]

    def fail(*_: object, **__: object) -> None:
        calls[0] += 1
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(StorageError, match="密码的修改没有完成"):
            write_atomically(path, b"new", what="密码的修改")
    # A failed fsync is never tried again: the kernel may have thrown the data away.
    assert calls[0] == 1
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:7])))
    write_atomically(tmp_path / "a", bytes(range(200)))
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == bytes(range(200))


def test_a_sharing_violation_is_waited_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = Path.replace, [0]

    def replace(source: Path, target: Path) -> Path:
        tries[0] += 1
        if tries[0] < 4:
            error = PermissionError(errno.EACCES, "held by a scanner")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        return real(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    write_atomically(tmp_path / "a", b"x")
    assert tries[0] == 4


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomically(path, b"old")
    child = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from db.errors import StorageError
from db.files import write_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
try:
    write_atomically(Path({str(path)!r}), bytes(5000))
except StorageError as error:
    sys.stdout.buffer.write(str(error).encode())
"""
    done = subprocess.run(
        [sys.executable, "-c", child], capture_output=True, timeout=60, check=True
    )
    assert "磁盘已满" in done.stdout.decode()
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "没有权限"),
        (errno.EIO, "已断开"),
        (errno.ENOENT, "找不到"),
        (errno.EMFILE, "太多"),
        (errno.ENAMETOOLONG, "文件名太长"),
        (errno.EXDEV, "读写文件时出错"),
    ],
)
def test_each_error_has_a_sentence_without_the_path(number: int, words: str) -> None:
    error = translate_os_error(OSError(number, "cause", "/home/王芳.pdf"), "备份")
    assert words in str(error) and "备份没有完成" in str(error)
    assert "备份" in str(error)
    assert "王芳" not in str(error)
    assert str(error).endswith("。")


def test_os_errors_lets_other_errors_pass() -> None:
    with pytest.raises(ZeroDivisionError), os_errors("备份"):
        raise ZeroDivisionError


def test_too_much_is_refused_not_cut(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(11))
    assert read_bytes(tmp_path / "a", what="读取", limit=11) == bytes(11)
    with pytest.raises(StorageError, match="大得不正常"):
        read_bytes(tmp_path / "a", what="读取", limit=10)
    with pytest.raises(StorageError, match="找不到"):
        read_bytes(tmp_path / "b", what="读取", limit=10)


def test_free_space_of_a_folder_that_is_yet_to_be(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "a" / "b" / "c") > 0
    refuse_when_full(tmp_path / "a", 1, what="备份")
    with pytest.raises(StorageError, match="备份没有开始"):
        refuse_when_full(tmp_path / "a", 1 << 60, what="备份")


def test_folders_are_private(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b", what="数据")
    make_folder(tmp_path / "a" / "b", what="数据")
    if sys.platform != "win32":
        assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(StorageError):
        make_folder(tmp_path / "f" / "x", what="数据")
