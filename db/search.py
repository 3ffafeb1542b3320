"""Search tokens of people: made here from name, pinyin, ID number, phone, employer and case number.

Whoever adds, renames or removes people calls `renew` in the same transaction, after the case row stands;
a bulk import calls `add_many`. Tokens are not journalled: undo renews them. The questions are put by
`app.cases.find`. Source: data design §2, design D.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Select, delete, select
from sqlalchemy.orm import Session

from db.bulk import insert_rows
from db.models import Base, Case, Person, SearchToken
from db.readings import plain_name, readings
from db.values import clean_text, normalise_phone

__all__ = [
    "OTHER_READING",
    "Kind",
    "Searchable",
    "add_many",
    "plain_employer",
    "rebuild",
    "remove",
    "renew",
    "upper_bound",
]

_T = TypeVar("_T")

OTHER_READING = 64
"""Added to the position of a token that comes from another than the first reading of a name."""

_CHUNK = 500
_MANY = 20_000
_COLUMNS = ("kind", "token", "person_id", "position")
_TABLE = Base.metadata.tables[SearchToken.__tablename__]
_NOBODY = 0
_BREAK = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")


class Kind(StrEnum):
    """What a token is made of."""

    NAME = "n"
    PINYIN = "p"
    INITIALS = "i"
    ID_TAIL = "d"
    PHONE_TAIL = "t"
    EMPLOYER = "e"
    EMPLOYER_NAME = "w"
    """One row per employer that ever stood here, of nobody: the short list that is read through."""
    CASE_NUMBER = "c"


@dataclass(frozen=True, slots=True)
class Searchable:
    """What a person is found by. `case_number` for the applicant only."""

    person_id: int
    name: str
    pinyin: str | None = None
    id_number: str | None = None
    phone: str | None = None
    employer: str | None = None
    case_number: str | None = None


def renew(session: Session, person_ids: Iterable[int]) -> None:
    """Make the tokens of these people anew inside the current transaction; people who are gone lose theirs."""
    wanted = list(dict.fromkeys(person_ids))
    session.flush()
    remove(session, wanted)
    for ids in _chunks(wanted):
        add_many(session, _read(session, _people().where(Person.id.in_(ids))))


def remove(session: Session | Connection, person_ids: Iterable[int]) -> None:
    """Take the tokens of these people out of the search."""
    for ids in _chunks(person_ids):
        session.execute(delete(SearchToken).where(SearchToken.person_id.in_(ids)))


def add_many(session: Session | Connection, rows: Iterable[Searchable]) -> None:
    """Add people who have no tokens yet, many at once."""
    for people in _chunks(rows, _MANY):
        # In the order of the key: each leaf of the tree is then met once per portion.
        tokens = sorted(
            (kind.value, token, person.person_id, position)
            for person in people
            for (kind, token), position in _tokens(person).items()
        )
        insert_rows(session, _TABLE, _COLUMNS, tokens)
        employers = {plain_employer(person.employer) for person in people if person.employer}
        _list_employers(session, employers - {""})


def rebuild(session: Session) -> int:
    """Make all tokens anew, after a change of the reading tables or a damaged search; how many people."""
    session.execute(delete(SearchToken))
    count, last = 0, 0
    while True:
        query = _people().where(Person.id > last).order_by(Person.id).limit(_CHUNK)
        people = _read(session, query)
        if not people:
            return count
        add_many(session, people)
        count, last = count + len(people), people[-1].person_id


def plain_employer(text: str | None) -> str:
    """An employer's name as it is compared: blanks out, small letters."""
    return "".join(clean_text(text or "").split()).lower()


def upper_bound(prefix: str) -> str:
    """The end of the range of all tokens that begin with `prefix`."""
    return prefix + "\U0010ffff"


_PersonRow = Select[int, str, str | None, str | None, str | None, str | None, str, bool]


def _people() -> _PersonRow:
    return select(
        Person.id,
        Person.name,
        Person.pinyin,
        Person.id_number,
        Person.phone,
        Person.employer,
        Case.number,
        Person.is_applicant,
    ).outerjoin(Case, Case.household_id == Person.household_id)


def _read(session: Session, query: _PersonRow) -> list[Searchable]:
    return [
        Searchable(
            row.id,
            row.name,
            row.pinyin,
            row.id_number,
            row.phone,
            row.employer,
            row.number if row.is_applicant else None,
        )
        for row in session.execute(query)
    ]


def _tokens(person: Searchable) -> dict[tuple[Kind, str], int]:
    """Every token of a person with its position, the lowest where a token comes about twice."""
    found: dict[tuple[Kind, str], int] = {}
    for kind, token, position in _all_tokens(person):
        if token:
            known = found.get((kind, token))
            found[kind, token] = position if known is None else min(known, position)
    return found


def _all_tokens(person: Searchable) -> Iterator[tuple[Kind, str, int]]:
    name = plain_name(person.name)
    for at in range(len(name)):
        yield Kind.NAME, name[at:], at
    for reading in readings(person.name, person.pinyin):
        shift = 0 if reading.is_first else OTHER_READING
        known = [word for word in reading.syllables if word]
        for at in range(len(known)):
            rest = known[at:]
            initials = "".join(word[0] for word in rest)
            yield Kind.PINYIN, "".join(rest), at + shift
            yield Kind.INITIALS, f"{initials} {' '.join(rest)}", at + shift
    yield Kind.ID_TAIL, (person.id_number or "")[::-1].upper(), 0
    yield Kind.PHONE_TAIL, normalise_phone(person.phone or "")[::-1], 0
    yield Kind.EMPLOYER, plain_employer(person.employer), 0
    number = (person.case_number or "").upper()
    parts = _BREAK.split(number)
    for at in range(len(parts)):
        yield Kind.CASE_NUMBER, "".join(parts[at:]), at
    yield Kind.CASE_NUMBER, parts[-1].lstrip("0"), len(parts)


def _list_employers(session: Session | Connection, employers: set[str]) -> None:
    if not employers:
        return
    rows = [(Kind.EMPLOYER_NAME.value, name, _NOBODY, 0) for name in sorted(employers)]
    insert_rows(session, _TABLE, _COLUMNS, rows, skips_known=True)


def _chunks(items: Iterable[_T], size: int = _CHUNK) -> Iterator[list[_T]]:
    """Lists of at most `size` items."""
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk
