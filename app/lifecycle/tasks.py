"""What waits to be done on a case, derived from its facts each time: there is no stored to-do list.

`tasks` gives the case page its one red button and the workbench its lines. Source: the lifecycle contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from app.changes import Op
from app.lifecycle.deadlines import LIMITS, Terms, due
from app.lifecycle.position import ON_ROLL, Position
from app.lifecycle.table import is_editable
from app.lifecycle.task import Task, TaskKind, by_urgency
from app.lifecycle.workdays import Calendar, Due, PublicityPeriod
from db.codes import Stage

__all__ = ["CaseFacts", "OfficeTerms", "Task", "TaskKind", "by_urgency", "tasks"]


NATIONAL_DAYS = 30
"""Working days from 建档 until the electronic file agrees with the paper one. Source: S17."""


@dataclass(frozen=True)
class CaseFacts:
    """What the tasks of a case follow from. Days are those on which it really happened.

    `since`: when the stage was entered. `missing`: labels of papers and facts still wanting. `notice`:
    the notice that hangs now, neither closed nor voided. `planned_visit`: the new date after 未遇.
    `filed_on`, `last_review`, `last_visit`: while on file; the last visit counts follow-ups, too.
    `next_visit`: the day the file itself names for the next visit; without one an interval after the last.
    """

    position: Position
    since: date
    missing: tuple[str, ...] = ()
    planned_visit: date | None = None
    notice: PublicityPeriod | None = None
    open_objections: int = 0
    filed_on: date | None = None
    last_review: date | None = None
    last_visit: date | None = None
    next_visit: date | None = None
    is_category_to_review: bool = False
    has_plan: bool = False
    open_grants: int = 0
    open_corrections: int = 0
    is_exit_notice_served: bool = True
    watch_until: date | None = None
    closed_on: date | None = None
    national: NationalDuty | None = None


@dataclass(frozen=True)
class NationalDuty:
    """The file has still to be entered in the national system, or entered again. `since`: from which day

    the limit runs; `state`: 未录入, 退回 or 需更新; `reason`: why it came back.
    """

    state: str
    since: date
    reason: str = ""


@dataclass(frozen=True)
class OfficeTerms:
    """The office's calendar and limits, read once for all cases."""

    calendar: Calendar
    limits: Mapping[Stage, int] = field(default_factory=lambda: LIMITS)
    terms: Terms = field(default_factory=Terms)


def tasks(facts: CaseFacts, today: date, office: OfficeTerms) -> tuple[Task, ...]:
    """Everything that waits on a case, the most urgent first. A draft in the recycle bin has nothing."""
    if facts.position.is_discarded:
        return ()
    found = [*_pending(facts)]
    makers = _MAKERS.get(facts.position.stage, ())
    for maker in makers:
        found.extend(maker(facts, today, office))
    return by_urgency(found)


def _pending(facts: CaseFacts) -> Iterator[Task]:
    """Requests that wait for a decision, whatever the stage's own task is."""
    if facts.open_corrections and facts.position.stage in ON_ROLL:
        yield Task(
            TaskKind.DECIDE_CORRECTION,
            f"有 {facts.open_corrections} 项更正申请等待审核，请核对后同意或不同意。",
            Op.APPLY_CORRECTION,
        )
    if facts.open_grants and facts.position.stage is Stage.ON_FILE:
        yield Task(
            TaskKind.DECIDE_GRANT,
            f"有 {facts.open_grants} 项救助等待审批，请批准或不批准。",
            Op.APPROVE_GRANT,
        )
    if facts.missing and is_editable(facts.position.stage):
        yield Task(
            TaskKind.SUPPLY_PAPERS,
            f"还缺：{'、'.join(facts.missing)}，请补齐。",
            Op.EDIT_FACTS,
        )


# ------------------------------------------------------------------ the stage's own task


@dataclass(frozen=True)
class _StageTask:
    """A stage that ends with one operation within its limit. `work`: what is to be done, in words."""

    kind: TaskKind
    op: Op
    work: str


_STAGE_TASKS: Mapping[Stage, _StageTask] = MappingProxyType(
    {
        Stage.APPLIED: _StageTask(TaskKind.ACCEPT, Op.ACCEPT, "受理申请"),
        Stage.FIRST_REVIEW: _StageTask(TaskKind.FIRST_REVIEW, Op.PASS_FIRST_REVIEW, "初审"),
        Stage.SURVEY: _StageTask(TaskKind.SURVEY, Op.RECORD_SURVEY, "入户调查"),
        Stage.CHECK: _StageTask(TaskKind.CHECK, Op.RECORD_CHECK, "经济核对"),
        Stage.APPRAISAL: _StageTask(TaskKind.APPRAISE, Op.RECORD_APPRAISAL, "民主评议"),
        Stage.REVIEW: _StageTask(TaskKind.REVIEW, Op.PASS_REVIEW, "审核"),
        Stage.APPROVAL: _StageTask(TaskKind.APPROVE, Op.APPROVE_FILE, "建档审批"),
        Stage.EXIT_PROPOSED: _StageTask(TaskKind.DECIDE_EXIT, Op.AGREE_EXIT, "退出研究"),
        Stage.EXIT_APPROVAL: _StageTask(TaskKind.APPROVE_EXIT, Op.APPROVE_EXIT, "退出审批"),
    }
)


def _within_limit(facts: CaseFacts, today: date, office: OfficeTerms) -> Iterator[Task]:
    stage = _STAGE_TASKS[facts.position.stage]
    limit = due(facts.position, facts.since, office.calendar, office.limits)
    if limit is None:
        yield Task(stage.kind, f"请完成{stage.work}。", stage.op)
        return
    late = limit.overdue_days(today)
    yield Task(
        stage.kind,
        _limit_sentence(facts, stage.work, limit, late),
        stage.op,
        limit.day,
        late,
        limit.unpublished,
        facts.planned_visit if facts.position.stage is Stage.SURVEY and not late else None,
    )


def _limit_sentence(facts: CaseFacts, work: str, limit: Due, late: int) -> str:
    if late and facts.position.stage is Stage.CHECK:
        return (
            f"核对期限 {limit.day} 已过 {late} 天，仍未收到回复；请催办，"
            "或说明原因，登记为核对逾期未回复。"
        )
    if late:
        return f"{work}已超期 {late} 天，期限是 {limit.day}，请尽快完成。"
    if facts.planned_visit is not None and facts.position.stage is Stage.SURVEY:
        return f"上次入户未遇，约定 {facts.planned_visit} 再去；入户调查的期限是 {limit.day}。"
    return f"请在 {limit.day} 结束前完成{work}。"


def _submit(facts: CaseFacts, _today: date, _office: OfficeTerms) -> Iterator[Task]:
    if not facts.missing:
        yield Task(TaskKind.SUBMIT, "草稿已填写完整，请核对后提交申请。", Op.SUBMIT)


def _notice(facts: CaseFacts, today: date, _office: OfficeTerms) -> Iterator[Task]:
    """Post, wait, answer objections, close."""
    notice = facts.notice
    if notice is None:
        yield Task(TaskKind.POST_NOTICE, "请打印公示、张贴，并登记张贴日期。", Op.POST_PUBLICITY)
        return
    if facts.open_objections:
        yield Task(
            TaskKind.ANSWER_OBJECTION,
            f"有 {facts.open_objections} 条异议等待处理，处理完才能办理公示期满。",
            Op.DISMISS_OBJECTION,
        )
    first = notice.closable_from
    if today < first:
        yield Task(
            TaskKind.NOTICE_RUNS,
            f"公示到 {notice.last_day} 结束，{first} 起可以办理公示期满。",
            None,
            first,
            unpublished=notice.unpublished,
        )
    elif not facts.open_objections:
        late = (today - first).days
        sentence = (
            f"公示已在 {notice.last_day} 期满，过了 {late} 天还没有登记结果，请办理公示期满。"
            if late
            else f"公示已在 {notice.last_day} 期满，请登记公示结果。"
        )
        yield Task(
            TaskKind.CLOSE_NOTICE, sentence, Op.CLOSE_PUBLICITY, first, late, notice.unpublished
        )


def _national(facts: CaseFacts, today: date, office: OfficeTerms) -> Iterator[Task]:
    """Paper and electronic file agree within 30 working days (S17); what came back is said at once."""
    duty = facts.national
    if duty is None or (facts.position.stage is Stage.CLOSED and duty.state == "未录入"):
        return
    limit = office.calendar.deadline(duty.since, NATIONAL_DAYS)
    late = limit.overdue_days(today)
    is_far = today < limit.day - timedelta(days=office.terms.remind_days)
    if duty.state == "未录入" and is_far:
        return
    reason = duty.reason.rstrip("。.")
    what = {
        "未录入": "建档后还没有录入全国系统",
        "退回": f"全国系统已退回（{reason}）" if reason else "全国系统已退回",
    }.get(duty.state, "档案有改动（包括退出），还没有更新全国系统")
    rest = f"已超期 {late} 天" if late else f"期限是 {limit.day}"
    yield Task(
        TaskKind.ENTER_NATIONAL,
        f"{what}，{rest}；请在“抄录”页逐项录入，并登记为已上报。",
        Op.RECORD_NATIONAL,
        limit.day,
        late,
        limit.unpublished,
    )


# ------------------------------------------------------------------ on file, after the exit, archive


def _on_file(facts: CaseFacts, today: date, office: OfficeTerms) -> Iterator[Task]:
    begun = facts.filed_on or facts.since
    if facts.is_category_to_review:
        yield Task(
            TaskKind.SET_CATEGORY, "困难类别待复核，请重新认定后确认类别。", Op.ANNUAL_REVIEW
        )
    if not facts.has_plan:
        yield Task(TaskKind.MAKE_PLAN, "还没有帮扶计划，请制定一户一策。", Op.SAVE_PLAN)
    yield from _national(facts, today, office)
    yield from _periodic(
        TaskKind.ANNUAL_REVIEW,
        Op.ANNUAL_REVIEW,
        office.terms.review_due(_latest(facts.last_review, begun)),
        today,
        office.terms,
    )
    yield from _periodic(
        TaskKind.VISIT,
        Op.RECORD_VISIT,
        facts.next_visit or office.terms.visit_due(_latest(facts.last_visit, begun)),
        today,
        office.terms,
    )


def _monitored(facts: CaseFacts, today: date, office: OfficeTerms) -> Iterator[Task]:
    """A follow-up each half year, at least one before the watch ends; then its end."""
    until = facts.watch_until or office.terms.watch_until(facts.since)
    followed = facts.last_visit is not None and facts.last_visit >= facts.since
    next_visit = office.terms.visit_due(_latest(facts.last_visit, facts.since))
    if not followed or next_visit < until:
        yield from _periodic(
            TaskKind.FOLLOW_UP, Op.RECORD_FOLLOW_UP, min(next_visit, until), today, office.terms
        )
    if today > until:
        late = (today - until).days
        yield Task(
            TaskKind.END_WATCH,
            f"跟踪期已在 {until} 届满，请办理跟踪期满，归档保存。",
            Op.END_WATCH,
            until + timedelta(days=1),
            late - 1,
        )


def _serve_notice(facts: CaseFacts, _today: date, _office: OfficeTerms) -> Iterator[Task]:
    if not facts.is_exit_notice_served:
        yield Task(
            TaskKind.SERVE_EXIT_NOTICE,
            "退出已批准，请把退出告知书送达职工或家属，并登记签收。",
            Op.SERVE_EXIT_NOTICE,
        )


def _retention(facts: CaseFacts, today: date, office: OfficeTerms) -> Iterator[Task]:
    last = office.terms.keep_until(facts.closed_on or facts.since)
    if today > last:
        yield Task(
            TaskKind.DESTROY,
            f"保管期限已在 {last} 届满，可以继续保管，也可以在“设置”的“档案销毁”中审批销毁。",
            Op.DESTROY,
        )


def _periodic(kind: TaskKind, op: Op, last: date, today: date, terms: Terms) -> Iterator[Task]:
    """A recurring duty, from `remind_days` before its last day on."""
    if today < last - timedelta(days=terms.remind_days):
        return
    late = Due(last).overdue_days(today)
    sentence = (
        f"{kind.value}已超期 {late} 天，期限是 {last}，请尽快完成。"
        if late
        else f"请在 {last} 结束前完成{kind.value}。"
    )
    yield Task(kind, sentence, op, last, late)


def _latest(one: date | None, other: date) -> date:
    return other if one is None else max(one, other)


_Maker = Callable[[CaseFacts, date, OfficeTerms], Iterator[Task]]

_MAKERS: Mapping[Stage, tuple[_Maker, ...]] = MappingProxyType(
    {
        Stage.DRAFT: (_submit,),
        **dict.fromkeys(_STAGE_TASKS, (_within_limit,)),
        Stage.PUBLICITY: (_notice,),
        Stage.EXIT_PUBLICITY: (_notice,),
        Stage.ON_FILE: (_on_file,),
        Stage.MONITORED: (_serve_notice, _national, _monitored),
        Stage.CLOSED: (_serve_notice, _national, _retention),
    }
)
