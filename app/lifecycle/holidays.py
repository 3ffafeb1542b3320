"""The holiday table that a new office starts with: the official arrangements of 2024 to 2026.

The notice for the next year appears each November; the office adds it to its own copy in the settings.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from app.lifecycle.workdays import Calendar, HolidayRow

__all__ = ["seed_calendar", "seed_holidays", "seed_sources"]


@cache
def _years() -> tuple[tuple[int, str, tuple[HolidayRow, ...]], ...]:
    text = files("resources.calendar").joinpath("holidays.toml").read_text(encoding="utf-8")
    return tuple(
        (
            entry["year"],
            entry["source"],
            (
                *(
                    HolidayRow(day, False, pause["name"])
                    for pause in entry["breaks"]
                    for day in _span(pause["from"], pause["to"])
                ),
                *(HolidayRow(moved["day"], True, moved["name"]) for moved in entry["moved"]),
            ),
        )
        for entry in tomllib.loads(text)["year"]
    )


def _span(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=offset) for offset in range((last - first).days + 1))


def seed_holidays() -> tuple[HolidayRow, ...]:
    """Every row of the shipped table, by day."""
    rows = (row for _, _, of_year in _years() for row in of_year)
    return tuple(sorted(rows, key=lambda row: row.day))


def seed_sources() -> dict[int, str]:
    """The notice that each shipped year follows."""
    return {year: source for year, source, _ in _years()}


def seed_calendar() -> Calendar:
    """A calendar of the shipped rows, for where no office is open."""
    return Calendar.from_rows(seed_holidays())
