"""What the tab 历史 says of an operation. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.office.history import CaseHistory, FieldChange, OperationLine, RowChange, TakeBack

__all__ = [
    "Word",
    "change_rows",
    "change_title",
    "heading",
    "line_chips",
    "line_title",
    "nothing",
    "partial_sentence",
    "take_back_sentence",
]

_NOTHING = "（空）"


@dataclass(frozen=True)
class Word:
    """A word of a chip and the name of its tone."""

    text: str
    tone: str = "neutral"


def line_title(line: OperationLine) -> tuple[str, str, str]:
    """What, by whom, when."""
    label = f"{line.label}：{line.undoes}" if line.undoes else line.label
    return label, line.who, f"{line.at:%Y-%m-%d %H:%M}"


def line_chips(line: OperationLine) -> tuple[Word, ...]:
    """Refused, or taken back since."""
    chips = []
    if line.is_refused:
        chips.append(Word("被拒绝", "red"))
    if line.undone_by:
        chips.append(Word(f"已被{line.undone_by}", "amber"))
    return tuple(chips)


def change_title(change: RowChange) -> str:
    """新增, 修改 or 删除, of what."""
    what = f"{change.what}　{change.name}" if change.name else change.what
    return f"{change.act}　{what}"


def change_rows(fields: tuple[FieldChange, ...], act: str) -> tuple[tuple[str, ...], ...]:
    """The lines of the table: field, before, after; one value where there is no other."""
    if act == "修改":
        return tuple((one.label, one.before or _NOTHING, one.after or _NOTHING) for one in fields)
    return tuple((one.label, one.after or one.before) for one in fields)


def take_back_sentence(step: TakeBack | None) -> str:
    """Which step would be taken back, or why none."""
    if step is None:
        return "这份档案没有可以撤回的步骤；填写类的改动用 Ctrl+Z 撤销。"
    sentence = f"上一步是“{step.label}”，{step.who} {step.at:%Y-%m-%d %H:%M} 办理。"
    return sentence + (step.problem or "办错了可以撤回，档案恢复到这一步之前，撤回本身也记在这里。")


def partial_sentence(history: CaseHistory) -> str:
    """Said where the account sees only a part."""
    if not history.is_partial:
        return ""
    return "您的账号只列出本人办理的操作；全部操作由审核、审批人员和经审查看。"


def nothing(history: CaseHistory) -> tuple[str, str]:
    """What is said where no line stands: title and sentence."""
    if history.is_partial:
        return "您没有办理过这份档案", "您办理的每一步会列在这里，同事办理的不列出。"
    return "还没有操作记录", "办理过的每一步都会记在这里。"


def heading(history: CaseHistory) -> str:
    """How many operations stand here."""
    return f"操作记录（{len(history.lines)}{' 以上' if history.has_more else ''} 项）"
