"""The pages 家庭成员, 收入支出, 材料 and 新建档案 on a real file, by keyboard and mouse."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from app.cases.attachments import attachments_view
from app.cases.commands import add_member, edit_facts, submit
from app.cases.queries import case_file, members_view, money_view
from app.lifecycle import Stage
from app.office.session import Office
from tests.app.cases.invented import (
    PNG,
    full_draft,
    id_number,
    member_facts,
)
from tests.ui.driver import click, settle
from tests.ui.screens.case.intake import Show, ctx, on_file, open_dialog, open_page, rest, went
from ui.context import Context
from ui.screens.case.attachments_page import AttachmentsPage
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.members_page import MembersPage
from ui.screens.case.merge_dialog import open_merge, open_split
from ui.screens.case.money_page import MoneyPage
from ui.screens.case.transfer_dialog import open_transfer
from ui.screens.new_case import open_back_entry, open_new_case
from ui.widgets import ReasonDialog

__all__ = ["ctx", "went"]


def test_a_member_is_added_edited_and_taken_out(office: Office, ctx: Context, show: Show) -> None:
    case_id = full_draft(office)
    page = MembersPage(ctx)
    open_page(page, show, ctx, case_id)
    click(page.add_button)
    dialog = open_dialog()
    dialog.form.put("name", "韦秀兰")
    dialog.form.put("id_number", id_number(202, "19820605"))
    dialog.form.put("relation", "妻子")
    click(dialog.main_button)
    rest(ctx)
    assert [row.name for row in members_view(office, case_id).rows] == ["覃永福", "韦秀兰"]
    page.table.choose(1)
    page.table.open_current()
    settle()
    dialog = open_dialog()
    dialog.form.put("monthly_income_fen", 190_000)
    click(dialog.main_button)
    rest(ctx)
    assert members_view(office, case_id).rows[1].monthly_income_fen == 190_000
    page.table.choose(1)
    click(page.remove_button)
    click(open_dialog().main_button)
    rest(ctx)
    assert len(members_view(office, case_id).rows) == 1


def test_a_new_head_takes_over_while_the_old_one_leaves(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    made = [
        add_member(office, case_id=case_id, values=values).result_id
        for values in (
            member_facts(),
            member_facts(name="覃一民", relation="弟弟", id_number=id_number(51, "19850101")),
        )
    ]
    submit(office, case_id=case_id)
    page = MembersPage(ctx)
    open_page(page, show, ctx, case_id)
    page.table.choose(1)
    click(page.head_button)
    dialog = open_dialog()
    assert dialog.form.values()["relation"] == "丈夫"
    dialog.form.put("removed_on", office.today)
    dialog.form.put("removal_reason", "去世")
    click(dialog.main_button)
    rest(ctx)
    assert dialog.isVisible(), "what the brother is to her was not asked"
    dialog.form.put(f"relation_{made[1]}", "其他")
    click(dialog.main_button)
    rest(ctx)
    told = {
        row.name: (row.relation, row.removal_reason) for row in members_view(office, case_id).rows
    }
    assert told == {"韦秀兰": ("本人", ""), "覃一民": ("其他", ""), "覃永福": ("丈夫", "去世")}
    assert page.note.text().endswith(f"已减少：覃永福 {office.today}，去世。")


def test_on_file_the_death_of_the_head_is_one_request(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = on_file(office)
    page = MembersPage(ctx)
    open_page(page, show, ctx, case_id)
    page.table.choose(1)
    click(page.head_button)
    dialog = open_dialog()
    dialog.form.put("removed_on", office.today)
    click(dialog.main_button)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog)]
    dialog.form.put("removal_reason", "去世")
    click(dialog.main_button)
    question = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog))
    question._area.setPlainText("户主去世")
    click(question.main_button)
    rest(ctx)
    (asked,) = case_file(office, case_id).corrections
    assert {line.label for line in asked.lines} >= {"覃永福的减少日期", "覃永福的减少原因"}


def test_lines_of_money_are_entered_one_after_the_other(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = MoneyPage(ctx)
    open_page(page, show, ctx, case_id)
    page.cards["outlay"].add_button.click()
    settle()
    dialog = open_dialog()
    dialog.form.put("item", "教育")
    dialog.form.put("amount_fen", 800_000)
    dialog._give_and_go_on()
    rest(ctx)
    assert dialog.isVisible()
    assert dialog.form.field_editor("item").text() == ""
    dialog.form.put("item", "教育")
    click(dialog.main_button)
    rest(ctx)
    assert dialog.error() or dialog.form.error("amount_fen")
    dialog.reject()
    rest(ctx)
    assert money_view(office, case_id).outlay_fen == 2_300_000
    assert "23,000.00" in page.balance.text()
    page.cards["outlay"].table.choose(1)
    page.cards["outlay"].remove_button.click()
    rest(ctx)
    assert money_view(office, case_id).outlay_fen == 1_500_000


def test_papers_are_dropped_in_and_taken_out(
    office: Office, ctx: Context, show: Show, tmp_path: Path
) -> None:
    case_id = full_draft(office)
    page = AttachmentsPage(ctx)
    open_page(page, show, ctx, case_id)
    scan = tmp_path / "户口本.png"
    scan.write_bytes(PNG)
    page.offer_files([scan])
    settle()
    click(open_dialog().main_button)
    rest(ctx)
    (there,) = attachments_view(office, case_id).files
    assert there.kind == "户口本"
    page.files.choose(0)
    page.files.open_current()
    rest(ctx)
    open_dialog().reject()
    settle()
    click(page.remove_button)
    click(open_dialog().main_button)
    rest(ctx)
    assert attachments_view(office, case_id).files == ()


def test_a_new_file_is_opened_and_a_known_person_is_found(
    office: Office, ctx: Context, show: Show, went: list[dict[str, Any]]
) -> None:
    window = show(QWidget(), 900, 700)
    dialog = open_new_case(ctx, window)
    dialog.form.put("name", "覃永福")
    dialog.form.put("id_number", id_number())
    click(dialog.main_button)
    rest(ctx)
    case_id = went[-1]["case_id"]
    assert case_file(office, case_id).applicant.values["name"] == "覃永福"
    dialog = open_new_case(ctx, window)
    click(dialog.main_button)
    assert dialog.form.error("name")
    dialog.form.put("id_number", id_number())
    dialog._look()
    rest(ctx)
    assert not dialog.main_button.isEnabled()
    dialog._follow()
    rest(ctx)
    assert went[-1]["case_id"] == case_id


def test_a_paper_file_is_entered_with_its_scan(
    office: Office, ctx: Context, show: Show, went: list[dict[str, Any]], tmp_path: Path
) -> None:
    window = show(QWidget(), 900, 700)
    dialog = open_back_entry(ctx, window)
    click(dialog.main_button)
    assert dialog.form.error("approver")
    assert dialog.form.error("scan")
    scan = tmp_path / "签批.png"
    scan.write_bytes(PNG)
    dialog.take_scan(scan)
    for key, value in (
        ("name", "覃永福"),
        ("id_number", id_number()),
        ("category", "相对困难职工"),
        ("approver", "黄志远"),
        ("reason", "旧档案"),
        ("needs", "医疗救助"),
    ):
        dialog.form.put(key, value)
    dialog.form.put("approved_on", date(2025, 5, 20))
    click(dialog.main_button)
    rest(ctx)
    file = case_file(office, went[-1]["case_id"])
    assert file.stage is Stage.ON_FILE
    assert file.household.values["needs"] == "医疗救助"


def test_a_clerk_of_another_case_keeps_nothing_of_the_one_before(
    office: Office, ctx: Context, show: Show
) -> None:
    first = full_draft(office)
    second = full_draft(office, name="韦秀兰", id_number=id_number(202, "19820605"))
    add_member(office, case_id=first, values=member_facts(id_number=id_number(114, "20130303")))
    page = FactsPage(ctx)
    open_page(page, show, ctx, first)
    page.show_case(second)
    rest(ctx)
    assert page.form.field_editor("name").text() == "韦秀兰"
    assert page.members.rows() == ()


def test_two_files_are_joined_and_come_apart_from_the_window(
    office: Office, ctx: Context, show: Show
) -> None:
    kept = full_draft(office)
    other = full_draft(office, name="韦秀兰", id_number=id_number(202, "19820605"))
    edit_facts(office, case_id=other, household={"needs": "助学"})
    window = show(QWidget(), 900, 700)
    open_merge(ctx, window, kept)
    rest(ctx)
    dialog = open_dialog()
    assert list(dialog.boxes) == ["needs"]
    assert dialog.same_head.isHidden(), "two ID numbers are two people"
    dialog.reason.setPlainText("夫妻各建了一份")
    click(dialog.main_button)
    rest(ctx)
    assert len(members_view(office, kept).rows) == 2
    assert case_file(office, kept).household.values["needs"] == "助学"
    again = open_split(ctx, window, kept)
    again._area.setPlainText("不是一户")
    click(again.main_button)
    rest(ctx)
    assert len(members_view(office, kept).rows) == 1


def test_of_applicants_without_a_number_the_merge_asks_whether_they_are_one(
    office: Office, ctx: Context, show: Show
) -> None:
    kept = full_draft(office, id_number=None)
    full_draft(office, name="覃永富")
    open_merge(ctx, show(QWidget(), 900, 700), kept)
    rest(ctx)
    dialog = open_dialog()
    assert dialog.same_head.isVisible() and not dialog.same_head.isChecked()
    assert "name" not in dialog.boxes
    dialog.same_head.setChecked(True)
    rest(ctx)
    assert {"name", "id_number"} <= set(dialog.boxes)
    dialog.reason.setPlainText("同一个人建了两份")
    click(dialog.main_button)
    rest(ctx)
    (row,) = members_view(office, kept).rows
    assert (row.name, row.id_number) == ("覃永福", id_number()), "what was empty is taken"


def test_files_are_handed_over_from_the_window(office: Office, ctx: Context, show: Show) -> None:
    case_id = full_draft(office)
    window = show(QWidget(), 900, 700)
    open_transfer(ctx, window, [case_id])
    rest(ctx)
    dialog = open_dialog()
    dialog.clerk.setCurrentIndex(1)
    click(dialog.main_button)
    rest(ctx)
    assert "原因" in dialog.form.error("reason")
    dialog.reason.setPlainText("调岗")
    click(dialog.main_button)
    rest(ctx)
