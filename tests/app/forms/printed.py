"""A printed form read back: its characters and its lines, each with its place in mm from the top left."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2 as untyped_pdfium

_pdfium: Any = untyped_pdfium
_MM = 72 / 25.4


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, counted from 0; `text` is the character in it, if it is one's ink."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def overlaps(self, other: "Box", *, by: float = 0.0) -> bool:
        """Whether both share more than a strip of so many mm."""
        return (
            self.page == other.page
            and min(self.right, other.right) - max(self.left, other.left) > by
            and min(self.bottom, other.bottom) - max(self.top, other.top) > by
        )

    def is_at(self, other: "Box") -> bool:
        """Whether it is the same thing at the same place."""
        mine = (self.left, self.top, self.right, self.bottom)
        others = (other.left, other.top, other.right, other.bottom)
        near = all(abs(one - two) < 0.2 for one, two in zip(mine, others, strict=True))
        return near and (self.page, self.text) == (other.page, other.text)


def characters(pdf: bytes) -> list[Box]:
    """The ink of every character that has any."""
    with _pdfium.PdfDocument(BytesIO(pdf)) as opened:
        return [box for at in range(len(opened)) for box in _characters(opened, at)]


def _characters(opened: Any, at: int) -> Iterator[Box]:
    with closing(opened[at]) as page, closing(page.get_textpage()) as text:
        high = page.get_height()
        for place in range(text.count_chars()):
            char = text.get_text_range(place, 1)
            left, bottom, right, top = text.get_charbox(place)
            if char.strip() and right > left:
                top, bottom = high - top, high - bottom
                yield Box(at, left / _MM, top / _MM, right / _MM, bottom / _MM, char)
