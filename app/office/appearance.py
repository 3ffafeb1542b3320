"""How the window looks on this computer: size of text, light or dark. No business of the encrypted file.

Kept beside it, because the login window is painted before anything is unlocked.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

from app.office.local_files import read_local, write_local

FILE_NAME = "appearance.json"
PERCENTS = (100, 110, 125, 150)


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
    """As it was chosen; the default serves for what makes no sense."""
    told = read_local(folder / FILE_NAME)
    percent = told.get("percent")
    return Appearance(percent if percent in PERCENTS else 100, told.get("is_dark") is True)


def save_appearance(folder: Path, appearance: Appearance) -> None:
    """Keep it for the next start. Raises StorageError."""
    write_local(folder / FILE_NAME, asdict(appearance), what="外观设置的保存")
