"""Rows of a long list: all ids at once, the rows themselves a page at a time, when they are looked at."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar, overload

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.context import Context, bound
from ui.widgets import DataTable

__all__ = ["PAGE", "PagedRows", "PagedTable"]

PAGE = 100
_MOST_WANTED = 3


class _OfCase(Protocol):
    @property
    def case_id(self) -> int: ...


_Row = TypeVar("_Row", bound=_OfCase)


class PagedRows(Sequence[_Row]):
    """Looks like a list of all rows. A row that was not read yet is blank, and its page is asked for.

    `ask` is told once per burst, with the ids of the pages that were looked at last.
    """

    def __init__(
        self, ids: Sequence[int], ask: Callable[[], None], blank: Callable[[int], _Row]
    ) -> None:
        self.ids = ids
        self._ask = ask
        self._blank = blank
        self._pages: dict[int, tuple[_Row, ...]] = {}
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> _Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_Row]: ...
    def __getitem__(self, index: int | slice) -> _Row | Sequence[_Row]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self.ids)))]
        page, place = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return self._blank(self.ids[index])
        return rows[place]

    def put(self, page: int, rows: Iterable[_Row]) -> None:
        """Fill a page with what was read; a case that is gone meanwhile stays blank."""
        found = {row.case_id: row for row in rows}
        wanted = self.ids_of(page)
        self._pages[page] = tuple(found.get(one) or self._blank(one) for one in wanted)
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


class PagedTable(Generic[_Row]):
    """Fills a table of the screen `owner` with the rows of many cases, reading those in sight.

    `read` gives the rows of some ids, on a reading thread; `blank` the row that stands until then.
    """

    def __init__(
        self,
        ctx: Context,
        owner: QWidget,
        table: DataTable,
        *,
        read: Callable[[Sequence[int]], Sequence[_Row]],
        blank: Callable[[int], _Row],
    ) -> None:
        self._ctx, self._owner, self._table = ctx, owner, table
        self._read, self._blank = read, blank
        self._rows = self._of(())

    @property
    def ids(self) -> Sequence[int]:
        """The cases that are listed."""
        return self._rows.ids

    def show(self, ids: Sequence[int], first: Sequence[_Row]) -> None:
        """List these cases; `first`: the rows of the first page, read already."""
        self._rows = self._of(ids)
        self._rows.put(0, first)
        self._table.set_rows(self._rows, key=lambda one: one.case_id)

    def _of(self, ids: Sequence[int]) -> PagedRows[_Row]:
        return PagedRows(ids, self._load_soon, self._blank)

    def _load_soon(self) -> None:
        QTimer.singleShot(0, self._owner, self._load)

    def _load(self) -> None:
        rows = self._rows
        for page in rows.take_wanted():

            def show(found: Sequence[_Row], page: int = page) -> None:
                rows.put(page, found)
                if rows is self._rows:
                    self._table.viewport().update()

            self._ctx.read(self._owner, bound(self._read, rows.ids_of(page)), show)
