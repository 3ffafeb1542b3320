"""Workbooks made by hand whose XML or whose cells mean harm. Each says how its reading must end."""

from collections.abc import Iterator

from app.cases.workbook.limits import Refusal
from tests.campaigns.hostile_files import READ, Hostile, archive, unpacked

_BOOK, _SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
_WORDS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_END = b"</sheetData>"
_LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%s;" % (str(level - 1).encode() if level else b"") * 9)
    for level in range(9)
)
_CHANGED = tuple[str, str, bytes, bytes, str]


def _made(parts: dict[str, bytes], part: str, old: bytes, new: bytes) -> bytes:
    assert old in parts[part], (part, old)
    return archive(parts | {part: parts[part].replace(old, new, 1)})


def harmful_xml(whole: bytes) -> Iterator[Hostile]:
    """Entities, encodings, nesting, parts that are missing or elsewhere."""
    parts = unpacked(whole)
    declared = b'standalone="yes"?>'
    for part, end in (
        (_BOOK, Refusal.DOCTYPE),
        (_RELATIONS, Refusal.DOCTYPE),
        (_SHEET, READ),
        (_WORDS, READ),
        (_STYLES, READ),
    ):
        laughs = _made(parts, part, declared, declared + _LAUGHS + b"]>")
        yield Hostile(f"laughs in {part}", laughs, end)
        outside = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
        opened = _made(parts, part, declared, declared + outside)
        yield Hostile(f"a file of the computer in {part}", opened, end)
    for part in (_BOOK, _RELATIONS, _SHEET, _WORDS):
        gone = {name: content for name, content in parts.items() if name != part}
        end = Refusal.NOT_A_WORKBOOK if part == _BOOK else Refusal.DAMAGED
        yield Hostile(f"without {part}", archive(gone), end)
        yield Hostile(f"empty {part}", archive(parts | {part: b""}), Refusal.DAMAGED)
        half = parts[part][: len(parts[part]) // 2]
        yield Hostile(f"half of {part}", archive(parts | {part: half}), Refusal.DAMAGED)
        wide = parts[part].decode().replace("UTF-8", "UTF-16").encode("utf-16")
        end = Refusal.NO_HEADER if part == _SHEET else Refusal.DAMAGED
        yield Hostile(f"two-byte {part}", archive(parts | {part: wide}), end)
        chinese = parts[part].decode().replace("UTF-8", "GB18030").encode("gb18030")
        end = READ if part == _SHEET else Refusal.DAMAGED
        yield Hostile(f"Chinese {part}", archive(parts | {part: chinese}), end)
    yield from _nested(parts)
    yield from _elsewhere(parts)


def _nested(parts: dict[str, bytes]) -> Iterator[Hostile]:
    deep = b"<a>" * 50_000 + b"</a>" * 50_000
    attributes = b" ".join(b'a%d="1"' % number for number in range(20_000))
    changes: tuple[_CHANGED, ...] = (
        ("deep nesting", _SHEET, _END, deep + _END, READ),
        ("deep nesting in a cell", _SHEET, b"<v>0</v>", deep, Refusal.DAMAGED),
        ("20,000 attributes", _SHEET, b"<sheetData", b"<b " + attributes + b"/><sheetData", READ),
        ("a long comment", _SHEET, b"<sheetData", b"<!--" + b"-a" * 10**6 + b"--><sheetData", READ),
        ("an instruction", _SHEET, b"<sheetData", b"<?php a?><sheetData", READ),
    )
    for name, part, old, new, end in changes:
        yield Hostile(name, _made(parts, part, old, new), end)


def _elsewhere(parts: dict[str, bytes]) -> Iterator[Hostile]:
    target = b'Target="worksheets/sheet1.xml"'
    for place in (
        b"../../../../etc/passwd",
        b"/etc/passwd",
        b"file:///etc/passwd",
        b"http://a.invalid/a.xml",
        b"workbook.xml",
        b"",
        b"\\\\a\\b\\c.xml",
    ):
        moved = _made(parts, _RELATIONS, target, b'Target="%s" TargetMode="External"' % place)
        end = Refusal.NO_HEADER if place == b"workbook.xml" else Refusal.DAMAGED
        yield Hostile(f"a sheet at {place.decode()}", moved, end)
    same = b'<sheet name="' + "档案".encode() + b'" sheetId="1" r:id="rId1"/>'
    yield Hostile("999 times the sheet", _made(parts, _BOOK, same, same * 999), READ)
    yield Hostile("no sheet", _made(parts, _BOOK, same, b""), Refusal.NO_HEADER)
    hidden = same.replace(b"<sheet ", b'<sheet state="veryHidden" ')
    yield Hostile("a hidden sheet", _made(parts, _BOOK, same, hidden), READ)
    macros = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 99, "xl/embeddings/a.bin": b"MZ" * 99}
    yield Hostile("macros and embedded files", archive(parts | macros), READ)


def harmful_cells(whole: bytes) -> Iterator[Hostile]:
    """Cells far away, without a place, of no type, with formulas, with numbers that are none."""
    parts = unpacked(whole)
    for name, cell, end in _CELLS:
        row = b"<row>" + cell + b"</row>" + _END
        yield Hostile(name, _made(parts, _SHEET, _END, row), end)
    changes: tuple[_CHANGED, ...] = (
        ("a vast dimension", _SHEET, b'"A1:E8"', b'"A1:XFD1048576"', READ),
        ("a dimension backwards", _SHEET, b'"A1:E8"', b'"E8:A1"', READ),
        ("a dimension of nonsense", _SHEET, b'"A1:E8"', b'"?"', Refusal.DAMAGED),
        ("4 thousand million words", _WORDS, b'uniqueCount="', b'uniqueCount="42949', READ),
        ("dates since 1904", _BOOK, b"<workbookPr ", b'<workbookPr date1904="1" ', READ),
        ("rows backwards", _SHEET, b'<row r="8"', b'<row r="2"', READ),
        ("one row twice", _SHEET, b'<row r="8"', b'<row r="7"', READ),
        ("a row of 20 digits", _SHEET, b'<row r="8"', b'<row r="99999999999999999999"', READ),
    )
    for name, part, old, new, end in changes:
        yield Hostile(name, _made(parts, part, old, new), end)
    merged = b"".join(b'<mergeCell ref="A1:XFD%d"/>' % row for row in range(1, 2000))
    merging = _END + b"<mergeCells>" + merged + b"</mergeCells>"
    yield Hostile("everything merged", _made(parts, _SHEET, _END, merging), READ)
    blank = b"".join(b'<row r="%d"/>' % row for row in range(9, 200_000)) + _END
    yield Hostile("200,000 blank rows", _made(parts, _SHEET, _END, blank), READ)


def _text(words: str) -> bytes:
    return f'<c t="inlineStr"><is><t>{words}</t></is></c>'.encode()


_CELLS: tuple[tuple[str, bytes, str], ...] = (
    ("the last cell of all", b'<c r="XFD1048576"><v>1</v></c>', Refusal.TOO_MANY_COLUMNS),
    ("the last row of all", b'<c r="A1048576"><v>1</v></c>', Refusal.TOO_MANY_ROWS),
    ("column 301", b'<c r="KO9"><v>1</v></c>', Refusal.TOO_MANY_COLUMNS),
    ("an empty cell far away", b'<c r="XFD1048576"/>', READ),
    ("row 0", b'<c r="A0"><v>1</v></c>', Refusal.DAMAGED),
    ("no row", b'<c r="A"><v>1</v></c>', Refusal.DAMAGED),
    ("no column", b'<c r="9"><v>1</v></c>', Refusal.DAMAGED),
    ("a place of nonsense", b'<c r="?"><v>1</v></c>', Refusal.DAMAGED),
    ("small letters", b'<c r="a9"><v>1</v></c>', READ),
    ("a word that is not there", b'<c t="s"><v>99999</v></c>', Refusal.DAMAGED),
    ("a word below nothing", b'<c t="s"><v>-1</v></c>', READ),
    ("a word of no number", b'<c t="s"><v>a</v></c>', READ),
    ("an unknown type", b'<c t="zz"><v>1</v></c>', Refusal.DAMAGED),
    ("an unknown style", b'<c s="99999"><v>1</v></c>', READ),
    ("an error", b'<c t="e"><v>#REF!</v></c>', READ),
    ("an unknown error", b'<c t="e"><v>#HA!</v></c>', Refusal.DAMAGED),
    ("true and false", b'<c t="b"><v>1</v></c><c t="b"><v>0</v></c>', READ),
    ("neither true nor false", b'<c t="b"><v>2</v></c>', Refusal.DAMAGED),
    ("a date of nonsense", b'<c t="d"><v>2026-99-99</v></c>', READ),
    ("no number at all", b"<c><v>NaN</v></c>", READ),
    ("a number without end", b"<c><v>1e999</v></c>", READ),
    ("a number of 400 digits", b"<c><v>" + b"9" * 400 + b"</v></c>", READ),
    ("a number that is text", b"<c><v>abc</v></c>", READ),
    ("an ID as a number", b"<c/><c/><c/><c><v>450203198003150011</v></c>", READ),
    ("an ID with an exponent", b"<c/><c/><c/><c><v>4.50203198003150E+17</v></c>", READ),
    ("an ID rounded in its text", b"<c/><c/><c/>" + _text("450203198003150000"), READ),
    ("an ID in wide digits", b"<c/><c/><c/>" + _text("４５０２０３１９８００３１５００１１"), READ),
    ("a formula", b"<c><f>1+1</f><v>2</v></c>", READ),
    ("a formula without a value", b"<c><f>1+1</f></c>", READ),
    ("a shared formula", b'<c><f t="shared" si="0" ref="A1:XFD1048576">A1</f></c>', READ),
    ("a shared formula from nowhere", b'<c><f t="shared" si="99"/><v>2</v></c>', READ),
    ("an array formula", b'<c><f t="array" ref="A1:XFD1048576">1</f></c>', READ),
    ("a program to run", b"<c><f>cmd|'/c calc'!A0</f><v>2</v></c>", READ),
    ("a page to fetch", b'<c><f>WEBSERVICE("http://a.invalid")</f><v>2</v></c>', READ),
    ("another workbook", b"<c><f>'[1]a'!A1</f><v>2</v></c>", READ),
    ("text like a formula", _text("=1+1") + _text("@SUM(A1)") + _text("+1"), READ),
    ("markup", _text("&lt;b&gt;&lt;img src='file:///etc/hostname'&gt;"), READ),
    ("NUL by its number", _text("甲&#0;乙"), Refusal.DAMAGED),
    ("NUL by its escape", _text("甲_x0000_乙"), READ),
    ("half a character", _text("甲_xD800_乙"), READ),
    ("an entity that nobody declared", _text("&b;"), Refusal.DAMAGED),
    ("writing that turns round", _text("甲\u202e乙\u200b丙\ufeff"), READ),
    ("a text of 5 million characters", _text("字" * 5_000_000), READ),
    ("10,000 cells in a row", b"<c/>" * 10_000, READ),
    ("10,000 filled cells in a row", b"<c><v>1</v></c>" * 10_000, Refusal.TOO_MANY_COLUMNS),
)
