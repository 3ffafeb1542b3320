"""Bringing the file to the tables of this program: Alembic, in one explicit transaction.

Foreign keys are off while tables are rebuilt and checked before the commit; a killed migration
leaves the file as it was. A file of a newer program is refused and not touched.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from db.errors import StorageError, TooNewError


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision that this program writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # the first migration is part of the program
    return head


def revision(connection: Connection) -> str | None:
    """The revision of the open file; None: an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def is_empty(engine: Engine) -> bool:
    """Whether the file has no tables yet."""
    with engine.connect() as connection:
        return revision(connection) is None


def needs_migration(engine: Engine) -> bool:
    """Whether `migrate` would change the file. Raises TooNewError for a file of a newer program."""
    with engine.connect() as connection:
        current = revision(connection)
    known = {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current is not None and current not in known:
        raise TooNewError("这个单位的数据由更新版本的暖档写成，请先升级本机的暖档；数据没有改动。")
    return current != newest()


def migrate(engine: Engine) -> None:
    """Run every missing step. `engine` must not have the journal's triggers installed."""
    if not needs_migration(engine):
        return
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                command.upgrade(_config(connection), "head")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise StorageError("升级后的数据前后不一致，已经全部退回；请联系维护人员。")
        finally:
            if connection.in_transaction():
                connection.rollback()
            raw.execute("PRAGMA foreign_keys = ON")
