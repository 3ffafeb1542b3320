"""The screen 回访跟踪: whom to visit and when, and who is watched until when."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from app.cases.scope import check_reader, in_scope, scope_of_all
from app.leaving.visit_page import next_follow_up, visit_due
from app.lifecycle.deadlines import Terms
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from app.office.settings import read_terms
from db.codes import Stage
from db.models import Case, Exit, Person, Visit

_VISITED = (Stage.ON_FILE, Stage.MONITORED)
_PORTION = 10_000


class Due(Enum):
    """What is due for a household. The value is what the list shows."""

    VISIT = "定期走访"
    FOLLOW_UP = "回访"
    END_WATCH = "跟踪期满"


@dataclass(frozen=True)
class FollowUpRow:
    """One household, masked as lists are. `due_on` is the last day, for the end of a watch its first.

    `last_risk`: what the last visit said of the risk of falling back.
    """

    case_id: int
    number: str
    name: str
    phone: str
    category: str
    contact_person: str
    is_watched: bool
    due: Due
    due_on: date
    today: date
    last_visit: date | None
    last_risk: str
    left_as: str
    watch_until: date | None
    remind_days: int

    @property
    def overdue_days(self) -> int:
        """Days past the last day; 0 within it."""
        return max(0, (self.today - self.due_on).days)

    @property
    def is_soon(self) -> bool:
        """Called to mind: overdue, or due within the office's days of reminding."""
        return self.today >= self.due_on - timedelta(days=self.remind_days)


@dataclass(frozen=True)
class FollowUps:
    """The cases of every household on file or watched, the most urgent first; their rows: `followup_rows`.

    The first `soon_count` are to be done now, of which `late_count` visits are overdue. `watched`: by the
    end of the watch.
    """

    ids: Sequence[int] = ()
    soon_count: int = 0
    late_count: int = 0
    watched: Sequence[int] = ()

    @property
    def soon(self) -> Sequence[int]:
        """What to do now."""
        return self.ids[: self.soon_count]


def followups(office: Office) -> FollowUps:
    """Read the list. AccessDeniedError for an account that reads no cases; StorageError."""
    check_reader(office)
    with office.read() as session:
        terms = read_terms(session)
        scope = scope_of_all(session, office)
        counted = _Counted(terms, office.today, _left_on(session, scope))
        rows = session.connection().execute(_days(scope))
        for some in rows.partitions(_PORTION):
            counted.add(some)
    return counted.in_order()


def followup_rows(office: Office, ids: Sequence[int]) -> tuple[FollowUpRow, ...]:
    """The rows of these cases in the order of the ids; who is neither on file nor watched any more is left out."""
    check_reader(office)
    with office.read() as session:
        terms = read_terms(session)
        last = _last_visits(session, ids)
        left = _exits(session, ids)
        query = (
            select(Case, Person.name, Person.phone)
            .outerjoin(Person, (Person.household_id == Case.household_id) & Person.is_applicant)
            .where(Case.id.in_(list(ids)), Case.stage.in_(_VISITED), in_scope(office))
        )
        found = {
            case.id: _row(office, terms, case, name, phone, last.get(case.id), left.get(case.id))
            for case, name, phone in session.execute(query)
        }
    return tuple(found[one] for one in ids if one in found)


def _days(scope: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """What the day of the next visit follows from, a row per case by its number; of alike cases the same."""
    is_watched = Case.stage == Stage.MONITORED
    begun = func.coalesce(Case.filed_on, Case.stage_since)
    visits = (
        select(Visit.case_id, func.max(Visit.visited_on).label("last"))
        .group_by(Visit.case_id)
        .subquery()
    )
    last = visits.c.last
    from_day = sql_case((last > begun, last), else_=begun)
    return (
        select(
            Case.id,
            sql_case((~is_watched, Case.next_visit_on)).label("named"),
            sql_case((is_watched, last), (Case.next_visit_on.is_(None), from_day)).label("last"),
            sql_case((is_watched, Case.stage_since)).label("since"),
            sql_case((is_watched, Case.watch_until)).label("until"),
        )
        .outerjoin(visits, visits.c.case_id == Case.id)
        .where(Case.stage.in_(_VISITED), scope)
        .order_by(Case.number)
    )


def _left_on(session: Session, scope: ColumnElement[bool]) -> dict[int, date]:
    """The day of the newest exit of each watched case."""
    query = (
        select(Exit.case_id, Exit.approved_on)
        .join(Case, Case.id == Exit.case_id)
        .where(Exit.approved_on.is_not(None), Case.stage == Stage.MONITORED, scope)
        .order_by(Exit.id)
    )
    return {case_id: day for case_id, day in session.execute(query) if day is not None}


class _Counted:
    """Puts cases that come by their number under the day on which something is due."""

    def __init__(self, terms: Terms, today: date, left_on: Mapping[int, date]) -> None:
        self._terms, self._today, self._left_on = terms, today, left_on
        self._known: dict[tuple[date | None, ...], tuple[Due, date]] = {}
        self._by_day: dict[date, array[int]] = {}
        self._watched: dict[date, array[int]] = {}
        self._late = 0

    def add(self, rows: Iterable[Any]) -> None:
        """Some more cases."""
        for case_id, named, last, since, until in rows:
            days = (named, last, since and self._left_on.get(case_id, since), until)
            told = self._known.get(days)
            if told is None:
                told = self._known[days] = self._due(*days)
            due, day = told
            self._by_day.setdefault(day, array("q")).append(case_id)
            if due is not Due.VISIT:
                self._watched.setdefault(until or date.max, array("q")).append(case_id)
            if due is not Due.END_WATCH and day < self._today:
                self._late += 1

    def _due(
        self, named: date | None, last: date | None, since: date | None, until: date | None
    ) -> tuple[Due, date]:
        if since is not None:
            return _watch_due(self._terms, since, until, last)
        if named is not None:
            return Due.VISIT, named
        assert last is not None, "of a household on file the day of its filing stands for a visit"
        return Due.VISIT, self._terms.visit_due(last)

    def in_order(self) -> FollowUps:
        """The whole list."""
        latest = self._today + timedelta(days=self._terms.remind_days)
        return FollowUps(
            _joined(self._by_day),
            sum(len(ids) for day, ids in self._by_day.items() if day <= latest),
            self._late,
            _joined(self._watched),
        )


def _joined(by_day: dict[date, array[int]]) -> array[int]:
    found = array("q")
    for day in sorted(by_day):
        found.extend(by_day[day])
    return found


def _watch_due(
    terms: Terms, since: date, until: date | None, last: date | None
) -> tuple[Due, date]:
    day = next_follow_up(terms, since, until, last)
    if day is not None:
        return Due.FOLLOW_UP, day
    return Due.END_WATCH, (until or terms.watch_until(since)) + timedelta(days=1)


def _row(
    office: Office,
    terms: Terms,
    case: Case,
    name: str | None,
    phone: str | None,
    last: tuple[date, str] | None,
    left: tuple[date, str] | None,
) -> FollowUpRow:
    is_watched = case.stage is Stage.MONITORED
    day = last[0] if last else None
    if is_watched:
        since = left[0] if left else case.stage_since
        due, due_on = _watch_due(terms, since, case.watch_until, day)
    else:
        due, due_on = Due.VISIT, visit_due(terms, case, day)
    return FollowUpRow(
        case_id=case.id,
        number=case.number,
        name=name or "",
        phone=masked(phone or "", ValueKind.PHONE, Place.LIST, office.user.roles),
        category=case.category or case.filed_category or "",
        contact_person=case.contact_person or "",
        is_watched=is_watched,
        due=due,
        due_on=due_on,
        today=office.today,
        last_visit=last[0] if last else None,
        last_risk=last[1] if last else "",
        left_as=left[1] if left and is_watched else "",
        watch_until=case.watch_until if is_watched else None,
        remind_days=terms.remind_days,
    )


def _last_visits(session: Session, ids: Sequence[int]) -> dict[int, tuple[date, str]]:
    """Day and risk of the newest visit of each case; of two on one day the one entered later."""
    query = (
        select(Visit.case_id, Visit.visited_on, Visit.relapse_risk)
        .where(Visit.case_id.in_(list(ids)))
        .order_by(Visit.visited_on, Visit.id)
    )
    return {row.case_id: (row.visited_on, row.relapse_risk or "") for row in session.execute(query)}


def _exits(session: Session, ids: Sequence[int]) -> dict[int, tuple[date, str]]:
    """Day and kind of the exit that each watched case left by."""
    query = (
        select(Exit.case_id, Exit.approved_on, Exit.kind)
        .where(Exit.case_id.in_(list(ids)), Exit.approved_on.is_not(None))
        .order_by(Exit.id)
    )
    return {row.case_id: (row.approved_on, row.kind.value) for row in session.execute(query)}
