"""Files made by hand that are no workbooks, or are archives that lie. Each says how its reading must end."""

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.cases.workbook import limits
from app.cases.workbook.limits import Refusal

READ = "read"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TABLE = "编号,姓名,身份证号\r\nQH1,黎小满,450203198003150011\r\n"
_PAGE = "<html><body><table><tr><td>姓名</td></tr></table></body></html>"


@dataclass(frozen=True)
class Hostile:
    """A file, and how its reading must end: "read" or the key of a refusal."""

    name: str
    content: bytes
    end: str


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts packed as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def no_workbooks() -> Iterator[Hostile]:
    """Other files under the name of a workbook."""
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"):
        text = _TABLE if encoding != "big5" else "編號,姓名\r\n"
        yield Hostile(f"csv {encoding}", text.encode(encoding), Refusal.PLAIN_TEXT)
    for encoding in ("utf-8", "gb18030", "utf-16"):
        yield Hostile(f"web page {encoding}", _PAGE.encode(encoding), Refusal.WEB_PAGE)
    texts: tuple[tuple[str, str, Refusal], ...] = (
        ("tabs", _TABLE.replace(",", "\t"), Refusal.PLAIN_TEXT),
        ("semicolons", _TABLE.replace(",", ";"), Refusal.PLAIN_TEXT),
        ("json", json.dumps([{"姓名": "黎小满"}], indent=1), Refusal.PLAIN_TEXT),
        ("mhtml", "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", Refusal.WEB_PAGE),
        (
            "sheet of xml",
            '<?xml version="1.0"?><Workbook><Table/></Workbook>',
            Refusal.OTHER_FORMAT,
        ),
        ("rtf", "{\\rtf1\\ansi 姓名\n}", Refusal.PLAIN_TEXT),
        ("script", "#!/bin/sh\nrm -rf .\n", Refusal.PLAIN_TEXT),
        ("one word", "姓名", Refusal.NOT_A_WORKBOOK),
        ("one blank", " ", Refusal.NOT_A_WORKBOOK),
        ("line ends", "\r\n" * 500, Refusal.PLAIN_TEXT),
        ("nothing", "", Refusal.EMPTY),
    )
    for name, text, end in texts:
        yield Hostile(name, text.encode(), end)
    for name, content in _binaries():
        yield Hostile(name, content, Refusal.NOT_A_WORKBOOK)
    yield from _compound_files()


def _binaries() -> Iterator[tuple[str, bytes]]:
    table = _TABLE.encode()
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("档案.xlsx"))
    yield "pdf", b"%PDF-1.7\n\x00\x01\x02"
    yield "png", b"\x89PNG\r\n\x1a\n" + bytes(50)
    yield "jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
    yield "gif", b"GIF89a\x01\x00\x01\x00"
    yield "rar", b"Rar!\x1a\x07\x01\x00"
    yield "7z", b"7z\xbc\xaf\x27\x1c\x00\x04"
    yield "gzip", gzip.compress(table)
    yield "bzip2", bz2.compress(table)
    yield "xz", lzma.compress(table)
    yield "tar", tar.getvalue()
    yield "database", b"SQLite format 3\x00" + bytes(84)
    yield "program of Windows", b"MZ\x90\x00\x03\x00" + bytes(80)
    yield "program of Linux", b"\x7fELF\x02\x01\x01\x00" + bytes(80)
    yield "zeros", bytes(5000)
    yield "all bytes", bytes(range(256)) * 20


def _compound_files() -> Iterator[Hostile]:
    def named(name: str) -> bytes:
        return _OLE + bytes(1000) + name.encode("utf-16-le") + bytes(2000)

    yield Hostile("encrypted workbook", named("EncryptedPackage"), Refusal.ENCRYPTED)
    yield Hostile("letter", named("WordDocument"), Refusal.DAMAGED)
    yield Hostile("slides", named("PowerPoint Document"), Refusal.DAMAGED)
    yield Hostile("compound file of zeros", _OLE + bytes(4096), Refusal.DAMAGED)
    yield Hostile("compound file of ones", _OLE + b"\xff" * 4096, Refusal.DAMAGED)
    yield Hostile("beginning of a compound file", _OLE, Refusal.DAMAGED)


def other_archives(whole: bytes) -> Iterator[Hostile]:
    """Archives that hold something else."""
    parts = unpacked(whole)
    kinds: tuple[tuple[str, dict[str, bytes], Refusal], ...] = (
        ("letter in xml", {"word/document.xml": b"<a/>"}, Refusal.NOT_A_WORKBOOK),
        ("slides in xml", {"ppt/presentation.xml": b"<a/>"}, Refusal.NOT_A_WORKBOOK),
        ("open document", {"mimetype": b"x", "content.xml": b"<a/>"}, Refusal.OTHER_FORMAT),
        ("binary workbook", parts | {"xl/workbook.bin": b"x"}, Refusal.OTHER_FORMAT),
        ("program in Java", {"META-INF/MANIFEST.MF": b"x"}, Refusal.NOT_A_WORKBOOK),
        ("workbook in an archive", {"档案.xlsx": whole}, Refusal.NOT_A_WORKBOOK),
        ("archive without members", {}, Refusal.NOT_A_WORKBOOK),
        ("only a folder", {"xl/": b""}, Refusal.NOT_A_WORKBOOK),
        ("another case of letters", {"XL/WORKBOOK.XML": b"<a/>"}, Refusal.DAMAGED),
        ("one name twice", parts | {"XL\\worksheets/SHEET1.xml": b"<a/>"}, Refusal.OVERLAP),
    )
    for name, held, end in kinds:
        yield Hostile(name, archive(held), end)


def broken_archives(whole: bytes) -> Iterator[Hostile]:
    """Archives cut off, and archives whose directory lies about them."""
    for percent in (1, 5, 20, 40, 60, 80, 95, 99):
        cut = whole[: max(len(whole) * percent // 100, 4)]
        yield Hostile(f"cut off at {percent} %", cut, Refusal.DAMAGED)
    parts = unpacked(whole)
    yield Hostile("bytes before it", b"PK\x00\x00" * 9 + whole, READ)
    yield Hostile("bytes after it", whole + b"\0" * 70_000, Refusal.DAMAGED)
    yield Hostile("two in one", whole + whole, READ)
    yield Hostile("bzip2 inside", archive(parts, zipfile.ZIP_BZIP2), Refusal.DAMAGED)
    yield Hostile("lzma inside", archive(parts, zipfile.ZIP_LZMA), Refusal.DAMAGED)
    yield Hostile("stored", archive(parts, zipfile.ZIP_STORED), READ)
    odd: tuple[str, ...] = ("../../a", "/etc/a", "C:\\a", "a\u202eb", "a" * 60_000, "名" * 900)
    for name in odd:
        yield Hostile(f"member {name[:9]!r}", archive(parts | {name: b"x"}), READ)
    many = {f"a{place}": b"" for place in range(limits.MEMBERS + 1)}
    yield Hostile("members without end", archive(parts | many), Refusal.TOO_MANY_MEMBERS)
    yield from _lying_directories(whole)


def _lying_directories(whole: bytes) -> Iterator[Hostile]:
    """One number of the last entry of the directory changed.

    Where the parts that are needed are whole, by their sums, the file is read: the parser gets only these.
    """
    lies: tuple[tuple[str, int, str, int, str], ...] = (
        ("needs a password", 8, "<H", 1, Refusal.ENCRYPTED),
        ("unknown method", 10, "<H", 77, Refusal.DAMAGED),
        ("wrong sum", 16, "<I", 1, Refusal.DAMAGED),
        ("packed to nothing", 20, "<I", 0, Refusal.DAMAGED),
        ("packed to 2 GB", 20, "<I", 2**31, Refusal.DAMAGED),
        ("unpacks to nothing", 24, "<I", 0, Refusal.DAMAGED),
        ("unpacks to 4 GB", 24, "<I", 2**32 - 2, Refusal.UNPACKED_TOO_LARGE),
        ("unpacks to zip64", 24, "<I", 2**32 - 1, Refusal.UNPACKED_TOO_LARGE),
        ("long name", 28, "<H", 60_000, READ),
        ("long extra", 30, "<H", 60_000, READ),
        ("begins elsewhere", 42, "<I", 5, Refusal.OVERLAP),
        ("begins where the first does", 42, "<I", 0, Refusal.OVERLAP),
        ("begins behind the end", 42, "<I", 2**31, Refusal.DAMAGED),
    )
    at = whole.rfind(b"PK\x01\x02")
    for name, offset, form, value, end in lies:
        changed = bytearray(whole)
        struct.pack_into(form, changed, at + offset, value)
        yield Hostile(name, bytes(changed), end)
    for name, offset, form, value, end in (
        ("members", 10, "<H", 9000, READ),
        ("length", 12, "<I", 2**31, Refusal.DAMAGED),
        ("place", 16, "<I", 2**31, Refusal.OVERLAP),
    ):
        changed = bytearray(whole)
        struct.pack_into(form, changed, whole.rfind(b"PK\x05\x06") + offset, value)
        yield Hostile(f"directory lies about its {name}", bytes(changed), end)


def bombs(whole: bytes) -> Iterator[Hostile]:
    """Little files that would swell."""
    parts = unpacked(whole)
    swollen = bytes(limits.RATIO_FROM_BYTES + 1)
    for name in ("xl/media/a.png", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        yield Hostile(f"bomb in {name}", archive(parts | {name: swollen}), Refusal.BOMB)
    many = {f"a{place}": bytes(2**20) for place in range(520)}
    yield Hostile("many small bombs", archive(parts | many), Refusal.UNPACKED_TOO_LARGE)
    inner = archive({"a": swollen})
    yield Hostile("a bomb in an archive inside", archive(parts | {"a.zip": inner}), READ)
    yield Hostile("a bomb whose size lies", _understated(parts, swollen), Refusal.DAMAGED)


def _understated(parts: dict[str, bytes], swollen: bytes) -> bytes:
    data = bytearray(archive(parts | {"xl/zz.xml": swollen}))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 3)
    struct.pack_into("<I", data, at + 16, zlib.crc32(swollen[:3]))
    return bytes(data)


def old_workbooks(whole: bytes) -> Iterator[Hostile]:
    """An .xls, cut off and with numbers of its own changed."""
    for percent in (2, 10, 30, 40, 50):
        cut = whole[: len(whole) * percent // 100]
        yield Hostile(f"xls cut off at {percent} %", cut, Refusal.DAMAGED)
    numbers: tuple[tuple[str, int, bytes, str], ...] = (
        ("sectors of 1 byte", 30, struct.pack("<H", 0), Refusal.DAMAGED),
        ("sectors of 2^60 bytes", 30, struct.pack("<H", 60), Refusal.DAMAGED),
        ("a table of 2^31 sectors", 44, struct.pack("<I", 2**31), READ),
        ("a directory behind the end", 48, struct.pack("<I", 2**31), Refusal.DAMAGED),
        ("a directory that is the table", 48, struct.pack("<I", 0), Refusal.DAMAGED),
        ("a chain without end", 512 + 3 * 4, struct.pack("<I", 3), Refusal.DAMAGED),
        ("a stream of 2^31 bytes", 1024 + 128 + 120, struct.pack("<I", 2**31), READ),
        ("a stream behind the end", 1024 + 128 + 116, struct.pack("<I", 2**31), Refusal.DAMAGED),
        ("a record longer than the file", 2048 + 2, struct.pack("<H", 65_535), Refusal.DAMAGED),
    )
    for name, at, by, end in numbers:
        yield Hostile(f"xls with {name}", whole[:at] + by + whole[at + len(by) :], end)
