"""The same person twice: the soft warning, what vetoes it, and what is remembered."""

from datetime import date

import pytest

from app.cases.commands import edit_facts, merge, open_draft, split, submit, withdraw
from app.cases.duplicates import (
    look_alikes,
    suspect_pairs,
    suspects,
    suspects_of_case,
)
from app.cases.linked import apply_again
from app.cases.not_same import mark_not_same, settled_of_case, unmark_not_same
from app.cases.queries import case_file
from app.errors import UserError
from app.office.session import Office
from app.office.undo import redo, undo
from db.models import Person
from tests.app.cases.invented import applicant_facts, full_draft, id_number
from tests.conftest import OpenAs


def _second(office: Office, **changed: object) -> int:
    """A file of somebody of the same name, born the same day, with the same phone, without a number."""
    facts = applicant_facts(id_number=None, birth_date=date(1979, 3, 12), **changed)
    made = open_draft(office, applicant={key: value for key, value in facts.items() if value})
    assert made.result_id is not None
    return made.result_id


def _why(office: Office, case_id: int) -> list[str]:
    return [one.suspect.why for one in suspects_of_case(office, case_id)]


def test_same_name_birth_and_phone_are_suspected_from_both_sides(office: Office) -> None:
    first, second = full_draft(office), _second(office)
    assert _why(office, first) == ["姓名相同，出生日期相同，电话相同"]
    (found,) = suspects_of_case(office, second)
    assert (found.suspect.case_id, found.suspect.name) == (first, "覃永福")
    with office.read() as session:
        person = session.get_one(Person, case_file(office, second).applicant_id)
        assert [one.case_id for one in suspects(session, person)] == [first]
        (pair,) = suspect_pairs(session)
    assert (pair.case_id, pair.other_case_id) == (first, second)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"phone": "13900001111"}, "姓名相同，出生日期相同"),
        ({"birth_date": None}, "姓名相同，电话相同"),
        ({"birth_date": date(1979, 12, 3)}, "姓名相同，出生日期相近，电话相同"),
        ({"name": "覃永富"}, "姓名同音，出生日期相同，电话相同"),
        ({"name": "覃永辉"}, "姓名相近，出生日期相同，电话相同"),
    ],
)
def test_a_part_of_it_is_enough(office: Office, changed: dict[str, object], why: str) -> None:
    first = full_draft(office)
    facts = applicant_facts(id_number=None, birth_date=date(1979, 3, 12)) | changed
    open_draft(office, applicant={key: value for key, value in facts.items() if value})
    assert _why(office, first) == [why]
    with office.read() as session:
        assert [one.why for one in suspect_pairs(session)] == [why]


@pytest.mark.parametrize(
    "changed",
    [
        {"id_number": id_number(273)},
        {"sex": "女"},
        {"birth_date": date(1981, 6, 30)},
        {"name": "韦秀兰"},
        {"name": "覃永辉", "phone": "13900001111"},
        {"phone": "13900001111", "birth_date": None},
    ],
)
def test_what_contradicts_or_is_too_little_is_no_suspicion(
    office: Office, changed: dict[str, object]
) -> None:
    first = full_draft(office)
    facts = applicant_facts(id_number=None, birth_date=date(1979, 3, 12)) | changed
    open_draft(office, applicant={key: value for key, value in facts.items() if value})
    assert _why(office, first) == []
    with office.read() as session:
        assert suspect_pairs(session) == ()


def test_who_is_typed_is_looked_up_before_there_is_a_file(office: Office) -> None:
    second = _second(office)
    assert look_alikes(office, name="") == ()
    assert look_alikes(office, name="覃永福") == ()
    (found,) = look_alikes(office, name="覃 永福", phone="138 0772 4519")
    assert (found.case_id, found.why) == (second, "姓名相同，电话相同")
    (found,) = look_alikes(office, name="覃永福", id_number=id_number())
    assert found.why == "姓名相同，出生日期相同"
    assert (
        look_alikes(
            office, name="覃永福", id_number=id_number(271, "19810630"), phone="13807724519"
        )
        == ()
    )


def test_not_the_same_is_remembered_and_can_be_undone(office: Office) -> None:
    first, second = full_draft(office), _second(office)
    one, other = (case_file(office, case).applicant_id for case in (first, second))
    assert one is not None and other is not None
    mark_not_same(office, case_id=second, person_id=other, other_id=one, note="看过户口本")
    mark_not_same(office, case_id=first, person_id=one, other_id=other)
    assert _why(office, first) == _why(office, second) == []
    undo(office)
    undo(office)
    assert len(_why(office, first)) == 1
    redo(office)
    with office.read() as session:
        assert suspect_pairs(session) == ()


def test_what_was_settled_is_told_on_both_files_and_can_be_taken_back_at_any_time(
    office: Office, open_as: OpenAs
) -> None:
    first, second = full_draft(office), _second(office)
    one, other = (case_file(office, case).applicant_id or 0 for case in (first, second))
    mark_not_same(office, case_id=first, person_id=one, other_id=other)
    again = open_as("admin")
    for case_id, elsewhere in ((first, second), (second, first)):
        (told,) = settled_of_case(again, case_id)
        assert (told.other_case_id, told.by, told.on) == (
            elsewhere,
            office.user.display_name,
            office.today,
        )
    third = full_draft(again, name="韦秀兰", id_number=id_number(202, "19820605"))
    assert settled_of_case(again, third) == ()
    with pytest.raises(UserError, match="已经取消"):
        unmark_not_same(again, case_id=third, settled_id=told.id)
    unmark_not_same(again, case_id=second, settled_id=told.id)
    assert settled_of_case(again, first) == () and len(_why(again, first)) == 1
    with pytest.raises(UserError, match="已经取消"):
        unmark_not_same(again, case_id=second, settled_id=told.id)
    undo(again)
    assert _why(again, first) == []


def test_what_was_settled_holds_for_the_file_that_follows(office: Office) -> None:
    first, second = full_draft(office), _second(office)
    one, other = (case_file(office, case).applicant_id or 0 for case in (first, second))
    mark_not_same(office, case_id=first, person_id=one, other_id=other)
    submit(office, case_id=first)
    withdraw(office, case_id=first, note="本人放弃")
    new = apply_again(office, case_id=first).result_id
    assert new is not None
    assert _why(office, new) == _why(office, second) == []
    assert len(settled_of_case(office, new)) == 1


def test_what_was_settled_holds_for_who_stands_in_both_of_two_merged_files(office: Office) -> None:
    kept, absorbed, third = full_draft(office), _second(office), _second(office)
    one, same, other = (
        case_file(office, case).applicant_id or 0 for case in (kept, absorbed, third)
    )
    mark_not_same(office, case_id=absorbed, person_id=same, other_id=other, note="看过户口本")
    merge(office, case_id=kept, absorbed_id=absorbed, reason="重复建档")
    assert _why(office, kept) == _why(office, third) == []
    assert [told.other_case_id for told in settled_of_case(office, kept)] == [third]
    split(office, case_id=kept, reason="不是一户")
    assert settled_of_case(office, kept) == ()
    mark_not_same(office, case_id=kept, person_id=one, other_id=other)
    mark_not_same(office, case_id=kept, person_id=one, other_id=same)
    merge(office, case_id=kept, absorbed_id=absorbed, same_head=True, reason="又查过了")
    assert _why(office, third) == []


def test_only_people_of_two_files_in_reach_are_set_apart(office: Office) -> None:
    first, second = full_draft(office), _second(office)
    one, other = (case_file(office, case).applicant_id for case in (first, second))
    assert one is not None and other is not None
    with pytest.raises(UserError, match="没有在这份档案"):
        mark_not_same(office, case_id=first, person_id=other, other_id=one)
    with pytest.raises(UserError, match="另一份档案"):
        mark_not_same(office, case_id=first, person_id=one, other_id=one)
    with pytest.raises(UserError, match="另一份档案"):
        mark_not_same(office, case_id=first, person_id=one, other_id=other + 100)


def test_a_mended_number_ends_the_suspicion(office: Office) -> None:
    first, second = full_draft(office), _second(office)
    edit_facts(office, case_id=second, applicant={"id_number": id_number(273)})
    assert _why(office, first) == []
