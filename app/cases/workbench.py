"""The workbench: what is to be done today, the figures of the year, the causes, what was opened last.

One set of queries over all cases in scope; nothing of it is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case as sql_case
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.scope import in_scope, may_read_cases
from app.cases.waiting import CaseLine, office_terms, waiting
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

    def days_left(self, today: date) -> int | None:
        """Days until the last day; negative when overdue, None where there is no day."""
        return None if self.task.due is None else (self.task.due - today).days


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
        scope = in_scope(office)
        terms = office_terms(session)
        cases = list(waiting(session, scope, today, terms))
        lines = _lines(office, cases)
        doable = [line for line in lines if line.task.op is not None]
        late = [line.task.overdue_days for line in doable if line.task.overdue_days]
        return Workbench(
            today=today,
            lines=lines[:_SHOWN],
            waiting_count=len(doable),
            mine_count=sum(line.is_mine for line in doable),
            figures=_figures(session, office, cases, late),
            causes=_causes(cases),
            recent=_recent(session, office),
            places=_places(doable),
            has_cases=bool(cases),
        )


def _lines(office: Office, cases: Iterable[CaseLine]) -> tuple[TaskLine, ...]:
    may: dict[Op, bool] = {}

    def is_mine(op: Op | None) -> bool:
        if op is None:
            return False
        if op not in may:
            may[op] = office.may(op) or office.may(op, paper=True)
        return may[op]

    found = [
        TaskLine(
            case.case_id,
            case.number,
            case.applicant,
            case.stage.label,
            " · ".join(part for part in (case.category, case.cause) if part),
            task,
            is_mine(task.op),
        )
        for case in cases
        for task in case.tasks
    ]
    found.sort(key=_urgency)
    return tuple(found)


def _urgency(line: TaskLine) -> tuple[bool, int, date, int]:
    task = line.task
    return (task.op is None, -task.overdue_days, task.due or date.max, line.case_id)


def _places(lines: Iterable[TaskLine]) -> dict[str, int]:
    """How many tasks that are the account's own wait in each place of the rail."""
    counts: Counter[str] = Counter()
    for line in lines:
        op = line.task.op
        if op is None or not line.is_mine:
            continue
        counts["workbench"] += 1
        place = _PLACES_BY_KIND.get(line.task.kind) or _PLACES.get(op.group)
        if place:
            counts[place] += 1
    return dict(counts)


def _figures(session: Session, office: Office, cases: list[CaseLine], late: list[int]) -> Figures:
    today, scope = office.today, in_scope(office)
    first = date(today.year, 1, 1)
    on_books = [case for case in cases if case.stage in ON_BOOKS]
    names = Counter(_SHORT.get(case.category, "待定") for case in on_books)
    order = [*_SHORT.values(), "待定"]
    filed = select(
        func.count(), func.sum(sql_case((Case.origin == Origin.RETURN, 1), else_=0))
    ).where(Case.filed_on >= first, Case.filed_on <= today, Case.discarded_at.is_(None), scope)
    new, returned = session.execute(filed).one()
    out, months = _left(session, office, first)
    paid = session.scalar(
        select(func.sum(Grant.amount_fen))
        .join(Case, Case.id == Grant.case_id)
        .where(Grant.state == GrantState.PAID, Grant.paid_on >= first, scope)
    )
    budget = session.scalar(select(func.sum(Fund.amount_fen)).where(Fund.budget_year == today.year))
    return Figures(
        on_books=len(on_books),
        by_category=tuple((name, names[name]) for name in order if names[name]),
        new_this_year=new,
        returned_this_year=returned or 0,
        out_this_year=out,
        average_months=months,
        paid_fen=paid or 0,
        budget_fen=budget or 0,
        overdue=len(late),
        longest_overdue=max(late, default=0),
    )


def _left(session: Session, office: Office, first: date) -> tuple[int, int | None]:
    """Households that got out of hardship this year, and for how many months they were on file."""
    rows = session.execute(
        select(Case.filed_on, Exit.approved_on)
        .join(Exit, Exit.case_id == Case.id)
        .where(
            Exit.approved_on >= first,
            Exit.kind.in_((ExitKind.OUT_OF_POVERTY, ExitKind.RELIEVED)),
            in_scope(office),
        )
    ).all()
    spans = [(row.approved_on - row.filed_on).days for row in rows if row.filed_on]
    return len(rows), round(sum(spans) / len(spans) / 30.4) if spans else None


def _causes(cases: Iterable[CaseLine]) -> tuple[tuple[str, int], ...]:
    """Main causes of the households on file, the commonest first; the rest together as 其他."""
    counts = Counter(case.cause or "未填写" for case in cases if case.stage in ON_BOOKS)
    other = counts.pop("其他", 0)
    common = counts.most_common()
    other += sum(count for _, count in common[5:])
    return (*common[:5], *((("其他", other),) if other else ()))


def _recent(session: Session, office: Office) -> tuple[Recent, ...]:
    newest = (
        select(Operation.case_id, func.max(Operation.id).label("last"))
        .where(
            Operation.account_id == office.user.id,
            Operation.op == Op.OPEN_CASE.name,
            Operation.case_id.is_not(None),
        )
        .group_by(Operation.case_id)
        .subquery()
    )
    query = (
        select(Case.id, Person.name, Case.category, Case.filed_category, Case.stage)
        .join(newest, newest.c.case_id == Case.id)
        .join(Household, Household.id == Case.household_id)
        .join(Person, (Person.household_id == Household.id) & Person.is_applicant)
        .where(Case.discarded_at.is_(None), in_scope(office))
        .order_by(newest.c.last.desc())
        .limit(_RECENT)
    )
    return tuple(
        Recent(
            row.id,
            row.name,
            _SHORT.get(row.category or "", row.filed_category or "待定"),
            row.stage.label,
        )
        for row in session.execute(query)
    )


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
