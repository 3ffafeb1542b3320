"""The typed face of the SQLCipher driver, which ships no types of its own."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlcipher3 import dbapi2

__all__ = ["SQLITE_VERSION", "Cursor", "Error", "RawConnection", "connect", "module"]

module: Any = dbapi2
"""The DB-API module itself, as SQLAlchemy wants it."""

Error: type[Exception] = module.Error
SQLITE_VERSION: tuple[int, ...] = module.sqlite_version_info


class Cursor(Protocol):
    """The result of a statement."""

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class RawConnection(Protocol):
    """A connection of the driver, as far as this floor uses it."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Cursor: ...
    def create_function(
        self, name: str, count: int, function: Callable[..., Any], /, *, deterministic: bool = ...
    ) -> None: ...
    def set_progress_handler(self, handler: Callable[[], object], steps: int, /) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...


def connect(path: Path, *, mode: str, busy_seconds: float) -> RawConnection:
    """Open an existing file in autocommit, for use from any thread but one at a time.

    `mode` is "rw" or "ro". Raises the driver's Error.
    """
    connection: RawConnection = module.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    return connection
