"""Working days: the day of the act is day 0; moved days, festivals, a year without data."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.lifecycle.holidays import seed_calendar, seed_holidays, seed_sources
from app.lifecycle.workdays import Calendar, Due, HolidayRow

CALENDAR = seed_calendar()
PUBLISHED = (2024, 2025, 2026)


def _workdays(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`."""
    days = (start + timedelta(days=after) for after in range(1, (end - start).days + 1))
    return sum(map(CALENDAR.is_workday, days))


def day(text: str) -> date:
    return date.fromisoformat(text)


# ------------------------------------------------------------------ the shipped table


def test_the_shipped_table_is_that_of_the_oracle() -> None:
    current = date(PUBLISHED[0], 1, 1)
    while current.year <= PUBLISHED[-1]:
        oracle = chinese_calendar.is_workday(current)  # type: ignore[no-untyped-call]
        assert CALENDAR.is_workday(current) is oracle, current
        current += timedelta(days=1)


def test_every_shipped_year_names_its_notice() -> None:
    assert tuple(seed_sources()) == PUBLISHED
    for year, source in seed_sources().items():
        assert f"{year}年部分节假日安排" in source
        assert "国办发明电" in source
        assert CALENDAR.is_published(year)
    assert not CALENDAR.is_published(2027)


def test_the_shipped_rows_are_one_per_day_and_named() -> None:
    rows = seed_holidays()
    days = [row.day for row in rows]
    assert days == sorted(set(days))
    assert all(row.name for row in rows)
    assert all(row.day.weekday() >= 5 for row in rows if row.is_workday)


def test_a_year_has_the_working_days_of_the_notice() -> None:
    assert _workdays(day("2025-12-31"), day("2026-12-31")) == 248


# ------------------------------------------------------------------ limits


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-13", 6, "2026-02-28"),
        ("2026-02-13", 7, "2026-03-02"),
        ("2026-02-18", 1, "2026-02-24"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-01-02", 1, "2026-01-04"),
    ],
)
def test_a_limit_ends_at_the_nth_working_day_after_the_act(start: str, n: int, last: str) -> None:
    assert CALENDAR.deadline(day(start), n) == Due(day(last))


def test_a_year_without_data_counts_monday_to_friday_and_is_marked() -> None:
    assert CALENDAR.deadline(day("2026-12-28"), 3) == Due(day("2026-12-31"))
    assert CALENDAR.deadline(day("2026-12-28"), 5) == Due(day("2027-01-04"), unpublished=True)
    assert CALENDAR.deadline(day("2027-02-05"), 1) == Due(day("2027-02-08"), unpublished=True)


def test_an_act_in_an_unpublished_year_counts_only_what_comes_after_it() -> None:
    assert CALENDAR.deadline(day("2023-12-31"), 1) == Due(day("2024-01-02"))
    assert CALENDAR.deadline(day("2027-05-10"), 0) == Due(day("2027-05-10"))


def test_an_office_edits_its_own_copy() -> None:
    rows = (HolidayRow(day("2027-02-05"), False, "春节"), HolidayRow(day("2027-02-20"), True))
    calendar = Calendar.from_rows(rows)
    assert calendar.is_published(2027)
    assert not calendar.is_published(2026)
    assert not calendar.is_workday(day("2027-02-05"))
    assert calendar.is_workday(day("2027-02-20"))
    assert not calendar.is_workday(day("2027-02-21"))
    assert calendar.deadline(day("2027-02-04"), 1) == Due(day("2027-02-08"))


def test_a_table_without_working_days_is_named_as_the_fault() -> None:
    start = day("2026-01-01")
    rows = tuple(HolidayRow(start + timedelta(days=i), False) for i in range(300))
    with pytest.raises(UserError, match="请检查节假日表"):
        Calendar.from_rows(rows).add_workdays(start, 1)


def test_a_negative_limit_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_workdays(day("2026-01-01"), -1)
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.publicity(day("2026-01-01"), 0)


def test_overdue_begins_when_the_last_day_is_over() -> None:
    due = Due(day("2026-11-27"))
    assert due.overdue_days(day("2026-11-27")) == 0
    assert due.overdue_days(day("2026-11-20")) == 0
    assert due.overdue_days(day("2026-11-30")) == 3


# ------------------------------------------------------------------ publicity


def test_a_notice_runs_from_the_day_after_posting_to_the_nth_working_day() -> None:
    period = CALENDAR.publicity(day("2026-11-20"), 5)
    assert period.first_day == day("2026-11-21")
    assert period.last_day == day("2026-11-27")
    assert period.closable_from == day("2026-11-28")
    assert not period.unpublished


def test_a_notice_across_spring_festival_counts_the_moved_saturday() -> None:
    period = CALENDAR.publicity(day("2026-02-12"), 5)
    assert (period.first_day, period.last_day) == (day("2026-02-13"), day("2026-02-26"))
    assert period.closable_from == day("2026-02-27")


def test_a_notice_is_not_closed_before_its_last_day_is_over() -> None:
    period = CALENDAR.publicity(day("2026-11-20"), 5)
    with pytest.raises(UserError, match="2026-11-28 或以后"):
        period.check_closing(day("2026-11-27"), open_objections=0)
    period.check_closing(day("2026-11-28"), open_objections=0)


def test_an_open_objection_blocks_closing() -> None:
    period = CALENDAR.publicity(day("2026-11-20"), 5)
    with pytest.raises(UserError, match="2 条异议"):
        period.check_closing(day("2026-12-20"), open_objections=2)


def test_a_notice_over_new_year_is_marked_unpublished() -> None:
    assert CALENDAR.publicity(day("2026-12-30"), 5).unpublished


# ------------------------------------------------------------------ properties

DAYS = st.dates(date(2023, 12, 31), date(2027, 12, 31))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(start=DAYS, n=st.integers(1, 60))
def test_a_limit_is_the_inverse_of_counting(start: date, n: int) -> None:
    last = CALENDAR.deadline(start, n).day
    assert CALENDAR.is_workday(last)
    assert _workdays(start, last) == n
    assert _workdays(start, last - timedelta(days=1)) == n - 1


@settings(max_examples=100, deadline=None, derandomize=True)
@given(start=DAYS, n=st.integers(1, 30), later=st.integers(0, 30))
def test_a_later_act_never_ends_earlier(start: date, n: int, later: int) -> None:
    assert CALENDAR.add_workdays(start + timedelta(days=later), n) >= CALENDAR.add_workdays(
        start, n
    )
    assert CALENDAR.add_workdays(start, n + 1) > CALENDAR.add_workdays(start, n)
