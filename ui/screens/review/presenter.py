"""What the screens 审核审批 and 公示 say: chips, sentences, filters. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.review.lists import NoticeRow, ReviewRow

__all__ = [
    "Show",
    "Word",
    "due_word",
    "notice_days",
    "notice_detail",
    "notice_heading",
    "notice_word",
    "review_detail",
    "review_heading",
    "shown",
]


class Show(Enum):
    """Which rows the list of decisions shows; the value is the word of its button."""

    MINE = "我能办理的"
    ALL = "全部"
    LATE = "超期的"


@dataclass(frozen=True)
class Word:
    """A word of a chip and the name of its tone."""

    text: str
    tone: str = "neutral"


def shown(rows: Sequence[ReviewRow], show: Show) -> tuple[ReviewRow, ...]:
    """The rows of a filter, in their order."""
    if show is Show.MINE:
        return tuple(row for row in rows if row.is_mine)
    if show is Show.LATE:
        return tuple(row for row in rows if row.overdue_days)
    return tuple(rows)


def review_heading(rows: Sequence[ReviewRow]) -> str:
    """How many wait, and for whom."""
    mine = sum(row.is_mine for row in rows)
    late = sum(row.overdue_days > 0 for row in rows)
    parts = [f"等待审核审批 {len(rows)} 件"]
    if mine:
        parts.append(f"其中您能办理 {mine} 件")
    if late:
        parts.append(f"超期 {late} 件")
    return "，".join(parts) + "。" if rows else ""


def due_word(row: ReviewRow, today: date) -> Word:
    """The limit of a row as a chip."""
    if row.overdue_days:
        return Word(f"超期 {row.overdue_days} 天", "red")
    if row.due is None:
        return Word("不限期")
    left = (row.due - today).days
    if left == 0:
        return Word("今天到期", "amber")
    return Word(f"{row.due:%m-%d} 前", "amber" if left <= 2 else "neutral")


def review_detail(row: ReviewRow) -> str:
    """Category and unit."""
    return " · ".join(part for part in (row.category, row.unit) if part)


def notice_heading(rows: Sequence[NoticeRow]) -> str:
    """How many hang, wait for their result, wait to be posted."""
    if not rows:
        return ""
    hanging = sum(row.posted_on is not None for row in rows)
    ripe = sum(row.can_close for row in rows)
    parts = [f"公示中 {hanging} 户"]
    if ripe:
        parts.append(f"期满待登记结果 {ripe} 户")
    if len(rows) - hanging:
        parts.append(f"待张贴 {len(rows) - hanging} 户")
    return "，".join(parts) + "。"


def notice_word(row: NoticeRow) -> Word:
    """How a notice stands."""
    if row.posted_on is None:
        return Word("待张贴", "amber")
    if row.open_objections:
        return Word(f"异议 {row.open_objections} 条", "red")
    if row.can_close:
        return Word("已期满", "amber")
    return Word("公示中", "blue")


def notice_days(row: NoticeRow) -> str:
    """From first to last day, with the mark of a year without holiday data."""
    if row.first_day is None or row.last_day is None:
        return ""
    mark = "，节假日未公布" if row.is_unpublished else ""
    return f"{row.first_day:%m-%d} 至 {row.last_day:%m-%d}（{row.working_days} 个工作日{mark}）"


def notice_detail(row: NoticeRow) -> str:
    """Which notice it is, of which category, and where it hangs."""
    return " · ".join(part for part in (row.kind, row.category, row.place) if part)
