"""Preview of a finished PDF through pdfium. Pages count from 0."""

import math
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from app.errors import UserError
from app.paper import engine

# pdfium may be used by one thread at a time only; `app.paper.assembly` takes the same lock.
PDFIUM_LOCK = threading.Lock()

_MOST_PIXELS = 40_000_000
"""Of one drawn page: a sheet of many metres, or one that says so, is drawn coarser."""
MOST_PAGES = 500
"""Of a scan that is taken in: more than any paper of a household has."""
_MOST_OF_IT = 0.6
"""A picture of so much of a page is the page: seals and photographs are smaller."""

_LOCKED = "这份 PDF 要密码才能打开；请在能打开它的电脑上去掉密码，或打印后扫描，再选择一次。"
_BROKEN = "这个文件不是完整的 PDF，无法预览；请重新选择文件。"


@dataclass(frozen=True)
class RenderedPage:
    """A page on white: rows of `stride` bytes, four bytes a pixel in the order blue, green, red, unused."""

    width: int
    height: int
    stride: int
    bgrx: bytes


@contextmanager
def opened_pdf(pdf: bytes) -> Iterator[Any]:
    """A PDF in pdfium, for as long as the lock is held.

    Raises UserError if the bytes are no PDF, if a page of it cannot be read, or if it wants a password.
    """
    pypdfium2 = engine.untyped("pypdfium2")
    with PDFIUM_LOCK:
        try:
            with closing(pypdfium2.PdfDocument(pdf)) as document:
                yield document
        except pypdfium2.PdfiumError as error:
            code = engine.untyped("pypdfium2.raw").FPDF_ERR_PASSWORD
            # A file without pages leaves the code of the one before it.
            is_locked = error.err_code == code and b"/Encrypt" in pdf
            raise UserError(_LOCKED if is_locked else _BROKEN) from error


def page_count(pdf: bytes) -> int:
    """Number of pages. Raises UserError if the bytes are no PDF."""
    with opened_pdf(pdf) as document:
        return len(document)


def check_pdf(pdf: bytes) -> None:
    """Let in what can be shown later. UserError: broken, without pages, with a password, too long."""
    with opened_pdf(pdf) as document:
        count = len(document)
        if not count:
            raise UserError(_BROKEN)
        if count > MOST_PAGES:
            raise UserError(f"这份 PDF 有 {count} 页，超过 {MOST_PAGES} 页；请拆成几份。")
        document[0].close()


def _scale(opened: Any, dpi: int) -> float:
    """Pixels to a point, fewer than asked for where a page would have too many."""
    width, height = opened.get_size()
    return min(dpi / 72, math.sqrt(_MOST_PIXELS / (width * height)))


def pixels_of(pdf: bytes, page: int, dpi: int) -> tuple[int, int]:
    """Width and height of a page as `render_page` makes it. Raises UserError if the bytes are no PDF."""
    with opened_pdf(pdf) as document, closing(document[page]) as opened:
        scale = _scale(opened, dpi)
        return math.ceil(opened.get_width() * scale), math.ceil(opened.get_height() * scale)


def render_page(
    pdf: bytes, page: int, dpi: int = 150, *, above: int = 0, below: int = 0
) -> RenderedPage:
    """One page as pixels, without so many rows `above` and `below`. Raises UserError if the bytes are no PDF."""
    with opened_pdf(pdf) as document, closing(document[page]) as opened:
        scale = _scale(opened, dpi)
        # pdfium takes points and rounds up: half a row less is the same row in spite of the last binary digit.
        left_out = (0.0, max(0.0, below - 0.5) / scale, 0.0, max(0.0, above - 0.5) / scale)
        bitmap = opened.render(
            scale=scale, crop=left_out, prefer_bgrx=True, fill_color=(255, 255, 255, 255)
        )
        with closing(bitmap):
            return RenderedPage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def text_of(pdf: bytes, page: int) -> str:
    """The text of a page as a reader would copy it."""
    with (
        opened_pdf(pdf) as document,
        closing(document[page]) as opened,
        closing(opened.get_textpage()) as text,
    ):
        return str(text.get_text_range())


def is_scanned(pdf: bytes) -> bool:
    """Whether every page is a picture of a sheet, as scanners make them, with recognised text over it or none.

    Raises UserError if the bytes are no PDF.
    """
    with opened_pdf(pdf) as document:
        return all(_is_picture(document, page) for page in range(len(document)))


def _is_picture(document: Any, number: int) -> bool:
    raw = engine.untyped("pypdfium2.raw")
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        if not str(text.get_text_range()).strip():
            return True
        width, height = page.get_size()
        for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)):
            left, bottom, right, top = picture.get_bounds()
            if (right - left) * (top - bottom) > _MOST_OF_IT * width * height:
                return True
    return False
