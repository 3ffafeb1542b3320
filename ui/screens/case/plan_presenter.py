"""What the page 帮扶计划 says: words, tones and rows, without Qt."""

from collections.abc import Mapping
from typing import Any

from app.aid.measures import SuggestedMeasure
from app.aid.plan_pages import MeasureView, PlanPage, PlanView
from app.fields.kinds import Money

_MONEY = Money()

PLAN_KEYS = ("made_on", "responsible", "review_on", "need", "goal", "situation")
MEASURE_KEYS = (
    "kind",
    "cause",
    "batch_tag",
    "need",
    "content",
    "responsible",
    "start_on",
    "due_on",
    "source",
    "budget_fen",
)

Line = Mapping[str, Any]
"""One measure as it stands in the editor: values by key, and `id` where it is stored already."""


def state(measure: MeasureView) -> tuple[str, str]:
    """Word and tone of what became of a measure."""
    if measure.is_done:
        return "已完成", "green"
    if measure.drop_reason:
        return "已取消", "neutral"
    if measure.is_overdue:
        return "已超期", "red"
    return "进行中", "amber"


def term(measure: MeasureView) -> str:
    """The day by which it is due; the column beside it says whether it was done."""
    return measure.due_on.isoformat() if measure.due_on else ""


def budget(measure: MeasureView) -> str:
    """The planned money."""
    return _MONEY.format(measure.budget_fen)


def facts(plan: PlanView) -> tuple[tuple[str, str], ...]:
    """The head of a plan as pairs of label and text."""
    return (
        ("帮扶责任人", plan.responsible),
        ("制定日期", plan.made_on.isoformat()),
        ("复核日期", plan.review_on.isoformat() if plan.review_on else ""),
        ("预算合计", f"{_MONEY.format(plan.budget_fen)} 元" if plan.budget_fen else ""),
        ("帮扶需求", plan.need),
        ("帮扶目标", plan.goal),
        ("基本情况", plan.situation),
    )


def progress(plan: PlanView) -> str:
    """How far the plan is."""
    late = sum(measure.is_overdue for measure in plan.measures)
    tail = f"，{late} 项超期" if late else ""
    return f"已完成 {plan.done} 项，共 {plan.counted} 项{tail}"


def new_plan(page: PlanPage) -> dict[str, Any]:
    """What the form of a new plan begins with."""
    return {"need": page.needs or None, "responsible": page.contact_person or None}


def plan_values(plan: PlanView) -> dict[str, Any]:
    """A stored plan as the form is loaded with it."""
    return {key: getattr(plan, key) or None for key in PLAN_KEYS}


def line_of(measure: MeasureView) -> dict[str, Any]:
    """A stored measure as a line of the editor."""
    values = {key: getattr(measure, key) for key in MEASURE_KEYS}
    return {"id": measure.id} | {
        key: None if value == "" else value for key, value in values.items()
    }


def line_of_suggestion(suggestion: SuggestedMeasure, responsible: str) -> dict[str, Any]:
    """A suggested measure as a line of the editor."""
    return {
        "cause": suggestion.cause,
        "need": suggestion.need,
        "kind": suggestion.kind,
        "batch_tag": suggestion.batch_tag,
        "content": suggestion.content,
        "responsible": responsible or None,
    }


def fresh_suggestions(page: PlanPage, lines: list[dict[str, Any]]) -> tuple[SuggestedMeasure, ...]:
    """Suggestions that the plan does not hold yet."""
    held = {line.get("content") for line in lines}
    return tuple(one for one in page.suggestions if one.content not in held)


def failed_line(field: str | None) -> int | None:
    """The row of the measure that an error names (`measures.<row>.<key>`)."""
    parts = (field or "").split(".")
    return int(parts[1]) if len(parts) == 3 and parts[1].isdigit() else None


def line_money(line: Line) -> str:
    """The planned money of a line."""
    return _MONEY.format(line.get("budget_fen"))


def line_term(line: Line) -> str:
    """The due day of a line."""
    due = line.get("due_on")
    return due.isoformat() if due else ""
