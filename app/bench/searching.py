"""`bench search`: the search at growing sizes, beside a LIKE scan and a bare b-tree range in the same run."""

import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.bench.crowd import make_county, open_county
from app.bench.questions import Question, questions
from app.cases.find import find, find_first
from app.cases.lists import CaseFilter, Order, case_ids
from app.office.session import Office
from db.connection import DATABASE_NAME
from db.models import Unit

__all__ = ["GOALS", "Figures", "Times", "measure", "sample"]

GOALS = {
    "find_p95": 3.0,
    "growth": 4.0,
    "painted_p95": 30.0,
    "jump_p95": 100.0,
    "memory_mb": 300.0,
}
"""Milliseconds of the search, times from the smallest to the largest size, milliseconds from a key to the
painted rows and from a jump in the list to its rows (what passes for at once), megabytes of the window."""
_FOUND, _AT_ONCE = 51, 10
"""As many people as the window looks for, and as it reads before it paints."""
_SCANNED = 30
_LIKE = (
    "SELECT id, name, id_number, phone, employer FROM person WHERE name LIKE ?1 OR id_number LIKE ?1"
    " OR phone LIKE ?1 OR employer LIKE ?1 LIMIT 51"
)
_RANGE = "SELECT id, name FROM person WHERE id_number >= ? AND id_number < ? LIMIT 51"


@dataclass(frozen=True)
class Times:
    """How long something took, in milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    longest: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """The percentiles of some measurements."""
        ordered = sorted(one * 1000 for one in seconds)
        at = [
            ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 0.99)
        ]
        return cls(len(ordered), *(round(one, 3) for one in (*at, ordered[-1])))


@dataclass(frozen=True)
class Figures:
    """One size. `own_unit`: by an account that sees one union of sixty. Seconds for making; MB for the file."""

    people: int
    build_seconds: float
    file_mb: float
    find: Times
    """What a keystroke asks: who is found, and the rows in sight."""
    find_cpu: Times
    """The same without the time in which the machine did something else."""
    find_all: Times
    """The rows of all 51 people."""
    own_unit: Times
    like_scan: Times
    btree_range: Times
    slowest_kind: str
    slowest_kind_p95: float
    lists_ms: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return asdict(self)


def measure(
    folder: Path, people: int, *, step: Callable[[str], object], asked: int = 60
) -> Figures:
    """Make a county in `folder` and ask it. The file stays, for the window."""
    begun = time.perf_counter()
    make_county(folder, people, step=step)
    built = time.perf_counter() - begun
    if hasattr(os, "sync"):  # else the system still writes the file while it is asked
        os.sync()
    step("测量查找")
    office = open_county(folder)
    try:
        with office.read() as session:
            wanted = questions(session, people=asked)
        _ask(office, wanted)
        by_kind = _ask(office, wanted)
        by_kind_cpu = _ask(office, wanted, clock=time.thread_time)
        kinds = {kind: Times.of(times) for kind, times in by_kind.items()}
        slowest = max(kinds, key=lambda kind: kinds[kind].p95)
        figures = Figures(
            people=people,
            build_seconds=round(built, 1),
            file_mb=round((folder / DATABASE_NAME).stat().st_size / 1e6, 1),
            find=_together(by_kind),
            find_cpu=_together(by_kind_cpu),
            find_all=_together(_ask(office, wanted, search=_find_all)),
            own_unit=_in_one_unit(office, wanted),
            like_scan=_like(office, wanted),
            btree_range=_btree(office, wanted),
            slowest_kind=slowest,
            slowest_kind_p95=kinds[slowest].p95,
            lists_ms=_lists(office),
        )
    finally:
        office.close()
    return figures


def sample(folder: Path, count: int) -> list[str]:
    """Some texts to be typed letter by letter."""
    office = open_county(folder)
    try:
        with office.read() as session:
            wanted = questions(session, seed=11, people=20)
    finally:
        office.close()
    return [one.text for one in wanted][:count]


def _together(by_kind: Mapping[str, Sequence[float]]) -> Times:
    return Times.of([one for times in by_kind.values() for one in times])


def _find_begun(office: Office, text: str) -> object:
    return find_first(office, text, limit=_FOUND, at_once=_AT_ONCE)


def _find_all(office: Office, text: str) -> object:
    return find(office, text, _FOUND)


def _ask(
    office: Office,
    wanted: Sequence[Question],
    *,
    clock: Callable[[], float] = time.perf_counter,
    search: Callable[[Office, str], object] = _find_begun,
) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {}
    for question in wanted:
        begun = clock()
        search(office, question.text)
        taken.setdefault(question.kind, []).append(clock() - begun)
    return taken


def _in_one_unit(office: Office, wanted: Sequence[Question]) -> Times:
    """The same questions by somebody who sees one union only."""
    user = office.user
    with office.read() as session:
        last = max(session.scalars(Unit.__table__.select().with_only_columns(Unit.id)))
    scope = user.scope
    object.__setattr__(user, "scope", frozenset({last}))
    try:
        return _together(_ask(office, wanted))
    finally:
        object.__setattr__(user, "scope", scope)


def _like(office: Office, wanted: Sequence[Question]) -> Times:
    """What the search is measured against: four columns read through."""
    texts = [one.text for one in wanted if one.text.isalnum()]
    chosen = random.Random(3).sample(texts, min(_SCANNED, len(texts)))
    return _bare(office, _LIKE, [(f"%{text}%",) for text in chosen])


def _btree(office: Office, wanted: Sequence[Question]) -> Times:
    """The least that any search costs: a range of an index, by the bare driver."""
    heads = [one.text for one in wanted if one.kind == "身份证开头十二位"]
    return _bare(office, _RANGE, [(head, f"{head}~") for head in heads * 5])


def _bare(office: Office, statement: str, values: Sequence[tuple[str, ...]]) -> Times:
    taken = []
    with office.reader.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        for one in values:
            begun = time.perf_counter()
            raw.execute(statement, one).fetchall()
            taken.append(time.perf_counter() - begun)
    return Times.of(taken)


def _lists(office: Office) -> dict[str, float]:
    """The ids of the whole list, by the orders that have an index of their own."""
    taken = {}
    for order in (Order.NUMBER, Order.NAME, Order.STROKES):
        begun = time.perf_counter()
        case_ids(office, CaseFilter(order=order, is_descending=False))
        taken[order.value] = round((time.perf_counter() - begun) * 1000, 1)
    return taken
