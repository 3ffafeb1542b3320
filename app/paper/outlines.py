"""Glyph outlines of a TrueType font as PDF path operators, in font units.

A seal is drawn from outlines, not set as text: nothing stray in the text layer, no font subset, and it cannot
be copied and retyped. Format: simple glyphs of the `glyf` table of the OpenType specification.
"""

import functools
import struct
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.paper import engine
from app.paper.fonts import Face

_ON_CURVE, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20


class Point(NamedTuple):
    x: float
    y: float
    is_on: bool


Contour = list[Point]


@dataclass(frozen=True)
class Outline:
    """PDF operators to be filled with the non-zero rule (contours overlap), and the ink's sides."""

    path: str
    left: int
    right: int
    units: int


@functools.lru_cache(maxsize=512)
def outline(char: str, face: Face) -> Outline:
    """The outline of a character that the face is known to have."""
    font: Any = engine.font(face).face
    contours = _contours(font, font.charToGlyph[ord(char)])
    across = [point.x for contour in contours for point in contour]
    path = "\n".join(_operators(contour) for contour in contours)
    return Outline(path, round(min(across)), round(max(across)), font.unitsPerEm)


def _contours(font: Any, glyph: int) -> list[Contour]:
    start, end = font.glyphPos[glyph], font.glyphPos[glyph + 1]
    if start == end:
        return []
    table = font.get_table_pos("glyf")[0]
    data: bytes = font.get_chunk(table + start, end - start)
    (count,) = struct.unpack_from(">h", data)
    if count < 0:
        raise ValueError("a glyph made of other glyphs; no ideograph of the bundled fonts is one")
    return _simple(data, count)


def _simple(data: bytes, count: int) -> list[Contour]:
    ends = struct.unpack_from(f">{count}H", data, 10)
    place = 10 + 2 * count
    (instructions,) = struct.unpack_from(">H", data, place)
    place += 2 + instructions
    total = ends[-1] + 1 if ends else 0
    flags, place = _flags(data, place, total)
    xs, place = _coordinates(data, place, flags, _X_SHORT, _X_SAME)
    ys, place = _coordinates(data, place, flags, _Y_SHORT, _Y_SAME)
    points = [Point(x, y, bool(flag & _ON_CURVE)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    starts = (0, *(end + 1 for end in ends[:-1]))
    return [points[first : last + 1] for first, last in zip(starts, ends, strict=True)]


def _flags(data: bytes, place: int, total: int) -> tuple[list[int], int]:
    flags: list[int] = []
    while len(flags) < total:
        flag = data[place]
        place += 1
        repeat = 1
        if flag & _REPEAT:
            repeat += data[place]
            place += 1
        flags.extend([flag] * repeat)
    return flags, place


def _coordinates(
    data: bytes, place: int, flags: list[int], short: int, same: int
) -> tuple[list[int], int]:
    values: list[int] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += data[place] if flag & same else -data[place]
            place += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, place)[0]
            place += 2
        values.append(value)
    return values, place


def _operators(contour: Contour) -> str:
    """Quadratic curves of TrueType raised to the cubic ones of PDF; whole units keep the file small."""
    points = _with_middles(contour)
    here = points[0]
    parts = [f"{here.x:.0f} {here.y:.0f} m"]
    index = 1
    while index < len(points):
        point = points[index]
        if point.is_on:
            parts.append(f"{point.x:.0f} {point.y:.0f} l")
            here, index = point, index + 1
            continue
        end = points[(index + 1) % len(points)]
        x1, y1 = here.x + 2 / 3 * (point.x - here.x), here.y + 2 / 3 * (point.y - here.y)
        x2, y2 = end.x + 2 / 3 * (point.x - end.x), end.y + 2 / 3 * (point.y - end.y)
        parts.append(f"{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f} {end.x:.0f} {end.y:.0f} c")
        here, index = end, index + 2
    return " ".join([*parts, "h"])


def _with_middles(contour: Contour) -> Contour:
    """The contour beginning on the curve, with the on-curve points that TrueType leaves out."""
    full: Contour = []
    for place, point in enumerate(contour):
        before = contour[place - 1]
        if not point.is_on and not before.is_on:
            full.append(Point((point.x + before.x) / 2, (point.y + before.y) / 2, True))
        full.append(point)
    first = next(place for place, point in enumerate(full) if point.is_on)
    return full[first:] + full[:first]
