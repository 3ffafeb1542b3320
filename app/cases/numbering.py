"""What a new case is known by: its id, and its 编号 of prefix, year and a running number of five digits."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes import Op
from app.office.settings import read_settings
from db.models import Base, Case, NewRows, Operation, Row

_DIGITS = 5


def next_id(session: Session, model: type[Row]) -> int:
    """An id above every one that a case or an import has used: the journal still speaks of those that
    were taken back. Use within a write.
    """
    table = Base.metadata.tables[model.__tablename__]
    # What stands is above what was imported with it; only of an import that was undone nothing stands.
    undone = select(Operation.undoes_id).where(
        Operation.undoes_id.is_not(None), Operation.op == Op.UNDO_IMPORT.name
    )
    used = [
        select(func.max(table.c.id)),
        select(func.max(NewRows.row_id)).where(
            NewRows.operation_id.in_(undone), NewRows.table_name == table.name
        ),
    ]
    if model is Case:
        used.append(select(func.max(Operation.case_id)))
    return 1 + max(session.scalar(query) or 0 for query in used)


def next_numbers(
    session: Session, today: date, count: int = 1, *, taken: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """The next free 编号 of this year, in order; `taken` are given in the same operation already.

    Use within a write: two operations then cannot draw the same number.
    """
    beginning = f"{read_settings(session)['number_prefix']}{today.year}"
    used = {
        *taken,
        *session.scalars(
            select(Case.number).where(Case.number.startswith(beginning, autoescape=True))
        ),
    }
    tails = (number.removeprefix(beginning) for number in used if number.startswith(beginning))
    last = max(
        (int(tail) for tail in tails if len(tail) == _DIGITS and tail.isascii() and tail.isdigit()),
        default=0,
    )
    return tuple(f"{beginning}{last + step:0{_DIGITS}d}" for step in range(1, count + 1))
