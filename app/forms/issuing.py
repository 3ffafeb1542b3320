"""Preview, print and issue a form of one case.

A preview journals nothing. What is printed or saved is journalled. What is issued gets serial,
authentication code, seal, signature and a line in the register, all in one operation: either the paper is
issued whole or nothing has happened and no serial is spent.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.portrait import portrait_of
from app.changes import Changes, Op
from app.errors import UserError
from app.forms import Form, FormContext, Stamp, form_of
from app.forms.data import Reading
from app.forms.sealing import PLAIN, Sealing, add_drawn_seam, chosen_seals, keep_sealing
from app.forms.subjects import subject_of
from app.office import papers
from app.office.access import may_open_full
from app.office.issued_files import keep_issued
from app.office.masking import Place
from app.office.publishing import publish_register
from app.office.saving import as_file_name
from app.office.session import Office, Work
from app.office.settings import own_texts, read_settings
from app.office.signing import signed
from app.paper import Document, Volume
from db.models import Case, IssuedPaper

_MOST_COPIES = 20


@dataclass(frozen=True)
class PrintedForm:
    """A finished file. `notes`: what had to be printed smaller than 8 pt, by field.

    `file_name` holds the form and the file number, never a name.
    """

    form: str
    pdf: bytes
    pages: int
    notes: tuple[str, ...]
    file_name: str
    changes: Changes | None = None


@dataclass(frozen=True)
class IssuedPaperView:
    """A paper just issued, with its file, which is kept: see `app.office.issued_files`."""

    serial: str
    code: str
    form: str
    issued_on: date
    issued_by: str
    copies: int
    sha256: str
    pdf: bytes
    pages: int
    notes: tuple[str, ...]
    file_name: str
    changes: Changes


def preview(
    office: Office,
    *,
    form: str,
    case_id: int,
    grant_id: int | None = None,
    purpose: str = "",
    values_only: bool = False,
) -> bytes:
    """The form as it would be printed, without seal. Nothing is journalled.

    `values_only` leaves out the form itself, for a sheet that was printed before. Who may not open full values
    sees them masked as in lists. UserError: out of scope, nothing to print, a character without glyph (names
    the field), values alone that the blank has no room for.
    """
    wanted = form_of(form)
    document, _ = document_of(
        office, wanted, case_id, grant_id=grant_id, purpose=purpose, is_preview=True
    )
    if values_only:
        _check_overprint(office, wanted, document)
    return document.to_bytes(values_only=values_only)


def unstamped_name(form: Form, number: str, *, values_only: bool = False) -> str:
    """The name of the file that `print_form` makes of the file of this number."""
    return as_file_name(f"{form.name}{'（套印）' if values_only else ''}-{number}.pdf")


def print_form(
    office: Office,
    *,
    form: str,
    case_id: int,
    grant_id: int | None = None,
    purpose: str = "",
    reason: str = "",
    values_only: bool = False,
) -> PrintedForm:
    """The unstamped form, to be printed or saved; journalled. `values_only` and errors as `preview`."""
    wanted = form_of(form)
    document, number = document_of(office, wanted, case_id, grant_id=grant_id, purpose=purpose)
    if values_only:
        _check_overprint(office, wanted, document)
    name = unstamped_name(wanted, number, values_only=values_only)
    made = printed_file(wanted.name, document, name, values_only=values_only)
    with office.write(Op.PRINT_FORM, case_id, reason=reason.strip() or None) as work:
        changes = work.done()
    return replace(made, changes=changes)


def blank_name(form: Form) -> str:
    """The name of the file that `blank_form` makes."""
    return f"{form.name}（空白）.pdf"


def blank_form(office: Office, *, form: str) -> PrintedForm:
    """The empty form, for filling in by hand. Holds no data, so nothing is journalled."""
    wanted = form_of(form)
    return printed_file(wanted.name, _empty(office, wanted), blank_name(wanted))


def issue(
    office: Office,
    *,
    form: str,
    case_id: int,
    reason: str,
    copies: int = 1,
    grant_id: int | None = None,
    purpose: str = "",
    seal_id: int | None = None,
    approver: str = "",
    replaces: str = "",
    sealing: Sealing = PLAIN,
) -> IssuedPaperView:
    """Issue a stamped and signed form: serial, seal, QR, register.

    `purpose` is printed on a certificate (without one, the reason is). `replaces` is the serial of an issued
    paper of the same form and case that this one takes the place of; it becomes void. UserError: no reason,
    nothing approved yet that could be sealed, no seal or no place for it, a seam where there is one sheet, a
    character without glyph, a signing certificate that has run out.
    """
    wanted = form_of(form)
    _check_issue(wanted, reason, copies)
    with office.write(Op.ISSUE_PAPER, case_id, reason=reason.strip()) as work:
        filled = _read(office, work.session, wanted, work.case, grant_id, Place.OFFICIAL_FORM)
        _check_approved(filled)
        serial = papers.next_serial(work.session, work.today)
        seals = chosen_seals(work.session, wanted, seal_id, sealing)
        code = papers.authentication_code(
            office.keys.register,
            serial=serial,
            form=wanted.key,
            day=work.today,
            content=_content_hash(filled.values),
        )
        stamp = _stamp(serial, code, work.today, seals, sealing)
        words = (purpose.strip() or reason.strip()) if wanted.has_purpose else ""
        context = context_of(work.session, office, wanted, words, stamp)
        document = wanted.build(filled.values, context)
        add_drawn_seam(document, seals, sealing)
        made = printed_file(wanted.name, document, f"{wanted.name}-{serial}.pdf")
        made = replace(made, pdf=signed(work, made.pdf))
        row = IssuedPaper(
            serial=serial,
            form=wanted.name,
            case_id=case_id,
            issued_at=work.now,
            issued_on=work.today,
            account_id=work.user.id,
            issued_by=context.issuer,
            reason=reason.strip(),
            approver=approver.strip() or None,
            copies=copies,
            pages=made.pages,
            seal_id=seals[0].id,
            sha256=hashlib.sha256(made.pdf).hexdigest(),
            code=code,
        )
        if replaces.strip():
            _replace(work, row, replaces.strip())
        work.session.add(row)
        work.session.flush()
        keep_sealing(work.session, row, seals, sealing)
        keep_issued(work, row, made.pdf)
        changes = work.done(result_id=row.id)
        issued = IssuedPaperView(
            serial=serial,
            code=code,
            form=wanted.name,
            issued_on=work.today,
            issued_by=context.issuer,
            copies=copies,
            sha256=row.sha256,
            pdf=made.pdf,
            pages=made.pages,
            notes=made.notes,
            file_name=made.file_name,
            changes=changes,
        )
    publish_register(office)
    return issued


# -- parts --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Filled:
    """What a form prints, and why it may not be stamped yet (empty where it may)."""

    values: Any
    obstacle: str


def _check_issue(form: Form, reason: str, copies: int) -> None:
    if not form.is_stamped:
        raise UserError(f"“{form.name}”不需要用印，直接打印即可。", field="form")
    if not reason.strip():
        raise UserError("用印要写明用途，例如“报市总工会备案”，请填写后再签发。", field="reason")
    if not 1 <= copies <= _MOST_COPIES:
        raise UserError(f"份数请填 1 到 {_MOST_COPIES} 之间的整数。", field="copies")


def _stamp(
    serial: str, code: str, day: date, seals: tuple[papers.ChosenSeal, ...], sealing: Sealing
) -> Stamp:
    joint = tuple((one.bearer, one.seal) for one in seals[1:])
    return Stamp(serial, code, day, seals[0].seal, seals[0].bearer, joint, sealing.is_by_hand)


def _empty(office: Office, form: Form) -> Document:
    with office.read() as session:
        context = context_of(session, office, form, "")
    return form.build(form.blank, context)


def _check_overprint(office: Office, form: Form, document: Document) -> None:
    """The form must be one whose values fall between its words, and these fall into the lines of every page."""
    if not form.fits_blank:
        raise UserError(
            f"{form.name}的文字随填写的内容排列，不能套印；请去掉“套印”，整张打印。",
            field="overprint",
        )
    blank = _empty(office, form)
    if [page.lines for page in document.pages] != [page.lines for page in blank.pages]:
        raise UserError(
            f"这一户的内容比空白的{form.name}多，套印会错行；请去掉“套印”，整张打印。",
            field="overprint",
        )


def _check_approved(filled: _Filled) -> None:
    if filled.obstacle:
        raise UserError(f"{filled.obstacle}可以先打印不用印的表格去办审批。")


def _replace(work: Work, row: IssuedPaper, serial: str) -> None:
    old = work.session.scalars(select(IssuedPaper).where(IssuedPaper.serial == serial)).first()
    if old is None or old.case_id != row.case_id or old.form != row.form:
        raise UserError(
            f"编号 {serial} 不是这份档案签发过的同一种文书，请核对要替换的编号。", field="replaces"
        )
    if old.voided_on is None:
        papers.void_row(work, old, f"重新签发，由 {row.serial} 替换", replaced_by=row.serial)
    else:
        old.replaced_by = row.serial


def document_of(
    office: Office,
    form: Form,
    case_id: int,
    *,
    grant_id: int | None = None,
    purpose: str = "",
    is_preview: bool = False,
) -> tuple[Document, str]:
    """The unstamped form of a case as pages, and the number of the file. Errors as `preview`."""
    office.demand(Op.PRINT_FORM, case_id)
    is_masked = is_preview and not may_open_full(office.user.roles)
    place = Place.LIST if is_masked else Place.OFFICIAL_FORM
    with office.read() as session:
        case = office.case_in_scope(session, case_id, Op.PRINT_FORM)
        filled = _read(office, session, form, case, grant_id, place)
        context = context_of(session, office, form, purpose.strip())
        number = case.number
    return form.build(filled.values, context), number


def _read(
    office: Office,
    session: Session,
    form: Form,
    case: Case,
    grant_id: int | None,
    place: Place,
) -> _Filled:
    settings = read_settings(session).values
    portrait = partial(_portrait, office, session, case.id)
    reading = Reading(session, case, office.today, place, settings, portrait)
    subject = subject_of(reading, form, grant_id)
    if subject.obstacle:
        raise UserError(f"现在不能打印{form.name}：{subject.obstacle}")
    return _Filled(form.read(reading, subject.row), subject.stamp_obstacle)


def _portrait(office: Office, session: Session, case_id: int) -> bytes:
    found = portrait_of(office, session, case_id)
    return found.content if found else b""


def context_of(
    session: Session, office: Office, form: Form, purpose: str, stamp: Stamp | None = None
) -> FormContext:
    """What the form is built with besides its data: the office, who prints, its own words."""
    found = read_settings(session)
    return FormContext(
        created=office.clock.now(),
        office_name=str(found["office_name"]),
        stamp=stamp,
        purpose=purpose,
        handler=office.user.display_name if purpose or stamp else "",
        phone=str(found["complaint_phone"]),
        texts=own_texts(found, form.key),
    )


def _content_hash(values: Any) -> str:
    text = json.dumps(asdict(values), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def printed_file(
    name: str, document: Document, file_name: str, *, values_only: bool = False
) -> PrintedForm:
    """A built document as a finished file, with notes on what had to be printed small."""
    return finished(name, document.bound(values_only=values_only), file_name)


def finished(name: str, volume: Volume, file_name: str) -> PrintedForm:
    """A volume as a finished file, as `printed_file`."""
    notes = tuple(
        f"第 {note.page} 页“{note.field}”内容较长，用 {note.size:g} 磅小字印出，请核对。"
        for note in volume.fit_notes
    )
    pages = volume.page_count
    return PrintedForm(name, volume.to_bytes(), pages, notes, as_file_name(file_name))
