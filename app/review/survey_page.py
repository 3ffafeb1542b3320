"""What the tab 入户调查 shows: visits and checks, frozen, read in one go."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.fields.codes import codes
from app.office.session import Office
from app.review.standpoint import Standpoint, applicant_name, standpoint
from db.models import CheckReply, Survey


@dataclass(frozen=True)
class SurveyLine:
    """One visit, as recorded."""

    id: int
    visited_on: date
    method: str
    visitors: tuple[str, str]
    is_met: bool
    interviewee: str
    living: str
    neighbours: str
    wishes: str
    conclusion: str
    conclusion_note: str
    next_date: date | None


@dataclass(frozen=True)
class CheckLine:
    """One round trip to the checking centre."""

    id: int
    sent_on: date | None
    replied_on: date | None
    result: str
    detail: str
    valid_until: date | None


@dataclass(frozen=True)
class SurveyPage:
    """The tab 入户调查: visits and checks, the newest first."""

    at: Standpoint
    applicant: str
    is_staff_relative: bool
    is_unchecked: bool
    surveys: tuple[SurveyLine, ...]
    checks: tuple[CheckLine, ...]
    methods: tuple[str, ...]
    conclusions: tuple[str, ...]


def survey_page(office: Office, case_id: int) -> SurveyPage:
    """UserError where there is no such case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        surveys = session.scalars(
            select(Survey).where(Survey.case_id == case_id).order_by(Survey.id.desc())
        )
        checks = session.scalars(
            select(CheckReply).where(CheckReply.case_id == case_id).order_by(CheckReply.id.desc())
        )
        return SurveyPage(
            at=standpoint(office, session, case),
            applicant=applicant_name(case),
            is_staff_relative=case.household.is_staff_relative,
            is_unchecked=case.is_unchecked,
            surveys=tuple(_survey(row) for row in surveys),
            checks=tuple(_check(row) for row in checks),
            methods=codes("visit_method").labels,
            conclusions=codes("survey_conclusion").labels,
        )


def _survey(row: Survey) -> SurveyLine:
    return SurveyLine(
        row.id,
        row.visited_on,
        row.method,
        (row.visitor_one, row.visitor_two),
        row.is_met,
        row.interviewee or "",
        row.living or "",
        row.neighbours or "",
        row.wishes or "",
        row.conclusion or "",
        row.conclusion_note or "",
        row.next_date,
    )


def _check(row: CheckReply) -> CheckLine:
    return CheckLine(
        row.id, row.sent_on, row.replied_on, row.result, row.detail or "", row.valid_until
    )
