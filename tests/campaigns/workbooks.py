"""Damaged and hostile workbooks against the import (T10): a table or one sentence, and nothing by halves.

Every file goes through the child's code and the parent's in a process under the child's own limits, which
reads many files in its life. A file that ends or stops such a process, and one in `_WHOLE_WAY`, goes the
whole way: the import of a real office, with a child of its own.
"""

import os
import random
import select
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

from app.cases.imports import import_workbook
from app.cases.workbook import child
from app.cases.workbook.check import check_workbook
from app.cases.workbook.facts import CheckedWorkbook, NothingOnFile
from app.cases.workbook.limits import Refusal
from app.cases.workbook.reader import Sheet, UnreadableWorkbookError, sheet_of
from app.office.opening import NewOffice, create
from db.keys import KdfCost
from tests.app.cases.importing import family, sizes
from tests.app.cases.workbook.making import TODAY, person, write_table, xls_bytes
from tests.campaigns import hostile_files, hostile_sheets
from tests.campaigns.hostile_files import READ, Hostile
from tests.campaigns.mutating import mutated, with_a_mutated_part

MUST_BE_ZERO = ("crashes", "hangs", "wordless", "half_imported", "silent_ids", "unexpected")
SECONDS = 10
"""What one file may take (T10). Of a reading process by the clock: then the file goes the whole way, by its work."""
_LIFE = 5_000
"""Files that one process reads."""
_WHOLE_WAY = 1_000
"""Of so many files one is also imported into an office."""
_CRASH, _HANG, _SILENT = "crashes", "hangs", "silent_ids"
Wholes = tuple[bytes, bytes, bytes]
"""The workbooks that are bent: a small one, one with more kinds of cells, an old one."""
Reading = Callable[[bytes], tuple[Sheet, CheckedWorkbook]]


def reading(data: bytes) -> tuple[Sheet, CheckedWorkbook]:
    """The table of a file and what the check says of it. Raises UnreadableWorkbookError."""
    opened = sheet_of(child.answers(BytesIO(data)), {})
    sheet = Sheet(opened.name, opened.header, tuple(opened.rows))
    return sheet, check_workbook(sheet, TODAY, NothingOnFile())


def end_of(data: bytes, read: Reading = reading) -> str:
    """How a file ends: "read", the key of a refusal, or the name of a fault."""
    try:
        sheet, checked = read(data)
    except UnreadableWorkbookError as error:
        return error.refusal.value
    except Exception:
        return _CRASH
    rounded = _rows_with_number_ids(sheet)
    return _SILENT if rounded - {cell.row for cell in checked.rejected} else READ


def _rows_with_number_ids(sheet: Sheet) -> set[int]:
    """Rows whose ID number came as a number: its last digits are lost, so they must be refused."""
    columns = [
        place for place, meaning in enumerate(sheet.header.meanings) if meaning.key == "id_number"
    ]
    return {
        row.number
        for row in sheet.rows
        for place in columns
        if place < len(row.cells) and type(row.cells[place]) in (int, float)
    }


def hand_made(whole: Wholes) -> Iterator[Hostile]:
    """Every file that was made by hand."""
    xlsx, _, xls = whole
    yield from hostile_files.no_workbooks()
    yield from hostile_files.other_archives(xlsx)
    yield from hostile_files.broken_archives(xlsx)
    yield from hostile_files.bombs(xlsx)
    yield from hostile_files.old_workbooks(xls)
    yield from hostile_sheets.harmful_xml(xlsx)
    yield from hostile_sheets.harmful_cells(xlsx)


def wholes(folder: Path) -> Wholes:
    """Make the workbooks that are bent."""
    folder.mkdir(parents=True, exist_ok=True)
    people = [person(serial) for serial in range(1, 6)]
    rich = [
        family(1, 本人月平均收入="=1+1", 家庭人口=2),
        family(2, 身份证号=450203198003150011, 出生日期=date(1980, 3, 15), 备注=True),
        family(3, 银行卡号=6.2e18, 建档日期=date(2024, 5, 6)),
    ]
    names = tuple(people[0])
    old = [names, *([*row.values()] for row in people[:3])]
    return (
        write_table(folder / "small.xlsx", *people).read_bytes(),
        write_table(folder / "rich.xlsx", *rich).read_bytes(),
        xls_bytes([*old, ["Q9", "深度困难职工", "黎小满", 450203198003150011, "=1"]]),
    )


def bent(whole: Wholes, seed: int, number: int) -> bytes:
    """The file of that number: half of them are bent by what they mean, half by their bytes."""
    chance = random.Random(f"{seed}:{number}")
    small, rich, old = whole
    if number % 2:
        return with_a_mutated_part(chance.choice((small, rich)), chance)
    return mutated(chance.choice((small, rich, old)), chance)


# ---------------------------------------------------------------- a process that reads many


def ends(
    whole: Wholes, count: int, seed: int, read: Reading = reading
) -> Iterator[tuple[int, str]]:
    """The end of every bent file; "hangs" where its process had to be stopped, "" where it died."""
    number = 0
    while number < count:
        until = min(count, number + _LIFE)
        for end in _one_life(whole, seed, range(number, until), read):
            yield number, end
            number += 1


def _one_life(whole: Wholes, seed: int, numbers: range, read: Reading) -> Iterator[str]:
    """The ends that one process tells, and what became of itself where it did not tell all."""
    out, told = os.pipe()
    process = os.fork()
    if process == 0:
        _work(told, (bent(whole, seed, number) for number in numbers), read)
    os.close(told)
    with os.fdopen(out, "rb", buffering=0) as stream:
        for _ in numbers:
            end = _next_line(stream.fileno())
            yield end
            if end in ("", _HANG):
                break
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _next_line(stream: int) -> str:
    """What the process says next: one byte at a time, as lines are short and it is to be caught at once."""
    line, until = b"", time.monotonic() + SECONDS
    while not line.endswith(b"\n"):
        if not select.select([stream], [], [], max(0.0, until - time.monotonic()))[0]:
            return _HANG
        piece = os.read(stream, 1)
        if not piece:
            return ""
        line += piece
    return line[:-1].decode()


def _work(told: int, files: Iterator[bytes], read: Reading) -> None:
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        child.limit_process()
        for data in files:
            os.write(told, end_of(data, read).encode() + b"\n")
    finally:
        os._exit(0)


# ---------------------------------------------------------------- the whole way


class WholeWay:
    """An office that imports files; counts what must not be."""

    def __init__(self, folder: Path) -> None:
        new = NewOffice("青禾县总工会", "admin", "Nuan-dang-2026!", place="青禾县", is_solo=True)
        self._office = create(folder / "office", new, cost=KdfCost.for_tests()).office
        self._path = folder / "档案.xlsx"
        self.figures: Counter[str] = Counter()

    def close(self) -> None:
        """Close the office."""
        self._office.close()

    def end_of(self, data: bytes) -> str:
        """Import the file; how that ended."""
        self._path.write_bytes(data)
        before, since = sizes(self._office), _worked()
        written, end = 0, READ
        try:
            report = import_workbook(self._office, path=self._path)
            written = report.written
        except UnreadableWorkbookError as error:
            end = error.refusal.value
            self.figures["wordless"] += not is_one_sentence(error.message)
        except Exception:
            end = _CRASH
            self.figures[_CRASH] += 1
        # What only waits is ended by the import's own limit; time that others took is not the file's.
        self.figures[_HANG] += end == READ and _worked() - since > SECONDS
        self.figures["half_imported"] += sizes(self._office)[0] - before[0] != written
        self.figures["imported"] += written
        return end


def _worked() -> float:
    """Seconds that this process and those that it has waited for were at work."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def is_one_sentence(text: str) -> bool:
    """One whole Chinese sentence."""
    return text.endswith("。") and text.count("。") == 1 and text.isprintable()


def run(folder: Path, count: int, seed: int) -> dict[str, int]:
    """Read `count` bent files and every one made by hand; the figures. Those of MUST_BE_ZERO are faults."""
    whole = wholes(folder)
    told, doubtful = Counter[str](), set(range(0, count, _WHOLE_WAY))
    for number, end in ends(whole, count, seed):
        told[end] += 1
        if end in ("", _HANG, _CRASH):
            doubtful.add(number)
    figures = Counter(dict.fromkeys(MUST_BE_ZERO, 0))
    figures.update(files=count, tables=told[READ], refusals=len(told.keys() & set(Refusal)))
    figures.update({_CRASH: told[_CRASH], _SILENT: told[_SILENT], "ended_processes": told[""]})
    way = WholeWay(folder)
    try:
        for number in sorted(doubtful):
            way.end_of(bent(whole, seed, number))
        for bad in hand_made(whole):
            figures["by_hand"] += 1
            figures["unexpected"] += way.end_of(bad.content) != bad.end
    finally:
        way.close()
    figures.update(way.figures)
    figures.update(whole_way=len(doubtful), largest_mb=_largest_mb())
    return dict(figures)


def _largest_mb() -> int:
    """The most memory that a reading process had, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
