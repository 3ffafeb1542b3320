"""What the workbench says: words and tones for tasks and figures. No Qt."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.cases.workbench import Figures, TaskLine, Workbench, format_money

__all__ = [
    "Chip",
    "FigureText",
    "Show",
    "day_chip",
    "figures",
    "heading",
    "lines",
    "long_day",
    "note",
]

_WEEKDAYS = "一二三四五六日"
_TEN_THOUSAND_YUAN = 1_000_000


class Show(Enum):
    """Which tasks are listed."""

    ALL = "全部"
    MINE = "我的"
    LATE = "超期"


@dataclass(frozen=True)
class Chip:
    """A word and the name of its tone."""

    word: str
    tone: str


@dataclass(frozen=True)
class FigureText:
    """One figure in words. `tone` colours the note."""

    label: str
    number: str
    unit: str
    note: str
    tone: str = ""


def heading(data: Workbench) -> str:
    """The title over the page."""
    if not data.reads_cases:
        return "工作台"
    if not data.waiting_count:
        return "今天没有要办的事"
    return f"今天要做的 {data.waiting_count} 件事"


def note(data: Workbench) -> str:
    """What stands beside the title: the day, and how many the account does itself where others wait, too."""
    day = long_day(data.today)
    if not 0 < data.mine_count < data.waiting_count:
        return day
    return f"其中您能办理 {data.mine_count} 件 · {day}"


def long_day(day: date) -> str:
    """2026 年 11 月 20 日 星期五"""
    return f"{day.year} 年 {day.month} 月 {day.day} 日 星期{_WEEKDAYS[day.weekday()]}"


def day_chip(line: TaskLine, today: date) -> Chip:
    """When it is due: overdue red, today amber, later blue; the word says it all."""
    if line.task.overdue_days:
        return Chip(f"已超期 {line.task.overdue_days} 天", "red")
    due = line.task.due
    if line.task.op is None:
        return Chip(f"{due:%m-%d} 起" if due else "等待", "neutral")
    if due is None:
        return Chip("待办", "neutral")
    if due <= today:
        return Chip("今天", "amber")
    return Chip(f"{due:%m-%d}" if due.year == today.year else f"{due:%Y-%m-%d}", "blue")


def lines(data: Workbench, show: Show) -> tuple[TaskLine, ...]:
    """The tasks that are listed."""
    if show is Show.MINE:
        return tuple(line for line in data.lines if line.is_mine)
    if show is Show.LATE:
        return tuple(line for line in data.lines if line.task.overdue_days)
    return data.lines


def figures(data: Figures) -> tuple[FigureText, ...]:
    """The five figures over the list."""
    kinds = " · ".join(f"{name} {count}" for name, count in data.by_category)
    months = f"平均在档 {data.average_months} 个月" if data.average_months is not None else ""
    late = f"最早超期 {data.longest_overdue} 天" if data.overdue else "没有超期事项"
    number, unit = _amount(data.paid_fen)
    return (
        FigureText("在档户数", str(data.on_books), "户", kinds or "还没有在档户"),
        FigureText("本年新增", str(data.new_this_year), "户", f"返困 {data.returned_this_year} 户"),
        FigureText("本年脱困", str(data.out_this_year), "户", months or "含解困", "green"),
        FigureText("本年帮扶资金", number, unit, _budget(data)),
        FigureText("超期事项", str(data.overdue), "件", late, "red" if data.overdue else ""),
    )


def _amount(fen: int) -> tuple[str, str]:
    """Above ten thousand yuan in 万元 with one place."""
    if fen >= _TEN_THOUSAND_YUAN:
        return f"{fen / _TEN_THOUSAND_YUAN:.1f}", "万元"
    return format_money(fen), "元"


def _budget(data: Figures) -> str:
    if not data.budget_fen:
        return "本年还没有登记资金"
    return f"预算已用 {round(100 * data.paid_fen / data.budget_fen)} %"
