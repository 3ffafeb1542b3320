"""Small workbooks for the tests, and invented people with right check digits."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from app.cases.workbook.check import check_workbook
from app.cases.workbook.facts import CheckedWorkbook, NothingOnFile, OnFile
from app.cases.workbook.header import read_header
from app.cases.workbook.reader import Cell, Sheet, SheetRow
from db.values import id_check_digit

TODAY = date(2026, 11, 20)
HEADER_ROW = 3
Row = Mapping[str, Cell]


def id_number(serial: int, born: str = "19800315", region: str = "450203") -> str:
    """An invented number: `serial` is the three digits before the check digit, odd for men."""
    first17 = f"{region}{born}{serial:03d}"
    return first17 + id_check_digit(first17)


def person(serial: int, **values: Cell) -> dict[str, Cell]:
    """A row that passes without a word, but for what is given."""
    row: dict[str, Cell] = {
        "编号": f"QH{serial:05d}",
        "困难类别": "深度困难职工",
        "姓名": "黎小满",
        "身份证号": id_number(serial),
        "建档日期": "2024-05-06",
    }
    return row | values


def sheet(*rows: Row, columns: Sequence[str] = ()) -> Sheet:
    """A table as the reader gives it; blank rows count, the header stands in row 3."""
    names = columns or tuple(dict.fromkeys(name for row in rows for name in row))
    lines = tuple(
        SheetRow(number, tuple(row.get(name) for name in names))
        for number, row in enumerate(rows, HEADER_ROW + 1)
        if row
    )
    return Sheet("档案", read_header(HEADER_ROW, names), lines)


def check(
    *rows: Row, on_file: OnFile | None = None, columns: Sequence[str] = ()
) -> CheckedWorkbook:
    """Check a table made of these rows on 2026-11-20."""
    return check_workbook(sheet(*rows, columns=columns), TODAY, on_file or NothingOnFile())


def write_xlsx(path: Path, lines: Iterable[Sequence[object]], *, name: str = "档案") -> Path:
    """A workbook with one sheet; a text that begins with "=" becomes a formula, a tuple one with a value."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, cells in enumerate(lines):
        for column, value in enumerate(cells):
            if isinstance(value, tuple):
                page.write_formula(row, column, value[0], None, value[1])
            elif isinstance(value, date):
                at = datetime(value.year, value.month, value.day)
                page.write_datetime(row, column, at, day)
            elif isinstance(value, str) and not value.startswith("="):
                page.write_string(row, column, value)
            elif value is not None:
                page.write(row, column, value)
    book.close()
    return path


def write_table(path: Path, *rows: Row) -> Path:
    """A workbook with a title, the header in row 3 and these rows; an empty one stays blank."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    table = [[row.get(name) for name in names] for row in rows]
    return write_xlsx(path, [["困难职工档案信息导出表"], ["填报单位:青禾县总工会"], names, *table])


# ---------------------------------------------------------------- the old format


def xls_bytes(lines: Sequence[Sequence[object]], *, is_small: bool = False) -> bytes:
    """An .xls workbook (BIFF8) with one sheet: texts, numbers, true, formulas for texts with "=", #N/A.

    `is_small` puts the stream into the short sectors, as tiny workbooks have it.
    """
    stream = _workbook_stream(lines)
    return _compound_file(stream, is_small=is_small)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _workbook_stream(lines: Sequence[Sequence[object]]) -> bytes:
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    width = max(len(cells) for cells in lines)
    page += _record(0x0200, struct.pack("<IIHHH", 0, len(lines), 0, width, 0))
    for row, cells in enumerate(lines):
        for column, value in enumerate(cells):
            page += _xls_cell(row, column, value)
    page += _record(0x000A, b"")
    name = "档案".encode("utf-16-le")
    length = len(bof) + 4 + 8 + len(name) + 4
    sheet_body = struct.pack("<IHBB", length, 0, len(name) // 2, 1) + name
    return bof + _record(0x0085, sheet_body) + _record(0x000A, b"") + page


def _xls_cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str) and value.startswith("="):
        # A number as the stored result, and 7 as the whole expression.
        return _record(0x0006, place + struct.pack("<dHIH", 7.0, 0, 0, 3) + b"\x1e\x07\x00")
    if value is True or value == "#N/A":
        byte, is_error = (1, 0) if value is True else (42, 1)
        return _record(0x0205, place + struct.pack("<BB", byte, is_error))
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", float(value)))
    return b""


def _compound_file(stream: bytes, *, is_small: bool) -> bytes:
    end, free, fat_mark = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    if not is_small:
        stream = stream.ljust(4096, b"\0")
    size, count = len(stream), -(-len(stream) // 512)
    # Sectors: 0 FAT, 1 directory, 2 short-sector FAT, 3 … the stream (or the pool of short sectors).
    fat = [fat_mark, end, end, *range(4, 3 + count), end]
    fat += [free] * (128 - len(fat))
    short_count = -(-size // 64)
    short_fat = [*range(1, short_count), end, *[free] * (128 - short_count)]
    assert len(fat) == len(short_fat) == 128

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        body = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return body + bytes(36) + struct.pack("<IQ", start, length)

    root = entry("Root Entry", 5, 1, 3 if is_small else end, size if is_small else 0)
    book = entry("Workbook", 2, free, 0 if is_small else 3, size)
    blank = bytes(66) + b"\0\0" + struct.pack("<III", free, free, free) + bytes(48)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1)
    header += struct.pack("<IIIIII", 0, 4096, 2, 1, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    assert len(header) == 512
    tables = (
        struct.pack("<128I", *fat),
        root + book + blank + blank,
        struct.pack("<128I", *short_fat),
    )
    return header + b"".join(tables) + stream.ljust(count * 512, b"\0")
