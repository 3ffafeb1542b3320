"""The public register of issued papers beside the encrypted file: who has a paper can ask without a login.

It holds serial, form, day, issuing union, SHA-256 of the whole file and whether the paper is void; nothing
of any person. Each entry carries the hash of itself and of the one before, so a line that was changed,
removed or put in shows. The chain is not secret: whoever rewrites the whole register goes unnoticed here,
and is found out at the next login, because the encrypted file decides and the register is made from it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from db.archive import REGISTER_NAME
from db.errors import MALFORMED, DamagedError
from db.files import read_bytes, write_atomically

__all__ = [
    "REGISTER_NAME",
    "Entry",
    "PublicRegister",
    "read_register",
    "register_bytes",
    "write_register",
]

_FORMAT = 1
_LARGEST = 256 * 1024 * 1024
_START = hashlib.sha256(b"nuandang/public-register/1").hexdigest()
_DAMAGED = "公开登记簿已损坏或被改动过，不能用来核验；请登录单位，登记簿会按加密档案重新生成。"
_WHAT = "公开登记簿的更新"


@dataclass(frozen=True)
class Entry:
    """One issued paper as the public may know it."""

    serial: str
    form: str
    issued: date
    issued_by: str
    sha256: str
    is_void: bool


@dataclass(frozen=True)
class PublicRegister:
    """The register as read, its chain found whole."""

    office: str
    entries: tuple[Entry, ...]

    def by_hash(self, sha256: str) -> Entry | None:
        """The paper whose whole file has this hash."""
        return next((entry for entry in self.entries if entry.sha256 == sha256), None)


def register_bytes(office: str, entries: Iterable[Entry]) -> bytes:
    """The register as it is written: readable JSON, one chained line per paper.

    Put together by hand as `json` would: it is made anew at every issue, for all papers of all years.
    """
    before, lines = _first_link(office), []
    for entry in entries:
        form, serial, by = _quoted(entry.form), _quoted(entry.serial), _quoted(entry.issued_by)
        day, is_void = entry.issued.isoformat(), "true" if entry.is_void else "false"
        before = _hashed(
            before,
            f'{{"form":{form},"is_void":{is_void},"issued":"{day}","issued_by":{by},'
            f'"serial":{serial},"sha256":"{entry.sha256}"}}',
        )
        lines.append(
            f'  {{\n   "serial": {serial},\n   "form": {form},\n   "issued": "{day}",\n   "issued_by": {by},\n'
            f'   "sha256": "{entry.sha256}",\n   "is_void": {is_void},\n   "link": "{before}"\n  }}'
        )
    listed = "[\n" + ",\n".join(lines) + "\n ]" if lines else "[]"
    head = f'{{\n "format": {_FORMAT},\n "office": {_quoted(office)},\n "entries": {listed},\n'
    return f'{head} "last": "{before}"\n}}\n'.encode()


def write_register(folder: Path, office: str, entries: Iterable[Entry]) -> None:
    """Put the register into the office's folder, whole or not at all. Raises StorageError."""
    path, data = folder / REGISTER_NAME, register_bytes(office, entries)
    if path.is_file() and read_bytes(path, what=_WHAT, limit=_LARGEST) == data:
        return
    write_atomically(path, data, what=_WHAT)


def read_register(folder: Path) -> PublicRegister | None:
    """The register of a folder, or None where there is none.

    Raises DamagedError when it is no register or its chain is broken, StorageError when it cannot be read.
    """
    path = folder / REGISTER_NAME
    if not path.is_file():
        return None
    data = read_bytes(path, what="公开登记簿的读取", limit=_LARGEST)
    try:
        return _parsed(json.loads(data.decode("utf-8")))
    except MALFORMED as error:
        raise DamagedError(_DAMAGED) from error


def _parsed(content: Any) -> PublicRegister:
    if set(content) != {"format", "office", "entries", "last"} or content["format"] != _FORMAT:
        raise ValueError("not a register of this format")
    office = _text(content["office"])
    before, entries = _first_link(office), []
    for line in content["entries"]:
        link = line.pop("link")
        before = _link(before, line)
        if link != before:
            raise ValueError("the chain is broken")
        entries.append(_entry(line))
    if content["last"] != before:
        raise ValueError("the chain is cut short")
    return PublicRegister(office, tuple(entries))


def _entry(line: dict[str, Any]) -> Entry:
    if not isinstance(line["is_void"], bool):
        raise TypeError("void is yes or no")
    return Entry(
        serial=_text(line["serial"]),
        form=_text(line["form"]),
        issued=date.fromisoformat(_text(line["issued"])),
        issued_by=_text(line["issued_by"]),
        sha256=_text(line["sha256"]),
        is_void=line["is_void"],
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _first_link(office: str) -> str:
    return hashlib.sha256(f"{_START}{office}".encode()).hexdigest()


def _link(before: str, line: dict[str, Any]) -> str:
    return _hashed(
        before, json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    )


def _hashed(before: str, canonical: str) -> str:
    return hashlib.sha256(f"{before}{canonical}".encode()).hexdigest()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
