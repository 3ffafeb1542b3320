"""The migrations make exactly the tables of the models, all or nothing, and refuse a newer file."""

import errno
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from db import schema, search, tokens
from db.connection import DATABASE_NAME, create_file, reader_engine, writer_engine
from db.errors import StorageError, TooNewError
from db.models import Base
from db.store import open_store

KEY = bytes(range(32))


def _difference(path: Path) -> list[object]:
    engine = reader_engine(path, KEY)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"target_metadata": Base.metadata, "compare_type": False}
            )
            return list(compare_metadata(context, Base.metadata))
    finally:
        engine.dispose()


def _make_and_bend(folder: Path, statement: str) -> None:
    """A file of this program, then one statement past it."""
    create_file(folder / DATABASE_NAME)
    open_store(folder, KEY).close()
    engine = writer_engine(folder / DATABASE_NAME, KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    create_file(tmp_path / DATABASE_NAME)
    store = open_store(tmp_path, KEY)
    store.close()
    assert _difference(tmp_path / DATABASE_NAME) == []


def test_an_existing_file_is_migrated_once_and_backed_up_only_when_it_changes(
    tmp_path: Path,
) -> None:
    create_file(tmp_path / DATABASE_NAME)
    calls: list[str] = []
    open_store(tmp_path, KEY, before_migration=lambda: calls.append("first")).close()
    open_store(tmp_path, KEY, before_migration=lambda: calls.append("again")).close()
    assert calls == []


def test_a_file_of_a_newer_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    _make_and_bend(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(TooNewError, match="更新版本"):
        open_store(tmp_path, KEY)


def test_opening_brings_the_search_up_to_date_after_a_backup(tmp_path: Path) -> None:
    _make_and_bend(tmp_path, "PRAGMA user_version = 0")
    calls: list[str] = []
    store = open_store(tmp_path, KEY, before_migration=lambda: calls.append("backup"))
    with store.reader.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == tokens.FORM
    store.close()
    open_store(tmp_path, KEY, before_migration=lambda: calls.append("again")).close()
    assert calls == ["backup"]


def test_a_disk_that_is_full_meanwhile_is_told_and_the_next_start_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> int:
        raise OSError(errno.ENOSPC, "")

    create_file(tmp_path / DATABASE_NAME)
    with monkeypatch.context() as patched, pytest.raises(StorageError, match="空间"):
        patched.setattr(search, "rebuild", full)
        open_store(tmp_path, KEY)

    open_store(tmp_path, KEY).close()
    assert _difference(tmp_path / DATABASE_NAME) == []


_MIGRATE = """
import sys
from pathlib import Path
from db import schema, search, tokens
from db.connection import DATABASE_NAME, writer_engine
engine = writer_engine(Path(sys.argv[1]) / DATABASE_NAME, bytes(range(32)))
print("ready", flush=True)
schema.migrate(engine)
"""


@pytest.mark.parametrize("part", [0.05, 0.2, 0.4, 0.7])
def test_a_killed_migration_leaves_nothing_half_done(tmp_path: Path, part: float) -> None:
    create_file(tmp_path / DATABASE_NAME)
    child = subprocess.Popen(
        [sys.executable, "-c", _MIGRATE, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    child.stdout.readline()
    try:
        child.wait(timeout=part * 0.2)
    except subprocess.TimeoutExpired:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    child.stdout.close()
    engine = writer_engine(tmp_path / DATABASE_NAME, KEY)
    with engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
        ).scalar_one()
        revision = schema.revision(connection) if tables else None
    engine.dispose()
    assert tables == 0 or revision == schema.newest()
    open_store(tmp_path, KEY).close()
    assert _difference(tmp_path / DATABASE_NAME) == []


def test_uids_are_in_order_of_time() -> None:
    from db.models import new_uid

    first = new_uid()
    assert first[14] == "7"
    assert first[19] in "89ab"
    assert len({new_uid() for _ in range(200)}) == 200
    assert secrets.compare_digest(first[:8], new_uid()[:8])
