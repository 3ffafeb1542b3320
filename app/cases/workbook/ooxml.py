"""What python-calamine does not tell of an xlsx: far cells, formulas and errors. Runs in the child.

A far cell must be found before the parser sees the sheet, because it lays out every cell up to it.
Parsing is by expat from the standard library; a document type declaration is refused, so that no
entity is ever expanded.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.parsers import expat

from app.cases.workbook import limits
from app.cases.workbook.container import Archive, plain_part
from app.cases.workbook.limits import Refusal, RefusedWorkbookError
from app.cases.workbook.unusable import Unusable

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_OVERLAP = 512
"""Bytes looked at again with the next piece, so that no start of a cell or row is cut in two."""

# A cell with content, right of the last column or below the last row. Rows are checked again by number.
_FAR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*[\"']"
    rb"(?:(?P<wide>K[O-Z]|[L-Z][A-Z]|[A-Z]{3,})[0-9]+|[A-Z]{1,3}(?P<row>[1-9][0-9]{5,}))[\"']"
    rb"[^<>/]*>\s*<(?:\w+:)?(?:v|is|f)[\s>]"
)
# These begin with a plain letter or sign, which `re` looks for many times faster than for "<" in a sheet.
_MAY_BE_FAR = re.compile(rb"r\s*=\s*[\"'](?:K[O-Z]|[L-Z][A-Z]|[A-Z]{3,}|[A-Z]{1,3}[1-9][0-9]{5})")
_MAY_BE_FORMULA = re.compile(rb"f(?<=[<:]f)[\s>/]")
_MAY_BE_ERROR = re.compile(rb"=\s*[\"']e[\"']")
_ROWS_BEGIN = re.compile(
    rb"(?P<head><(?P<prefix>(?:\w+:)?)sheetData\s*>)\s*<(?P=prefix)row\s(?:[^<>]*\s)?r\s*="
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


def sheet_parts(archive: Archive) -> dict[str, str]:
    """Sheet name → archive member, in the workbook's order."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = plain_part(posixpath.normpath(path))

    def sheet(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            sheets[attributes.get("name", "")] = targets.get(attributes.get("id", ""), "")

    _parse(archive.chunks(_RELATIONS), relation)
    _parse(archive.chunks(_WORKBOOK), sheet)
    return sheets


def check_extent(archive: Archive, part: str) -> Refusal | None:
    """Which limit a value on this sheet lies beyond; None where the parser may lay it out."""
    for piece in _overlapping(archive.chunks(part)):
        for found in _FAR_CELL.finditer(piece) if _MAY_BE_FAR.search(piece) else ():
            if found["wide"]:
                return Refusal.TOO_MANY_COLUMNS
            if int(found["row"]) > limits.LAST_ROW:
                return Refusal.TOO_MANY_ROWS
    return None


def blocks(archive: Archive, part: str, size: int) -> Iterator[bytes]:
    """A sheet as one or several, each with the beginning of the whole and about `size` bytes of its rows.

    A row that does not say which one it is follows the one before, and is never the first of its block.
    """
    pieces = archive.chunks(part)
    rows = bytearray()
    for piece in pieces:
        rows += piece
        if len(rows) >= size:
            break
    found = _ROWS_BEGIN.search(rows)
    if found is None:
        yield bytes(rows) + b"".join(pieces)
        return
    prefix, head = found["prefix"], _taken(rows, found.end("head"))
    before_numbered = re.compile(rb"</%brow>(?=\s*<%brow\s(?:[^<>]*\s)?r\s*=)" % (prefix, prefix))
    tail = b"</" + prefix + b"sheetData></" + prefix + b"worksheet>"
    seen = 0
    for piece in pieces:
        if len(rows) >= size:
            ends = (found.end() for found in before_numbered.finditer(rows, seen))
            if cut := max(ends, default=0):
                yield head + _taken(rows, cut) + tail
            seen = max(0, len(rows) - _OVERLAP)
        rows += piece
    yield head + rows


def _taken(buffer: bytearray, count: int) -> bytes:
    """The first bytes, which are then no more in the buffer."""
    taken = bytes(buffer[:count])
    del buffer[:count]
    return taken


def unusable_cells(sheet: bytes) -> Mapping[tuple[int, int], Unusable]:
    """Every formula, its value stored or not, and every error by (row, column), both from 0."""
    found: dict[tuple[int, int], Unusable] = {}
    if not _MAY_BE_FORMULA.search(sheet) and not _MAY_BE_ERROR.search(sheet):
        return found
    place = _Place()

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "row":
            place.row_starts(attributes.get("r"))
        elif tag == "c":
            place.cell_starts(attributes.get("r"))
            if attributes.get("t") == "e":
                found[place.row, place.column] = Unusable.ERROR
        elif tag == "f":
            found[place.row, place.column] = Unusable.FORMULA

    _parse((sheet,), start)
    return found


class _Place:
    """Where the parser stands: rows and cells may name their place or follow the one before."""

    def __init__(self) -> None:
        self.row = -1
        self.column = -1

    def row_starts(self, number: str | None) -> None:
        self.row = int(number) - 1 if number and number.isdecimal() else self.row + 1
        self.column = -1

    def cell_starts(self, reference: str | None) -> None:
        found = _REFERENCE.fullmatch(reference or "")
        if found is None:
            self.column += 1
            return
        self.column = _column_index(found[1])
        self.row = int(found[2]) - 1


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _overlapping(pieces: Iterator[bytes]) -> Iterator[bytes]:
    tail = b""
    for piece in pieces:
        yield tail + piece
        tail = piece[-_OVERLAP:]


def _parse(pieces: Iterable[bytes], start: Start) -> None:
    """Hand every start tag to `start`, names without prefix. Raises RefusedWorkbookError."""

    def refuse(*_: object) -> None:
        raise RefusedWorkbookError(Refusal.DOCTYPE)

    def local(tag: str, attributes: Attributes) -> None:
        plain = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        start(tag.rpartition(":")[2], plain)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = local
    try:
        seen = False
        for piece in pieces:
            parser.Parse(piece, False)
            seen = True
        if seen:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise RefusedWorkbookError(Refusal.DAMAGED) from error
