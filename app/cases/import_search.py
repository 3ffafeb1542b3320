"""What the people of an import are found by: made while the workbook is still checked and written."""

from collections.abc import Callable, Iterator, Sequence
from operator import is_
from pathlib import Path
from typing import Self

from sqlalchemy.orm import Session

from app.cases.workbook.facts import Fact, HouseholdRow
from db import search
from db.search_rows import RowMaker

__all__ = ["ImportSearch"]

_LARGE = 600_000
"""Bytes of a workbook from which on it holds people enough for a process of its own."""
_ROWS_AT_ONCE = 500
_MOST_PEOPLE = 300_000
"""People whose search is made meanwhile: more would cost memory, fewer time."""


class ImportSearch:
    """First `see` each household that may be written, then `expect` those that are, then `write`; in a `with`."""

    def __init__(self, path: Path) -> None:
        self._begin()
        if _size_of(path) >= _LARGE:
            self._maker.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._maker.__exit__()

    def _begin(self) -> None:
        self._maker = RowMaker()
        self._seen: list[HouseholdRow] = []
        self._waiting: list[search.Searchable] = []
        self._people = 0

    def see(self, row: HouseholdRow) -> None:
        """A household that will be written if any is. Without a 编号 it cannot be found yet."""
        if row.number is not None:
            self._add(row, row.number)

    def expect(self, rows: Sequence[HouseholdRow], numbers: Sequence[str]) -> None:
        """These households will be written, under these 编号. What was seen is used where it is just these."""
        is_all = len(self._seen) == len(rows) or self._people >= _MOST_PEOPLE
        if not is_all or not all(map(is_, self._seen, rows)):
            self._maker.__exit__()
            self._begin()
            for row, number in zip(rows, numbers, strict=True):
                self._add(row, number)
        self._send()
        self._maker.complete()
        rest = slice(len(self._seen), None)
        self._rest = (
            person
            for row, number in zip(rows[rest], numbers[rest], strict=True)
            for person in _searchables(row, number)
        )

    def look(self) -> None:
        """Call it now and then between `expect` and `write`."""
        self._maker.look()

    def write(
        self, session: Session, owners: Sequence[search.Owner], step: Callable[[int], None]
    ) -> None:
        """Write the search of everybody expected; `owners` in their order. `step` may raise to stop."""
        search.write_rows(session, owners[: self._people], self._maker.rows(step))
        search.add_many(session, zip(owners[self._people :], self._rest, strict=True))

    def _add(self, row: HouseholdRow, number: str) -> None:
        if self._people >= _MOST_PEOPLE:
            return
        self._seen.append(row)
        self._waiting += _searchables(row, number)
        self._people += len(row.people)
        if len(self._seen) % _ROWS_AT_ONCE == 0:
            self._send()

    def _send(self) -> None:
        self._maker.add(self._waiting)
        self._waiting = []


def _size_of(path: Path) -> int:
    """Bytes; what cannot be read is refused later, with its sentence."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _searchables(row: HouseholdRow, number: str) -> Iterator[search.Searchable]:
    """What each person of a row is found by; 编号 and addresses find the applicant."""
    home = row.household
    addresses = (_text(home.get("home_address")), _text(home.get("registered_address")))
    for person in row.people:
        is_applicant = person.member == 0
        yield search.Searchable(
            person.name,
            id_number=person.id_number,
            phone=_text(person.facts.get("phone")),
            employer=_text(person.facts.get("employer")),
            case_number=number if is_applicant else None,
            addresses=addresses if is_applicant else (),
        )


def _text(fact: Fact) -> str | None:
    return fact if isinstance(fact, str) else None
