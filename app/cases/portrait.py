"""The worker's portrait: the newest picture of the kind 本人照片 in the file."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.attachments import paper_of, redraw
from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office
from db import attachments as files
from db.models import Attachment

KIND = "本人照片"
SHAPE = (25.0, 35.0)
"""Width and height in mm: one inch, as photographers cut it."""


@dataclass(frozen=True)
class Portrait:
    """A picture as it is kept."""

    attachment_id: int
    content: bytes


def portrait(office: Office, case_id: int) -> Portrait | None:
    """The portrait of a case in scope; None where there is none. Raises StorageError, DamagedError."""
    with office.read() as session:
        office.case_in_scope(session, case_id)
        return portrait_of(office, session, case_id)


def portrait_of(office: Office, session: Session, case_id: int) -> Portrait | None:
    """As `portrait`, for who has the case already. Use within a read or a write."""
    row = session.execute(
        select(Attachment.id, Attachment.stored_name)
        .where(
            Attachment.case_id == case_id,
            Attachment.kind == KIND,
            Attachment.removed_on.is_(None),
            Attachment.mime != "application/pdf",
        )
        .order_by(Attachment.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Portrait(row.id, files.load(office.folder, office.keys.attachment, row.stored_name))


def cut_portrait(
    office: Office, *, case_id: int, attachment_id: int, box: files.Box, quarters: int = 0
) -> Changes:
    """Keep this part of a portrait alone; the hash of what came in stays.

    `box` is in pixels of the picture, turned clockwise by so many quarters.
    UserError for another kind of paper, which must stay whole, and as `redraw`.
    """
    with office.write(Op.CUT_PORTRAIT, case_id) as work:
        row = paper_of(work, attachment_id)
        if row.kind != KIND:
            raise UserError("只有本人照片可以裁剪，其他材料要整张保存。")
        try:
            return redraw(work, row, partial(files.store_cut, box=box, quarters=quarters))
        except files.RefusedFile as error:
            raise UserError(str(error)) from error
