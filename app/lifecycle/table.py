"""What may be done where a case stands, and where it leads: the questions put to `app.lifecycle.rules`.

Screens ask `allowed`, operations call `target`. An operation that the table has no row for is not bound
to a stage and leaves the case where it is. Source: the lifecycle contract.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.changes import Op, UndoClass
from app.errors import UserError
from app.lifecycle.position import DEFAULT_ORDER, Position, earlier_positions
from app.lifecycle.rules import EDITABLE, RULES, Goal, Rule
from db.codes import ExitKind, Stage

__all__ = [
    "BACK_ENTRY_STAGES",
    "EDITABLE",
    "RULES",
    "Goal",
    "Rule",
    "allowed",
    "check",
    "is_editable",
    "is_stage_bound",
    "may_remove_attachment",
    "needs_reason",
    "opening",
    "opens_case",
    "opposite",
    "results",
    "rule",
    "target",
]

_BY_STAGE: Mapping[Stage, Mapping[Op, Rule]] = MappingProxyType(
    {
        stage: MappingProxyType({row.op: row for row in RULES if row.stage is stage})
        for stage in Stage
    }
)
_BOUND = frozenset(row.op for row in RULES)

_NAMED_OPPOSITES: Mapping[Op, Op] = MappingProxyType(
    {
        Op.OPEN_DRAFT: Op.DISCARD,
        Op.DISCARD: Op.RESTORE_DRAFT,
        Op.RESTORE_DRAFT: Op.DISCARD,
        Op.IMPORT: Op.UNDO_IMPORT,
        Op.MERGE: Op.SPLIT,
        Op.TRANSFER_CASES: Op.TRANSFER_CASES,
        Op.SAVE_FUND: Op.SAVE_FUND,
    }
)

BACK_ENTRY_STAGES = (Stage.ON_FILE, Stage.MONITORED, Stage.CLOSED)
"""Where 补录 may enter a file that was approved on paper."""

_OPENING: Mapping[Op, tuple[Stage, ...]] = MappingProxyType(
    {
        Op.OPEN_DRAFT: (Stage.DRAFT,),
        Op.APPLY_AGAIN: (Stage.DRAFT,),
        Op.RETURN_TO_HARDSHIP: (Stage.DRAFT,),
        Op.IMPORT: (Stage.ON_FILE,),
        Op.BACK_ENTRY: BACK_ENTRY_STAGES,
    }
)


@dataclass(frozen=True)
class _Choice:
    """The facts that decide where an operation leads."""

    to: Stage | None
    to_step: int | None
    exit_kind: ExitKind | None
    is_absorbed: bool
    undone: Op | None
    back_to: Position | None


def is_stage_bound(op: Op) -> bool:
    """Whether the table has a word on this operation; the others leave the case where it is."""
    return op in _BOUND


def is_editable(stage: Stage) -> bool:
    """Whether a clerk may edit the facts: DRAFT to CHECK; later only after a send-back or by correction."""
    return stage in EDITABLE


def may_remove_attachment(added_in: Stage, now: Stage) -> bool:
    """An attachment may go while the stage that it was added in stands; DRAFT to CHECK count as one."""
    return added_in is now or (is_editable(added_in) and is_editable(now))


def allowed(stage: Stage, *, is_discarded: bool = False) -> tuple[Op, ...]:
    """Every operation that the table allows in this stage, in the order of the table.

    In the recycle bin a draft can only be restored; out of it everything else.
    """
    rows = _BY_STAGE[stage].values()
    return tuple(row.op for row in rows if (row.to is Goal.FROM_BIN) is is_discarded)


def rule(op: Op, position: Position) -> Rule:
    """The row of this operation where the case stands. Raises UserError when there is none."""
    found = _BY_STAGE[position.stage].get(op)
    if found is None or (found.to is Goal.FROM_BIN) is not position.is_discarded:
        raise UserError(_refusal(op, position))
    return found


def check(op: Op, position: Position) -> None:
    """Raise UserError if the operation is bound to stages and this is none of them."""
    if op in _BOUND:
        rule(op, position)


def needs_reason(op: Op, position: Position) -> bool:
    """Whether the operation is refused without a written reason."""
    return op is Op.BACK_ENTRY or (op in _BOUND and rule(op, position).reason)


def opens_case(op: Op, position: Position) -> bool:
    """Whether the operation also makes a new linked case in DRAFT, with the old facts offered."""
    return op in _BOUND and rule(op, position).opens_case


def opposite(op: Op) -> Op | None:
    """The operation that takes this one back, None when nothing does (voided or refunded instead).

    Typing is undone by UNDO, a stage move by TAKE_BACK; a few have an opposite of their own name.
    """
    if op.undo is UndoClass.FREE:
        return Op.UNDO
    if op.undo is UndoClass.NONE:
        return None
    return _NAMED_OPPOSITES.get(op, Op.TAKE_BACK)


def opening(
    op: Op, *, order: tuple[Stage, ...] = DEFAULT_ORDER, to: Stage | None = None
) -> Position:
    """Where a new case begins. `to` is needed for 补录: ON_FILE, MONITORED or CLOSED.

    Raises UserError for another stage, ValueError for an operation that opens no case.
    """
    stages = _OPENING.get(op)
    if stages is None:
        raise ValueError(f"{op.name} opens no case")
    stage = stages[0] if to is None and len(stages) == 1 else to
    if stage is None or stage not in stages:
        names = "、".join(f"“{one.label}”" for one in stages)
        raise UserError(f"办理“{op.label}”时，请把档案的阶段选为{names}。", field="to")
    return Position(stage, order)


def target(
    op: Op,
    position: Position,
    *,
    to: Stage | None = None,
    to_step: int | None = None,
    exit_kind: ExitKind | None = None,
    is_absorbed: bool = False,
    undone: Op | None = None,
    back_to: Position | None = None,
) -> Position:
    """Where the operation leads; raises UserError, one whole sentence, where it may not be done.

    `to`: the chosen stage, for a send-back and for an objection upheld; where PUBLICITY comes twice,
    `to_step` says which (the later one by default). `exit_kind`: for agreeing to an exit and approving
    it. `is_absorbed`: the case of a merge that gives way. `undone` and `back_to`: for TAKE_BACK the
    operation and where the case stood before it, for SPLIT of an absorbed case where it stood.
    """
    if op not in _BOUND:
        return position
    goal = rule(op, position).to
    if isinstance(goal, Stage):
        return position.at(goal)
    choice = _Choice(to, to_step, exit_kind, is_absorbed, undone, back_to)
    return _RESOLVERS[goal](position, choice)


def results(op: Op, position: Position) -> tuple[Position, ...]:
    """Every place to which the operation may lead from here, without TAKE_BACK and SPLIT of an absorbed case.

    Empty where it is not allowed.
    """
    row = _BY_STAGE[position.stage].get(op)
    if row is None or (row.to is Goal.FROM_BIN) is not position.is_discarded:
        return ()
    if isinstance(row.to, Stage):
        return (position.at(row.to),)
    if row.to is Goal.EARLIER:
        return earlier_positions(position)
    stages = _CHOICES.get(row.to)
    if stages is not None:
        return tuple(position.at(stage) for stage in stages)
    if row.to is Goal.MERGED:
        return (position, position.at(Stage.CLOSED))
    if row.to is Goal.BACK:
        return ()
    return (target(op, position),)


_CHOICES: Mapping[Goal, tuple[Stage, ...]] = MappingProxyType(
    {
        Goal.UPHELD: (Stage.FIRST_REVIEW, Stage.REFUSED),
        Goal.AGREED: (Stage.EXIT_PUBLICITY, Stage.EXIT_APPROVAL),
        Goal.LEFT: (Stage.MONITORED, Stage.CLOSED),
    }
)


def _earlier(position: Position, choice: _Choice) -> Position:
    places = [place for place in earlier_positions(position) if place.stage is choice.to]
    if choice.to_step is not None and len(places) > 1:
        places = [place for place in places if place.step == choice.to_step]
    if not places:
        names = "、".join(dict.fromkeys(place.stage.label for place in earlier_positions(position)))
        raise UserError(f"请选择退回到哪一个阶段，可以选：{names}。", field="to")
    return places[-1]


def _upheld(position: Position, choice: _Choice) -> Position:
    if choice.to is None or choice.to not in _CHOICES[Goal.UPHELD]:
        raise UserError("异议成立时，请选择退回“初审”还是“不予建档”。", field="to")
    return position.at(choice.to)


def _exit_kind(choice: _Choice) -> ExitKind:
    if choice.exit_kind is None:
        raise UserError("请先填写退出方式，再办理退出。", field="exit_kind")
    return choice.exit_kind


def _agreed(position: Position, choice: _Choice) -> Position:
    published = _exit_kind(choice).needs_publicity
    return position.at(Stage.EXIT_PUBLICITY if published else Stage.EXIT_APPROVAL)


def _left(position: Position, choice: _Choice) -> Position:
    return position.at(Stage.MONITORED if _exit_kind(choice).is_monitored else Stage.CLOSED)


def _merged(position: Position, choice: _Choice) -> Position:
    return position.at(Stage.CLOSED) if choice.is_absorbed else position


def _back(position: Position, choice: _Choice) -> Position:
    before, undone = choice.back_to, choice.undone
    if before is None or undone is None:
        raise UserError("这份档案没有可以撤回的上一步。")
    if undone is not Op.MERGE and opposite(undone) is not Op.TAKE_BACK:
        raise UserError(f"“{undone.label}”不能撤回，请查看操作记录中的说明。")
    if position not in results(undone, before):
        raise UserError("这份档案在那一步之后又办理了别的事项，请先撤回后来的一步。")
    return before


_RESOLVERS: Mapping[Goal, Callable[[Position, _Choice], Position]] = MappingProxyType(
    {
        Goal.STAY: lambda position, _: position,
        Goal.NEXT: lambda position, _: position.next(),
        Goal.EARLIER: _earlier,
        Goal.UPHELD: _upheld,
        Goal.AGREED: _agreed,
        Goal.LEFT: _left,
        Goal.MERGED: _merged,
        Goal.BACK: _back,
        Goal.BIN: lambda position, _: replace(position, is_discarded=True),
        Goal.FROM_BIN: lambda position, _: replace(position, is_discarded=False),
    }
)


def _refusal(op: Op, position: Position) -> str:
    """One sentence: where the case stands and what can be done there instead."""
    if position.is_discarded:
        return f"这份草稿在回收站里，不能办理“{op.label}”，请先恢复草稿。"
    rows = _BY_STAGE[position.stage].values()
    steps = "、".join(row.op.label for row in rows if row.is_step and row.to is not Goal.FROM_BIN)
    return (
        f"档案现在处于“{position.stage.label}”阶段，不能办理“{op.label}”；现在可以办理：{steps}。"
    )
