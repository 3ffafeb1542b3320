"""Inserting many rows of one table at once, past the mapping: the same values, a third of the time.

Triggers fire as for any insert, so the journal sees every row.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from itertools import repeat
from typing import Any

from sqlalchemy import Boolean, Connection, Date, Dialect, Table, insert
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

__all__ = ["insert_rows", "uncollected"]

_Processor = Callable[[Any], Any]
_TRUTH = {True: 1, False: 0, None: None}
"""As numbers: for `True` itself the driver would look long how to take it."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles, for work whose millions of objects all live to its end: it
    would search them again and again in vain. Where another stands in for it, nothing changes."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # All that was made goes to the oldest: with the youngest it would be searched at once,
            # and the window would stand still as long.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def insert_rows(
    session: Session | Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    shared: Mapping[str, Any] | None = None,
    skips_known: bool = False,
) -> None:
    """Insert rows of values that go by `columns`; what a column holds by default must be among them.

    `shared`: further columns with the value that all rows have. `skips_known`: rows that break a
    unique key are left out. Raises IntegrityError as any insert does.
    """
    if not rows:
        return
    connection = session.connection() if isinstance(session, Session) else session
    dialect = connection.dialect
    if dialect.name != "sqlite":
        _insert_portably(connection, table, columns, rows, shared or {}, skips_known)
        return
    names = (*columns, *(shared or ()))
    if not _is_plain(table, names, dialect):
        names, rows = _filled(table, columns, rows, shared or {}, dialect)
    connection.exec_driver_sql(_statement(table, names, skips_known), rows)


def _filled(
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    shared: Mapping[str, Any],
    dialect: Dialect,
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The columns in which anything stands, and the rows of their values as the driver takes them.

    To hand over a NULL takes the driver longer than to write a text: a column of nothing else is left out.
    """
    values: dict[str, Iterable[Any]] = {
        name: column
        for name, column in zip(columns, zip(*rows, strict=True), strict=True)
        if not (_may_be_left_out(table, name) and column.count(None) == len(column))
    }
    for name, processor in _processors(table, tuple(values), dialect).items():
        values[name] = map(processor, values[name])
    common = dict(shared)
    for name, processor in _processors(table, tuple(common), dialect).items():
        common[name] = processor(common[name])
    values.update((name, repeat(value, len(rows))) for name, value in common.items())
    return tuple(values), list(zip(*values.values(), strict=True))


def _may_be_left_out(table: Table, name: str) -> bool:
    column = table.c[name]
    return bool(column.nullable) and column.server_default is None


@lru_cache(maxsize=64)
def _is_plain(table: Table, names: tuple[str, ...], dialect: Dialect) -> bool:
    """Whether rows go to the driver as they are."""
    may_be_left_out = any(_may_be_left_out(table, name) for name in names)
    return not may_be_left_out and not _processors(table, names, dialect)


@lru_cache(maxsize=64)
def _statement(table: Table, columns: tuple[str, ...], skips_known: bool) -> str:
    names = ", ".join(f'"{table.c[name].name}"' for name in columns)
    verb = "INSERT OR IGNORE" if skips_known else "INSERT"
    marks = ", ".join("?" * len(columns))
    return f'{verb} INTO "{table.name}" ({names}) VALUES ({marks})'


@lru_cache(maxsize=64)
def _processors(
    table: Table, columns: tuple[str, ...], dialect: Dialect
) -> Mapping[str, _Processor]:
    """What turns a value of Python into one of the driver, by column; most columns need nothing."""
    found = {name: _processor(table.c[name].type, dialect) for name in columns}
    return {name: processor for name, processor in found.items() if processor is not None}


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> _Processor | None:
    """The type's own; for truth and days, which are many, the same made sooner."""
    if isinstance(kind, Boolean):
        return _TRUTH.__getitem__
    if isinstance(kind, Date):
        return _iso
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _insert_portably(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    shared: Mapping[str, Any],
    skips_known: bool,
) -> None:
    values = [{**dict(zip(columns, row, strict=True)), **shared} for row in rows]
    if skips_known:
        from sqlalchemy.dialects.postgresql import insert as postgres_insert

        connection.execute(postgres_insert(table).on_conflict_do_nothing(), values)
    else:
        connection.execute(insert(table), values)
