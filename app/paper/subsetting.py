"""Subsets of a font without copying the font."""

from typing import Any


class _Outlines:
    """The table of outlines, cut into where it lies."""

    def __init__(self, font: bytes, start: int) -> None:
        self._font, self._start = font, start

    def __getitem__(self, part: slice) -> bytes:
        return self._font[self._start + part.start : self._start + part.stop]


def cut_in_place(face: Any) -> None:
    """Let a `TTFontFace` take outlines from the font itself.

    WORKAROUND: reportlab 5.1.0 copies the whole table, 10 to 30 MB, for every subset that it makes: half the
    time of a file of one page. Until a release slices the font in `makeSubset`.
    """
    outlines = _Outlines(face._ttf_data, face.get_table_pos("glyf")[0])
    copied = face.get_table
    face.get_table = lambda tag: outlines if tag == "glyf" else copied(tag)
