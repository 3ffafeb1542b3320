"""Invented people: numbers that pass every check, the same for a seed, and households that can be assessed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.fields.catalogue import APPLICANT, HOUSEHOLD, MEMBER, missing
from app.fields.codes import codes
from app.invented import Inventor, Plot, invent_household
from db.codes import Stage
from db.values import check_card, check_id

TODAY = date(2026, 11, 20)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_numbers_pass_every_check(seed: int) -> None:
    inventor = Inventor(seed, TODAY)
    for sex in "男女":
        born = inventor.born(inventor.random.randrange(1, 90))
        assert born <= TODAY
        number = inventor.id_number(sex, born)
        check = check_id(number, TODAY)
        assert not check.errors
        assert (int(number[16]) % 2 == 1) is (sex == "男")
    assert not check_card(inventor.card())


def test_a_number_is_given_once() -> None:
    inventor = Inventor(1, TODAY)
    born = date(1980, 5, 2)
    numbers = [inventor.id_number("男", born) for _ in range(300)]
    assert len(set(numbers)) == 300


def test_the_same_seed_gives_the_same_people() -> None:
    def drawn(seed: int) -> list[object]:
        inventor = Inventor(seed, TODAY)
        return [invent_household(inventor) for _ in range(20)]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


@pytest.mark.parametrize("plot", list(Plot))
def test_a_household_lacks_nothing_that_submitting_asks(plot: Plot) -> None:
    inventor = Inventor(3, TODAY)
    for _ in range(20):
        household = invent_household(inventor, plot)
        applicant = {"sex": "男", "birth_date": TODAY, **household.applicant}
        assert missing(applicant, APPLICANT, Stage.APPLIED) == ()
        assert missing(household.household, HOUSEHOLD, Stage.APPLIED) == ()
        for member in household.members:
            assert missing(member, MEMBER, Stage.APPLIED) == ()
            assert codes("relation").entry(member["relation"]) is not None
        assert 1 <= len(household.members) <= 3


@given(seed=st.integers(0, 10_000), wealth=st.sampled_from([1.0, 1.3]))
@settings(max_examples=60, deadline=None)
def test_what_is_left_is_what_was_drawn(seed: int, wealth: float) -> None:
    household = invent_household(Inventor(seed, TODAY), wealth=wealth)
    income = sum(line["amount_fen"] for line in household.money["income"])
    outlay = sum(line["amount_fen"] for line in household.money["outlay"])
    people = 1 + len(household.members)
    assert income - outlay <= 760 * wealth * 100 * 12 * people + 600_000
    assert all(line["amount_fen"] > 0 for line in household.money["income"])
