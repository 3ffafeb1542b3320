"""Moving a case along the one table of `app.lifecycle`: every stage operation passes through here."""

from sqlalchemy import select

from app.errors import UserError
from app.lifecycle.position import Position
from app.lifecycle.table import needs_reason, target
from app.office.session import Work
from db import search
from db.codes import ExitKind, Stage
from db.models import Case, Person


def position_of(case: Case) -> Position:
    """Where the case stands, as the lifecycle table understands it."""
    return Position(
        case.stage,
        tuple(Stage(key) for key in case.stage_order),
        case.stage_step,
        is_discarded=case.discarded_at is not None,
    )


def move(
    work: Work,
    *,
    note: str | None = None,
    to: Stage | None = None,
    to_step: int | None = None,
    exit_kind: ExitKind | None = None,
) -> Position:
    """Apply the operation under way to its case; also keeps hard duplicates out while it is open.

    Raises UserError where the table refuses, where a reason is missing, or where a person of the
    household stands in another open case.
    """
    case, before = work.case, position_of(work.case)
    if needs_reason(work.op, before) and not (note or "").strip():
        raise UserError(f"办理“{work.op.label}”需要写明原因，请填写后再提交。", field="note")
    after = target(work.op, before, to=to, to_step=to_step, exit_kind=exit_kind)
    if after != before:
        case.stage, case.stage_step = after.stage, after.step
        case.stage_since = work.today
        if after.is_discarded != before.is_discarded:
            case.discarded_at = work.now if after.is_discarded else None
            # Nobody is found in the recycle bin.
            search.renew_households(work.session, [case.household_id])
    hold_id_numbers(work, case)
    return after


def hold_id_numbers(work: Work, case: Case) -> None:
    """Let an open case hold the ID numbers of its people, and a closed one let them go.

    Raises UserError naming the other file when a number is held by another open case.
    """
    work.session.flush()
    people = work.session.scalars(
        select(Person).where(Person.household_id == case.household_id)
    ).all()
    is_open = case.stage.is_open and case.discarded_at is None
    wanted = {
        person.id: person.id_number if is_open and person.removed_on is None else None
        for person in people
    }
    numbers = [number for number in wanted.values() if number]
    if len(numbers) != len(set(numbers)):
        raise UserError("同一户里有两个人的身份证号相同，请核对后修改。", field="id_number")
    _refuse_held_elsewhere(work, case, numbers)
    for person in people:
        if person.open_id_number is not None and person.open_id_number != wanted[person.id]:
            person.open_id_number = None
    work.session.flush()
    for person in people:
        person.open_id_number = wanted[person.id]
    work.session.flush()


def _refuse_held_elsewhere(work: Work, case: Case, numbers: list[str]) -> None:
    if not numbers:
        return
    held = work.session.execute(
        select(Person.name, Case.number)
        .join(Case, Case.household_id == Person.household_id)
        .where(Person.open_id_number.in_(numbers), Person.household_id != case.household_id)
        .limit(1)
    ).first()
    if held is not None:
        raise UserError(
            f"{held.name}的身份证号已经在档案 {held.number} 里，一户只能有一份办理中的档案；"
            "请先在那份档案里减员、合并或结束办理。",
            field="id_number",
        )
