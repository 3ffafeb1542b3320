"""One program per office; a killed one leaves nothing to clear away."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest

from db.errors import BusyError, StorageError
from db.lock import LOCK_NAME, Lock

NOW = datetime(2026, 11, 20, 1, 15, tzinfo=UTC)
CHILD = """
import sys
sys.path.insert(0, {root!r})
from datetime import UTC, datetime
from pathlib import Path
from db.lock import Lock
lock = Lock.acquire(Path({folder!r}), datetime(2026, 11, 20, 1, 15, tzinfo=UTC))
print("held", flush=True)
sys.stdin.read()
"""


def child(folder: Path) -> "subprocess.Popen[bytes]":
    code = CHILD.format(root=str(Path(__file__).parents[2]), folder=str(folder))
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"held"
    return process


def test_the_second_hears_who_and_since_when(tmp_path: Path) -> None:
    with Lock.acquire(tmp_path, NOW) as lock:
        with pytest.raises(BusyError) as caught:
            Lock.acquire(tmp_path, NOW)
        assert str(os.getpid()) in str(caught.value)
        assert "2026年11月20日 09:15" in str(caught.value)
    assert not lock.is_held
    lock.release()
    Lock.acquire(tmp_path, NOW).release()


def test_a_good_end_is_told_from_a_bad_one(tmp_path: Path) -> None:
    with Lock.acquire(tmp_path, NOW) as first:
        assert not first.was_unclean
    with Lock.acquire(tmp_path, NOW) as second:
        assert not second.was_unclean


def test_who_only_looked_does_not_end_a_crash(tmp_path: Path) -> None:
    Lock.acquire(tmp_path, NOW).release(in_order=False)
    for _ in range(2):
        with Lock.acquire(tmp_path, NOW) as lock:
            assert lock.was_unclean
    Lock.acquire(tmp_path, NOW).release(in_order=True)
    with Lock.acquire(tmp_path, NOW) as lock:
        assert not lock.was_unclean


def test_a_full_disk_keeps_neither_the_lock_nor_the_mark_of_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / LOCK_NAME).write_text("the power went")
    with monkeypatch.context() as full:
        full.setattr(os, "write", mock.Mock(side_effect=OSError(errno.ENOSPC, "")))
        with pytest.raises(StorageError, match="磁盘已满"):
            Lock.acquire(tmp_path, NOW)
    with Lock.acquire(tmp_path, NOW) as lock:
        assert lock.was_unclean


def test_another_process_is_busy_and_its_death_frees_the_office(tmp_path: Path) -> None:
    process = child(tmp_path)
    try:
        with pytest.raises(BusyError, match=str(process.pid)):
            Lock.acquire(tmp_path, NOW)
    finally:
        process.kill()
        process.communicate()
    with Lock.acquire(tmp_path, NOW) as lock:
        assert lock.was_unclean


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b'{"pid": "x"}',
        b'{"pid": 1e999, "host": "", "since": ""}',
        "王芳".encode(),
        b"\xff" * 9,
        b"[" * 2000,
    ],
)
def test_whatever_stands_in_the_file_busy_is_busy(tmp_path: Path, text: bytes) -> None:
    with Lock.acquire(tmp_path, NOW):
        (tmp_path / LOCK_NAME).write_bytes(text)
        with pytest.raises(BusyError, match="请先关闭那个窗口"):
            Lock.acquire(tmp_path, NOW)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="找不到"):
        Lock.acquire(tmp_path / "a", NOW)
