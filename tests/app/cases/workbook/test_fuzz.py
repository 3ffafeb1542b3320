"""Sixty damaged copies of a sample: each gives a table or one sentence, whatever was hit."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from app.cases.workbook.check import check_workbook
from app.cases.workbook.facts import NothingOnFile
from app.cases.workbook.reader import UnreadableWorkbookError, read_workbook
from tests.app.cases.workbook.making import TODAY, person, write_table, xls_bytes

ROUNDS = 30


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled or cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        at = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] = chance.randrange(256)
        elif kind == 1:
            del changed[at : at + chance.randrange(1, 30)]
        elif kind == 2:
            changed[at:at] = changed[at : at + chance.randrange(1, 30)]
        else:
            changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"<!--", b"&#x;"))
    return bytes(changed[: chance.choice((len(changed), chance.randrange(1, len(changed) + 1)))])


def with_a_mutated_part(data: bytes, chance: random.Random) -> bytes:
    """One part changed inside an archive that is whole."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        hit = chance.choice([name for name in old.namelist() if name.endswith((".xml", ".rels"))])
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mutated(content, chance) if name == hit else content)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["archive", "part", "xls"])
def test_a_damaged_workbook_gives_a_table_or_one_sentence(tmp_path: Path, kind: str) -> None:
    chance = random.Random(f"import {kind}")
    whole = write_table(
        tmp_path / "whole.xlsx", *(person(serial) for serial in range(1, 6))
    ).read_bytes()
    if kind == "xls":
        whole = xls_bytes([["编号", "姓名", "身份证号"], ["A", "甲", "=1"], ["B", "乙", 3]])
    path = tmp_path / "damaged.xlsx"
    ends = set()
    for _ in range(ROUNDS if kind != "xls" else ROUNDS // 2):
        change = with_a_mutated_part if kind == "part" else mutated
        path.write_bytes(change(whole, chance))
        try:
            check_workbook(read_workbook(path), TODAY, NothingOnFile())
            ends.add("read")
        except UnreadableWorkbookError as error:
            ends.add(error.refusal.value)
    assert len(ends) > 1, ends
