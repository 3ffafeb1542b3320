"""A document: pages recorded first, then written in one go; a volume: many documents, each written as it comes.

The same pages give the same bytes: the time of making is handed in, and the identifier of the file is computed
from its content. The title is the form's name; no person's data stands in the metadata.
"""

import datetime
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field, replace
from io import BytesIO
from typing import Any

from app.paper import engine
from app.paper.align import Align
from app.paper.fit import FitNote
from app.paper.fixedwords import FixedWords
from app.paper.fonts import Face
from app.paper.ink import Ink
from app.paper.page import POINTS, Page

__all__ = ["Document", "FitNote", "Volume"]

A4 = (210.0, 297.0)
_FOOTER_SIZE = 9.0
_FOOTER_FROM_BOTTOM = 11.0  # mm


@dataclass
class Section:
    """Pages that are counted together: one form of one household."""

    has_page_numbers: bool
    pages: list[Page] = field(default_factory=list)


@dataclass
class Document:
    """`form` is the Chinese name of the form and becomes the title; `created` an aware stamp.

    `words` are an office's own in the cells of the form, by the delivered ones.
    """

    form: str
    created: datetime.datetime
    words: InitVar[Mapping[str, str] | None] = None
    fixed: FixedWords = field(init=False)
    sections: list[Section] = field(default_factory=list)

    def __post_init__(self, words: Mapping[str, str] | None) -> None:
        self.fixed = FixedWords(words or {})
        if self.created.tzinfo is None:
            raise ValueError("the stamp has no time zone: the bytes would depend on the machine")

    def begin_section(self, *, page_numbers: bool) -> None:
        """Start counting pages anew: 第 1 页 共 n 页 belongs to one form of one household."""
        self.sections.append(Section(page_numbers))

    def page(self, *, width: float = A4[0], height: float = A4[1]) -> Page:
        """Add an empty page to the last section, or without page number if there is none; lengths in mm."""
        if not self.sections:
            self.begin_section(page_numbers=False)
        page = Page(width, height, number=self.page_count + 1, fixed=self.fixed)
        self.sections[-1].pages.append(page)
        return page

    @property
    def pages(self) -> list[Page]:
        """The pages so far, of all sections in their order."""
        return [page for section in self.sections for page in section.pages]

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
        return self.bound(values_only=values_only).to_bytes()

    def bound(self, *, values_only: bool = False) -> "Volume":
        """The pages as a volume of their own."""
        volume = Volume(self.form, self.created, values_only=values_only)
        volume.add(self)
        return volume


class Volume:
    """One PDF of many documents. Each is painted when it is added, and then needed no more.

    The marks of a batch of hundreds of forms would fill the memory until the last one is there. Title, stamp
    and `values_only` as of a Document.
    """

    def __init__(self, form: str, created: datetime.datetime, *, values_only: bool = False) -> None:
        self.page_count = 0
        self._values_only = values_only
        self._notes: list[FitNote] = []
        self._stream = BytesIO()
        with engine.ENGINE_LOCK:
            engine.font(Face.SONG)
            self._ink = Ink(_canvas(self._stream, form, created))

    @property
    def fit_notes(self) -> tuple[FitNote, ...]:
        """Every text that had to be printed smaller than 8 pt, with its page in the volume; once for all copies."""
        return tuple(self._notes)

    def add(self, document: Document, *, copies: int = 1, is_duplex: bool = False) -> None:
        """Append every page of a document, so many times.

        `is_duplex` ends each copy with an empty back, so that the next begins on a sheet of its own.
        """
        for number, page in enumerate(document.pages, start=self.page_count + 1):
            self._notes += [replace(note, page=number) for note in page.fit_notes]
        with engine.ENGINE_LOCK:
            for _ in range(copies):
                for section in document.sections:
                    self._add_section(section)
                if is_duplex and document.page_count % 2:
                    last = document.pages[-1]
                    self._add_page(Page(last.width, last.height))

    def to_bytes(self) -> bytes:
        """The finished PDF; nothing can be added afterwards. Raises ValueError if there is no page."""
        if not self.page_count:
            raise ValueError("a document without pages")
        with engine.ENGINE_LOCK:
            self._ink.canvas.save()
        return self._stream.getvalue()

    def _add_section(self, section: Section) -> None:
        for number, page in enumerate(section.pages, start=1):
            footer = _footer(section, number, page) if section.has_page_numbers else None
            self._add_page(page, footer)

    def _add_page(self, page: Page, footer: Page | None = None) -> None:
        canvas = self._ink.canvas
        canvas.setPageSize((page.width * POINTS, page.height * POINTS))
        page.paint(self._ink, values_only=self._values_only)
        if footer is not None:
            footer.paint(self._ink, values_only=self._values_only)
        canvas.showPage()
        self.page_count += 1


def _canvas(stream: BytesIO, form: str, created: datetime.datetime) -> Any:
    canvas = engine.untyped("reportlab.pdfgen.canvas").Canvas(
        stream,
        pageCompression=1,
        invariant=1,
        initialFontName=Face.SONG.value,
        lang="zh-CN",
        pdfVersion=(1, 7),
    )
    canvas.setTitle(form)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setKeywords("")
    canvas.setCreator("暖档")
    canvas.setProducer("暖档")
    stamp = engine.untyped("reportlab.lib.utils").TimeStamp(1)
    moment = created.astimezone(datetime.UTC)
    stamp.t, stamp.YMDhms = moment.timestamp(), tuple(moment.timetuple())[:6]
    canvas._doc._timeStamp = stamp
    return canvas


def _footer(section: Section, number: int, page: Page) -> Page:
    """Painted last and kept apart, so that writing twice does not print the numbers twice."""
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
