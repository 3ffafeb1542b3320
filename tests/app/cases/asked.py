"""What an office's reader is asked, and by which way the file answers: for tests that count, not time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from app.office.session import Office
from db.prepared import Prepared

_THROUGH = re.compile(
    r"SCAN (case_file|household|person|row_image|search_entry|search_token)(_[0-9]+)?\b"
)


@contextmanager
def asked(office: Office) -> Iterator[list[tuple[str, Any]]]:
    """Collects the statements that are put meanwhile, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        found.append((statement, values))

    rows = Prepared.rows

    def noted(query: Prepared, connection: Any, values: Any) -> Any:
        text, given = query.text(values)
        found.append((text, tuple(given)))
        return rows(query, connection, values)

    event.listen(office.reader, "before_cursor_execute", note)
    try:
        with patch.object(Prepared, "rows", noted):
            yield found
    finally:
        event.remove(office.reader, "before_cursor_execute", note)


def scans(office: Office, statements: list[tuple[str, Any]]) -> list[str]:
    """The steps of these statements that read a big table, or an index of it, from end to end."""
    steps = []
    with office.reader.connect() as connection:
        for statement, values in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps += [row.detail for row in plan]
    return [step for step in steps if _THROUGH.match(step)]
