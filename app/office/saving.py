"""Reading a file that the user picked, and writing some where the user asked for it: each whole or not at all."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from app.errors import Cancelled
from app.progress import Progress
from db.files import read_bytes, write_atomically

Files = tuple[tuple[str, bytes], ...]
"""Finished files with their names."""

_WIDE = {ord(char): chr(ord(char) + 0xFEE0) for char in '\\/:*?"<>|'}


def as_file_name(name: str) -> str:
    """The name as every file system takes it: what one of them refuses stands in its wide form."""
    return name.translate(_WIDE)


def save_bytes(path: Path, data: bytes) -> None:
    """Write or replace the file. Raises StorageError with a sentence; the old file then stands."""
    write_atomically(path, data)


def names_taken(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these names something in the folder has already; none where it cannot be read."""
    return tuple(one for one in names if os.path.exists(folder / one))  # noqa: PTH110 - never raises


def save_all(folder: Path, files: Files, progress: Progress) -> int:
    """Write or replace these files; how many were written before one was told to stop. Errors as `save_bytes`."""
    written = 0
    with contextlib.suppress(Cancelled):
        progress.start("正在保存", len(files))
        for name, data in files:
            save_bytes(folder / name, data)
            written += 1
            progress.step()
    return written


def read_picked(path: Path, *, limit: int = 64 * 1024 * 1024) -> bytes:
    """The content of a file that the user picked. Raises StorageError; never a part of it."""
    return read_bytes(path, what="文件的读取", limit=limit)
