"""Finding anyone, present and past: by a part of the name, pinyin, initials, an end of a number, employer,
address, case number.

Only cases in the account's scope are found, values are masked as in lists, and nobody finds an ID number, a
phone or an address by typing more of it than the account's mask shows. Members who have left and closed
files are found too and say so. Searches are not journalled; opening a hit is. Source: data design §2, the
access contract, the command line contract (`find`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any

from sqlalchemy.orm import Session

from app.cases.found_rows import FoundRows
from app.cases.scope import check_reader, units_to_ask
from app.cases.terms import Probe, Reach, filter_of, probes, words
from app.office.access import may_open_full, searchable_id_digits
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.codes import Stage
from db.tokens import ADDRESS_REST, Kind, address_runs

__all__ = ["Beginning", "Hit", "find", "find_first", "hits_of"]

_MOST_COUNTED = 1000
_FEW = 300
"""People who are read through faster than other words are counted."""
_MOST_LOOKED_AT = 20_000
_MOST_WORDS = 50
"""Employers or runs of an address that one word may mean."""
_BATCH = 200

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


@dataclass(frozen=True)
class Beginning:
    """The first people found, and by id the others with what they were found by, for `hits_of`."""

    hits: tuple[Hit, ...]
    left: tuple[tuple[int, str], ...] = ()


def find(office: Office, text: str, limit: int = 50) -> tuple[Hit, ...]:
    """At most `limit` people, exact names first. Several words narrow the search.

    Raises AccessDeniedError for an account that reads no cases, StorageError.
    """
    return find_first(office, text, limit=limit, at_once=limit).hits


def find_first(office: Office, text: str, *, limit: int, at_once: int) -> Beginning:
    """As `find`, but only the first `at_once` people are read: most searches are typed on before more
    of them are looked at."""
    check_reader(office)
    terms = words(text)
    if not terms or limit < 1:
        return Beginning(())
    roles = office.user.roles
    reach = Reach(searchable_id_digits(roles), sees_full=may_open_full(roles))
    meanings = [probes(term, reach) for term in terms]
    with office.read() as session:
        rows = _rows(session, office)
        search = _Search(rows)
        found = (
            search.by_one(meanings[0], limit) if len(terms) == 1 else search.by_all(meanings, limit)
        )
        people = tuple(islice(found.items(), limit))
        return Beginning(_hits(office, rows, people[:at_once]), people[at_once:])


def hits_of(office: Office, people: Sequence[tuple[int, str]]) -> tuple[Hit, ...]:
    """What is shown of people who were found; who may not be seen any more is left out."""
    check_reader(office)
    with office.read() as session:
        return _hits(office, _rows(session, office), people)


def _rows(session: Session, office: Office) -> FoundRows:
    connection = session.connection()
    return FoundRows(connection, units_to_ask(connection, office))


class _Search:
    """One search, by the rows that it may read."""

    def __init__(self, rows: FoundRows) -> None:
        self._rows = rows
        self._empty: dict[Kind, tuple[str, ...]] = {}
        """Beginnings that no token has."""
        self._words: dict[tuple[Kind, str], list[str]] = {}

    def by_one(self, meaning: Sequence[Probe], limit: int) -> Found:
        """The people of one word. Each group of meanings has the whole limit for itself; where all
        together find more, every group keeps a share of the page."""
        groups: list[Found] = []
        shown: set[int] = set()
        for _, alike in groupby(meaning, key=lambda probe: probe.group):
            found: Found = {}
            for probe in alike:
                missing = limit - len(found)
                if missing <= 0:
                    break
                for person in self._by_probe(probe, limit):
                    found.setdefault(person, probe.matched)
            new = ((one, matched) for one, matched in found.items() if one not in shown)
            groups.append(dict(islice(new, limit)))
            shown.update(groups[-1])
        return _shared([group for group in groups if group], limit)

    def by_all(self, meanings: Sequence[Sequence[Probe]], limit: int) -> Found:
        """The people of all words: the rarest meanings drive, the other words filter."""
        found: Found = {}
        seen: set[int] = set()
        for probe, others in self._drivers(meanings):
            for people in _portions(self._by_probe(probe, _MOST_LOOKED_AT), seen):
                fitting = self._fitting(others, people)
                found |= {one: probe.matched for one in people if one in fitting}
                if len(found) >= limit or len(seen) >= _MOST_LOOKED_AT:
                    return dict(islice(found.items(), limit))
        return found

    # ------------------------------------------------------------ one meaning

    def _by_probe(self, probe: Probe, limit: int) -> Iterator[int]:
        if probe.kind is Kind.EMPLOYER:
            yield from self._rows.exactly(Kind.EMPLOYER, self._employers(probe), limit)
        elif probe.kind is Kind.ADDRESS:
            yield from self._by_address(probe, limit)
        else:
            yield from self._begins(probe, limit)

    def _begins(self, probe: Probe, limit: int) -> Iterator[int]:
        """People with a token that begins so, the shortest first; one can stand here under several."""
        empty = self._empty.get(probe.kind, ())
        if probe.prefix.startswith(empty):
            return
        seen: set[int] = set()
        token = ""
        page = 2 * min(limit, _BATCH)
        for token, person_id in self._rows.begins(probe.kind, probe.prefix, page, probe.like):
            if person_id not in seen and (probe.keeps is None or probe.keeps(token)):
                seen.add(person_id)
                yield person_id
                if len(seen) >= limit:
                    return
        if not token:
            self._empty[probe.kind] = (*empty, probe.prefix)

    def _by_address(self, probe: Probe, limit: int) -> Iterator[int]:
        """By the first run without digits: it stands at the end of a run, or anywhere in one if nothing
        follows it. What stands before it is compared at the end."""
        run, rest = next(address_runs(probe.prefix))
        is_whole = probe.prefix.startswith(run) and len(rest) <= ADDRESS_REST
        seen: set[int] = set()
        for token in self._address_tokens(probe):
            people = dict.fromkeys(self._begins(token, limit))
            fitting = people if is_whole else self._fitting([[probe]], people)
            for person in people:
                if person in fitting and person not in seen:
                    seen.add(person)
                    yield person
            if len(seen) >= limit:
                return

    def _address_tokens(self, probe: Probe) -> Iterator[Probe]:
        run, rest = next(address_runs(probe.prefix))
        for whole in self._whole(Kind.ADDRESS_PART, f"{run}\t" if rest else run):
            yield replace(probe, prefix=f"{whole}\t{rest[:ADDRESS_REST]}")

    def _employers(self, probe: Probe) -> list[str]:
        return self._whole(Kind.EMPLOYER_PART, probe.prefix)

    def _whole(self, kind: Kind, prefix: str) -> list[str]:
        """The words of which a part begins so: those that begin with it first, then the shorter."""
        if (kind, prefix) not in self._words:
            part = prefix.rstrip("\t")
            found = self._rows.words(kind, prefix, 20 * _MOST_WORDS)
            in_order = sorted(found, key=lambda word: (not word.startswith(part), len(word), word))
            self._words[kind, prefix] = in_order[:_MOST_WORDS]
        return self._words[kind, prefix]

    # ------------------------------------------------------------ several words

    def _drivers(
        self, meanings: Sequence[Sequence[Probe]]
    ) -> Iterator[tuple[Probe, list[Sequence[Probe]]]]:
        """The meanings to be read through, each with the words that filter it.

        A word with rare meanings only drives alone: who is wanted stands under one of them. Otherwise the
        rare meanings of every word come first, then the common ones of the word that has the fewest.
        """
        counts = self._counts(meanings)
        others = [[*meanings[:at], *meanings[at + 1 :]] for at in range(len(meanings))]
        first = min(counts, key=lambda place: sum(counts[place]))
        is_alone = max(counts[first], default=0) < _MOST_COUNTED
        rare = sorted(
            (count, place, at)
            for place in ([first] if is_alone else counts)
            for at, count in enumerate(counts[place])
            if 0 < count < _MOST_COUNTED
        )
        for _, place, at in rare:
            yield meanings[place][at], others[place]
        for probe, count in zip(meanings[first], counts[first], strict=True):
            if count >= _MOST_COUNTED:
                yield probe, others[first]

    def _counts(self, meanings: Sequence[Sequence[Probe]]) -> dict[int, list[int]]:
        """How many rows each meaning of a word has, word by word until one is rare. Numbers and long words
        come first; a word is counted no further than until it is more common than another."""
        counts: dict[int, list[int]] = {}
        most = _MOST_COUNTED
        for at in sorted(range(len(meanings)), key=lambda at: _commonness(meanings[at])):
            counts[at] = [self._count(probe, most) for probe in meanings[at]]
            most = min(most, max(sum(counts[at]), 1))
            if most <= _FEW:
                break
        return counts

    def _count(self, probe: Probe, most: int) -> int:
        """How many rows a meaning has, counted up to a bound."""
        if probe.kind is Kind.EMPLOYER:
            return len(self._rows.exactly(Kind.EMPLOYER, self._employers(probe), most))
        total = 0
        tokens = self._address_tokens(probe) if probe.kind is Kind.ADDRESS else (probe,)
        for token in tokens:
            total += self._rows.count(token.kind, token.prefix, most - total)
            if total >= most:
                break
        return total

    def _fitting(self, meanings: Sequence[Sequence[Probe]], people: Iterable[int]) -> set[int]:
        """Those of these people whom every word may mean."""
        filters = [filter_of(meaning) for meaning in meanings]
        return {
            person
            for person, known in self._rows.known(people)
            if all(fits(known) for fits in filters)
        }


def _portions(people: Iterable[int], seen: set[int]) -> Iterator[list[int]]:
    """Those who were not seen before, portion by portion; then they are seen."""
    new = (person for person in people if person not in seen)
    while portion := list(dict.fromkeys(islice(new, _BATCH))):
        yield portion
        seen.update(portion)


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


def _commonness(meaning: Sequence[Probe]) -> tuple[bool, int]:
    """What is likely to be rare stands first: numbers, then what was typed at length."""
    has_digits = any(probe.prefix.isdigit() for probe in meaning)
    return not has_digits, -max((len(probe.prefix) for probe in meaning), default=0)


def _hits(office: Office, rows: FoundRows, people: Sequence[tuple[int, str]]) -> tuple[Hit, ...]:
    """What is shown of the people, in the order in which they were found."""
    shown = {row[0]: row for row in rows.shown([person for person, _ in people])}
    return tuple(
        _hit(office, shown[person], matched) for person, matched in people if person in shown
    )


def _hit(office: Office, row: Sequence[Any], matched: str) -> Hit:
    person_id, name, relation, is_applicant, is_removed, id_number, employer, *of_case = row
    case_id, number, category, stage, applicant = of_case
    return Hit(
        case_id=case_id,
        person_id=person_id,
        case=number,
        name=name,
        relation="" if is_applicant else (relation or "家庭成员"),
        applicant=applicant or name,
        id_number=masked(id_number or "", ValueKind.ID_NUMBER, Place.LIST, office.user.roles),
        category=category or "",
        stage=stage.label,
        employer=employer or "",
        matched=matched,
        standing=_standing(stage, is_removed=is_removed),
    )


def _standing(stage: Stage, *, is_removed: bool) -> str:
    if is_removed:
        return "已不在户内"
    return "" if stage.is_open else f"已{stage.label}" if stage is Stage.CLOSED else stage.label
