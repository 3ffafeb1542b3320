"""reportlab's canvas for one document, and its text written out past the canvas.

A form says the same words on every sheet of a batch, and its places are finished numbers. The canvas would
measure every piece, code it anew and format it number by number: that took half of the time of a sheet.
"""

import functools
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from app.paper import engine
from app.paper.fonts import Face


class Words(NamedTuple):
    """A piece of text in one font from `x` on its base line, `spacing` after each character; all in points."""

    text: str
    face: Face
    size: float
    x: float
    base: float
    spacing: float = 0.0
    gray: float = 0.0


@functools.lru_cache(maxsize=4096)
def frame(left: float, bottom: float, width: float, height: float, weight: float) -> str:
    """The operators of a box without filling, in points. Kept: those of a form return on every sheet of a batch."""
    return f"{weight:g} w 0 G {left:.3f} {bottom:.3f} {width:.3f} {height:.3f} re S"


class _Codes(dict[str, tuple[str, str]]):
    """The subset of a font in one document, and the code in it, of each character written so far."""

    def __init__(self, canvas: Any, face: Face) -> None:
        super().__init__()
        self._canvas, self._font = canvas, engine.font(face)

    def __missing__(self, char: str) -> tuple[str, str]:
        document = self._canvas._doc
        ((subset, code),) = self._font.splitString(char, document)
        name = self._font.getSubsetInternalName(subset, document)
        return self.setdefault(char, (name, self._canvas._escape(code)))


_SUBSET, _CODE = itemgetter(0), itemgetter(1)


class Ink:
    """What the marks of a page are painted with. `canvas` is open for what is neither text nor finished."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self._codes: dict[Face, _Codes] = {}
        self._coded: dict[tuple[str, Face], tuple[tuple[str, str], ...]] = {}

    def write(self, operators: str) -> None:
        """Finished operators of a page's content."""
        self.canvas.addLiteral(operators)

    def say(self, words: Words) -> None:
        """Words that were found printable in their font."""
        text, face, size, x, base, spacing, gray = words
        coded = self._coded.get((text, face))
        if coded is None:
            coded = self._coded[text, face] = self._code(text, face)
        shown = " ".join([f"{font} {size:g} Tf ({codes}) Tj" for font, codes in coded])
        if spacing:
            shown = f"{spacing:.4f} Tc {shown} 0 Tc"
        if gray:
            shown = f"{gray:g} g {shown} 0 g"
        self.canvas.addLiteral(f"BT 1 0 0 1 {x:.3f} {base:.3f} Tm {shown} ET")

    def _code(self, text: str, face: Face) -> tuple[tuple[str, str], ...]:
        """Font subsets of this document with the codes of the characters in them."""
        codes = self._codes.get(face)
        if codes is None:
            codes = self._codes[face] = _Codes(self.canvas, face)
        pieces = groupby(map(codes.__getitem__, text), _SUBSET)
        return tuple((subset, "".join(map(_CODE, piece))) for subset, piece in pieces)
