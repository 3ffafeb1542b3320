"""A shifted copy: the mark moves by exactly so many millimetres, and the original keeps its bytes."""

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import numpy as np
import pikepdf
import pytest

from app.errors import UserError
from app.paper import Document, render_page, text_of
from app.paper.shifting import NO_SHIFT, Shift, page_shapes, shifted

DPI = 254
"""Ten pixels a millimetre."""


def _two_pages() -> bytes:
    document = Document(form="测试页", created=datetime(2026, 11, 20, tzinfo=UTC))
    for width, height in ((210.0, 297.0), (297.0, 210.0)):
        page = document.page(width=width, height=height)
        page.rule(50.0, 80.0, 60.0, 80.0, weight=2)
        page.rule(50.0, 80.0, 50.0, 90.0, weight=2)
        page.text(70.0, 120.0, "困难职工帮扶证明", size=14)
    return document.to_bytes()


def _ink(pdf: bytes, number: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    page = render_page(pdf, number, DPI)
    rows = np.frombuffer(page.bgrx, np.uint8).reshape(page.height, page.stride)
    return rows[:, : page.width * 4 : 4] < 128


@pytest.mark.parametrize("shift", [(1.5, 0.0), (0.0, -2.0), (-3.5, 4.5), (20.0, 20.0)])
def test_a_copy_moves_by_exactly_so_many_millimetres(shift: Shift) -> None:
    original = _two_pages()
    digest = sha256(original).digest()
    copy = shifted(original, lambda _number, _lies: shift)
    right, down = (round(10 * length) for length in shift)
    for number in range(2):
        before, after = _ink(original, number), _ink(copy, number)
        assert before.shape == after.shape
        moved = np.roll(before, (down, right), axis=(0, 1))
        # The grid of pixels falls a hair differently: an edge may differ by one.
        spread = after.copy()
        for axis in (0, 1):
            spread |= np.roll(spread, 1, axis) | np.roll(spread, -1, axis)
        assert before.any() and not (moved & ~spread).any()
        assert abs(int(before.sum()) - int(after.sum())) < 0.05 * before.sum()
        assert text_of(copy, number) == text_of(original, number)
    assert sha256(original).digest() == digest


def test_the_copy_keeps_its_size_and_its_fonts() -> None:
    original = _two_pages()
    fonts = []
    for pdf in (original, shifted(original, lambda _number, _lies: (1.0, 1.0))):
        with pikepdf.open(BytesIO(pdf)) as opened:
            fonts.append([str(font.BaseFont) for font in opened.pages[0].Resources.Font.values()])
            assert [list(map(float, page.mediabox[2:])) for page in opened.pages] == [
                pytest.approx([595.276, 841.89], abs=0.01),
                pytest.approx([841.89, 595.276], abs=0.01),
            ]
    assert fonts[0] == fonts[1]


def test_each_page_has_its_own_shift_and_none_is_the_same_file() -> None:
    original = _two_pages()
    asked: list[tuple[int, bool]] = []

    def lying_only(number: int, lies: bool) -> Shift:
        asked.append((number, lies))
        return (2.0, 0.0) if lies else NO_SHIFT

    copy = shifted(original, lying_only)
    assert asked == [(0, False), (1, True)]
    assert (_ink(copy, 0) == _ink(original, 0)).all()
    assert not (_ink(copy, 1) == _ink(original, 1)).all()
    assert shifted(original, lambda _number, _lies: NO_SHIFT) is original


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(UserError, match="PDF"):
        page_shapes(b"no file")
