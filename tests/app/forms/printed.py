"""A printed form read back: its characters and its lines, each with its place in mm from the top left."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pypdfium2 as untyped_pdfium

_pdfium: Any = untyped_pdfium
_MM = 72 / 25.4
_LEAST_CELL = 5.0  # mm; boxes to tick are smaller


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

    def sides(self) -> tuple["Box", "Box", "Box", "Box"]:
        """Its four edges, as boxes without breadth."""
        page, left, top, right, bottom = self.page, self.left, self.top, self.right, self.bottom
        return (
            Box(page, left, top, right, top),
            Box(page, left, bottom, right, bottom),
            Box(page, left, top, left, bottom),
            Box(page, right, top, right, bottom),
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
        high, first = page.get_height(), ""
        for place in range(text.count_chars()):
            unit = chr(_pdfium.raw.FPDFText_GetUnicode(text.raw, place))
            if "\ud800" <= unit <= "\udbff":
                first = unit  # the character takes two places, with the same box
                continue
            char = (first + unit).encode("utf-16", "surrogatepass").decode("utf-16")
            first = ""
            left, bottom, right, top = text.get_charbox(place)
            if char.strip() and right > left:
                top, bottom = high - top, high - bottom
                yield Box(at, left / _MM, top / _MM, right / _MM, bottom / _MM, char)


def cells(pdf: bytes) -> list[Box]:
    """Every box that is drawn, with the text in it; boxes to tick are left out."""
    found = characters(pdf)
    return [
        replace(frame, text="".join(one.text for one in found if _holds(frame, one)))
        for frame in frames(pdf)
        if max(frame.right - frame.left, frame.bottom - frame.top) > _LEAST_CELL
    ]


def frames(pdf: bytes) -> list[Box]:
    """Every line and box that is drawn."""
    with _pdfium.PdfDocument(BytesIO(pdf)) as opened:
        return [box for at in range(len(opened)) for box in _frames(opened, at)]


def struck(pdf: bytes) -> str:
    """The characters that a line runs through."""
    lines = [line for frame in frames(pdf) for line in frame.sides()]
    return "".join(
        one.text for one in characters(pdf) if any(one.overlaps(line, by=-0.02) for line in lines)
    )


def _frames(opened: Any, at: int) -> Iterator[Box]:
    with closing(opened[at]) as page:
        high = page.get_height()
        for path in page.get_objects(filter=[_pdfium.raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = path.get_bounds()
            yield Box(at, left / _MM, (high - top) / _MM, right / _MM, (high - bottom) / _MM)


def _holds(frame: Box, char: Box) -> bool:
    x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    is_inside = frame.left < x < frame.right and frame.top < y < frame.bottom
    return is_inside and frame.page == char.page


def beside(grid: list[Box], label: str) -> str:
    """What stands in the cell right of the first one that says this."""
    name = _cell(grid, label)
    return _next_to(grid, name, lambda one: (one.left - name.right, one.top - name.top))


def below(grid: list[Box], label: str) -> str:
    """What stands in the cell under the first one that says this."""
    name = _cell(grid, label)
    return _next_to(grid, name, lambda one: (one.top - name.bottom, one.left - name.left))


def _cell(grid: list[Box], label: str) -> Box:
    return next(one for one in grid if one.text == label)


def _next_to(grid: list[Box], name: Box, distance: Callable[[Box], tuple[float, float]]) -> str:
    return next(
        one.text
        for one in grid
        if one.page == name.page and all(abs(part) < 0.5 for part in distance(one))
    )
