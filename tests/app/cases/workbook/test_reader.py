"""Reading files: what is a table is read; what is no workbook gets one sentence."""

import os
from datetime import date
from pathlib import Path

import pytest

from app.cases.workbook.limits import Refusal
from app.cases.workbook.reader import read_workbook
from app.cases.workbook.unusable import Unusable
from tests.app.cases.workbook.files import NAMES, good, members, packed, refusal, with_sheet
from tests.app.cases.workbook.making import write_xlsx, xls_bytes

# ---------------------------------------------------------------- what is read


def test_rows_keep_the_sheets_own_numbers_and_the_sum_ends_the_table(tmp_path: Path) -> None:
    table = [
        ["标题"],
        ["填报单位"],
        NAMES,
        ["A", "甲", "1"],
        [],
        ["B", "乙", "2"],
        ["合计", "2户"],
        ["C", "丙", "3"],
    ]
    sheet = read_workbook(write_xlsx(tmp_path / "a.xlsx", table))
    assert sheet.header.row == 3
    assert [row.number for row in sheet.rows] == [4, 6]
    assert sheet.rows[0].cells == ("A", "甲", "1")


def test_a_table_may_stand_anywhere_on_the_sheet(tmp_path: Path) -> None:
    table = [
        [],
        [],
        [None, None, *NAMES],
        [None, None, "A", "甲", "1"],
        [None, None, "合计"],
        [None, None, "B"],
    ]
    sheet = read_workbook(write_xlsx(tmp_path / "a.xlsx", table))
    assert sheet.header.row == 3
    assert [(row.number, row.cells) for row in sheet.rows] == [(4, (None, None, "A", "甲", "1"))]


def test_a_header_in_two_rows_with_groups_is_read(tmp_path: Path) -> None:
    table: list[list[object]] = [
        ["困难职工档案表"],
        ["编号", "本人信息", None, "家庭成员1"],
        [None, "姓名", "身份证号", "姓名", "关系"],
        ["A", "甲", "1", "乙", "女儿"],
    ]
    sheet = read_workbook(write_xlsx(tmp_path / "a.xlsx", table))
    assert sheet.header.row == 3
    assert sheet.header.names == (*NAMES, "家庭成员1姓名", "家庭成员1关系")
    assert [row.cells for row in sheet.rows] == [("A", "甲", "1", "乙", "女儿")]


def test_the_sheet_with_most_known_columns_is_read_and_others_ignored(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    notes, cases = book.add_worksheet("填表说明"), book.add_worksheet("档案")
    notes.write_row(0, 0, ["姓名", "*为必填项"])
    notes.write_string(5, 400, "远处的字")
    cases.write_row(0, 0, NAMES)
    cases.write_row(1, 0, ["A", "甲", "1"])
    book.close()
    sheet = read_workbook(tmp_path / "a.xlsx")
    assert (sheet.name, len(sheet.rows)) == ("档案", 1)


def test_cells_come_as_they_are(tmp_path: Path) -> None:
    names = [*NAMES, "a", "b", "c", "d", "e"]
    cells = ["A", "甲", 450203198003150000, date(2019, 7, 1), True, 12.5, "=1+1", ("=1+1", 2)]
    sheet = read_workbook(write_xlsx(tmp_path / "a.xlsx", [names, cells]))
    (row,) = sheet.rows
    assert row.cells == (
        "A",
        "甲",
        4.5020319800315e17,
        date(2019, 7, 1),
        True,
        12.5,
        Unusable.FORMULA,
        Unusable.FORMULA,
    )


def test_a_row_of_formulas_only_is_blank(tmp_path: Path) -> None:
    sheet = read_workbook(
        write_xlsx(tmp_path / "a.xlsx", [NAMES, ["A", "甲", "1"], ["=A2", ("=B2", "甲")]])
    )
    assert [row.number for row in sheet.rows] == [2]


def test_formulas_without_a_place_of_their_own_are_found(tmp_path: Path) -> None:
    parts = members(good(tmp_path))
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    sheet += b"<row>" + b"".join(
        f'<c t="inlineStr"><is><t>{name}</t></is></c>'.encode() for name in NAMES
    )
    sheet += b'</row><row><c t="inlineStr"><is><t>A</t></is></c><c t="str"><f>1</f><v>x</v></c>'
    parts["xl/worksheets/sheet1.xml"] = sheet + b"</row></sheetData></worksheet>"
    found = read_workbook(packed(tmp_path / "a.xlsx", parts))
    assert found.rows[0].cells == ("A", Unusable.FORMULA)


@pytest.mark.parametrize("name", ["xl/worksheets/Sheet1.xml", "xl\\worksheets\\sheet1.xml"])
def test_formulas_are_found_in_a_part_that_is_named_in_another_way(
    tmp_path: Path, name: str
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [NAMES, ["A", "甲", ("=B2", "1")]])
    parts = members(path)
    parts[name] = parts.pop("xl/worksheets/sheet1.xml")
    (row,) = read_workbook(packed(path, parts)).rows
    assert row.cells == ("A", "甲", Unusable.FORMULA)


def test_an_error_is_told_from_nothing(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, (b"</sheetData>", _ERRORS + b"</sheetData>"))
    assert [(row.number, row.cells) for row in read_workbook(path).rows[2:]] == [
        (7, (Unusable.ERROR, None, "甲", Unusable.FORMULA)),
        (8, (None, Unusable.ERROR)),
    ]


_ERRORS = (
    '<row r="7"><c r="A7" t="e"><v>#N/A</v></c><c r="C7" t="inlineStr"><is><t>甲</t></is></c>'
    "<c r=\"D7\" t='e'><f>1/0</f><v>#DIV/0!</v></c></row>"
    '<row r="8"><c r="B8" t = "e"><v>#REF!</v></c></row>'
).encode()


@pytest.mark.parametrize("is_small", [False, True])
def test_an_old_xls_is_read_too_with_its_formulas_and_errors(
    tmp_path: Path, is_small: bool
) -> None:
    path = tmp_path / "旧.xls"
    lines = [NAMES, [], ["A", "甲", "=1"], ["B", 12, "2"], ["C", True, "#N/A"]]
    path.write_bytes(xls_bytes(lines, is_small=is_small))
    sheet = read_workbook(path)
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (3, ("A", "甲", Unusable.FORMULA)),
        (4, ("B", 12.0, "2")),
        (5, ("C", True, Unusable.ERROR)),
    ]


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    path = good(tmp_path).rename(tmp_path / "档案.xls")
    assert len(read_workbook(path).rows) == 2


# ---------------------------------------------------------------- what is no workbook


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Refusal.EMPTY),
        (b"PK\x03\x04 and nonsense", Refusal.DAMAGED),
        (bytes(range(256)) * 9, Refusal.NOT_A_WORKBOOK),
        ("编号,姓名\r\nA,甲\r\n".encode("gb18030"), Refusal.PLAIN_TEXT),
        ("\ufeff编号,姓名\n".encode(), Refusal.PLAIN_TEXT),
        ("编号\t姓名\n".encode("utf-16"), Refusal.PLAIN_TEXT),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", Refusal.WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook></Workbook>', Refusal.OTHER_FORMAT),
        (b'<?xml version="1.0"?><Workbook><Table></Table></Workbook>', Refusal.OTHER_FORMAT),
        (b'<?xml version="1.0"?><html><table></table></html>', Refusal.WEB_PAGE),
        (b"%PDF-1.7\n\x00\x01\x02", Refusal.NOT_A_WORKBOOK),
        (b"%PDF-1.4\n1 0 obj\n", Refusal.NOT_A_WORKBOOK),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), Refusal.DAMAGED),
    ],
)
def test_what_is_no_workbook_gets_its_own_sentence(
    tmp_path: Path, content: bytes, expected: Refusal
) -> None:
    path = tmp_path / "档案.xlsx"
    path.write_bytes(content)
    assert refusal(path) is expected


def test_an_encrypted_workbook_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000) + name + bytes(2000))
    assert refusal(path) is Refusal.ENCRYPTED


def test_missing_files_folders_and_pipes(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx") is Refusal.MISSING
    assert refusal(tmp_path) is Refusal.NOT_A_FILE
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") is Refusal.NOT_A_FILE


@pytest.mark.parametrize("part", ["xl/workbook.bin", "mimetype"])
def test_other_packed_formats_are_named(tmp_path: Path, part: str) -> None:
    path = packed(tmp_path / "a.xlsx", {part: b"x", "xl/workbook.xml": b"<x/>"})
    assert refusal(path) is Refusal.OTHER_FORMAT


def test_another_zip_is_no_workbook(tmp_path: Path) -> None:
    assert refusal(packed(tmp_path / "a.xlsx", {"a.txt": b"x"})) is Refusal.NOT_A_WORKBOOK


@pytest.mark.parametrize("names", [[], ["姓名"], ["姓名", "出生日期"], ["甲", "乙"]])
def test_a_sheet_without_the_two_names_has_no_header(tmp_path: Path, names: list[str]) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [names, ["1", "2", "3"]])
    assert refusal(path) is Refusal.NO_HEADER
