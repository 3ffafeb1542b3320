"""What the tab 回访 shows: visits and follow-ups, when the next is due, the review, the watch."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.fields.codes import codes
from app.leaving.exits import left_on
from app.leaving.visits import END_KINDS, review_since
from app.lifecycle.deadlines import Terms
from app.office.session import Office
from app.office.settings import read_terms
from app.review.assessing import newest_assessment
from app.review.standpoint import Standpoint, applicant_name, standpoint
from db.codes import ExitKind, Stage
from db.models import AssessmentRecord, Case, Visit


@dataclass(frozen=True)
class VisitLine:
    """One visit as it was written down. Money in fen."""

    id: int
    is_follow_up: bool
    visited_on: date
    method: str
    visitor_one: str
    visitor_two: str
    interviewee: str
    people_change: str
    monthly_income: int | None
    outlay_change: str
    is_cause_gone: bool | None
    new_needs: str
    measures_done: str
    relapse_risk: str
    satisfaction: str
    remarks: str


@dataclass(frozen=True)
class ReviewState:
    """The annual review of a household on file. `fresh_category`: what an assessment since the last

    review found; None while there is none, empty where it found no category.
    """

    due: date
    reviewed_on: date | None
    is_to_review: bool
    fresh_category: str | None
    assessed_on: date | None


@dataclass(frozen=True)
class VisitPage:
    """The tab 回访, newest visit first. `next_due`: the last day for the next visit or follow-up.

    `watch_from` and `watch_until` while the household is watched; `may_end_watch` from the day after.
    """

    at: Standpoint
    applicant: str
    category: str
    lines: tuple[VisitLine, ...]
    next_due: date | None
    review: ReviewState | None
    watch_from: date | None
    watch_until: date | None
    followed: int
    contact_person: str
    categories: tuple[str, ...]
    methods: tuple[str, ...]
    risks: tuple[str, ...]
    satisfactions: tuple[str, ...]
    end_kinds: tuple[ExitKind, ...] = END_KINDS

    @property
    def overdue_days(self) -> int:
        """Days since the next visit should have been made; 0 within the limit."""
        late = (self.at.today - self.next_due).days if self.next_due else 0
        return max(0, late)

    @property
    def may_end_watch(self) -> bool:
        """The watch has run out and the household was visited in it."""
        until = self.watch_until
        return until is not None and self.at.today > until and self.followed > 0


def visit_page(office: Office, case_id: int) -> VisitPage:
    """UserError where there is no such case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        rows = session.scalars(
            select(Visit)
            .where(Visit.case_id == case_id)
            .order_by(Visit.visited_on.desc(), Visit.id.desc())
        ).all()
        terms = read_terms(session)
        is_watched = case.stage is Stage.MONITORED
        since = left_on(session, case) if is_watched else None
        followed = sum(row.is_follow_up and row.visited_on >= since for row in rows) if since else 0
        return VisitPage(
            at=standpoint(office, session, case),
            applicant=applicant_name(case),
            category=case.category or case.filed_category or "",
            lines=tuple(_line(row) for row in rows),
            next_due=next_visit(terms, case, rows[0].visited_on if rows else None, since),
            review=_review(terms, case, newest_assessment(session, case_id)),
            watch_from=since,
            watch_until=case.watch_until if is_watched else None,
            followed=followed,
            contact_person=case.contact_person or "",
            categories=codes("category").labels,
            methods=codes("visit_method").labels,
            risks=codes("relapse_risk").labels,
            satisfactions=codes("satisfaction").labels,
        )


def next_visit(
    terms: Terms, case: Case, last: date | None, watched_from: date | None
) -> date | None:
    """The last day for the next visit, the same that the tasks say; None where none is due any more."""
    if case.stage is Stage.ON_FILE:
        return visit_due(terms, case, last)
    if watched_from is None:
        return None
    return next_follow_up(terms, watched_from, case.watch_until, last)


def visit_due(terms: Terms, case: Case, last: date | None) -> date:
    """As `next_visit`, of a household on file."""
    begun = case.filed_on or case.stage_since
    return case.next_visit_on or terms.visit_due(max(begun, last or begun))


def next_follow_up(
    terms: Terms, watched_from: date, watch_until: date | None, last: date | None
) -> date | None:
    """As `next_visit`, of a household that is watched."""
    until = watch_until or terms.watch_until(watched_from)
    due = terms.visit_due(max(watched_from, last or watched_from))
    is_followed = last is not None and last >= watched_from
    return None if is_followed and due >= until else min(due, until)


def _review(terms: Terms, case: Case, record: AssessmentRecord | None) -> ReviewState | None:
    if case.stage is not Stage.ON_FILE:
        return None
    since = review_since(case)
    fresh: str | None = None
    if record is not None and record.made_on > since:
        fresh = (record.category or record.level or "") if record.is_eligible else ""
    return ReviewState(
        due=terms.review_due(since),
        reviewed_on=case.reviewed_on,
        is_to_review=case.category_to_review,
        fresh_category=fresh,
        assessed_on=record.made_on if record is not None else None,
    )


def _line(row: Visit) -> VisitLine:
    return VisitLine(
        id=row.id,
        is_follow_up=row.is_follow_up,
        visited_on=row.visited_on,
        method=row.method,
        visitor_one=row.visitor_one,
        visitor_two=row.visitor_two or "",
        interviewee=row.interviewee or "",
        people_change=row.people_change or "",
        monthly_income=row.monthly_income_fen,
        outlay_change=row.outlay_change or "",
        is_cause_gone=row.is_cause_gone,
        new_needs=row.new_needs or "",
        measures_done=row.measures_done or "",
        relapse_risk=row.relapse_risk or "",
        satisfaction=row.satisfaction or "",
        remarks=row.remarks or "",
    )
