"""Limits per stage, months and years."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.lifecycle.deadlines import (
    LIMITS,
    Terms,
    add_months,
    check_limits,
    due,
    office_limits,
)
from app.lifecycle.holidays import seed_calendar
from app.lifecycle.position import Position
from app.lifecycle.workdays import Due
from db.codes import Stage

CALENDAR = seed_calendar()
FRIDAY = date(2026, 11, 20)

CONTRACT = {
    "APPLIED": 5,
    "FIRST_REVIEW": 5,
    "SURVEY": 5,
    "CHECK": 15,
    "APPRAISAL": 5,
    "PUBLICITY": 5,
    "REVIEW": 5,
    "APPROVAL": 10,
    "EXIT_PROPOSED": 10,
    "EXIT_PUBLICITY": 5,
    "EXIT_APPROVAL": 10,
}
"""The limit column of the contract."""


def test_the_limits_are_those_of_the_contract() -> None:
    assert {stage.name: days for stage, days in LIMITS.items()} == CONTRACT


@pytest.mark.parametrize("stage", list(Stage))
def test_a_limit_counts_from_the_day_the_stage_was_entered(stage: Stage) -> None:
    order = (Stage.SURVEY, Stage.CHECK, Stage.APPRAISAL, Stage.PUBLICITY)
    here = Position(stage, order, order.index(stage) if stage in order else 0)
    limit = due(here, FRIDAY, CALENDAR)
    if stage.name not in CONTRACT or stage in (Stage.PUBLICITY, Stage.EXIT_PUBLICITY):
        assert limit is None
    else:
        weeks = {5: date(2026, 11, 27), 10: date(2026, 12, 4), 15: date(2026, 12, 11)}
        assert limit == Due(weeks[CONTRACT[stage.name]])


def test_the_office_edits_its_limits() -> None:
    limits = office_limits({"APPLIED": 1})
    assert due(Position(Stage.APPLIED), FRIDAY, CALENDAR, limits) == Due(date(2026, 11, 23))
    assert limits[Stage.CHECK] == 15
    assert due(Position(Stage.APPLIED), FRIDAY, CALENDAR, {}) is None


def test_a_limit_must_be_some_working_days() -> None:
    assert check_limits(LIMITS) == dict(LIMITS)
    for wrong in (0, -1, 251):
        with pytest.raises(UserError) as refusal:
            check_limits(office_limits({"CHECK": wrong}))
        assert refusal.value.field == "limits.CHECK"
        assert "经济核对" in refusal.value.message
    with pytest.raises(UserError):
        check_limits({})


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-20", 6, "2027-05-20"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(start=st.dates(date(1950, 1, 1), date(2100, 1, 1)), months=st.integers(-600, 600))
def test_adding_months_moves_exactly_that_many_months(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (
        end.day < start.day and (end + timedelta(days=1)).month != end.month
    )


def test_the_longer_terms_are_those_of_the_contract() -> None:
    terms = Terms()
    assert terms.review_due(FRIDAY) == date(2027, 11, 20)
    assert terms.visit_due(FRIDAY) == date(2027, 5, 20)
    assert terms.watch_until(FRIDAY) == date(2027, 5, 20)
    assert terms.keep_until(FRIDAY) == date(2036, 11, 20)


def test_a_watch_ends_when_its_last_day_is_over() -> None:
    until = date(2027, 5, 20)
    with pytest.raises(UserError, match="2027-05-21 或以后"):
        Terms().check_end_of_watch(until, until)
    Terms().check_end_of_watch(until, date(2027, 5, 21))


def test_a_file_is_kept_for_its_ten_years() -> None:
    with pytest.raises(UserError, match="2036-11-20"):
        Terms().check_destruction(FRIDAY, date(2036, 11, 20))
    Terms().check_destruction(FRIDAY, date(2036, 11, 21))
