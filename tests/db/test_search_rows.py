"""The rows of the search: made here and in a process of its own they are the same."""

import pytest

from db import search_rows
from db.search_rows import made_meanwhile, make_rows
from db.tokens import Known, Searchable

_PEOPLE = (
    Searchable(7, "覃永福", id_number="450224197503120275", phone="13800000001", unit_id=2),
    Searchable(8, "单永福", employer="青禾县机械厂", case_number="QH-2026-000063", unit_id=3),
    Searchable(9, "覃永福", addresses=("新安街12号",), unit_id=2, is_applicant=True),
)


def test_every_text_of_everybody_stands_once_in_the_order_of_the_key() -> None:
    expected = sorted(
        (kind.value, text, person.person_id, person.unit_id)
        for person in _PEOPLE
        for kind, text in Known.of(person).tokens()
    )

    assert list(make_rows(_PEOPLE).tokens(_PEOPLE)) == expected


def test_another_process_makes_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_rows, "_WORTH_A_PROCESS", 1)

    with made_meanwhile(_PEOPLE, lambda _: None) as rows:
        made = rows()

    assert made == make_rows(_PEOPLE)


def test_a_stop_ends_the_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_rows, "_WORTH_A_PROCESS", 1)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        made_meanwhile(_PEOPLE * 5_000, stop) as rows,
    ):
        rows()
