"""The 核对授权书 of a file: whether the newest one still counts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Authorisation

VALID, TO_RENEW = "有效", "需重签"


def letter_state(session: Session, case_id: int) -> str:
    """有效, 需重签, or empty where there is none."""
    newest = session.scalars(
        select(Authorisation)
        .where(Authorisation.case_id == case_id)
        .order_by(Authorisation.id.desc())
        .limit(1)
    ).first()
    if newest is None:
        return ""
    return VALID if newest.is_valid else TO_RENEW
