"""The office's own holiday table as a calendar of working days."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.lifecycle.workdays import Calendar, HolidayRow
from db.models import Holiday


def office_calendar(session: Session) -> Calendar:
    """Working days by the office's holiday table; a year without a row counts as 未公布."""
    rows = session.execute(select(Holiday.day, Holiday.is_workday, Holiday.name))
    return Calendar.from_rows(HolidayRow(day, is_workday, name) for day, is_workday, name in rows)
