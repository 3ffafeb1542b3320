"""What the frame of the case page says: chips, steps, what to do now, what is missing. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.cases.overview import Action, Overview, Verdict
from app.cases.workbench import format_money
from app.changes import Op
from app.lifecycle.stepper import Mark
from app.lifecycle.tasks import Task
from ui.screens.case.review_words import yuan

__all__ = [
    "ChipWord",
    "PaperLine",
    "StepWord",
    "button_word",
    "chips",
    "due_tone",
    "more_actions",
    "note",
    "paper_lines",
    "papers_title",
    "state_sentence",
    "steps",
    "title",
    "todo",
    "verdict_lines",
]

_SHOWN_PAPERS = 6
_STATES = {
    Mark.DONE: "DONE",
    Mark.CURRENT: "CURRENT",
    Mark.PARTLY: "AHEAD",
    Mark.AHEAD: "AHEAD",
}
_CATEGORY_TONES = {"深度困难职工": "red", "相对困难职工": "amber", "意外致困职工": "blue"}
_WORDS = {
    Op.CLOSE_PUBLICITY: "登记公示结果",
    Op.POST_PUBLICITY: "登记张贴公示",
    Op.DISMISS_OBJECTION: "处理异议",
    Op.APPROVE_GRANT: "审批救助",
    Op.APPLY_CORRECTION: "审核更正",
    Op.AGREE_EXIT: "研究退出",
    Op.PASS_FIRST_REVIEW: "初审通过",
}


@dataclass(frozen=True)
class ChipWord:
    """A word and the name of its tone."""

    word: str
    tone: str


@dataclass(frozen=True)
class StepWord:
    """A step with the name of its state and a note."""

    word: str
    state: str
    note: str


@dataclass(frozen=True)
class PaperLine:
    """One line of the checklist card."""

    text: str
    reason: str
    is_there: bool


def title(facts: Overview) -> str:
    """The household by the name of its applicant."""
    return f"{facts.applicant or '未填写姓名'} 一户"


def chips(facts: Overview) -> tuple[ChipWord, ...]:
    """Category, people, and whatever marks the file."""
    category = facts.category or "类别待定"
    if facts.is_to_review:
        category = f"{category}（待复核）"
    found = [ChipWord(category, _CATEGORY_TONES.get(facts.category, "neutral"))]
    found.append(ChipWord(f"{facts.people} 口人", "neutral"))
    if facts.is_discarded:
        found.append(ChipWord("在回收站", "red"))
    elif not facts.steps:
        found.append(ChipWord(facts.stage_label, "red"))
    if facts.is_back_entry:
        found.append(ChipWord("补录", "blue"))
    elif facts.origin:
        found.append(ChipWord(facts.origin, "blue"))
    return tuple(found)


def note(facts: Overview) -> str:
    """Number and who is responsible."""
    parts = [f"档案号 {facts.number}"]
    if facts.contact_person:
        parts.append(f"帮扶责任人 {facts.contact_person}")
    elif facts.clerk:
        parts.append(f"经办人 {facts.clerk}")
    parts.append(facts.unit)
    return " · ".join(part for part in parts if part)


def steps(facts: Overview) -> tuple[StepWord, ...]:
    """The stepper; where a stage is finer than its step the tooltip names it."""
    return tuple(
        StepWord(
            step.label,
            _STATES[step.mark],
            f"现在是“{step.stage.label}”。"
            if step.stage
            else ("已办理一部分。" if step.mark is Mark.PARTLY else ""),
        )
        for step in facts.steps
    )


def todo(facts: Overview) -> tuple[Task, ...]:
    """What stands in the card: the most urgent task and at most two more."""
    return facts.tasks[:3]


def due_tone(task: Task) -> str:
    """Overdue is red, the word says it too."""
    return "red" if task.overdue_days else ""


def state_sentence(facts: Overview) -> str:
    """What is said where nothing waits, or somebody else has to act."""
    if facts.is_discarded:
        return "这份草稿在回收站里，恢复后才能继续办理。"
    if facts.whose_turn:
        return f"这一步由{facts.whose_turn}人员办理，您可以查看。"
    if not facts.tasks:
        return f"档案处于“{facts.stage_label}”，现在没有到期的事项。"
    return ""


def button_word(action: Action) -> str:
    """The words of the red button."""
    word = _WORDS.get(action.op, action.label)
    if action.op is Op.EDIT_FACTS and action.page == "facts":
        word = "补齐资料"
    return f"{word}（登记纸质审批）" if action.on_paper else word


def more_actions(facts: Overview) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    """The entries of 更多: the stage's own operations, then the rest; without the red button's."""
    main = facts.main_action
    others = [action for action in facts.actions if main is None or action.op is not main.op]
    own = tuple(action for action in others if action.is_step)
    return own, tuple(action for action in others if not action.is_step)


def papers_title(facts: Overview) -> str:
    """The head of the checklist card."""
    missing = sum(not paper.is_there for paper in facts.papers)
    if missing:
        return f"还缺 {missing} 项材料"
    return "材料齐全" if facts.papers else "材料"


def paper_lines(facts: Overview) -> tuple[PaperLine, ...]:
    """What is missing, as much as fits beside the page, and how much is there."""
    lines = []
    if facts.missing_facts:
        shown = "、".join(facts.missing_facts[:4])
        more = "等" if len(facts.missing_facts) > 4 else ""
        text = f"{len(facts.missing_facts)} 项必填内容没有填"
        lines.append(PaperLine(text, f"{shown}{more}", False))
    missing = [paper for paper in facts.papers if not paper.is_there]
    there = len(facts.papers) - len(missing)
    shown_papers = missing if len(missing) <= _SHOWN_PAPERS else missing[: _SHOWN_PAPERS - 1]
    lines += [PaperLine(paper.label, paper.reason, False) for paper in shown_papers]
    if len(shown_papers) < len(missing):
        rest = missing[len(shown_papers) :]
        names = "、".join(paper.label for paper in rest)
        lines.append(PaperLine(f"另外 {len(rest)} 项", names, False))
    if there:
        names = "、".join(paper.label for paper in facts.papers if paper.is_there)
        lines.append(PaperLine(f"已有 {there} 项", names, True))
    return tuple(lines)


def verdict_word(verdict: Verdict, filed_as: str) -> ChipWord:
    """What the newest assessment found, in the colour of the heading's chip; 拟 until the file says so."""
    if not verdict.is_eligible:
        return ChipWord(verdict.category, "neutral")
    word = verdict.category if verdict.category == filed_as else f"拟{verdict.category}"
    return ChipWord(word, _CATEGORY_TONES.get(verdict.category, "amber"))


def verdict_lines(verdict: Verdict) -> tuple[str, ...]:
    """The newest assessment in three lines."""
    return (
        f"月人均纯收入 {yuan(verdict.net_per_capita)} 元",
        f"低保标准 {format_money(verdict.dibao_fen)} 元",
        f"{verdict.made_on} 认定",
    )
