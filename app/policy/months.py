"""Calendar months and the window of an assessment."""

import datetime
import re
from typing import NamedTuple

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")

WINDOW_MONTHS = 12


class Month(NamedTuple):
    """A calendar month; months compare in time. `str()` gives "2025-07"."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def of(cls, day: datetime.date) -> "Month":
        """The month in which `day` lies."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """The month in "YYYY-MM"; None if the text is not one."""
        found = _MONTH.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    def back(self, count: int) -> "Month":
        """The month `count` months earlier."""
        year, month = divmod(self.year * 12 + self.month - 1 - count, 12)
        return Month(year, month + 1)


class Window(NamedTuple):
    """The months that count, both ends included."""

    first: Month
    last: Month

    def holds(self, month: Month | None) -> bool:
        """Whether an item of that month counts; an undated amount is the sum for the window itself."""
        return month is None or self.first <= month <= self.last


def window_before(day: datetime.date) -> Window:
    """The 12 calendar months before the month of `day`."""
    month = Month.of(day)
    return Window(month.back(WINDOW_MONTHS), month.back(1))
