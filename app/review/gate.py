"""Leaving the stages in which facts are typed: only with an assessment of the facts as they stand.

What is appraised, hangs as a notice or lies with the reviewer cannot be edited any more, so the
assessment that it rests on has to be there before. Source: the lifecycle contract, editing facts.
"""

from app.cases.moving import move
from app.errors import UserError
from app.lifecycle.table import is_editable
from app.office.session import Work
from app.review.assessing import newest_assessment
from app.review.facts import basis
from app.review.facts_json import as_json
from db.codes import Stage
from db.models import AssessmentRecord

_NOT_ON = (Stage.REFUSED, Stage.WITHDRAWN)


def move_on(work: Work, note: str | None = None) -> None:
    """Move the case; where that ends the editing of facts, there must be an assessment of these facts.

    Raises UserError naming what to do first.
    """
    before = work.case.stage
    move(work, note=note)
    after = work.case.stage
    if is_editable(before) and not is_editable(after) and after not in _NOT_ON:
        check_assessed(work)


def check_assessed(work: Work) -> AssessmentRecord:
    """The newest assessment, of the facts as they are now. UserError where there is none such."""
    record = newest_assessment(work.session, work.case.id)
    if record is None:
        raise UserError(
            "这份档案还没有认定，办完这一步以后资料就不能再修改；请先在“认定”页核对资料并认定。"
        )
    if is_outdated(work, record):
        raise UserError(
            "认定以后资料又有修改，原来的结果已经不准；请先在“认定”页重新认定，再办理这一步。"
        )
    return record


def is_outdated(work: Work, record: AssessmentRecord) -> bool:
    """Whether the same rule set would be given other facts today."""
    made = basis(work.session, work.case, record.made_on, record.policy)
    return as_json(made.facts) != record.facts
