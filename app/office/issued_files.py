"""The files of issued papers: kept encrypted with the office, taken out again, and known in what they were bound into.

What counts is the hash in the register: the file that is taken out is the very one that was signed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.changes import Changes, Op
from app.errors import UserError
from app.office.papers import issued_paper
from app.office.publishing import publish_register
from app.office.saving import as_file_name
from app.office.session import Office, Work
from app.office.signing import signed
from db import attachments as files
from db.models import IssuedFile, IssuedPaper, SharedFile


@dataclass(frozen=True)
class TakenFile:
    """The file of an issued paper as it was signed."""

    serial: str
    file_name: str
    pdf: bytes
    changes: Changes


def keep_issued(work: Work, paper: IssuedPaper, pdf: bytes) -> None:
    """Keep the signed file of a paper that is issued by the operation under way. Raises StorageError."""
    kept = files.store(work.office.folder, work.office.keys.attachment, pdf, f"{paper.serial}.pdf")
    work.session.add(IssuedFile(paper_id=paper.id, stored_name=kept.name))


def take_file(office: Office, *, serial: str) -> TakenFile:
    """The file of a paper, to be saved or printed again; journalled, as every use of the seal is.

    UserError: unknown, void, out of scope, issued before files were kept. StorageError, DamagedError.
    """
    office.demand(Op.TAKE_ISSUED_FILE)
    with office.read() as session:
        case_id = issued_paper(session, serial).case_id
    with office.write(Op.TAKE_ISSUED_FILE, case_id, reason=serial.strip()) as work:
        paper = issued_paper(work.session, serial)
        if paper.voided_on is not None:
            raise UserError(f"文书 {paper.serial} 已经作废，不能再取出原件；需要的话请重新签发。")
        query = select(IssuedFile.stored_name).where(IssuedFile.paper_id == paper.id)
        name = work.session.scalar(query)
        if name is None:
            raise UserError(f"文书 {paper.serial} 没有留存原件；需要的话请重新签发。")
        pdf = files.load(office.folder, office.keys.attachment, name)
        name = as_file_name(f"{paper.form}-{paper.serial}.pdf")
        return TakenFile(paper.serial, name, pdf, work.done())


def bind(
    office: Office, *, serials: Sequence[str], pdf: bytes, reason: str
) -> tuple[bytes, Changes]:
    """Sign a file in which these papers are handed out together, and note its hash with each of them.

    It is not kept: it can be made again of theirs. Errors as of signing.
    """
    with office.write(Op.ISSUE_PAPER, reason=reason) as work:
        pdf = signed(work, pdf)
        sha256 = hashlib.sha256(pdf).hexdigest()
        for serial in serials:
            paper = issued_paper(work.session, serial)
            work.session.add(SharedFile(paper_id=paper.id, sha256=sha256))
        changes = work.done()
    publish_register(office)
    return pdf, changes
