"""退出: propose, agree or drop, publish (`app.review.publicity`), approve, serve the notice.

脱困, 解困 and 核对不符 pass a notice; 死亡, 迁出 and 放弃 go to approval at once. After 脱困 and 解困 the
household is watched. Source: the lifecycle contract; the papers of the procedure: S130.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.moving import move, position_of
from app.cases.transcription import facts_changed
from app.changes import Changes, Op
from app.errors import UserError
from app.leaving.evidence import exit_figures
from app.lifecycle.table import check
from app.office.session import Office, PaperApproval, Work
from app.office.settings import read_terms
from app.review.approvals import check_hands
from app.review.entries import needed, one_of, past_day, person_name, words
from db.codes import ExitKind, GrantState, PublicityKind
from db.models import Case, Exit, Grant, Publicity

MONTHS_ABOVE = 6
"""脱困 asks for six consecutive months above the standard [S29]; fewer needs the reason to say why."""


@dataclass(frozen=True)
class ExitProposal:
    """What the clerk fills in. `months_above`: consecutive months above the dibao standard."""

    kind: ExitKind
    initiator: str
    reason: str
    statement_on: date | None = None
    months_above: int | None = None


def propose_exit(office: Office, *, case_id: int, proposal: ExitProposal) -> Changes:
    """提出退出: from ON_FILE to EXIT_PROPOSED with the figures of the last twelve months.

    UserError while a grant is still undecided or unpaid, without a reason, or where 脱困 is not borne
    out by the figures and the months.
    """
    reason = needed(proposal.reason, "请写明退出的原因。", "reason")
    with office.write(Op.PROPOSE_EXIT, case_id, reason=reason) as work:
        check(work.op, position_of(work.case))
        _refuse_open_grants(work)
        initiator = one_of(
            "exit_initiator", proposal.initiator, "请选择由谁提出退出。", "initiator"
        )
        if proposal.statement_on is not None:
            past_day(work, proposal.statement_on, "本人签字的日期", "statement_on")
        row = Exit(
            case_id=case_id,
            kind=proposal.kind,
            initiator=initiator,
            proposed_on=work.today,
            reason=reason,
            statement_on=proposal.statement_on,
            months_above=proposal.months_above,
        )
        if proposal.kind.needs_publicity:
            _keep_figures(work, row)
        if proposal.kind is ExitKind.OUT_OF_POVERTY and (proposal.months_above or 0) < MONTHS_ABOVE:
            raise UserError(
                f"脱困要求收入连续 {MONTHS_ABOVE} 个月高于低保标准，请核对月数；"
                "靠保障兜底的请选“解困”。",
                field="months_above",
            )
        work.session.add(row)
        work.decide(reason)
        move(work, note=reason)
        return work.done(result_id=row.id)


def agree_exit(
    office: Office,
    *,
    case_id: int,
    meeting_on: date | None = None,
    meeting_people: int | None = None,
    note: str = "",
) -> Changes:
    """同意退出 after the collective study; goes to the exit notice or straight to approval."""
    with office.write(Op.AGREE_EXIT, case_id, reason=words(note)) as work:
        row = running_exit(work)
        if row.kind.needs_publicity:
            row.meeting_on = past_day(work, meeting_on, "集体研究的日期", "meeting_on")
            if not meeting_people or meeting_people < 1:
                raise UserError("请填写参加集体研究的人数。", field="meeting_people")
            row.meeting_people = meeting_people
        row.agreed_on = work.today
        work.decide(words(note))
        move(work, note=words(note), exit_kind=row.kind)
        return work.done()


def drop_exit(office: Office, *, case_id: int, note: str) -> Changes:
    """不同意退出: back on file, with the reason."""
    reason = needed(note, "请写明不同意退出的原因。", "note")
    with office.write(Op.DROP_EXIT, case_id, reason=reason) as work:
        row = running_exit(work)
        row.dropped_on, row.drop_reason = work.today, reason
        work.decide(reason)
        move(work, note=reason)
        return work.done()


def approve_exit(
    office: Office, *, case_id: int, note: str = "", paper: PaperApproval | None = None
) -> Changes:
    """批准退出: watched for six months after 脱困 and 解困, closed after the others."""
    with office.write(Op.APPROVE_EXIT, case_id, reason=words(note), paper=paper) as work:
        row = running_exit(work)
        check_hands(work)
        _check_signature(work, row)
        decision = work.decide(words(note))
        move(work, note=words(note), exit_kind=row.kind)
        day = row.approved_on = decision.decided_on
        case = work.case
        case.next_visit_on = None
        if row.kind.is_monitored:
            case.stage_since = day
            case.watch_until = read_terms(work.session).watch_until(day)
            case.next_visit_on = case.watch_until
        else:
            close(work, row.kind.value, day)
        facts_changed(work, case)
        return work.done()


def return_exit(
    office: Office, *, case_id: int, note: str, paper: PaperApproval | None = None
) -> Changes:
    """退出审批退回 to EXIT_PROPOSED, with the reason."""
    reason = needed(note, "请写明退回的原因。", "note")
    with office.write(Op.RETURN_EXIT, case_id, reason=reason, paper=paper) as work:
        row = running_exit(work)
        check_hands(work)
        row.agreed_on = None
        work.decide(reason)
        move(work, note=reason)
        return work.done()


def serve_exit_notice(
    office: Office, *, case_id: int, served_on: date | None, receiver: str
) -> Changes:
    """送达退出告知书: the day and who signed for it."""
    with office.write(Op.SERVE_EXIT_NOTICE, case_id) as work:
        row = newest_exit(work.session, case_id)
        if row is None or row.approved_on is None:
            raise UserError("这份档案没有批准过的退出，不需要送达告知书。")
        day = past_day(work, served_on, "送达日期", "served_on")
        if day < row.approved_on:
            raise UserError("送达日期不能早于批准退出的日期，请核对。", field="served_on")
        row.notice_served_on = day
        row.notice_receiver = person_name(receiver, "请填写签收人的姓名。", "receiver")
        move(work)
        return work.done(result_id=row.id)


def close(work: Work, reason: str, day: date) -> None:
    """Note on the case why and when it was closed."""
    work.case.closed_on, work.case.closed_reason = day, reason
    work.case.watch_until = work.case.next_visit_on = None


def left_on(session: Session, case: Case) -> date:
    """From when the household is watched: the day of the approval, which may have been signed on paper."""
    row = newest_exit(session, case.id)
    return row.approved_on if row is not None and row.approved_on else case.stage_since


def newest_exit(session: Session, case_id: int) -> Exit | None:
    """The exit that counts: the last one proposed."""
    return session.scalars(
        select(Exit).where(Exit.case_id == case_id).order_by(Exit.id.desc()).limit(1)
    ).first()


def running_exit(work: Work) -> Exit:
    """The exit under way. UserError where the stage has none, or the operation has no place in it."""
    check(work.op, position_of(work.case))
    row = newest_exit(work.session, work.case.id)
    if row is None or row.dropped_on is not None or row.approved_on is not None:
        raise UserError("这份档案还没有提出退出，请先填写退出申请。")
    return row


def _keep_figures(work: Work, row: Exit) -> None:
    figures = exit_figures(work.session, work.case, work.today)
    row.income_fen, row.outlay_fen = figures.income, figures.outlay
    row.people, row.dibao_fen = figures.people, figures.dibao
    if row.kind is ExitKind.OUT_OF_POVERTY and not figures.is_above_dibao:
        raise UserError(
            "近 12 个月的月人均纯收入没有高于低保标准，不能按“脱困”退出；请先更正收入支出，或改选其他退出方式。",
            field="kind",
        )


def _check_signature(work: Work, row: Exit) -> None:
    """An exit that is published is not approved before its notice has run out, on paper neither."""
    if work.paper is None or not row.kind.needs_publicity:
        return
    last_day = work.session.scalar(
        select(Publicity.last_day)
        .where(
            Publicity.case_id == work.case.id,
            Publicity.kind == PublicityKind.EXIT,
            Publicity.closed_on.is_not(None),
        )
        .order_by(Publicity.id.desc())
        .limit(1)
    )
    if last_day is not None and work.paper.signed_on <= last_day:
        raise UserError(
            f"审批人签字的日期不能早于公示期满（{last_day}），请核对签字页。", field="paper_date"
        )


def _refuse_open_grants(work: Work) -> None:
    waiting = (GrantState.PROPOSED, GrantState.APPROVED, GrantState.BATCHED)
    found = work.session.scalar(
        select(Grant.id).where(Grant.case_id == work.case.id, Grant.state.in_(waiting)).limit(1)
    )
    if found is not None:
        raise UserError("这一户还有没办完的救助，请先审批、发放或不予批准，再提出退出。")
