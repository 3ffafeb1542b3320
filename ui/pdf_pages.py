"""A finished PDF as pages for the screen. What is done here waits for pdfium: it belongs off the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QImage

from app.paper import page_count, pixels_of, render_page

_A4_WIDTH = 596
"""Points, rounded up as pixels are."""
_BAND = 2 * 1024 * 1024
"""Bytes: copied in a few milliseconds, in which no other thread has its turn; a page may have 100 MB."""


@dataclass(frozen=True)
class PdfPages:
    """A file and how many pages it has."""

    pdf: bytes
    count: int

    def picture(self, page: int, dpi: int) -> QImage:
        """A page (from 0), drawn band by band; one that is wider than an upright A4 sheet is made as wide as that.

        So a landscape page fits the view, and so does a scan whose file calls each of its pixels a point.
        Raises UserError if the bytes are no PDF.
        """
        points, _ = pixels_of(self.pdf, page, 72)
        dpi = max(1, round(dpi * min(1.0, _A4_WIDTH / points)))
        width, height = pixels_of(self.pdf, page, dpi)
        picture = QImage(width, height, QImage.Format.Format_RGB32)
        stride, pixels = picture.bytesPerLine(), memoryview(picture.bits())
        rows = max(1, _BAND // stride)
        for top in range(0, height, rows):
            end = min(top + rows, height)
            band = render_page(self.pdf, page, dpi, above=top, below=height - end)
            pixels[top * stride : end * stride] = band.bgrx
        return picture


def pages_of(make: Callable[[], bytes]) -> PdfPages:
    """Make a PDF and count its pages. Raises what `make` raises, UserError if the bytes are no PDF."""
    pdf = make()
    return PdfPages(pdf, page_count(pdf))
