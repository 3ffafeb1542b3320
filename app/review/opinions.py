"""First review and review: pass, send back, refuse. Each keeps an opinion with its note.

Permissions: group 审核. Source: the lifecycle contract, FIRST_REVIEW and REVIEW.
"""

from app.cases.moving import move
from app.changes import Changes, Op
from app.office.session import Office
from app.review.entries import end_case, words
from app.review.gate import move_on
from db.codes import Stage


def pass_first_review(office: Office, *, case_id: int, note: str = "") -> Changes:
    """初审通过: on to the first stage of the case's own order."""
    return _opinion(office, Op.PASS_FIRST_REVIEW, case_id, note)


def return_first_review(office: Office, *, case_id: int, note: str) -> Changes:
    """初审退回 to APPLIED. UserError (field note) without a reason."""
    return _opinion(office, Op.RETURN_FIRST_REVIEW, case_id, note)


def refuse_first_review(office: Office, *, case_id: int, note: str) -> Changes:
    """初审不予建档. UserError (field note) without a reason."""
    return _opinion(office, Op.REFUSE_FIRST_REVIEW, case_id, note)


def pass_review(office: Office, *, case_id: int, note: str = "") -> Changes:
    """审核通过: on to APPROVAL."""
    return _opinion(office, Op.PASS_REVIEW, case_id, note)


def return_review(
    office: Office, *, case_id: int, to: Stage, note: str, to_step: int | None = None
) -> Changes:
    """审核退回 to an earlier stage. UserError (fields to, note).

    `to_step` says which notice, where the case's order has two; the later one without it.
    """
    reason = words(note)
    with office.write(Op.RETURN_REVIEW, case_id, reason=reason) as work:
        work.decide(reason)
        move(work, note=reason, to=to, to_step=to_step)
        return work.done()


def refuse_review(office: Office, *, case_id: int, note: str) -> Changes:
    """审核不予建档. UserError (field note) without a reason."""
    return _opinion(office, Op.REFUSE_REVIEW, case_id, note)


def _opinion(office: Office, op: Op, case_id: int, note: str) -> Changes:
    reason = words(note)
    with office.write(op, case_id, reason=reason) as work:
        # Kept with the stage in which it was given, so before the case moves.
        work.decide(reason)
        move_on(work, reason)
        end_case(work, reason)
        return work.done()
