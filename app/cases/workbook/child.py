"""Reads one workbook from standard input and writes its table as JSON lines. A process of its own.

It runs under limits of memory and time, opens no file, and answers with keys of `Refusal`: a
hostile workbook can stop it or fill it, and no more. JSON, not pickle: what a broken child says is
data to the parent. Lines: the header, then rows in pieces, then the end; or one refusal.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import IO, Any

from app.cases.workbook import limits
from app.cases.workbook.container import kind_of
from app.cases.workbook.header import Header, count_known, ends_table, joined, read_header
from app.cases.workbook.limits import Refusal, RefusedWorkbookError
from app.cases.workbook.sheets import Marks, Piece, Xls, Xlsx
from app.cases.workbook.unusable import Unusable

_HEADER_WITHIN = 200
_PIECE = 500
_MIDNIGHT = timedelta(0)
_FORMULA = {"unusable": Unusable.FORMULA.value}


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
    table = _find_table(Xlsx(data) if kind_of(data) == "xlsx" else Xls(data))
    yield {
        "sheet": table.name,
        "row": table.header.row,
        "names": list(table.header.names),
        "total": max(table.first.total - table.header.row, 0),
    }
    count, piece = 0, []
    for number, cells in _household_rows(table):
        count += 1
        if count > limits.ROWS:
            raise RefusedWorkbookError(Refusal.TOO_MANY_ROWS)
        piece.append([number, cells])
        if len(piece) == _PIECE:
            yield {"rows": piece}
            piece = []
    yield {"rows": piece}
    yield {"end": count}


@dataclass(frozen=True)
class _Table:
    name: str
    header: Header
    known: int
    first: Piece
    others: Iterator[Piece]


def _find_table(source: Xlsx | Xls) -> _Table:
    """The sheet and the row with most known column names."""
    best: _Table | None = None
    refused: Refusal | None = None
    for index, name in source.names.items():
        refusal = source.refusal(index)
        if refusal is not None:
            refused = refused or refusal
            continue
        pieces = source.pieces(index)
        for first in islice(pieces, 1):
            row, names, known = _best_header(first)
            if known > (best.known if best else 0):
                best = _Table(name, read_header(row, names), known, first, pieces)
    if best is None or not best.header.is_of_cases:
        raise RefusedWorkbookError(refused or Refusal.NO_HEADER)
    if len(best.header.names) > limits.COLUMNS:
        raise RefusedWorkbookError(Refusal.TOO_MANY_COLUMNS)
    return best


def _best_header(piece: Piece) -> tuple[int, Sequence[Any], int]:
    """The row with most known names, with the row above it where they are names together only."""
    best, most = 1, 0
    names: Sequence[Any] = ()
    above: Sequence[Any] = ()
    for number, cells in piece.rows():
        if number > _HEADER_WITHIN:
            break
        both = joined(above, cells)
        for found in (cells, both):
            known = count_known(found)
            if known > most:
                best, names, most = number, found, known
        above = cells
    return best, names, most


def _household_rows(table: _Table) -> Iterator[tuple[int, list[Any]]]:
    """Every row below the header that holds something, up to 合计 or 小计."""
    for piece in chain((table.first,), table.others):
        for number, cells in piece.rows():
            if number <= table.header.row:
                continue
            if ends_table(cells):
                return
            plain = _plain_row(number, cells, piece.unusable)
            if any(value is not None and value != _FORMULA for value in plain):
                yield number, plain


def _plain_row(number: int, cells: list[Any], unusable: Marks) -> list[Any]:
    """A row as JSON has it, without the empty cells at its end."""
    plain = [_plain(value) for value in cells]
    for column in range(len(plain)) if unusable else ():
        if mark := unusable.get((number - 1, column)):
            plain[column] = {"unusable": mark.value}
    while plain and plain[-1] is None:
        plain.pop()
    return plain


def _plain(value: Any) -> Any:
    """A cell as JSON has it: nothing, text, a number, true or false, or a date."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, datetime):
        at = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return {"d": value.date().isoformat() if at == _MIDNIGHT else value.isoformat(" ")}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value if isinstance(value, int | float) else str(value)


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
