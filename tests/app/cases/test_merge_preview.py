"""What the preview of a merge tells: which files are offered and why, and what differs though it looks alike."""

from typing import Any

import pytest

from app.cases.commands import add_member, edit_facts
from app.cases.not_same import mark_not_same
from app.cases.queries import case_file
from app.cases.queries_merge import differences, merge_candidates, what_moves
from app.office.session import Office
from db.codes import Role
from tests.app.cases.invented import full_draft, id_number, member_facts
from tests.app.cases.roles import become
from tests.conftest import OpenAs

CARDS = ("6217000100000084519", "6217000200000064519")


@pytest.fixture
def pair(office: Office) -> dict[str, Any]:
    """Two drafts of one couple, the wife's written second and without an ID number."""
    kept = full_draft(office)
    absorbed = full_draft(office, name="韦秀兰", id_number=None, phone="13977210001")
    return {"case_id": kept, "absorbed_id": absorbed}


def test_two_cards_that_end_alike_are_said_to_differ(
    office: Office, pair: dict[str, Any], open_as: OpenAs
) -> None:
    for case_id, card in zip(pair.values(), CARDS, strict=True):
        edit_facts(office, case_id=case_id, household={"bank_card": card})
    (plain,) = differences(office, **pair)
    assert not plain.is_hidden and plain.kept != plain.absorbed, "who reads cards sees it"
    become(office, Role.REVIEWER)
    (found,) = differences(open_as("admin"), **pair)
    assert (found.key, found.kept) == ("bank_card", found.absorbed)
    assert "0001" not in found.kept and found.kept.endswith("4519")
    assert found.is_hidden


def test_one_card_in_both_files_is_no_difference(
    office: Office, pair: dict[str, Any], open_as: OpenAs
) -> None:
    for case_id in pair.values():
        edit_facts(office, case_id=case_id, household={"bank_card": CARDS[0]})
    become(office, Role.REVIEWER)
    assert differences(open_as("admin"), **pair) == ()


def test_what_is_seen_to_differ_needs_no_word(
    office: Office, pair: dict[str, Any], open_as: OpenAs
) -> None:
    edit_facts(office, case_id=pair["case_id"], household={"bank_card": CARDS[0]})
    edit_facts(office, case_id=pair["absorbed_id"], household={"bank_card": "6217000100000083503"})
    become(office, Role.REVIEWER)
    (found,) = differences(open_as("admin"), **pair)
    assert not found.is_hidden and found.kept != found.absorbed


def test_what_two_files_tell_differently_of_a_member_is_named(
    office: Office, pair: dict[str, Any]
) -> None:
    born = {"id_number": None, "birth_date": "2013-03-03", "sex": "女"}
    child = member_facts(name="覃怡雨", relation="女儿", **born)
    add_member(office, case_id=pair["case_id"], values=child)
    told = child | {"relation": "孙女", "health": "疾病", "monthly_income_fen": 0}
    add_member(office, case_id=pair["absorbed_id"], values=told)
    words = what_moves(office, **pair)
    assert "覃怡雨的月收入、健康状况两份不同，以当前档案为准。" in words
    add_member(office, case_id=pair["case_id"], values=member_facts(name="覃大山", id_number=None))
    assert what_moves(office, **pair) == words


def test_who_may_be_one_and_would_become_two_is_warned_of(
    office: Office, pair: dict[str, Any]
) -> None:
    kept, absorbed = pair.values()
    assert not any("看不出" in one for one in what_moves(office, **pair))
    wife = add_member(office, case_id=kept, values=member_facts()).result_id
    other = case_file(office, absorbed).applicant_id
    (warned,) = [one for one in what_moves(office, **pair) if "看不出" in one]
    assert wife and other and warned.startswith("请注意：两份档案里都有韦秀兰，")
    mark_not_same(office, case_id=kept, person_id=wife, other_id=other)
    assert not any("看不出" in one for one in what_moves(office, **pair)), "somebody has said it"


def test_the_likeliest_file_is_offered_first_and_says_why(
    office: Office, pair: dict[str, Any]
) -> None:
    kept, wife = pair.values()
    add_member(office, case_id=kept, values=member_facts(id_number=None, phone="13977210001"))
    neighbour = full_draft(
        office, name="单雄", id_number=id_number(331, "19700101"), phone="13607720001"
    )
    found = merge_candidates(office, kept)
    assert [one.case_id for one in found] == [wife, neighbour]
    assert found[0].why == "同名、同电话、同住址"
    assert found[1].why == "同住址"
