"""Files that are too large or mean harm, and the process that reads them."""

import os
import struct
import subprocess
import sys
import threading
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from app.cases.workbook import limits, reader
from app.cases.workbook.limits import Refusal
from app.cases.workbook.reader import Sheet, read_workbook
from app.errors import Cancelled
from app.progress import Progress
from tests.app.cases.workbook.files import NAMES, good, members, packed, refusal, with_sheet
from tests.app.cases.workbook.making import id_number, person, write_table, write_xlsx

# ---------------------------------------------------------------- limits and harm


def test_a_file_over_64_mb_is_refused_unread(tmp_path: Path) -> None:
    path = good(tmp_path)
    os.truncate(path, limits.FILE_BYTES + 1)
    assert refusal(path) is Refusal.FILE_TOO_LARGE


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    parts = members(good(tmp_path)) | {"xl/media/a.xml": bytes(limits.RATIO_FROM_BYTES + 1)}
    assert refusal(packed(tmp_path / "a.xlsx", parts)) is Refusal.BOMB


def test_a_small_member_may_be_packed_well(tmp_path: Path) -> None:
    parts = members(good(tmp_path)) | {"xl/media/a.xml": bytes(2**20)}
    assert len(read_workbook(packed(tmp_path / "a.xlsx", parts)).rows) == 2


def test_more_than_512_mb_are_refused_by_what_is_declared(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", {"xl/workbook.xml": b"x" * 1000})
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", limits.UNPACKED_BYTES + 1)
    path.write_bytes(bytes(data))
    assert refusal(path) is Refusal.UNPACKED_TOO_LARGE


def test_a_declared_size_that_lies_is_damage(tmp_path: Path) -> None:
    """The standard library stops at the declared size; we count what really comes out."""
    content = b"<x>" + b"a" * 200_000
    path = packed(tmp_path / "a.xlsx", {"xl/workbook.xml": content})
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 3)
    data[at + 16 : at + 20] = struct.pack("<I", zlib.crc32(content[:3]))
    path.write_bytes(bytes(data))
    assert refusal(path) is Refusal.DAMAGED


def test_more_than_1000_members_are_refused(tmp_path: Path) -> None:
    parts = {f"a{place}": b"" for place in range(limits.MEMBERS + 1)}
    assert refusal(packed(tmp_path / "a.xlsx", parts)) is Refusal.TOO_MANY_MEMBERS


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    """Two names in the directory for one body: 3 KB can claim gigabytes this way."""
    path = packed(
        tmp_path / "a.xlsx", {"xl/workbook.xml": b"x" * 1000, "xl/workbook.xm2": b"x" * 1000}
    )
    data = bytearray(path.read_bytes())
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(bytes(data))
    assert refusal(path) is Refusal.OVERLAP


def test_a_doubled_name_is_refused(tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", b"1")
        archive.writestr("xl/workbook.xm1", b"2")
    path = tmp_path / "a.xlsx"
    path.write_bytes(buffer.getvalue().replace(b"workbook.xm1", b"workbook.xml"))
    assert refusal(path) is Refusal.OVERLAP


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (b"XFD1048576", Refusal.TOO_MANY_COLUMNS),
        (b"KO9", Refusal.TOO_MANY_COLUMNS),
        (b"B1048576", Refusal.TOO_MANY_ROWS),
    ],
)
def test_one_far_cell_is_refused_before_the_parser_sees_it(
    tmp_path: Path, reference: bytes, expected: Refusal
) -> None:
    far = b'</row><row><c r="' + reference + b'" s="1"><v>1</v></c></row></sheetData>'
    assert refusal(with_sheet(tmp_path, (b"</row></sheetData>", far))) is expected


def test_empty_far_cells_and_rows_are_only_dressing(tmp_path: Path) -> None:
    far = b'</row><row r="1048576" s="1"><c r="XFD1048576" s="0"/></row></sheetData>'
    assert len(read_workbook(with_sheet(tmp_path, (b"</row></sheetData>", far))).rows) == 2


def test_rows_and_columns_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.cases.workbook import child

    monkeypatch.setattr(limits, "ROWS", 2)
    data = write_table(tmp_path / "a.xlsx", person(1), person(2)).read_bytes()
    assert list(child.read(data))[-1] == {"end": 2}
    with pytest.raises(limits.RefusedWorkbookError) as caught:
        list(
            child.read(
                write_table(tmp_path / "b.xlsx", person(1), person(2), person(3)).read_bytes()
            )
        )
    assert caught.value.refusal is Refusal.TOO_MANY_ROWS


def test_300_columns_are_read_and_301_are_not(tmp_path: Path) -> None:
    names = [*NAMES, *(f"列{place}" for place in range(297))]
    assert len(read_workbook(write_xlsx(tmp_path / "a.xlsx", [names, names])).rows) == 1
    assert (
        refusal(write_xlsx(tmp_path / "b.xlsx", [[*names, "x"], names])) is Refusal.TOO_MANY_COLUMNS
    )


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    parts = members(good(tmp_path))
    text = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = text.replace(
        b"<workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook', 1
    )
    assert refusal(packed(tmp_path / "a.xlsx", parts)) is Refusal.DOCTYPE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_the_child_has_a_memory_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One cell at the last allowed place makes the parser lay out 33 million cells."""
    far = b'<row r="110000"><c r="KN110000"><v>1</v></c></row></sheetData>'
    path = with_sheet(tmp_path, (b"</sheetData>", far))
    lower = "limits.MEMORY_BYTES = 3 * 10**8"
    code = f"from app.cases.workbook import child, limits; {lower}; child.main()"
    wrapper = tmp_path / "python"
    wrapper.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{code}'\n", encoding="utf-8")
    wrapper.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(wrapper))
    assert refusal(path) is Refusal.OUT_OF_MEMORY


# ---------------------------------------------------------------- the child


def test_a_slow_child_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0)
    monkeypatch.setattr(sys, "executable", _sleeper(tmp_path))
    assert refusal(good(tmp_path)) is Refusal.TOO_SLOW


def test_the_user_can_stop_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", _sleeper(tmp_path))
    progress = Progress()
    threading.Timer(0.2, progress.cancel).start()
    with pytest.raises(Cancelled):
        read_workbook(good(tmp_path), progress)


@pytest.mark.parametrize(
    "answer", ["", "nonsense", "[]", '{"refused": "?"}', '{"row": 1}', '{"end": 0}']
)
def test_a_child_that_talks_nonsense_gets_the_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(sys, "executable", _script(tmp_path, f"echo '{answer}'; echo oops >&2"))
    assert refusal(good(tmp_path)) is Refusal.STOPPED


def test_the_child_gets_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANDANG_PASSWORD", "secret")
    monkeypatch.setattr(sys, "executable", _script(tmp_path, f"env > '{tmp_path}/env'"))
    assert refusal(good(tmp_path)) is Refusal.STOPPED
    assert "secret" not in (tmp_path / "env").read_text()


def test_the_child_says_nothing_on_its_error_stream(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with path.open("rb") as source:
        done = subprocess.run(
            (sys.executable, "-m", "app.cases.workbook.child"),
            stdin=source,
            capture_output=True,
            cwd=reader.__file__.partition("/app/")[0],
            check=False,
        )
    assert (done.stdout, done.stderr) == (b'{"refused": "damaged"}\n', b"")


def test_progress_counts_the_rows(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    progress = Progress(listener=lambda p: seen.append((p.done, p.total)))
    sheet: Sheet = read_workbook(good(tmp_path), progress)
    assert len(sheet.rows) == 2
    assert seen[-1][0] == 2
    assert id_number(1) in sheet.rows[0].cells


def _script(folder: Path, command: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\ncat > /dev/null\n{command}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def _sleeper(folder: Path) -> str:
    return _script(folder, "exec sleep 30")
