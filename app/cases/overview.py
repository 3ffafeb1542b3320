"""One case at a glance: who, where in the procedure, what to do now and by whom, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.facts_missing import checklist, missing_facts
from app.cases.moving import position_of
from app.cases.waiting import office_terms, waiting
from app.changes import Group, Op
from app.errors import AccessDeniedError, UserError
from app.lifecycle.stepper import StepState, stepper
from app.lifecycle.table import RULES, allowed, is_editable
from app.lifecycle.tasks import Task, TaskKind
from app.office.session import Office
from db.codes import Origin, Stage
from db.models import Account, AssessmentRecord, Case, Operation, Unit
from db.values import clean_text

__all__ = [
    "PAGE_OF",
    "Action",
    "Overview",
    "PaperState",
    "Verdict",
    "find_by_number",
    "overview",
    "record_opening",
]

PAGE_OF: Mapping[Op, str] = MappingProxyType(
    {
        Op.EDIT_FACTS: "facts",
        Op.ADD_ATTACHMENT: "attachments",
        Op.RECORD_NATIONAL: "transcription",
        Op.ASSESS: "assessment",
        Op.RECORD_SURVEY: "survey",
        Op.SURVEY_NOT_MET: "survey",
        Op.SURVEY_UNWILLING: "survey",
        Op.SEND_CHECK: "survey",
        Op.RECORD_CHECK: "survey",
        Op.CHECK_CONTRADICTION: "survey",
        Op.CHECK_NO_REPLY: "survey",
        Op.RECORD_APPRAISAL: "publicity",
        Op.APPRAISAL_NOT_PASSED: "publicity",
        Op.APPRAISAL_NO_QUORUM: "publicity",
        Op.POST_PUBLICITY: "publicity",
        Op.CLOSE_PUBLICITY: "publicity",
        Op.RECORD_OBJECTION: "publicity",
        Op.DISMISS_OBJECTION: "publicity",
        Op.UPHOLD_OBJECTION: "publicity",
        Op.PASS_REVIEW: "approval",
        Op.RETURN_REVIEW: "approval",
        Op.REFUSE_REVIEW: "approval",
        Op.APPROVE_FILE: "approval",
        Op.RETURN_APPROVAL: "approval",
        Op.REFUSE_FILE: "approval",
        Op.SAVE_PLAN: "plan",
        Op.PROPOSE_GRANT: "grants",
        Op.APPROVE_GRANT: "grants",
        Op.REFUSE_GRANT: "grants",
        Op.RECORD_VISIT: "followup",
        Op.ANNUAL_REVIEW: "followup",
        Op.RECORD_FOLLOW_UP: "followup",
        Op.END_WATCH: "followup",
        Op.WATCH_ENDED: "followup",
        Op.PROPOSE_EXIT: "exit",
        Op.AGREE_EXIT: "exit",
        Op.DROP_EXIT: "exit",
        Op.APPROVE_EXIT: "exit",
        Op.RETURN_EXIT: "exit",
        Op.SERVE_EXIT_NOTICE: "exit",
        Op.REQUEST_CORRECTION: "facts",
        Op.APPLY_CORRECTION: "facts",
        Op.REFUSE_CORRECTION: "facts",
        Op.TAKE_BACK: "history",
    }
)
"""The tab with the form of an operation; what has none runs from the case page itself."""

_NO_SUCH_NUMBER = "没有这个编号的档案，或者它不在您的管辖范围内，请核对编号。"
_NOT_OFFERED = frozenset({Op.REMOVE_ATTACHMENT, Op.MERGE, Op.SPLIT, Op.DESTROY})
"""Done on their own tab or in a list, never from the right column."""

_DECIDES = MappingProxyType(
    {
        Op.APPLY_CORRECTION: TaskKind.DECIDE_CORRECTION,
        Op.REFUSE_CORRECTION: TaskKind.DECIDE_CORRECTION,
        Op.APPROVE_GRANT: TaskKind.DECIDE_GRANT,
        Op.REFUSE_GRANT: TaskKind.DECIDE_GRANT,
    }
)
"""Decisions on requests, offered where one waits."""

_RESTING = frozenset({Stage.ON_FILE, Stage.CLOSED})
"""Where a case may rest: with nothing due there is nothing to press."""

_STEPS = frozenset((row.stage, row.op) for row in RULES if row.is_step)


@dataclass(frozen=True)
class Action:
    """An operation that this account may do now. `page` is the tab with its form, "" where it has none.

    `on_paper`: the account may only record it from a signed sheet. `is_step`: the stage's own.
    """

    op: Op
    label: str
    page: str
    is_step: bool
    on_paper: bool = False


@dataclass(frozen=True)
class PaperState:
    """One paper of the checklist: there or not, and why it is wanted where that is not always so."""

    label: str
    reason: str
    is_there: bool


@dataclass(frozen=True)
class Verdict:
    """The newest assessment in short. Money in fen."""

    made_on: str
    category: str
    is_eligible: bool
    net_per_capita: str
    dibao_fen: int
    policy: str


@dataclass(frozen=True)
class Overview:
    """The frame of a case page. `tasks` the most urgent first; `actions` in the order of the table."""

    case_id: int
    number: str
    applicant: str
    people: int
    category: str
    is_to_review: bool
    stage: Stage
    stage_label: str
    unit: str
    contact_person: str
    clerk: str
    origin: str
    is_discarded: bool
    is_back_entry: bool
    previous_case: tuple[int, str] | None
    steps: tuple[StepState, ...]
    tasks: tuple[Task, ...]
    papers: tuple[PaperState, ...]
    missing_facts: tuple[str, ...]
    verdict: Verdict | None
    actions: tuple[Action, ...]
    whose_turn: str
    may_merge: bool = False
    may_split: bool = False

    @property
    def main_action(self) -> Action | None:
        """What the one red button does: the first task this account can do, else the stage's first step.

        None where somebody else has to act: what this account could still do then is a way out.
        """
        own = {action.op: action for action in self.actions}
        if Op.EDIT_FACTS in own and not self.missing_facts:
            # What is missing are papers.
            own[Op.EDIT_FACTS] = replace(own[Op.EDIT_FACTS], label="补齐材料", page="attachments")
        for task in self.tasks:
            if task.op in own:
                return own[task.op]
        waits = any(task.op is None for task in self.tasks)
        if waits or self.whose_turn or self.stage in _RESTING:
            return None
        return next((action for action in self.actions if action.is_step), None)


def overview(office: Office, case_id: int) -> Overview:
    """Everything the frame of the case page shows. UserError where there is no such case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        position = position_of(case)
        terms = office_terms(session)
        line = next(waiting(session, Case.id == case_id, office.today, terms), None)
        papers = tuple(
            PaperState(one.label, one.reason, one.is_done)
            for one in checklist(session, case)
            if one.is_due
        )
        empty = tuple(one.label for one in missing_facts(case)) if is_editable(case.stage) else ()
        people = [person for person in case.household.people if person.removed_on is None]
        applicant = next((person.name for person in people if person.is_applicant), "")
        waiting_for = line.tasks if line else ()
        actions = _actions(office, case, waiting_for)
        return Overview(
            case_id=case.id,
            number=case.number,
            applicant=applicant,
            people=sum(person.is_counted for person in people),
            category=case.category or case.filed_category or "",
            is_to_review=case.category_to_review,
            stage=case.stage,
            stage_label=case.stage.label,
            unit=session.scalar(select(Unit.name).where(Unit.id == case.unit_id)) or "",
            contact_person=case.contact_person or "",
            clerk=_clerk(session, case),
            origin="" if case.origin is Origin.APPLICATION else case.origin.value,
            is_discarded=position.is_discarded,
            is_back_entry=case.is_back_entry,
            previous_case=_previous(session, case),
            steps=stepper(position),
            tasks=waiting_for,
            papers=papers,
            missing_facts=empty,
            verdict=_verdict(session, case.id),
            actions=actions,
            whose_turn=_whose_turn(waiting_for, actions),
            may_merge=_may(office, case, Op.MERGE),
            may_split=_may(office, case, Op.SPLIT) and _is_merged(session, case),
        )


def record_opening(office: Office, case_id: int) -> bool:
    """Journal that the account opened this case, once per login; whether it was journalled now.

    Searches are not journalled, what is opened is: the values on the pages are not masked.
    """
    with office.read() as session:
        if was_done(office, session, Op.OPEN_CASE, case_id):
            return False
    office.record(Op.OPEN_CASE, case_id)
    return True


def record_unmasking(office: Office, *, case_id: int, reason: str) -> None:
    """Journal why an account that sees masks looks at what is in a case. UserError without a reason."""
    if not reason.strip():
        raise UserError("请写明查看完整信息的原因。", field="reason")
    office.record(Op.UNMASK, case_id, reason=reason.strip())


def was_done(office: Office, session: Session, op: Op, case_id: int) -> bool:
    """Whether the account has done this with the case since it logged in."""
    known = select(Operation.id).where(
        Operation.case_id == case_id,
        Operation.session == office.login,
        Operation.op == op.name,
        Operation.result == "done",
    )
    return session.scalar(known.limit(1)) is not None


def find_by_number(
    office: Office,
    number: str,
    op: Op = Op.OPEN_CASE,
    *,
    field: str | None = None,
    with_discarded: bool = True,
) -> int:
    """The id of the case with this number, in large letters or small; `op` is what it is wanted for.

    UserError where there is none; AccessDeniedError, told with the same words, where others keep it. Both
    stand at `field`.
    """
    typed = clean_text(number)
    with office.read() as session:
        # As typed before the other ways of writing it, each found by the index.
        row = session.execute(
            select(Case.id, Case.unit_id, Case.discarded_at)
            .where(Case.number.in_({typed, typed.upper(), typed.lower()}))
            .order_by(Case.number != typed)
        ).first()
    if row is None or (row.discarded_at is not None and not with_discarded):
        raise UserError(_NO_SUCH_NUMBER, field=field)
    if not office.sees_unit(row.unit_id):
        office.refuse(op, row.id)
        raise AccessDeniedError(_NO_SUCH_NUMBER, field=field)
    return int(row.id)


def _actions(office: Office, case: Case, tasks: tuple[Task, ...]) -> tuple[Action, ...]:
    position = position_of(case)
    waiting_kinds = {task.kind for task in tasks}
    left_out = _NOT_OFFERED | {op for op, kind in _DECIDES.items() if kind not in waiting_kinds}
    found = []
    for op in allowed(case.stage, is_discarded=position.is_discarded):
        plain = office.may(op)
        if op in left_out or not (plain or office.may(op, paper=True)):
            continue
        found.append(
            Action(
                op,
                op.label,
                PAGE_OF.get(op, ""),
                (case.stage, op) in _STEPS,
                on_paper=not plain,
            )
        )
    return tuple(found)


def _may(office: Office, case: Case, op: Op) -> bool:
    return office.may(op) and op in allowed(case.stage, is_discarded=case.discarded_at is not None)


def _is_merged(session: Session, case: Case) -> bool:
    """Whether the file was absorbed by another or has absorbed one."""
    if case.merged_into_id is not None:
        return True
    absorbed = select(Case.id).where(Case.merged_into_id == case.id).limit(1)
    return session.scalar(absorbed) is not None


_WORKERS = {
    Group.INTAKE: "经办",
    Group.REVIEW: "审核",
    Group.APPROVE: "审批",
    Group.FINANCE: "资金",
}


def _whose_turn(tasks: tuple[Task, ...], actions: tuple[Action, ...]) -> str:
    """The role that has to act, where this account cannot; empty where it can or nothing waits."""
    own = {action.op for action in actions}
    todo = [task.op for task in tasks if task.op is not None]
    if not todo or any(op in own for op in todo):
        return ""
    return _WORKERS.get(todo[0].group, "")


def _clerk(session: Session, case: Case) -> str:
    if case.clerk_id is None:
        return ""
    return session.scalar(select(Account.display_name).where(Account.id == case.clerk_id)) or ""


def _previous(session: Session, case: Case) -> tuple[int, str] | None:
    if case.previous_case_id is None:
        return None
    number = session.scalar(select(Case.number).where(Case.id == case.previous_case_id))
    return (case.previous_case_id, number or "")


def _verdict(session: Session, case_id: int) -> Verdict | None:
    row = session.scalars(
        select(AssessmentRecord)
        .where(AssessmentRecord.case_id == case_id)
        .order_by(AssessmentRecord.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    result: dict[str, Any] = row.result
    return Verdict(
        made_on=row.made_on.isoformat(),
        category=row.category or row.level or "不符合认定条件",
        is_eligible=row.is_eligible,
        net_per_capita=str(result.get("net_per_capita", "")),
        dibao_fen=row.dibao_fen,
        policy=row.policy,
    )
