"""Seals: the office's own scan, or the drawn sample of the demo office.

A program that draws seals is a forger's tool: an office brings the scan of its own seal, and the drawn one
always carries 样章. Both are painted first, under the text, opaque and without blending, because a page with
any transparency is turned into one bitmap on its way to a PostScript printer.
"""

import functools
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from app.paper import engine
from app.paper.sealdrawing import drawing
from app.paper.sealscan import clean_scan

__all__ = [
    "BASIC_UNION_DIAMETER",
    "SAMPLE_MARK",
    "Seal",
    "SealKind",
    "clean_scan",
    "demo_seal",
    "image_seal",
]

SAMPLE_MARK = "样章"
BASIC_UNION_DIAMETER = 42.0
"""mm; basic unions by the ACFTU rule of 1986-12-15, county unions by inference (no figure was found)."""

_POINTS = 72 / 25.4


class SealKind(StrEnum):
    """How a stored seal is shown: a cleaned scan, or drawn with 样章 in it."""

    IMAGE = "image"
    DRAWN_SAMPLE = "drawn-sample"


@dataclass(frozen=True)
class Seal:
    """A seal as the office keeps it. `png` is a cleaned scan (`clean_scan`), empty for the drawn sample."""

    kind: SealKind
    name: str
    diameter_mm: float
    lower_line: str = ""
    png: bytes = b""
    second_name: str = ""
    """The name in the other script, for the drawn sample of an ethnic-autonomous area."""

    def draw(self, canvas: Any, center_x: float, center_y: float) -> None:
        """Paint onto reportlab's canvas; the centre in mm from the top left of the sheet."""
        x = center_x * _POINTS
        y = canvas._pagesize[1] - center_y * _POINTS
        if self.kind is SealKind.IMAGE:
            self._draw_image(canvas, x, y)
        else:
            self._draw_outlines(canvas, x, y)

    def draw_strip(
        self, canvas: Any, right: float, center_y: float, *, strip: int, strips: int
    ) -> None:
        """Paint one upright strip of the seal (from 0, left to right), its right side at `right` mm."""
        width = self.diameter_mm / strips
        height = canvas._pagesize[1]
        canvas.saveState()
        window = canvas.beginPath()
        window.rect((right - width) * _POINTS, 0, width * _POINTS, height)
        canvas.clipPath(window, stroke=0, fill=0)
        self.draw(canvas, right - width * (strip + 1) + self.diameter_mm / 2, center_y)
        canvas.restoreState()

    def _draw_outlines(self, canvas: Any, x: float, y: float) -> None:
        """One Form XObject per file, however often the seal is used in it."""
        content = drawing(
            self.name, self.lower_line or SAMPLE_MARK, self.diameter_mm, self.second_name
        )
        form = _form_name(content)
        if not canvas.hasForm(form):
            reach = self.diameter_mm / 2 * _POINTS + 1
            canvas.beginForm(form, -reach, -reach, reach, reach)
            canvas.addLiteral(content)
            canvas.endForm()
        canvas.saveState()
        canvas.translate(x, y)
        canvas.doForm(form)
        canvas.restoreState()

    def _draw_image(self, canvas: Any, x: float, y: float) -> None:
        side = self.diameter_mm * _POINTS
        # Paper-white is cut out by its colour, not by an alpha channel: that would be transparency.
        canvas.drawImage(
            _flattened(self.png),
            x - side / 2,
            y - side / 2,
            side,
            side,
            mask=[0, 255, 247, 255, 247, 255],
        )


@functools.lru_cache(maxsize=16)
def _form_name(content: str) -> str:
    return "seal" + hashlib.sha256(content.encode()).hexdigest()[:12]


@functools.lru_cache(maxsize=16)
def _flattened(png: bytes) -> Any:
    """The scan on white, as reportlab wants it."""
    from PIL import Image

    with Image.open(BytesIO(png)) as scan:
        rgba = scan.convert("RGBA")
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    flat = Image.alpha_composite(white, rgba).convert("RGB")
    return engine.untyped("reportlab.lib.utils").ImageReader(flat)


def demo_seal(
    name: str,
    *,
    lower_line: str = SAMPLE_MARK,
    diameter_mm: float = BASIC_UNION_DIAMETER,
    second_name: str = "",
) -> Seal:
    """The drawn seal of the demo office. 样章 is always in its lower line.

    With a `second_name`, in the letters of the other script, the seal is bilingual: that name along the
    ring, the Chinese one below it.

    Raises UserError when the name is too long for the arc or has a character without glyph.
    """
    if SAMPLE_MARK not in lower_line:
        lower_line = f"{lower_line}{SAMPLE_MARK}"
    drawing(name, lower_line, diameter_mm, second_name)
    return Seal(SealKind.DRAWN_SAMPLE, name, diameter_mm, lower_line, second_name=second_name)


def image_seal(scan: bytes, diameter_mm: float, name: str = "") -> Seal:
    """The office's own seal from a scan (PNG, JPEG …): cleaned to red on transparent and cropped.

    Raises UserError when the picture cannot be read or shows no seal.
    """
    return Seal(SealKind.IMAGE, name, diameter_mm, png=clean_scan(scan))
