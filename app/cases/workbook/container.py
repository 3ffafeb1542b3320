"""What kind of file this is, and whether its archive may be unpacked. Runs in the child.

Declared sizes can lie, so every member is unpacked once and counted before a parser sees the file.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from app.cases.workbook import limits
from app.cases.workbook.limits import Refusal, RefusedWorkbookError

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_CHUNK = 1 << 18
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def kind_of(data: bytes) -> str:
    """`xlsx` or `xls`, by content and not by name. Raises RefusedWorkbookError for everything else."""
    if not data:
        raise RefusedWorkbookError(Refusal.EMPTY)
    if data.startswith(_OLE):
        # An encrypted xlsx is an OLE file whose stream names are UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusedWorkbookError(Refusal.ENCRYPTED)
        return "xls"
    if data.startswith(b"PK"):
        return "xlsx"
    raise RefusedWorkbookError(_text_kind(data[:4096]))


def _text_kind(head: bytes) -> Refusal:
    """Tell a web page and plain text from rubbish, so that the sentence helps."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    lower = head.lower()
    if head.startswith(b"%PDF"):
        return Refusal.NOT_A_WORKBOOK
    if any(byte < 9 or 13 < byte < 27 for byte in head):
        return Refusal.NOT_A_WORKBOOK
    # A workbook saved as one XML file has tables too; a page in XML says that it is one.
    is_xml = lower.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml")
    marks = (b"<html",) if is_xml else (b"<html", b"<table", b"<!doctype", b"mime-version:")
    if any(mark in lower for mark in marks):
        return Refusal.WEB_PAGE
    if is_xml:
        return Refusal.OTHER_FORMAT
    has_marks = any(mark in head for mark in (b",", b"\t", b";", b"\n"))
    return Refusal.PLAIN_TEXT if has_marks else Refusal.NOT_A_WORKBOOK


class Archive:
    """A checked zip archive. `names` are its members; `read` and `chunks` unpack one.

    Names are in small letters with "/", however the archive writes them: so the parser looks for them.
    """

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(BytesIO(data)) as directory:
                self._members = directory.infolist()
        except Exception as error:  # a broken directory raises a dozen different kinds
            raise RefusedWorkbookError(Refusal.DAMAGED) from error
        self._data = data
        self._by_name = {plain_part(member.filename): member for member in self._members}
        self._spans: dict[str, tuple[int, int]] = {}
        self._check_directory()
        self._check_contents()

    @property
    def names(self) -> frozenset[str]:
        """The members' plain names."""
        return frozenset(self._by_name)

    def _check_directory(self) -> None:
        if len(self._members) > limits.MEMBERS:
            raise RefusedWorkbookError(Refusal.TOO_MANY_MEMBERS)
        if any(member.flag_bits & 1 for member in self._members):
            raise RefusedWorkbookError(Refusal.ENCRYPTED)
        if len(self._by_name) != len(self._members):
            raise RefusedWorkbookError(Refusal.OVERLAP)
        if any(member.compress_type not in _METHODS for member in self._members):
            raise RefusedWorkbookError(Refusal.DAMAGED)
        if sum(member.file_size for member in self._members) > limits.UNPACKED_BYTES:
            raise RefusedWorkbookError(Refusal.UNPACKED_TOO_LARGE)
        end = 0
        for member in sorted(self._members, key=lambda member: member.header_offset):
            if member.header_offset < end:
                raise RefusedWorkbookError(Refusal.OVERLAP)
            start = _body_of(self._data, member)
            end = start + member.compress_size
            self._spans[member.filename] = (start, end)

    def _check_contents(self) -> None:
        total = 0
        for member in self._members:
            size = sum(len(chunk) for chunk in self._unpack(member, limits.UNPACKED_BYTES - total))
            total += size
            packed = max(member.compress_size, 1)
            if size > limits.RATIO_FROM_BYTES and size > limits.RATIO * packed:
                raise RefusedWorkbookError(Refusal.BOMB)

    def size(self, name: str) -> int:
        """The bytes of one member, which are there."""
        return self._by_name[name].file_size

    def read(self, name: str) -> bytes:
        """One whole member; b"" where there is none."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """One member in pieces; nothing where there is none."""
        member = self._by_name.get(name)
        if member is not None:
            yield from self._unpack(member, limits.UNPACKED_BYTES)

    def _unpack(self, member: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
        """Our own unpacking: `zipfile` stops at the declared size, a parser need not."""
        start, end = self._spans[member.filename]
        source = memoryview(self._data)[start:end]
        pieces = (
            _stored(source) if member.compress_type == zipfile.ZIP_STORED else _inflated(source)
        )
        total, crc = 0, 0
        for piece in pieces:
            total += len(piece)
            crc = zlib.crc32(piece, crc)
            if total > most:
                raise RefusedWorkbookError(Refusal.UNPACKED_TOO_LARGE)
            yield piece
        if total != member.file_size or crc != member.CRC:
            raise RefusedWorkbookError(Refusal.DAMAGED)


def plain_part(name: str) -> str:
    """The name of a member in small letters with "/"."""
    return name.replace("\\", "/").lower()


def _stored(source: memoryview) -> Iterator[bytes]:
    for start in range(0, len(source), _CHUNK):
        yield bytes(source[start : start + _CHUNK])


def _inflated(source: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(source), _CHUNK):
            waiting = bytes(source[start : start + _CHUNK])
            while waiting and not inflater.eof:
                if piece := inflater.decompress(waiting, _CHUNK):
                    yield piece
                waiting = inflater.unconsumed_tail
        # What the inflater still holds comes out in pieces too: a tail can swell as well.
        while not inflater.eof:
            piece = inflater.decompress(b"", _CHUNK)
            if not piece:
                break
            yield piece
    except zlib.error as error:
        raise RefusedWorkbookError(Refusal.DAMAGED) from error
    if not inflater.eof:
        raise RefusedWorkbookError(Refusal.DAMAGED)


def _body_of(data: bytes, member: zipfile.ZipInfo) -> int:
    """Where a member's packed bytes begin, by its own local header."""
    start = member.header_offset
    if start + _LOCAL_HEADER.size > len(data):
        raise RefusedWorkbookError(Refusal.DAMAGED)
    magic, name_length, extra_length = _LOCAL_HEADER.unpack_from(data, start)
    body = int(start + _LOCAL_HEADER.size + name_length + extra_length)
    if magic != b"PK\x03\x04" or body + member.compress_size > len(data):
        raise RefusedWorkbookError(Refusal.DAMAGED)
    return body
