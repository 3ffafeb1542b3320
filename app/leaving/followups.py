"""The screen 回访跟踪: whom to visit and when, and who is watched until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.scope import check_reader, in_scope
from app.leaving.visit_page import next_visit
from app.lifecycle.deadlines import Terms
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from app.office.settings import read_terms
from db.codes import Stage
from db.models import Case, Exit, Person, Visit


class Due(Enum):
    """What is due for a household. The value is what the list shows."""

    VISIT = "半年走访"
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
    """Every household on file or watched, the most urgent first."""

    rows: tuple[FollowUpRow, ...]

    @property
    def soon(self) -> tuple[FollowUpRow, ...]:
        """What to do now."""
        return tuple(row for row in self.rows if row.is_soon)

    @property
    def watched(self) -> tuple[FollowUpRow, ...]:
        """The watch list, by the end of the watch."""
        found = [row for row in self.rows if row.is_watched]
        return tuple(sorted(found, key=lambda row: (row.watch_until or date.max, row.number)))


def followups(office: Office) -> FollowUps:
    """Read the list. AccessDeniedError for an account that reads no cases; StorageError."""
    check_reader(office)
    with office.read() as session:
        terms = read_terms(session)
        last = _last_visits(session)
        left = _exits(session)
        query = (
            select(Case, Person.name, Person.phone)
            .outerjoin(Person, (Person.household_id == Case.household_id) & Person.is_applicant)
            .where(Case.stage.in_((Stage.ON_FILE, Stage.MONITORED)), in_scope(office))
        )
        rows = [
            _row(office, terms, case, name, phone, last.get(case.id), left.get(case.id))
            for case, name, phone in session.execute(query)
        ]
    rows.sort(key=lambda row: (row.due_on, row.number))
    return FollowUps(tuple(rows))


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
    since = (left[0] if left else case.stage_since) if is_watched else None
    due_on = next_visit(terms, case, last[0] if last else None, since)
    due = Due.FOLLOW_UP if is_watched else Due.VISIT
    if due_on is None:
        until = case.watch_until or terms.watch_until(since or case.stage_since)
        due, due_on = Due.END_WATCH, until + timedelta(days=1)
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


def _last_visits(session: Session) -> dict[int, tuple[date, str]]:
    """Day and risk of the newest visit of each case; of two on one day the one entered later."""
    query = select(Visit.case_id, Visit.visited_on, Visit.relapse_risk).order_by(
        Visit.visited_on, Visit.id
    )
    return {row.case_id: (row.visited_on, row.relapse_risk or "") for row in session.execute(query)}


def _exits(session: Session) -> dict[int, tuple[date, str]]:
    """Day and kind of the exit that each watched case left by."""
    newest = select(func.max(Exit.id)).where(Exit.approved_on.is_not(None)).group_by(Exit.case_id)
    query = select(Exit.case_id, Exit.approved_on, Exit.kind).where(Exit.id.in_(newest))
    return {row.case_id: (row.approved_on, row.kind.value) for row in session.execute(query)}
