"""The fonts of the window: Noto Sans SC 400, 500 and 700, and two more for rare characters of names."""

import logging
from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase

from app.errors import StorageError
from app.paper.fonts import Face, font_file

_WINDOW = (Face.HEI, Face.HEI_MEDIUM, Face.HEI_BOLD)
_RARE = (Face.KAI, Face.RARE)
_SYSTEM = ("Noto Sans CJK SC", "Microsoft YaHei UI", "WenQuanYi Micro Hei")
_families: list[str] = []
_rare_families: list[str] = []


def load_fonts() -> list[str]:
    """Give Qt the bundled fonts, once, and return the families to use, best first.

    A font that cannot be unpacked is no reason to keep the office shut: a system font takes its place
    and the log says so.
    """
    if not _families:
        _families.extend(_add(_WINDOW) or _system())
    return _families + _rare_families


def warm_rare_fonts() -> None:
    """Unpack and verify the fonts for rare characters: on a reading thread, before `load_rare_fonts`.

    Raises StorageError where they cannot be unpacked; the window works without them.
    """
    for face in _RARE:
        font_file(face)


def load_rare_fonts() -> list[str]:
    """Give Qt the fonts for characters outside Noto Sans SC (𠮷, 𬎆 …), once; returns all families.

    Called when the window already stands, after `warm_rare_fonts`: unpacking them for the first time takes
    seconds.
    """
    if not _rare_families:
        _rare_families.extend(_add(_RARE))
    return load_fonts()


def _add(faces: Sequence[Face]) -> list[str]:
    families: list[str] = []
    try:
        for face in faces:
            number = QFontDatabase.addApplicationFont(str(font_file(face)))
            families += QFontDatabase.applicationFontFamilies(number)[:1]
    except StorageError:
        logging.getLogger(__name__).info("随附的字体不能载入，改用系统字体。")
    return list(dict.fromkeys(families))


def _system() -> list[str]:
    present = set(QFontDatabase.families())
    return [name for name in _SYSTEM if name in present] or ["sans-serif"]
