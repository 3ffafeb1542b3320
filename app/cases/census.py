"""What waits on all cases at once. Cases with equal facts have equal tasks: what is alike is looked at once.

The file itself puts alike cases together and counts them: a million people are a few thousand groups. What
has days of its own, the visits and the national system, is put together for itself. A case whose tasks follow
from what only it holds — a draft, a notice, a file under way with papers in it — stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, null, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from app.cases.scope import destroyed
from app.cases.waiting import FROM_THERE, NOT_ENTERED, REPORTED, CaseLine, waiting
from app.lifecycle.deadlines import NOTICE_STAGES
from app.lifecycle.position import Position
from app.lifecycle.table import EDITABLE
from app.lifecycle.tasks import CaseFacts, NationalDuty, OfficeTerms, Task, TaskKind, tasks
from db.codes import CorrectionState, GrantState, Stage
from db.models import Attachment, Case, Correction, Exit, Grant, NationalRecord, Plan, Visit

__all__ = ["Alike", "case_lines", "census"]

_Query = Select[*tuple[Any, ...]]
_PORTION = 500
_ON_FILE = Position(Stage.ON_FILE, (Stage.ON_FILE,))
_BEGUN = func.coalesce(Case.filed_on, Case.stage_since)
_WANTING = ("申请书",)
"""What a file under way without any paper lacks in any case."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Cases on which the same waits: the tasks of each, how many they are, and their ids as one text."""

    tasks: tuple[Task, ...]
    count: int
    joined_ids: str

    def case_ids(self) -> Iterator[int]:
        """The ids, in no order."""
        return map(int, self.joined_ids.split(","))


def census(
    session: Session, where: ColumnElement[bool], today: date, terms: OfficeTerms
) -> Iterator[Alike]:
    """Every case that `where` lets through, discarded drafts left out; one on file in a group of each aspect.

    The tasks are those of `waiting`, but for words that only the case itself knows: what it lacks, and why
    the national system returned it.
    """
    shown = and_(Case.discarded_at.is_(None), ~destroyed(), where)
    alone = _stands_alone()
    for aspect in _ASPECTS:
        for row in session.execute(_groups(aspect.ask(and_(shown, ~alone)))):
            found = tasks(aspect.facts(row), today, terms)
            yield Alike(tuple(one for one in found if aspect.tells(one)), row.cases, row.ids)
    ids = session.scalars(select(Case.id).where(shown, alone)).all()
    for line in case_lines(session, ids, today, terms):
        yield Alike(line.tasks, 1, str(line.case_id))


def case_lines(
    session: Session, ids: Sequence[int], today: date, terms: OfficeTerms
) -> Iterator[CaseLine]:
    """These cases with their tasks, read in portions: one is let go before the next is read."""
    for at in range(0, len(ids), _PORTION):
        yield from waiting(session, Case.id.in_(ids[at : at + _PORTION]), today, terms)
        session.expunge_all()


def _stands_alone() -> ColumnElement[bool]:
    # Asked case by case, and of few: the table of papers is the longest of all.
    papers = select(Attachment.id).where(
        Attachment.case_id == Case.id, Attachment.removed_on.is_(None)
    )
    return or_(
        Case.stage.in_((Stage.DRAFT, *NOTICE_STAGES)),
        and_(Case.stage.in_(EDITABLE), papers.exists()),
    )


def _groups(query: _Query) -> _Query:
    """A row per group of alike cases."""
    facts = query.subquery()
    told_apart = [column for column in facts.c if column.name != "id"]
    return select(
        *told_apart,
        func.count().label("cases"),
        func.aggregate_strings(cast(facts.c.id, String), ",").label("ids"),
    ).group_by(*told_apart)


def _own(where: ColumnElement[bool]) -> _Query:
    """Told apart is only what the tasks of the stage ask for."""
    on_file, monitored = Case.stage == Stage.ON_FILE, Case.stage == Stage.MONITORED
    visited = select(func.max(Visit.visited_on)).where(Visit.case_id == Case.id).scalar_subquery()
    return select(
        Case.id,
        Case.stage,
        sql_case((on_file, null()), else_=Case.stage_since).label("since"),
        sql_case((on_file, _later(Case.reviewed_on, _BEGUN))).label("reviewed"),
        sql_case((monitored, visited)).label("visited"),
        sql_case((monitored, Case.watch_until)).label("watch_until"),
        sql_case((Case.stage == Stage.CLOSED, Case.closed_on)).label("closed_on"),
        and_(on_file, Case.category_to_review).label("is_to_review"),
        _is_among(Plan.case_id, Plan.is_current).label("has_plan"),
        _is_among(Grant.case_id, Grant.state == GrantState.PROPOSED).label("has_grant"),
        _is_among(Correction.case_id, Correction.state == CorrectionState.ASKED).label(
            "has_correction"
        ),
        _is_among(
            Exit.case_id, Exit.approved_on.is_not(None), Exit.notice_served_on.is_(None)
        ).label("is_unserved"),
    ).where(where)


def _own_facts(row: Any) -> CaseFacts:
    stage: Stage = row.stage
    return CaseFacts(
        position=Position(stage, (stage,)),
        # On file the day of the review is that of the filing or a later one, so it may stand for it.
        since=row.since or row.reviewed,
        missing=_WANTING if stage in EDITABLE else (),
        last_review=row.reviewed,
        last_visit=row.visited,
        is_category_to_review=row.is_to_review,
        has_plan=row.has_plan,
        open_grants=int(row.has_grant),
        open_corrections=int(row.has_correction),
        is_exit_notice_served=not row.is_unserved,
        watch_until=row.watch_until,
        closed_on=row.closed_on,
    )


def _visits(where: ColumnElement[bool]) -> _Query:
    visits = (
        select(Visit.case_id, func.max(Visit.visited_on).label("last"))
        .group_by(Visit.case_id)
        .subquery()
    )
    is_counted = Case.next_visit_on.is_(None)
    return (
        select(
            Case.id,
            Case.next_visit_on.label("next_visit"),
            sql_case((is_counted, _later(visits.c.last, _BEGUN))).label("visited"),
        )
        .outerjoin(visits, visits.c.case_id == Case.id)
        .where(Case.stage == Stage.ON_FILE, where)
    )


def _visit_facts(row: Any) -> CaseFacts:
    return CaseFacts(
        position=_ON_FILE,
        since=row.visited or row.next_visit,
        last_visit=row.visited,
        next_visit=row.next_visit,
    )


def _duties(where: ColumnElement[bool]) -> _Query:
    is_in = or_(Case.origin.in_(FROM_THERE), Case.filed_on.is_(None))
    is_told = NationalRecord.id.is_not(None)
    # Of an archived file that was never entered nothing is asked any more.
    changed = _is_among(NationalRecord.case_id, NationalRecord.state != NOT_ENTERED)
    return (
        select(
            Case.id,
            func.coalesce(NationalRecord.state, NOT_ENTERED).label("duty"),
            func.coalesce(NationalRecord.since, Case.filed_on).label("since"),
        )
        .outerjoin(NationalRecord, NationalRecord.case_id == Case.id)
        .where(
            or_(
                Case.stage.in_((Stage.ON_FILE, Stage.MONITORED)),
                and_(Case.stage == Stage.CLOSED, changed),
            ),
            sql_case((is_told, NationalRecord.state != REPORTED), else_=~is_in),
            where,
        )
    )


def _duty_facts(row: Any) -> CaseFacts:
    return CaseFacts(position=_ON_FILE, since=row.since, national=NationalDuty(row.duty, row.since))


def _later(day: Any, begun: Any) -> ColumnElement[Any]:
    return sql_case((day > begun, day), else_=begun)


def _is_among(case_id: Any, *where: ColumnElement[bool] | Any) -> ColumnElement[bool]:
    return Case.id.in_(select(case_id).where(*where))


@dataclass(frozen=True)
class _Aspect:
    """Facts that go together: put together with others they would tell nearly every case from every other.

    `kind`: the one kind of task that it tells; None: all that no other aspect tells.
    """

    ask: Callable[[ColumnElement[bool]], _Query]
    facts: Callable[[Any], CaseFacts]
    kind: TaskKind | None = None

    def tells(self, task: Task) -> bool:
        """Whether the task follows from these facts."""
        return task.kind is self.kind if self.kind else task.kind not in _APART


_ASPECTS = (
    _Aspect(_own, _own_facts),
    _Aspect(_visits, _visit_facts, TaskKind.VISIT),
    _Aspect(_duties, _duty_facts, TaskKind.ENTER_NATIONAL),
)
_APART = frozenset(aspect.kind for aspect in _ASPECTS if aspect.kind)
