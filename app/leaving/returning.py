"""返困: the old case is closed and, in the same operation, a new linked one begins with the old facts."""

from app.cases.linked import open_linked
from app.cases.moving import hold_id_numbers, move
from app.changes import Changes, Op
from app.leaving.exits import close
from app.office.session import Office
from app.review.entries import needed
from db.codes import Origin, Stage


def return_to_hardship(office: Office, *, case_id: int, note: str) -> Changes:
    """From MONITORED or CLOSED: `result_id` is the new case in DRAFT, linked to the old one.

    UserError without a reason, or while one of its people stands in another open file.
    """
    reason = needed(note, "请写明返困的情况。", "note")
    with office.write(Op.RETURN_TO_HARDSHIP, case_id, reason=reason) as work:
        old = work.case
        was_watched = old.stage is Stage.MONITORED
        work.decide(reason)
        move(work, note=reason)
        if was_watched:
            close(work, Op.RETURN_TO_HARDSHIP.label, work.today)
            hold_id_numbers(work, old)
        new = open_linked(work, old, Op.RETURN_TO_HARDSHIP, Origin.RETURN)
        return work.done(result_id=new.id, case_ids=(old.id, new.id))
