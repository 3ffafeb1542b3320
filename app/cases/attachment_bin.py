"""The recycle bin of a file's papers: what was removed stays with the file and can be taken back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.cases.attachments import needs_reason, refuse_closed, refuse_double, takes_papers
from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office
from db.codes import Stage
from db.models import Attachment


@dataclass(frozen=True)
class RemovedPaper:
    """A paper that was taken out of the list."""

    id: int
    kind: str
    title: str
    stage: Stage
    added_on: date
    removed_on: date


@dataclass(frozen=True)
class PaperBin:
    """What was removed, the newest first, and whether the account may take it back now."""

    papers: tuple[RemovedPaper, ...]
    may_restore: bool
    needs_reason: bool
    """As in `AttachmentsView`."""


def removed_papers(office: Office, case_id: int) -> PaperBin:
    """The removed papers of a case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        rows = session.scalars(
            select(Attachment)
            .where(Attachment.case_id == case_id, Attachment.removed_on.is_not(None))
            .order_by(Attachment.removed_on.desc(), Attachment.id.desc())
        )
        papers = tuple(
            RemovedPaper(
                row.id, row.kind, row.title or row.kind, row.stage, row.added_on, row.removed_on
            )
            for row in rows
            if row.removed_on is not None
        )
        return PaperBin(
            papers,
            takes_papers(case) and office.may(Op.RESTORE_ATTACHMENT),
            needs_reason(office, session, case_id),
        )


def restore_attachment(office: Office, *, case_id: int, attachment_id: int) -> Changes:
    """Put a removed paper back into the list, as one of the stage that the file has reached.

    UserError where it is there already or the file takes no papers any more.
    """
    with office.write(Op.RESTORE_ATTACHMENT, case_id) as work:
        row = work.session.get(Attachment, attachment_id)
        if row is None or row.case_id != case_id or row.removed_on is None:
            raise UserError("这份材料已经恢复或不存在，请刷新后再看。")
        refuse_closed(work.case)
        refuse_double(work, row.stored_name, row.kind, then="不用再恢复")
        row.removed_on, row.stage = None, work.case.stage
        return work.done(result_id=attachment_id)
