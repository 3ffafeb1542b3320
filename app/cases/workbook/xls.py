"""Which cells of an old .xls workbook are formulas or errors. Runs in the child.

python-calamine gives only their stored values. This walks the records of the workbook stream
(BIFF5 and BIFF8, [MS-XLS]) inside the compound file ([MS-CFB]) and notes the place of each FORMULA and error.
"""

import struct
from collections.abc import Iterator, Mapping

from app.cases.workbook.unusable import Unusable

_FREE_FROM = 0xFFFFFFFA
_HEADER_FAT = struct.Struct("<109I")
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_BOUND_SHEET, _FORMULA, _BOOLEAN_OR_ERROR, _EOF = 0x0085, 0x0006, 0x0205, 0x000A
_IS_ERROR = 7
"""The byte of its record that tells an error from true and false."""


def unusable_cells(data: bytes, sheet: int) -> Mapping[tuple[int, int], Unusable]:
    """Every formula and error on the sheet of that number by (row, column), all counted from 0.

    Raises ValueError, IndexError or struct.error where the file is not what it says.
    """
    stream = _CompoundFile(data).workbook()
    offsets = [
        int(struct.unpack_from("<I", body)[0])
        for kind, body in _records(stream, 0)
        if kind == _BOUND_SHEET
    ]
    found: dict[tuple[int, int], Unusable] = {}
    for kind, body in _records(stream, offsets[sheet]):
        if kind == _FORMULA:
            found[_place(body)] = Unusable.FORMULA
        elif kind == _BOOLEAN_OR_ERROR and body[_IS_ERROR]:
            found[_place(body)] = Unusable.ERROR
    return found


def _place(body: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", body)
    return row, column


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, from its beginning to its end record."""
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        if kind == _EOF:
            return
        yield kind, stream[offset + 4 : offset + 4 + length]
        offset += 4 + length


class _CompoundFile:
    """Just enough of a compound file to take one stream out of it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sector = 1 << struct.unpack_from("<H", data, 30)[0]
        if self._sector not in (512, 4096):
            raise ValueError("sector size")
        self._fat = self._read_fat()
        directory_start, self._cutoff = struct.unpack_from("<I4xI", data, 48)
        mini_start = struct.unpack_from("<I", data, 60)[0]
        self._mini_fat = _integers(self._chain(mini_start)) if mini_start < _FREE_FROM else ()
        directory = self._chain(directory_start)
        self._entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]

    def workbook(self) -> bytes:
        """The stream that holds the sheets."""
        root = next(entry for entry in self._entries if entry[66] == _ROOT)
        for entry in self._entries:
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace").lower()
            if entry[66] == _STREAM and name in ("workbook", "book"):
                start, size = struct.unpack_from("<II", entry, 116)
                small = size < self._cutoff
                content = self._mini_chain(root, start) if small else self._chain(start)
                return content[:size]
        raise ValueError("no workbook stream")

    def _read_fat(self) -> tuple[int, ...]:
        sectors = list(_HEADER_FAT.unpack_from(self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._sector)):
            more = _integers(self._at(following))
            sectors += more[:-1]
            following = more[-1]
        fat: list[int] = []
        for sector in sectors:
            if sector < _FREE_FROM:
                fat += _integers(self._at(sector))
        return tuple(fat)

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain(self, sector: int) -> bytes:
        pieces = []
        while sector < _FREE_FROM:
            pieces.append(self._at(sector))
            sector = self._fat[sector]
            if len(pieces) > len(self._fat):
                raise ValueError("a chain without end")
        return b"".join(pieces)

    def _mini_chain(self, root: bytes, sector: int) -> bytes:
        pool = self._chain(struct.unpack_from("<I", root, 116)[0])
        pieces = []
        while sector < _FREE_FROM:
            pieces.append(pool[sector * 64 : sector * 64 + 64])
            sector = self._mini_fat[sector]
            if len(pieces) > len(self._mini_fat):
                raise ValueError("a chain without end")
        return b"".join(pieces)


def _integers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
