"""Undo and redo of typing: a pile, up and down, per login, until the case is handed on."""

import pytest

from app.cases.commands import (
    add_member,
    edit_facts,
    merge,
    remove_member,
    split,
    submit,
    transfer_cases,
    withdraw,
)
from app.cases.queries import case_file
from app.errors import ConflictError, UserError
from app.office.accounts import add_account
from app.office.history import case_history
from app.office.locking import reenter
from app.office.session import Office
from app.office.undo import next_redo, next_undo, redo, undo
from app.office.units import save_unit
from db.codes import Role
from db.keys import KdfCost
from tests.app.cases.invented import full_draft, id_number, member_facts
from tests.conftest import PASSWORD, OpenAs


def _type(office: Office, case_id: int, *floors: int) -> None:
    for floor in floors:
        edit_facts(office, case_id=case_id, household={"floor_area": str(floor)})


def _floor(office: Office, case_id: int) -> str:
    return str(case_file(office, case_id).household.values["floor_area"])


def test_steps_go_back_and_forth_as_often_as_one_likes(office: Office) -> None:
    case_id = full_draft(office)
    _type(office, case_id, 1, 2, 3)
    for _ in range(2):
        for expected in ("2", "1"):
            undo(office)
            assert _floor(office, case_id) == expected
        for expected in ("2", "3"):
            redo(office)
            assert _floor(office, case_id) == expected
        assert next_redo(office) is None
    step = next_undo(office)
    assert step is not None and (step.label, step.case_id) == ("修改档案", case_id)
    assert undo(office).words == "已撤销“修改档案”（覃永福）"
    assert redo(office).words == "已重做“修改档案”（覃永福）"


def test_new_typing_ends_what_could_be_redone(office: Office) -> None:
    case_id = full_draft(office)
    _type(office, case_id, 1, 2)
    undo(office)
    _type(office, case_id, 3)
    with pytest.raises(UserError, match="没有可以重做的操作：只能重做这次登录以后"):
        redo(office)
    undo(office)
    assert _floor(office, case_id) == "1"


def test_more_than_fifty_can_be_undone(office: Office) -> None:
    case_id = full_draft(office)
    _type(office, case_id, *range(1, 56))
    for _ in range(54):
        undo(office)
    assert _floor(office, case_id) == "1"
    for _ in range(54):
        redo(office)
    assert _floor(office, case_id) == "55"


def test_what_was_handed_on_stays_and_another_case_is_still_free(office: Office) -> None:
    other = full_draft(office, name="韦秀兰", id_number=id_number(202, "19820605"))
    _type(office, other, 1, 2)
    case_id = full_draft(office)
    _type(office, case_id, 7, 8)
    undo(office)
    submit(office, case_id=case_id)
    assert next_redo(office) is None
    undo(office)
    assert (_floor(office, case_id), _floor(office, other)) == ("7", "1")


def test_what_was_typed_into_a_file_that_was_merged_since_is_passed_over(office: Office) -> None:
    kept = full_draft(office)
    absorbed = full_draft(office, name="韦秀兰", id_number=id_number(202, "19820605"))
    _type(office, kept, 1, 2)
    _type(office, absorbed, 5)
    merge(office, case_id=kept, absorbed_id=absorbed, reason="一户")
    assert next_undo(office) is None
    split(office, case_id=kept, reason="不是一户")
    undo(office)
    assert _floor(office, absorbed) == "62"


def test_what_was_typed_into_a_file_that_others_keep_now_is_passed_over(
    office: Office, open_as: OpenAs
) -> None:
    units = [
        save_unit(office, name=name, level="基层", parent_id=office.user.unit_id).result_id or 0
        for name in ("纺织厂工会", "石桥镇工会")
    ]
    clerks = [
        add_account(
            office,
            name=f"clerk{unit_id}",
            display_name="陈经办",
            password=PASSWORD,
            unit_id=unit_id,
            roles=frozenset({Role.CLERK}),
            cost=KdfCost.for_tests(),
        ).result_id
        for unit_id in units
    ]
    admin = office.user
    clerk = open_as(f"clerk{units[0]}")
    other = full_draft(clerk, name="韦秀兰", id_number=id_number(202, "19820605"))
    _type(clerk, other, 1)
    case_id = full_draft(clerk)
    _type(clerk, case_id, 7)
    login, clerk.user, clerk.login = (clerk.user, clerk.login), admin, "another"
    transfer_cases(
        clerk, case_ids=[case_id], clerk_id=clerks[1], unit_id=units[1], reason="调整辖区"
    )
    clerk.user, clerk.login = login
    undo(clerk)
    assert _floor(clerk, other) == "62"


def test_what_was_undone_keeps_its_reason_and_can_be_done_again_after_another(
    office: Office,
) -> None:
    other = full_draft(office, name="单雄", id_number=id_number(206, "19820605"))
    case_id = full_draft(office)
    wife = add_member(office, case_id=case_id, values=member_facts()).result_id
    assert wife is not None
    submit(office, case_id=case_id)
    day = office.today
    remove_member(office, case_id=case_id, person_id=wife, removed_on=day, reason="离婚")
    undo(office)
    withdraw(office, case_id=other, note="本人放弃")
    redo(office)
    told = {(one.label, one.reason) for one in case_history(office, case_id).lines}
    assert ("修改档案", "离婚") in told


def test_coming_back_after_a_lock_is_the_same_login(office: Office) -> None:
    case_id = full_draft(office)
    _type(office, case_id, 1, 2)
    reenter(office, password=PASSWORD, cost=KdfCost.for_tests())
    undo(office)
    assert _floor(office, case_id) == "1"


def test_another_login_begins_with_nothing(office: Office, open_as: OpenAs) -> None:
    case_id = full_draft(office)
    _type(office, case_id, 1)
    again = open_as("admin")
    assert next_undo(again) is None
    with pytest.raises(UserError, match="没有可以撤销的操作：只能撤销这次登录以后"):
        undo(again)


def test_what_was_built_on_is_told_once_and_then_passed_over(office: Office) -> None:
    other = full_draft(office, name="韦秀兰", id_number=id_number(202, "19820605"))
    _type(office, other, 1, 2)
    case_id = full_draft(office)
    login = office.login
    _type(office, case_id, 7)
    office.login = "another"
    _type(office, case_id, 9)
    office.login = login
    with pytest.raises(ConflictError, match="“修改档案”（覃永福）之后又有了别的改动"):
        undo(office)
    assert _floor(office, case_id) == "9"
    while (step := next_undo(office)) is not None and step.case_id == case_id:
        undo(office)
    undo(office)
    assert (_floor(office, case_id), _floor(office, other)) == ("9", "1")
