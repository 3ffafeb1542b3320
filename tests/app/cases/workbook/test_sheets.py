"""Large sheets are read some rows at a time: the same comes out, and never all is laid out at once."""

import re
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.cases.workbook import container, sheets
from app.cases.workbook.child import read
from tests.app.cases.workbook.files import members, packed
from tests.app.cases.workbook.making import write_xlsx

_SHEET = "xl/worksheets/sheet1.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_NAMES = (None, "编号", "姓名", "身份证号", "备注")

Written = Callable[[bytes], bytes]


def _plain(sheet: bytes) -> bytes:
    return sheet


def _prefixed(sheet: bytes) -> bytes:
    """Every name with the prefix that some programs write."""
    return re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", sheet).replace(b" xmlns=", b" xmlns:x=", 1)


def _without_numbers(sheet: bytes) -> bytes:
    """Each row follows the one before."""
    return re.sub(rb'<row r="\d+"', b"<row", sheet)


def _with_some_numbers(sheet: bytes) -> bytes:
    """Two rows of three follow the one before, and their cells the one beside."""
    rows = count()

    def bare(row: re.Match[bytes]) -> bytes:
        return re.sub(rb' r="\w+"', b"", row[0]) if next(rows) % 3 else row[0]

    return re.sub(rb"<row .*?</row>", bare, sheet)


def _bytes(tmp_path: Path, written: Written) -> bytes:
    """Rows of every kind, the first column empty, blank rows between; a formula and a date far below."""
    lines: list[list[object]] = [["困难职工档案"], list(_NAMES)]
    lines += [[None, f"A{at}", "甲", f"{at}", "文" * (at % 50)] for at in range(200)]
    lines += [[], [], [None, "B", "乙", ("=B2", "1"), date(2019, 7, 1)], [None, "C", "丙", 12.5]]
    lines += [[None, "合计"], [None, "D", "丁", "1"]]
    parts = members(write_xlsx(tmp_path / "a.xlsx", lines))
    parts[_SHEET] = written(parts[_SHEET])
    parts[_RELATIONS] = parts[_RELATIONS].replace(b"sheet1.xml", b"Sheet1.xml")
    return packed(tmp_path / "b.xlsx", parts).read_bytes()


def _cut_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_CUT_BYTES", 4_000)
    monkeypatch.setattr(container, "_CHUNK", 1_000)


@pytest.mark.parametrize("written", [_plain, _prefixed])
def test_a_sheet_in_pieces_reads_as_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Written
) -> None:
    whole, (head, *rows) = _read_twice(_bytes(tmp_path, written), monkeypatch)
    assert rows == whole[1:]
    assert rows[-1] == {"end": 202}
    assert rows[-2]["rows"][-2:] == [
        [205, [None, "B", "乙", {"unusable": "f"}, {"d": "2019-07-01"}]],
        [206, [None, "C", "丙", 12.5]],
    ]
    assert head | {"total": 0} == whole[0] | {"total": 0}
    assert 150 < head["total"] < 250


@pytest.mark.parametrize("written", [_plain, _prefixed])
def test_only_some_rows_are_laid_out_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Written
) -> None:
    _cut_small(monkeypatch)
    assert max(_counts(_bytes(tmp_path, written))) < 100


def test_rows_without_numbers_are_laid_out_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _bytes(tmp_path, _without_numbers)
    whole, cut = _read_twice(data, monkeypatch)
    assert cut == whole
    assert len(_counts(data)) == 1


def test_a_row_without_a_number_stays_with_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _bytes(tmp_path, _with_some_numbers)
    whole, cut = _read_twice(data, monkeypatch)
    assert cut[1:] == whole[1:]
    assert len(_counts(data)) > 1


def _read_twice(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Whole, and from now on in small pieces."""
    whole = list(read(data))
    _cut_small(monkeypatch)
    return whole, list(read(data))


def _counts(data: bytes) -> list[int]:
    """How many rows each piece has."""
    return [len(list(piece.rows())) for piece in sheets.Xlsx(data).pieces(0)]
