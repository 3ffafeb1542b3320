"""What the tab 认定 shows: the assessments so far, and what the facts would give today."""

from dataclasses import dataclass

from app.errors import UserError
from app.office.session import Office
from app.review.assessing import (
    AssessmentView,
    assessments,
    newest_assessment,
    preview_assessment,
)
from app.review.facts import basis
from app.review.facts_json import as_json
from app.review.standpoint import Standpoint, standpoint


@dataclass(frozen=True)
class AssessmentPage:
    """`made` newest first. `preview` is what would come out now, None with the `problem` that stops it.

    `is_outdated`: the facts were changed after the newest assessment.
    """

    at: Standpoint
    made: tuple[AssessmentView, ...]
    preview: AssessmentView | None
    problem: str
    is_outdated: bool


def assessment_page(office: Office, case_id: int) -> AssessmentPage:
    """UserError where there is no such case in scope; what an assessment lacks is told in `problem`."""
    with office.read() as session:
        at = standpoint(office, session, office.case_in_scope(session, case_id))
    made = assessments(office, case_id=case_id)
    try:
        preview: AssessmentView | None = preview_assessment(office, case_id=case_id)
        problem = ""
    except UserError as error:
        preview, problem = None, error.message
    return AssessmentPage(at, made, preview, problem, bool(made) and _is_outdated(office, case_id))


def _is_outdated(office: Office, case_id: int) -> bool:
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        record = newest_assessment(session, case_id)
        if record is None:
            return False
        try:
            made = basis(session, case, record.made_on, record.policy)
        except UserError:
            return True
        return as_json(made.facts) != record.facts
