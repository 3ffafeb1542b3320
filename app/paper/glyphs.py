"""Which font prints which character. What no font has stops the print instead of vanishing.

A character counts as printable when the font maps it to a glyph whose outline is not empty: a mapped but
empty glyph would silently drop a character out of a name.
"""

import functools
from itertools import groupby
from typing import Any, NamedTuple

from app.errors import UserError
from app.paper import engine
from app.paper.fonts import Face

UNNAMED = "表中文字"
"""How a message names a text that belongs to no field."""

_FALLBACK = (Face.KAI, Face.RARE)


class MissingGlyphError(UserError):
    """A character that no bundled font can print; names the field and the character."""


class Run(NamedTuple):
    """A piece of a line in one font."""

    face: Face
    text: str


def _is_blank(char: str) -> bool:
    return char in " \u00a0\u3000"


def _has_ink(font: Any, point: int) -> bool:
    glyph = font.face.charToGlyph.get(point)
    if not glyph:
        return False
    offsets = font.face.glyphPos
    return bool(offsets[glyph + 1] > offsets[glyph])


@functools.lru_cache(maxsize=65536)
def face_for(char: str, main: Face) -> Face | None:
    """The main face if it has the character, else the first fallback that has it, else None."""
    if _is_blank(char):
        return main
    for face in (main, *_FALLBACK):
        if _has_ink(engine.font(face), ord(char)):
            return face
    return None


def advance(char: str, main: Face) -> float:
    """Width of a character in em, in the font that will print it."""
    return _advances(main)[char]


class _Advances(dict[str, float]):
    """Widths of the characters asked for so far: a table, since every text asks for each of its characters."""

    def __init__(self, main: Face) -> None:
        super().__init__()
        self._main = main

    def __missing__(self, char: str) -> float:
        face = face_for(char, self._main)
        width = 1000.0 if face is None else engine.font(face).face.getCharWidth(ord(char))
        return self.setdefault(char, width / 1000)


@functools.cache
def _advances(main: Face) -> _Advances:
    return _Advances(main)


def width_of(text: str, face: Face, size: float) -> float:
    """Width of a line in points."""
    return _width(text, face) * size


@functools.lru_cache(maxsize=4096)
def _width(text: str, face: Face) -> float:
    """Width of a line in em."""
    return sum(map(_advances(face).__getitem__, text))


def plain(text: str) -> str:
    """The text with every blank that is no line end made an ordinary one, and line ends made one kind."""
    return text if text.isprintable() else _plain(text)  # then an ordinary blank is the only one


@functools.lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        " " if char.isspace() and char != "\n" and not _is_blank(char) else char for char in unified
    )


_printable = {"\n"}
"""Characters that were found printable so far."""


@functools.lru_cache(maxsize=4096)
def missing_characters(text: str) -> tuple[str, ...]:
    """Every character of a text that cannot be printed, once each, in order."""
    if _printable.issuperset(text):
        return ()
    shown = dict.fromkeys(plain(text))
    missing = tuple(c for c in shown if c != "\n" and face_for(c, Face.SONG) is None)
    _printable.update(shown.keys() - set(missing))
    return missing


def require_printable(text: str, field: str | None) -> None:
    """Raise MissingGlyphError if any character of the text has no glyph."""
    missing = missing_characters(text)
    if not missing:
        return
    shown = "、".join(_describe(char) for char in missing)
    where = f"“{field or UNNAMED}”"
    raise MissingGlyphError(
        f"{where}中的字符 {shown} 在自带字体中没有字形，无法打印；请核对该字符后再打印。",
        field=field,
    )


def _describe(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f"{char}（{code}）" if char.isprintable() else code


@functools.cache
def _own(face: Face) -> set[str]:
    """The characters found so far that a face prints itself."""
    return set()


@functools.lru_cache(maxsize=4096)
def runs(text: str, face: Face) -> tuple[Run, ...]:
    """Split a line, already found printable, into runs of one font each."""
    own = _own(face)
    if own.issuperset(text):
        return (Run(face, text),) if text else ()
    own.update(char for char in text if face_for(char, face) is face)
    grouped = groupby(text, key=lambda char: face_for(char, face) or face)
    return tuple(Run(chosen, "".join(chars)) for chosen, chars in grouped)
