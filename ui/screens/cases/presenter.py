"""What the list of cases offers and says. No Qt."""

from dataclasses import dataclass, replace

from app.cases.lists import CaseFilter, CaseRow, Order, Stage

__all__ = [
    "STAGE_GROUPS",
    "StageGroup",
    "category_tone",
    "count_note",
    "group_label",
    "people_note",
    "stage_tone",
    "with_order",
]


@dataclass(frozen=True)
class StageGroup:
    """One choice of the stage filter."""

    label: str
    stages: tuple[Stage, ...] = ()
    is_discarded: bool = False


STAGE_GROUPS: tuple[StageGroup, ...] = (
    StageGroup("全部阶段"),
    StageGroup(
        "申请办理中",
        (
            Stage.DRAFT,
            Stage.APPLIED,
            Stage.FIRST_REVIEW,
            Stage.SURVEY,
            Stage.CHECK,
            Stage.APPRAISAL,
            Stage.PUBLICITY,
            Stage.REVIEW,
            Stage.APPROVAL,
        ),
    ),
    *(StageGroup(f"　{stage.label}", (stage,)) for stage in tuple(Stage)[:9]),
    StageGroup("在档帮扶", (Stage.ON_FILE,)),
    StageGroup("退出办理中", (Stage.EXIT_PROPOSED, Stage.EXIT_PUBLICITY, Stage.EXIT_APPROVAL)),
    StageGroup("跟踪", (Stage.MONITORED,)),
    StageGroup("归档", (Stage.CLOSED,)),
    StageGroup("不予建档、撤回", (Stage.REFUSED, Stage.WITHDRAWN)),
    StageGroup("回收站", (), is_discarded=True),
)

_RED = "red"
_TONES = {"深度困难职工": _RED, "相对困难职工": "amber", "意外致困职工": "blue"}
_ENDED = (Stage.CLOSED, Stage.REFUSED, Stage.WITHDRAWN, Stage.DRAFT)


def category_tone(category: str) -> str:
    """The tone of a category's chip; the word stands in it."""
    return _TONES.get(category, "neutral")


def stage_tone(stage: Stage | None) -> str:
    """The tone of a stage's chip."""
    if stage is None or stage in _ENDED:
        return "neutral"
    if stage is Stage.ON_FILE:
        return "green"
    return "blue" if stage is Stage.MONITORED else "amber"


def people_note(row: CaseRow) -> str:
    """How many people, as a table shows it."""
    return str(row.people) if row.people else ""


def count_note(shown: int, total: int) -> str:
    """How many of how many."""
    return f"{total} 户" if shown == total else f"筛选出 {shown} 户，共 {total} 户"


def group_label(wanted: CaseFilter) -> str:
    """The choice of the stage filter that a filter stands for."""
    for group in STAGE_GROUPS:
        if (group.stages, group.is_discarded) == (wanted.stages, wanted.is_discarded):
            return group.label
    return STAGE_GROUPS[0].label


def with_order(wanted: CaseFilter, order: Order, is_descending: bool) -> CaseFilter:
    """The same filter in another order."""
    return replace(wanted, order=order, is_descending=is_descending)
