"""A seal as a picture, to be looked at on the screen as it comes onto paper."""

from datetime import UTC, datetime
from io import BytesIO

from app.paper.document import Document
from app.paper.render import render_page
from app.paper.seal import Seal

_DPI = 200
_MARGIN = 3.0  # mm: a page keeps its seals so far inside


def seal_picture(seal: Seal) -> bytes:
    """A square PNG of the seal on white."""
    from PIL import Image

    document = Document("印章", datetime.min.replace(tzinfo=UTC))
    side = seal.diameter_mm + 2 * _MARGIN
    document.page(width=side, height=side).seal(seal, side / 2, side / 2)
    page = render_page(document.to_bytes(), 0, _DPI)
    size = page.width, page.height
    picture = Image.frombuffer("RGB", size, page.bgrx, "raw", "BGRX", page.stride)
    edge = round((_MARGIN - 0.5) / 25.4 * _DPI)
    target = BytesIO()
    picture.crop((edge, edge, page.width - edge, page.height - edge)).save(target, "PNG")
    return target.getvalue()
