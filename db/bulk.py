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
    processors = _processors(table, names, dialect)
    if shared or processors:
        values: list[Iterable[Any]] = list(zip(*rows, strict=True))
        values += [(value,) for value in (shared or {}).values()]
        for place, processor in processors.items():
            values[place] = map(processor, values[place])
        own, common = values[: len(columns)], values[len(columns) :]
        rows = list(zip(*own, *(repeat(*value) for value in common), strict=False))
    connection.exec_driver_sql(_statement(table, names, skips_known), rows)


@lru_cache(maxsize=64)
def _statement(table: Table, columns: tuple[str, ...], skips_known: bool) -> str:
    names = ", ".join(f'"{table.c[name].name}"' for name in columns)
    verb = "INSERT OR IGNORE" if skips_known else "INSERT"
    marks = ", ".join("?" * len(columns))
    return f'{verb} INTO "{table.name}" ({names}) VALUES ({marks})'


@lru_cache(maxsize=64)
def _processors(
    table: Table, columns: tuple[str, ...], dialect: Dialect
) -> Mapping[int, _Processor]:
    """What turns a value of Python into one of the driver, by place; most columns need nothing."""
    kinds = (table.c[name].type for name in columns)
    found = ((place, _processor(kind, dialect)) for place, kind in enumerate(kinds))
    return {place: processor for place, processor in found if processor is not None}


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> _Processor | None:
    """The type's own; truth the driver takes as it is, and days are written in the same way sooner."""
    if isinstance(kind, Boolean):
        return None
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
