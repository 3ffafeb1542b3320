"""What a household has been granted: this file and the files it came from count as one household."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import extract, or_, select
from sqlalchemy.orm import Session

from db.codes import GrantState
from db.models import Case, Comfort, Grant, Person

COMMITTED = (GrantState.PROPOSED, GrantState.APPROVED, GrantState.BATCHED)
"""Asked for or granted, not paid yet: the money is spoken for."""


@dataclass(frozen=True)
class EarlierGrant:
    """The same item for the same person or household in the same year, wherever it was given."""

    item: str
    day: date
    amount_fen: int
    state: str
    case_number: str
    person: str


@dataclass(frozen=True)
class YearSum:
    """What one household got in one calendar year, in fen; `committed_fen` is not paid yet."""

    year: int
    paid_fen: int
    committed_fen: int
    returned_fen: int
    count: int


def household_cases(session: Session, case: Case) -> frozenset[int]:
    """This case with those it continues (返困, 再次申请), those that continue it, and those merged into it."""
    found: set[int] = set()
    fresh = {case.id}
    while fresh:
        found |= fresh
        links = session.execute(
            select(Case.id, Case.previous_case_id).where(
                or_(
                    Case.id.in_(fresh),
                    Case.previous_case_id.in_(fresh),
                    Case.merged_into_id.in_(fresh),
                )
            )
        ).all()
        fresh = {one for row in links for one in row if one is not None} - found
    return frozenset(found)


def counts_in(grant: Grant, year: int) -> bool:
    """Whether the grant takes from the limit of a year: paid in it, or spoken for and still to be paid."""
    if grant.state is GrantState.PAID:
        return grant.paid_on is not None and grant.paid_on.year == year
    return grant.state in COMMITTED


def grants_of(session: Session, case_ids: Iterable[int]) -> tuple[Grant, ...]:
    """Every grant of these cases, the oldest first."""
    rows = session.scalars(
        select(Grant).where(Grant.case_id.in_(sorted(case_ids))).order_by(Grant.asked_on, Grant.id)
    )
    return tuple(rows)


def grants_to_person(session: Session, item: str, id_number: str | None) -> tuple[Grant, ...]:
    """Every grant of an item to a person, by ID number, in whatever household."""
    if not id_number:
        return ()
    rows = session.scalars(
        select(Grant)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.item == item, Person.id_number == id_number)
        .order_by(Grant.asked_on, Grant.id)
    )
    return tuple(rows)


def earlier_grants(
    session: Session, grants: Iterable[Grant], *, item: str, year: int, id_number: str | None
) -> tuple[EarlierGrant, ...]:
    """What a second grant of the item would come on top of: for the eye of whoever decides."""
    found = [
        EarlierGrant(
            grant.item,
            grant.paid_on or grant.asked_on,
            grant.amount_fen,
            grant.state.value,
            session.scalar(select(Case.number).where(Case.id == grant.case_id)) or "",
            _name(session, grant.person_id),
        )
        for grant in grants
    ]
    return (*found, *_without_file(session, item, year, id_number))


def year_sums(grants: Iterable[Grant]) -> tuple[YearSum, ...]:
    """One line per calendar year, the newest first. Refused grants do not count."""
    parts: dict[int, list[Grant]] = {}
    for grant in grants:
        if grant.state is not GrantState.REFUSED:
            parts.setdefault((grant.paid_on or grant.asked_on).year, []).append(grant)

    def total(rows: list[Grant], *states: GrantState) -> int:
        return sum(row.amount_fen for row in rows if row.state in states)

    return tuple(
        YearSum(
            year=year,
            paid_fen=total(rows, GrantState.PAID),
            committed_fen=total(rows, *COMMITTED),
            returned_fen=total(rows, GrantState.RETURNED),
            count=sum(row.state is not GrantState.RETURNED for row in rows),
        )
        for year, rows in sorted(parts.items(), reverse=True)
    )


def _name(session: Session, person_id: int | None) -> str:
    if person_id is None:
        return ""
    return session.scalar(select(Person.name).where(Person.id == person_id)) or ""


def _without_file(
    session: Session, item: str, year: int, id_number: str | None
) -> tuple[EarlierGrant, ...]:
    if not id_number:
        return ()
    rows = session.scalars(
        select(Comfort).where(
            Comfort.item == item,
            Comfort.id_number == id_number,
            extract("year", Comfort.helped_on) == year,
        )
    )
    paid = GrantState.PAID.value
    return tuple(
        EarlierGrant(row.item, row.helped_on, row.amount_fen, paid, "", row.name) for row in rows
    )
