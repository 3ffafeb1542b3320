"""The one place that opens the file for writing: migrate first, then watch every change.

The journal's triggers are TEMP and therefore belong to a connection; `open_store` installs them on
every connection of the writing engine, after the migrations have run without them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from db import schema, search
from db.connection import DATABASE_NAME, create_file, reader_engine, writer_engine
from db.driver import RawConnection
from db.failures import storage_errors
from db.journal import trigger_statements


@dataclass(frozen=True)
class Store:
    """The open file: one engine that writes under the journal, one that only reads."""

    writer: Engine
    reader: Engine

    def close(self) -> None:
        """Give back all connections."""
        self.writer.dispose()
        self.reader.dispose()


def _nothing() -> None:
    return None


def create_store(folder: Path, key: bytes) -> Store:
    """Make the file of a new office and open it. Raises StorageError if there is one already."""
    create_file(folder / DATABASE_NAME)
    return open_store(folder, key)


def open_store(
    folder: Path, key: bytes, *, before_migration: Callable[[], object] = _nothing
) -> Store:
    """Open the file of a folder with its database key, bringing it up to this program first.

    `before_migration` is called only if a file that holds something will change (it makes a backup).
    Raises StorageError: damaged, too new, busy, disk.
    """
    path = folder / DATABASE_NAME
    bare = writer_engine(path, key)
    try:
        with storage_errors("单位档案的打开"):
            _bring_up_to_date(bare, before_migration)
    finally:
        bare.dispose()
    return Store(writer_engine(path, key, _watch), reader_engine(path, key))


def _bring_up_to_date(bare: Engine, before: Callable[[], object]) -> None:
    needs_tables, needs_search = schema.needs_migration(bare), search.is_outdated(bare)
    if (needs_tables or needs_search) and not schema.is_empty(bare):
        before()
    if needs_tables:
        schema.migrate(bare)
    if needs_search:
        search.bring_up_to_date(bare)


def _watch(connection: RawConnection) -> None:
    for statement in trigger_statements():
        connection.execute(statement)
