"""A copy of some pages of a finished PDF, for the printer: what was kept stays as it is."""

from collections.abc import Sequence
from contextlib import closing
from io import BytesIO

from app.paper import engine
from app.paper.render import opened_pdf


def picked(pdf: bytes, pages: Sequence[int]) -> bytes:
    """These pages, numbered from 0, in this order; the very same bytes where they are all of them.

    Raises UserError if the bytes are no PDF.
    """
    target = BytesIO()
    with opened_pdf(pdf) as document:
        if list(pages) == list(range(len(document))):
            return pdf
        with closing(engine.untyped("pypdfium2").PdfDocument.new()) as copy:
            copy.import_pages(document, list(pages))
            copy.save(target)
    return target.getvalue()
