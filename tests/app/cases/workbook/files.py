"""Good files, and the same files bent."""

import zipfile
from pathlib import Path

import pytest

from app.cases.workbook.limits import Refusal
from app.cases.workbook.reader import UnreadableWorkbookError, read_workbook
from tests.app.cases.workbook.making import person, write_table

NAMES = ("编号", "姓名", "身份证号")


def refusal(path: Path) -> Refusal:
    """Why the file is refused; its sentence is whole and says nothing of the machine."""
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_workbook(path)
    message = caught.value.message
    assert message == caught.value.refusal.sentence
    assert message.endswith("。")
    assert str(path) not in message
    return caught.value.refusal


def good(tmp_path: Path) -> Path:
    """A small workbook that can be read."""
    return write_table(tmp_path / "good.xlsx", person(1), {}, person(2))


def members(path: Path) -> dict[str, bytes]:
    """The parts of an xlsx."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    """Parts packed as an xlsx."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_sheet(tmp_path: Path, change: tuple[bytes, bytes]) -> Path:
    """The small workbook with one change in the text of its sheet."""
    parts = members(good(tmp_path))
    name = "xl/worksheets/sheet1.xml"
    assert change[0] in parts[name]
    parts[name] = parts[name].replace(change[0], change[1], 1)
    return packed(tmp_path / "changed.xlsx", parts)
