"""The sheets of a workbook, some rows at a time. Runs in the child.

python-calamine lays out every cell of a sheet at once: 100,000 rows of the template are 0.7 GB. A large
sheet of an xlsx is cut into sheets of some rows each, which are laid out one after the other.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.cases.workbook import ooxml, xls
from app.cases.workbook.container import Archive
from app.cases.workbook.limits import Refusal, RefusedWorkbookError
from app.cases.workbook.unusable import Unusable

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Marks = Mapping[tuple[int, int], Unusable]
"""Formulas and errors by (row, column), both from 0."""
_CUT_BYTES = 4 * 2**20
"""About so much of a sheet is laid out at once: 1,500 rows of the template, 40 MB."""


@dataclass(frozen=True)
class Piece:
    """Some rows of a sheet, in its order. `total`: about how many rows the whole sheet has."""

    first: int
    """The sheet's own number of the first row, from 1."""
    left: int
    """How many empty columns at the left are not in `cells`."""
    cells: Callable[[], Iterable[list[Any]]]
    unusable: Marks
    total: int

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """The sheet's own row numbers with full rows."""
        left = [""] * self.left
        for number, cells in enumerate(self.cells(), self.first):
            yield number, left + cells


class Xlsx:
    """A workbook of the newer kind: its archive is checked before the parser sees it."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        if "xl/workbook.bin" in self._archive.names or "mimetype" in self._archive.names:
            raise RefusedWorkbookError(Refusal.OTHER_FORMAT)
        if "xl/workbook.xml" not in self._archive.names:
            raise RefusedWorkbookError(Refusal.NOT_A_WORKBOOK)
        self._parts = ooxml.sheet_parts(self._archive)
        self._rest, rest_bytes = self._without_sheets()
        # What is not a sheet is read anew for every piece: the texts of cells may stand there.
        self._cut_bytes = max(_CUT_BYTES, rest_bytes // 2)
        self.names = _worksheets(_open(BytesIO(self._rest)))

    def refusal(self, index: int) -> Refusal | None:
        """Which limit the sheet lies beyond."""
        return ooxml.check_extent(self._archive, self._part(index))

    def pieces(self, index: int) -> Iterator[Piece]:
        """The rows of a sheet; nothing where it is empty."""
        part = self._part(index)
        for block in ooxml.blocks(self._archive, part, self._cut_bytes):
            packed = BytesIO(self._rest)
            with zipfile.ZipFile(packed, "a") as archive:
                archive.writestr(part, block)
            packed.seek(0)
            sheet = _open(packed).get_sheet_by_index(index)
            if sheet.start is not None:
                yield Piece(
                    first=sheet.start[0] + 1,
                    left=sheet.start[1],
                    cells=sheet.to_python,
                    unusable=ooxml.unusable_cells(block),
                    total=sheet.total_height * self._archive.size(part) // len(block),
                )

    def _part(self, index: int) -> str:
        return self._parts.get(self.names[index], "")

    def _without_sheets(self) -> tuple[bytes, int]:
        """The archive without its sheets and pictures, and how many bytes were packed into it."""
        packed, size = BytesIO(), 0
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as rest:
            for name in sorted(self._archive.names.difference(self._parts.values())):
                if name.endswith((".xml", ".rels")):
                    content = self._archive.read(name)
                    rest.writestr(name, content)
                    size += len(content)
        return packed.getvalue(), size


class Xls:
    """A workbook of the older kind: 65,536 rows and 256 columns are its own limits."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._book = _open(BytesIO(data))
        self.names = _worksheets(self._book)

    def refusal(self, index: int) -> Refusal | None:
        """Never beyond a limit."""
        return None

    def pieces(self, index: int) -> Iterator[Piece]:
        """The rows of a sheet, all at once; nothing where it is empty."""
        sheet = self._book.get_sheet_by_index(index)
        if sheet.start is not None:
            yield Piece(
                first=1,
                left=sheet.start[1],
                cells=sheet.iter_rows,
                unusable=xls.unusable_cells(self._data, index),
                total=sheet.total_height,
            )


def _open(source: BytesIO) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(source)
    except PasswordError as error:
        raise RefusedWorkbookError(Refusal.ENCRYPTED) from error


def _worksheets(book: "CalamineWorkbook") -> dict[int, str]:
    """The sheets that hold cells, by their place among all."""
    from python_calamine import SheetTypeEnum

    sheets = enumerate(book.sheets_metadata)
    return {at: sheet.name for at, sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet}
