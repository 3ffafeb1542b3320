"""Counts of an appraisal: held, passed, and what cannot be."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.office.session import Office
from app.review.appraisals import (
    AppraisalEntry,
    Outcome,
    Shares,
    Votes,
    appraisal_not_passed,
    hold_appraisal,
    office_shares,
    outcome,
    record_appraisal,
)
from app.review.publicity_page import publicity_page
from db.codes import Stage
from tests.app.review.review_cases import case_row, file_case

ORDER = ("SURVEY", "APPRAISAL", "PUBLICITY")


def entry(votes: Votes) -> AppraisalEntry:
    """An appraisal with this count."""
    return AppraisalEntry(
        date(2026, 11, 19), votes, chair="孟与之", minutes="介绍情况，无记名投票。"
    )


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        (Votes(15, 10, 7, 3), Outcome.PASSED),
        (Votes(15, 9, 9), Outcome.NO_QUORUM),
        (Votes(15, 12, 8, 2, 2), Outcome.PASSED),
        (Votes(15, 12, 7, 2, 3), Outcome.NOT_PASSED),
        (Votes(1, 0), Outcome.NO_QUORUM),
        (Votes(1, 1, 1), Outcome.PASSED),
    ],
)
def test_two_thirds_come_and_two_thirds_of_them_agree(votes: Votes, expected: Outcome) -> None:
    assert outcome(votes, Shares()) is expected


@pytest.mark.parametrize(
    ("votes", "field"),
    [
        (Votes(0, 0), "invited"),
        (Votes(10, 11, 11), "present"),
        (Votes(10, 10, -1, 11), "present"),
        (Votes(10, 10, 9), "in_favour"),
        (Votes(10, 10, 9, 2), "in_favour"),
    ],
)
def test_impossible_count_is_refused(votes: Votes, field: str) -> None:
    with pytest.raises(UserError) as refusal:
        outcome(votes, Shares())
    assert refusal.value.field == field


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_one_more_vote_in_favour_never_turns_it_down(
    invited: int, present: int, in_favour: int
) -> None:
    present = min(present, invited)
    in_favour = min(in_favour, present)
    found = outcome(Votes(invited, present, in_favour, present - in_favour), Shares())
    assert (found is Outcome.NO_QUORUM) is (present * 3 < invited * 2)
    if found is Outcome.PASSED and in_favour < present:
        more = Votes(invited, present, in_favour + 1, present - in_favour - 1)
        assert outcome(more, Shares()) is Outcome.PASSED


def test_shares_are_a_setting() -> None:
    shares = office_shares({"appraisal_present": [1, 2], "appraisal_in_favour": [1, 2]})
    assert outcome(Votes(10, 5, 3, 2), shares) is Outcome.PASSED


@pytest.mark.parametrize(
    ("votes", "stage", "is_passed"),
    [
        (Votes(15, 12, 10, 2), Stage.PUBLICITY, True),
        (Votes(15, 12, 3, 9), Stage.FIRST_REVIEW, False),
        (Votes(15, 4), Stage.APPRAISAL, False),
    ],
)
def test_the_count_decides_where_it_leads(
    office: Office, votes: Votes, stage: Stage, is_passed: bool
) -> None:
    case_id = file_case(office, Stage.APPRAISAL, order=ORDER)
    hold_appraisal(office, case_id=case_id, entry=entry(votes))
    assert case_row(office, case_id).stage is stage
    (line,) = publicity_page(office, case_id).appraisals
    assert (line.is_passed, line.votes) == (is_passed, votes)


def test_recording_against_the_count_is_refused(office: Office) -> None:
    case_id = file_case(office, Stage.APPRAISAL, order=ORDER)
    with pytest.raises(UserError, match="评议未通过"):
        record_appraisal(office, case_id=case_id, entry=entry(Votes(15, 12, 3, 9)))
    with pytest.raises(UserError, match="登记民主评议"):
        appraisal_not_passed(office, case_id=case_id, entry=entry(Votes(15, 12, 12)))
    assert case_row(office, case_id).stage is Stage.APPRAISAL
