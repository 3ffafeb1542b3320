"""The drawn sample seal, as PDF operators around its centre, in points.

Shape by the ACFTU rule of 1986-12-15: round, a thick ring with one thin line inside it, a five-pointed star, the
name from left to right along the arc in Song type. Measures in millimetres below; they were tried at 300 dpi.
"""

import functools
import math
from dataclasses import dataclass

from app.errors import UserError
from app.paper import glyphs
from app.paper.fonts import Face
from app.paper.outlines import Outline, outline

_POINTS = 72 / 25.4
_RED = "0.902 0 0.071"  # RGB 230, 0, 18
_RING = 1.2
_THIN_GAP, _THIN = 0.5, 0.2
_TEXT_GAP = 1.0
_STAR = 12.0
_HEIGHT, _SMALLEST_HEIGHT = 6.6, 3.6
_RATIO, _SMALLEST_RATIO = 0.80, 0.58
_CHAR_GAP = 1.13
_LARGEST_SPAN = 236.0  # degrees; leaves the lower line free
_HUDDLED_BELOW, _LEAST_STEP = 8, 20.0
_EM_CENTRE = 0.38  # em above the base line
_LOWER_HEIGHT = 4.0
_SECOND_SIZE, _SMALLEST_SECOND_SIZE = 3.0, 2.2  # mm of em, of the letters of a bilingual seal
_SECOND_GAP, _SECOND_BAND = 0.6, 4.2
_STRENGTHEN = 0.05  # mm of stroke, so that condensed hairlines survive a laser printer
_FACE = Face.SONG_BOLD


@dataclass(frozen=True)
class _Arc:
    """How the name lies on the arc: height, width ratio, radius of the centres (mm), step (degrees)."""

    height: float
    ratio: float
    radius: float
    step: float


@functools.lru_cache(maxsize=32)
def drawing(name: str, lower_line: str, diameter: float, second_name: str = "") -> str:
    """The seal's content stream; kept, because making it costs more than the rest of a page.

    A `second_name` in letters runs along the ring, and the name moves inwards. Raises UserError when a name
    does not fit or a character has no glyph.
    """
    glyphs.require_printable(name + lower_line + second_name, "印章名称")
    radius = diameter / 2
    inner = radius - _SECOND_BAND * radius / 21 if second_name else radius
    parts = [
        f"{_RED} rg {_RED} RG",
        _circle(radius - _RING / 2, _RING),
        _circle(radius - _RING - _THIN_GAP - _THIN / 2, _THIN),
        _star(_STAR * inner / 42),
        *_arc_letters(second_name, radius),
        *_arc_text(name, inner),
        *_lower_text(lower_line, radius),
    ]
    return "\n".join(parts)


def _circle(radius: float, stroke: float) -> str:
    """Four cubic arcs."""
    r = radius * _POINTS
    k = r * 0.5522847
    return (
        f"{stroke * _POINTS:.3f} w {r:.3f} 0 m "
        f"{r:.3f} {k:.3f} {k:.3f} {r:.3f} 0 {r:.3f} c {-k:.3f} {r:.3f} {-r:.3f} {k:.3f} {-r:.3f} 0 c "
        f"{-r:.3f} {-k:.3f} {-k:.3f} {-r:.3f} 0 {-r:.3f} c {k:.3f} {-r:.3f} {r:.3f} {-k:.3f} {r:.3f} 0 c s"
    )


def _star(radius: float) -> str:
    """Five points, one of them up; the inner corners lie where the pentagram's sides cross."""
    corners = []
    for corner in range(10):
        reach = radius * _POINTS * (1 if corner % 2 == 0 else 0.381966)
        angle = math.radians(90 + 36 * corner)
        corners.append(f"{reach * math.cos(angle):.3f} {reach * math.sin(angle):.3f}")
    return f"{corners[0]} m " + " ".join(f"{corner} l" for corner in corners[1:]) + " h f"


def _arc(count: int, radius: float) -> _Arc:
    """Condense first, then shrink, until the name leaves the bottom of the ring free."""
    height, ratio = _HEIGHT * radius / 21, _RATIO
    while True:
        centre = radius - _RING - _THIN_GAP - _THIN - _TEXT_GAP - height / 2
        # Upright boxes meet at their inner corners, so the width is used up there.
        step = math.degrees(ratio * height * _CHAR_GAP / (centre - 0.22 * height))
        if count <= _HUDDLED_BELOW:
            step = max(step, _LEAST_STEP)
        if count * step <= _LARGEST_SPAN:
            return _Arc(height, ratio, centre, step)
        if ratio > _SMALLEST_RATIO:
            ratio -= 0.01
        elif height > _SMALLEST_HEIGHT:
            height -= 0.1
        else:
            raise UserError("印章名称太长，圆弧上排不下；请改用规范简称。", field="印章名称")


def _arc_text(name: str, radius: float) -> list[str]:
    arc = _arc(len(name), radius)
    first = 90 + arc.step * (len(name) - 1) / 2
    parts = []
    for place, char in enumerate(name):
        angle = math.radians(first - arc.step * place)
        x, y = arc.radius * math.cos(angle), arc.radius * math.sin(angle)
        parts.append(_glyph(char, x, y, angle - math.pi / 2, arc.ratio * arc.height, arc.height))
    return parts


def _arc_letters(text: str, radius: float) -> list[str]:
    """Letters along the ring, each as wide as it is."""
    if not text:
        return []
    size = _SECOND_SIZE * radius / 21
    while True:
        centre = radius - _RING - _THIN_GAP - _THIN - _SECOND_GAP - size / 2
        steps = [math.degrees(glyphs.advance(char, _FACE) * size / centre) for char in text]
        if sum(steps) <= _LARGEST_SPAN:
            break
        if size <= _SMALLEST_SECOND_SIZE:
            raise UserError("印章上另一种文字的名称太长，请改用规范简称。", field="另一种文字")
        size -= 0.1
    angle = 90 + sum(steps) / 2
    parts = []
    for char, step in zip(text, steps, strict=True):
        turn = math.radians(angle - step / 2)
        angle -= step
        if not char.isspace():
            x, y = centre * math.cos(turn), centre * math.sin(turn)
            parts.append(_glyph(char, x, y, turn - math.pi / 2, size, size))
    return parts


def _lower_text(text: str, radius: float) -> list[str]:
    centre = -0.56 * radius
    height = _LOWER_HEIGHT * radius / 21
    inside = radius - _RING - _THIN_GAP - _THIN - 1.2
    chord = 2 * math.sqrt(inside**2 - (centre - height / 2) ** 2)
    step = min(height * 1.15, chord / len(text))
    start = -step * (len(text) - 1) / 2
    return [
        _glyph(char, start + step * place, centre, 0.0, min(height, step * 0.92), height)
        for place, char in enumerate(text)
    ]


def _glyph(char: str, x: float, y: float, turn: float, width: float, height: float) -> str:
    """A character about its own centre: across by its ink, upright by its em."""
    face = glyphs.face_for(char, _FACE) or _FACE
    shape: Outline = outline(char, face)
    sx, sy = width * _POINTS / shape.units, height * _POINTS / shape.units
    cos, sin = math.cos(turn), math.sin(turn)
    a, b, c, d = sx * cos, sx * sin, -sy * sin, sy * cos
    cx, cy = (shape.left + shape.right) / 2, _EM_CENTRE * shape.units
    e = x * _POINTS - a * cx - c * cy
    f = y * _POINTS - b * cx - d * cy
    stroke = _STRENGTHEN * _POINTS / sy
    # B fills by the non-zero rule; the even-odd rule would punch holes where contours overlap.
    return f"q {a:.6f} {b:.6f} {c:.6f} {d:.6f} {e:.3f} {f:.3f} cm {stroke:.1f} w\n{shape.path} B Q"
