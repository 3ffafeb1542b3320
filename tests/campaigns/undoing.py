"""Undo, redo and the opposites over random work on a few files, by two logins that get in each other's way.

Whatever takes an operation back leaves every row that the operation wrote as it stood before it and no other
row changed, or is refused and changes nothing. The search tells of people what it would tell if it were made
anew, and the ID numbers of the open files are held by the people in them.
"""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.cases.commands import split
from app.changes import Changes, Op
from app.errors import ConflictError, UserError
from app.office.opening import NewOffice, create
from app.office.session import Office
from app.office.undo import last_step, next_redo, next_undo, redo, take_back, undo
from db import journal, search
from db.keys import KdfCost
from db.models import Base, Case, Person, Reason, SearchEntry, SearchToken
from tests.campaigns.clerk import Clerk
from tests.conftest import PASSWORD

MUST_BE_ZERO = ("wrong", "half", "unsearched", "unheld", "unexplained")
_QUERIES = tuple(
    (table.name, str(select(table)))
    for table in journal.journalled_tables()
    if table.name != Reason.__tablename__
)
_TRIES = 6
"""So many acts are tried until one is not refused where its file stands."""

Key = tuple[str, int]
Rows = dict[Key, tuple[Any, ...]]


@dataclass(frozen=True)
class Change:
    """What every row that an operation wrote was before and after, and which rows there were after it."""

    rows: Mapping[Key, tuple[tuple[Any, ...] | None, tuple[Any, ...] | None]]
    standing: frozenset[Key]

    @classmethod
    def of(cls, before: Rows, after: Rows) -> "Change":
        """Between two looks."""
        keys = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        return cls({key: (before.get(key), after.get(key)) for key in keys}, frozenset(after))

    def taken_back(self, rows: Rows) -> Rows:
        """The rows as they stand without it."""
        found = rows | {key: before for key, (before, _) in self.rows.items() if before}
        return {key: row for key, row in found.items() if key not in self.rows or self.rows[key][0]}

    def is_built_on(self, rows: Rows) -> bool:
        """Whether a row that it wrote is another by now, or one was made since that may hang on it."""
        is_other = any(rows.get(key) != after for key, (_, after) in self.rows.items())
        return is_other or not self.standing.issuperset(rows)


def _rows(office: Office) -> Rows:
    # As the driver reads them: the whole file is looked at for every step.
    with office.read() as session:
        ask = session.connection().exec_driver_sql
        return {(name, row.id): tuple(row) for name, query in _QUERIES for row in ask(query)}


class Walk:
    """Work on the files of an office, as it comes; `figures` counts what was done and what was wrong."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.figures = dict.fromkeys(
            ("done", "refused", "undone", "redone", "opposite", "conflicts", *MUST_BE_ZERO), 0
        )
        self._chance = random.Random(seed)
        self._clerk = Clerk(office, self._chance)
        self._changes: dict[int, Change] = {}

    def step(self) -> None:
        """One operation, or some taken back."""
        dice = self._chance.random()
        if dice < 0.05:
            self.office.login = "another" if self.office.login != "another" else "first"
        elif dice < 0.6:
            self._act()
        elif dice < 0.85:
            for _ in range(self._chance.randrange(1, 4)):
                self._replay(next_undo(self.office), undo, "undone")
            for _ in range(self._chance.randrange(4)):
                self._replay(next_redo(self.office), redo, "redone")
        else:
            self._opposite()

    # ------------------------------------------------------------ taking back

    def _act(self) -> None:
        before, acts = _rows(self.office), self._clerk.acts()
        for _ in range(_TRIES):
            act, case_id = self._chance.choice(acts), self._chance.choice(self._clerk.case_ids)
            try:
                done = act(case_id)
            except UserError:
                self.figures["refused"] += 1
                self._count("half", _rows(self.office) != before)
            else:
                self.figures["done"] += 1
                self._keep(done, before)
                return

    def _replay(self, step: Any, do: Callable[[Office], Changes], name: str) -> None:
        if step is not None:
            self._back(step.operation_id, lambda: do(self.office), name)

    def _opposite(self) -> None:
        steps = [step for case_id in self._clerk.case_ids if (step := self._last_step(case_id))]
        if not steps:
            return
        case_id, operation_id, op = self._chance.choice(steps)
        taking_back = split if op is Op.MERGE and self._chance.random() < 0.5 else take_back
        self._back(operation_id, lambda: taking_back(self.office, case_id=case_id, reason="误"))

    def _last_step(self, case_id: int) -> tuple[int, int, Op] | None:
        """The step of this walk that can be taken back next, by its case."""
        with self.office.read() as session:
            step = last_step(session, case_id)
            is_known = step is not None and step.id in self._changes
            return (case_id, step.id, Op[step.op]) if step is not None and is_known else None

    def _back(self, operation_id: int, do: Callable[[], Changes], name: str = "opposite") -> None:
        before, change = _rows(self.office), self._changes[operation_id]
        try:
            done = do()
        except UserError as error:
            self.figures["conflicts"] += 1
            self._count("half", _rows(self.office) != before)
            if name != "opposite" or isinstance(error, ConflictError):
                is_told = isinstance(error, ConflictError)
                self._count("unexplained", not (is_told and change.is_built_on(before)))
            return
        self.figures[name] += 1
        self._count("wrong", _rows(self.office) != change.taken_back(before))
        self._keep(done, before)

    def _keep(self, done: Changes, before: Rows) -> None:
        after = _rows(self.office)
        assert done.operation_id is not None
        self._changes[done.operation_id] = Change.of(before, after)
        if done.op in (Op.OPEN_DRAFT, Op.APPLY_AGAIN) and done.result_id is not None:
            self._clerk.case_ids.append(done.result_id)
        self._clerk.case_ids = [one for one in self._clerk.case_ids if ("case_file", one) in after]
        self._check_search()
        self._check_numbers()

    # ------------------------------------------------------------ what must hold

    def _count(self, name: str, is_wrong: bool) -> None:
        self.figures[name] += is_wrong

    def _check_search(self) -> None:
        """Make the search of everybody anew in a write that is given up: it tells the same."""
        with suppress(_GivenUpError), self.office.write(Op.EDIT_FACTS) as work:
            stands = self._searched(work.session)
            search.renew(work.session, work.session.scalars(select(Person.id)).all())
            self._count("unsearched", stands != self._searched(work.session))
            raise _GivenUpError

    def _searched(self, session: Any) -> set[tuple[Any, ...]]:
        tokens = Base.metadata.tables[SearchToken.__tablename__]
        entries = Base.metadata.tables[SearchEntry.__tablename__]
        of_people = select(tokens).where(tokens.c.person_id != 0)
        return {
            tuple(row) for query in (of_people, select(entries)) for row in session.execute(query)
        }

    def _check_numbers(self) -> None:
        with self.office.read() as session:
            for case in session.scalars(select(Case)):
                is_open = case.stage.is_open and case.discarded_at is None
                for person in case.household.people:
                    held = person.id_number if is_open and person.removed_on is None else None
                    self._count("unheld", person.open_id_number != held)

    def check_journal(self) -> None:
        """The chain of the journal is whole."""
        with self.office.read() as session:
            whole = journal.verify(session, self.office.keys.journal).is_whole
            self._count("wrong", not whole)


class _GivenUpError(Exception):
    """Nothing of the write is kept."""


def walk(office: Office, steps: int, seed: int) -> dict[str, int]:
    """The figures of a walk of so many steps."""
    found = Walk(office, seed)
    office.login = "first"
    for _ in range(steps):
        found.step()
    found.check_journal()
    return found.figures


def run(folder: Path, count: int, seed: int) -> dict[str, int]:
    """The figures of the campaign, in walks of at most two hundred steps; those of MUST_BE_ZERO are faults."""
    figures: dict[str, int] = {}
    for at in range(0, count, 200):
        new = NewOffice("青禾县总工会", "admin", PASSWORD, place="青禾县", is_solo=True)
        office = create(folder / str(at), new, cost=KdfCost.for_tests()).office
        try:
            for name, number in walk(office, min(200, count - at), seed + at).items():
                figures[name] = figures.get(name, 0) + number
        finally:
            office.close()
    return figures
