"""The search tokens of people in the file: put in, taken out, made anew.

Whoever adds, renames, moves or removes people calls `renew` in the same transaction, after the case row
stands; a bulk import calls `add_many` or `write_rows`. Tokens are not journalled: undo renews them. What
they are made of says `db.tokens`; the questions are put by `app.cases.find`. Source: data design §2, design D.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine, Select, delete, select, tuple_
from sqlalchemy.orm import Session

from db.bulk import insert_rows
from db.models import Base, Case, Household, Person, SearchEntry, SearchToken
from db.search_rows import SearchRows, make_rows
from db.tokens import FORM, Known, Owner, Searchable

__all__ = [
    "Owner",
    "Searchable",
    "add_many",
    "bring_up_to_date",
    "is_outdated",
    "rebuild",
    "remove",
    "renew",
    "renew_households",
    "write_rows",
]

_T = TypeVar("_T")

_CHUNK = 500
_SLICE = 300_000
"""People whose tokens are sorted together: each leaf of the tree is met once per slice."""
_ROWS_AT_ONCE = 10_000
_TOKEN = Base.metadata.tables[SearchToken.__tablename__]
_ENTRY = Base.metadata.tables[SearchEntry.__tablename__]
_TOKEN_COLUMNS = ("kind", "token", "person_id", "unit_id")
_IS_OF_THIS_FORM = f"PRAGMA user_version = {FORM}"
_TAKE_IN_TURN = """
INSERT INTO search_token (kind, token, person_id, unit_id)
SELECT substr(value, 1, 1), substr(value, instr(value, ' ') + 1), ?2 + CAST(substr(value, 2) AS INTEGER), ?3
FROM json_each(?1)
"""
"""`SearchRows.tokens`; the id of the person in the first place; the unit of all. Handing over row by row
would take twice as long."""
_ENTRY_COLUMNS = (
    "person_id",
    "case_id",
    "unit_id",
    "is_applicant",
    "pinyin_key",
    "stroke_key",
    "known",
)


def renew(session: Session, person_ids: Iterable[int]) -> None:
    """Make the tokens of these people anew inside the current transaction; who is gone loses them."""
    wanted = list(dict.fromkeys(person_ids))
    session.flush()
    remove(session, wanted)
    for ids in _chunks(wanted):
        add_many(session, _read(session, _people().where(Person.id.in_(ids))))


def renew_households(session: Session, household_ids: Iterable[int]) -> None:
    """As `renew`, for everybody of these households: their unit, number or address has changed."""
    for ids in _chunks(dict.fromkeys(household_ids)):
        renew(session, session.scalars(select(Person.id).where(Person.household_id.in_(ids))).all())


def remove(session: Session | Connection, person_ids: Iterable[int]) -> None:
    """Take the tokens of these people out of the search."""
    key = tuple_(SearchToken.kind, SearchToken.token, SearchToken.person_id)
    for ids in _chunks(person_ids):
        entries = session.execute(
            select(SearchEntry.person_id, SearchEntry.known).where(SearchEntry.person_id.in_(ids))
        ).all()
        tokens = [
            (kind.value, token, row.person_id)
            for row in entries
            for kind, token in Known.read(row.known).tokens()
        ]
        for some in _chunks(tokens):
            session.execute(
                delete(SearchToken).where(key.in_(some)),
                execution_options={"synchronize_session": False},
            )
        session.execute(
            delete(SearchEntry).where(SearchEntry.person_id.in_(ids)),
            execution_options={"synchronize_session": False},
        )


def add_many(session: Session | Connection, people: Iterable[tuple[Owner, Searchable]]) -> None:
    """Add people who have no tokens yet, many at once."""
    for some in _chunks(people, _SLICE):
        owners, searchables = zip(*some, strict=True)
        write_rows(session, owners, make_rows(searchables))


def is_outdated(engine: Engine) -> bool:
    """Whether a program made the search that makes texts in another way, or nobody has yet."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()) != FORM


def bring_up_to_date(engine: Engine) -> None:
    """Make all tokens anew in the way of this program, or nothing."""
    with engine.begin() as connection:
        rebuild(connection)
        connection.exec_driver_sql(_IS_OF_THIS_FORM)


def rebuild(session: Session | Connection) -> int:
    """Make all tokens anew; how many people."""
    session.execute(delete(SearchToken))
    session.execute(delete(SearchEntry))
    count, last = 0, 0
    while True:
        query = _people().where(Person.id > last).order_by(Person.id).limit(_SLICE)
        people = _read(session, query)
        if not people:
            return count
        add_many(session, people)
        count, last = count + len(people), people[-1][0].person_id


def write_rows(session: Session | Connection, owners: Sequence[Owner], rows: SearchRows) -> None:
    """Entries, tokens in the order of their key, and the words that lead to them."""
    if not owners:
        return
    for entries in _chunks(rows.entries(owners), _ROWS_AT_ONCE):
        insert_rows(session, _ENTRY, _ENTRY_COLUMNS, entries)
    _write_tokens(session, owners, rows)
    insert_rows(session, _TOKEN, _TOKEN_COLUMNS, list(rows.of_nobody()), skips_known=True)


def _write_tokens(session: Session | Connection, owners: Sequence[Owner], rows: SearchRows) -> None:
    """Those of somebody. Of new people, whose ids follow each other, the file takes them as they were made."""
    connection = session.connection() if isinstance(session, Session) else session
    first = owners[0]
    is_in_turn = all(
        owner.person_id == first.person_id + place and owner.unit_id == first.unit_id
        for place, owner in enumerate(owners)
    )
    if is_in_turn and connection.dialect.name == "sqlite":
        for texts in rows.tokens:
            connection.exec_driver_sql(_TAKE_IN_TURN, (texts, first.person_id, first.unit_id))
        return
    for tokens in _chunks(rows.tokens_of(owners), _ROWS_AT_ONCE):
        insert_rows(connection, _TOKEN, _TOKEN_COLUMNS, tokens)


_PersonRow = Select[
    int,
    str,
    str | None,
    str | None,
    str | None,
    str | None,
    bool,
    int,
    str,
    int,
    str | None,
    str | None,
]


def _people() -> _PersonRow:
    """Everybody but those of discarded drafts: members who have left and closed files are found too."""
    return (
        select(
            Person.id,
            Person.name,
            Person.pinyin,
            Person.id_number,
            Person.phone,
            Person.employer,
            Person.is_applicant,
            Case.id.label("case_id"),
            Case.number,
            Case.unit_id,
            Household.home_address,
            Household.registered_address,
        )
        .join(Case, Case.household_id == Person.household_id)
        .join(Household, Household.id == Person.household_id)
        .where(Case.discarded_at.is_(None))
    )


def _read(session: Session | Connection, query: _PersonRow) -> list[tuple[Owner, Searchable]]:
    return [
        (
            Owner(row.id, row.case_id, row.unit_id, row.is_applicant),
            Searchable(
                row.name,
                pinyin=row.pinyin,
                id_number=row.id_number,
                phone=row.phone,
                employer=row.employer,
                case_number=row.number if row.is_applicant else None,
                addresses=(row.home_address, row.registered_address) if row.is_applicant else (),
            ),
        )
        for row in session.execute(query)
    ]


def _chunks(items: Iterable[_T], size: int = _CHUNK) -> Iterator[list[_T]]:
    """Lists of at most `size` items."""
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk
