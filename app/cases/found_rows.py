"""The rows of the search, as `find` reads them: ranges of tokens, what is known of people, what is shown.

Statements are made once and asked past the mapping: both take longer than their answers. Each is answered from
one index, in the units of the account only; where those are all units, nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from db.models import Case, Person, SearchEntry, SearchToken
from db.prepared import Prepared, as_one, each_of
from db.tokens import Kind, upper_bound

__all__ = ["FoundRows"]

_LARGEST_PAGE = 5000
_Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class _Scoped:
    """A statement for everybody and the same for some units."""

    everywhere: Prepared
    in_units: Prepared

    @classmethod
    def of(cls, query: _Query) -> _Scoped:
        """`query` of tokens."""
        return cls(
            Prepared(query),
            Prepared(query.where(SearchToken.unit_id.in_(each_of(bindparam("units"))))),
        )


class FoundRows:
    """Reads for one search. `units`: those in which is searched; None where that is all of them."""

    def __init__(self, connection: Connection, units: Sequence[int] | None) -> None:
        self._connection = connection
        self._units = units
        self._scope: dict[str, Any] = {} if units is None else {"units": as_one(units)}

    def begins(
        self, kind: Kind, prefix: str, page: int, like: str | None = None
    ) -> Iterator[tuple[str, int]]:
        """The tokens that begin so, in order, with their people; read in pages that grow: most searches
        end in the first. Behind the first only those that are `like` this, if anything is given."""
        values: dict[str, Any] = {**_bounds(kind, prefix), **self._scope, "most": page}
        rows = self._rows(_RANGE, values)
        yield from rows
        query, growth = _RANGE_AFTER, 4
        if like is not None:
            # As few are left over, more of them than needed would be looked for a long time.
            query, growth = _LIKE_AFTER, 1
            values["like"] = like
        while len(rows) == values["most"]:
            values |= {"most": min(growth * len(rows), _LARGEST_PAGE)}
            values["after_token"], values["after_person"] = rows[-1]
            rows = self._rows(query, values)
            yield from rows

    def exactly(self, kind: Kind, tokens: Sequence[str], most: int) -> Sequence[int]:
        """At most so many people with one of these tokens."""
        if not tokens:
            return ()
        values = {"kind": kind.value, "tokens": as_one(tokens), "most": most, **self._scope}
        return [person_id for (person_id,) in self._rows(_EXACTLY, values)]

    def words(self, kind: Kind, prefix: str, most: int) -> set[str]:
        """The words of which a part begins so."""
        values = {**_bounds(kind, prefix), "most": most}
        rows = _RANGE.everywhere.rows(self._connection, values)
        return {token.partition("\t")[2] for token, _ in rows}

    def count(self, kind: Kind, prefix: str, most: int) -> int:
        """How many tokens begin so, counted up to a bound; of all units."""
        values = {**_bounds(kind, prefix), "most": most}
        ((count,),) = _COUNT.rows(self._connection, values)
        return int(count)

    def known(self, people: Iterable[int]) -> Sequence[Sequence[Any]]:
        """What these people are found by, as `Known.written`."""
        return _KNOWN.rows(self._connection, {"ids": as_one(people)})

    def shown(self, people: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
        """What a list shows of these people, in no order. The file itself is asked for the units once
        more, whatever the tokens say."""
        if not people:
            return ()
        if self._units is None:
            return self._connection.execute(_SHOWN, {"ids": people}).all()
        values = {"ids": people, "units": self._units}
        return self._connection.execute(_SHOWN_IN_UNITS, values).all()

    def _rows(self, query: _Scoped, values: dict[str, Any]) -> Sequence[Any]:
        prepared = query.everywhere if self._units is None else query.in_units
        return prepared.rows(self._connection, values)


def _bounds(kind: Kind, prefix: str) -> dict[str, Any]:
    return {"kind": kind.value, "low": prefix, "high": upper_bound(prefix)}


_IN_RANGE = and_(
    SearchToken.kind == bindparam("kind"),
    SearchToken.token >= bindparam("low"),
    SearchToken.token < bindparam("high"),
)


def _ranges() -> tuple[_Scoped, _Scoped, _Scoped]:
    place = tuple_(SearchToken.token, SearchToken.person_id)
    first = (
        select(SearchToken.token, SearchToken.person_id)
        .where(_IN_RANGE)
        .order_by(SearchToken.token, SearchToken.person_id)
        .limit(bindparam("most"))
    )
    after = first.where(place > tuple_(bindparam("after_token"), bindparam("after_person")))
    alike = after.where(SearchToken.token.like(bindparam("like")))
    return _Scoped.of(first), _Scoped.of(after), _Scoped.of(alike)


_RANGE, _RANGE_AFTER, _LIKE_AFTER = _ranges()
_COUNT = Prepared(
    select(func.count()).select_from(
        select(SearchToken.person_id).where(_IN_RANGE).limit(bindparam("most")).subquery()
    )
)
_EXACTLY = _Scoped.of(
    select(SearchToken.person_id)
    .where(
        SearchToken.kind == bindparam("kind"), SearchToken.token.in_(each_of(bindparam("tokens")))
    )
    .limit(bindparam("most"))
)
_KNOWN = Prepared(
    select(SearchEntry.person_id, SearchEntry.known).where(
        SearchEntry.person_id.in_(each_of(bindparam("ids")))
    )
)


def _shown() -> _Query:
    applicant = aliased(Person)
    return (
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.relation,
            Person.is_applicant,
            Person.removed_on.is_not(None).label("is_removed"),
            Person.id_number,
            Person.employer,
            Case.id.label("case_id"),
            Case.number,
            func.coalesce(Case.category, Case.filed_category).label("category"),
            Case.stage,
            applicant.name.label("applicant"),
        )
        .join(Case, Case.household_id == Person.household_id)
        # Of an applicant nobody else need be looked for.
        .outerjoin(
            applicant,
            and_(
                Person.is_applicant.is_(False),
                applicant.household_id == Person.household_id,
                applicant.is_applicant,
            ),
        )
        .where(Person.id.in_(bindparam("ids", expanding=True)), Case.discarded_at.is_(None))
    )


_SHOWN = _shown()
_SHOWN_IN_UNITS = _SHOWN.where(Case.unit_id.in_(bindparam("units", expanding=True)))
