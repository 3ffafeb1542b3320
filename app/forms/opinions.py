"""The newest recorded decision of one kind, as the words of its box."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forms.records import OpinionText
from db.models import Account, Decision, Exit

_AGREED = "同意。"


def opinion(
    session: Session,
    case_id: int,
    op: str,
    *,
    day: date | None = None,
    since: date | None = None,
) -> OpinionText:
    """The newest decision of this operation on the case: on `day`, or not before `since`.

    Empty where there is none, so that the box is left for the hand (imported and older files).
    """
    query = (
        select(Decision, Account.display_name)
        .outerjoin(Account, Account.id == Decision.account_id)
        .where(Decision.case_id == case_id, Decision.op == op)
        .order_by(Decision.id.desc())
        .limit(1)
    )
    if day is not None:
        query = query.where(Decision.decided_on == day)
    if since is not None:
        query = query.where(Decision.decided_on >= since)
    found = session.execute(query).first()
    if found is None:
        return OpinionText(_AGREED, day=day) if day is not None else OpinionText()
    decision, account = found
    signer = decision.paper_name if decision.is_on_paper else account
    return OpinionText(decision.note or _AGREED, signer or "", decision.decided_on)


def exit_opinion(session: Session, leaving: Exit, op: str) -> OpinionText:
    """As `opinion`, of the exit under way only: an earlier exit that was dropped does not count."""
    return opinion(session, leaving.case_id, op, since=leaving.proposed_on)
