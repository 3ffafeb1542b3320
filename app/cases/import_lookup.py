"""What an import must know of the file: asked once per workbook, in a few large queries."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.workbook.facts import CaseOnFile
from db.codes import Origin
from db.models import Case, Person
from db.prepared import as_one, each_of

Item = TypeVar("Item")

_AT_ONCE = 5_000
"""Values per query; SQLite takes at most 32,766."""


def pieces(items: Collection[Item]) -> Iterator[Sequence[Item]]:
    """Items in portions that one query takes."""
    rest = iter(items)
    while piece := list(islice(rest, _AT_ONCE)):
        yield piece


def look_up(
    session: Session, numbers: Collection[str], id_numbers: Collection[str]
) -> tuple[CaseOnFile, ...]:
    """Every case with one of these 编号, or with a person of one of these ID numbers, by id."""
    by_number = select(Case.id).where(Case.number.in_(each_of(as_one(sorted(numbers)))))
    by_person = (
        select(Case.id)
        .join(Person, Person.household_id == Case.household_id)
        .where(Person.id_number.in_(each_of(as_one(sorted(id_numbers)))))
    )
    found = {*session.scalars(by_number), *session.scalars(by_person)}
    return tuple(case for piece in pieces(sorted(found)) for case in _read(session, piece))


@dataclass
class _People:
    applicant_id: str | None = None
    applicant: str = ""
    id_numbers: set[str] = field(default_factory=set)


def _read(session: Session, case_ids: Sequence[int]) -> Iterator[CaseOnFile]:
    people: dict[int, _People] = {}
    members = (
        select(Case.id, Person.name, Person.id_number, Person.is_applicant)
        .join(Person, Person.household_id == Case.household_id)
        .where(Case.id.in_(case_ids), Person.removed_on.is_(None))
        .order_by(Case.id, Person.position)
    )
    for row in session.execute(members):
        known = people.setdefault(row.id, _People())
        if row.is_applicant:
            known.applicant_id, known.applicant = row.id_number, row.name
        if row.id_number:
            known.id_numbers.add(row.id_number)
    columns = (Case.id, Case.number, Case.stage, Case.origin, Case.discarded_at)
    cases = select(*columns).where(Case.id.in_(case_ids)).order_by(Case.id)
    for case_id, number, stage, origin, discarded_at in session.execute(cases):
        known = people.get(case_id, _People())
        is_discarded = discarded_at is not None
        yield CaseOnFile(
            case_id=case_id,
            number=number,
            is_open=stage.is_open and not is_discarded,
            is_imported=origin is Origin.IMPORT,
            applicant_id_number=known.applicant_id,
            applicant_name=known.applicant,
            # A draft in the recycle bin holds its 编号 but nobody's ID number.
            id_numbers=frozenset() if is_discarded else frozenset(known.id_numbers),
        )
