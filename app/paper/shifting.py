"""A copy of a finished PDF with its pages shifted, for a printer that feeds askew.

What was kept stays as it is: the bytes of an issued file are fixed by its hash. Nothing is scaled and the sheet
keeps its size; fonts and lines stay what they are.
"""

from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from typing import Any

from app.paper import engine
from app.paper.page import POINTS
from app.paper.render import opened_pdf

Shift = tuple[float, float]
"""Millimetres to the right and down, as the page is read."""
NO_SHIFT: Shift = (0.0, 0.0)


def page_shapes(pdf: bytes) -> tuple[bool, ...]:
    """Of each page, whether it lies: wider than high. Raises UserError if the bytes are no PDF."""
    with opened_pdf(pdf) as document:
        sizes = [document.get_page_size(number) for number in range(len(document))]
    return tuple(width > height for width, height in sizes)


def shifted(pdf: bytes, shift_of: Callable[[int, bool], Shift]) -> bytes:
    """The same pages, each moved by what `shift_of(number, lies)` says; numbers count from 0.

    The very same bytes where no page is moved. Raises UserError if the bytes are no PDF.
    """
    shifts = [shift_of(number, lies) for number, lies in enumerate(page_shapes(pdf))]
    if all(shift == NO_SHIFT for shift in shifts):
        return pdf
    target = BytesIO()
    with opened_pdf(pdf) as document:
        for number, shift in enumerate(shifts):
            if shift != NO_SHIFT:
                with closing(document[number]) as page:
                    _move(page, shift)
        document.save(target)
    return target.getvalue()


def _move(page: Any, shift: Shift) -> None:
    raw = engine.untyped("pypdfium2.raw")
    right, down = shift
    matrix = raw.FS_MATRIX(1, 0, 0, 1, right * POINTS, -down * POINTS)
    if not raw.FPDFPage_TransFormWithClip(page, matrix, None):
        raise RuntimeError("pdfium did not move a page that it had opened")
