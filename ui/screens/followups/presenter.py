"""What the screen 回访跟踪 says: chips, sentences, filters. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.leaving.followups import Due, FollowUpRow, FollowUps

__all__ = [
    "Show",
    "Word",
    "blank",
    "due_word",
    "empty_words",
    "heading",
    "household",
    "ids",
    "last_words",
    "risk_word",
    "watch_words",
    "what_words",
]

_RISK_TONES = {"无": "green", "关注": "amber", "高": "red"}


class Show(Enum):
    """Which households the list shows; the value is the word of its button."""

    SOON = "近期要办的"
    ALL = "全部"
    WATCHED = "跟踪名单"


@dataclass(frozen=True)
class Word:
    """A word of a chip and the name of its tone."""

    text: str
    tone: str = "neutral"


def ids(found: FollowUps, show: Show) -> Sequence[int]:
    """The cases of a filter, in order."""
    return {Show.SOON: found.soon, Show.ALL: found.ids, Show.WATCHED: found.watched}[show]


def blank(case_id: int, today: date) -> FollowUpRow:
    """What stands for a household until it was read."""
    return FollowUpRow(
        case_id=case_id,
        number="",
        name="",
        phone="",
        category="",
        contact_person="",
        is_watched=False,
        due=Due.VISIT,
        due_on=date.max,
        today=today,
        last_visit=None,
        last_risk="",
        left_as="",
        watch_until=None,
        remind_days=0,
    )


def heading(found: FollowUps) -> str:
    """How many are late, due soon, and watched."""
    if not found.ids:
        return ""
    parts = [f"近期要办 {found.soon_count} 户"]
    if found.late_count:
        parts.append(f"其中超期 {found.late_count} 户")
    parts.append(f"跟踪中 {len(found.watched)} 户")
    return "，".join(parts) + "。"


def household(row: FollowUpRow) -> str:
    """Whose household it is."""
    return f"{row.name} 一户" if row.number else ""


def due_word(row: FollowUpRow) -> Word:
    """Overdue in words, else the days that are left."""
    if not row.number:
        return Word("")
    left = (row.due_on - row.today).days
    if row.due is Due.END_WATCH:
        return Word("可以办理", "amber") if left <= 0 else Word(f"{left} 天后期满")
    if row.overdue_days:
        return Word(f"超期 {row.overdue_days} 天", "red")
    if left == 0:
        return Word("今天到期", "amber")
    return Word(f"还有 {left} 天", "amber" if row.is_soon else "neutral")


def risk_word(row: FollowUpRow) -> Word:
    """The risk of falling back, as the last visit saw it."""
    return Word(row.last_risk, _RISK_TONES.get(row.last_risk, "neutral"))


def what_words(row: FollowUpRow) -> str:
    """What is due, and until when; for the end of a watch from when on."""
    if not row.number:
        return ""
    if row.due is Due.END_WATCH:
        return f"{row.due.value}，{row.due_on} 起可以办理"
    return f"{row.due.value}，{row.due_on} 前"


def watch_words(row: FollowUpRow) -> str:
    """By what exit and until when the household is watched."""
    return f"{row.left_as}，至 {row.watch_until}" if row.is_watched else ""


def last_words(row: FollowUpRow) -> str:
    """When somebody was there last."""
    if row.last_visit is not None:
        return str(row.last_visit)
    return "还没有走访" if row.number else ""


def empty_words(found: FollowUps, show: Show) -> tuple[str, str]:
    """What stands in place of an empty list, and what to do."""
    if show is Show.WATCHED:
        return "没有正在跟踪的家庭", "脱困、解困退出以后跟踪一段时间，期间列在这里。"
    if not found.ids:
        return (
            "没有要走访的家庭",
            "建档以后的家庭定期走访，间隔在“设置”的“办理顺序与时限”里；先在“困难职工档案”里建档。",
        )
    return "近期没有要办的走访和回访", "点“全部”可以看到每一户下次走访的日期。"
