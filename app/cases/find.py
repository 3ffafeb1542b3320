"""Finding anyone: by a part of the name, pinyin, initials, the end of a number, employer, case number.

Only cases in the account's scope are found, values are masked as in lists, and nobody finds an ID number
by typing more of it than the account's mask shows. Searches are not journalled; opening a hit is.
Source: data design §2, the access contract, the command line contract (`find`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from app.cases.scope import check_reader, in_scope
from app.cases.terms import Probe, probes, words
from app.office.access import may_open_full, searchable_id_digits
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.codes import Stage
from db.models import Case, Person, SearchToken
from db.readings import plain_name
from db.search import OTHER_READING, Kind, upper_bound

__all__ = ["Hit", "find"]

_MOST_DRIVEN = 2000
_MOST_EMPLOYERS = 50
_READ_AHEAD = 4
_CHUNK = 500


@dataclass(frozen=True)
class Hit:
    """One person found, as a list shows it. `matched` says what the person was found by."""

    case_id: int
    person_id: int
    case: str
    name: str
    relation: str
    applicant: str
    id_number: str
    category: str
    stage: str
    employer: str
    matched: str

    def as_json(self) -> dict[str, str]:
        """The hit as the command line prints it."""
        return {
            "case": self.case,
            "name": self.name,
            "id": self.id_number,
            "category": self.category,
            "stage": self.stage,
            "matched": self.matched,
        }


def find(office: Office, text: str, limit: int = 50) -> tuple[Hit, ...]:
    """At most `limit` people, exact names first. Several words narrow the search.

    Raises AccessDeniedError for an account that reads no cases, StorageError.
    """
    check_reader(office)
    terms = words(text)
    if not terms or limit < 1:
        return ()
    reach = searchable_id_digits(office.user.roles)
    full_phones = may_open_full(office.user.roles)
    meanings = [probes(term, reach, full_phones=full_phones) for term in terms]
    with office.read() as session:
        scope = in_scope(office)
        matched = _matched(session, meanings, scope, limit)
        return _hits(session, office, matched, plain_name(terms[0]), limit)


def _matched(
    session: Session, meanings: Sequence[Sequence[Probe]], scope: ColumnElement[bool], limit: int
) -> dict[int, str]:
    """Person ids with what they were found by, in the order in which they are shown."""
    if len(meanings) == 1:
        return _by_one(session, meanings[0], scope, limit)
    # The most selective word drives: the one that finds the fewest; the others filter.
    found = [_by_one(session, meaning, scope, _MOST_DRIVEN) for meaning in meanings]
    driver = min(found, key=len)
    for meaning, other in zip(meanings, found, strict=True):
        if other is driver:
            continue
        # A word that finds more than was read is asked of each person who is left.
        is_whole = len(other) < _MOST_DRIVEN
        fits = set(other) if is_whole else _fitting(session, meaning, list(driver))
        driver = {person: matched for person, matched in driver.items() if person in fits}
    return driver


def _fitting(session: Session, meaning: Sequence[Probe], people: Sequence[int]) -> set[int]:
    """Those of these people whom a word may mean, by their own tokens."""
    found: set[int] = set()
    for start in range(0, len(people), _CHUNK):
        query = select(SearchToken.person_id, SearchToken.kind, SearchToken.token).where(
            SearchToken.person_id.in_(people[start : start + _CHUNK])
        )
        found |= {
            row.person_id
            for row in session.execute(query)
            if any(probe.fits(row.kind, row.token) for probe in meaning)
        }
    return found


def _by_one(
    session: Session, meaning: Iterable[Probe], scope: ColumnElement[bool], limit: int
) -> dict[int, str]:
    found: dict[int, str] = {}
    for probe in meaning:
        for person_id in _by_probe(session, probe, scope, limit):
            found.setdefault(person_id, probe.matched)
    return found


def _by_probe(
    session: Session, probe: Probe, scope: ColumnElement[bool], limit: int
) -> Iterator[int]:
    """The people of one meaning. Each source of tokens has the whole limit for itself."""
    if probe.kind is None:
        query = _in_cases(
            select(Person.id).where(
                Person.id_number >= probe.prefix, Person.id_number < upper_bound(probe.prefix)
            ),
            scope,
        )
        yield from session.scalars(query.order_by(Person.id_number).limit(limit))
    elif probe.kind is Kind.EMPLOYER:
        yield from _by_employer(session, probe.prefix, scope, limit)
    elif probe.kind in (Kind.NAME, Kind.PINYIN, Kind.INITIALS):
        # What begins as typed comes before what only holds it.
        begins = SearchToken.position.in_((0, OTHER_READING))
        count = 0
        for where in (begins, ~begins):
            for person_id in _by_token(session, probe, and_(scope, where), limit - count):
                count += 1
                yield person_id
            if count >= limit:
                return
    else:
        yield from _by_token(session, probe, scope, limit)


def _by_token(
    session: Session, probe: Probe, where: ColumnElement[bool], limit: int
) -> Iterator[int]:
    query = (
        select(SearchToken.token, SearchToken.person_id)
        .join(Person, Person.id == SearchToken.person_id)
        .join(Case, Case.household_id == Person.household_id)
        .where(
            SearchToken.kind == probe.kind,
            SearchToken.token >= probe.prefix,
            SearchToken.token < upper_bound(probe.prefix),
            Case.discarded_at.is_(None),
            where,
        )
        .order_by(SearchToken.token, SearchToken.person_id)
    )
    if probe.keeps is None:
        # A person can stand here under several readings.
        query = query.limit(limit * _READ_AHEAD)
    seen: set[int] = set()
    for token, person_id in session.execute(query):
        if person_id in seen or (probe.keeps is not None and not probe.keeps(token)):
            continue
        seen.add(person_id)
        yield person_id
        if len(seen) >= limit:
            return


def _by_employer(
    session: Session, part: str, scope: ColumnElement[bool], limit: int
) -> Iterator[int]:
    names = session.scalars(
        select(SearchToken.token)
        .where(
            SearchToken.kind == Kind.EMPLOYER_NAME,
            SearchToken.token.contains(part, autoescape=True),
        )
        .limit(_MOST_EMPLOYERS)
    ).all()
    for name in sorted(names, key=lambda name: (not name.startswith(part), len(name), name)):
        query = _in_cases(
            select(SearchToken.person_id)
            .join(Person, Person.id == SearchToken.person_id)
            .where(SearchToken.kind == Kind.EMPLOYER, SearchToken.token == name),
            scope,
        )
        for person_id in session.scalars(query.limit(limit)):
            limit -= 1
            yield person_id
        if limit <= 0:
            return


def _in_cases(query: Select[int], scope: ColumnElement[bool]) -> Select[int]:
    return query.join(Case, Case.household_id == Person.household_id).where(
        Case.discarded_at.is_(None), scope
    )


def _hits(
    session: Session, office: Office, matched: dict[int, str], typed: str, limit: int
) -> tuple[Hit, ...]:
    """Read what is shown of the people, exact names first, in the order in which they were found."""
    ids = list(matched)[: max(limit, _MOST_DRIVEN)]
    if not ids:
        return ()
    names: dict[int, str] = {
        row.id: row.name
        for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    }
    exact = sorted(ids, key=lambda person: plain_name(names.get(person, "")) != typed)[:limit]
    rows = {row.person_id: row for row in session.execute(_shown(exact))}
    return tuple(_hit(office, rows[one], matched[one]) for one in exact if one in rows)


def _shown(ids: Sequence[int]) -> Select[Any]:
    # The applicant is the one in the same household who is marked so.
    applicant = (
        select(Person.name)
        .where(Person.household_id == Case.household_id, Person.is_applicant)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.relation,
            Person.is_applicant,
            Person.id_number,
            Person.employer,
            Case.id.label("case_id"),
            Case.number,
            Case.category,
            Case.filed_category,
            Case.stage,
        )
        .add_columns(applicant.correlate(Case).label("applicant"))
        .join(Case, Case.household_id == Person.household_id)
        .where(Person.id.in_(ids))
    )


def _hit(office: Office, row: Any, matched: str) -> Hit:
    stage: Stage = row.stage
    return Hit(
        case_id=row.case_id,
        person_id=row.person_id,
        case=row.number,
        name=row.name,
        relation="" if row.is_applicant else (row.relation or "家庭成员"),
        applicant=row.applicant or row.name,
        id_number=masked(row.id_number or "", ValueKind.ID_NUMBER, Place.LIST, office.user.roles),
        category=row.category or row.filed_category or "",
        stage=stage.label,
        employer=row.employer or "",
        matched=matched,
    )
