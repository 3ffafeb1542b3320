"""Working days by the office's holiday table.

The day of the act is day 0; a limit of n ends at the end of the n-th working day after it. In a year for
which the table holds nothing, Monday to Friday count and the result is marked unpublished (节假日未公布).
Source: the lifecycle contract.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.errors import UserError

__all__ = ["Calendar", "Due", "HolidayRow", "PublicityPeriod"]

_DAY = timedelta(days=1)

_LONGEST_BREAK = 100
"""Days in a row without a working day; more is a fault in the office's own table."""


@dataclass(frozen=True)
class HolidayRow:
    """One row of the holiday table: a day off, or a weekend day that is worked."""

    day: date
    is_workday: bool
    name: str | None = None


@dataclass(frozen=True)
class Due:
    """The last day of a limit. `unpublished`: a year without holiday data was counted on the way."""

    day: date
    unpublished: bool = False

    def overdue_days(self, today: date) -> int:
        """Calendar days past the limit; 0 until the end of the last day."""
        return max(0, (today - self.day).days)


@dataclass(frozen=True)
class PublicityPeriod:
    """The days of a notice: from the day after posting to the end of the n-th working day."""

    posted_on: date
    first_day: date
    last_day: date
    working_days: int
    unpublished: bool = False

    @property
    def closable_from(self) -> date:
        """The calendar day after the last one: the first on which the notice may be closed."""
        return self.last_day + _DAY

    def check_closing(self, today: date, *, open_objections: int) -> None:
        """Raise UserError while the period runs or an objection is not answered."""
        if open_objections:
            raise UserError(
                f"还有 {open_objections} 条异议没有答复，请先由审核人员处理异议，再办理公示期满。"
            )
        if today < self.closable_from:
            raise UserError(
                f"公示到 {self.last_day} 结束，请在 {self.closable_from} 或以后办理公示期满。"
            )


@dataclass(frozen=True)
class Calendar:
    """Days off, weekend days that are worked, and the years whose arrangement is known."""

    days_off: frozenset[date] = frozenset()
    moved_workdays: frozenset[date] = frozenset()
    published_years: frozenset[int] = frozenset()

    @classmethod
    def from_rows(cls, rows: Iterable[HolidayRow]) -> Calendar:
        """The calendar of an office's table; a year with any row in it counts as published."""
        kept = tuple(rows)
        return cls(
            frozenset(row.day for row in kept if not row.is_workday),
            frozenset(row.day for row in kept if row.is_workday),
            frozenset(row.day.year for row in kept),
        )

    def is_published(self, year: int) -> bool:
        """Whether the table knows the year."""
        return year in self.published_years

    def is_workday(self, day: date) -> bool:
        """Moved working days count, days off do not, else Monday to Friday."""
        if day in self.moved_workdays:
            return True
        return day.weekday() < 5 and day not in self.days_off

    def add_workdays(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which is day 0 itself; `start` for 0.

        Raises ValueError for a negative n, UserError where the table leaves no working day.
        """
        if n < 0:
            raise ValueError("a limit is not negative")
        day, last = start, start
        while n:
            day += _DAY
            if self.is_workday(day):
                n, last = n - 1, day
            elif (day - last).days > _LONGEST_BREAK:
                raise UserError(
                    f"节假日表中 {last} 之后连续 {_LONGEST_BREAK} 天没有工作日，请检查节假日表。"
                )
        return day

    def deadline(self, start: date, n: int) -> Due:
        """The limit of n working days from an act on `start`; it ends at the end of `Due.day`."""
        last = self.add_workdays(start, n)
        return Due(last, self._is_unpublished(start, last))

    def publicity(self, posted_on: date, n: int) -> PublicityPeriod:
        """The period of a notice posted on that day, n working days long (n at least 1)."""
        if n < 1:
            raise ValueError("a notice hangs at least one working day")
        due = self.deadline(posted_on, n)
        return PublicityPeriod(posted_on, posted_on + _DAY, due.day, n, due.unpublished)

    def _is_unpublished(self, start: date, last: date) -> bool:
        """Only the days that were counted matter: the day of the act is not."""
        if last == start:
            return False
        years = range((start + _DAY).year, last.year + 1)
        return any(not self.is_published(year) for year in years)
