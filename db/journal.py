"""The journal: undo, history and audit in one.

TEMP triggers, made from the table metadata, keep every changed row before and after in `row_image`
under the operation that is under way. A write to a journalled table outside an operation aborts.
Operations are chained by a keyed hash over their own fields and the hash of their images, so that
an edit, a deletion, an insertion or a swap breaks the chain; the head is anchored in each backup.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Connection,
    Table,
    TableClause,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import LargeBinary

from db.models import Base, NewRows, Operation, Reason, ResealedImages, RowImage

START = "0" * 64
_REASON = Reason.__tablename__
_ROWS_AT_ONCE = 5_000
ERASING_OP = "DESTROY"
"""The one operation that may take contents out of images of earlier ones."""


class UndoConflictError(Exception):
    """A row that the operation changed has been changed again since; nothing was undone."""


def journalled_tables() -> tuple[Table, ...]:
    """The tables whose rows the journal keeps, in order of their foreign keys."""
    return tuple(t for t in Base.metadata.sorted_tables if t.info.get("journalled"))


def _image(table_: Table, row: str) -> str:
    """SQL for one row as JSON text, BLOBs as hex; the same text for trigger and comparison."""
    prefix = f"{row}." if row else ""
    parts = []
    for col in table_.columns:
        value = f'{prefix}"{col.name}"'
        if isinstance(col.type, LargeBinary):
            value = f"CASE WHEN {value} IS NULL THEN NULL ELSE hex({value}) END"
        parts.append(f"'{col.name}', {value}")
    return f"json_object({', '.join(parts)})"


def trigger_statements() -> Iterator[str]:
    """The TEMP table and triggers of one writing connection (SQLite). Names come from metadata only."""
    yield "CREATE TEMP TABLE current_operation (id INTEGER NOT NULL, is_bulk INTEGER NOT NULL)"
    current = "(SELECT id FROM current_operation)"
    is_bulk = "(SELECT is_bulk FROM current_operation)"
    for table_ in journalled_tables():
        name = table_.name
        guard = (
            "SELECT RAISE(ABORT, 'write outside an operation')"
            " WHERE NOT EXISTS (SELECT 1 FROM current_operation);"
        )
        columns = "(operation_id, table_name, row_id, before, after)"
        shapes = (
            ("INSERT", "NEW", "NULL", _image(table_, "NEW")),
            ("UPDATE", "NEW", _image(table_, "OLD"), _image(table_, "NEW")),
            ("DELETE", "OLD", _image(table_, "OLD"), "NULL"),
        )
        for event, row, before, after in shapes:
            keep_image = f"INSERT INTO row_image {columns} SELECT {current}, '{name}', {row}.id, {before}, {after}"
            body = f"{guard} {keep_image};"
            if event == "INSERT":
                keep_id = f"INSERT INTO new_rows (operation_id, table_name, row_id) SELECT {current}, '{name}', NEW.id"
                body = f"{guard} {keep_image} WHERE {is_bulk} = 0; {keep_id} WHERE {is_bulk} = 1;"
            yield f'CREATE TEMP TRIGGER "journal_{name}_{event}" AFTER {event} ON main."{name}" BEGIN {body} END'


@dataclass(frozen=True)
class Entry:
    """What is known of an operation when it begins. Ids are local; no personal values."""

    at: datetime
    account_id: int | None
    session: str
    op: str
    case_id: int | None = None
    reason_code: str | None = None
    undoes_id: int | None = None


def begin(session: Session, entry: Entry, *, is_bulk: bool = False) -> Operation:
    """Open an operation inside the current transaction; row images gather under it."""
    operation = Operation(
        at=entry.at,
        account_id=entry.account_id,
        session=entry.session,
        op=entry.op,
        case_id=entry.case_id,
        reason_code=entry.reason_code,
        undoes_id=entry.undoes_id,
        result="done",
        counts={},
        images_hash=START,
        chain=START,
    )
    session.add(operation)
    session.flush()
    session.execute(text("DELETE FROM current_operation"))
    session.execute(
        text("INSERT INTO current_operation (id, is_bulk) VALUES (:id, :is_bulk)"),
        {"id": operation.id, "is_bulk": int(is_bulk)},
    )
    return operation


def seal(session: Session, operation: Operation, key: bytes, *, result: str = "done") -> None:
    """Close an operation: hash its images, chain it to the one before. The caller commits."""
    session.flush()
    session.execute(text("DELETE FROM current_operation"))
    operation.counts = _counts(session, operation.id)
    operation.result = result
    operation.images_hash = images_hash(session, operation.id)
    operation.chain = _chain(key, _head_before(session, operation.id), operation)
    session.flush()


def _counts(session: Session, operation_id: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for model in (RowImage, NewRows):
        rows = session.execute(
            select(model.table_name, func.count(model.row_id.distinct()))
            .where(model.operation_id == operation_id)
            .group_by(model.table_name)
        )
        for name, count in rows:
            found[name] = found.get(name, 0) + int(count)
    return dict(sorted(found.items()))


def _lines_of(connection: Connection, operation_id: int) -> Iterator[str]:
    """What is hashed of an operation, some lines at a time, one JSON array per image; a new row of a
    bulk operation is as plain as `["person", 7]`, of which there are many."""
    parts = (RowImage.table_name, RowImage.row_id, RowImage.before, RowImage.after)
    images = select(*parts).where(RowImage.operation_id == operation_id).order_by(RowImage.id)
    for row in connection.execute(images):
        yield json.dumps(tuple(row), ensure_ascii=False) + "\n"
    new = select(NewRows.table_name, NewRows.row_id).where(NewRows.operation_id == operation_id)
    for rows in connection.execute(new.order_by(NewRows.id)).partitions(_ROWS_AT_ONCE):
        yield "".join([f'["{name}", {row_id}]\n' for name, row_id in rows])


def _hash_lines(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()


def _head_before(session: Session, operation_id: int) -> str:
    query = (
        select(Operation.chain)
        .where(Operation.id < operation_id)
        .order_by(Operation.id.desc())
        .limit(1)
    )
    return session.execute(query).scalar() or START


def _chain(key: bytes, previous: str, operation: Operation) -> str:
    fields = (
        previous,
        operation.id,
        operation.at.isoformat(),
        operation.account_id,
        operation.session,
        operation.op,
        operation.case_id,
        operation.reason_code,
        operation.result,
        operation.counts,
        operation.undoes_id,
        operation.images_hash,
    )
    body = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
    return hmac.new(key, body, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """Result of verifying the chain: `bad_id` names the first operation that does not fit."""

    count: int
    head: str
    bad_id: int | None = None
    problem: str | None = None

    @property
    def is_whole(self) -> bool:
        """True when every operation and image is what it was when it was written."""
        return self.bad_id is None


def head(session: Session) -> tuple[int, str]:
    """Number of the last operation and its chain value; what backups and prints anchor."""
    row = session.execute(
        select(Operation.id, Operation.chain).order_by(Operation.id.desc()).limit(1)
    ).first()
    return (0, START) if row is None else (row[0], row[1])


def verify(session: Session, key: bytes) -> Verdict:
    """Recompute the whole chain. Images that were erased count by the hash that the erasing kept."""
    previous, expected_id, hashes = START, 1, resealed(session)
    for operation in session.scalars(select(Operation).order_by(Operation.id)).yield_per(500):
        problem = None
        if operation.id != expected_id:
            problem = "操作记录的编号不连续。"
        elif operation.chain != _chain(key, previous, operation):
            problem = "操作记录被改动过。"
        elif images_hash(session, operation.id) != hashes.get(operation.id, operation.images_hash):
            problem = "操作记录的修改前后内容被改动过。"
        if problem is not None:
            return Verdict(expected_id - 1, previous, operation.id, problem)
        previous, expected_id = operation.chain, expected_id + 1
    return Verdict(expected_id - 1, previous)


def images_hash(session: Session, operation_id: int) -> str:
    """The hash of an operation's images as they stand."""
    return _hash_lines(_lines_of(session.connection(), operation_id))


def resealed(session: Session) -> dict[int, str]:
    """The newest hash of every operation of which images were erased, by its id (see `db.erasing`).

    Read from the images of the erasing operations, which are in the chain themselves.
    """
    query = (
        select(RowImage.after, RowImage.operation_id)
        .join(Operation, Operation.id == RowImage.operation_id)
        .where(
            Operation.op == ERASING_OP,
            RowImage.table_name == ResealedImages.__tablename__,
            RowImage.after.is_not(None),
        )
        .order_by(RowImage.id)
    )
    found = {}
    for after, erasing_id in session.execute(query):
        kept = json.loads(after or "{}")
        if kept["operation_id"] < erasing_id:
            found[int(kept["operation_id"])] = str(kept["images_hash"])
    return found


# ---------------------------------------------------------------- undo


def _current_image(session: Session, table_: Table, row_id: int) -> str | None:
    query = text(f'SELECT {_image(table_, "")} FROM "{table_.name}" WHERE id = :id')  # noqa: S608 - names from metadata
    return session.execute(query, {"id": row_id}).scalar()


def _values(table_: Table, image: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(image)
    for col in table_.columns:
        if isinstance(col.type, LargeBinary) and values.get(col.name) is not None:
            values[col.name] = bytes.fromhex(values[col.name])
    return values


def replay_back(session: Session, operation_id: int) -> None:
    """Put back every row that the operation changed, newest first, inside the current operation.

    The words of its reason stay: they belong to the operation, not to the file. Raises UndoConflictError
    where a row is no longer what the operation left, or where another that was made since would go with it.
    """
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    last = session.scalar(select(func.max(RowImage.id))) or 0
    tables = {t.name: t for t in journalled_tables()}
    images = session.scalars(
        select(RowImage)
        .where(RowImage.operation_id == operation_id, RowImage.table_name != _REASON)
        .order_by(RowImage.id.desc())
    ).all()
    for image in images:
        table_ = tables[image.table_name]
        if _current_image(session, table_, image.row_id) != image.after:
            raise UndoConflictError(image.table_name)
        _put_back(session, table_, image.row_id, image.before)
    if not _remove_new(session, operation_id, tables):
        own = {(image.table_name, image.row_id) for image in images}
        _refuse_others(session, last, own)
    session.expire_all()


def _refuse_others(session: Session, last: int, own: Set[tuple[str, int]]) -> None:
    """What hung on a row that is gone again went with it by its foreign key, and is no row of `own`."""
    written = select(RowImage.table_name, RowImage.row_id).where(RowImage.id > last)
    for name, row_id in session.execute(written):
        if (name, row_id) not in own:
            raise UndoConflictError(name)


def _remove_new(session: Session, operation_id: int, tables: Mapping[str, Table]) -> bool:
    """Delete what a bulk operation made: newest first, table by table, many at once. Whether there was any;
    its caller has looked for what was made since."""
    query = (
        select(NewRows.table_name, NewRows.row_id)
        .where(NewRows.operation_id == operation_id, NewRows.table_name != _REASON)
        .order_by(NewRows.id.desc())
    )
    new = session.execute(query).all()
    for name, rows in groupby(new, key=lambda row: row.table_name):
        ids = [{"row_id": row.row_id} for row in rows]
        table_ = tables[name]
        session.execute(delete(table_).where(table_.c.id == bindparam("row_id")), ids)
    return bool(new)


def _put_back(session: Session, table_: Table, row_id: int, before: str | None) -> None:
    bare = _bare(table_)
    if before is None:
        session.execute(delete(bare).where(bare.c.id == row_id))
        return
    values = _values(table_, before)
    changed = session.execute(update(bare).where(bare.c.id == row_id).values(**values))
    if not changed.rowcount:  # type: ignore[attr-defined]  # a cursor result, as for any DML
        session.execute(insert(bare).values(**values))


@cache
def _bare(table_: Table) -> TableClause:
    """The table without types: an image holds what the driver takes. Made once, so that the
    statements made of it are remembered too."""
    return table(table_.name, *(column(c.name) for c in table_.columns))
