"""Scans and photos of a file: added, shown, and taken out while the stage they were added in stands."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.facts_missing import ChecklistLine, checklist
from app.cases.members import person_of
from app.cases.moving import move, position_of
from app.cases.overview import was_done
from app.cases.scope import check_reader, in_scope
from app.changes import Changes, Op
from app.errors import StorageError, UserError
from app.fields.codes import codes
from app.lifecycle.table import allowed, may_remove_attachment
from app.office.access import may_open_full
from app.office.scans import keep_file
from app.office.session import Office, Work
from db import attachments as files
from db.codes import Stage
from db.files import read_bytes
from db.models import Attachment, Case

LIST_KEY = "attachment_kind"
ENDINGS = (".jpg", ".jpeg", ".jfif", ".png", ".heic", ".heif", ".pdf")
"""What may be attached."""
SIGNED_SHEET = "纸面审批件"
"""The kind of what carries the signature under an act of 审批 on paper."""


@dataclass(frozen=True)
class AttachmentView:
    """One file of a case. `size` in bytes."""

    id: int
    kind: str
    title: str
    person_id: int | None
    whose: str
    """The name of that person, who may have left since; empty for the whole household."""
    stage: Stage
    mime: str
    size: int
    added_on: date
    is_removable: bool
    received_sha256: str
    """Of the file as it came in, before it was drawn anew."""

    @property
    def is_picture(self) -> bool:
        """A picture can be turned; the pages of a PDF cannot."""
        return self.mime != "application/pdf"


@dataclass(frozen=True)
class AttachmentsView:
    """The page 材料: the checklist and what is there. `may_add`: the stage takes papers."""

    checklist: tuple[ChecklistLine, ...]
    files: tuple[AttachmentView, ...]
    people: tuple[tuple[int, str], ...]
    kinds: tuple[str, ...]
    may_add: bool
    needs_reason: bool
    """The account sees masks and has not written yet why it looks: scans show everything."""

    @property
    def done(self) -> int:
        """How many kinds of paper that are wanted by now are there."""
        return sum(line.is_done for line in self.checklist if line.is_due)

    @property
    def wanted(self) -> int:
        """How many kinds of paper are wanted by now."""
        return sum(line.is_due for line in self.checklist)


def add_attachment(
    office: Office,
    *,
    case_id: int,
    data: bytes,
    filename: str,
    kind: str,
    title: str = "",
    person_id: int | None = None,
) -> Changes:
    """Add a scan or photo; `result_id` is the attachment. Pictures lose place, device and time.

    UserError for a file that may not be attached, StorageError where it cannot be kept.
    """
    with office.write(Op.ADD_ATTACHMENT, case_id) as work:
        label = _kind(kind)
        move(work)
        row = store(work, data, filename, label, title=title, person_id=person_id)
        return work.done(result_id=row.id)


def add_attachment_file(
    office: Office, *, case_id: int, path: Path, kind: str, person_id: int | None = None
) -> Changes:
    """As `add_attachment`, from a file of this computer, which is left as it is."""
    data = read_file(path)
    return add_attachment(
        office,
        case_id=case_id,
        data=data,
        filename=path.name,
        kind=kind,
        title=path.stem,
        person_id=person_id,
    )


def small_heic(data: bytes, edge: int) -> bytes:
    """A small PNG of a phone's picture, which the window cannot draw. UserError for a broken one."""
    try:
        return files.small_heic(data, edge)
    except files.RefusedFile as error:
        raise UserError(str(error), field="path") from error


def read_file(path: Path) -> bytes:
    """The bytes of a chosen file, or UserError with what to do."""
    try:
        return read_bytes(path, what="材料的读取", limit=files.MAX_BYTES + 1)
    except StorageError as error:
        raise UserError(f"没有添加：{error}", field="path") from error


def store(
    work: Work,
    data: bytes,
    filename: str,
    kind: str,
    *,
    title: str = "",
    person_id: int | None = None,
) -> Attachment:
    """Keep a file for the case of the operation under way; UserError where it may not be attached."""
    kept = keep_file(work.office, data, filename, field="path")
    case = work.case
    if person_id is not None:
        person_of(work.session, case, person_id)
    refuse_double(work, kept.name, kind)
    row = Attachment(
        case_id=case.id,
        person_id=person_id,
        kind=kind,
        stage=case.stage,
        title=title.strip() or None,
        stored_name=kept.name,
        received_sha256=kept.sha256_in,
        stored_sha256=kept.sha256_stored,
        mime=kept.mime,
        size=kept.size,
        added_on=work.today,
    )
    work.session.add(row)
    work.session.flush()
    return row


def remove_attachment(office: Office, *, case_id: int, attachment_id: int) -> Changes:
    """Take a file out of the list; what was decided on it stays, so only while its stage stands."""
    with office.write(Op.REMOVE_ATTACHMENT, case_id) as work:
        move(work)
        row = paper_of(work, attachment_id)
        if not may_remove_attachment(row.stage, work.case.stage):
            raise UserError(
                f"这份材料是在“{row.stage.label}”阶段添加的，档案已经往下办理，不能移除；"
                "可以补充一份新的。"
            )
        row.removed_on = work.today
        return work.done(result_id=attachment_id)


def refile_attachment(
    office: Office, *, case_id: int, attachment_id: int, kind: str, person_id: int | None
) -> Changes:
    """Call a file what it is, and whose; the file itself stays. Only while it could be removed."""
    with office.write(Op.REFILE_ATTACHMENT, case_id) as work:
        label = _kind(kind)
        row = paper_of(work, attachment_id)
        is_open = Op.REMOVE_ATTACHMENT in _allowed(work.case)
        if not is_open or not may_remove_attachment(row.stage, work.case.stage):
            raise UserError(
                f"这份材料是在“{row.stage.label}”阶段添加的，档案已经往下办理，不能再改种类；"
                "可以补充一份新的。"
            )
        if person_id is not None:
            person_of(work.session, work.case, person_id)
        refuse_double(work, row.stored_name, label, but=row.id, then="可以移除这一份")
        row.kind, row.person_id = label, person_id
        return work.done(result_id=attachment_id)


def turn_attachment(office: Office, *, case_id: int, attachment_id: int, quarters: int) -> Changes:
    """Turn a picture clockwise by quarters and keep it so; the hash of what came in stays.

    UserError for a PDF or while the stage takes no papers; StorageError, DamagedError.
    """
    with office.write(Op.TURN_ATTACHMENT, case_id) as work:
        row = paper_of(work, attachment_id)
        return redraw(work, row, partial(files.store_turned, quarters=quarters))


def redraw(work: Work, row: Attachment, draw: Callable[..., files.StoredFile]) -> Changes:
    """Keep a picture as `draw` makes it of folder, key and stored file; the hash of what came in stays.

    UserError for a PDF or while the stage takes no papers; StorageError, DamagedError.
    """
    refuse_closed(work.case)
    if row.mime == "application/pdf":
        raise UserError("PDF 不能在这里旋转或裁剪，请重新扫描后再添加。")
    kept = files.StoredFile(
        row.stored_name, row.received_sha256, row.stored_sha256, row.mime, row.size
    )
    drawn = draw(work.office.folder, work.office.keys.attachment, kept)
    row.stored_name, row.stored_sha256, row.size = drawn.name, drawn.sha256_stored, drawn.size
    return work.done(result_id=row.id)


def attachments_view(office: Office, case_id: int) -> AttachmentsView:
    """The page 材料 of a case."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        rows = session.scalars(
            select(Attachment)
            .where(Attachment.case_id == case_id, Attachment.removed_on.is_(None))
            .order_by(Attachment.id)
        ).all()
        operations = _allowed(case)
        may_remove = Op.REMOVE_ATTACHMENT in operations and office.may(Op.REMOVE_ATTACHMENT)
        return AttachmentsView(
            checklist(session, case),
            tuple(_view(row, case, may_remove) for row in rows),
            tuple(
                (person.id, person.name)
                for person in case.household.people
                if person.removed_on is None
            ),
            codes(LIST_KEY).labels,
            Op.ADD_ATTACHMENT in operations and office.may(Op.ADD_ATTACHMENT),
            needs_reason(office, session, case_id),
        )


def papers_of(session: Session, case_id: int) -> tuple[tuple[int, str], ...]:
    """The id and the words of every paper of the case, the newest first. Use within a read."""
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.case_id == case_id, Attachment.removed_on.is_(None))
        .order_by(Attachment.id.desc())
    )
    return tuple((row.id, f"{row.kind}　{row.title or row.added_on.isoformat()}") for row in rows)


def attachment_content(office: Office, attachment_id: int) -> tuple[bytes, str]:
    """The content of a file and its MIME type, to be shown. Raises StorageError, DamagedError.

    UserError for an account that sees masks, until it has unmasked the case: a scan of a card shows the
    whole number.
    """
    with office.read() as session:
        row = session.get(Attachment, attachment_id)
        if row is None:
            raise UserError("没有找到这份材料，请刷新后再试。")
        office.case_in_scope(session, row.case_id)
        if needs_reason(office, session, row.case_id):
            raise UserError("材料里有完整的身份证号、银行卡号等，请在“材料”页写明原因后再查看。")
        name, mime = row.stored_name, row.mime
    return files.load(office.folder, office.keys.attachment, name), mime


def _kind(kind: str) -> str:
    label = codes(LIST_KEY).match(kind).code if kind.strip() else None
    if label is None:
        raise UserError("请选择材料的种类。", field="kind")
    return label


def paper_of(work: Work, attachment_id: int) -> Attachment:
    """A paper of the case under way that was not removed. UserError for any other."""
    row = work.session.get(Attachment, attachment_id)
    if row is None or row.case_id != work.case.id or row.removed_on is not None:
        raise UserError("没有找到这份材料，请刷新后再试。")
    return row


def takes_papers(case: Case) -> bool:
    """Whether papers may still be added in the stage of the case."""
    return Op.ADD_ATTACHMENT in _allowed(case)


def refuse_closed(case: Case) -> None:
    """UserError where the case takes no papers any more."""
    if not takes_papers(case):
        raise UserError("档案已经结束，材料只能查看，不能再改。")


def refuse_double(
    work: Work, stored_name: str, kind: str, *, but: int | None = None, then: str = "不用再添加"
) -> None:
    """UserError where the case has this file as this kind already, in another row than `but`.

    `then`: what to do about it.
    """
    known = select(Attachment.id).where(
        Attachment.case_id == work.case.id,
        Attachment.stored_name == stored_name,
        Attachment.kind == kind,
        Attachment.removed_on.is_(None),
        Attachment.id != (but or 0),
    )
    if work.session.scalar(known.limit(1)) is not None:
        raise UserError(f"这份文件已经作为“{kind}”添加过，{then}。", field="path")


def needs_reason(office: Office, session: Session, case_id: int) -> bool:
    """Whether the account has to write first why it looks at the papers of a case. Use within a read."""
    if may_open_full(office.user.roles):
        return False
    return not was_done(office, session, Op.UNMASK, case_id)


def is_taken(office: Office, data: bytes) -> bool:
    """Whether some case in scope holds this file already, byte for byte as it came in."""
    check_reader(office)
    with office.read() as session:
        known = (
            select(Attachment.id)
            .join(Case, Case.id == Attachment.case_id)
            .where(
                Attachment.received_sha256 == hashlib.sha256(data).hexdigest(),
                Attachment.removed_on.is_(None),
                in_scope(office),
            )
        )
        return session.scalar(known.limit(1)) is not None


def _allowed(case: Case) -> tuple[Op, ...]:
    position = position_of(case)
    return allowed(position.stage, is_discarded=position.is_discarded)


def _view(row: Attachment, case: Case, may_remove: bool) -> AttachmentView:
    return AttachmentView(
        row.id,
        row.kind,
        row.title or row.kind,
        row.person_id,
        next((one.name for one in case.household.people if one.id == row.person_id), ""),
        row.stage,
        row.mime,
        row.size,
        row.added_on,
        may_remove and may_remove_attachment(row.stage, case.stage),
        row.received_sha256,
    )
