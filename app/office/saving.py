"""Reading a file that the user picked, and writing one where the user asked for it: whole or not at all."""

from pathlib import Path

from db.files import read_bytes, write_atomically


def save_bytes(path: Path, data: bytes) -> None:
    """Write or replace the file. Raises StorageError with a sentence; the old file then stands."""
    write_atomically(path, data, what="文件的保存")


def read_picked(path: Path, *, limit: int = 64 * 1024 * 1024) -> bytes:
    """The content of a file that the user picked. Raises StorageError; never a part of it."""
    return read_bytes(path, what="文件的读取", limit=limit)
