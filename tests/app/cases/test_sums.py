"""Sums that were filed, against exact fractions."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.sums import mismatches

money = st.integers(0, 10**9)


@settings(max_examples=200, deadline=None)
@given(
    incomes=st.lists(st.none() | money, min_size=1, max_size=8),
    other=st.none() | money,
    slip=st.sampled_from((0, 1, -1, 2, 100)),
    filed=st.integers(0, 9),
)
def test_what_adds_up_is_never_told_and_what_does_not_always(
    incomes: list[int | None], other: int | None, slip: int, filed: int
) -> None:
    annual = 12 * sum(income or 0 for income in incomes) + (other or 0)
    each = Fraction(annual, 12 * len(incomes))
    told = dict(
        mismatches(
            filed_people=filed,
            filed_annual_fen=annual + slip,
            filed_each_fen=round(each) + slip,
            incomes=incomes,
            other_annual_fen=other,
            source="档案",
        )
    )
    assert ("filed_people" in told) == (filed != len(incomes))
    has_money = incomes[0] is not None
    assert ("filed_annual_income_fen" in told) == (has_money and slip != 0)
    assert ("filed_monthly_per_capita_fen" in told) == (
        has_money and abs(round(each) + slip - round(each)) > 1
    )
    assert all(sentence.endswith("。") for sentence in told.values())


def test_nobody_and_nothing_filed_is_nothing_to_tell() -> None:
    nothing = mismatches(
        filed_people=None,
        filed_annual_fen=1,
        filed_each_fen=1,
        incomes=[],
        other_annual_fen=None,
        source="档案",
    )
    assert list(nothing) == []
