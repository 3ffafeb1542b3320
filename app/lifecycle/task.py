"""One thing that waits to be done on a case: what it is, until when, and which of several comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.changes import Op

__all__ = ["Task", "TaskKind", "by_urgency"]


class TaskKind(Enum):
    """What kind of task; the order is the order of equals. The value is what lists and filters show."""

    ANSWER_OBJECTION = "处理异议"
    SUPPLY_PAPERS = "补齐材料"
    SUBMIT = "提交申请"
    ACCEPT = "受理申请"
    FIRST_REVIEW = "初审"
    SURVEY = "入户调查"
    CHECK = "经济核对"
    APPRAISE = "民主评议"
    POST_NOTICE = "张贴公示"
    CLOSE_NOTICE = "公示期满"
    REVIEW = "审核"
    APPROVE = "审批建档"
    DECIDE_EXIT = "研究退出"
    APPROVE_EXIT = "审批退出"
    SERVE_EXIT_NOTICE = "送达退出告知书"
    DECIDE_CORRECTION = "审核更正"
    DECIDE_GRANT = "审批救助"
    SET_CATEGORY = "复核困难类别"
    ANNUAL_REVIEW = "年度复核"
    MAKE_PLAN = "制定帮扶计划"
    ENTER_NATIONAL = "录入全国系统"
    VISIT = "定期走访"
    FOLLOW_UP = "回访"
    END_WATCH = "跟踪期满"
    NOTICE_RUNS = "公示中"
    DESTROY = "保管期满"


@dataclass(frozen=True)
class Task:
    """One thing to do. `op` is the operation that does it, None where there is only to wait.

    `op.group` says whose task it is. `due` is the last day, or the first on which it can be done where
    `op` is None. `unpublished`: the day rests on a year without holiday data.
    `planned`: the day arranged with the household, where there is one.
    """

    kind: TaskKind
    sentence: str
    op: Op | None
    due: date | None = None
    overdue_days: int = 0
    unpublished: bool = False
    planned: date | None = None

    @property
    def brief(self) -> str:
        """What is to be done and until or from when: a line of a list, where the sentence is too long."""
        if self.due is None:
            return self.sentence
        if self.planned is not None:
            return f"{self.kind.value}，约定 {self.planned}，期限 {self.due}"
        if self.kind in _OPEN_FROM:
            return f"{self.kind.value}，{self.due} 起可办理"
        return f"{self.kind.value}，期限 {self.due}"


_OPEN_FROM = (TaskKind.CLOSE_NOTICE, TaskKind.NOTICE_RUNS, TaskKind.END_WATCH)
"""What cannot be done before its day, rather than not after it."""


_PLACE = {kind: place for place, kind in enumerate(TaskKind)}


def by_urgency(found: Iterable[Task]) -> tuple[Task, ...]:
    """Overdue first, the longest overdue on top; then by day, then what has no day; waiting last."""
    return tuple(
        sorted(
            found,
            key=lambda task: (
                task.op is None,
                -task.overdue_days,
                task.due or date.max,
                _PLACE[task.kind],
            ),
        )
    )
