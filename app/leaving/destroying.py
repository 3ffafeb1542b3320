"""销毁档案: closed files whose keeping period has passed, approved on one list and erased for good.

An approver approves, or the list is signed on paper; two watch the paper files being destroyed. What stays
is a line in the register of destroyed files. Source: the lifecycle contract, CLOSED; the access contract on
erasing with the person; 档案 are destroyed by list, with two watchers (9 §1.17).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.moving import position_of
from app.cases.scope import check_reader, destroyed, in_scope
from app.cases.waiting import office_terms
from app.changes import Changes, Op
from app.errors import UserError
from app.lifecycle.deadlines import Terms, add_months
from app.lifecycle.table import check
from app.office.access import check_four_eyes, check_paper_approval
from app.office.backups import automatic
from app.office.scans import keep_scan
from app.office.session import Office, PaperApproval, Work, last_intake_account
from app.progress import Progress
from app.review.entries import needed, person_name
from db import attachments as files
from db import erasing
from db.codes import Stage
from db.models import Attachment, Case, DestroyedFile, IssuedFile, IssuedPaper, OfficeScan, Unit

MOST_AT_ONCE = 500
_SHEET = "档案销毁清册"


@dataclass(frozen=True)
class DueFile:
    """A closed file that may be destroyed. It is listed by number: nobody is named on a list of files to go."""

    case_id: int
    number: str
    unit: str
    filed_on: date | None
    closed_on: date
    kept_until: date
    papers: int
    """Issued papers and scans in it."""


@dataclass(frozen=True)
class DestroyedLine:
    """One line of the register of destroyed files."""

    number: str
    unit: str
    closed_on: date
    kept_until: date
    destroyed_on: date
    papers: int
    reason: str
    approved_by: str
    approved_on: date
    is_on_paper: bool
    watchers: tuple[str, str]
    scan_id: int | None


@dataclass(frozen=True)
class DestructionLists:
    """What may be destroyed, and what was. `years`: the keeping period of the office."""

    due: tuple[DueFile, ...]
    destroyed: tuple[DestroyedLine, ...]
    years: int


@dataclass(frozen=True)
class Destruction:
    """What is approved: the reason and the two who watch. `sheet`: the scan of a list signed on paper."""

    reason: str
    watchers: tuple[str, str]
    paper: PaperApproval | None = None
    sheet: Path | None = None


def destruction_lists(office: Office) -> DestructionLists:
    """Both lists, the oldest due file and the newest destroyed one first.

    AccessDeniedError for an account that reads no cases; StorageError.
    """
    check_reader(office)
    with office.read() as session:
        terms = office_terms(session).terms
        return DestructionLists(
            tuple(due_files(office, session, terms)),
            destroyed_files(office, session),
            terms.retention_years,
        )


def due_files(office: Office, session: Session, terms: Terms) -> list[DueFile]:
    """The closed files in scope whose keeping period has passed, the oldest first. Use within a read."""
    latest = add_months(office.today, -12 * terms.retention_years)
    closed_on = func.coalesce(Case.closed_on, Case.stage_since)
    rows = session.execute(
        select(Case, Unit.name, closed_on)
        .join(Unit, Unit.id == Case.unit_id)
        .where(
            Case.stage == Stage.CLOSED,
            Case.merged_into_id.is_(None),
            Case.discarded_at.is_(None),
            closed_on < latest,
            ~destroyed(),
            in_scope(office),
        )
        .order_by(closed_on, Case.number)
    ).all()
    papers = _papers(session, [case.id for case, _, _ in rows])
    return [
        DueFile(
            case.id,
            case.number,
            unit,
            case.filed_on,
            case.closed_on or case.stage_since,
            terms.keep_until(case.closed_on or case.stage_since),
            papers.get(case.id, 0),
        )
        for case, unit, _ in rows
    ]


def _papers(session: Session, case_ids: Sequence[int]) -> dict[int, int]:
    """Issued papers and scans of each case."""
    found: dict[int, int] = {}
    for model in (IssuedPaper, Attachment):
        counts = session.execute(
            select(model.case_id, func.count())
            .where(model.case_id.in_(case_ids))
            .group_by(model.case_id)
        )
        for case_id, count in counts:
            if case_id is not None:
                found[case_id] = found.get(case_id, 0) + count
    return found


def destroyed_files(office: Office, session: Session) -> tuple[DestroyedLine, ...]:
    """The register of destroyed files in scope, the newest first. Use within a read."""
    rows = session.execute(
        select(DestroyedFile, Case.number, Unit.name)
        .join(Case, Case.id == DestroyedFile.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(in_scope(office))
        .order_by(DestroyedFile.id.desc())
    )
    return tuple(
        DestroyedLine(
            number,
            unit,
            row.closed_on,
            row.kept_until,
            row.destroyed_on,
            row.papers,
            row.reason,
            row.approved_by,
            row.approved_on,
            row.is_on_paper,
            (row.watcher_one, row.watcher_two),
            row.paper_scan_id,
        )
        for row, number, unit in rows
    )


def destroy(
    office: Office,
    *,
    case_ids: Sequence[int],
    destruction: Destruction,
    progress: Progress | None = None,
) -> tuple[Changes, ...]:
    """Erase these files, one operation each, after a backup; none can be taken back.

    UserError (fields reason, watchers, paper…) before anything is erased; a file that cannot go stops the
    work at it. Raises Cancelled between two files: what was erased stays erased. StorageError.
    """
    for case_id in (None, *case_ids):
        office.demand(Op.DESTROY, case_id, paper=destruction.paper)
    order = _checked(office, case_ids, destruction)
    progress = progress or Progress()
    automatic(office, "before-destroying", progress=progress)
    progress.start("正在销毁档案", len(case_ids))
    changes: list[Changes] = []
    scan_id: int | None = None
    try:
        for case_id in case_ids:
            progress.check()
            made, scan_id = _destroy(office, case_id, order, scan_id)
            changes.append(made)
            progress.step()
    finally:
        erasing.truncate_log(office.writer)
    return tuple(changes)


def _checked(office: Office, case_ids: Sequence[int], wanted: Destruction) -> Destruction:
    if not case_ids:
        raise UserError("请先选择要销毁的档案。")
    if len(case_ids) > MOST_AT_ONCE:
        raise UserError(f"一份清册最多 {MOST_AT_ONCE} 份档案，请分几次办理。")
    reason = needed(wanted.reason, "请写明销毁的原因和依据。", "reason")
    one, two = (
        person_name(name, "请填写两名监销人的姓名。", "watchers") for name in wanted.watchers
    )
    if one == two:
        raise UserError("两名监销人不能是同一个人。", field="watchers")
    if wanted.paper is not None:
        check_paper_approval(
            approver=wanted.paper.name,
            signed_on=wanted.paper.signed_on,
            has_scan=wanted.sheet is not None,
            today=office.today,
        )
    return Destruction(reason, (one, two), wanted.paper, wanted.sheet)


def _destroy(
    office: Office, case_id: int, order: Destruction, scan_id: int | None
) -> tuple[Changes, int | None]:
    with office.write(Op.DESTROY, case_id, reason=order.reason, paper=order.paper) as work:
        case = work.case
        check(work.op, position_of(case))
        closed_on = case.closed_on or case.stage_since
        _refuse(work, closed_on)
        if work.paper is not None and order.sheet is not None and scan_id is None:
            scan_id = keep_scan(work, order.sheet, _SHEET).id
        work.session.add(_line(work, closed_on, order, scan_id))
        try:
            erased = erasing.erase(work.session, work.operation, case_id)
        except erasing.TamperedError as error:
            raise UserError(
                f"第 {error.operation_id} 条操作记录与校验不符，没有销毁；请先在“设置”里检查档案文件。"
            ) from error
        changes = work.done(result_id=case_id)
    _erase_files(office, erased.stored_names)
    return changes, scan_id


def _refuse(work: Work, closed_on: date) -> None:
    if work.session.scalar(select(DestroyedFile.id).where(DestroyedFile.case_id == work.case.id)):
        raise UserError(f"档案 {work.case.number} 已经销毁，请刷新后再看。")
    if work.case.merged_into_id is not None:
        raise UserError("这份档案已经合并到另一份档案，随那份档案一起销毁。")
    terms = office_terms(work.session).terms
    terms.check_destruction(closed_on, work.today)
    if work.paper is None:
        last = last_intake_account(work.session, work.case.id)
        check_four_eyes(work.op, work.user.id, last_clerk_id=last)


def _line(work: Work, closed_on: date, order: Destruction, scan_id: int | None) -> DestroyedFile:
    paper = work.paper
    return DestroyedFile(
        case_id=work.case.id,
        destroyed_on=work.today,
        closed_on=closed_on,
        kept_until=office_terms(work.session).terms.keep_until(closed_on),
        papers=_papers(work.session, [work.case.id]).get(work.case.id, 0),
        reason=order.reason,
        approved_by=paper.name if paper else work.user.display_name,
        approved_on=paper.signed_on if paper else work.today,
        is_on_paper=paper is not None,
        paper_scan_id=scan_id,
        watcher_one=order.watchers[0],
        watcher_two=order.watchers[1],
    )


def _erase_files(office: Office, names: Sequence[str]) -> None:
    """Scans and issued papers themselves, but for those that another file or the office holds, too."""
    with office.read() as session:
        held = {
            name
            for model in (Attachment, IssuedFile, OfficeScan)
            for name in session.scalars(
                select(model.stored_name).where(model.stored_name.in_(names))
            )
        }
    for name in names:
        if name not in held:
            files.erase(office.folder, name)
