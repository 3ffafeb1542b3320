"""Statements that are asked dozens of times for one key press: compiled once, then handed to the driver as text.

The way through SQLAlchemy takes longer than the answer of an index. It is kept where the file is not
SQLite's. What comes back are plain tuples of what the driver reads: columns whose type turns values into
something else do not belong here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, func, select
from sqlalchemy.dialects import sqlite

from db.driver import RawConnection

__all__ = ["Prepared", "as_one", "each_of"]


def as_one(values: Iterable[int | str]) -> str:
    """Many values as one parameter: a thousand of them cost more than what is asked with them."""
    return json.dumps(list(values))


def each_of(values: str | BindParameter[Any]) -> Select[Any]:
    """The values of such a parameter, for `in_`."""
    return select(func.json_each(values).table_valued("value").c.value)


class Prepared:
    """A query whose parameters have names; several values come `as_one`."""

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self._query = query

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """All rows. Raises the driver's errors, as `storage_errors` knows them."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._query, values).all()
        raw = connection.connection.driver_connection
        assert raw is not None  # the connection is open
        asked: RawConnection = raw
        return asked.execute(*self.text(values)).fetchall()

    def text(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """What the driver is given."""
        text, names, fixed = self._compiled
        given = {**fixed, **values}
        return text, [given[name] for name in names]

    @cached_property
    def _compiled(self) -> tuple[str, Sequence[str], Mapping[str, Any]]:
        compiled = self._query.compile(dialect=sqlite.dialect())
        return str(compiled), compiled.positiontup or (), compiled.params
