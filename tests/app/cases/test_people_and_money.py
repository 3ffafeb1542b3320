"""Members, the letter of authorisation, lists of money, papers: while the facts may be edited."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.cases.attachments import (
    add_attachment_file,
    attachment_content,
    attachments_view,
    remove_attachment,
)
from app.cases.authorisation import record_authorisation
from app.cases.commands import (
    add_attachment,
    add_member,
    edit_facts,
    edit_member,
    make_applicant,
    remove_member,
    save_money,
    submit,
)
from app.cases.facts_missing import ChecklistLine
from app.cases.queries import case_file, members_view, money_view
from app.errors import UserError
from app.office.session import Office
from app.office.undo import undo
from tests.app.cases.invented import PNG, full_draft, id_number, member_facts


def _member(office: Office, case_id: int, **changed: object) -> int:
    made = add_member(office, case_id=case_id, values=member_facts(**changed))
    assert made.result_id is not None
    return made.result_id


def test_in_a_first_draft_members_come_and_go_freely(office: Office) -> None:
    case_id = full_draft(office)
    person_id = _member(office, case_id)
    edit_member(office, case_id=case_id, person_id=person_id, values={"monthly_income_fen": "2000"})
    (row,) = case_file(office, case_id).members
    assert (row.name, row.age, row.monthly_income_fen) == ("韦秀兰", 44, 200_000)
    save_money(
        office,
        case_id=case_id,
        income=[{"person_id": person_id, "item": "工资", "amount_fen": 100}],
    )
    remove_member(office, case_id=case_id, person_id=person_id, removed_on=None, reason="")
    assert case_file(office, case_id).members == ()
    assert money_view(office, case_id).lists["income"] == ()
    undo(office)
    assert [row.name for row in case_file(office, case_id).members] == ["韦秀兰"]
    assert money_view(office, case_id).income_fen == 100


def test_once_handed_in_a_change_of_people_has_a_day_and_a_reason(office: Office) -> None:
    case_id = full_draft(office)
    person_id = _member(office, case_id)
    applicant_id = case_file(office, case_id).applicant_id
    assert applicant_id is not None
    with pytest.raises(UserError, match="还差：韦秀兰"):
        record_authorisation(
            office, case_id=case_id, signed_on=office.today, signer_ids=[applicant_id]
        )
    record_authorisation(
        office, case_id=case_id, signed_on=office.today, signer_ids=[applicant_id, person_id]
    )
    assert members_view(office, case_id).letter == "有效"
    submit(office, case_id=case_id)
    with pytest.raises(UserError, match="日期"):
        remove_member(office, case_id=case_id, person_id=person_id, removed_on=None, reason="离婚")
    with pytest.raises(UserError, match="原因"):
        remove_member(
            office, case_id=case_id, person_id=person_id, removed_on=office.today, reason=""
        )
    remove_member(
        office, case_id=case_id, person_id=person_id, removed_on=office.today, reason="离婚"
    )
    view = members_view(office, case_id)
    assert view.letter == "需重签"
    assert [row.removal_reason for row in view.rows] == ["", "离婚"]


def test_another_member_becomes_the_head_of_the_household(office: Office) -> None:
    case_id = full_draft(office)
    person_id = _member(office, case_id)
    old_id = case_file(office, case_id).applicant_id
    assert old_id is not None
    with pytest.raises(UserError, match="户主不能直接减少"):
        remove_member(office, case_id=case_id, person_id=old_id, removed_on=None, reason="")
    make_applicant(office, case_id=case_id, person_id=person_id, relation="丈夫")
    first, second = members_view(office, case_id).rows
    assert (first.name, first.relation, first.is_applicant) == ("韦秀兰", "本人", True)
    assert (second.name, second.relation, second.is_applicant) == ("覃永福", "丈夫", False)


def test_two_of_a_household_cannot_share_a_number(office: Office) -> None:
    case_id = full_draft(office)
    with pytest.raises(UserError, match="身份证号相同"):
        add_member(office, case_id=case_id, values=member_facts(id_number=id_number()))
    assert case_file(office, case_id).members == ()


def test_money_is_saved_as_whole_lists_and_keeps_the_rows_that_stay(office: Office) -> None:
    case_id = full_draft(office)
    person_id = case_file(office, case_id).applicant_id
    (line,) = money_view(office, case_id).lists["income"]
    save_money(
        office,
        case_id=case_id,
        income=[
            {"id": line.id, "person_id": person_id, "item": "工资", "amount_fen": 3_100_000},
            {
                "person_id": person_id,
                "item": "失业金",
                "amount_fen": "1,200.50",
                "month": "2026-03",
            },
        ],
        homes=[{"area_centi": "61.5", "is_deeded": True, "address": "长安镇"}],
        supporters=[{"name": "覃小梅", "relation": "女儿", "monthly_support_fen": 20_000}],
        household={"savings_fen": "5000"},
    )
    view = money_view(office, case_id)
    assert [one.values["amount_fen"] for one in view.lists["income"]] == [3_100_000, 120_050]
    assert view.lists["income"][0].id == line.id
    assert (view.income_fen, view.outlay_fen) == (3_220_050, 1_500_000)
    assert view.lists["homes"][0].values["area_centi"] == 6_150
    assert view.household.values["savings_fen"] == 500_000
    undo(office)
    assert money_view(office, case_id).income_fen == 3_000_000


def test_a_copy_of_the_id_card_is_wanted_of_everybody(office: Office, tmp_path: Path) -> None:
    case_id = full_draft(office)
    head = case_file(office, case_id).applicant_id
    wife = _member(office, case_id)

    def line() -> ChecklistLine:
        lines = attachments_view(office, case_id).checklist
        return next(one for one in lines if one.kind == "身份证复印件")

    scan = tmp_path / "证.png"
    scan.write_bytes(PNG)
    copy: dict[str, Any] = {"case_id": case_id, "path": scan, "kind": "身份证复印件"}
    assert (line().is_done, line().lacks_of, line().reason) == (False, (), "")
    made = add_attachment_file(office, **copy, person_id=head).result_id
    assert (line().is_done, line().reason) == (False, "还缺韦秀兰")
    assert made is not None
    remove_attachment(office, case_id=case_id, attachment_id=made)
    made = add_attachment_file(office, **copy, person_id=wife).result_id
    assert (line().is_done, line().lacks_of) == (False, ("覃永福",))
    assert made is not None
    remove_attachment(office, case_id=case_id, attachment_id=made)
    add_attachment_file(office, **copy)
    assert line().is_done, "one scan of the whole household"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"item": "工资", "amount_fen": 1}, "收入第 1 行没有选择是哪一位成员"),
        ({"item": "外快", "amount_fen": 1, "person_id": 0}, "不在列表中"),
        ({"item": "工资", "person_id": 0}, "没有填写“金额”"),
        ({"item": "工资", "amount_fen": -1, "person_id": 0}, "负数"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_saved(
    office: Office, line: dict[str, object], words: str
) -> None:
    case_id = full_draft(office)
    person_id = case_file(office, case_id).applicant_id
    given = {key: person_id if key == "person_id" else value for key, value in line.items()}
    with pytest.raises(UserError, match=words):
        save_money(office, case_id=case_id, income=[given], outlay=[])
    assert money_view(office, case_id).outlay_fen == 1_500_000


def test_a_receipt_is_used_once(office: Office) -> None:
    case_id = full_draft(office)
    receipt = {"number": "GX-0001", "total_fen": 500_000}
    save_money(office, case_id=case_id, receipts=[receipt])
    with pytest.raises(UserError, match="只能用一次"):
        save_money(office, case_id=case_id, receipts=[receipt, receipt])
    with pytest.raises(UserError, match="只能用一次"):
        save_money(office, case_id=full_draft(office, id_number=id_number(111)), receipts=[receipt])


def test_papers_are_counted_shown_and_taken_out(office: Office, tmp_path: Path) -> None:
    case_id = full_draft(office)
    before = attachments_view(office, case_id)
    assert before.done == 0
    assert {"诊断证明", "医疗票据"} <= {line.kind for line in before.checklist if line.is_due}
    scan = tmp_path / "诊断.png"
    scan.write_bytes(PNG)
    made = add_attachment_file(office, case_id=case_id, path=scan, kind="诊断证明")
    assert made.result_id is not None
    view = attachments_view(office, case_id)
    assert (view.done, view.wanted) == (1, before.wanted)
    assert (view.files[0].title, view.files[0].is_removable) == ("诊断", True)
    content, mime = attachment_content(office, made.result_id)
    assert mime == "image/png"
    assert content.startswith(b"\x89PNG")
    with pytest.raises(UserError, match="已经作为"):
        add_attachment_file(office, case_id=case_id, path=scan, kind="诊断证明")
    remove_attachment(office, case_id=case_id, attachment_id=made.result_id)
    assert attachments_view(office, case_id).done == 0
    edit_facts(office, case_id=case_id, household={"main_cause": "子女上学"})
    due = {line.kind for line in attachments_view(office, case_id).checklist if line.is_due}
    assert "学籍证明" in due
    assert "诊断证明" not in due


@pytest.mark.parametrize(
    ("data", "name", "kind", "field"),
    [
        (b"MZ", "a.exe", "诊断证明", "path"),
        (PNG, "a.pdf", "诊断证明", "path"),
        (PNG, "a.png", "没有这种", "kind"),
        (b"", "a.png", "诊断证明", "path"),
    ],
)
def test_what_may_not_be_attached_is_refused(
    office: Office, data: bytes, name: str, kind: str, field: str
) -> None:
    case_id = full_draft(office)
    with pytest.raises(UserError) as caught:
        add_attachment(office, case_id=case_id, data=data, filename=name, kind=kind)
    assert caught.value.field == field
    assert attachments_view(office, case_id).files == ()


def test_a_missing_file_is_said_in_a_sentence(office: Office, tmp_path: Path) -> None:
    case_id = full_draft(office)
    with pytest.raises(UserError, match="没有添加"):
        add_attachment_file(office, case_id=case_id, path=tmp_path / "x.png", kind="诊断证明")


def test_no_day_ahead_is_written_on_a_letter(office: Office) -> None:
    case_id = full_draft(office)
    with pytest.raises(UserError, match="不能晚于今天"):
        record_authorisation(office, case_id=case_id, signed_on=date(2027, 1, 1), signer_ids=[])
