"""Reading a workbook: the parent's side. A child process does it, under limits; see `child`.

Whatever the file holds, the caller gets a `Sheet` or one Chinese sentence.
"""

import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from app.cases.workbook import limits
from app.cases.workbook.header import Header, read_header
from app.cases.workbook.limits import Refusal
from app.cases.workbook.unusable import Unusable
from app.errors import Cancelled, UserError
from app.progress import Progress


class UnreadableWorkbookError(UserError):
    """The file cannot be read as a table of cases; the sentence says why and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


Cell = str | float | int | bool | date | Unusable | None
_PLAIN = frozenset({str, int, float, bool, type(None)})
"""Cells that JSON has as they are."""


class SheetRow(NamedTuple):
    """One row that holds something. `number` is the sheet's own, blank rows counted."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """The table of a workbook: from below its header to its end or to 合计."""

    name: str
    header: Header
    rows: tuple[SheetRow, ...]

    @property
    def expected(self) -> int:
        """How many rows there are."""
        return len(self.rows)


@dataclass(frozen=True)
class OpenSheet:
    """The table while it is still being read: its rows come once. `expected` is about how many."""

    name: str
    header: Header
    rows: Iterator[SheetRow]
    expected: int


_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
"""Only this goes to the child; a password in the environment does not."""
_ROOT = Path(__file__).resolve().parents[3]
_ABORTED = -6
"""A parser that cannot have its memory aborts: SIGABRT."""


def read_workbook(path: Path, progress: Progress | None = None) -> Sheet:
    """The table of an .xlsx or .xls workbook.

    Raises UnreadableWorkbookError, Cancelled. Reads the file once and holds it open no longer.
    """
    progress = progress or Progress()
    with open_workbook(path, progress) as sheet:
        progress.start("读取工作簿", sheet.expected)
        rows = []
        for row in sheet.rows:
            rows.append(row)
            progress.step()
        return Sheet(sheet.name, sheet.header, tuple(rows))


@contextmanager
def open_workbook(
    path: Path, progress: Progress | None = None, names: Mapping[str, str] | None = None
) -> Iterator[OpenSheet]:
    """As `read_workbook`, but the rows come while the file is still being read, once, in this `with`.

    `names`: what the user says that columns mean, the sheet's own name → one that is known ("" for none).
    """
    progress = progress or Progress()
    progress.start("读取工作簿")
    with _open(path) as source, _Child(source, progress) as lines:
        yield sheet_of(lines, names or {})


def sheet_of(lines: Iterable[bytes], names: Mapping[str, str]) -> OpenSheet:
    """The table that a child tells of, line by line; what it says is not trusted.

    Raises UnreadableWorkbookError, also while the rows come.
    """
    answers = _answers(lines)
    head = _first(answers)
    try:
        header = read_header(int(head["row"]), [str(n) for n in head["names"]], names)
        expected = int(head["total"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableWorkbookError(Refusal.STOPPED) from error
    return OpenSheet(str(head.get("sheet", "")), header, _rows(answers), expected)


def _open(path: Path) -> IO[bytes]:
    try:
        information = path.stat()
        if not stat.S_ISREG(information.st_mode):
            raise UnreadableWorkbookError(Refusal.NOT_A_FILE)
        if information.st_size > limits.FILE_BYTES:
            raise UnreadableWorkbookError(Refusal.FILE_TOO_LARGE)
        return path.open("rb")
    except FileNotFoundError as error:
        raise UnreadableWorkbookError(Refusal.MISSING) from error
    except (OSError, ValueError) as error:
        raise UnreadableWorkbookError(Refusal.UNREADABLE) from error


class _Child:
    """The reading process, and a watcher that ends it when it is too slow or the user stops the work."""

    def __init__(self, source: IO[bytes], progress: Progress) -> None:
        self._progress = progress
        self._too_slow = False
        self._over = threading.Event()
        self._process = subprocess.Popen(
            (sys.executable, "-E", "-s", "-B", "-m", "app.cases.workbook.child"),
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._watcher = threading.Thread(target=self._watch, name="workbook-watch", daemon=True)
        self._watcher.start()

    def __enter__(self) -> Iterator[bytes]:
        return self._lines()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._process.kill()
        self._process.wait()
        self._watcher.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _watch(self) -> None:
        until = time.monotonic() + limits.SECONDS
        while not self._over.wait(0.1):
            self._too_slow = time.monotonic() > until
            if self._too_slow or self._is_cancelled():
                self._process.kill()
                return

    def _is_cancelled(self) -> bool:
        try:
            self._progress.check()
        except Cancelled:
            return True
        return False

    def _lines(self) -> Iterator[bytes]:
        """What the child says; why it says no more, where it has not come to its end."""
        yield from self._process.stdout or ()
        self._progress.check()
        if self._too_slow:
            raise UnreadableWorkbookError(Refusal.TOO_SLOW)
        code = self._process.wait()
        raise UnreadableWorkbookError(
            Refusal.OUT_OF_MEMORY if code == _ABORTED else Refusal.STOPPED
        )


def _answers(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The child's answers up to its end."""
    for line in lines:
        answer = _answer(line)
        if "refused" in answer:
            raise UnreadableWorkbookError(_refusal(answer["refused"]))
        yield answer
        if "end" in answer:
            return


def _answer(line: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError as error:
        raise UnreadableWorkbookError(Refusal.STOPPED) from error
    if not isinstance(answer, dict):
        raise UnreadableWorkbookError(Refusal.STOPPED)
    return answer


def _refusal(key: object) -> Refusal:
    try:
        return Refusal(str(key))
    except ValueError:
        return Refusal.STOPPED


def _first(answers: Iterator[dict[str, Any]]) -> dict[str, Any]:
    for answer in answers:
        return answer
    raise UnreadableWorkbookError(Refusal.STOPPED)


def _rows(answers: Iterator[dict[str, Any]]) -> Iterator[SheetRow]:
    for answer in answers:
        try:
            piece = [
                SheetRow(int(number), tuple(cells if _is_plain(cells) else map(_cell, cells)))
                for number, cells in answer.get("rows", ())
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableWorkbookError(Refusal.STOPPED) from error
        yield from piece


def _is_plain(cells: list[Any]) -> bool:
    return _PLAIN.issuperset(map(type, cells))


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        if "unusable" in value:
            return Unusable(value["unusable"])
        return datetime.fromisoformat(value["d"]).date()
    return value if isinstance(value, str | int | float) else None
