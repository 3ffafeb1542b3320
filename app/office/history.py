"""Reading the journal: who changed what, when, from what to what; and what can be taken back.

How far an account reads is decided by `app.office.access.journal_scope`: operations and the values before
and after are granted apart. Own means own operations; own unit means those on cases in scope and those
of accounts in scope. Source: the access contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.changes import Group, Op
from app.errors import AccessDeniedError
from app.office.access import Reach, journal_scope
from app.office.clock import CHINA
from app.office.history_cases import brought, is_of_case, operations_of
from app.office.history_labels import TABLES
from app.office.history_values import FieldChange, RowChange, bulk_rows, joined, names_for
from app.office.session import Office
from app.office.undo import last_step, take_back_problem
from db.models import Account, Case, Operation, Reason, RowImage

__all__ = [
    "CaseHistory",
    "FieldChange",
    "OperationFilter",
    "OperationLine",
    "RowChange",
    "TakeBack",
    "case_history",
    "changes_of",
    "filter_choices",
    "operations",
]

_PAGE = 200
_MOST_ROWS = 200
_MOST_IMAGES = 5000
"""What is read and told of one operation: an import may have written tens of thousands of rows."""
_OF_SEVERAL = "这一步是成批办理的，展开只列这一份档案的内容。"
_LOOKING = (Group.READ, Group.JOURNAL)


@dataclass(frozen=True)
class OperationLine:
    """One operation. `at` is local time (UTC+8).

    `summary`: what it wrote, counted by table. `undone_by`: the words of what took it back, empty while it
    stands. `undoes`: what it took back itself. `shows_values`: the account may see before and after.
    """

    id: int
    at: datetime
    who: str
    label: str
    group: str
    case_id: int | None
    case_number: str
    is_refused: bool
    reason: str
    summary: str
    undone_by: str
    undoes: str
    shows_values: bool
    has_values: bool


@dataclass(frozen=True)
class TakeBack:
    """The step that 撤回上一步 would take back. `problem`: why this account cannot, empty if it can."""

    label: str
    at: datetime
    who: str
    problem: str


@dataclass(frozen=True)
class CaseHistory:
    """The tab 历史, newest first. `is_partial`: the account sees its own operations only."""

    lines: tuple[OperationLine, ...]
    take_back: TakeBack | None
    is_partial: bool
    has_more: bool


@dataclass(frozen=True)
class OperationFilter:
    """What the list of operations shows; empty shows all. Days are local and both count."""

    account_id: int | None = None
    op: Op | None = None
    from_day: date | None = None
    to_day: date | None = None
    case_number: str = ""
    only_refused: bool = False
    with_looking: bool = False
    """Openings of files and of the journal, too."""


def case_history(
    office: Office, case_id: int, *, before_id: int | None = None, with_looking: bool = False
) -> CaseHistory:
    """The operations on one case, as far as the account may read them, 200 at a time.

    UserError where there is no such case in scope.
    """
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        readable = _Readable.in_case(office, session, case)
        where = [readable.operations]
        if not with_looking:
            where.append(Operation.op.not_in(_looking_ops()))
        if before_id is not None:
            where.append(Operation.id < before_id)
        lines, has_more = _lines(session, readable, where)
        return CaseHistory(
            lines=lines,
            take_back=_take_back(session, office, case_id),
            is_partial=journal_scope(office.user.roles).operations is Reach.OWN,
            has_more=has_more,
        )


def operations(
    office: Office, wanted: OperationFilter, *, before_id: int | None = None
) -> tuple[tuple[OperationLine, ...], bool]:
    """The operations of the office that the account may read, newest first, and whether there are more.

    AccessDeniedError for an account that reads no journal.
    """
    if journal_scope(office.user.roles).operations is Reach.NONE:
        office.refuse(Op.READ_JOURNAL)
        raise AccessDeniedError("您的账号不查看操作记录，请联系系统管理员或经审人员。")
    with office.read() as session:
        readable = _Readable(office)
        where = [readable.operations, *_wanted(wanted)]
        if before_id is not None:
            where.append(Operation.id < before_id)
        return _lines(session, readable, where)


def filter_choices(office: Office) -> tuple[tuple[tuple[int, str], ...], tuple[Op, ...]]:
    """Accounts (id, name) and operations that the filters offer: those that occur and may be read."""
    with office.read() as session:
        readable = _Readable(office).operations
        ids = select(Operation.account_id).where(readable).distinct()
        people = session.execute(
            select(Account.id, Account.display_name)
            .where(Account.id.in_(ids))
            .order_by(Account.display_name)
        )
        found = set(session.scalars(select(Operation.op).where(readable).distinct()))
        return (
            tuple((row.id, row.display_name) for row in people),
            tuple(op for op in Op if op.name in found),
        )


def changes_of(
    office: Office, operation_id: int, *, case_id: int | None = None
) -> tuple[RowChange, ...]:
    """What an operation wrote, row by row and field by field, masked as on the edit pages.

    `case_id`: of an operation on several cases only what it did to this one.
    AccessDeniedError where the account may not see values of this operation.
    """
    with office.read() as session:
        case = None if case_id is None else office.case_in_scope(session, case_id)
        readable = _Readable(office) if case is None else _Readable.in_case(office, session, case)
        operation = session.scalars(
            select(Operation).where(
                Operation.id == operation_id, readable.operations, readable.values
            )
        ).first()
        if operation is None:
            office.refuse(Op.READ_JOURNAL)
            raise AccessDeniedError("您的账号不能查看这项操作修改前后的内容，请联系经审人员。")
        images = (
            select(RowImage)
            .where(RowImage.operation_id == operation_id)
            .order_by(RowImage.id)
            .limit(_MOST_IMAGES)
        )
        if case is None or not readable.is_shared(operation):
            told = _told(session, office, operation, session.scalars(images).all())
            return (*told, *bulk_rows(session, operation_id))
        changed = session.scalars(images.where(is_of_case(case))).all()
        made = brought(session, operation_id, case, readable.of_case)
        return _told(session, office, operation, (*changed, *made))


def _told(
    session: Session, office: Office, operation: Operation, images: Sequence[RowImage]
) -> tuple[RowChange, ...]:
    names = names_for(session, operation, images, office.user.roles)
    told = tuple(joined(images, names))
    left = len(told) - _MOST_ROWS
    if left > 0:
        more = "以上" if len(images) == _MOST_IMAGES else ""
        told = (*told[:_MOST_ROWS], RowChange("修改", "其余", f"{left} 处{more}没有列出", ()))
    return told


# ------------------------------------------------------------------ what may be read


@dataclass(frozen=True)
class _Readable:
    """What an account may read: `operations` at all, and of which the `values`.

    In a `case` that it sees these are the operations `of_case`, those on several cases included.
    """

    office: Office
    case: Case | None = None
    of_case: ColumnElement[bool] = field(default_factory=true)

    @classmethod
    def in_case(cls, office: Office, session: Session, case: Case) -> _Readable:
        """Within one case that the account sees."""
        return cls(office, case, operations_of(session, case))

    @property
    def operations(self) -> ColumnElement[bool]:
        """Operations that the account may read."""
        return self._within(journal_scope(self.office.user.roles).operations)

    @property
    def values(self) -> ColumnElement[bool]:
        """Operations whose values before and after the account may see."""
        return self._within(journal_scope(self.office.user.roles).images)

    def is_shared(self, operation: Operation) -> bool:
        """Whether the operation is one on several cases, of which only one is read."""
        return self.case is not None and operation.case_id != self.case.id

    def _within(self, reach: Reach) -> ColumnElement[bool]:
        if reach is Reach.NONE:
            return false()
        own = Operation.account_id == self.office.user.id
        if reach is Reach.OWN:
            return and_(self.of_case, own)
        if reach is Reach.ALL or self.case is not None:
            return self.of_case
        return or_(own, self._in_unit())

    def _in_unit(self) -> ColumnElement[bool]:
        scope = sorted(self.office.user.scope)
        cases = select(Case.id).where(Case.unit_id.in_(scope))
        colleagues = select(Account.id).where(Account.unit_id.in_(scope))
        return or_(
            Operation.case_id.in_(cases),
            and_(Operation.case_id.is_(None), Operation.account_id.in_(colleagues)),
        )


def _wanted(wanted: OperationFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.account_id is not None:
        yield Operation.account_id == wanted.account_id
    if wanted.op is not None:
        yield Operation.op == wanted.op.name
    elif not wanted.with_looking:
        yield Operation.op.not_in(_looking_ops())
    if wanted.from_day is not None:
        yield Operation.at >= _start_of(wanted.from_day)
    if wanted.to_day is not None:
        yield Operation.at < _start_of(wanted.to_day + timedelta(days=1))
    if wanted.case_number.strip():
        number = wanted.case_number.strip().upper()
        yield Operation.case_id.in_(
            select(Case.id).where(Case.number.contains(number, autoescape=True))
        )
    if wanted.only_refused:
        yield Operation.result == "refused"


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


def _looking_ops() -> tuple[str, ...]:
    return tuple(op.name for op in Op if op.group in _LOOKING and op is not Op.UNMASK)


# ------------------------------------------------------------------ lines


def _lines(
    session: Session, readable: _Readable, where: Sequence[ColumnElement[bool]]
) -> tuple[tuple[OperationLine, ...], bool]:
    query = (
        select(Operation, Account.display_name, Case.number)
        .outerjoin(Account, Account.id == Operation.account_id)
        .outerjoin(Case, Case.id == Operation.case_id)
        .where(*where)
        .order_by(Operation.id.desc())
        .limit(_PAGE + 1)
    )
    rows = session.execute(query).all()
    has_more, rows = len(rows) > _PAGE, rows[:_PAGE]
    ids = [row.Operation.id for row in rows]
    shown = frozenset(
        session.scalars(select(Operation.id).where(Operation.id.in_(ids), readable.values))
    )
    reasons = _reasons(session, shown)
    undone, undoes = _undone(session, ids), _undoes(session, ids)
    lines = []
    for operation, who, number in rows:
        op = Op.__members__.get(operation.op)
        counts = {name: n for name, n in operation.counts.items() if name != "reason"}
        lines.append(
            OperationLine(
                id=operation.id,
                at=operation.at.astimezone(CHINA),
                who=who or "（系统）",
                label=op.label if op else operation.op,
                group=op.group.value if op else "",
                case_id=operation.case_id,
                case_number=number or "",
                is_refused=operation.result == "refused",
                reason=reasons.get(operation.id, ""),
                summary=_OF_SEVERAL if readable.is_shared(operation) else _summary(counts),
                undone_by=undone.get(operation.id, ""),
                undoes=undoes.get(operation.id, ""),
                shows_values=operation.id in shown,
                has_values=bool(counts),
            )
        )
    return tuple(lines), has_more


def _summary(counts: Mapping[str, int]) -> str:
    return "、".join(f"{TABLES.get(name, name)} {n} 处" for name, n in counts.items())


def _reasons(session: Session, ids: Iterable[int]) -> dict[int, str]:
    query = select(Reason.operation_id, Reason.text).where(Reason.operation_id.in_(tuple(ids)))
    return {row.operation_id: row.text for row in session.execute(query)}


def _undone(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """What took these back, unless that was taken back in turn (a redo), and so on."""
    later: dict[int, tuple[int, str]] = {}
    wanted = tuple(ids)
    while wanted:
        query = select(Operation.id, Operation.undoes_id, Operation.op).where(
            Operation.undoes_id.in_(wanted), Operation.result == "done"
        )
        rows = session.execute(query).all()
        later |= {row.id: (row.undoes_id, row.op) for row in rows}
        wanted = tuple(row.id for row in rows)
    undone: dict[int, str] = {}
    for operation_id, (target, op) in sorted(later.items(), reverse=True):
        if operation_id not in undone:
            undone[target] = _label(op)
    return undone


def _undoes(session: Session, ids: Sequence[int]) -> dict[int, str]:
    target = aliased(Operation)
    query = (
        select(Operation.id, target.op)
        .join(target, target.id == Operation.undoes_id)
        .where(Operation.id.in_(ids))
    )
    return {row.id: _label(row.op) for row in session.execute(query)}


def _label(op: str) -> str:
    return Op[op].label if op in Op.__members__ else op


def _take_back(session: Session, office: Office, case_id: int) -> TakeBack | None:
    step = last_step(session, case_id)
    if step is None:
        return None
    op = Op[step.op]
    who = session.scalar(select(Account.display_name).where(Account.id == step.account_id))
    return TakeBack(
        label=op.label,
        at=step.at.astimezone(CHINA),
        who=who or "",
        problem=take_back_problem(office, op),
    )
