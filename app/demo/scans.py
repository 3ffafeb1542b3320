"""Sheets that stand for scans in the demo's files; each says that it is a sample."""

from datetime import UTC, datetime
from functools import cache

from app.paper import Document, Face, Sheet

_MADE = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def scan(kind: str) -> bytes:
    """One page, as PDF, that stands for a paper of this kind. It names nobody."""
    document = Document(form=kind, created=_MADE)
    sheet = Sheet(document, page_numbers=False)
    sheet.title(kind)
    sheet.gap(8)
    sheet.paragraph(
        f"演示材料：这一页代替“{kind}”的扫描件。演示单位里的人物和事项都是虚构的。",
        face=Face.SONG,
        size=14,
    )
    return document.to_bytes()
