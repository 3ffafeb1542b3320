"""Outlines agree with what the font says of its own glyphs."""

import struct
from typing import Any

import pytest

from app.paper import engine
from app.paper.fonts import Face
from app.paper.outlines import outline


def _glyph(char: str, face: Face) -> bytes:
    font: Any = engine.font(face).face
    glyph = font.charToGlyph[ord(char)]
    start, end = font.glyphPos[glyph], font.glyphPos[glyph + 1]
    data: bytes = font.get_chunk(font.get_table_pos("glyf")[0] + start, end - start)
    return data


@pytest.mark.parametrize(
    ("char", "face"),
    [
        ("县", Face.SONG_BOLD),
        ("总", Face.SONG_BOLD),
        ("é", Face.KAI),
        ("𠮷", Face.KAI),
        ("𠅤", Face.RARE),
    ],
)
def test_the_ink_is_as_wide_as_the_font_says(char: str, face: Face) -> None:
    _, x_min, _, x_max, _ = struct.unpack_from(">5h", _glyph(char, face))
    shape = outline(char, face)
    assert (shape.left, shape.right) == pytest.approx((x_min, x_max), abs=2)
    assert shape.path.count("m") == shape.path.count("h") > 0
