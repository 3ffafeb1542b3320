"""`bench import`: the real import against reading the workbook and bare inserts of the same rows, in one run.

Both run on files of the same recipe and key, on the same workbook of invented households. What the import
does more (checks of every cell, journal, backup, search tokens made from names) is the difference. The bare
inserts hand every value of every column to the driver, which is what comes first to mind; that the import
leaves columns out in which nothing stands, and hands tokens over in lists, is its own gain.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial as bound
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table

from app.bench.workbook import write_workbook
from app.cases.imports import import_workbook
from app.cases.workbook.reader import read_workbook
from app.office.opening import NewOffice, create
from app.office.session import Office
from db.connection import DATABASE_NAME, create_file, writer_engine
from db.keys import KdfCost
from db.models import Base, Case, FiledValue, Household, Person, SearchEntry, SearchToken
from db.schema import migrate

__all__ = ["GOAL", "Figures", "measure"]

GOAL = 1.5
_TABLES = (Household, Person, Case, FiledValue, SearchEntry, SearchToken)
_KEY = bytes(range(32))
_TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Figures:
    """Seconds of one run. `ratio` is the import over reading and bare inserts."""

    rows: int
    persons: int
    inserted: int
    read_seconds: float
    bare_seconds: float
    import_seconds: float

    @property
    def ratio(self) -> float:
        """What the whole import costs beside the plain work."""
        return self.import_seconds / (self.read_seconds + self.bare_seconds)

    def as_json(self) -> dict[str, Any]:
        """The figures as the command prints them."""
        return asdict(self) | {"ratio": round(self.ratio, 3), "goal": GOAL}

    def lines(self) -> tuple[str, ...]:
        """The figures for people."""
        return (
            f"{self.rows} 户，{self.persons} 人，共 {self.inserted} 行（含检索词）",
            f"读工作簿            {self.read_seconds:8.2f} 秒",
            f"直接写入同样的行    {self.bare_seconds:8.2f} 秒",
            f"正式导入            {self.import_seconds:8.2f} 秒",
            f"比值                {self.ratio:8.2f}（目标 ≤ {GOAL}）",
        )


def measure(rows: int) -> Figures:
    """One run in a folder that is removed afterwards. Raises ValueError beyond 1 … 100,000 rows."""
    if not 1 <= rows <= 100_000:
        raise ValueError("a workbook has 1 to 100,000 rows")
    with tempfile.TemporaryDirectory(prefix="nuandang-bench-") as name:
        folder = Path(name)
        path = write_workbook(folder / "a.xlsx", rows, _TODAY)
        read = _seconds(lambda: read_workbook(path))
        with _office(folder / "office") as office:
            started = time.perf_counter()
            report = import_workbook(office, path=path)
            whole = time.perf_counter() - started
            if report.written != rows:
                raise RuntimeError("the workbook of the measurement was refused")
            bare, inserted = _bare(office, folder)
    return Figures(rows, report.persons, inserted, read, bare, whole)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _office(folder: Path) -> Iterator[Office]:
    new = NewOffice(
        name="青禾县总工会", admin="admin", password="Nuan-dang-2026!", place="青禾县", is_solo=True
    )
    office = create(folder, new, cost=KdfCost.for_tests()).office
    try:
        yield office
    finally:
        office.close()


def _bare(office: Office, folder: Path) -> tuple[float, int]:
    """Seconds of plain inserts of the same rows into an empty file, in one transaction, and how many."""
    path = folder / "bare" / DATABASE_NAME
    path.parent.mkdir()
    create_file(path)
    engine = writer_engine(path, _KEY)
    try:
        migrate(engine)
        seconds, count = 0.0, 0
        with engine.connect() as target:
            raw = target.connection.cursor()
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("BEGIN IMMEDIATE")
            for model in _TABLES:
                table = Base.metadata.tables[model.__tablename__]
                rows = _rows_of(office.reader, table)
                seconds += _seconds(bound(raw.executemany, _insert(table), rows))
                count += len(rows)
            seconds += _seconds(bound(raw.execute, "COMMIT"))
        return seconds, count
    finally:
        engine.dispose()


def _rows_of(engine: Engine, table: Table) -> list[Any]:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    with engine.connect() as connection:
        query = f'SELECT {columns} FROM "{table.name}"'  # noqa: S608 - names from metadata
        return list(connection.connection.cursor().execute(query).fetchall())


def _insert(table: Table) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - names from metadata
