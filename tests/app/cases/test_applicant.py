"""Another member becomes 户主: the old one stays, died or left; relations and the account follow."""

from datetime import date
from typing import Any

import pytest

from app.cases.applicant import member_to_new_head, old_head_to
from app.cases.commands import (
    add_member,
    apply_correction,
    edit_facts,
    make_applicant,
    remove_member,
    request_correction,
    submit,
)
from app.cases.queries import case_file, members_view
from app.errors import ConflictError, UserError
from app.office.session import Office
from app.office.undo import next_undo, undo
from tests.app.cases.invented import (
    enter_paper_file,
    full_draft,
    household_facts,
    id_number,
    member_facts,
)

_CARD = "6222020200112230004"
_ACCOUNT = {"bank_name": "工商银行", "bank_card": _CARD}


def _draft(office: Office, **account: str) -> tuple[int, int]:
    """A draft of 覃永福 with his card, and his wife in it."""
    case_id = full_draft(office)
    edit_facts(office, case_id=case_id, household=_ACCOUNT | account)
    wife = add_member(office, case_id=case_id, values=member_facts()).result_id
    assert wife is not None
    return case_id, wife


def _account(office: Office, case_id: int) -> tuple[Any, ...]:
    values = case_file(office, case_id).household.values
    return tuple(
        values[key] for key in ("bank_card", "payee_name", "payee_relation", "payee_consent")
    )


def test_the_card_of_the_old_head_does_not_become_the_new_ones(office: Office) -> None:
    case_id, wife = _draft(office)
    make_applicant(office, case_id=case_id, person_id=wife, relation="丈夫")
    assert _account(office, case_id) == (_CARD, "覃永福", "丈夫", None)
    undo(office)
    assert _account(office, case_id) == (_CARD, None, None, None)


def test_an_account_of_the_new_head_is_their_own_and_another_payee_is_asked_anew(
    office: Office,
) -> None:
    told = {"payee_relation": "妻子", "payee_consent": "2026-11-02 书面委托"}
    case_id, wife = _draft(office, payee_name="韦秀兰", **told)
    make_applicant(
        office,
        case_id=case_id,
        person_id=wife,
        relation="丈夫",
        removed_on=office.today,
        removal_reason="去世",
    )
    assert _account(office, case_id) == (_CARD, None, None, None)
    undo(office)
    edit_facts(office, case_id=case_id, household={"payee_name": "覃大海"})
    make_applicant(office, case_id=case_id, person_id=wife, relation="丈夫")
    assert _account(office, case_id) == (_CARD, "覃大海", None, None)


def test_who_died_leaves_in_the_same_step_and_takes_the_card_along(office: Office) -> None:
    case_id, wife = _draft(office)
    father = add_member(
        office,
        case_id=case_id,
        values=member_facts(name="覃大海", relation="父亲", id_number=id_number(51, "19500101")),
    ).result_id
    assert father is not None
    submit(office, case_id=case_id)
    given: dict[str, Any] = {
        "case_id": case_id,
        "person_id": wife,
        "relation": "丈夫",
        "relations": {father: "公公"},
        "removed_on": office.today,
    }
    with pytest.raises(UserError, match="原因"):
        make_applicant(office, **given)
    with pytest.raises(UserError, match="早于覃永福的出生日期"):
        make_applicant(office, **given | {"removed_on": date(1950, 1, 1), "removal_reason": "错"})
    with pytest.raises(UserError, match="晚于今天"):
        make_applicant(office, **given | {"removed_on": date(2999, 1, 1), "removal_reason": "错"})
    make_applicant(office, **given, removal_reason="去世")
    rows = {one.name: one for one in members_view(office, case_id).rows}
    assert rows["韦秀兰"].is_applicant and not rows["覃永福"].is_applicant
    assert rows["覃大海"].relation == "公公"
    assert (rows["覃永福"].removed_on, rows["覃永福"].removal_reason) == (office.today, "去世")
    assert _account(office, case_id) == (None, None, None, None)
    undo(office)
    rows = {one.name: one for one in members_view(office, case_id).rows}
    assert rows["覃永福"].is_applicant and rows["覃永福"].removed_on is None
    assert _account(office, case_id)[0] == _CARD


def test_on_file_death_and_the_new_head_are_one_correction(office: Office) -> None:
    case_id = enter_paper_file(office)
    shown = case_file(office, case_id)
    wife, old = shown.members[0].person_id, shown.applicant_id
    assert old is not None
    gone = {"removed_on": "2026-01-20", "removal_reason": "去世"}
    with pytest.raises(UserError, match="户主不能直接减少"):
        request_correction(office, case_id=case_id, reason="去世", members={old: gone})
    made = request_correction(
        office,
        case_id=case_id,
        reason="户主去世",
        members={old: gone},
        new_applicant_id=wife,
        old_applicant_relation="丈夫",
    )
    (asked,) = case_file(office, case_id).corrections
    head = next(one for one in asked.lines if one.label == "户主")
    assert (head.old, head.new) == ("覃永福", "韦秀兰（原户主是其丈夫）")
    apply_correction(office, case_id=case_id, correction_id=made.result_id or 0)
    rows = {one.name: one for one in members_view(office, case_id).rows}
    assert rows["韦秀兰"].is_applicant
    assert rows["覃永福"].removed_on == date(2026, 1, 20)


def test_who_is_head_already_is_told_so_and_nothing_is_written(office: Office) -> None:
    case_id, _ = _draft(office)
    head, before = case_file(office, case_id).applicant_id, next_undo(office)
    assert head is not None
    with pytest.raises(UserError, match="覃永福已经是户主"):
        make_applicant(office, case_id=case_id, person_id=head, relation="其他")
    assert next_undo(office) == before


def test_an_account_told_in_the_same_correction_stands(office: Office) -> None:
    case_id = enter_paper_file(office, household=household_facts(**_ACCOUNT))
    shown = case_file(office, case_id)
    wife, old = shown.members[0].person_id, shown.applicant_id
    assert old is not None
    new = "6222020200112230012"
    made = request_correction(
        office,
        case_id=case_id,
        reason="户主去世",
        household={"bank_card": new},
        members={old: {"removed_on": "2026-01-20", "removal_reason": "去世"}},
        new_applicant_id=wife,
        old_applicant_relation="丈夫",
    )
    apply_correction(office, case_id=case_id, correction_id=made.result_id or 0)
    assert _account(office, case_id) == (new, None, None, None)


def test_of_two_corrections_of_the_head_the_second_is_asked_for_anew(office: Office) -> None:
    son = member_facts(name="覃思源", relation="儿子", id_number=id_number(51, "20000101"))
    case_id = enter_paper_file(office, members=[member_facts(), son])
    wife, child = (one.person_id for one in case_file(office, case_id).members)
    asked = [
        request_correction(
            office,
            case_id=case_id,
            reason="换户主",
            new_applicant_id=person_id,
            old_applicant_relation=relation,
        )
        for person_id, relation in ((wife, "丈夫"), (child, "父亲"))
    ]
    first, second = (one.result_id or 0 for one in asked)
    apply_correction(office, case_id=case_id, correction_id=first)
    with pytest.raises(ConflictError, match="“户主”在申请更正之后又有变化"):
        apply_correction(office, case_id=case_id, correction_id=second)


def test_once_handed_in_only_who_has_a_right_number_becomes_head(office: Office) -> None:
    case_id, wife = _draft(office)
    submit(office, case_id=case_id)
    child = add_member(
        office,
        case_id=case_id,
        values=member_facts(name="覃怡雨", relation="女儿", id_number=None),
        joined_on=office.today,
        reason="出生",
    ).result_id
    assert child is not None
    with pytest.raises(UserError, match="没有登记正确的身份证号"):
        make_applicant(office, case_id=case_id, person_id=child, relation="父亲")
    remove_member(office, case_id=case_id, person_id=wife, removed_on=office.today, reason="离婚")
    with pytest.raises(UserError, match="已经减少"):
        make_applicant(office, case_id=case_id, person_id=wife, relation="丈夫")


@pytest.mark.parametrize(
    ("new", "member", "sex", "old_sex", "expected"),
    [
        ("妻子", "女儿", "女", "男", "女儿"),
        ("妻子", "母亲", "女", "男", "婆婆"),
        ("丈夫", "父亲", "男", "女", "岳父"),
        ("妻子", "岳母", "女", "男", "母亲"),
        ("儿子", "妻子", "女", "男", "母亲"),
        ("儿子", "女儿", "女", "男", "兄弟姐妹"),
        ("儿子", "父亲", "男", "男", ""),
        ("弟弟", "女儿", "女", "男", ""),
        ("", "女儿", "女", "男", ""),
    ],
)
def test_relations_follow_where_they_are_sure(
    new: str, member: str, sex: str, old_sex: str, expected: str
) -> None:
    assert member_to_new_head(member, sex=sex, new=new, old_sex=old_sex) == expected


def test_the_old_head_gets_the_other_side_of_the_relation() -> None:
    assert old_head_to("妻子", old_sex="男") == "丈夫"
    assert old_head_to("女儿", old_sex="女") == "母亲"
    assert old_head_to("其他", old_sex="女") == ""
