"""Days and months as people and workbooks write them."""

from datetime import date, datetime

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from db.values import Problem, format_day_chinese, parse_day, parse_month


@seed(5)
@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(1850, 1, 1), date(2100, 1, 1)), st.sampled_from(["-", "/", ".", "c", "8", "t"])
)
def test_days_as_people_write_them(day: date, way: str) -> None:
    written = {
        "c": format_day_chinese(day),
        "8": f"{day:%Y%m%d}",
        "t": f"{day.isoformat()} 00:00:00",
    }.get(way, f"{day.year}{way}{day.month}{way}{day.day}")
    assert parse_day(f" {written} ") == day
    assert parse_month(written) == f"{day:%Y-%m}"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2019, 7, 1, 12, 0), date(2019, 7, 1)),
        (date(2019, 7, 1), date(2019, 7, 1)),
        ("２０１９年７月１日", date(2019, 7, 1)),
        ("2019 年 7 月 1 日", date(2019, 7, 1)),
        ("2019年7月1号", date(2019, 7, 1)),
        ("2019—07—01", date(2019, 7, 1)),
        ("2019–7–1", date(2019, 7, 1)),
        ("2019-07-01 08:30:15", date(2019, 7, 1)),
        ("2019年7月10日 08:30", date(2019, 7, 10)),
        ("2019-7-10T00:00:00.000", date(2019, 7, 10)),
        ("2019-7-10:00", Problem.DAY_UNREADABLE),
        ("2019070100:00", Problem.DAY_UNREADABLE),
        ("2019-07-01 25:00", Problem.DAY_UNREADABLE),
        ("2019-07/01", Problem.DAY_UNREADABLE),
        ("2019-7", Problem.DAY_UNREADABLE),
        ("2019-02-29", Problem.DAY_IMPOSSIBLE),
        ("0019-02-28", Problem.DAY_IMPOSSIBLE),
        ("不详", Problem.DAY_UNREADABLE),
        (43647, Problem.DAY_UNREADABLE),
        ("43647", Problem.DAY_UNREADABLE),
        ("", None),
        (None, None),
    ],
)
def test_days_read_or_refused(value: object, day: date | None | Problem) -> None:
    assert parse_day(value) == day


@pytest.mark.parametrize(
    ("value", "month"),
    [
        ("2025-07", "2025-07"),
        ("2025年7月", "2025-07"),
        ("2025年7月份", "2025-07"),
        ("2025—07", "2025-07"),
        ("202507", "2025-07"),
        ("20257", Problem.MONTH_UNREADABLE),
        ("43647", Problem.MONTH_UNREADABLE),
        ("2025/13", Problem.MONTH_UNREADABLE),
        ("七月", Problem.MONTH_UNREADABLE),
        (202507, Problem.MONTH_UNREADABLE),
        (date(2025, 7, 9), "2025-07"),
        ("", None),
    ],
)
def test_months(value: object, month: str | None | Problem) -> None:
    assert parse_month(value) == month
