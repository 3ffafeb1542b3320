"""The rows of the search, as `find` reads them: ranges of tokens, what is known of people, what is shown.

Statements are made once: making them takes longer than asking them. Each is answered from one index, in the
units of the account only; where those are all units, nothing is compared.
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
from db.tokens import Kind, upper_bound

__all__ = ["FoundRows"]

_LARGEST_PAGE = 5000
_Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class _Scoped:
    """A statement for everybody and the same for some units."""

    everywhere: _Query
    in_units: _Query


class FoundRows:
    """Reads for one search. `units`: those in which is searched; None where that is all of them."""

    def __init__(self, connection: Connection, units: Sequence[int] | None) -> None:
        self._connection = connection
        self._units: dict[str, Any] = {} if units is None else {"units": units}

    def begins(
        self, kind: Kind, prefix: str, page: int, like: str | None = None
    ) -> Iterator[Row[str, int]]:
        """The tokens that begin so, in order, with their people; read in pages that grow: most searches
        end in the first. Behind the first only those that are `like` this, if anything is given."""
        values: dict[str, Any] = {**_bounds(kind, prefix), **self._units, "most": page}
        rows = self._connection.execute(self._of(_RANGE), values).all()
        yield from rows
        query, growth = self._of(_RANGE_AFTER), 4
        if like is not None:
            # As few are left over, more of them than needed would be looked for a long time.
            query, growth = self._of(_LIKE_AFTER), 1
            values["like"] = like
        while len(rows) == values["most"]:
            values |= {"most": min(growth * len(rows), _LARGEST_PAGE)}
            values |= {"after_token": rows[-1].token, "after_person": rows[-1].person_id}
            rows = self._connection.execute(query, values).all()
            yield from rows

    def exactly(self, kind: Kind, tokens: Sequence[str], most: int) -> Sequence[int]:
        """At most so many people with one of these tokens."""
        if not tokens:
            return ()
        values = {"kind": kind, "tokens": tokens, "most": most, **self._units}
        return self._connection.scalars(self._of(_EXACTLY), values).all()

    def words(self, kind: Kind, prefix: str, most: int) -> set[str]:
        """The words of which a part begins so."""
        values = {**_bounds(kind, prefix), "most": most}
        return {
            row.token.partition("\t")[2]
            for row in self._connection.execute(_RANGE.everywhere, values)
        }

    def count(self, kind: Kind, prefix: str, most: int) -> int:
        """How many tokens begin so, counted up to a bound; of all units."""
        values = {**_bounds(kind, prefix), "most": most}
        return self._connection.scalar(_COUNT, values) or 0

    def known(self, people: Iterable[int]) -> Sequence[Row[int, str]]:
        """What these people are found by, as `Known.written`."""
        return self._connection.execute(_KNOWN, {"ids": list(people)}).all()

    def shown(self, people: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
        """What a list shows of these people, in no order. The file itself is asked for the units once
        more, whatever the tokens say."""
        if not people:
            return ()
        return self._connection.execute(self._of(_SHOWN), {"ids": people, **self._units}).all()

    def _of(self, query: _Scoped) -> _Query:
        return query.in_units if self._units else query.everywhere


def _bounds(kind: Kind, prefix: str) -> dict[str, Any]:
    return {"kind": kind, "low": prefix, "high": upper_bound(prefix)}


_IN_RANGE = and_(
    SearchToken.kind == bindparam("kind"),
    SearchToken.token >= bindparam("low"),
    SearchToken.token < bindparam("high"),
)


def _scoped(query: _Query, unit_id: Any) -> _Scoped:
    return _Scoped(query, query.where(unit_id.in_(bindparam("units", expanding=True))))


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
    unit_id = SearchToken.unit_id
    return _scoped(first, unit_id), _scoped(after, unit_id), _scoped(alike, unit_id)


_RANGE, _RANGE_AFTER, _LIKE_AFTER = _ranges()
_COUNT = select(func.count()).select_from(
    select(SearchToken.person_id).where(_IN_RANGE).limit(bindparam("most")).subquery()
)
_EXACTLY = _scoped(
    select(SearchToken.person_id)
    .where(
        SearchToken.kind == bindparam("kind"),
        SearchToken.token.in_(bindparam("tokens", expanding=True)),
    )
    .limit(bindparam("most")),
    SearchToken.unit_id,
)
_KNOWN = select(SearchEntry.person_id, SearchEntry.known).where(
    SearchEntry.person_id.in_(bindparam("ids", expanding=True))
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


_SHOWN = _scoped(_shown(), Case.unit_id)
