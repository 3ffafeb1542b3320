"""Limits: working days per stage, months of review, visit and watch, years of retention.

All of them are the office's to edit: they are handed in, and these are what a new office starts with.
A limit by months or years ends at the end of the day of the same number, or of the month's last day where
there is none. Source: the lifecycle contract; retention: 全总办公厅 档案管理办法 [S17].
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from app.errors import UserError
from app.lifecycle.position import Position
from app.lifecycle.workdays import Calendar, Due
from db.codes import Stage

__all__ = [
    "LIMITS",
    "TERMS",
    "NOTICE_STAGES",
    "Term",
    "Terms",
    "add_months",
    "check_limits",
    "check_terms",
    "due",
    "office_limits",
]

LIMITS: Mapping[Stage, int] = MappingProxyType(
    {
        Stage.APPLIED: 5,
        Stage.FIRST_REVIEW: 5,
        Stage.SURVEY: 5,
        Stage.CHECK: 15,
        Stage.APPRAISAL: 5,
        Stage.PUBLICITY: 5,
        Stage.REVIEW: 5,
        Stage.APPROVAL: 10,
        Stage.EXIT_PROPOSED: 10,
        Stage.EXIT_PUBLICITY: 5,
        Stage.EXIT_APPROVAL: 10,
    }
)
"""Working days per stage; for the two notices, how long they hang."""

NOTICE_STAGES = (Stage.PUBLICITY, Stage.EXIT_PUBLICITY)
"""Where the figure is the period of a notice, counted from its posting, and no limit of the stage."""

_MOST_WORKING_DAYS = 250


@dataclass(frozen=True)
class Terms:
    """Longer limits, in months and years, as the office sets them."""

    review_months: int = 12
    visit_months: int = 6
    watch_months: int = 6
    retention_years: int = 10
    remind_days: int = 30
    """How long before a review, a visit or the end of a watch it is called to mind."""
    stale_months: int = 12
    """A file that nobody has changed for so long is shown among those that want looking at."""

    def review_due(self, last: date) -> date:
        """The last day for the review after the one on `last` (or after the approval)."""
        return add_months(last, self.review_months)

    def visit_due(self, last: date) -> date:
        """The last day for the visit after the one on `last`."""
        return add_months(last, self.visit_months)

    def watch_until(self, exit_approved_on: date) -> date:
        """The last day of the watch after an exit; it may be ended from the next day on."""
        return add_months(exit_approved_on, self.watch_months)

    def keep_until(self, closed_on: date) -> date:
        """The last day of retention; the file may be destroyed from the next day on."""
        return add_months(closed_on, 12 * self.retention_years)

    def check_end_of_watch(self, watch_until: date, today: date) -> None:
        """Raise UserError while the watch runs."""
        if today <= watch_until:
            raise UserError(
                f"跟踪期到 {watch_until} 结束，请在 {watch_until + timedelta(days=1)} 或以后办理跟踪期满。"
            )

    def check_destruction(self, closed_on: date, today: date) -> None:
        """Raise UserError while the file has to be kept."""
        last = self.keep_until(closed_on)
        if today <= last:
            raise UserError(f"档案要保管 {self.retention_years} 年，到 {last} 为止，此前不能销毁。")


@dataclass(frozen=True)
class Term:
    """What the settings say of one figure of `Terms`: its bounds, and where the delivered one comes from.

    `is_verified`: a text of the national union says so; else a text of one place, or nothing but use.
    """

    key: str
    label: str
    unit: str
    most: int
    source: str
    is_verified: bool = False


TERMS = (
    Term(
        "review_months",
        "年度复核",
        "个月",
        60,
        "全总对困难职工档案的要求：每年至少集中复核一次；条文没有对照过",
    ),
    Term(
        "visit_months",
        "走访间隔",
        "个月",
        60,
        "成工办〔2019〕43号：联系人每半年上门一次；全国没有统一规定",
    ),
    Term(
        "watch_months",
        "退出后跟踪",
        "个月",
        60,
        "成工办〔2019〕43号：不少于六个月；全国没有统一规定",
    ),
    Term(
        "retention_years", "退出后保管", "年", 100, "全总办公厅档案管理办法：撤档后保管十年", True
    ),
    Term("remind_days", "提前提醒", "天", 365, "没有规定，是本程序的惯例"),
    Term("stale_months", "多久未更新", "个月", 60, "全国工会帮扶系统手册：列出一年未改的档案"),
)
"""Every figure of `Terms`, in the order of the settings."""


def check_terms(wanted: Mapping[str, int]) -> Terms:
    """The figures as the office may set them. UserError names the field."""
    for term in TERMS:
        if not 1 <= wanted.get(term.key, 0) <= term.most:
            raise UserError(
                f"“{term.label}”请填 1 到 {term.most} {term.unit}。", field=f"terms.{term.key}"
            )
    return Terms(**{term.key: wanted[term.key] for term in TERMS})


def add_months(day: date, months: int) -> date:
    """The same day some months later (earlier if negative); the month's last day where it is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(
    position: Position, since: date, calendar: Calendar, limits: Mapping[Stage, int] = LIMITS
) -> Due | None:
    """The limit of the stage that the case entered on `since`.

    None where the stage has no limit in working days, and for the notices: a notice's own period counts
    (`Calendar.publicity`).
    """
    if position.stage in NOTICE_STAGES or position.stage not in limits:
        return None
    return calendar.deadline(since, limits[position.stage])


def office_limits(overrides: Mapping[str, int]) -> Mapping[Stage, int]:
    """LIMITS with what the office's settings put in their place, keyed by the stage's key."""
    return dict(LIMITS) | {Stage(key): days for key, days in overrides.items()}


def check_limits(limits: Mapping[Stage, int]) -> dict[Stage, int]:
    """The limits as the office may set them: each stage of LIMITS, 1 to 250 working days.

    Raises UserError naming the stage.
    """
    for stage in LIMITS:
        if not 1 <= limits.get(stage, 0) <= _MOST_WORKING_DAYS:
            raise UserError(
                f"“{stage.label}”的期限请填 1 到 {_MOST_WORKING_DAYS} 个工作日。",
                field=f"limits.{stage}",
            )
    return {stage: limits[stage] for stage in LIMITS}
