"""Issued papers: serial, authentication code, register, void. Making the sheets is `app.forms.issuing`.

A paper counts as issued when its row is committed; the public register beside the file is made from the
rows afterwards, and again at every login, so that a crash between the two mends itself.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.changes import Changes, Op
from app.errors import UserError
from app.office.bearers import bearings
from app.office.publishing import publish_register, publish_when_done
from app.office.session import Office, Work
from app.office.settings import read_settings
from app.paper import Seal, SealKind, demo_seal
from db.codes import Bearer, Seam
from db.models import (
    Account,
    Attachment,
    Case,
    FiledScan,
    IssuedFile,
    IssuedPaper,
    JointSeal,
    PaperSealing,
    SeamInset,
)
from db.models import Seal as SealRow

_SERIAL_DIGITS = 6
_CODE_BYTES = 10  # 80 bits: 16 characters that can be read out on the telephone
_LIST_LIMIT = 500
_VOID_WORDS = ("作废", "已作废")

_Register = Select[
    IssuedPaper,
    str,
    str,
    str,
    int,
    bool | None,
    Seam | None,
    int | None,
    str | None,
    int | None,
    int | None,
]


@dataclass(frozen=True)
class SealView:
    """A seal as lists show it."""

    id: int
    name: str
    is_sample: bool
    diameter_mm: float
    is_active: bool
    bearer: Bearer


@dataclass(frozen=True)
class ChosenSeal:
    """A seal about to be used, as paper draws it."""

    id: int
    seal: Seal
    bearer: Bearer


@dataclass(frozen=True)
class RegisterLine:
    """One line of the register 用印登记. `case_number` is empty where the case is out of scope.

    `seal` names every seal on the paper, the issuer's first.
    """

    serial: str
    form: str
    issued_on: date
    issued_at: datetime
    issued_by: str
    account: str
    approver: str
    reason: str
    copies: int
    pages: int
    seal: str
    code: str
    case_id: int | None
    case_number: str
    voided_on: date | None
    void_reason: str
    replaced_by: str
    is_by_hand: bool
    """The place was left empty for the stamp: 手工加盖."""
    seam: Seam
    scan_id: int | None
    """The newest scan of the stamped sheet that was filed at the case."""
    seam_inset: float | None = None
    """mm from the edge of the sheet to the strips of a drawn seam; unknown of earlier papers."""
    is_kept: bool = False
    """The signed file itself was kept."""

    @property
    def is_void(self) -> bool:
        """Whether the paper no longer counts."""
        return self.voided_on is not None


# -- the parts of issuing -----------------------------------------------------------------------------------


def next_serial(session: Session, today: date) -> str:
    """The next serial of this year: prefix of the office, year, running number. Use within a write."""
    prefix = str(read_settings(session)["serial_prefix"]).strip() or "WS"
    beginning = f"{prefix}-{today.year}-"
    used = session.scalars(
        select(IssuedPaper.serial).where(IssuedPaper.serial.startswith(beginning, autoescape=True))
    )
    tails = [serial.removeprefix(beginning) for serial in used]
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{beginning}{last + 1:0{_SERIAL_DIGITS}d}"


def authentication_code(key: bytes, *, serial: str, form: str, day: date, content: str) -> str:
    """What only this office can have printed: a truncated HMAC over serial, form, day and content."""
    message = "\x1f".join((serial, form, day.isoformat(), content))
    digest = hmac.new(key, message.encode(), hashlib.sha256).digest()[:_CODE_BYTES]
    letters = base64.b32encode(digest).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def seal_for(session: Session, seal_id: int | None = None) -> ChosenSeal:
    """The seal to be used, as paper draws it: the named one, or the only active one.

    UserError where there is none, or several to choose from.
    """
    query = select(SealRow).where(SealRow.is_active)
    if seal_id is not None:
        query = query.where(SealRow.id == seal_id)
    rows = session.scalars(query.order_by(SealRow.id)).all()
    if not rows:
        raise UserError("单位还没有可用的印章，请先在“设置 → 印章”中登记印章的扫描件。")
    if len(rows) > 1:
        raise UserError("单位有多枚印章，请选择要用的一枚。", field="seal_id")
    row = rows[0]
    diameter = row.diameter_tenths_mm / 10
    bearing = bearings(session)[row.id]
    if row.kind == SealKind.DRAWN_SAMPLE:
        drawn = demo_seal(row.name, second_name=bearing.second_name, diameter_mm=diameter)
        return ChosenSeal(row.id, drawn, bearing.bearer)
    if not row.image:
        raise UserError("这枚印章没有扫描件，请在“设置 → 印章”中重新登记。")
    scanned = Seal(SealKind.IMAGE, row.name, diameter, png=row.image)
    return ChosenSeal(row.id, scanned, bearing.bearer)


def void_row(work: Work, row: IssuedPaper, reason: str, *, replaced_by: str | None = None) -> None:
    """Mark a paper void within an operation. UserError if it is void already."""
    if row.voided_on is not None:
        raise UserError(f"文书 {row.serial} 已经作废，不用再次作废。")
    row.voided_on, row.void_reason, row.replaced_by = work.today, reason, replaced_by


def void_for_correction(work: Work, case_id: int, reason: str) -> tuple[str, ...]:
    """Void every paper of a case that still counts, because its facts were wrong; their serials.

    The public register is made anew once the caller's operation is committed.
    """
    rows = work.session.scalars(
        select(IssuedPaper).where(IssuedPaper.case_id == case_id, IssuedPaper.voided_on.is_(None))
    ).all()
    for row in rows:
        void_row(work, row, reason)
    if rows:
        publish_when_done(work)
    return tuple(row.serial for row in rows)


# -- operations and lists -----------------------------------------------------------------------------------


def void(office: Office, *, serial: str, reason: str) -> Changes:
    """Make an issued paper void; it stays in the register for ever. UserError: unknown, void, no reason."""
    if not reason.strip():
        raise UserError("作废文书要写明原因，请填写后再作废。", field="reason")
    with office.read() as session:
        case_id = issued_paper(session, serial).case_id
    with office.write(Op.VOID_PAPER, case_id, reason=reason.strip()) as work:
        void_row(work, issued_paper(work.session, serial), reason.strip())
        changes = work.done()
    publish_register(office)
    return changes


def issued_paper(session: Session, serial: str) -> IssuedPaper:
    """The row of a paper, to be used within a read or an operation. UserError for an unknown serial."""
    row = session.scalars(select(IssuedPaper).where(IssuedPaper.serial == serial.strip())).first()
    if row is None:
        raise UserError(f"登记簿里没有编号 {serial.strip()} 的文书，请核对编号。", field="serial")
    return row


def _register() -> _Register:
    """Every issued paper with who sealed it and how, the number and unit of its file, and its scan."""
    further = aliased(SealRow)
    joint = (
        select(func.aggregate_strings(further.name, "、"))
        .join(JointSeal, JointSeal.seal_id == further.id)
        .where(JointSeal.paper_id == IssuedPaper.id)
        .scalar_subquery()
    )
    scan = (
        select(func.max(Attachment.id))
        .join(FiledScan, FiledScan.attachment_id == Attachment.id)
        .where(FiledScan.paper_id == IssuedPaper.id, Attachment.removed_on.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            IssuedPaper,
            Account.display_name,
            SealRow.name,
            Case.number,
            Case.unit_id,
            PaperSealing.is_by_hand,
            PaperSealing.seam,
            SeamInset.tenths_mm,
            joint,
            scan,
            IssuedFile.id,
        )
        .join(Account, Account.id == IssuedPaper.account_id)
        .join(SealRow, SealRow.id == IssuedPaper.seal_id)
        .outerjoin(PaperSealing, PaperSealing.paper_id == IssuedPaper.id)
        .outerjoin(SeamInset, SeamInset.paper_id == IssuedPaper.id)
        .outerjoin(IssuedFile, IssuedFile.paper_id == IssuedPaper.id)
        .outerjoin(Case, Case.id == IssuedPaper.case_id)
    )


def register_list(
    office: Office,
    *,
    text: str = "",
    year: int | None = None,
    case_id: int | None = None,
    limit: int = _LIST_LIMIT,
) -> tuple[RegisterLine, ...]:
    """The register 用印登记, newest first; `text` finds serial, form, file number, reasons or user; 作废 the void."""
    # Papers are entered as they are issued: by their ids the last ones are met without sorting them all.
    query = _register().order_by(IssuedPaper.id.desc()).limit(limit)
    if case_id is not None:
        query = query.where(IssuedPaper.case_id == case_id)
    if year is not None:
        query = query.where(IssuedPaper.issued_on.between(date(year, 1, 1), date(year, 12, 31)))
    for word in text.split():
        if word in _VOID_WORDS:
            query = query.where(IssuedPaper.voided_on.is_not(None))
            continue
        columns = (
            IssuedPaper.serial,
            IssuedPaper.form,
            IssuedPaper.reason,
            IssuedPaper.void_reason,
            Case.number,
            Account.display_name,
        )
        query = query.where(or_(*(column.contains(word, autoescape=True) for column in columns)))
    with office.read() as session:
        return _lines(office, session, query)


def register_line(office: Office, serial: str) -> RegisterLine | None:
    """The line of one paper; None for a serial that was never given."""
    with office.read() as session:
        found = _lines(office, session, _register().where(IssuedPaper.serial == serial))
    return found[0] if found else None


def register_between(
    office: Office, session: Session, first: date, last: date
) -> tuple[RegisterLine, ...]:
    """The register of these days, both included, in the order of issue, whole."""
    query = _register().where(IssuedPaper.issued_on.between(first, last)).order_by(IssuedPaper.id)
    return _lines(office, session, query)


def _lines(office: Office, session: Session, query: _Register) -> tuple[RegisterLine, ...]:
    return tuple(_line(office, *found) for found in session.execute(query))


def _line(
    office: Office,
    paper: IssuedPaper,
    account: str,
    seal: str,
    number: str | None,
    unit_id: int | None,
    is_by_hand: bool | None,
    seam: Seam | None,
    inset: int | None,
    joint: str | None,
    scan_id: int | None,
    file_id: int | None,
) -> RegisterLine:
    is_seen = unit_id is not None and office.sees_unit(unit_id)
    return RegisterLine(
        serial=paper.serial,
        form=paper.form,
        issued_on=paper.issued_on,
        issued_at=paper.issued_at,
        issued_by=paper.issued_by,
        account=account,
        approver=paper.approver or "",
        reason=paper.reason,
        copies=paper.copies,
        pages=paper.pages,
        seal=f"{seal}、{joint}" if joint else seal,
        code=paper.code,
        case_id=paper.case_id if is_seen else None,
        case_number=(number or "") if is_seen else "",
        voided_on=paper.voided_on,
        void_reason=paper.void_reason or "",
        replaced_by=paper.replaced_by or "",
        is_by_hand=bool(is_by_hand),
        seam=seam or Seam.NONE,
        seam_inset=None if inset is None else inset / 10,
        is_kept=file_id is not None,
        scan_id=scan_id,
    )


def seals(office: Office) -> tuple[SealView, ...]:
    """The seals of the office, active ones first."""
    with office.read() as session:
        whose = bearings(session)
        rows = session.scalars(select(SealRow).order_by(SealRow.is_active.desc(), SealRow.id))
        return tuple(
            SealView(
                row.id,
                row.name,
                row.kind == SealKind.DRAWN_SAMPLE,
                row.diameter_tenths_mm / 10,
                row.is_active,
                whose[row.id].bearer,
            )
            for row in rows
        )
