"""Row images as changes: one per row, field by field, in the words of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.office.history_labels import TABLES
from app.office.history_words import (
    PEOPLE,
    Names,
    column_label,
    is_told,
    row_name,
    value_words,
)
from db.codes import Role
from db.journal import journalled_tables
from db.models import Account, NewRows, Operation, Person, RowImage, Unit

__all__ = ["FieldChange", "RowChange", "bulk_rows", "joined", "names_for"]

_TABLES = {table.name: table for table in journalled_tables()}


@dataclass(frozen=True)
class FieldChange:
    """One field: its label, and its value before and after in words; empty for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row that an operation wrote: 新增, 修改 or 删除, what it is, and its fields."""

    act: str
    what: str
    name: str
    fields: tuple[FieldChange, ...]


def names_for(
    session: Session, operation: Operation, images: Sequence[RowImage], roles: Collection[Role]
) -> Names:
    """Names of accounts and units, and of the people whom these images of the operation speak of."""
    people = {
        owner for image in images for text in (image.before, image.after) for owner in _owners(text)
    }
    named = select(Person.id, Person.name).where(Person.id.in_(people))
    return Names(
        accounts=_by_id(session, select(Account.id, Account.display_name)),
        units=_by_id(session, select(Unit.id, Unit.name)),
        people=_by_id(session, named) | _called_then(session, operation, people),
        roles=roles,
    )


def _called_then(session: Session, operation: Operation, people: Collection[int]) -> dict[int, str]:
    """What the journal of the case called them last: the id of one who was taken back is given out again."""
    if operation.case_id is None or not people:
        return {}
    query = (
        select(RowImage.row_id, RowImage.after)
        .join(Operation, Operation.id == RowImage.operation_id)
        .where(
            Operation.case_id == operation.case_id,
            Operation.id <= operation.id,
            RowImage.table_name == Person.__tablename__,
            RowImage.row_id.in_(people),
            RowImage.after.is_not(None),
        )
        .order_by(RowImage.id)
    )
    return {row_id: json.loads(after)["name"] for row_id, after in session.execute(query) if after}


def _owners(image: str | None) -> Iterable[int]:
    found = json.loads(image) if image is not None else {}
    return [found[column] for column in PEOPLE if found.get(column) is not None]


def joined(images: Sequence[RowImage], names: Names) -> Iterable[RowChange]:
    """One change per row, however often the operation wrote it; rows that end as they began are left out."""
    first: dict[tuple[str, int], RowImage] = {}
    last: dict[tuple[str, int], RowImage] = {}
    for image in images:
        key = (image.table_name, image.row_id)
        first.setdefault(key, image)
        last[key] = image
    for key, image in first.items():
        change = _row_change(key[0], image.before, last[key].after, names)
        if change is not None:
            yield change


def _row_change(
    table_name: str, before: str | None, after: str | None, names: Names
) -> RowChange | None:
    table = _TABLES.get(table_name)
    if table is None or (before is None and after is None) or table_name == "reason":
        return None
    old: Mapping[str, Any] = json.loads(before) if before else {}
    new: Mapping[str, Any] = json.loads(after) if after else {}
    fields = []
    for column in (one.name for one in table.columns):
        if not is_told(table, column) or old.get(column) == new.get(column):
            continue
        words = (
            value_words(table, column, old, names),
            value_words(table, column, new, names),
        )
        if any(words):
            fields.append(FieldChange(column_label(table, column), *words))
    act = "新增" if not old else ("删除" if not new else "修改")
    if act == "修改" and not fields:
        return None
    return RowChange(act, TABLES[table_name], row_name(table, new or old, names), tuple(fields))


def bulk_rows(session: Session, operation_id: int) -> Iterable[RowChange]:
    """A bulk operation keeps only the ids of what is new: counted by table."""
    counts: dict[str, int] = {}
    query = select(NewRows.table_name).where(NewRows.operation_id == operation_id)
    for name in session.scalars(query):
        counts[name] = counts.get(name, 0) + 1
    return [
        RowChange("新增", TABLES.get(name, name), f"共 {n} 条", ()) for name, n in counts.items()
    ]


def _by_id(session: Session, query: Select[int, str]) -> dict[int, str]:
    return {row[0]: row[1] for row in session.execute(query)}
