"""A name prints and is read back exactly, whatever an ID card may carry.

Guards the WORKAROUND of `app/paper/tounicode.py`: without it every character beyond U+FFFF reads back as another.
"""

import random
from collections.abc import Callable

import pytest

from app.paper import Document, Face, Page, text_of

_RARE = "𠮷𬱖𫖯𠅤𡐓𤩽𪣻𬎆䶮㛃㑇頔龑"


@pytest.mark.parametrize("face", [face for face in Face if face is not Face.RARE])
def test_rare_names_read_back_in_every_face(document: Document, face: Face) -> None:
    page = document.page()
    for number, char in enumerate(_RARE):
        page.text(20, 20 + number * 8, f"姓{char}名", face=face, field="姓名")
    read = text_of(document.to_bytes(), 0).splitlines()
    assert [line.strip() for line in read][: len(_RARE)] == [f"姓{char}名" for char in _RARE]


def test_a_cell_holds_the_whole_name(document: Document, text_at: Callable[..., str]) -> None:
    document.page().value(30, 40, 60, 9, _RARE, field="姓名")
    assert text_at(document.to_bytes(), 30, 40, 60, 9) == _RARE


def test_names_across_many_font_subsets_read_back(document: Document) -> None:
    """One subset holds 255 characters; its borders are where a map goes wrong."""
    points = random.Random(18030).sample(range(0x20000, 0x2A6D7), 700)
    lines = ["".join(map(chr, points[start : start + 25])) for start in range(0, 700, 25)]
    page: Page = document.page()
    for number, line in enumerate(lines):
        page.text(15, 15 + number * 8, line, field="姓名")
    read = text_of(document.to_bytes(), 0).splitlines()
    assert [line.strip() for line in read][: len(lines)] == lines


def test_no_radical_stands_in_for_a_character(document: Document) -> None:
    document.page().text(20, 20, "工会一人入八女子小山川巾干广弓心户手支文斗斤方日曰月木")
    read = text_of(document.to_bytes(), 0)
    assert not [char for char in read if 0x2E80 <= ord(char) <= 0x2FDF or char == "\ufffd"]
    assert "工会一人入八女子" in read
