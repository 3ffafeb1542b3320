"""The printed page: fonts, line breaking, grid, seal, QR, document and preview.

A form is written on this room alone. Lengths are millimetres from the top left corner of the sheet, sizes of
type are points, days are dates, stamps of time are aware datetimes that the caller hands in. User text is
text: no markup is interpreted, and a character that no bundled font has stops the print (MissingGlyphError
names the field). Importing this package is cheap; reportlab and the fonts are loaded at the first text.

A form::

    document = Document(form="困难职工档案表", created=stamp)      # the title of the PDF is the form's name, nothing else
    sheet = Sheet(document, orientation=Orientation.PORTRAIT)     # a flow over as many pages as it needs
    sheet.qr(payload)                                             # top left of the first page, outside the flow
    sheet.title("困难职工档案表")
    sheet.line(left="填报单位：…", right="编号：…")                # the number line
    sheet.row([Label("姓名", 20), Value(name, 32, field="姓名"), Label("性别", 16), Value("女")], height=9)
    with sheet.group("家庭成员", width=9):                        # an upright label beside the rows inside
        sheet.table([Column("姓名", 20), Column("关系", 16), Column("健康状况")], rows, min_rows=4)
    sheet.row([Label("致困原因", 20), Ticks([Tick("疾病", True), Tick("残疾", False)])], height=9)
    sheet.row([Label("县总工会意见", 20), Opinion("同意。", signer_label="负责人签字", day=day, seal=seal)], height=45)
    sheet.paragraph("兹证明……", face=Face.SONG, size=16)          # indented two characters, justified
    sheet.closing("示范县总工会", day, seal=seal)                  # issuer and date at the right, seal over the date
    pdf = document.to_bytes()
    document.fit_notes                                            # what was printed smaller than 8 pt, by field

Names, each importable from here:

``Document(form, created)``
    ``.page(...)``, ``.to_bytes(values_only=False) -> bytes``, ``.fit_notes``, ``.page_count``.
``Volume(form, created)``
    many documents in one PDF: ``.add(document, copies=, is_duplex=)``, ``.to_bytes()``, ``.fit_notes``, ``.page_count``.
``Sheet(document, *, orientation, margins, page_numbers=True)``
    ``title, line, row, group, table, paragraph, note, closing, qr, gap, need, new_page``; ``.y`` (mm), ``.left``,
    ``.width``, ``.page``. Each Sheet counts its own 第 x 页 共 y 页, so many households go into one Document.
``Page``
    fixed places: ``text(x, y, s, ...)``, ``label(x, y, w, h, s)``, ``value(x, y, w, h, s, field=)``,
    ``paragraph(x, y, w, s, ...) -> bottom y``, ``rule``, ``box``, ``tick``, ``seal(seal, cx, cy)``, ``qr(x, y, payload)``.
``Label, Value, Blank, Ticks, Tick, Opinion, Column``
    cells of a row, as are ``Day`` and ``Prose`` of `app.paper.cells`; ``width`` in mm, None shares what is left. ``Value(text, width, *, field, align, face, size, floor)``.
    An empty text leaves the cell free for the hand. A row grows when a value does not fit at its floor of 8 pt.
``Face``
    SONG, SONG_BOLD, HEI, HEI_MEDIUM, HEI_BOLD, KAI (RARE is the fallback for names, never asked for by name).
``Seal, SealKind, demo_seal(name), image_seal(png, diameter_mm, name), clean_scan(png)``
    drawn first, under the text, in normal mode, centred on the date.
``font_file(face) -> Path``
    the unpacked font, for the window too; needs no reportlab.
``missing_characters(text) -> tuple[str, ...]``
    what could not be printed, to warn where it is typed.
``render_page(pdf, page, dpi)``, ``pixels_of(pdf, page, dpi)``, ``page_count(pdf)``, ``text_of(pdf, page)``
    the preview; pages count from 0. ``check_pdf(pdf)``: whether a foreign one can be shown at all.
``MissingGlyphError, TextTooLongError``
    UserErrors that name the field.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.paper.align import Align
    from app.paper.cells import Blank, Column, Label, Opinion, Tick, Ticks, Value
    from app.paper.document import Document, FitNote, Volume
    from app.paper.fonts import Face, font_file, unpack_all
    from app.paper.glyphs import MissingGlyphError, missing_characters
    from app.paper.page import Page, TextTooLongError
    from app.paper.render import (
        RenderedPage,
        check_pdf,
        is_scanned,
        page_count,
        pixels_of,
        render_page,
        text_of,
    )
    from app.paper.seal import Seal, SealKind, clean_scan, demo_seal, image_seal
    from app.paper.sealpicture import seal_picture
    from app.paper.sheet import Margins, Orientation, Sheet

__all__ = [
    "Align",
    "Blank",
    "Column",
    "Document",
    "Face",
    "FitNote",
    "Label",
    "Margins",
    "MissingGlyphError",
    "Opinion",
    "Orientation",
    "Page",
    "RenderedPage",
    "Seal",
    "SealKind",
    "Sheet",
    "TextTooLongError",
    "Tick",
    "Ticks",
    "Value",
    "Volume",
    "check_pdf",
    "clean_scan",
    "demo_seal",
    "font_file",
    "image_seal",
    "missing_characters",
    "is_scanned",
    "page_count",
    "pixels_of",
    "render_page",
    "seal_picture",
    "text_of",
    "unpack_all",
]

_HOMES = {
    "Align": "align",
    "Blank": "cells",
    "Column": "cells",
    "Document": "document",
    "Face": "fonts",
    "FitNote": "document",
    "Label": "cells",
    "Margins": "sheet",
    "MissingGlyphError": "glyphs",
    "Opinion": "cells",
    "Orientation": "sheet",
    "Page": "page",
    "RenderedPage": "render",
    "Seal": "seal",
    "SealKind": "seal",
    "Sheet": "sheet",
    "TextTooLongError": "page",
    "Tick": "cells",
    "Ticks": "cells",
    "Value": "cells",
    "Volume": "document",
    "check_pdf": "render",
    "clean_scan": "seal",
    "demo_seal": "seal",
    "font_file": "fonts",
    "image_seal": "seal",
    "is_scanned": "render",
    "missing_characters": "glyphs",
    "page_count": "render",
    "pixels_of": "render",
    "render_page": "render",
    "seal_picture": "sealpicture",
    "text_of": "render",
    "unpack_all": "fonts",
}
"""Which module each name lives in: it is opened at first use, so that the login window, which wants
one font file, does not wait for the page layer."""


def __getattr__(name: str) -> Any:
    """Open the module of a name at first use."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{home}"), name)
