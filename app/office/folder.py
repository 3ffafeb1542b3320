"""Where an office lies, and whether one lies there. Light: the login window asks before the file is opened."""

import os
import sys
from pathlib import Path

from db.sidecar import SIDECAR_NAME

_PLAN = "restore-plan.json"
"""What `db.restore` leaves until the exchange is through; its module is not light."""


def default_folder() -> Path:
    """The user's data folder for this program."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Nuandang"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Nuandang"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "nuandang"


def is_office(folder: Path) -> bool:
    """Whether the folder holds an office."""
    return (folder / SIDECAR_NAME).exists()


def has_unfinished_restore(folder: Path) -> bool:
    """Whether a restore was cut off in its exchange: the next login finishes it, whatever files are aside now."""
    return (folder / _PLAN).exists()
