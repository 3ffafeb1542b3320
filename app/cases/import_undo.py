"""撤销导入: an import as a whole, while none of its cases has been touched since."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.cases.import_lookup import pieces
from app.changes import Changes, Group, Op
from app.errors import AccessDeniedError, ConflictError, UserError
from app.office.session import Office, Work
from db import journal, search
from db.models import Case, Household, NewRows, Operation, Person, RowImage

_TOUCHED = "这次导入的档案之后又办理过，不能整批撤销；请逐户处理，或先撤回之后的办理。"
_LOOKING_GROUPS = (Group.READ, Group.PRINT, Group.EXPORT, Group.CHECK, Group.JOURNAL)
_LOOKING = tuple(op.name for op in Op if op.group in _LOOKING_GROUPS)
"""Operations that change no case."""


def undo_import(office: Office, *, operation_id: int, reason: str) -> Changes:
    """撤销导入: remove what an import made and put back what it overwrote.

    Raises UserError without a reason, for another operation, for one that is undone already, and
    where one of its cases has been touched since; AccessDeniedError, StorageError.
    """
    if not reason.strip():
        raise UserError("请填写撤销导入的原因。", field="reason")
    try:
        with office.write(
            Op.UNDO_IMPORT, reason=reason, reason_code=Op.IMPORT.name, undoes_id=operation_id
        ) as work:
            cases = _undoable_cases(office, work, operation_id)
            people = _touched(work, operation_id, Person.__tablename__)
            journal.replay_back(work.session, operation_id)
            search.renew(work.session, people)
            return work.done(case_ids=cases)
    except (journal.UndoConflictError, IntegrityError) as error:
        raise ConflictError(_TOUCHED) from error


def _undoable_cases(office: Office, work: Work, operation_id: int) -> tuple[int, ...]:
    session = work.session
    operation = session.get(Operation, operation_id)
    if operation is None or operation.op != Op.IMPORT.name or operation.result != "done":
        raise UserError("没有找到这次导入，请在操作记录中重新选择。")
    undone = select(Operation.id).where(
        Operation.undoes_id == operation_id,
        Operation.result == "done",
        Operation.id != work.operation.id,
    )
    if session.scalar(undone.limit(1)) is not None:
        raise UserError("这次导入已经撤销过了。")
    cases = _cases_of(work, operation_id)
    for piece in pieces(cases):
        units = session.scalars(select(Case.unit_id).where(Case.id.in_(piece)).distinct())
        if not all(office.sees_unit(unit_id) for unit_id in units):
            raise AccessDeniedError("这次导入里有不在您管辖范围内的档案，请由上级单位撤销。")
        later = select(Operation.id).where(
            Operation.case_id.in_(piece),
            Operation.id > operation_id,
            Operation.id != work.operation.id,
            Operation.result == "done",
            Operation.op.not_in(_LOOKING),
        )
        if session.scalar(later.limit(1)) is not None:
            raise ConflictError(_TOUCHED)
    _refuse_later_images(work, operation_id)
    return cases


def _refuse_later_images(work: Work, operation_id: int) -> None:
    """A row that came in bulk has no image to compare with: any later image of it is a change."""
    session = work.session
    made = select(NewRows.table_name, NewRows.row_id).where(NewRows.operation_id == operation_id)
    new = {(name, row_id) for name, row_id in session.execute(made)}
    later = select(RowImage.table_name, RowImage.row_id).where(RowImage.operation_id > operation_id)
    for name, row_id in session.execute(later.execution_options(yield_per=5_000)):
        if (name, row_id) in new:
            raise ConflictError(_TOUCHED)


def _touched(work: Work, operation_id: int, table: str) -> list[int]:
    found: set[int] = set()
    for model in (NewRows, RowImage):
        query = select(model.row_id).where(
            model.operation_id == operation_id, model.table_name == table
        )
        found.update(work.session.scalars(query))
    return sorted(found)


def _cases_of(work: Work, operation_id: int) -> tuple[int, ...]:
    """Cases that the import made or overwrote, in themselves, their households or their people."""
    found = set(_touched(work, operation_id, Case.__tablename__))
    households = set(_touched(work, operation_id, Household.__tablename__))
    for piece in pieces(_touched(work, operation_id, Person.__tablename__)):
        query = select(Person.household_id).where(Person.id.in_(piece)).distinct()
        households.update(work.session.scalars(query))
    for piece in pieces(sorted(households)):
        found.update(work.session.scalars(select(Case.id).where(Case.household_id.in_(piece))))
    return tuple(sorted(found))
