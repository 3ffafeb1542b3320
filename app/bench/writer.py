"""The certificates of `bench print` as documents of an office program.

The stub is a table with rules, the body is paragraphs in their sizes; the seal stands twice and the QR code once,
as pictures in the line. It is what a mail merge would hand over, not a copy of our page: no place is given, and
the fonts are those of the office program, because ours are installed nowhere.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape

from app.paper import Document, render_page
from app.paper.ink import Words

__all__ = ["CODE_SIDE", "SEAL_SIDE", "Certificate", "odt", "png"]

_KIND = "application/vnd.oasis.opendocument.text"
SEAL_SIDE, CODE_SIDE = 48.0, 24.0
"""Millimetres of the pictures."""
_SEAL = "Pictures/seal.png"
_STUB_ENDS = 77 * 72 / 25.4
"""Points from the left: words before it are cells of the stub's table."""
_SPACES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
            ("fo", "xsl-fo-compatible"),
            ("manifest", "manifest"),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True)
class Certificate:
    """The words of one certificate where they stand, and its QR code as a picture."""

    words: Sequence[Words]
    code: bytes


def png(document: Document) -> bytes:
    """The first page at 200 dpi."""
    from PIL import Image

    drawn = render_page(document.to_bytes(), 0, 200)
    size, stream = (drawn.width, drawn.height), BytesIO()
    Image.frombuffer("RGB", size, drawn.bgrx, "raw", "BGRX", drawn.stride).save(stream, "PNG")
    return stream.getvalue()


def odt(certificates: Sequence[Certificate], seal: bytes) -> bytes:
    """One OpenDocument text, each certificate on a page of its own; the seal is kept in it once."""
    pictures = {f"Pictures/code{at}.png": one.code for at, one in enumerate(certificates)}
    body = "".join(
        _page(one, code, is_first=not at)
        for at, (one, code) in enumerate(zip(certificates, pictures, strict=True))
    )
    content = (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.2">'
        f"<office:automatic-styles>{_styles(certificates)}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kinds = {"/": _KIND, "content.xml": "text/xml", _SEAL: "image/png"}
    kinds |= dict.fromkeys(pictures, "image/png")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in kinds.items()
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", _KIND, zipfile.ZIP_STORED)
        package.writestr(
            "META-INF/manifest.xml",
            f'{_HEAD}<manifest:manifest {_SPACES} manifest:version="1.2">{entries}'
            "</manifest:manifest>",
        )
        package.writestr("content.xml", content)
        for name, picture in {_SEAL: seal, **pictures}.items():
            package.writestr(name, picture)
    return stream.getvalue()


def _styles(certificates: Sequence[Certificate]) -> str:
    sizes = {words.size for one in certificates for words in one.words}
    return (
        '<style:style style:name="Next" style:family="paragraph">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
        '<style:style style:name="Stub" style:family="table">'
        '<style:table-properties style:width="64mm"/></style:style>'
        '<style:style style:name="Cell" style:family="table-cell">'
        '<style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>'
    ) + "".join(
        f'<style:style style:name="S{size:g}" style:family="text">'
        f'<style:text-properties fo:font-size="{size:g}pt"'
        f' style:font-size-asian="{size:g}pt"/></style:style>'
        for size in sorted(sizes)
    )


def _page(certificate: Certificate, code: str, *, is_first: bool) -> str:
    stub = [words for words in certificate.words if words.x < _STUB_ENDS]
    rows = [list(row) for _, row in groupby(stub, key=lambda words: round(words.base))]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="Cell" office:value-type="string">{cell}</table:table-cell>'
            for cell in (
                "".join(map(_paragraph, row[:1])),
                "".join(map(_paragraph, row[1:])) or "<text:p/>",
            )
        )
        + "</table:table-row>"
        for row in rows
    )
    body = "".join(_paragraph(words) for words in certificate.words if words not in stub)
    style = "" if is_first else ' text:style-name="Next"'
    return (
        f"<text:p{style}>{_picture(_SEAL, SEAL_SIDE)}{_picture(code, CODE_SIDE)}</text:p>"
        f'<table:table table:style-name="Stub"><table:table-column table:number-columns-repeated="2"/>'
        f"{cells}</table:table>{body}<text:p>{_picture(_SEAL, SEAL_SIDE)}</text:p>"
    )


def _paragraph(words: Words) -> str:
    return (
        f'<text:p><text:span text:style-name="S{words.size:g}">{escape(words.text)}</text:span>'
        "</text:p>"
    )


def _picture(name: str, side: float) -> str:
    return (
        f'<draw:frame text:anchor-type="as-char" svg:width="{side}mm" svg:height="{side}mm">'
        f'<draw:image xlink:href="{name}" xlink:type="simple"/></draw:frame>'
    )
