"""Finding anyone, present and past: by a part of the name, pinyin, initials, an end of a number, employer,
address, case number.

Only cases in the account's scope are found, values are masked as in lists, and nobody finds an ID number, a
phone or an address by typing more of it than the account's mask shows. Members who have left and closed
files are found too and say so. Searches are not journalled; opening a hit is. Source: data design §2, the
access contract, the command line contract (`find`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from app.cases.scope import check_reader
from app.cases.terms import Probe, Reach, probes, words
from app.office.access import CaseScope, case_scope, may_open_full, searchable_id_digits
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.codes import Stage
from db.models import Case, Person, SearchEntry, SearchToken, Unit
from db.tokens import ADDRESS_REST, Kind, Known, address_runs, upper_bound

__all__ = ["Hit", "find"]

_MOST_COUNTED = 1000
_MOST_LOOKED_AT = 20_000
_MOST_WORDS = 50
"""Employers or runs of an address that one word may mean."""
_BATCH = 200
_LARGEST_PAGE = 5000

_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])
Found = dict[int, str]
"""Person ids with what they were found by, in the order in which they are shown."""


@dataclass(frozen=True)
class Hit:
    """One person found, as a list shows it. `matched` says what the person was found by; `standing`
    what is past about the person: 已不在户内, 已归档 …, or ""."""

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
    standing: str = ""

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
    roles = office.user.roles
    reach = Reach(searchable_id_digits(roles), sees_full=may_open_full(roles))
    meanings = [probes(term, reach) for term in terms]
    with office.read() as session:
        search = _Search(session.connection(), office)
        found = (
            search.by_one(meanings[0], limit) if len(terms) == 1 else search.by_all(meanings, limit)
        )
        return search.hits(found, limit)


class _Search:
    """One search: the connection that it reads by, and the units in which it may."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office
        self._units = self._scope()

    def by_one(self, meaning: Sequence[Probe], limit: int) -> Found:
        """The people of one word. Each group of meanings has the whole limit for itself; where all
        together find more, every group keeps a share of the page."""
        groups: list[Found] = []
        for _, alike in groupby(meaning, key=lambda probe: probe.group):
            found: Found = {}
            for probe in alike:
                missing = limit - len(found)
                if missing <= 0:
                    break
                for person in self._by_probe(probe, limit):
                    found.setdefault(person, probe.matched)
            if found:
                groups.append(dict(islice(found.items(), limit)))
        return _shared(groups, limit)

    def by_all(self, meanings: Sequence[Sequence[Probe]], limit: int) -> Found:
        """The people of all words: the word that finds the fewest drives, the others filter."""
        driver = min(meanings, key=lambda meaning: (self._count(meaning), -_typed(meaning)))
        others = [meaning for meaning in meanings if meaning is not driver]
        found: Found = {}
        looked_at = 0
        for people in self._driven(driver):
            fitting = self._fitting(others, people)
            found |= {one: matched for one, matched in people.items() if one in fitting}
            looked_at += len(people)
            if len(found) >= limit or looked_at >= _MOST_LOOKED_AT:
                break
        return dict(islice(found.items(), limit))

    def hits(self, found: Found, limit: int) -> tuple[Hit, ...]:
        """What is shown of the people, in the order in which they were found."""
        ids = list(found)[:limit]
        if not ids:
            return ()
        query, values = _SHOWN, {"ids": ids}
        if self._units is not None:
            query, values = _SHOWN_IN_UNITS, values | {"units": self._units}
        rows = {row.person_id: row for row in self._connection.execute(query, values).all()}
        return tuple(_hit(self._office, rows[one], found[one]) for one in ids if one in rows)

    # ------------------------------------------------------------ one meaning

    def _by_probe(self, probe: Probe, limit: int) -> Iterator[int]:
        if probe.kind is Kind.EMPLOYER:
            names = self._whole(Kind.EMPLOYER_PART, probe.prefix)
            yield from self._exactly(Kind.EMPLOYER, names, limit)
        elif probe.kind is Kind.ADDRESS:
            yield from self._by_address(probe, limit)
        else:
            yield from self._begins(probe, limit)

    def _begins(self, probe: Probe, limit: int) -> Iterator[int]:
        """People with a token that begins so, the shortest first; one can stand here under several."""
        seen: set[int] = set()
        for token, person_id in self._rows(probe.kind, probe.prefix, 2 * min(limit, _BATCH)):
            if person_id not in seen and (probe.keeps is None or probe.keeps(token)):
                seen.add(person_id)
                yield person_id
                if len(seen) >= limit:
                    return

    def _by_address(self, probe: Probe, limit: int) -> Iterator[int]:
        """By the first run without digits: it stands at the end of a run, or anywhere in one if nothing
        follows it. What stands before it is compared at the end."""
        run, rest = next(address_runs(probe.prefix))
        begun = f"{run}\t" if rest else run
        is_whole = probe.prefix.startswith(run) and len(rest) <= ADDRESS_REST
        seen: set[int] = set()
        for whole in self._whole(Kind.ADDRESS_PART, begun):
            token = replace(probe, prefix=f"{whole}\t{rest[:ADDRESS_REST]}")
            people = dict.fromkeys(self._begins(token, limit))
            fitting = people if is_whole else self._fitting([[probe]], people)
            for person in people:
                if person in fitting and person not in seen:
                    seen.add(person)
                    yield person
            if len(seen) >= limit:
                return

    def _whole(self, kind: Kind, prefix: str) -> list[str]:
        """The words of which a part begins so: those that begin with it first, then the shorter."""
        rows = self._connection.execute(
            _RANGE,
            {"kind": kind, "low": prefix, "high": upper_bound(prefix), "most": 20 * _MOST_WORDS},
        )
        wholes = {row.token.partition("\t")[2] for row in rows}
        part = prefix.rstrip("\t")
        return sorted(wholes, key=lambda word: (not word.startswith(part), len(word), word))[
            :_MOST_WORDS
        ]

    # ------------------------------------------------------------ rows

    def _rows(self, kind: Kind, prefix: str, page: int) -> Iterator[Row[str, int]]:
        """The token rows of a range in order, read in pages that grow: most searches end in the first."""
        first, after = _RANGE, _RANGE_AFTER
        values: dict[str, Any] = {**_bounds(kind, prefix), "most": page}
        if self._units is not None:
            first, after = _RANGE_IN_UNITS, _RANGE_AFTER_IN_UNITS
            values["units"] = self._units
        rows = self._connection.execute(first, values).all()
        yield from rows
        while len(rows) == values["most"]:
            values |= {"most": min(4 * len(rows), _LARGEST_PAGE)}
            values |= {"after_token": rows[-1].token, "after_person": rows[-1].person_id}
            rows = self._connection.execute(after, values).all()
            yield from rows

    def _exactly(self, kind: Kind, tokens: Sequence[str], limit: int) -> Iterator[int]:
        """People with one of these tokens."""
        if not tokens:
            return
        values: dict[str, Any] = {"kind": kind, "tokens": tokens, "most": limit}
        query = _EXACTLY
        if self._units is not None:
            query, values["units"] = _EXACTLY_IN_UNITS, self._units
        yield from self._connection.scalars(query, values).all()

    # ------------------------------------------------------------ several words

    def _count(self, meaning: Sequence[Probe]) -> int:
        """How many rows a word finds, counted up to a bound; a word in an employer or address by what leads
        to it, which says only that it is worth asking."""
        total = 0
        for probe in meaning:
            if probe.kind in (Kind.EMPLOYER, Kind.ADDRESS):
                continue
            total += self._connection.scalar(_COUNT, _bounds(probe.kind, probe.prefix)) or 0
            if total >= _MOST_COUNTED:
                return total
        slow = [probe for probe in meaning if probe.kind in (Kind.EMPLOYER, Kind.ADDRESS)]
        for probe in slow:
            total += sum(1 for _ in self._by_probe(probe, _MOST_COUNTED))
        return total

    def _driven(self, meaning: Sequence[Probe]) -> Iterator[Found]:
        """Everybody of a word, portion by portion."""
        portion: Found = {}
        seen: set[int] = set()
        for probe in meaning:
            for person in self._by_probe(probe, _MOST_LOOKED_AT):
                if person in seen:
                    continue
                seen.add(person)
                portion[person] = probe.matched
                if len(portion) == _BATCH:
                    yield portion
                    portion = {}
        if portion:
            yield portion

    def _fitting(self, meanings: Sequence[Sequence[Probe]], people: Iterable[int]) -> set[int]:
        """Those of these people whom every word may mean."""
        rows = self._connection.execute(_KNOWN, {"ids": list(people)})
        return {row.person_id for row in rows if _is_meant(Known.read(row.known), meanings)}

    def _scope(self) -> list[int] | None:
        """The units in which is searched; None where that is all of them."""
        if case_scope(self._office.user.roles) is CaseScope.ALL:
            return None
        scope = self._office.user.scope
        # Whoever stands at the top of the tree need not be compared row by row.
        if scope.issuperset(self._connection.scalars(_UNITS)):
            return None
        return sorted(scope)


def _shared(groups: Sequence[Found], limit: int) -> Found:
    """The groups one after the other; where they are more than the page, none takes all of it."""
    if not groups:
        return {}
    least = limit // (2 * len(groups))
    left = limit
    shares = []
    for place, group in enumerate(groups):
        kept_free = sum(min(least, len(other)) for other in groups[place + 1 :])
        shares.append(min(len(group), max(left - kept_free, 0)))
        left -= shares[-1]
    found: Found = {}
    for group, share in zip(groups, shares, strict=True):
        for person, matched in islice(group.items(), share):
            found.setdefault(person, matched)
    return found


def _is_meant(known: Known, meanings: Sequence[Sequence[Probe]]) -> bool:
    return all(any(probe.fits(known) for probe in meaning) for meaning in meanings)


def _typed(meaning: Sequence[Probe]) -> int:
    """How much of it was typed: of words that find very many the longer one drives."""
    return max((len(probe.prefix) for probe in meaning), default=0)


def _bounds(kind: Kind, prefix: str) -> Mapping[str, Any]:
    return {"kind": kind, "low": prefix, "high": upper_bound(prefix)}


def _in_range(query: _Query) -> _Query:
    return query.where(
        SearchToken.kind == bindparam("kind"),
        SearchToken.token >= bindparam("low"),
        SearchToken.token < bindparam("high"),
    )


def _in_units() -> ColumnElement[bool]:
    return SearchToken.unit_id.in_(bindparam("units", expanding=True))


# Statements are made once: making them takes longer than asking them.
_UNITS = select(Unit.id)
_RANGE = (
    _in_range(select(SearchToken.token, SearchToken.person_id))
    .order_by(SearchToken.token, SearchToken.person_id)
    .limit(bindparam("most"))
)
_RANGE_AFTER = _RANGE.where(
    tuple_(SearchToken.token, SearchToken.person_id)
    > tuple_(bindparam("after_token"), bindparam("after_person"))
)
_RANGE_IN_UNITS = _RANGE.where(_in_units())
_RANGE_AFTER_IN_UNITS = _RANGE_AFTER.where(_in_units())
_COUNT = select(func.count()).select_from(
    _in_range(select(SearchToken.person_id)).limit(_MOST_COUNTED).subquery()
)
_EXACTLY = (
    select(SearchToken.person_id)
    .where(
        SearchToken.kind == bindparam("kind"),
        SearchToken.token.in_(bindparam("tokens", expanding=True)),
    )
    .limit(bindparam("most"))
)
_EXACTLY_IN_UNITS = _EXACTLY.where(_in_units())
_KNOWN = select(SearchEntry.person_id, SearchEntry.known).where(
    SearchEntry.person_id.in_(bindparam("ids", expanding=True))
)


def _shown() -> Any:
    applicant = aliased(Person)
    return (
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.relation,
            Person.is_applicant,
            Person.removed_on,
            Person.id_number,
            Person.employer,
            Case.id.label("case_id"),
            Case.number,
            Case.category,
            Case.filed_category,
            Case.stage,
            applicant.name.label("applicant"),
        )
        .join(Case, Case.household_id == Person.household_id)
        # The applicant is the one in the same household who is marked so.
        .outerjoin(
            applicant,
            (applicant.household_id == Person.household_id) & applicant.is_applicant,
        )
        .where(Person.id.in_(bindparam("ids", expanding=True)), Case.discarded_at.is_(None))
    )


_SHOWN: Select[*tuple[Any, ...]] = _shown()
# Asked of the file itself once more, whatever the tokens say.
_SHOWN_IN_UNITS = _SHOWN.where(Case.unit_id.in_(bindparam("units", expanding=True)))


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
        standing=_standing(row, stage),
    )


def _standing(row: Any, stage: Stage) -> str:
    if row.removed_on is not None:
        return "已不在户内"
    return "" if stage.is_open else f"已{stage.label}" if stage is Stage.CLOSED else stage.label
