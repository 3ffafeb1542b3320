"""The bundled fonts: where they lie and how they are unpacked. Knows neither reportlab nor Qt.

The fonts are kept xz-compressed in `resources/fonts` with a manifest. The first use of one unpacks it into the
user's cache; every later process checks its SHA-256 again, so a damaged cache is mended and never printed from.
"""

import functools
import hashlib
import lzma
import os
import sys
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.errors import StorageError
from app.progress import Progress
from db.files import make_folder, write_atomically

_CACHE_VARIABLE = "NUANDANG_CACHE"
_unpacking = threading.Lock()


class Face(StrEnum):
    """The styles of type that a form may ask for; the values are the keys of the manifest."""

    SONG = "song"
    SONG_BOLD = "song-bold"
    HEI = "hei"
    HEI_MEDIUM = "hei-medium"
    HEI_BOLD = "hei-bold"
    KAI = "kai"
    RARE = "rare"

    # Asked for with every piece of text; that of Enum is written in Python.
    __hash__ = str.__hash__


@dataclass(frozen=True)
class FontRecord:
    """One line of the manifest: what the font is, where it came from, under which licence."""

    key: str
    file: str
    family: str
    style: str
    version: str
    package: str
    sha256: str
    size: int
    licence: str
    licence_file: str

    @property
    def unpacked_name(self) -> str:
        """The file's name in the cache; the digest keeps two versions of the program apart."""
        stem, _, suffix = self.file.removesuffix(".xz").rpartition(".")
        return f"{stem}-{self.sha256[:12]}.{suffix}"


@functools.cache
def manifest() -> Mapping[Face, FontRecord]:
    """Every bundled font by its face."""
    text = (files("resources") / "fonts" / "manifest.toml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(text)["font"]
    return {Face(entry["key"]): FontRecord(**entry) for entry in entries}


def cache_folder() -> Path:
    """Where unpacked fonts lie: NUANDANG_CACHE if set, else the platform's folder for caches."""
    chosen = os.environ.get(_CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    return _platform_cache() / "nuandang"


def _platform_cache() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    # The specification of base directories says that a relative path is to be ignored.
    return Path(xdg) if Path(xdg).is_absolute() else Path.home() / ".cache"


def font_file(face: Face) -> Path:
    """The unpacked font, verified once per process.

    Raises StorageError if the cache cannot be written or the bundled font is damaged.
    """
    return _verified(face, cache_folder())


@functools.cache
def _verified(face: Face, folder: Path) -> Path:
    record = manifest()[face]
    path = folder / "fonts" / record.unpacked_name
    with _unpacking:
        if not _is_intact(path, record):
            _unpack(record, path)
    return path


def _is_intact(path: Path, record: FontRecord) -> bool:
    try:
        if path.stat().st_size != record.size:
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == record.sha256
    except OSError:
        return False


def _unpack(record: FontRecord, path: Path) -> None:
    """Write the font beside its place and move it there: another process sees none or the whole."""
    packed = files("resources") / "fonts" / record.file
    try:
        data = lzma.decompress(packed.read_bytes())
    except (OSError, lzma.LZMAError) as error:
        raise StorageError("程序自带的字体文件缺失或已损坏，请重新安装本程序。") from error
    if hashlib.sha256(data).hexdigest() != record.sha256:
        raise StorageError("程序自带的字体文件与清单不符，请重新安装本程序。")
    make_folder(path.parent, what="字体的展开")
    write_atomically(path, data, what="字体的展开")


def unpack_all(progress: Progress | None = None) -> None:
    """Unpack every font now, so that the first start and the first print need not wait."""
    progress = progress or Progress()
    progress.start("展开字体", total=len(manifest()))
    for face in manifest():
        font_file(face)
        progress.step()
