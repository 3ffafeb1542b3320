"""What stands on a line of its own: a day, or a label of the form with its value. Lengths in mm.

Over a blank that was printed before, the words of the form are not printed again: of a day the figures go before
the 年, 月 and 日 of the blank, of a labelled value only the value, to where the blank leaves room for it.
"""

import datetime
from dataclasses import dataclass

from app.paper import glyphs
from app.paper.align import Align, lead
from app.paper.fonts import Face
from app.paper.page import POINTS, Layer, Page

BLANK_DAY = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
_FIGURES = ((0, 3), (4, 6), (7, 9))
"""The room of the figures in BLANK_DAY, in em."""


def chinese_day(day: datetime.date | None) -> str:
    """2026年11月20日, or blanks for the hand."""
    return BLANK_DAY if day is None else f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Entry:
    """`档案编号：QH202600063`. Without a value it leaves `room` em for the hand; a day is None or a date."""

    label: str
    value: str | datetime.date | None = ""
    room: int = 6

    @property
    def lead(self) -> str:
        """The words of the form."""
        return f"{self.label}："

    @property
    def whole(self) -> str:
        """The words of the form and what follows them."""
        return self.lead + self.shown

    @property
    def blank(self) -> str:
        """What the empty form has behind its words."""
        is_day = self.value is None or isinstance(self.value, datetime.date)
        return BLANK_DAY if is_day else "\u3000" * self.room

    @property
    def shown(self) -> str:
        """The value as it is printed."""
        if isinstance(self.value, datetime.date):
            return chinese_day(self.value)
        return self.value or self.blank


def put_day(
    page: Page,
    x: float,
    y: float,
    day: datetime.date | None,
    *,
    size: float,
    align: Align = Align.LEFT,
    width: float = 0.0,
) -> None:
    """A day or the room for one; `y` is the top of its em box, `width` what it is centred or set right in."""
    if day is None:
        page.text(x, y, BLANK_DAY, size=size, align=align, width=width)
        return
    page.text(x, y, chinese_day(day), size=size, align=align, width=width, layer=Layer.FORM)
    _put_figures(page, x + _before(BLANK_DAY, size, align, width), y, day, size)


def put_entry(
    page: Page, x: float, y: float, entry: Entry, *, size: float, align: Align, width: float
) -> None:
    """A labelled value on one line; places as `put_day`."""
    page.text(
        x, y, entry.whole, size=size, align=align, width=width, field=entry.label, layer=Layer.FORM
    )
    if not entry.value:
        return
    x += _before(entry.lead + entry.blank, size, align, width) + _width(entry.lead, size)
    if isinstance(entry.value, datetime.date):
        _put_figures(page, x, y, entry.value, size)
    else:
        page.text(x, y, entry.value, size=size, field=entry.label, layer=Layer.OVERPRINT)


def _put_figures(page: Page, x: float, y: float, day: datetime.date, size: float) -> None:
    em = size / POINTS
    for figure, (start, end) in zip((day.year, day.month, day.day), _FIGURES, strict=True):
        page.text(
            x + start * em,
            y,
            str(figure),
            size=size,
            align=Align.CENTER,
            width=(end - start) * em,
            layer=Layer.OVERPRINT,
        )


def _width(text: str, size: float) -> float:
    return glyphs.width_of(glyphs.plain(text), Face.SONG, size) / POINTS


def _before(text: str, size: float, align: Align, width: float) -> float:
    """How far from the left of its room a text begins."""
    return lead(width, _width(text, size), align)
