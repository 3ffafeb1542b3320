"""公示, before filing and before an exit: post, post again, close; objections and their answers.

Both kinds share these functions; the case's stage says which it is. Permissions: group 经办; objections
are decided by 审核. Source: the lifecycle contract, PUBLICITY and EXIT_PUBLICITY; S22, S42, S130.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.codes import codes
from app.lifecycle.deadlines import office_limits
from app.lifecycle.workdays import PublicityPeriod
from app.office.calendar import office_calendar
from app.office.session import Office, Work
from app.office.settings import read_settings
from app.review.assessing import newest_assessment
from app.review.entries import end_case, needed, past_day, words
from app.review.gate import move_on
from db.codes import PublicityKind, Stage
from db.models import Case, Exit, Objection, Publicity

_KINDS = {Stage.PUBLICITY: PublicityKind.ENTRY, Stage.EXIT_PUBLICITY: PublicityKind.EXIT}
_VOID_BY_OBJECTION = "异议成立，公示终止。"


@dataclass(frozen=True)
class NoticeEntry:
    """What the form of a notice holds. `working_days` None: the office's own period.

    `category` None: that of the newest assessment. `void_reason` is needed where one hangs already.
    """

    posted_on: date | None
    place: str
    contact: str = ""
    contact_phone: str = ""
    working_days: int | None = None
    category: str | None = None
    void_reason: str = ""


def publicity_kind(stage: Stage) -> PublicityKind | None:
    """Which notice belongs to a stage, None where none does."""
    return _KINDS.get(stage)


def running_notice(session: Session, case: Case) -> Publicity | None:
    """The notice that hangs now: of the stage's kind, neither closed nor voided."""
    kind = publicity_kind(case.stage)
    if kind is None:
        return None
    return session.scalars(
        select(Publicity)
        .where(
            Publicity.case_id == case.id,
            Publicity.kind == kind,
            Publicity.closed_on.is_(None),
            Publicity.voided_on.is_(None),
        )
        .order_by(Publicity.id.desc())
        .limit(1)
    ).first()


def period_of(row: Publicity) -> PublicityPeriod:
    """The days of a notice as they were counted when it was posted."""
    return PublicityPeriod(
        row.posted_on, row.first_day, row.last_day, row.working_days, row.is_calendar_unpublished
    )


def open_objections(session: Session, notice: Publicity) -> int:
    """Objections to this notice, and those carried over from one that it replaced, without a decision."""
    count = session.scalar(
        select(func.count(Objection.id)).where(
            Objection.publicity_id == notice.id, Objection.decided_on.is_(None)
        )
    )
    return int(count or 0)


def notice_days(session: Session, stage: Stage) -> int:
    """The office's period for a notice of this stage, in working days."""
    return office_limits(read_settings(session)["limits"])[stage]


def post_publicity(office: Office, *, case_id: int, entry: NoticeEntry) -> Changes:
    """Post a notice; one that hangs already is voided and the days begin anew.

    UserError at the field: a day before the stage or in the future, a period shorter than the
    office's, a household that no assessment gives a category, posting again without a reason.
    """
    with office.write(Op.POST_PUBLICITY, case_id, reason=words(entry.void_reason)) as work:
        move(work)
        kind = _KINDS[work.case.stage]
        replaced = _void_running(work, entry)
        period = _period(work, entry)
        row = Publicity(
            case_id=case_id,
            kind=kind,
            posted_on=period.posted_on,
            first_day=period.first_day,
            last_day=period.last_day,
            working_days=period.working_days,
            is_calendar_unpublished=period.unpublished,
            place=needed(entry.place, "请填写张贴地点，例如单位公告栏和社区公告栏。", "place"),
            contact=words(entry.contact),
            contact_phone=words(entry.contact_phone),
            category=_category(work, entry.category),
        )
        work.session.add(row)
        work.session.flush()
        for objection in _undecided(work, replaced) if replaced is not None else ():
            # What was objected to the voided notice still has to be answered.
            objection.publicity_id = row.id
        return work.done(result_id=row.id)


def _undecided(work: Work, notice: Publicity) -> Sequence[Objection]:
    return work.session.scalars(
        select(Objection).where(Objection.publicity_id == notice.id, Objection.decided_on.is_(None))
    ).all()


def _void_running(work: Work, entry: NoticeEntry) -> Publicity | None:
    running = running_notice(work.session, work.case)
    if running is not None:
        running.void_reason = needed(
            entry.void_reason,
            "已经有一份公示在张贴；重新公示会作废它并重新计算天数，请写明原因。",
            "void_reason",
        )
        running.voided_on = work.today
    return running


def _period(work: Work, entry: NoticeEntry) -> PublicityPeriod:
    posted_on = past_day(work, entry.posted_on, "张贴日期", "posted_on")
    if posted_on < work.case.stage_since:
        raise UserError(
            f"档案 {work.case.stage_since} 才进入公示，张贴日期不能更早，请核对。",
            field="posted_on",
        )
    least = notice_days(work.session, work.case.stage)
    days = least if entry.working_days is None else entry.working_days
    if days < least:
        raise UserError(f"公示不能少于 {least} 个工作日，请核对。", field="working_days")
    return office_calendar(work.session).publicity(posted_on, days)


def _category(work: Work, chosen: str | None) -> str | None:
    """What the notice says of the household: chosen, or by the newest assessment, or as it is filed."""
    if chosen:
        if chosen not in (*codes("category").labels, *codes("level").labels):
            raise UserError("没有这个困难类别，请从列表中选择。", field="category")
        return chosen
    if work.case.stage is Stage.EXIT_PUBLICITY:
        return work.case.category or work.case.level
    record = newest_assessment(work.session, work.case.id)
    found = (record.category or record.level) if record is not None else None
    if found is None:
        raise UserError(
            "最近一次认定没有得出困难类别，不能直接公示；请复核资料，确需公示的请选择公示的类别。",
            field="category",
        )
    return found


def close_publicity(office: Office, *, case_id: int, note: str = "") -> Changes:
    """公示期满: from the calendar day after the last one, and with no objection open."""
    with office.write(Op.CLOSE_PUBLICITY, case_id) as work:
        notice = _notice(work)
        left = open_objections(work.session, notice)
        period_of(notice).check_closing(work.today, open_objections=left)
        notice.closed_on = work.today
        work.decide(words(note) or "公示期满，没有未处理的异议。")
        move_on(work)
        return work.done(result_id=notice.id)


def record_objection(
    office: Office,
    *,
    case_id: int,
    text: str,
    raised_by: str = "",
    raised_on: date | None = None,
) -> Changes:
    """Keep an objection; the notice cannot be closed until it is answered. Anonymous ones count, too."""
    with office.write(Op.RECORD_OBJECTION, case_id) as work:
        notice = _notice(work)
        day = past_day(work, raised_on or work.today, "提出异议的日期", "raised_on")
        if day < notice.posted_on:
            raise UserError("提出异议的日期不能早于张贴日期，请核对。", field="raised_on")
        row = Objection(
            publicity_id=notice.id,
            raised_on=day,
            raised_by=words(raised_by),
            text=needed(text, "请写明异议的内容。", "text"),
        )
        work.session.add(row)
        move(work)
        return work.done(result_id=row.id)


def dismiss_objection(office: Office, *, case_id: int, objection_id: int, answer: str) -> Changes:
    """异议不成立: answered; the notice goes on."""
    with office.write(Op.DISMISS_OBJECTION, case_id, reason=words(answer)) as work:
        row = _open_objection(work, objection_id)
        row.answer = needed(answer, "请写明核实的情况和答复。", "answer")
        row.decided_on, row.is_upheld = work.today, False
        work.decide(row.answer)
        move(work)
        return work.done(result_id=row.id)


def uphold_objection(
    office: Office, *, case_id: int, objection_id: int, answer: str, to: Stage | None = None
) -> Changes:
    """异议成立: the notice ends. `to` is FIRST_REVIEW or REFUSED; before an exit it is ON_FILE anyway."""
    with office.write(Op.UPHOLD_OBJECTION, case_id, reason=words(answer)) as work:
        row = _open_objection(work, objection_id)
        row.answer = needed(answer, "请写明核实的情况和处理意见。", "answer")
        notice = _notice(work)
        work.decide(row.answer)
        move(work, to=to)
        _decide_all(work, notice, row)
        notice.voided_on, notice.void_reason = work.today, _VOID_BY_OBJECTION
        _drop_exit(work, notice.kind, row.answer)
        end_case(work, row.answer)
        work.session.flush()
        return work.done(result_id=row.id)


def _decide_all(work: Work, notice: Publicity, upheld: Objection) -> None:
    """The notice is over: what else was objected to it falls with it."""
    for row in _undecided(work, notice):
        row.decided_on, row.is_upheld = work.today, True
        row.answer = row.answer or "另一条异议成立，公示终止，一并处理。"
    upheld.decided_on, upheld.is_upheld = work.today, True


def _drop_exit(work: Work, kind: PublicityKind, answer: str) -> None:
    if kind is not PublicityKind.EXIT:
        return
    row = work.session.scalars(
        select(Exit)
        .where(Exit.case_id == work.case.id, Exit.approved_on.is_(None), Exit.dropped_on.is_(None))
        .order_by(Exit.id.desc())
        .limit(1)
    ).first()
    if row is not None:
        row.dropped_on, row.drop_reason = work.today, answer


def _notice(work: Work) -> Publicity:
    if publicity_kind(work.case.stage) is None:
        move(work)  # the table refuses, with the sentence that names what can be done
    notice = running_notice(work.session, work.case)
    if notice is None:
        raise UserError("还没有登记张贴的公示，请先登记张贴日期和地点。")
    return notice


def _open_objection(work: Work, objection_id: int) -> Objection:
    row = work.session.get(Objection, objection_id)
    notice = work.session.get(Publicity, row.publicity_id) if row is not None else None
    if row is None or notice is None or notice.case_id != work.case.id:
        raise UserError("没有找到这条异议，请刷新后再看。")
    if row.decided_on is not None:
        raise UserError("这条异议已经处理过了，请刷新后再看。")
    return row
