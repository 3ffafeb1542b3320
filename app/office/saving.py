"""Writing a file where the user asked for it: whole or not at all."""

from pathlib import Path

from db.files import write_atomically


def save_bytes(path: Path, data: bytes) -> None:
    """Write or replace the file. Raises StorageError with a sentence; the old file then stands."""
    write_atomically(path, data, what="文件")
