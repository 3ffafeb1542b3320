"""Dates and months as people and workbooks write them."""

import re
from datetime import date, datetime

from db.values.problems import Problem
from db.values.text import clean_text, plain_signs

_DAY = re.compile(
    r"(?P<y>\d{4})(?:(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})"
    r"|年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})[日号]?"
    r"|(?P<m3>\d{2})(?P<d3>\d{2}))"
    r"(?:(?:[T ]|(?<=[日号]))(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?"
)
_MONTH = re.compile(r"(?P<y>\d{4})(?:[-/.年](?P<m>\d{1,2})(?:月份?)?|(?P<m2>\d{2}))")
_FIRST_YEAR = 1850


def parse_day(value: object) -> date | None | Problem:
    """A date, None for an empty value, or what is wrong with it.

    Reads 2019-07-01, 2019/7/1, 2019.7.1, 2019年7月1日, 20190701 and date cells; a time of day behind it is
    left out. A bare number of a workbook is not read as a date: nobody can see which day was meant.
    """
    if value is None:
        return None
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if not isinstance(value, str):
        return Problem.DAY_UNREADABLE
    text = re.sub(r"\s*([年月日号./-])\s*", r"\1", plain_signs(clean_text(value)))
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        return Problem.DAY_UNREADABLE
    month = found["m"] or found["m2"] or found["m3"]
    day = found["d"] or found["d2"] or found["d3"]
    return _day(int(found["y"]), int(month), int(day))


def _day(year: int, month: int, day: int) -> date | Problem:
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else Problem.DAY_IMPOSSIBLE
    except ValueError:
        return Problem.DAY_IMPOSSIBLE


def parse_month(value: object) -> str | None | Problem:
    """A month as "2019-07", None for an empty value, or what is wrong. A date gives its month."""
    if value is None:
        return None
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    if not isinstance(value, str):
        return Problem.MONTH_UNREADABLE
    text = "".join(plain_signs(clean_text(value)).split())
    if not text:
        return None
    found = _MONTH.fullmatch(text)
    if found is None:
        day = parse_day(value)
        return f"{day:%Y-%m}" if isinstance(day, date) else Problem.MONTH_UNREADABLE
    year, month = int(found["y"]), int(found["m"] or found["m2"])
    good = year >= _FIRST_YEAR and 1 <= month <= 12
    return f"{year}-{month:02d}" if good else Problem.MONTH_UNREADABLE


def format_day(day: date) -> str:
    """2019-07-01, on screens and in lists."""
    return day.isoformat()


def format_day_chinese(day: date) -> str:
    """2019年7月1日, on paper."""
    return f"{day.year}年{day.month}月{day.day}日"
