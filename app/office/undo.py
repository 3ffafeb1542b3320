"""Taking back: undo and redo of typing, and the opposite of stage moves and the like.

Each operation says whether it is free to undo, has an opposite, or neither (`app.changes`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from app.changes import Changes, Op
from app.errors import AccessDeniedError, ConflictError, UserError
from app.office.locking import UNLOCKED
from app.office.publishing import publish_when_done
from app.office.session import Office
from db import journal
from db.codes import OPEN_STAGES, UndoClass
from db.models import Case, Household, IssuedPaper, Operation, Person, RowImage

FREE_OPS = tuple(op.name for op in Op if op.undo is UndoClass.FREE)
MOVING_OPS = (
    *(op.name for op in Op if op.undo is UndoClass.OPPOSITE),
    Op.TAKE_BACK.name,
    Op.DESTROY.name,
)


@dataclass(frozen=True)
class UndoStep:
    """What the next undo or redo would take back. `of`: the applicant of its case, or empty."""

    operation_id: int
    label: str
    case_id: int | None
    of: str

    @property
    def words(self) -> str:
        """What and whose, for people to read."""
        return f"“{self.label}”（{self.of}）" if self.of else f"“{self.label}”"


def _not_undone(operation: type[Operation]) -> ColumnElement[bool]:
    later = aliased(Operation)
    return ~exists().where(later.undoes_id == operation.id, later.result == "done")


@dataclass(frozen=True)
class _Entry:
    """One operation of this login that can be replayed back; `op` names what was first done."""

    id: int
    op: str
    case_id: int | None


def _stacks(session: Session, login: str) -> tuple[list[_Entry], list[_Entry]]:
    """What can be undone and what can be redone, each the newest last.

    Undoing puts the undo itself on the other pile, so that redoing is to undo the undo. New typing
    empties the pile of what could be redone. What once could not be put back is on neither any more: the
    next undo goes on with the one before.
    """
    undone: dict[int, _Entry] = {}
    done: dict[int, _Entry] = {}
    rows = session.execute(
        select(Operation.id, Operation.op, Operation.case_id, Operation.undoes_id, Operation.result)
        .where(
            Operation.id > _began(session, login),
            Operation.session == login,
            or_(
                and_(Operation.result == "done", Operation.op.in_((*FREE_OPS, Op.UNDO.name))),
                and_(Operation.result == "refused", Operation.op == Op.UNDO.name),
            ),
        )
        .order_by(Operation.id)
    )
    for row in rows:
        if row.result == "refused":
            done.pop(row.undoes_id, None)
            undone.pop(row.undoes_id, None)
        elif row.op != Op.UNDO.name:
            done[row.id] = _Entry(row.id, row.op, row.case_id)
            undone.clear()
        elif (back := done.pop(row.undoes_id, None)) is not None:
            undone[row.id] = _Entry(row.id, back.op, row.case_id)
        elif (again := undone.pop(row.undoes_id, None)) is not None:
            done[row.id] = _Entry(row.id, again.op, row.case_id)
    return list(done.values()), list(undone.values())


def _began(session: Session, login: str) -> int:
    """The operation that the login began with: of the journal of years only what came after it is read."""
    entry = (
        select(Operation.id)
        .where(
            Operation.session == login,
            Operation.op == Op.LOG_IN.name,
            Operation.reason_code.is_distinct_from(UNLOCKED),
        )
        .order_by(Operation.id.desc())
        .limit(1)
    )
    return session.scalar(entry) or 0


def _next(office: Office, session: Session, pile: list[_Entry]) -> UndoStep | None:
    """The newest of a pile whose case the account still sees and nobody has handed on since."""
    if not pile:
        return None
    moved = _moved(office, session, pile)
    free = (
        one
        for one in reversed(pile)
        if one.case_id is None or one.id > moved.get(one.case_id, one.id)
    )
    found = next(free, None)
    if found is None:
        return None
    applicant = (
        select(Person.name)
        .join(Case, Case.household_id == Person.household_id)
        .where(Case.id == found.case_id, Person.is_applicant.is_(True))
    )
    of = session.scalar(applicant.limit(1)) or ""
    return UndoStep(found.id, Op[found.op].label, found.case_id, of)


def _moved(office: Office, session: Session, pile: list[_Entry]) -> dict[int, int]:
    """What moved each case of the pile last, 0 for nothing; without those that the account does not see.

    An absorbed case is moved with the one that it was merged into.
    """
    moves = and_(
        or_(Operation.case_id == Case.id, Operation.case_id == Case.merged_into_id),
        Operation.id > pile[0].id,
        Operation.result == "done",
        Operation.op.in_(MOVING_OPS),
    )
    rows = session.execute(
        select(Case.id, Case.unit_id, func.max(Operation.id).label("last"))
        .outerjoin(Operation, moves)
        .where(Case.id.in_({one.case_id for one in pile}))
        .group_by(Case.id)
    )
    return {row.id: row.last or 0 for row in rows if office.sees_unit(row.unit_id)}


def next_steps(office: Office) -> tuple[UndoStep | None, UndoStep | None]:
    """What undo and what redo would do next."""
    with office.read() as session:
        done, undone = _stacks(session, office.login)
        return _next(office, session, done), _next(office, session, undone)


def next_undo(office: Office) -> UndoStep | None:
    """The newest free operation of this login that stands."""
    return next_steps(office)[0]


def next_redo(office: Office) -> UndoStep | None:
    """The newest undo of this login, if nothing else was typed since."""
    return next_steps(office)[1]


def undo(office: Office) -> Changes:
    """Undo the newest free operation of this login.

    UserError if there is none. ConflictError where something was built on it; it is passed over from then on.
    """
    return _replay(office, next_undo(office), "撤销")


def redo(office: Office) -> Changes:
    """Do again what the last undo took back; errors as `undo`."""
    return _replay(office, next_redo(office), "重做")


def _replay(office: Office, step: UndoStep | None, verb: str) -> Changes:
    if step is None:
        raise UserError(
            f"没有可以{verb}的操作：只能{verb}这次登录以后填写的内容，更早的改动请在档案的“历史”里查看。"
        )
    try:
        with (
            built_on(),
            office.write(Op.UNDO, step.case_id, undoes_id=step.operation_id) as work,
        ):
            put_back(work.session, step.operation_id)
            return replace(work.done(), words=f"已{verb}{step.words}")
    except ConflictError as error:
        office.refuse(Op.UNDO, step.case_id, undoes_id=step.operation_id)
        raise ConflictError(
            f"{step.words}之后又有了别的改动，没有{verb}；请直接修改。再按一次，{verb}它前面的一步。"
        ) from error


def take_back(office: Office, *, case_id: int, reason: str) -> Changes:
    """The opposite of the newest operation on the case that moved it (撤回上一步), with a reason.

    Whoever may do the operation may take it back, while nothing built on it has happened since.
    """
    if not reason.strip():
        raise UserError("请填写撤回的原因。", field="reason")
    with office.read() as session:
        operation = last_step(session, case_id)
        if operation is None:
            raise UserError("这份档案没有可以撤回的步骤。")
        op, operation_id = Op[operation.op], operation.id
    problem = take_back_problem(office, op)
    if problem:
        office.refuse(Op.TAKE_BACK, case_id)
        raise AccessDeniedError(problem)
    with (
        built_on(),
        office.write(
            Op.TAKE_BACK, case_id, reason=reason, reason_code=op.name, undoes_id=operation_id
        ) as work,
    ):
        if _touched_papers(work.session, operation_id):
            publish_when_done(work)
        gone = _opened(work.session, operation_id)
        put_back(work.session, operation_id)
        return work.done(gone_ids=gone)


def _opened(session: Session, operation_id: int) -> tuple[int, ...]:
    """The cases that the operation made: taken back, they are gone."""
    made = select(RowImage.row_id).where(
        RowImage.operation_id == operation_id,
        RowImage.table_name == Case.__tablename__,
        RowImage.before.is_(None),
    )
    return tuple(session.scalars(made))


def _touched_papers(session: Session, operation_id: int) -> bool:
    """Whether the operation made papers void, as a correction does: taken back, they count again."""
    image = select(RowImage.id).where(
        RowImage.operation_id == operation_id, RowImage.table_name == IssuedPaper.__tablename__
    )
    return session.scalar(image.limit(1)) is not None


def last_step(session: Session, case_id: int) -> Operation | None:
    """The newest operation on the case that moved it and has not been taken back."""
    return session.scalars(
        select(Operation)
        .where(
            Operation.case_id == case_id,
            Operation.result == "done",
            Operation.op.in_([op.name for op in Op if op.undo is UndoClass.OPPOSITE]),
            Operation.undoes_id.is_(None),
            _not_undone(Operation),
        )
        .order_by(Operation.id.desc())
        .limit(1)
    ).first()


def take_back_problem(office: Office, op: Op) -> str:
    """Why this account may not take such a step back; empty where it may."""
    if office.may(op) or office.may(op, paper=True):
        return ""
    return f"“{op.label}”要由有这项权限的同事撤回。"


@contextmanager
def built_on() -> Iterator[None]:
    """Around a write that puts an operation back: ConflictError where something has been built on it since.

    A foreign key speaks at the end of the write only, when the whole operation is back.
    """
    try:
        yield
    except (journal.UndoConflictError, IntegrityError) as error:
        raise ConflictError(
            "这一步之后又有了新的改动，不能直接撤回；请先撤回后面的改动，或用更正来改。"
        ) from error


def put_back(session: Session, operation_id: int) -> None:
    """Replay the images of an operation backwards and renew the search tokens of its people.

    Use it in a write within `built_on`. Raises ConflictError; the caller's transaction is then rolled back.
    """
    from db import search

    with built_on():
        journal.replay_back(session, operation_id)
        _refuse_held(session, operation_id)
    search.renew(session, _people_of(session, operation_id))


def _refuse_held(session: Session, operation_id: int) -> None:
    """Who came into a file since would go on holding an ID number where it is closed or discarded again."""
    held = (
        select(Person.id)
        .join(Case, Case.household_id == Person.household_id)
        .join(RowImage, RowImage.row_id == Case.id)
        .where(
            RowImage.operation_id == operation_id,
            RowImage.table_name == Case.__tablename__,
            Person.open_id_number.is_not(None),
            or_(Case.discarded_at.is_not(None), Case.stage.not_in(OPEN_STAGES)),
        )
    )
    if session.scalar(held.limit(1)) is not None:
        raise journal.UndoConflictError(Person.__tablename__)


def _people_of(session: Session, operation_id: int) -> Iterable[int]:
    """Who was touched, and everybody of the households and cases that were."""
    images = select(RowImage.table_name, RowImage.row_id).where(
        RowImage.operation_id == operation_id,
        RowImage.table_name.in_(
            (Person.__tablename__, Household.__tablename__, Case.__tablename__)
        ),
    )
    touched: dict[str, set[int]] = {}
    for row in session.execute(images.distinct()):
        touched.setdefault(row.table_name, set()).add(row.row_id)
    households = touched.get(Household.__tablename__, set()) | set(
        session.scalars(
            select(Case.household_id).where(Case.id.in_(touched.get(Case.__tablename__, set())))
        )
    )
    members = session.scalars(select(Person.id).where(Person.household_id.in_(households)))
    return touched.get(Person.__tablename__, set()) | set(members)
