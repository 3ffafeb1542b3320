"""The public register: whole, chained, and without any person."""

import json
from datetime import date
from pathlib import Path

import pytest

from db.errors import DamagedError
from db.register import REGISTER_NAME, Entry, read_register, register_bytes, write_register

ENTRIES = tuple(
    Entry(
        f"QH-2026-{n:06d}", "困难职工档案表", date(2026, 11, n), "青禾县总工会", f"{n:064x}", n == 2
    )
    for n in range(1, 5)
)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    write_register(tmp_path, "青禾县总工会", ENTRIES)
    register = read_register(tmp_path)
    assert register is not None and register.office == "青禾县总工会"
    assert register.entries == ENTRIES
    assert register.by_hash(f"{3:064x}") == ENTRIES[2]
    assert register.by_hash("0") is None


@pytest.mark.parametrize("entries", [(), ENTRIES])
def test_it_is_written_as_json_writes_it(entries: tuple[Entry, ...]) -> None:
    odd = Entry('QH-"1"\\', "表\n\t𠮷\u2028", date(2026, 1, 2), "甲/乙", "f" * 64, True)
    data = register_bytes('青禾"县', (*entries, odd) if entries else ()).decode()
    assert data == json.dumps(json.loads(data), ensure_ascii=False, indent=1) + "\n"


def test_a_folder_without_register_has_none(tmp_path: Path) -> None:
    assert read_register(tmp_path) is None


def test_writing_the_same_again_leaves_the_file_alone(tmp_path: Path) -> None:
    write_register(tmp_path, "青禾县总工会", ENTRIES)
    before = (tmp_path / REGISTER_NAME).stat().st_ino
    write_register(tmp_path, "青禾县总工会", ENTRIES)
    assert (tmp_path / REGISTER_NAME).stat().st_ino == before


@pytest.mark.parametrize("field", ["serial", "form", "issued", "issued_by", "sha256", "is_void"])
def test_a_changed_field_breaks_the_chain(tmp_path: Path, field: str) -> None:
    content = json.loads(register_bytes("青禾县总工会", ENTRIES))
    content["entries"][1][field] = False if field == "is_void" else "2026-01-01"
    (tmp_path / REGISTER_NAME).write_text(json.dumps(content), "utf-8")
    with pytest.raises(DamagedError, match="公开登记簿已损坏"):
        read_register(tmp_path)


@pytest.mark.parametrize("keep", [slice(0, 3), slice(1, 4), slice(None, None, -1)])
def test_a_line_taken_out_or_moved_breaks_the_chain(tmp_path: Path, keep: slice) -> None:
    content = json.loads(register_bytes("青禾县总工会", ENTRIES))
    content["entries"] = content["entries"][keep]
    (tmp_path / REGISTER_NAME).write_text(json.dumps(content), "utf-8")
    with pytest.raises(DamagedError):
        read_register(tmp_path)


_OF_TEXTS = b'{"format": 1, "office": "", "entries": ["a"], "last": ""}'


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"[]", b"7", b'{"format": 2}', b"[" * 100_000, _OF_TEXTS]
)
def test_what_is_no_register_is_damage(tmp_path: Path, data: bytes) -> None:
    (tmp_path / REGISTER_NAME).write_bytes(data)
    with pytest.raises(DamagedError):
        read_register(tmp_path)
