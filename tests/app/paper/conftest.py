"""Pages as pictures and as text by place, for the tests of the paper."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as untyped_pdfium
import pytest

from app.paper import Document, render_page

# Fonts are unpacked once for all runs, inside the tree and not in the user's own cache.
os.environ.setdefault("NUANDANG_CACHE", str(Path(__file__).parents[3] / "build" / "test-cache"))

STAMP = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
TextAt = Callable[..., str]
_pdfium: Any = untyped_pdfium


@pytest.fixture
def document() -> Document:
    """An empty document with a fixed time."""
    return Document(form="试验表", created=STAMP)


@pytest.fixture
def pixels() -> Callable[..., Pixels]:
    """`pixels(pdf, page=0, dpi=100)` → height × width × RGB."""

    def take(pdf: bytes, page: int = 0, dpi: int = 100) -> Pixels:
        rendered = render_page(pdf, page, dpi)
        rows = np.frombuffer(rendered.bgrx, np.uint8).reshape(rendered.height, rendered.stride)
        bgrx = rows[:, : rendered.width * 4].reshape(rendered.height, rendered.width, 4)
        return bgrx[:, :, 2::-1]

    return take


@pytest.fixture
def text_at() -> TextAt:
    """`text_at(pdf, x, y, width, height, page=0)` → the text inside a box, mm from the top left."""

    def read(pdf: bytes, x: float, y: float, width: float, height: float, page: int = 0) -> str:
        k = 72 / 25.4
        with _pdfium.PdfDocument(BytesIO(pdf)) as opened:
            sheet = opened[page]
            top = sheet.get_height()
            text = sheet.get_textpage()
            found = text.get_text_bounded(
                left=x * k, bottom=top - (y + height) * k, right=(x + width) * k, top=top - y * k
            )
            text.close()
            sheet.close()
        return str(found).replace("\r\n", "\n").strip()

    return read
