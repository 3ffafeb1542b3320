"""A form as a flow from top to bottom, over as many pages as it takes. Lengths in mm."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from app.paper import glyphs
from app.paper.align import Align
from app.paper.cellpaint import column_size, paint, row_height, said, share_widths
from app.paper.cells import Cell, Column, Label, Value
from app.paper.document import A4, Document
from app.paper.entries import BLANK_DAY, Entry, put_day, put_entry
from app.paper.fonts import Face
from app.paper.page import POINTS, Layer, Page, TextTooLongError
from app.paper.seal import Seal

TITLE_SIZE = 22.0  # points: 2号
SMALLEST_TITLE = 16.0  # points: 3号
_QR_SIDE = 24.0
_QR_TOP = 7.0
_HEAD_SIZE = 9.0
_APART = 4.0  # between two values on one line


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True)
class Margins:
    """Blank borders in mm; the left one is wider because files are bound there."""

    left: float = 23.0
    top: float = 18.0
    right: float = 17.0
    bottom: float = 17.0


@dataclass
class _Group:
    label: str
    width: float
    top: float


class Sheet:
    """Begins a section of its own in the document and adds pages as the flow needs them.

    `running_head` stands small above every page but the first, so that loose sheets find their form.
    """

    def __init__(
        self,
        document: Document,
        *,
        orientation: Orientation = Orientation.PORTRAIT,
        margins: Margins | None = None,
        page_numbers: bool = True,
        running_head: str = "",
    ) -> None:
        self.document = document
        self.margins = margins or Margins()
        self.running_head = running_head
        short, long = A4
        is_upright = orientation is Orientation.PORTRAIT
        self._size = (short, long) if is_upright else (long, short)
        self._groups: list[_Group] = []
        self._has_code = False
        document.begin_section(page_numbers=page_numbers)
        self.page: Page = document.page(width=self._size[0], height=self._size[1])
        self.y = self.margins.top

    # -- where the flow stands --------------------------------------------------------------------------

    @property
    def left(self) -> float:
        """Left edge of what comes next; inside a group it lies right of the group's label."""
        if not self._groups:
            return self.margins.left
        return self.margins.left + sum(group.width for group in self._groups)

    @property
    def right(self) -> float:
        """Right edge of the flow."""
        return self._size[0] - self.margins.right

    @property
    def width(self) -> float:
        """Width of what comes next."""
        return self.right - self.left

    @property
    def bottom(self) -> float:
        """Where the flow breaks to the next page."""
        return self._size[1] - self.margins.bottom

    @property
    def room(self) -> float:
        """What is left on this page."""
        return self.bottom - self.y

    def gap(self, height: float) -> None:
        """Leave a space; none at the top of a page."""
        if self.y > self.margins.top:
            self.y += height

    def need(self, height: float) -> None:
        """Go to a new page unless this much room is left."""
        if self.room + 1e-6 < height:
            self.new_page()

    def new_page(self) -> None:
        """Close open groups here and open them again at the top of a new page."""
        for group in self._groups:
            self._paint_group(group)
        self.page = self.document.page(width=self._size[0], height=self._size[1])
        self.y = self.margins.top
        if self.running_head:
            self.page.text(
                self.margins.left,
                self.margins.top - 6,
                self.running_head,
                size=_HEAD_SIZE,
                align=Align.RIGHT,
                width=self.right - self.margins.left,
                field="页眉",
                layer=Layer.FORM,
            )
        for group in self._groups:
            group.top = self.y

    # -- heading ----------------------------------------------------------------------------------------

    def qr(self, payload: str) -> None:
        """The verification code at the top left of this page, outside the flow."""
        self.page.qr(self.margins.left - 2, _QR_TOP, payload, size=_QR_SIDE)
        self._has_code = True

    def title(self, text: str, *, size: float = TITLE_SIZE) -> None:
        """The form's name, centred; smaller down to 16 pt, then on two lines."""
        room = self.right - self.margins.left - (2 * _QR_SIDE if self._has_code else 0)
        per_point = glyphs.width_of(glyphs.plain(text), Face.SONG_BOLD, 1) / POINTS
        fitting = max(SMALLEST_TITLE, min(size, room / per_point))
        lines = self.page.wrapped(text, room, face=Face.SONG_BOLD, size=fitting, field="标题")
        x = (self.margins.left + self.right - room) / 2
        self.y = self.page.put_lines(
            lines, x, self.y, room, Face.SONG_BOLD, fitting, align=Align.CENTER
        )
        self.y += 3.5

    def line(
        self,
        *,
        left: str | Entry = "",
        center: str | Entry = "",
        right: str | Entry = "",
        size: float = 10.5,
    ) -> None:
        """The number line under the title: up to three words or labelled values on one line.

        What has no room beside the others has a line of its own below them.
        """
        if center and self._is_crowded(left, center, right, size):
            self.line(left=left, right=right, size=size)
            self.line(left=center, size=size)
            return
        height = size / POINTS + 2.0
        self.need(height)
        x = self.left
        if self._has_code and self.y < _QR_TOP + _QR_SIDE:
            x += _QR_SIDE - 1  # beside the code, not across it
        width = self.right - x
        for told, align in ((left, Align.LEFT), (center, Align.CENTER), (right, Align.RIGHT)):
            if isinstance(told, Entry):
                put_entry(self.page, x, self.y, told, size=size, align=align, width=width)
            elif told:
                self.page.text(x, self.y, told, size=size, align=align, width=width)
        self.y += height

    def _is_crowded(
        self, left: str | Entry, center: str | Entry, right: str | Entry, size: float
    ) -> bool:
        words = (told.whole if isinstance(told, Entry) else told for told in (left, center, right))
        first, middle, last = (glyphs.width_of(text, Face.SONG, size) / POINTS for text in words)
        return max(first, last) + middle / 2 + _APART > self.width / 2

    # -- grid -------------------------------------------------------------------------------------------

    def row(self, row: Sequence[Cell], *, height: float = 9.0) -> None:
        """One row of cells over the whole width; grows when a value does not fit.

        Raises TextTooLongError when a value does not fit a page.
        """
        row = [said(self.page, cell) for cell in row]
        widths = share_widths(row, self.width)
        self._paint_row(row, widths, self._fitting(row, widths, height))

    def _fitting(self, row: Sequence[Cell], widths: Sequence[float], height: float) -> float:
        taken = row_height(self.page, row, widths, height)
        if taken > self.bottom - self.margins.top:
            field = next(filter(None, map(_field, row)), None)
            raise TextTooLongError(
                f"“{field or glyphs.UNNAMED}”的内容太长，一页印不下；请缩短后再打印。", field=field
            )
        self.need(taken)
        return taken

    def _paint_row(self, row: Sequence[Cell], widths: Sequence[float], height: float) -> None:
        x = self.left
        for cell, width in zip(row, widths, strict=True):
            paint(self.page, cell, x, self.y, width, height)
            x += width
        self.y += height

    @contextmanager
    def group(self, label: str, *, width: float = 9.0) -> Iterator[None]:
        """An upright label beside all rows inside, repeated on each page that they reach."""
        group = _Group(label, width, self.y)
        self._groups.append(group)
        try:
            yield
        finally:
            self._groups.pop()
        self._paint_group(group, x=self.left)

    def _paint_group(self, group: _Group, *, x: float | None = None) -> None:
        height = self.y - group.top
        if height <= 0:
            return
        if x is None:
            outer = self._groups[: self._groups.index(group)]
            x = self.margins.left + sum(other.width for other in outer)
        self.page.label(x, group.top, group.width, height, group.label, is_upright=True)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        row_height: float = 8.0,
        header_height: float = 8.0,
        min_rows: int = 0,
        page_foot: Callable[[int, int], Sequence[Cell]] | None = None,
    ) -> None:
        """A header, repeated on every page, and one row per entry; empty rows up to `min_rows`.

        `page_foot(first, end)` gives the cells of a line under the rows `first` … `end - 1` of each page, as a
        page subtotal is.
        """
        widths = share_widths(columns, self.width)
        header = [Label(column.title) for column in columns]
        foot_height = row_height if page_foot else 0.0
        lines = _table_cells(columns, rows, widths, min_rows)
        room = self.bottom - self.margins.top - header_height - foot_height
        heights = [self._table_row_height(line, widths, row_height, room) for line in lines]
        first = 0

        def end_part(end: int) -> None:
            if page_foot is not None and end > first:
                self.row(page_foot(first, end), height=foot_height)

        self.need(header_height + foot_height + (heights[0] if heights else 0.0))
        self._paint_row(header, widths, header_height)
        for number, (line, height) in enumerate(zip(lines, heights, strict=True)):
            if self.room + 1e-6 < height + foot_height:
                end_part(number)
                first = number
                self.new_page()
                self._paint_row(header, widths, header_height)
            self._paint_row(line, widths, height)
        end_part(len(lines))

    def _table_row_height(
        self, line: Sequence[Value], widths: Sequence[float], wanted: float, room: float
    ) -> float:
        taken = row_height(self.page, line, widths, wanted)
        if taken > room:
            raise TextTooLongError("表格中有一行内容太长，一页印不下；请缩短后再打印。")
        return taken

    # -- running text -----------------------------------------------------------------------------------

    def paragraph(
        self,
        text: str,
        *,
        face: Face = Face.SONG,
        size: float = 14.0,
        leading: float = 1.75,
        indent: bool = True,
        field: str | None = None,
    ) -> None:
        """Body text, first lines indented by two characters, justified, broken over pages by lines."""
        lines = self.page.wrapped(
            text, self.width, face=face, size=size, indent=indent, field=field
        )
        layer = Layer.FORM if field is None else Layer.VALUE
        height = size * leading / POINTS
        for line in lines:
            self.need(height)
            self.y = self.page.put_lines(
                (line,), self.left, self.y, self.width, face, size, leading=leading, layer=layer
            )

    def note(self, text: str, *, size: float = 9.0) -> None:
        """Small print under a table."""
        self.gap(1.5)
        self.paragraph(text, size=size, leading=1.4, indent=False)

    def closing(
        self,
        issuer: str,
        day: datetime.date | None,
        *,
        seal: Seal | None = None,
        size: float = 14.0,
        seal_hint: bool = True,
    ) -> None:
        """Who issues and when, at the right, the day centred under the issuer; the seal rides on the day."""
        reach = (seal.diameter_mm if seal else 42.0) / 2
        line = size * 1.75 / POINTS
        self.need(line + reach + 2)
        named = glyphs.width_of(glyphs.plain(issuer), Face.SONG, size)
        dated = glyphs.width_of(BLANK_DAY, Face.SONG, size)
        width = max(named / POINTS, dated / POINTS, 2 * reach)
        x, centred = self.right - width - 4, Align.CENTER
        self.page.text(x, self.y, issuer, size=size, align=centred, width=width, field="落款")
        put_day(self.page, x, self.y + line, day, size=size, align=centred, width=width)
        self.y += 2 * line
        day_middle = self.y - line + size / POINTS / 2
        if seal is not None:
            self.page.seal(seal, x + width / 2, day_middle)
        elif seal_hint:
            self.page.text(
                x, self.y, "（盖章）", size=9, align=Align.CENTER, width=width, gray=0.55
            )
        self.y = max(self.y, day_middle + reach)


def _field(cell: Cell) -> str | None:
    return getattr(cell, "field", None)


def _table_cells(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    min_rows: int,
) -> list[list[Value]]:
    """The rows as cells, each column in one size, filled up with empty ones."""
    sizes = [
        column_size(column, [entry[place] for entry in rows], widths[place])
        for place, column in enumerate(columns)
    ]
    blank = [""] * len(columns)
    return [
        [
            Value(text, None, column.title, column.align, column.face, size)
            for column, text, size in zip(columns, entry, sizes, strict=True)
        ]
        for entry in [*rows, *[blank] * (min_rows - len(rows))]
    ]
