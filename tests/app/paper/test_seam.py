"""骑缝章: strips that make the whole seal again, laid side by side."""

from collections.abc import Callable

import numpy as np
import pytest

from app.paper import Document, demo_seal
from app.paper.sealseam import INSET, NARROWEST, add_seam

from .conftest import Pixels

_SEAL = demo_seal("示范县总工会", diameter_mm=42.0)
_DPI = 254  # ten pixels to the millimetre
_WIDE, _HIGH = 127.0, 76.2  # whole inches and tenths: whole pixels


def _sheets(document: Document, count: int) -> Document:
    for _ in range(count):
        document.page(width=_WIDE, height=_HIGH)
    return document


def _whole(document: Document, pixels: Callable[..., Pixels]) -> Pixels:
    other = Document(form=document.form, created=document.created)
    other.page(width=_WIDE, height=_HIGH).seal(_SEAL, _WIDE / 2, _HIGH / 2)
    return pixels(other.to_bytes(), 0, _DPI)[:, 425:845]


def _is_same(found: Pixels, expected: Pixels) -> bool:
    """Every pixel, but for three steps of 255 where the edge of a stroke is smoothed."""
    return bool(np.abs(found.astype(int) - expected.astype(int)).max() <= 3)


def _strips(pdf: bytes, pages: range, width: int, pixels: Callable[..., Pixels]) -> Pixels:
    right = round((_WIDE - INSET) * 10)
    return np.hstack([pixels(pdf, page, _DPI)[:, right - width : right] for page in pages])


@pytest.mark.parametrize("count", [2, 3, 6, 7, 8, 10])
def test_the_strips_make_the_whole_seal_again(
    document: Document, pixels: Callable[..., Pixels], count: int
) -> None:
    assert add_seam(_sheets(document, count), _SEAL) == 1
    pdf = document.to_bytes()
    if 420 % count == 0:
        found = _strips(pdf, range(count), 420 // count, pixels)
        assert _is_same(found, _whole(document, pixels))
    for page in range(count):
        red = np.argwhere(pixels(pdf, page, _DPI)[:, :, 1] < 200)[:, 1]
        assert red.max() <= 1220 and red.min() >= 1220 - 420 / count - 1


def test_many_sheets_stand_in_groups_of_strips_that_are_wide_enough(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    assert add_seam(_sheets(document, 11), _SEAL) == 2
    pdf = document.to_bytes()
    last = pixels(pdf, 10, _DPI)
    red = np.argwhere(last[:, :, 1] < 200)[:, 1]
    assert red.max() - red.min() >= NARROWEST * 10
    second = _strips(pdf, range(6, 11), 84, pixels)
    assert _is_same(second, _whole(document, pixels))


def test_backs_and_single_sheets_carry_none(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    _sheets(document, 4)
    assert add_seam(document, _SEAL, is_two_sided=True) == 1
    pdf = document.to_bytes()
    for page, is_front in enumerate((True, False, True, False)):
        assert (pixels(pdf, page)[:, :, 1] < 200).any() == is_front
    single = _sheets(Document(form=document.form, created=document.created), 2)
    assert add_seam(single, _SEAL, is_two_sided=True) == 0
    assert (pixels(single.to_bytes())[:, :, 1] == 255).all()


def test_the_seam_is_one_drawing_without_transparency(document: Document) -> None:
    add_seam(_sheets(document, 3), _SEAL)
    pdf = document.to_bytes()
    assert pdf.count(b"/Subtype /Form") == 1
    assert b"/ExtGState" not in pdf and b"/SMask" not in pdf
