"""The measured county: the same for the same seed, right numbers, everybody found; the figures add up."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.bench.crowd import Crowd, open_county
from app.bench.questions import questions
from app.bench.searching import Times, measure, sample
from app.cases.find import find
from db.models import Person, SearchEntry
from db.values import id_check_digit

PEOPLE = 600


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small county, measured once."""
    folder = tmp_path_factory.mktemp("county") / "office"
    told: list[str] = []
    figures = measure(folder, PEOPLE, step=told.append, asked=3)
    assert figures.people == PEOPLE
    assert figures.find.count == figures.find_cpu.count == figures.own_unit.count > 60
    assert 0 < figures.btree_range.p50 <= figures.find.p99
    assert told == ["写入人员", "建立检索", "整理统计", "测量查找"]
    return folder


def test_everybody_is_in_the_search_and_is_found(county: Path) -> None:
    office = open_county(county)
    try:
        with office.read() as session:
            assert session.scalar(select(func.count(Person.id))) == PEOPLE
            assert session.scalar(select(func.count(SearchEntry.person_id))) == PEOPLE
            wanted = questions(session, people=8)
        for one in wanted:
            hits = find(office, one.text, 51)
            assert bool(hits) != one.kind.startswith("没有"), one.kind
    finally:
        office.close()
    assert len(sample(county, 5)) == 5


def test_numbers_are_right_and_given_once() -> None:
    people = [row for made in Crowd(1, (2,)).households(60_000) for row in made.people]
    numbers = [row[7] for row in people]
    assert len(set(numbers)) == len(people) == 60_000
    assert all(id_check_digit(number[:17]) == number[17] for number in numbers[::50])
    again = [row for made in Crowd(1, (2,)).households(50) for row in made.people]
    assert again == people[: len(again)]


def test_percentiles_are_of_what_was_measured() -> None:
    times = Times.of([at / 1000 for at in range(1, 101)])
    assert (times.count, times.p50, times.p95, times.p99, times.longest) == (100, 51, 96, 100, 100)
