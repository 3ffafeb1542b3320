"""Small files of this computer beside the encrypted one: what another computer has otherwise.

Plain text, because it is wanted before anything is unlocked; nothing about a person stands in it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.errors import StorageError
from db.errors import MALFORMED
from db.files import make_folder, read_bytes, write_atomically

__all__ = ["read_local", "write_local"]

_LARGEST = 1 << 18


def read_local(path: Path) -> dict[str, Any]:
    """The values in the file, whatever their kinds; empty where there is none.

    Empty, too, where it cannot be read: it holds conveniences, no reason to keep the office shut.
    """
    if not path.is_file():
        return {}
    try:
        told = json.loads(read_bytes(path, what="本机设置的读取", limit=_LARGEST))
    except (StorageError, *MALFORMED):
        return {}
    return told if isinstance(told, dict) else {}


def write_local(path: Path, values: Mapping[str, Any], *, what: str) -> None:
    """Put the values there for the next start, whole or not at all. StorageError with a sentence about `what`."""
    make_folder(path.parent, what=what)
    write_atomically(path, json.dumps(values, ensure_ascii=False, indent=1).encode(), what=what)
