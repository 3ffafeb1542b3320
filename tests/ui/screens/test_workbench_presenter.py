"""What the workbench says of tasks and figures."""

from dataclasses import replace
from datetime import date

import pytest

from app.cases.workbench import Figures, TaskLine, Workbench
from app.changes import Op
from app.lifecycle.tasks import Task, TaskKind
from ui.screens.workbench import presenter
from ui.screens.workbench.presenter import Chip, Show

TODAY = date(2026, 11, 20)
FIGURES = Figures(
    486, (("深度", 112), ("相对", 301)), 63, 2, 41, 19, 1_286_000_00, 1_811_000_00, 3, 9
)


def _line(due: date | None, late: int = 0, op: Op | None = Op.RECORD_SURVEY) -> TaskLine:
    task = Task(TaskKind.SURVEY, "请完成入户调查。", op, due, late)
    return TaskLine(1, "QH-1", "覃永福", "入户调查", "", task, is_mine=op is not None)


@pytest.mark.parametrize(
    ("line", "chip"),
    [
        (_line(date(2026, 11, 17), 3), Chip("已超期 3 天", "red")),
        (_line(TODAY), Chip("今天", "amber")),
        (_line(date(2026, 11, 25)), Chip("11-25", "blue")),
        (_line(date(2027, 1, 5)), Chip("2027-01-05", "blue")),
        (_line(None), Chip("待办", "neutral")),
        (_line(date(2026, 11, 25), op=None), Chip("11-25 起", "neutral")),
    ],
)
def test_when_it_is_due(line: TaskLine, chip: Chip) -> None:
    assert presenter.day_chip(line, TODAY) == chip


def test_the_five_figures() -> None:
    said = {text.label: (text.number, text.unit, text.note) for text in presenter.figures(FIGURES)}
    assert said == {
        "在档户数": ("486", "户", "深度 112 · 相对 301"),
        "本年新增": ("63", "户", "返困 2 户"),
        "本年脱困": ("41", "户", "平均在档 19 个月"),
        "本年帮扶资金": ("128.6", "万元", "预算已用 71 %"),
        "超期事项": ("3", "件", "最早超期 9 天"),
    }


def test_small_sums_stand_to_the_fen_and_no_budget_is_said() -> None:
    text = presenter.figures(replace(FIGURES, paid_fen=123_45, budget_fen=0))[3]
    assert (text.number, text.unit, text.note) == ("123.45", "元", "本年还没有登记资金")


def test_lists_are_narrowed_and_the_heading_counts() -> None:
    own, late, waits = _line(TODAY), _line(TODAY, 2), _line(TODAY, op=None)
    data = Workbench(TODAY, (late, own, waits), 2, 2, FIGURES, (), (), {}, has_cases=True)
    assert presenter.lines(data, Show.ALL) == (late, own, waits)
    assert presenter.lines(data, Show.MINE) == (late, own)
    assert presenter.lines(data, Show.LATE) == (late,)
    assert presenter.heading(data) == "今天要做的 2 件事"
    assert presenter.heading(replace(data, waiting_count=0)) == "今天没有要办的事"
    assert presenter.long_day(TODAY) == "2026 年 11 月 20 日 星期五"


def test_the_note_says_how_many_of_the_tasks_are_ones_own() -> None:
    data = Workbench(TODAY, (), 33, 27, FIGURES, (), (), {}, has_cases=True)
    assert presenter.note(data) == "其中您能办理 27 件 · 2026 年 11 月 20 日 星期五"
    assert presenter.note(replace(data, mine_count=33)) == "2026 年 11 月 20 日 星期五"
    assert presenter.note(replace(data, mine_count=0)) == "2026 年 11 月 20 日 星期五"
