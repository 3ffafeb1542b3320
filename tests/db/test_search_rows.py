"""The rows of the search: made here and in a process of its own they are the same."""

import multiprocessing

import pytest

from db import search_rows
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

    assert list(make_rows(_PEOPLE).tokens(_OWNERS)) == expected


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
