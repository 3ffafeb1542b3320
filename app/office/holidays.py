"""The office's own holiday table, year by year. A year without any row counts as 未公布."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import extract, select

from app.changes import Changes, Op
from app.errors import UserError
from app.lifecycle.workdays import HolidayRow
from app.office.session import Office
from db.models import Holiday

__all__ = ["HolidayRow", "YearView", "days_of", "save_year", "span", "years"]

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MOST_DAYS = 60


@dataclass(frozen=True)
class YearView:
    """One year of the table: how many days off and how many moved working days."""

    year: int
    days_off: int
    moved: int

    @property
    def is_published(self) -> bool:
        """Whether the table knows the year."""
        return bool(self.days_off or self.moved)


def years(office: Office) -> tuple[YearView, ...]:
    """Every year that the table knows, with this year and the next in any case; newest first."""
    with office.read() as session:
        rows = session.execute(select(Holiday.day, Holiday.is_workday)).all()
    counts: dict[int, list[int]] = {office.today.year: [0, 0], office.today.year + 1: [0, 0]}
    for day, is_workday in rows:
        counts.setdefault(day.year, [0, 0])[int(is_workday)] += 1
    return tuple(YearView(year, *counts[year]) for year in sorted(counts, reverse=True))


def days_of(office: Office, year: int) -> tuple[HolidayRow, ...]:
    """The rows of a year, by day."""
    with office.read() as session:
        rows = session.execute(
            select(Holiday.day, Holiday.is_workday, Holiday.name)
            .where(extract("year", Holiday.day) == year)
            .order_by(Holiday.day)
        )
        return tuple(HolidayRow(day, is_workday, name) for day, is_workday, name in rows)


def save_year(office: Office, *, year: int, days: Collection[HolidayRow]) -> Changes:
    """Put the whole table of a year in place of what stood. UserError names the day that cannot be."""
    _check(year, days)
    wanted = {row.day: row for row in days}
    with office.write(Op.SAVE_HOLIDAYS) as work:
        stored = work.session.scalars(
            select(Holiday).where(extract("year", Holiday.day) == year)
        ).all()
        for row in stored:
            want = wanted.pop(row.day, None)
            if want is None:
                work.session.delete(row)
            else:
                row.is_workday, row.name = want.is_workday, want.name
        work.session.add_all(
            Holiday(day=row.day, is_workday=row.is_workday, name=row.name)
            for row in wanted.values()
        )
        return work.done()


def span(first: date, last: date, name: str) -> tuple[HolidayRow, ...]:
    """Days off from `first` to `last`. UserError where they are in the wrong order or too many."""
    count = (last - first).days + 1
    if not 1 <= count <= _MOST_DAYS:
        raise UserError("假期的最后一天不能早于第一天，也不能超过两个月，请核对。", field="last")
    return tuple(
        HolidayRow(first + timedelta(days=at), False, name.strip() or None) for at in range(count)
    )


def _check(year: int, days: Collection[HolidayRow]) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UserError("请填写四位的年份。", field="year")
    seen: set[date] = set()
    for row in days:
        if row.day.year != year:
            raise UserError(f"{row.day} 不在 {year} 年，请核对日期。", field="day")
        if row.day in seen:
            raise UserError(f"{row.day} 出现了两次，请删去一个。", field="day")
        seen.add(row.day)
        if row.is_workday and row.day.weekday() < 5:
            raise UserError(f"{row.day} 本来就是工作日；调休上班只填星期六和星期日。", field="day")
