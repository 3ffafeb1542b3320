"""Back entry, correction, merge and split, and files that follow others."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.cases.back_entry import PaperFile
from app.cases.commands import (
    add_member,
    apply_again,
    apply_correction,
    edit_facts,
    merge,
    refuse_correction,
    request_correction,
    split,
    submit,
    withdraw,
)
from app.cases.drafting import find_same_person
from app.cases.queries import case_file, members_view, money_view
from app.cases.queries_merge import differences, may_share_head, merge_candidates, what_moves
from app.errors import ConflictError, UserError
from app.office.session import Office
from app.office.undo import take_back, undo
from db.codes import ExitKind, Origin, Stage
from db.models import Case, Decision, Person
from tests.app.cases.invented import (
    PAPER,
    enter_paper_file,
    full_draft,
    id_number,
    member_facts,
)


def _case(office: Office, case_id: int) -> Case:
    with office.read() as session:
        case = session.get_one(Case, case_id)
        session.expunge(case)
        return case


# ------------------------------------------------------------------ 补录


def test_a_paper_file_stands_where_it_stood_with_its_real_days(office: Office) -> None:
    case_id = enter_paper_file(office, replace(PAPER, number="旧-17"))
    case = _case(office, case_id)
    assert (case.stage, case.number, case.origin) == (Stage.ON_FILE, "旧-17", Origin.BACK_ENTRY)
    assert (case.filed_on, case.stage_since) == (PAPER.approved_on, PAPER.approved_on)
    assert case.is_back_entry
    assert case.back_entry_reason == PAPER.reason
    with office.read() as session:
        (decision,) = session.query(Decision).filter_by(case_id=case_id)
        assert (decision.paper_name, decision.is_on_paper) == ("黄志远", True)
        assert decision.paper_scan_id is not None
        held = session.query(Person.open_id_number).filter_by(household_id=case.household_id)
        assert all(number for (number,) in held)


def test_a_closed_paper_file_holds_nobody(office: Office) -> None:
    closed = replace(
        PAPER,
        stage=Stage.CLOSED,
        exit_kind=ExitKind.OUT_OF_POVERTY,
        exit_on=date(2025, 12, 1),
        closed_on=date(2026, 6, 2),
    )
    enter_paper_file(office, closed)
    full_draft(office)


def test_a_watched_paper_file_is_watched_until_its_day(office: Office) -> None:
    watched = replace(
        PAPER, stage=Stage.MONITORED, exit_kind=ExitKind.RELIEVED, exit_on=date(2026, 9, 1)
    )
    assert _case(office, enter_paper_file(office, watched)).watch_until == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("paper", "changed", "field"),
    [
        (replace(PAPER, reason=" "), {}, "reason"),
        (replace(PAPER, approver=""), {}, "approver"),
        (PAPER, {"scan": None}, "scan"),
        (replace(PAPER, approved_on=date(2027, 1, 1)), {}, "approved_on"),
        (replace(PAPER, applied_on=date(2025, 6, 1)), {}, "approved_on"),
        (replace(PAPER, stage=Stage.CLOSED), {}, "exit_kind"),
        (
            replace(PAPER, stage=Stage.REVIEW, exit_kind=ExitKind.DEATH, exit_on=PAPER.approved_on),
            {},
            "to",
        ),
        (PAPER, {"scan": b"MZ"}, "path"),
    ],
)
def test_what_the_paper_must_say_is_asked_for(
    office: Office, paper: PaperFile, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(UserError) as caught:
        enter_paper_file(office, paper, **changed)
    assert caught.value.field == field


# ------------------------------------------------------------------ 更正


def test_a_correction_counts_once_review_has_agreed(office: Office) -> None:
    case_id = enter_paper_file(office)
    with pytest.raises(UserError, match="不能办理“修改档案”"):
        edit_facts(office, case_id=case_id, applicant={"phone": "13900001111"})
    assert case_file(office, case_id).editing.may_correct
    person_id = case_file(office, case_id).applicant_id
    made = request_correction(
        office,
        case_id=case_id,
        reason="手机换号，且失业",
        applicant={"phone": "13900001111", "ethnicity": "壮族", "work_start": "2001-08-01"},
        household={"needs": "就业"},
        money={"income": [{"person_id": person_id, "item": "失业金", "amount_fen": 900_000}]},
    )
    assert made.result_id is not None
    (asked,) = case_file(office, case_id).corrections
    labels = {line.label: (line.old, line.new) for line in asked.lines}
    assert labels["覃永福的手机号码"] == ("138 0772 4519", "139 0000 1111")
    assert labels["覃永福的工作时间"] == ("2001-07-01", "2001-08-01")
    assert "覃永福的民族" not in labels
    assert labels["收入"][1].startswith("覃永福，收入项目 失业金，金额 9,000.00")
    assert case_file(office, case_id).applicant.values["phone"] == "13807724519"
    apply_correction(office, case_id=case_id, correction_id=made.result_id)
    shown = case_file(office, case_id)
    assert shown.applicant.values["phone"] == "13900001111"
    assert shown.applicant.values["work_start"] == date(2001, 8, 1)
    assert money_view(office, case_id).income_fen == 900_000
    assert shown.corrections[0].state == "已更正"
    assert _case(office, case_id).category_to_review


def test_members_and_head_change_by_correction(office: Office) -> None:
    case_id = enter_paper_file(office)
    wife = case_file(office, case_id).members[0].person_id
    made = request_correction(
        office,
        case_id=case_id,
        reason="户主去世，子女归来",
        new_members=(
            member_facts(
                name="覃思源",
                relation="儿子",
                id_number=id_number(51, "20070101"),
                join_reason="毕业回家",
                joined_on="2026-07-01",
            ),
        ),
        new_applicant_id=wife,
        old_applicant_relation="丈夫",
    )
    assert made.result_id is not None
    apply_correction(office, case_id=case_id, correction_id=made.result_id)
    rows = members_view(office, case_id).rows
    assert [(row.name, row.relation) for row in rows] == [
        ("韦秀兰", "本人"),
        ("覃永福", "丈夫"),
        ("覃思源", "儿子"),
    ]


def test_a_refused_or_outdated_correction_changes_nothing(office: Office) -> None:
    case_id = enter_paper_file(office)
    with pytest.raises(UserError, match="没有要更正的内容"):
        request_correction(office, case_id=case_id, reason="误", applicant={"ethnicity": "壮族"})
    with pytest.raises(UserError, match="原因"):
        request_correction(office, case_id=case_id, reason=" ", applicant={"ethnicity": "汉族"})
    asked = [
        request_correction(office, case_id=case_id, reason="录错", household={"needs": words})
        for words in ("甲", "乙", "丙")
    ]
    first, second, third = (one.result_id or 0 for one in asked)
    refuse_correction(office, case_id=case_id, correction_id=first, note="没有依据")
    assert case_file(office, case_id).household.values["needs"] is None
    apply_correction(office, case_id=case_id, correction_id=second)
    with pytest.raises(ConflictError, match="帮扶需求"):
        apply_correction(office, case_id=case_id, correction_id=third)
    assert case_file(office, case_id).household.values["needs"] == "乙"
    with pytest.raises(UserError, match="已经处理过"):
        apply_correction(office, case_id=case_id, correction_id=first)


# ------------------------------------------------------------------ 合并


def _two_without_child(office: Office) -> tuple[int, int]:
    kept = full_draft(office)
    return kept, full_draft(office, name="韦秀兰", id_number=id_number(202, "19820605"))


def _two(office: Office) -> tuple[int, int]:
    kept, other = _two_without_child(office)
    add_member(
        office,
        case_id=other,
        values=member_facts(name="覃怡雨", relation="女儿", id_number=id_number(114, "20130303")),
    )
    return kept, other


def test_a_merge_joins_people_and_lines_and_comes_apart_again(office: Office) -> None:
    kept, other = _two(office)
    edit_facts(office, case_id=other, household={"needs": "助学"})
    before = [members_view(office, one).rows for one in (kept, other)]
    money = [money_view(office, one).income_fen for one in (kept, other)]
    merge(office, case_id=kept, absorbed_id=other, take=("needs",), reason="夫妻各建了一份")
    assert [row.name for row in members_view(office, kept).rows] == ["覃永福", "韦秀兰", "覃怡雨"]
    assert money_view(office, kept).income_fen == sum(money)
    assert case_file(office, kept).household.values["needs"] == "助学"
    absorbed = _case(office, other)
    assert (absorbed.stage, absorbed.closed_reason) == (Stage.CLOSED, "合并")
    assert absorbed.merged_into_id == kept
    split(office, case_id=other, reason="不是一户")
    assert [members_view(office, one).rows for one in (kept, other)] == before
    assert [money_view(office, one).income_fen for one in (kept, other)] == money
    assert _case(office, other).stage is Stage.DRAFT


def test_a_merge_that_has_gone_on_stays(office: Office) -> None:
    kept, other = _two(office)
    with pytest.raises(UserError, match="没有合并过"):
        split(office, case_id=kept, reason="试")
    merge(office, case_id=kept, absorbed_id=other, reason="夫妻各建了一份")
    edit_facts(office, case_id=kept, household={"needs": "助学"})
    with pytest.raises(UserError, match="又办理了别的事项"):
        split(office, case_id=kept, reason="不是一户")


def test_what_was_done_since_a_merge_and_undone_does_not_hinder_its_split(office: Office) -> None:
    kept, other = _two(office)
    merge(office, case_id=kept, absorbed_id=other, reason="夫妻各建了一份")
    edit_facts(office, case_id=kept, household={"needs": "助学"})
    undo(office)
    split(office, case_id=kept, reason="不是一户")
    assert _case(office, other).stage is Stage.DRAFT


def test_of_two_merges_each_file_leaves_by_its_own_the_newer_first(office: Office) -> None:
    first = full_draft(office, name="覃怡雨", id_number=id_number(114, "20000303"))
    kept, second = _two_without_child(office)
    merge(office, case_id=kept, absorbed_id=second, reason="夫妻各建了一份")
    merge(office, case_id=kept, absorbed_id=first, reason="女儿也建了一份")
    with pytest.raises(UserError, match="又办理了别的事项"):
        split(office, case_id=second, reason="不是一户")
    assert _case(office, first).merged_into_id == kept
    assert split(office, case_id=kept, reason="不是一户").case_ids == (kept, first)
    assert split(office, case_id=kept, reason="不是一户").case_ids == (kept, second)
    assert [_case(office, one).stage for one in (first, second)] == [Stage.DRAFT] * 2


def test_applicants_that_somebody_says_are_one_are_merged_into_one(office: Office) -> None:
    kept = full_draft(office, name="单雄非", id_number=None, birth_date=None, sex=None)
    other = full_draft(office, name="单雄飞", phone="13800123456")
    pair: dict[str, Any] = {"case_id": kept, "absorbed_id": other}
    assert may_share_head(office, **pair)
    assert what_moves(office, **pair)[0] == "并入成员：单雄飞。"
    assert (
        what_moves(office, **pair, same_head=True)[0]
        == "两份档案里都有，不重复并入，收支以当前档案为准：单雄飞。"
    )
    found = {one.key: one.absorbed for one in differences(office, **pair, same_head=True)}
    assert found["name"] == "单雄飞" and found["id_number"] == id_number()
    merge(office, **pair, same_head=True, take=("name", "id_number"), reason="同一个人")
    (row,) = members_view(office, kept).rows
    assert (row.name, row.sex, row.id_number) == ("单雄飞", "男", id_number())
    assert find_same_person(office, id_number())[0].case_id == kept
    split(office, case_id=kept, reason="不是同一个人")
    assert [members_view(office, one).rows[0].name for one in (kept, other)] == ["单雄非", "单雄飞"]


def test_of_a_member_in_both_files_nothing_that_only_one_knows_is_lost(office: Office) -> None:
    kept, other = _two_without_child(office)
    child = {"name": "覃怡雨", "relation": "女儿", "birth_date": "2013-03-03"}
    add_member(office, case_id=kept, values=child)
    number = id_number(114, "20130303")
    add_member(
        office,
        case_id=other,
        values=child | {"id_number": number, "relation": "孙女", "health": "良好"},
    )
    words = what_moves(office, case_id=kept, absorbed_id=other)
    assert "覃怡雨没有填写的身份证号、性别、健康状况，从所选档案补上。" in words
    merge(office, case_id=kept, absorbed_id=other, reason="夫妻各建了一份")
    (row,) = [one for one in members_view(office, kept).rows if one.name == "覃怡雨"]
    assert (row.id_number, row.relation, row.health) == (number, "女儿", "良好")
    assert find_same_person(office, number)[0].case_id == kept
    split(office, case_id=kept, reason="不是一户")
    assert find_same_person(office, number)[0].case_id == other


def test_two_id_numbers_are_two_applicants(office: Office) -> None:
    kept, other = _two(office)
    assert not may_share_head(office, case_id=kept, absorbed_id=other)
    with pytest.raises(UserError, match="不是同一个人"):
        merge(office, case_id=kept, absorbed_id=other, same_head=True, reason="误")


def test_only_open_files_are_merged(office: Office) -> None:
    kept, other = _two(office)
    withdraw(office, case_id=other)
    with pytest.raises(UserError, match="撤回"):
        merge(office, case_id=kept, absorbed_id=other, reason="误")
    with pytest.raises(UserError, match="另一份"):
        merge(office, case_id=kept, absorbed_id=kept, reason="误")


# ------------------------------------------------------------------ 再次申请, 移交


def test_applying_again_offers_the_old_facts(office: Office) -> None:
    case_id = full_draft(office)
    wife = add_member(office, case_id=case_id, values=member_facts()).result_id
    assert wife is not None
    submit(office, case_id=case_id)
    withdraw(office, case_id=case_id, note="本人放弃")
    made = apply_again(office, case_id=case_id)
    assert made.result_id is not None
    new = _case(office, made.result_id)
    assert (new.stage, new.previous_case_id, new.origin) == (
        Stage.DRAFT,
        case_id,
        Origin.REAPPLICATION,
    )
    shown = case_file(office, new.id)
    assert shown.applicant.values["id_number"] == id_number()
    assert [row.name for row in shown.members] == ["韦秀兰"]
    assert money_view(office, new.id).income_fen == 3_000_000
    assert _case(office, case_id).stage is Stage.WITHDRAWN
    with pytest.raises(UserError, match="一户只能有一份"):
        apply_again(office, case_id=case_id)
    take_back(office, case_id=case_id, reason="点错了")
    with pytest.raises(UserError, match="没有找到"):
        case_file(office, new.id)


def test_a_merge_into_a_file_that_is_less_far_is_warned_of(office: Office) -> None:
    kept, other = _two(office)
    submit(office, case_id=other)
    words = what_moves(office, case_id=kept, absorbed_id=other)
    assert words[-1].startswith("请注意：所选档案已经办到“申请”，当前档案在“草稿”")
    assert not any("请注意" in one for one in what_moves(office, case_id=other, absorbed_id=kept))


def test_files_that_may_be_one_household_are_offered_with_what_differs(office: Office) -> None:
    kept, other = _two(office)
    assert merge_candidates(office, kept)[0].case_id == other
    edit_facts(office, case_id=other, household={"needs": "助学", "postcode": "545400"})
    edit_facts(office, case_id=kept, household={"postcode": "545401"})
    found = {
        one.key: (one.kept, one.absorbed)
        for one in differences(office, case_id=kept, absorbed_id=other)
    }
    assert found == {"needs": ("", "助学"), "postcode": ("545401", "545400")}
