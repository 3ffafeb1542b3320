"""The rows of the search: made here and in a process of its own they are the same."""

import multiprocessing
from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, create_engine, select

from db import search, search_rows
from db.models import Base, SearchToken
from db.search_rows import RowMaker, make_rows
from db.tokens import Known, Owner, Searchable

_OWNERS = (Owner(7, unit_id=2), Owner(8, unit_id=3), Owner(9, unit_id=2, is_applicant=True))
_PEOPLE = (
    Searchable("覃永福", id_number="450224197503120275", phone="13800000001"),
    Searchable("单永福", employer="青禾县机械厂", case_number="QH-2026-000063"),
    Searchable("覃永福", addresses=("新安街12号",)),
)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people are many."""
    monkeypatch.setattr(search_rows, "_WORTH_A_PROCESS", 2)


def test_every_text_of_everybody_stands_once_in_the_order_of_the_key() -> None:
    expected = sorted(
        (kind.value, text, owner.person_id, owner.unit_id)
        for owner, person in zip(_OWNERS, _PEOPLE, strict=True)
        for kind, text in Known.of(person).tokens()
    )

    assert list(make_rows(_PEOPLE).tokens_of(_OWNERS)) == expected


def test_few_people_need_no_process() -> None:
    with RowMaker() as maker:
        maker.add(_PEOPLE)

        assert multiprocessing.active_children() == []
        assert maker.rows(lambda _: None) == make_rows(_PEOPLE)


@pytest.mark.usefixtures("many")
def test_another_process_makes_the_same_rows_of_people_who_come_one_by_one() -> None:
    with RowMaker() as maker:
        for person in _PEOPLE:
            maker.add([person])

        assert maker.rows(lambda _: None) == make_rows(_PEOPLE)

    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("many")
def test_the_rows_of_a_process_that_was_ended_are_made_here() -> None:
    with RowMaker() as maker:
        maker.add(_PEOPLE[:2])
        (process,) = multiprocessing.active_children()
        process.kill()
        process.join()
        maker.add(_PEOPLE[2:])

        assert maker.rows(lambda _: None) == make_rows(_PEOPLE)


@pytest.mark.usefixtures("many")
def test_a_stop_ends_the_other_process() -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), RowMaker() as maker:
        maker.add(_PEOPLE * 5_000)
        maker.rows(stop)

    assert multiprocessing.active_children() == []


_QUOTED = (
    Searchable('O"Brien \\ 覃', employer='1 厂 "甲"', addresses=("2 号院3栋", "新安街12号")),
    Searchable("欧阳𠅤", id_number="450224197503120275", case_number="QH-2026-000063"),
)
_ONE_AFTER_THE_OTHER = tuple(Owner(7 + place, unit_id=2) for place in range(5))
_IN_ANOTHER_ORDER = tuple(
    Owner(id_, unit_id=unit) for id_, unit in ((9, 2), (7, 3), (8, 2), (12, 2), (11, 3))
)


@pytest.mark.parametrize("owners", [_ONE_AFTER_THE_OTHER, _IN_ANOTHER_ORDER])
def test_the_file_holds_just_the_rows_that_were_made(owners: Sequence[Owner]) -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    people = (*_PEOPLE, *_QUOTED)
    expected = {
        (kind.value, text, owner.person_id, owner.unit_id)
        for owner, person in zip(owners, people, strict=True)
        for kind, text in Known.of(person).tokens()
    }

    with engine.connect() as connection:
        search.write_rows(connection, owners, make_rows(people))
        found = _tokens_of_somebody(connection)
    engine.dispose()

    assert set(found) == expected
    assert len(found) == len(expected)


def _tokens_of_somebody(connection: Connection) -> list[tuple[object, ...]]:
    columns = (SearchToken.kind, SearchToken.token, SearchToken.person_id, SearchToken.unit_id)
    found = connection.execute(select(*columns).where(SearchToken.person_id > 0))
    return list(map(tuple, found))
