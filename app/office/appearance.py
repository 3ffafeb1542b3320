"""How the window looks on this computer: size of text, light or dark. No business of the encrypted file.

Kept beside it as plain text, because the login window is painted before anything is unlocked.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from db.errors import StorageError
from db.files import make_folder, read_bytes, write_atomically

FILE_NAME = "appearance.json"
PERCENTS = (100, 110, 125, 150)
_LARGEST = 4096


@dataclass(frozen=True)
class Appearance:
    """`percent` is one of PERCENTS."""

    percent: int = 100
    is_dark: bool = False

    @property
    def scale(self) -> float:
        """The size of text as a factor, 1.0 to 1.5."""
        return self.percent / 100


def read_appearance(folder: Path) -> Appearance:
    """As it was chosen; what cannot be read is no reason to keep the office shut, the default serves."""
    path = folder / FILE_NAME
    if not path.is_file():
        return Appearance()
    try:
        told = json.loads(read_bytes(path, what="外观设置的读取", limit=_LARGEST))
        percent, is_dark = told["percent"], told["is_dark"]
    except (StorageError, ValueError, KeyError, TypeError):
        return Appearance()
    return Appearance(percent if percent in PERCENTS else 100, is_dark is True)


def save_appearance(folder: Path, appearance: Appearance) -> None:
    """Keep it for the next start. Raises StorageError."""
    make_folder(folder, what="外观设置")
    write_atomically(folder / FILE_NAME, json.dumps(asdict(appearance)).encode(), what="外观设置")
