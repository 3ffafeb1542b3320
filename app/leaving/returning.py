"""返困: the old case is closed and, in the same operation, a new linked one begins with the old facts."""

from sqlalchemy import select

from app.cases.linked import open_linked
from app.cases.moving import hold_id_numbers, move
from app.changes import Changes, Op
from app.errors import UserError
from app.leaving.exits import close
from app.office.session import Office, Work
from app.review.entries import needed
from db.codes import Origin, Stage
from db.models import Case


def return_to_hardship(office: Office, *, case_id: int, note: str) -> Changes:
    """From MONITORED or CLOSED: `result_id` is the new case in DRAFT, linked to the old one.

    UserError without a reason, for a file that was merged into another, while a file that follows this
    one is open, or while one of its people stands in another open file.
    """
    reason = needed(note, "请写明返困的情况。", "note")
    with office.write(Op.RETURN_TO_HARDSHIP, case_id, reason=reason) as work:
        old = work.case
        _refuse_second(work)
        was_watched = old.stage is Stage.MONITORED
        work.decide(reason)
        move(work, note=reason)
        if was_watched:
            close(work, Op.RETURN_TO_HARDSHIP.label, work.today)
            hold_id_numbers(work, old)
        new = open_linked(work, old, Op.RETURN_TO_HARDSHIP, Origin.RETURN)
        return work.done(result_id=new.id, case_ids=(old.id, new.id))


def _refuse_second(work: Work) -> None:
    """One household, one open file: not beside the one that goes on with this one."""
    if work.case.merged_into_id is not None:
        raise UserError("这份档案已经合并到另一份档案，请在那份档案上办理。")
    followers = work.session.scalars(
        select(Case).where(Case.previous_case_id == work.case.id, Case.discarded_at.is_(None))
    )
    for follower in followers:
        if follower.stage.is_open:
            raise UserError(
                f"这一户已有办理中的关联档案 {follower.number}，请在那份档案上继续办理。"
            )
