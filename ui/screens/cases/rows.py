"""Rows of a long list: all ids at once, the rows themselves a page at a time, when they are looked at."""

from collections.abc import Callable, Iterable, Sequence
from typing import overload

from app.cases.lists import CaseRow

__all__ = ["PAGE", "PagedRows"]

PAGE = 100
_MOST_WANTED = 3


class PagedRows(Sequence[CaseRow]):
    """Looks like a list of all rows. A row that was not read yet is blank, and its page is asked for.

    `ask` is told once per burst, with the ids of the pages that were looked at last.
    """

    def __init__(self, ids: Sequence[int], ask: Callable[[], None]) -> None:
        self.ids = ids
        self._ask = ask
        self._pages: dict[int, tuple[CaseRow, ...]] = {}
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> CaseRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[CaseRow]: ...
    def __getitem__(self, index: int | slice) -> CaseRow | Sequence[CaseRow]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self.ids)))]
        page, place = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return _blank(self.ids[index])
        return rows[place]

    def put(self, page: int, rows: Iterable[CaseRow]) -> None:
        """Fill a page with what was read; a case that is gone meanwhile stays blank."""
        found = {row.case_id: row for row in rows}
        wanted = self.ids_of(page)
        self._pages[page] = tuple(found.get(one) or _blank(one) for one in wanted)
        self._asked.discard(page)

    def ids_of(self, page: int) -> tuple[int, ...]:
        """The ids of a page."""
        return tuple(self.ids[page * PAGE : (page + 1) * PAGE])

    def take_wanted(self) -> tuple[int, ...]:
        """The pages to be read now: those looked at last."""
        pages = tuple(self._wanted)[-_MOST_WANTED:]
        self._wanted.clear()
        self._asked.update(pages)
        return pages

    def _want(self, page: int) -> None:
        if page in self._asked:
            return
        is_first = not self._wanted
        self._wanted.pop(page, None)
        self._wanted[page] = None
        if is_first:
            self._ask()


def _blank(case_id: int) -> CaseRow:
    return CaseRow(case_id, "", "", "", "", False, None, None, "", 0, "", "", None)
