"""一户一策: the plan of a household with its measures, and what became of each. Money in fen.

Saving changes the plan that stands, or begins the next round; the earlier rounds are kept.
Source: domain notes 4 §4.4 and 9 §1.6.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.cases.facts_values import accepted
from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import MEASURE, PLAN, missing
from app.fields.catalogue.field import Field
from app.office.session import Office, Work
from db.codes import Stage
from db.models import Measure, Plan
from db.values import clean_text

_STATE_KEYS = frozenset({"is_done", "done_on", "result", "drop_reason"})
"""What became of a measure is recorded by its own operations, never by saving the plan."""


def save_plan(
    office: Office,
    *,
    case_id: int,
    plan: Mapping[str, Any],
    measures: Sequence[Mapping[str, Any]],
    plan_id: int | None = None,
) -> Changes:
    """制定帮扶计划: the whole plan with its measures; `result_id` is the plan.

    Keys are those of the catalogue's PLAN and MEASURE; a measure that stands already carries its `id`,
    and one that is left out is removed. Without `plan_id` a new round begins and the old plan is kept.
    UserError: field is the plan's key, or `measures.<row>.<key>`.
    """
    with office.write(Op.SAVE_PLAN, case_id) as work:
        row = _plan_row(work, case_id, plan_id)
        values = _read(PLAN, {"made_on": work.today, **plan}, work.today)
        for key, value in values.items():
            setattr(row, key, value)
        _put_measures(row, measures, work.today)
        work.session.flush()
        move(work)
        return work.done(result_id=row.id)


def finish_measure(office: Office, *, measure_id: int, done_on: date, result: str) -> Changes:
    """The measure has been carried out, with what came of it. UserError (fields done_on, result)."""
    with office.write(Op.SAVE_PLAN, _case_of(office, measure_id)) as work:
        words = clean_text(result, lines=True)
        if not words:
            raise UserError("请写明这项措施的成效。", field="result")
        measure = _running(work.session, measure_id)
        if done_on > work.today or (measure.start_on and done_on < measure.start_on):
            raise UserError("完成日期应在开始日期和今天之间，请核对。", field="done_on")
        measure.is_done, measure.done_on, measure.result = True, done_on, words
        move(work)
        return work.done(result_id=measure_id)


def drop_measure(office: Office, *, measure_id: int, reason: str) -> Changes:
    """The measure is given up, with the reason. UserError (field reason)."""
    with office.write(Op.SAVE_PLAN, _case_of(office, measure_id)) as work:
        words = clean_text(reason, lines=True)
        if not words:
            raise UserError("请写明取消这项措施的原因。", field="reason")
        measure = _running(work.session, measure_id)
        measure.drop_reason = words
        move(work)
        return work.done(result_id=measure_id)


def _plan_row(work: Work, case_id: int, plan_id: int | None) -> Plan:
    if plan_id is not None:
        row = work.session.get(Plan, plan_id)
        if row is None or row.case_id != case_id or not row.is_current:
            raise UserError("这份计划已经不是当前的计划，请刷新后再修改。")
        return row
    work.session.execute(
        update(Plan).where(Plan.case_id == case_id, Plan.is_current).values(is_current=False)
    )
    row = Plan(case_id=case_id, made_on=work.today, is_current=True)
    work.session.add(row)
    return row


def _put_measures(row: Plan, given: Sequence[Mapping[str, Any]], today: date) -> None:
    if not given:
        raise UserError("请至少填写一项帮扶措施。", field="measures")
    standing = {measure.id: measure for measure in row.measures}
    kept = []
    for place, line in enumerate(given):
        raw = {key: value for key, value in line.items() if key != "id" and key not in _STATE_KEYS}
        held = line.get("id")
        measure = Measure() if held is None else standing.get(int(held))
        if measure is None:
            raise UserError("这份计划刚刚被别人改过，请刷新后再试，您的输入还在。")
        try:
            values = _read(MEASURE, raw, today)
        except UserError as error:
            raise UserError(
                f"第 {place + 1} 项措施：{error.message}", field=f"measures.{place}.{error.field}"
            ) from error
        _check_days(place, values)
        for key, value in values.items():
            setattr(measure, key, value)
        measure.position = place
        kept.append(measure)
    row.measures[:] = kept


def _read(fields: tuple[Field, ...], raw: Mapping[str, Any], today: date) -> dict[str, Any]:
    values = accepted(fields, raw, today)
    lacking = [one for one in missing(values, fields, Stage.DRAFT) if one.key not in _STATE_KEYS]
    if lacking:
        raise UserError(f"请填写{lacking[0].label}。", field=lacking[0].key)
    return values


def _check_days(place: int, values: Mapping[str, Any]) -> None:
    start, due = values.get("start_on"), values.get("due_on")
    if start and due and due < start:
        raise UserError(
            f"第 {place + 1} 项措施：完成期限早于开始日期，请核对。",
            field=f"measures.{place}.due_on",
        )


def _case_of(office: Office, measure_id: int) -> int:
    with office.read() as session:
        case_id = session.scalar(
            select(Plan.case_id)
            .join(Measure, Measure.plan_id == Plan.id)
            .where(Measure.id == measure_id)
        )
        if case_id is None:
            raise UserError("没有找到这项措施，请刷新后再看。")
        return case_id


def _running(session: Session, measure_id: int) -> Measure:
    measure = session.get(Measure, measure_id)
    if measure is None or measure.is_done or measure.drop_reason:
        raise UserError("这项措施已经完成或取消，请刷新后再看。")
    return measure
