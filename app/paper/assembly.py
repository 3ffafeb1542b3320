"""Pictures and pages of other PDFs, put onto the sheets of a finished one. Lengths in mm from the top left."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from app.errors import UserError
from app.paper import engine
from app.paper.page import POINTS
from app.paper.render import PDFIUM_LOCK

_COARSEST = 72 / 100
"""Points per pixel of a small picture: it is not blown up beyond 100 dpi."""


@dataclass(frozen=True)
class Part:
    """A JPEG, or one page of a PDF (`page` from 0), fitted into a box and centred in it, never enlarged."""

    content: bytes
    x: float
    y: float
    width: float
    height: float
    page: int | None = None


def assemble(pdf: bytes, parts: Mapping[int, Sequence[Part]]) -> bytes:
    """The document with parts on its pages, by page number from 0.

    Raises UserError for a part that cannot be read.
    """
    pdfium = engine.untyped("pypdfium2")
    target = BytesIO()
    sources: dict[bytes, Any] = {}
    with PDFIUM_LOCK:
        try:
            with closing(pdfium.PdfDocument(pdf)) as document:
                for number, placed in sorted(parts.items()):
                    with closing(document[number]) as page:
                        for part in placed:
                            _place(pdfium, document, page, part, sources)
                        page.gen_content()
                document.save(target)
        except pdfium.PdfiumError as error:
            raise UserError("有一份材料不是完整的文件，请重新扫描后再添加。") from error
        finally:
            for source in sources.values():
                source.close()
    return target.getvalue()


def _place(pdfium: Any, document: Any, page: Any, part: Part, sources: dict[bytes, Any]) -> None:
    if part.page is None:
        shape = pdfium.PdfImage.new(document)
        shape.load_jpeg(BytesIO(part.content), inline=True)
        wide, high = shape.get_px_size()
        # The unit square of a picture is stretched to its size.
        matrix = pdfium.PdfMatrix().scale(wide, high)
        most = _COARSEST
    else:
        shape, matrix, (wide, high) = _page_of(pdfium, document, part, sources)
        most = 1.0
    factor = min(part.width * POINTS / wide, part.height * POINTS / high, most)
    x = part.x * POINTS + (part.width * POINTS - wide * factor) / 2
    top = part.y * POINTS + (part.height * POINTS - high * factor) / 2
    matrix = matrix.scale(factor, factor).translate(x, page.get_height() - top - high * factor)
    shape.set_matrix(matrix)
    page.insert_obj(shape)


def _page_of(
    pdfium: Any, document: Any, part: Part, sources: dict[bytes, Any]
) -> tuple[Any, Any, tuple[float, float]]:
    """A page as a shape with its corner at 0, and its size in points as it is shown."""
    source = sources.get(part.content)
    if source is None:
        source = sources[part.content] = pdfium.PdfDocument(part.content)
    with closing(source[part.page]) as found:
        size = found.get_size()
    # pdfium hands the page out as it is shown: turned, with its corner at 0.
    with closing(source.page_as_xobject(part.page, document)) as captured:
        shape = captured.as_pageobject()
    return shape, pdfium.PdfMatrix(), size
