"""A document: pages recorded first, then written in one go.

The same pages give the same bytes: the time of making is handed in, and the identifier of the file is computed
from its content. The title is the form's name; no person's data stands in the metadata.
"""

import datetime
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from app.paper import engine
from app.paper.fonts import Face
from app.paper.ink import Ink
from app.paper.page import POINTS, Align, FitNote, Page

__all__ = ["Document", "FitNote"]

A4 = (210.0, 297.0)
_FOOTER_SIZE = 9.0
_FOOTER_FROM_BOTTOM = 11.0  # mm


@dataclass
class _Section:
    """Pages that are counted together: one form of one household."""

    has_page_numbers: bool
    pages: list[Page] = field(default_factory=list)


@dataclass
class Document:
    """`form` is the Chinese name of the form and becomes the title; `created` an aware stamp."""

    form: str
    created: datetime.datetime
    _sections: list[_Section] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.created.tzinfo is None:
            raise ValueError("the stamp has no time zone: the bytes would depend on the machine")

    def begin_section(self, *, page_numbers: bool) -> None:
        """Start counting pages anew: 第 1 页 共 n 页 belongs to one form of one household."""
        self._sections.append(_Section(page_numbers))

    def extend(self, other: "Document", *, copies: int = 1, is_duplex: bool = False) -> None:
        """Append every page of another document, so many times.

        `is_duplex` ends each copy with an empty back, so that the next begins on a sheet of its own.
        """
        sections = list(other._sections)
        if is_duplex and other.page_count % 2:
            last = sections[-1].pages[-1]
            sections.append(_Section(False, [Page(last.width, last.height)]))
        for _ in range(copies):
            self._sections += sections

    def page(self, *, width: float = A4[0], height: float = A4[1]) -> Page:
        """Add an empty page to the last section, or without page number if there is none; lengths in mm."""
        if not self._sections:
            self.begin_section(page_numbers=False)
        page = Page(width, height, number=self.page_count + 1)
        self._sections[-1].pages.append(page)
        return page

    @property
    def pages(self) -> list[Page]:
        """The pages so far, of all sections in their order."""
        return [page for section in self._sections for page in section.pages]

    @property
    def page_count(self) -> int:
        """Pages so far, in all sections."""
        return len(self.pages)

    @property
    def fit_notes(self) -> tuple[FitNote, ...]:
        """Every text that had to be printed smaller than 8 pt."""
        return tuple(note for page in self.pages for note in page.fit_notes)

    def to_bytes(self, *, values_only: bool = False) -> bytes:
        """The finished PDF. `values_only` leaves out the form itself, for sheets printed before.

        Raises ValueError if there is no page: an empty PDF is never what was meant.
        """
        if not self.page_count:
            raise ValueError("a document without pages")
        with engine.ENGINE_LOCK:
            return self._write(values_only)

    def _write(self, values_only: bool) -> bytes:
        engine.font(Face.SONG)
        stream = BytesIO()
        canvas = self._canvas(stream)
        ink = Ink(canvas)
        for section in self._sections:
            for number, page in enumerate(section.pages, start=1):
                footer = self._footer(section, number, page)
                canvas.setPageSize((page.width * POINTS, page.height * POINTS))
                page.paint(ink, values_only=values_only)
                if footer is not None:
                    footer.paint(ink, values_only=values_only)
                canvas.showPage()
        canvas.save()
        return stream.getvalue()

    def _canvas(self, stream: BytesIO) -> Any:
        canvas = engine.untyped("reportlab.pdfgen.canvas").Canvas(
            stream,
            pageCompression=1,
            invariant=1,
            initialFontName=Face.SONG.value,
            lang="zh-CN",
            pdfVersion=(1, 7),
        )
        canvas.setTitle(self.form)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setKeywords("")
        canvas.setCreator("暖档")
        canvas.setProducer("暖档")
        stamp = engine.untyped("reportlab.lib.utils").TimeStamp(1)
        moment = self.created.astimezone(datetime.UTC)
        stamp.t, stamp.YMDhms = moment.timestamp(), tuple(moment.timetuple())[:6]
        canvas._doc._timeStamp = stamp
        return canvas

    @staticmethod
    def _footer(section: _Section, number: int, page: Page) -> Page | None:
        """Painted last and kept apart, so that writing twice does not print the numbers twice."""
        if not section.has_page_numbers:
            return None
        footer = Page(page.width, page.height)
        footer.text(
            0.0,
            page.height - _FOOTER_FROM_BOTTOM,
            f"第 {number} 页  共 {len(section.pages)} 页",
            size=_FOOTER_SIZE,
            align=Align.CENTER,
            width=page.width,
        )
        return footer
