"""Reads one workbook from standard input and writes its table as JSON lines. A process of its own.

It runs under limits of memory and time, opens no file, and answers with keys of `Refusal`: a
hostile workbook can stop it or fill it, and no more. JSON, not pickle: what a broken child says is
data to the parent. Lines: the header, then rows in pieces, then the end; or one refusal.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from app.cases.workbook import limits, ooxml, xls
from app.cases.workbook.container import Archive, kind_of
from app.cases.workbook.header import Header, count_known, ends_table, joined, read_header
from app.cases.workbook.limits import Refusal, RefusedWorkbookError
from app.cases.workbook.unusable import Unusable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_HEADER_WITHIN = 200
_PIECE = 500
_MIDNIGHT = timedelta(0)
_FORMULA = {"unusable": Unusable.FORMULA.value}

Marks = Mapping[tuple[int, int], Unusable]


def main() -> None:
    """Read standard input, answer on standard output. Never raises."""
    limit_process()
    for line in answers(sys.stdin.buffer):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def answers(source: IO[bytes]) -> Iterator[bytes]:
    """The lines of the answer, the last one the end or a refusal. Never raises."""
    try:
        for line in read(source.read(limits.FILE_BYTES + 1)):
            yield _line(line)
    except RefusedWorkbookError as error:
        yield _line({"refused": error.refusal.value})
    except MemoryError:
        yield _line({"refused": Refusal.OUT_OF_MEMORY.value})
    except GeneratorExit:
        raise
    except BaseException:  # also the panics of a parser in Rust: one sentence for all
        yield _line({"refused": Refusal.DAMAGED.value})


def read(data: bytes) -> Iterator[dict[str, Any]]:
    """The lines of the answer. Raises RefusedWorkbookError and whatever a parser raises."""
    if len(data) > limits.FILE_BYTES:
        raise RefusedWorkbookError(Refusal.FILE_TOO_LARGE)
    source: _Xlsx | _Xls = _Xlsx(data) if kind_of(data) == "xlsx" else _Xls(data)
    table = _find_table(source)
    unusable = source.unusable(table.index)
    yield {
        "sheet": table.sheet.name,
        "row": table.header.row,
        "names": list(table.header.names),
        "total": max(table.sheet.total_height - table.header.row, 0),
    }
    count, piece = 0, []
    for number, cells in _household_rows(table, unusable):
        count += 1
        if count > limits.ROWS:
            raise RefusedWorkbookError(Refusal.TOO_MANY_ROWS)
        piece.append([number, cells])
        if len(piece) == _PIECE:
            yield {"rows": piece}
            piece = []
    yield {"rows": piece}
    yield {"end": count}


class _Xlsx:
    """A workbook of the newer kind: its archive is checked before the parser sees it."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        if "xl/workbook.bin" in self._archive.names or "mimetype" in self._archive.names:
            raise RefusedWorkbookError(Refusal.OTHER_FORMAT)
        if "xl/workbook.xml" not in self._archive.names:
            raise RefusedWorkbookError(Refusal.NOT_A_WORKBOOK)
        self._parts = ooxml.sheet_parts(self._archive)
        self.book = _open(data)

    def refusal(self, index: int) -> Refusal | None:
        """Which limit the sheet lies beyond."""
        return ooxml.check_extent(self._archive, self._part(index))

    def unusable(self, index: int) -> Marks:
        """The places of the sheet's formulas and errors."""
        return ooxml.unusable_cells(self._archive, self._part(index))

    def _part(self, index: int) -> str:
        return self._parts.get(self.book.sheet_names[index], "")


class _Xls:
    """A workbook of the older kind: 65,536 rows and 256 columns are its own limits."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.book = _open(data)

    def refusal(self, index: int) -> Refusal | None:
        """Never beyond a limit."""
        return None

    def unusable(self, index: int) -> Marks:
        """The places of the sheet's formulas and errors."""
        return xls.unusable_cells(self._data, index)


def _open(data: bytes) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise RefusedWorkbookError(Refusal.ENCRYPTED) from error


@dataclass(frozen=True)
class _Table:
    index: int
    sheet: "CalamineSheet"
    header: Header
    known: int


def _find_table(source: _Xlsx | _Xls) -> _Table:
    """The sheet and the row with most known column names."""
    from python_calamine import SheetTypeEnum

    best: _Table | None = None
    refused: Refusal | None = None
    for index, metadata in enumerate(source.book.sheets_metadata):
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        refusal = source.refusal(index)
        if refusal is not None:
            refused = refused or refusal
            continue
        sheet = source.book.get_sheet_by_index(index)
        row, names, known = _best_header(sheet)
        if known > (best.known if best else 0):
            best = _Table(index, sheet, read_header(row, names), known)
    if best is None or not best.header.is_of_cases:
        raise RefusedWorkbookError(refused or Refusal.NO_HEADER)
    if len(best.header.names) > limits.COLUMNS:
        raise RefusedWorkbookError(Refusal.TOO_MANY_COLUMNS)
    return best


def _rows(sheet: "CalamineSheet") -> Iterator[tuple[int, list[Any]]]:
    """The sheet's own row numbers with full rows: the parser leaves out empty columns at the left."""
    start = sheet.start
    if start is None:
        return
    left = [""] * start[1]
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, left + cells


def _best_header(sheet: "CalamineSheet") -> tuple[int, Sequence[Any], int]:
    """The row with most known names, with the row above it where they are names together only."""
    best, most = 1, 0
    names: Sequence[Any] = ()
    above: Sequence[Any] = ()
    for number, cells in _rows(sheet):
        if number > _HEADER_WITHIN:
            break
        both = joined(above, cells)
        for found in (cells, both):
            known = count_known(found)
            if known > most:
                best, names, most = number, found, known
        above = cells
    return best, names, most


def _household_rows(table: _Table, unusable: Marks) -> Iterator[tuple[int, list[Any]]]:
    """Every row below the header that holds something, up to 合计 or 小计."""
    for number, cells in _rows(table.sheet):
        if number <= table.header.row:
            continue
        if ends_table(cells):
            return
        plain = [_plain(value) for value in cells]
        if unusable:
            _mark(plain, number - 1, unusable)
        while plain and plain[-1] is None:
            plain.pop()
        if any(value is not None and value != _FORMULA for value in plain):
            yield number, plain


def _mark(cells: list[Any], row: int, unusable: Marks) -> None:
    for column in range(len(cells)):
        if mark := unusable.get((row, column)):
            cells[column] = {"unusable": mark.value}


def _plain(value: Any) -> Any:
    """A cell as JSON has it: nothing, text, a number, true or false, or a date."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        at = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return {"d": value.date().isoformat() if at == _MIDNIGHT else value.isoformat(" ")}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value if isinstance(value, str | int | float) else str(value)


def _line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"


def limit_process() -> None:
    """Memory, processor time and files, where the system can limit them."""
    with suppress(ImportError):
        import resource

        for name, most in (
            ("RLIMIT_AS", limits.MEMORY_BYTES),
            ("RLIMIT_CPU", limits.SECONDS),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
        ):
            with suppress(AttributeError, ValueError, OSError):
                kind = getattr(resource, name)
                hard = resource.getrlimit(kind)[1]
                low = most if hard == resource.RLIM_INFINITY else min(most, hard)
                resource.setrlimit(kind, (low, hard))


if __name__ == "__main__":
    main()
