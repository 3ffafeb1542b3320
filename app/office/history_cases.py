"""Which operations speak of one case, and what an import brought of it.

An operation on several cases at once names none of them: the rows that it changed do. An import keeps only
the ids of what was new; what it brought is what stood there before the first change since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, literal_column, or_, select
from sqlalchemy.orm import Session

from app.changes import Op
from db.models import Base, Case, FiledValue, Grant, Household, NewRows, Operation, Person, RowImage

__all__ = ["brought", "is_of_case", "operations_of"]


@dataclass(frozen=True)
class _Owned:
    """The rows of a table that belong to a case: those that hold this id in this column."""

    table: Table
    column: str
    owner: int

    def has(self, row: Mapping[str, Any]) -> bool:
        """Whether the row is one of them."""
        return bool(row.get(self.column) == self.owner)

    @property
    def condition(self) -> ColumnElement[bool]:
        """That a row is one of them."""
        return self.table.c[self.column] == self.owner


def _owned(case: Case) -> tuple[_Owned, ...]:
    """What operations on several cases write of each of them."""
    return tuple(
        _Owned(Base.metadata.tables[model.__tablename__], column, owner)
        for model, column, owner in (
            (Case, "id", case.id),
            (Household, "id", case.household_id),
            (Person, "household_id", case.household_id),
            (FiledValue, "household_id", case.household_id),
            (Grant, "case_id", case.id),
        )
    )


def is_of_case(case: Case) -> ColumnElement[bool]:
    """That an image is one of a row of the case."""
    return or_(
        *(
            and_(
                RowImage.table_name == owned.table.name,
                RowImage.row_id.in_(select(owned.table.c.id).where(owned.condition)),
            )
            for owned in _owned(case)
        )
    )


def operations_of(session: Session, case: Case) -> ColumnElement[bool]:
    """That an operation is on this case: on it alone, on several and it was among them, or its import."""
    among = (
        select(RowImage.operation_id)
        .join(Operation, Operation.id == RowImage.operation_id)
        .where(
            or_(Operation.case_id.is_(None), Operation.case_id == case.merged_into_id),
            is_of_case(case),
        )
    )
    others = {*session.scalars(among), *session.scalars(_imports(case))}
    return or_(Operation.case_id == case.id, Operation.id.in_(sorted(others)))


def _imports(case: Case) -> Select[int]:
    """The import that made the case: ids of cases rise and none is given out twice, so that those
    of one import lie between its first and its last."""
    made = (
        select(NewRows.row_id)
        .where(NewRows.operation_id == Operation.id, NewRows.table_name == Case.__tablename__)
        .limit(1)
    )
    return select(Operation.id).where(
        Operation.case_id.is_(None),
        Operation.op == Op.IMPORT.name,
        made.order_by(NewRows.id).scalar_subquery() <= case.id,
        made.order_by(NewRows.id.desc()).scalar_subquery() >= case.id,
    )


def brought(
    session: Session, operation_id: int, case: Case, of_case: ColumnElement[bool]
) -> Sequence[RowImage]:
    """Images of the rows of the case that a bulk operation made; the journal keeps none of them.

    `of_case`: the `operations_of` the case.
    """
    then = _as_then(session, and_(of_case, Operation.id > operation_id), case)
    made = select(NewRows.table_name, NewRows.row_id).where(
        NewRows.operation_id == operation_id,
        or_(
            *(
                and_(NewRows.table_name == name, NewRows.row_id.in_(rows))
                for name, rows in then.items()
            )
        ),
    )
    found = {(row.table_name, row.row_id) for row in session.execute(made)}
    return [
        RowImage(operation_id=operation_id, table_name=name, row_id=row_id, after=json.dumps(row))
        for name, rows in then.items()
        for row_id, row in rows.items()
        if (name, row_id) in found
    ]


def _as_then(
    session: Session, since: ColumnElement[bool], case: Case
) -> Mapping[str, Mapping[int, Mapping[str, Any]]]:
    """Rows of the case by table and id: before the first change by these operations, or as they are."""
    before: dict[tuple[str, int], str | None] = {}
    images = (
        select(RowImage.table_name, RowImage.row_id, RowImage.before)
        .join(Operation, Operation.id == RowImage.operation_id)
        .where(since, or_(Operation.case_id.is_not(None), is_of_case(case)))
        .order_by(RowImage.id)
    )
    for image in session.execute(images):
        before.setdefault((image.table_name, image.row_id), image.before)
    then = {}
    for owned in _owned(case):
        table = owned.table
        # Columns without their types: as an image holds them.
        every: ColumnElement[Any] = literal_column("*")
        query = select(every).select_from(table).where(owned.condition)
        rows = {row["id"]: dict(row) for row in session.execute(query).mappings()}
        rows |= {
            row_id: json.loads(text or "{}")
            for (name, row_id), text in before.items()
            if name == table.name
        }
        then[table.name] = {key: row for key, row in sorted(rows.items()) if owned.has(row)}
    return then
