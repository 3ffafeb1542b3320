"""走访 while on file, 年度复核, and 回访 during the watch. Source: the lifecycle contract; fields: S130."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.codes import codes
from app.leaving.exits import close
from app.lifecycle.deadlines import Terms
from app.office.session import Office, Work
from app.review.assessing import newest_assessment
from app.review.entries import needed, one_of, past_day, person_name, words
from db.codes import Stage
from db.models import Visit
from db.values import clean_name


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
    """登记走访: the half-yearly visit of a household on file; the next one is due half a year later."""
    with office.write(Op.RECORD_VISIT, case_id) as work:
        row = _row(work, entry, is_follow_up=False)
        move(work)
        work.case.next_visit_on = Terms().visit_due(row.visited_on)
        return work.done(result_id=row.id)


def record_follow_up(office: Office, *, case_id: int, entry: VisitEntry) -> Changes:
    """登记回访 during the watch after an exit."""
    with office.write(Op.RECORD_FOLLOW_UP, case_id) as work:
        row = _row(work, entry, is_follow_up=True)
        move(work)
        return work.done(result_id=row.id)


def annual_review(office: Office, *, case_id: int, category: str = "", note: str = "") -> Changes:
    """年度复核: sets or confirms the category after an assessment made since the last review.

    UserError without a fresh assessment, or where another category is chosen without a reason.
    """
    reason = words(note)
    with office.write(Op.ANNUAL_REVIEW, case_id, reason=reason) as work:
        case = work.case
        record = newest_assessment(work.session, case_id)
        since = case.reviewed_on or case.filed_on or case.stage_since
        if record is None or record.made_on < since:
            raise UserError("请先在认定页做一次新的认定，再办理年度复核。")
        if category and category not in codes("category").labels:
            raise UserError("没有这个困难类别，请从列表中选择。", field="category")
        chosen = category or record.category
        if chosen is None:
            raise UserError(
                "最近一次认定没有得出困难类别；仍要保留的请选择类别并写明理由，否则请提出退出。",
                field="category",
            )
        if chosen != record.category and reason is None:
            raise UserError("选择的类别与认定结果不同，请写明理由。", field="note")
        work.decide(reason)
        case.category, case.category_to_review = chosen, False
        case.reviewed_on = work.today
        move(work, note=reason)
        return work.done()


def end_watch(office: Office, *, case_id: int, note: str = "") -> Changes:
    """跟踪期满: closes the case from the day after the watch, once it was visited."""
    with office.write(Op.END_WATCH, case_id, reason=words(note)) as work:
        case = work.case
        if case.watch_until is None:
            raise UserError("这份档案没有记录跟踪期，请先核对退出审批。")
        Terms().check_end_of_watch(case.watch_until, work.today)
        visited = work.session.scalar(
            select(Visit.id)
            .where(
                Visit.case_id == case_id,
                Visit.is_follow_up,
                Visit.visited_on >= case.stage_since,
            )
            .limit(1)
        )
        if visited is None:
            raise UserError("跟踪期内还没有回访记录，请先登记回访。")
        work.decide(words(note))
        move(work, note=words(note))
        close(work, Op.END_WATCH.label, work.today)
        return work.done()


def watch_ended(office: Office, *, case_id: int, kind: str, note: str) -> Changes:
    """跟踪终止: the household died out or moved away during the watch."""
    reason = needed(note, "请写明终止跟踪的原因。", "note")
    if kind not in ("死亡", "迁出"):
        raise UserError("请选择终止的原因：死亡或迁出。", field="kind")
    with office.write(Op.WATCH_ENDED, case_id, reason=reason) as work:
        work.decide(reason)
        move(work, note=reason)
        close(work, kind, work.today)
        return work.done()


def _row(work: Work, entry: VisitEntry, *, is_follow_up: bool) -> Visit:
    day = past_day(work, entry.visited_on, "走访日期", "visited_on")
    if is_follow_up and work.case.stage is Stage.MONITORED and day < work.case.stage_since:
        raise UserError("回访日期不能早于批准退出的日期，请核对。", field="visited_on")
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
