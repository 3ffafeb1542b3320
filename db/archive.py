"""The container of a backup: a plain, uncompressed zip whose names come from a closed list.

What is inside is encrypted already (database, attachments), sealed (key wraps) or public (register,
manifest), so the container needs no secret; the manifest says the hash of each entry, and a keyed
hash seals the manifest. An archive that comes back is strange until proven otherwise: names are
matched, never used as paths; sizes, number and overlap are checked before anything is unpacked.
"""

import hashlib
import json
import os
import re
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Self

from db.attachments import FOLDER_NAME, is_name
from db.connection import DATABASE_NAME
from db.errors import MALFORMED, DamagedError, StorageError
from db.files import fsync_file, os_errors
from db.sidecar import SIDECAR_NAME

__all__ = [
    "MANIFEST_NAME",
    "REGISTER_NAME",
    "SEAL_NAME",
    "Archive",
    "Entry",
    "Manifest",
    "forget_cached",
    "open_archive",
    "refuse_archive",
    "write_archive",
]

FORMAT = 1
MANIFEST_NAME = "manifest.json"
SEAL_NAME = "manifest.seal"
REGISTER_NAME = "public-register.json"

_MIB = 1024 * 1024
_CHUNK = _MIB
_MOST_ENTRIES = 500_000
_LARGEST: dict[str, int] = {
    MANIFEST_NAME: 256 * _MIB,
    SEAL_NAME: 64,
    SIDECAR_NAME: 4 * _MIB,
    REGISTER_NAME: 256 * _MIB,
    DATABASE_NAME: 1024 * 1024 * _MIB,
}
_LARGEST_ATTACHMENT = 160 * _MIB
_ATTACHMENT = re.compile(rf"{FOLDER_NAME}/([0-9a-f]{{2}})/([0-9a-f]{{64}})")
# zip knows no time zones and nothing before 1980; the manifest says when.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER = 30


@dataclass(frozen=True)
class Entry:
    """One file of the archive: size in bytes, SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive says of itself. No personal data."""

    program: str
    schema: str
    created: datetime
    reason: str
    is_whole: bool
    """Attachments are inside; else they lie in the common store beside the automatic backups."""
    key_check: str
    journal_sequence: int
    journal_chain: str
    rows: dict[str, int]
    entries: dict[str, Entry]
    attachments: tuple[str, ...]

    def as_bytes(self) -> bytes:
        """The text of `manifest.json`."""
        told = {
            "format": FORMAT,
            "program": self.program,
            "schema": self.schema,
            "created": self.created.isoformat(),
            "reason": self.reason,
            "whole": self.is_whole,
            "key_check": self.key_check,
            "journal": {"sequence": self.journal_sequence, "chain": self.journal_chain},
            "rows": self.rows,
            "entries": {name: [e.size, e.sha256] for name, e in self.entries.items()},
            "attachments": self.attachments,
        }
        return json.dumps(told, indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read back; raises one of MALFORMED. Newer formats: StorageError."""
        told: Any = json.loads(data)
        if int(told["format"]) > FORMAT:
            raise StorageError("这个备份由更新版本的暖档建立，没有改动。请先升级程序再恢复。")
        created = datetime.fromisoformat(told["created"])
        if created.tzinfo is None:
            raise ValueError("no zone")
        attachments = tuple(str(name) for name in told["attachments"])
        if not all(is_name(name) for name in attachments):
            raise ValueError("not the name of an attachment")
        return cls(
            str(told["program"]),
            str(told["schema"]),
            created.astimezone(UTC),
            str(told["reason"]),
            bool(told["whole"]),
            str(told["key_check"]),
            int(told["journal"]["sequence"]),
            str(told["journal"]["chain"]),
            {str(table): int(count) for table, count in told["rows"].items()},
            {str(name): Entry(int(e[0]), str(e[1])) for name, e in told["entries"].items()},
            attachments,
        )


def refuse_archive(cause: str = "内容不完整或被改动过") -> DamagedError:
    """The one answer to an archive that is not what it should be."""
    return DamagedError(f"这个备份不能用：{cause}。单位的档案没有改动，请换另一个备份。")


def write_archive(
    target: Path,
    parts: dict[str, Path | bytes],
    finish: Callable[[dict[str, Entry]], tuple[bytes, bytes]],
    step: Callable[[], None],
) -> None:
    """Write the parts under their names, then what `finish` makes of their sizes and hashes (the
    manifest and its seal), and sync. `step` is called after each part and may stop the work.

    Raises OSError. A file that goes away meanwhile is an error, never a gap.
    """
    written: dict[str, Entry] = {}
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, part in parts.items():
            written[name] = _write_part(archive, name, part)
            step()
        manifest, seal = finish(written)
        _write_part(archive, MANIFEST_NAME, manifest)
        _write_part(archive, SEAL_NAME, seal)
    fsync_file(target)


def _write_part(archive: zipfile.ZipFile, name: str, part: Path | bytes) -> Entry:
    info = zipfile.ZipInfo(name, _ZIP_TIME)
    info.external_attr = 0o600 << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as sink:
        for chunk in _chunks(part):
            digest.update(chunk)
            size += len(chunk)
            sink.write(chunk)
    return Entry(size, digest.hexdigest())


def _chunks(part: Path | bytes) -> Iterator[bytes]:
    if isinstance(part, bytes):
        yield part
        return
    with part.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def forget_cached(path: Path) -> None:
    """Let the next reading come from the medium, not from memory, where the system can do that."""
    if sys.platform == "linux":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


class Archive:
    """An opened archive whose directory has been checked. Entries are read through `read`/`copy`."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._infos = _checked(file)
        self.seal = self._small(SEAL_NAME)
        self.manifest_bytes = self._small(MANIFEST_NAME)
        try:
            self.manifest = Manifest.from_bytes(self.manifest_bytes)
        except MALFORMED as error:
            raise refuse_archive() from error
        told = set(self.manifest.entries) | {MANIFEST_NAME, SEAL_NAME}
        if told != set(self._infos) or not {DATABASE_NAME, SIDECAR_NAME} <= told:
            raise refuse_archive()

    @property
    def names(self) -> tuple[str, ...]:
        """The entries that the manifest vouches for."""
        return tuple(self.manifest.entries)

    def read(self, name: str) -> bytes:
        """A small entry whose hash is right. Raises DamagedError or OSError."""
        data = self._small(name)
        entry = self.manifest.entries[name]
        if len(data) != entry.size or hashlib.sha256(data).hexdigest() != entry.sha256:
            raise refuse_archive()
        return data

    def copy(self, name: str, target: Path | None) -> None:
        """Write an entry to a new, synced file and check its hash; without target, only check."""
        entry, digest, size = self.manifest.entries[name], hashlib.sha256(), 0
        with self._open(name) as source, _sink(target) as sink:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if sink is not None:
                    sink.write(chunk)
        if size != entry.size or digest.hexdigest() != entry.sha256:
            raise refuse_archive()

    def _small(self, name: str) -> bytes:
        if name not in self._infos:
            raise refuse_archive()
        with self._open(name) as source:
            return source.read()

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._file.open(self._infos[name]) as source:
                yield source
        except _ZIP_FAULTS as error:
            raise refuse_archive() from error


# What Python's zipfile has been seen to raise on a mutated archive, besides OSError.
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    OverflowError,
    struct.error,
)


@contextmanager
def _sink(target: Path | None) -> Iterator[IO[bytes] | None]:
    if target is None:
        yield None
        return
    handle = os.open(
        target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    with os.fdopen(handle, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a backup and check its directory and manifest. Raises DamagedError or StorageError."""
    with os_errors("备份的读取"):
        try:
            file = zipfile.ZipFile(path)
        except _ZIP_FAULTS as error:
            raise refuse_archive("不是暖档的备份，或没有写完") from error
        with file:
            yield Archive(file)


def _checked(file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The directory, if all of it is what this program writes; nothing has been unpacked yet."""
    infos = file.infolist()
    if len(infos) > _MOST_ENTRIES:
        raise refuse_archive()
    by_name = {info.filename: info for info in infos}
    if len(by_name) != len(infos):
        raise refuse_archive()
    for info in infos:
        is_plain = info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1
        if not is_plain or info.file_size != info.compress_size:
            raise refuse_archive()
        if info.file_size > _largest(info.filename):
            raise refuse_archive()
    _refuse_overlap(file, infos)
    return by_name


def _largest(name: str) -> int:
    """The most that an entry of that name may hold; -1 for a name that is not on the list."""
    if name in _LARGEST:
        return _LARGEST[name]
    match = _ATTACHMENT.fullmatch(name)
    return _LARGEST_ATTACHMENT if match and match[2].startswith(match[1]) else -1


def _refuse_overlap(file: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """Entries must follow one another: some versions of Python unpack one body fifty times."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise refuse_archive()
        end = info.header_offset + _LOCAL_HEADER + len(info.filename) + info.file_size
    if end > file.start_dir:
        raise refuse_archive()
