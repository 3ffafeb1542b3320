"""The workbench: what is to be done today, the figures of the year, the causes, what was opened last.

One set of queries over all cases in scope; nothing of it is stored.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, groupby, islice

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from app.cases.census import Alike, case_lines, census
from app.cases.scope import in_scope, may_read_cases, scope_of_all
from app.cases.waiting import CaseLine, office_terms
from app.changes import Group, Op
from app.lifecycle.tasks import Task, TaskKind
from app.office.backups import COPY_DAYS, days_without_copy, newest_stamp
from app.office.session import Office
from app.office.settings import read_settings
from app.office.standards import rule_set_on
from app.policy.rules import rule_set
from db.codes import Category, ExitKind, GrantState, Origin, Stage
from db.files import LOW_SPACE, free_bytes
from db.models import Case, Exit, Fund, Grant, Household, Operation, Person
from db.values import format_money

__all__ = [
    "Figures",
    "Recent",
    "Standing",
    "TaskLine",
    "Workbench",
    "format_money",
    "standing",
    "workbench",
]

ON_BOOKS = (Stage.ON_FILE, Stage.EXIT_PROPOSED, Stage.EXIT_PUBLICITY, Stage.EXIT_APPROVAL)
"""在档: approved and not yet out."""

_SHORT = {
    Category.DEEP.value: "深度",
    Category.RELATIVE.value: "相对",
    Category.ACCIDENT.value: "意外",
}
_RECENT = 8
_PORTION = 100
_SHOWN = 500

_PLACES = {
    Group.REVIEW: "review",
    Group.APPROVE: "review",
}
_PLACES_BY_KIND = {
    TaskKind.POST_NOTICE: "publicity",
    TaskKind.CLOSE_NOTICE: "publicity",
    TaskKind.ANSWER_OBJECTION: "publicity",
    TaskKind.NOTICE_RUNS: "",
    TaskKind.VISIT: "followups",
    TaskKind.FOLLOW_UP: "followups",
    TaskKind.END_WATCH: "followups",
}


@dataclass(frozen=True)
class TaskLine:
    """One thing to do. `is_mine`: the account may do it itself or as the record of a paper approval."""

    case_id: int
    number: str
    applicant: str
    stage: str
    detail: str
    task: Task
    is_mine: bool


@dataclass(frozen=True)
class Figures:
    """The figures over the list. Money in fen."""

    on_books: int
    by_category: tuple[tuple[str, int], ...]
    new_this_year: int
    returned_this_year: int
    out_this_year: int
    average_months: int | None
    paid_fen: int
    budget_fen: int
    overdue: int
    longest_overdue: int


@dataclass(frozen=True)
class Recent:
    """A case that the account opened lately."""

    case_id: int
    applicant: str
    category: str
    stage: str


@dataclass(frozen=True)
class Workbench:
    """Everything on the workbench. `waiting_count` counts what somebody can do today."""

    today: date
    lines: tuple[TaskLine, ...]
    waiting_count: int
    mine_count: int
    figures: Figures
    causes: tuple[tuple[str, int], ...]
    recent: tuple[Recent, ...]
    places: dict[str, int]
    has_cases: bool
    reads_cases: bool = True


def workbench(office: Office) -> Workbench:
    """Read it all. Empty, and saying so, for an account that reads no cases. Raises StorageError."""
    today = office.today
    if not may_read_cases(office):
        empty = Figures(0, (), 0, 0, 0, None, 0, 0, 0, 0)
        return Workbench(today, (), 0, 0, empty, (), (), {}, False, reads_cases=False)
    with office.read() as session:
        terms = office_terms(session)
        scope = scope_of_all(session, office)
        groups = list(census(session, scope, today, terms))
        may = _Rights(office)
        urgent = case_lines(session, _most_urgent(groups), today, terms)
        doable = [
            (task, group.count) for group in groups for task in group.tasks if task.op is not None
        ]
        return Workbench(
            today=today,
            lines=_lines(urgent, may)[:_SHOWN],
            waiting_count=sum(count for _, count in doable),
            mine_count=sum(count for task, count in doable if may.do(task.op)),
            figures=_figures(session, office, scope, doable),
            causes=_causes(session, scope),
            recent=_recent(session, office),
            places=_places(doable, may),
            has_cases=bool(groups),
        )


class _Rights:
    """Which operations are the account's own, each asked once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[Op, bool] = {}

    def do(self, op: Op | None) -> bool:
        """Whether the account does it itself or records it as a paper approval."""
        if op is None:
            return False
        if op not in self._known:
            self._known[op] = self._office.may(op) or self._office.may(op, paper=True)
        return self._known[op]


def _most_urgent(groups: Iterable[Alike]) -> list[int]:
    """The cases that hold the tasks shown. Of equal tasks the older case comes first."""
    tasks = sorted(
        ((*_pressure(task), group) for group in groups for task in group.tasks),
        key=lambda one: one[:-1],
    )
    found: dict[int, None] = {}
    shown = 0
    for _, equal in groupby(tasks, key=lambda one: one[:-1]):
        ids = heapq.nsmallest(
            _SHOWN - shown, chain.from_iterable(one[-1].case_ids() for one in equal)
        )
        found |= dict.fromkeys(ids)
        shown += len(ids)
        if shown >= _SHOWN:
            break
    return list(found)


def _lines(cases: Iterable[CaseLine], may: _Rights) -> tuple[TaskLine, ...]:
    found = [
        TaskLine(
            case.case_id,
            case.number,
            case.applicant,
            case.stage.label,
            " · ".join(part for part in (case.category, case.cause) if part),
            task,
            may.do(task.op),
        )
        for case in cases
        for task in case.tasks
    ]
    found.sort(key=lambda line: (*_pressure(line.task), line.case_id))
    return tuple(found)


def _pressure(task: Task) -> tuple[bool, int, date]:
    return (task.op is None, -task.overdue_days, task.due or date.max)


def _places(doable: Iterable[tuple[Task, int]], may: _Rights) -> dict[str, int]:
    """How many tasks that are the account's own wait in each place of the rail."""
    counts: Counter[str] = Counter()
    for task, count in doable:
        if task.op is None or not may.do(task.op):
            continue
        counts["workbench"] += count
        place = _PLACES_BY_KIND.get(task.kind) or _PLACES.get(task.op.group)
        if place:
            counts[place] += count
    return dict(counts)


def _figures(
    session: Session,
    office: Office,
    scope: ColumnElement[bool],
    doable: Iterable[tuple[Task, int]],
) -> Figures:
    today = office.today
    first = date(today.year, 1, 1)
    late = [(task.overdue_days, count) for task, count in doable if task.overdue_days]
    names = _categories(session, scope)
    order = [*_SHORT.values(), "待定"]
    filed = select(
        func.count(), func.sum(sql_case((Case.origin == Origin.RETURN, 1), else_=0))
    ).where(Case.filed_on >= first, Case.filed_on <= today, Case.discarded_at.is_(None), scope)
    new, returned = session.execute(filed).one()
    out, months = _left(session, scope, first)
    paid = session.scalar(
        select(func.sum(Grant.amount_fen))
        .join(Case, Case.id == Grant.case_id)
        .where(Grant.state == GrantState.PAID, Grant.paid_on >= first, scope)
    )
    budget = session.scalar(select(func.sum(Fund.amount_fen)).where(Fund.budget_year == today.year))
    return Figures(
        on_books=names.total(),
        by_category=tuple((name, names[name]) for name in order if names[name]),
        new_this_year=new,
        returned_this_year=returned or 0,
        out_this_year=out,
        average_months=months,
        paid_fen=paid or 0,
        budget_fen=budget or 0,
        overdue=sum(count for _, count in late),
        longest_overdue=max((days for days, _ in late), default=0),
    )


def _left(session: Session, scope: ColumnElement[bool], first: date) -> tuple[int, int | None]:
    """Households that got out of hardship this year, and for how many months they were on file."""
    rows = session.execute(
        select(Case.filed_on, Exit.approved_on)
        .join(Exit, Exit.case_id == Case.id)
        .where(
            Exit.approved_on >= first,
            Exit.kind.in_((ExitKind.OUT_OF_POVERTY, ExitKind.RELIEVED)),
            scope,
        )
    ).all()
    spans = [(row.approved_on - row.filed_on).days for row in rows if row.filed_on]
    return len(rows), round(sum(spans) / len(spans) / 30.4) if spans else None


def _categories(session: Session, scope: ColumnElement[bool]) -> Counter[str]:
    """How many households on file have each category."""
    category = func.coalesce(Case.category, Case.filed_category)
    query = select(category, func.count()).where(*_on_books(scope)).group_by(category)
    names: Counter[str] = Counter()
    for name, count in session.execute(query):
        names[_SHORT.get(name or "", "待定")] += count
    return names


def _causes(session: Session, scope: ColumnElement[bool]) -> tuple[tuple[str, int], ...]:
    """Main causes of the households on file, the commonest first; the rest together as 其他."""
    query = (
        select(Household.main_cause, func.count())
        .join(Case, Case.household_id == Household.id)
        .where(*_on_books(scope))
        .group_by(Household.main_cause)
    )
    counts: Counter[str] = Counter()
    for cause, count in session.execute(query):
        counts[cause or "未填写"] += count
    other = counts.pop("其他", 0)
    common = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    other += sum(count for _, count in common[5:])
    return (*common[:5], *((("其他", other),) if other else ()))


def _on_books(scope: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (Case.stage.in_(ON_BOOKS), Case.discarded_at.is_(None), scope)


def _recent(session: Session, office: Office) -> tuple[Recent, ...]:
    opened = (
        select(Operation.case_id)
        .where(
            Operation.account_id == office.user.id,
            Operation.op == Op.OPEN_CASE.name,
            Operation.case_id.is_not(None),
        )
        .order_by(Operation.id.desc())
        .execution_options(yield_per=_PORTION)
    )
    found: list[Recent] = []
    with session.scalars(opened) as ids:
        each_once = _each_once(ids)
        while len(found) < _RECENT and (some := list(islice(each_once, _RECENT))):
            found += _still_shown(session, office, some)
    return tuple(found[:_RECENT])


def _each_once(ids: Iterable[int | None]) -> Iterator[int | None]:
    seen: set[int | None] = set()
    for one in ids:
        if one not in seen:
            seen.add(one)
            yield one


def _still_shown(session: Session, office: Office, ids: Sequence[int | None]) -> list[Recent]:
    """Of these cases those that the account still sees, in their order."""
    query = (
        select(Case.id, Person.name, Case.category, Case.filed_category, Case.stage)
        .join(Household, Household.id == Case.household_id)
        .join(Person, (Person.household_id == Household.id) & Person.is_applicant)
        .where(Case.id.in_(ids), Case.discarded_at.is_(None), in_scope(office))
    )
    found = {
        row.id: Recent(
            row.id,
            row.name,
            _SHORT.get(row.category or "", row.filed_category or "待定"),
            row.stage.label,
        )
        for row in session.execute(query)
    }
    return [found[one] for one in ids if one in found]


@dataclass(frozen=True)
class Standing:
    """What the status line says: the standard in force, the last backup, the room on the disk.

    `open_items`: points of the standard that are not verified and that the office has not confirmed.
    `copy_days`: days since everything was last copied to another device, or since the office was
    made; `is_low_on_space`: less than half a gigabyte is free.
    """

    rule_set: str
    open_items: int
    backed_up_at: datetime | None
    is_demo: bool
    copy_days: int = 0
    is_low_on_space: bool = False

    @property
    def is_copy_due(self) -> bool:
        """Whether a copy for a stick is due (R07: seven days)."""
        return self.copy_days > COPY_DAYS and not self.is_demo


def standing(office: Office) -> Standing:
    """The truth about standard and backup. Raises StorageError."""
    with office.read() as session:
        use = rule_set_on(session, "认定", office.today)
        title, left = "", 0
        if use is not None:
            rules = rule_set(use.rule_set)
            title = f"{rules.document.place or ''}{rules.document.title}"
            left = len(set(rules.unverified) - set(use.confirmed_items))
        return Standing(
            title,
            left,
            newest_stamp(office),
            bool(read_settings(session)["is_demo"]),
            copy_days=days_without_copy(office),
            is_low_on_space=free_bytes(office.folder) < LOW_SPACE,
        )
