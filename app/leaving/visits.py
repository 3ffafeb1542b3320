"""走访 while on file, 年度复核, and 回访 during the watch. Source: the lifecycle contract; fields: S130."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.cases.moving import move, position_of
from app.cases.transcription import facts_changed
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.codes import codes
from app.leaving.exits import close, left_on
from app.lifecycle.table import check
from app.office.session import Office, Work
from app.office.settings import read_terms
from app.review.approvals import assessed_standing
from app.review.assessing import newest_assessment
from app.review.entries import needed, one_of, past_day, person_name, words
from db.codes import ExitKind
from db.models import Case, Visit
from db.values import clean_name

END_KINDS = (ExitKind.DEATH, ExitKind.MOVED)
"""Why a watch ends before its time: 死亡, 迁出."""


@dataclass(frozen=True)
class VisitEntry:
    """One visit as it is written down. Money in fen."""

    visited_on: date | None
    method: str
    visitor_one: str
    visitor_two: str = ""
    interviewee: str = ""
    people_change: str = ""
    monthly_income_fen: int | None = None
    outlay_change: str = ""
    is_cause_gone: bool | None = None
    new_needs: str = ""
    measures_done: str = ""
    relapse_risk: str = ""
    satisfaction: str = ""
    remarks: str = ""


def record_visit(office: Office, *, case_id: int, entry: VisitEntry) -> Changes:
    """登记走访: a regular visit of a household on file; the next one is due by the interval of the office.

    A visit that is entered late never puts the next one back. UserError at the field.
    """
    with office.write(Op.RECORD_VISIT, case_id) as work:
        move(work)
        row = _row(work, entry, is_follow_up=False)
        due = read_terms(work.session).visit_due(row.visited_on)
        work.case.next_visit_on = max(due, work.case.next_visit_on or due)
        return work.done(result_id=row.id)


def record_follow_up(office: Office, *, case_id: int, entry: VisitEntry) -> Changes:
    """登记回访 during the watch after an exit; not before the exit was approved. UserError at the field."""
    with office.write(Op.RECORD_FOLLOW_UP, case_id) as work:
        move(work)
        row = _row(work, entry, is_follow_up=True)
        return work.done(result_id=row.id)


def annual_review(
    office: Office, *, case_id: int, category: str = "", level: str = "", note: str = ""
) -> Changes:
    """年度复核: sets or confirms category and level after an assessment made since the last review.

    UserError without a fresh assessment, or where another category or level is chosen without a reason.
    """
    reason = words(note)
    with office.write(Op.ANNUAL_REVIEW, case_id, reason=reason) as work:
        case = work.case
        check(work.op, position_of(case))
        record = newest_assessment(work.session, case_id)
        if record is None or record.made_on <= review_since(case):
            raise UserError("请先在认定页做一次新的认定，再办理年度复核。")
        found = assessed_standing(work)
        chosen = _chosen("category", category) or found.category
        chosen_level = _chosen("level", level) or found.level
        if chosen is None and chosen_level is None:
            raise UserError(
                "最近一次认定没有得出困难类别；仍要保留的请选择类别并写明理由，否则请提出退出。",
                field="category",
            )
        if reason is None and (chosen, chosen_level) != (found.category, found.level):
            raise UserError("选择的类别或级别与认定结果不同，请写明理由。", field="note")
        work.decide(reason)
        move(work, note=reason)
        if (case.category, case.level) != (chosen, chosen_level):
            facts_changed(work, case)
        case.category, case.level = chosen, chosen_level
        case.category_to_review, case.reviewed_on = False, work.today
        return work.done()


def review_since(case: Case) -> date:
    """The day of the last review, else of the filing: an assessment counts for the next one if it is later."""
    return case.reviewed_on or case.filed_on or case.stage_since


def _chosen(list_key: str, label: str) -> str | None:
    if label and label not in codes(list_key).labels:
        raise UserError("没有这个选项，请从列表中选择。", field=list_key)
    return label or None


def end_watch(office: Office, *, case_id: int, note: str = "") -> Changes:
    """跟踪期满: closes the case from the day after the watch, once it was visited."""
    with office.write(Op.END_WATCH, case_id, reason=words(note)) as work:
        case = work.case
        check(work.op, position_of(case))
        if case.watch_until is None:
            raise UserError("这份档案没有记录跟踪期，请先核对退出审批。")
        read_terms(work.session).check_end_of_watch(case.watch_until, work.today)
        visited = work.session.scalar(
            select(Visit.id)
            .where(
                Visit.case_id == case_id,
                Visit.is_follow_up,
                Visit.visited_on >= left_on(work.session, case),
            )
            .limit(1)
        )
        if visited is None:
            raise UserError("跟踪期内还没有回访记录，请先登记回访。")
        work.decide(words(note))
        move(work, note=words(note))
        close(work, Op.END_WATCH.label, work.today)
        return work.done()


def watch_ended(office: Office, *, case_id: int, kind: ExitKind | None, note: str) -> Changes:
    """跟踪终止: the household died out or moved away during the watch. UserError (fields kind, note)."""
    if kind not in END_KINDS:
        raise UserError("请选择终止的原因：死亡或迁出。", field="kind")
    reason = needed(note, "请写明终止跟踪的原因。", "note")
    with office.write(Op.WATCH_ENDED, case_id, reason=reason) as work:
        work.decide(reason)
        move(work, note=reason)
        close(work, kind.value, work.today)
        return work.done()


def _row(work: Work, entry: VisitEntry, *, is_follow_up: bool) -> Visit:
    day = past_day(work, entry.visited_on, "走访日期", "visited_on")
    if is_follow_up and day < left_on(work.session, work.case):
        raise UserError("回访日期不能早于批准退出的日期，请核对。", field="visited_on")
    if (entry.monthly_income_fen or 0) < 0:
        raise UserError("家庭月收入不能小于 0，请核对。", field="monthly_income_fen")
    row = Visit(
        case_id=work.case.id,
        is_follow_up=is_follow_up,
        visited_on=day,
        method=one_of("visit_method", entry.method, "请选择走访方式。", "method"),
        visitor_one=person_name(entry.visitor_one, "请填写走访人的姓名。", "visitor_one"),
        visitor_two=clean_name(entry.visitor_two) or None,
        interviewee=clean_name(entry.interviewee) or None,
        people_change=words(entry.people_change),
        monthly_income_fen=entry.monthly_income_fen,
        outlay_change=words(entry.outlay_change),
        is_cause_gone=entry.is_cause_gone,
        new_needs=words(entry.new_needs),
        measures_done=words(entry.measures_done),
        relapse_risk=_choice("relapse_risk", entry.relapse_risk, "返困风险"),
        satisfaction=_choice("satisfaction", entry.satisfaction, "满意度"),
        remarks=words(entry.remarks),
    )
    if row.visitor_two is not None and row.visitor_two == row.visitor_one:
        raise UserError("两位走访人不能是同一个人，请核对姓名。", field="visitor_two")
    work.session.add(row)
    work.session.flush()
    return row


def _choice(list_key: str, text: str, what: str) -> str | None:
    if not text:
        return None
    return one_of(list_key, text, f"请从列表中选择{what}。", list_key)
