"""The pages 档案, 家庭成员, 收入支出, 材料 and 新建档案 on a real file, by keyboard and mouse."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.attachments import attachments_view
from app.cases.back_entry import PaperFile
from app.cases.commands import add_member, back_entry, edit_facts, submit, withdraw
from app.cases.queries import case_file, members_view, money_view
from app.lifecycle import Stage
from app.office.session import Office
from tests.app.cases.invented import (
    PNG,
    applicant_facts,
    full_draft,
    household_facts,
    id_number,
    member_facts,
)
from tests.ui.driver import click, press, settle, type_text
from ui.context import Context
from ui.fields import ChoiceEditor
from ui.jobs import Jobs
from ui.screens.case.attachments_page import AttachmentsPage
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.members_page import MembersPage
from ui.screens.case.merge_dialog import open_merge, open_split
from ui.screens.case.money_page import MoneyPage
from ui.screens.case.page import CasePage
from ui.screens.case.transfer_dialog import open_transfer
from ui.screens.new_case import open_back_entry, open_new_case
from ui.widgets import Dialog, ReasonDialog, TextInput

Show = Callable[..., QWidget]


@pytest.fixture
def went() -> list[dict[str, Any]]:
    """Where the pages asked to go."""
    return []


@pytest.fixture
def ctx(office: Office, jobs: Jobs, went: list[dict[str, Any]]) -> Context:
    """The context of a window on this test's office."""
    return Context(office, jobs, go=lambda screen, **what: went.append({"screen": screen, **what}))


def _settle(ctx: Context) -> None:
    for _ in range(3):
        assert ctx.jobs.wait()
        settle()


def _open(page: CasePage, show: Show, ctx: Context, case_id: int) -> None:
    show(page, 850, 560)
    page.show_case(case_id)
    _settle(ctx)


def _dialog() -> Any:
    found = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible()
    ]
    assert found, "no dialog is open"
    return found[-1]


def _on_file(office: Office) -> int:
    paper = PaperFile(Stage.ON_FILE, "黄志远", date(2025, 5, 20), "旧档案", "相对困难职工")
    made = back_entry(
        office,
        paper=paper,
        applicant=applicant_facts(),
        household=household_facts(),
        members=[member_facts()],
        scan=PNG,
        scan_name="签批.png",
    )
    assert made.result_id is not None
    return made.result_id


def _fill(page: FactsPage, key: str, text: str) -> None:
    editor = page.form.field_editor(key)
    editor.setFocus()
    editor.clear()
    type_text(editor, text)


# ------------------------------------------------------------------ 档案


def test_typing_is_saved_and_undone(office: Office, ctx: Context, show: Show) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    assert not page.save_button.isEnabled()
    _fill(page, "phone", "13900001111")
    assert page.save_button.isEnabled()
    click(page.save_button)
    _settle(ctx)
    assert not page.has_unsaved
    assert case_file(office, case_id).applicant.values["phone"] == "13900001111"
    click(page.undo_button)
    _settle(ctx)
    assert case_file(office, case_id).applicant.values["phone"] == "13807724519"
    assert page.form.field_editor("phone").text() == "138 0772 4519"


def test_what_is_typed_while_it_is_saved_stays_to_be_saved(
    office: Office, ctx: Context, show: Show
) -> None:
    """The one writing thread may be busy with an import: the answer can take its time."""
    case_id = full_draft(office)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    stored = page.form.current("phone")
    _fill(page, "phone", "13900001111")
    page.form.put("employer", "青禾县纺织厂")
    page.save()
    page.form.put("phone", stored)
    page.form.put("home_address", "青禾县城东街 7 号")
    _settle(ctx)
    assert page.save_button.isEnabled()
    click(page.save_button)
    _settle(ctx)
    assert not page.has_unsaved
    file = case_file(office, case_id)
    assert file.applicant.values["phone"] == "13807724519"
    assert file.household.values["home_address"] == "青禾县城东街 7 号"
    assert file.applicant.values["employer"] == "青禾县纺织厂"


def test_a_sum_typed_while_another_is_saved_stays_to_be_saved(
    office: Office, ctx: Context, show: Show
) -> None:
    page = MoneyPage(ctx)
    _open(page, show, ctx, full_draft(office))
    page.form.put("savings_fen", 100_000)
    page.save()
    page.form.put("savings_fen", 200_000)
    _settle(ctx)
    assert page.has_unsaved
    assert page.form.changes() == {"savings_fen": 200_000}


def test_a_slip_is_said_at_its_field_and_nothing_is_saved(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    _fill(page, "id_number", "450224197903122710")
    _fill(page, "phone", "13900001111")
    click(page.save_button)
    _settle(ctx)
    assert page.form.error("id_number")
    assert case_file(office, case_id).applicant.values["phone"] == "13807724519"
    click(page.undo_button)
    click(_dialog().main_button)
    assert not page.has_unsaved
    assert page.form.error("id_number") == ""


def test_birth_and_sex_follow_while_the_number_is_typed(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    _fill(page, "id_number", id_number(202, "19820605"))
    assert page.form.field_editor("birth_date").text() == "1982-06-05"
    assert page.form.field_editor("sex").text() == "女"
    click(page.save_button)
    _settle(ctx)
    assert case_file(office, case_id).applicant.values["sex"] == "女"


def test_what_follows_from_the_number_follows_from_the_old_one_again_when_it_is_undone(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    form = page.form

    def derived() -> list[tuple[bool, str]]:
        editors = [form.editor(key) for key in ("sex", "birth_date", "id_number")]
        return [(one.isReadOnly(), one.suffix()) for one in editors if isinstance(one, TextInput)]

    before = derived()
    assert before[0] == (True, "") and before[1][0] and "岁" in before[1][1]
    form.put("id_number", "41040")
    assert derived() == [(False, ""), (False, ""), (False, "")]
    page.discard()
    assert derived() == before


def test_unsaved_input_is_asked_about_before_leaving(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    assert page.may_leave()
    left: list[str] = []
    page.proceed = lambda: left.append("gone")
    _fill(page, "phone", "13900001111")
    assert not page.may_leave()
    assert _dialog().focusWidget() is _dialog().main_button, "a key typed too fast loses nothing"
    _dialog().reject()
    settle()
    assert left == []
    assert not page.may_leave()
    click(_dialog().main_button)
    _settle(ctx)
    assert left == ["gone"]
    assert case_file(office, case_id).applicant.values["phone"] == "13900001111"


def test_enter_walks_and_a_list_is_found_by_initials(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    page.form.focus("name")
    press(None, Qt.Key.Key_Return)
    assert page.form.field_editor("id_number").hasFocus()
    editor = page.form.field_editor("marital_status")
    editor.setFocus()
    editor.clear()
    type_text(editor, "so")
    assert isinstance(editor, ChoiceEditor)
    popup = editor.choices.popup()
    assert popup.model().rowCount() == 1
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    assert editor.text() == "丧偶"


def test_a_file_that_stands_still_says_why(office: Office, ctx: Context, show: Show) -> None:
    case_id = full_draft(office)
    withdraw(office, case_id=case_id)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    assert "再次申请" in page.why_not.text()
    assert page.save_button.isHidden()
    assert page.form.field_editor("phone").isReadOnly()


def test_on_file_a_correction_is_asked_for_and_decided(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = _on_file(office)
    page = FactsPage(ctx)
    _open(page, show, ctx, case_id)
    assert page.form.field_editor("phone").isReadOnly()
    click(page.correct_button)
    _fill(page, "phone", "13900001111")
    click(page.save_button)
    dialog = _dialog()
    assert isinstance(dialog, ReasonDialog)
    dialog._area.setPlainText("换号")
    click(dialog.main_button)
    _settle(ctx)
    (asked,) = case_file(office, case_id).corrections
    assert asked.lines[0].new == "139 0000 1111"
    assert page.waiting.isVisible()
    page.waiting.agreed.emit(asked.id)
    _settle(ctx)
    assert page.waiting.isHidden()
    assert page.decided.isVisible()
    assert case_file(office, case_id).applicant.values["phone"] == "13900001111"


# ------------------------------------------------------------------ 家庭成员, 收入支出, 材料


def test_a_member_is_added_edited_and_taken_out(office: Office, ctx: Context, show: Show) -> None:
    case_id = full_draft(office)
    page = MembersPage(ctx)
    _open(page, show, ctx, case_id)
    click(page.add_button)
    dialog = _dialog()
    dialog.form.put("name", "韦秀兰")
    dialog.form.put("id_number", id_number(202, "19820605"))
    dialog.form.put("relation", "妻子")
    click(dialog.main_button)
    _settle(ctx)
    assert [row.name for row in members_view(office, case_id).rows] == ["覃永福", "韦秀兰"]
    page.table.choose(1)
    page.table.open_current()
    settle()
    dialog = _dialog()
    dialog.form.put("monthly_income_fen", 190_000)
    click(dialog.main_button)
    _settle(ctx)
    assert members_view(office, case_id).rows[1].monthly_income_fen == 190_000
    page.table.choose(1)
    click(page.remove_button)
    click(_dialog().main_button)
    _settle(ctx)
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
    _open(page, show, ctx, case_id)
    page.table.choose(1)
    click(page.head_button)
    dialog = _dialog()
    assert dialog.form.values()["relation"] == "丈夫"
    dialog.form.put("removed_on", office.today)
    dialog.form.put("removal_reason", "去世")
    click(dialog.main_button)
    _settle(ctx)
    assert dialog.isVisible(), "what the brother is to her was not asked"
    dialog.form.put(f"relation_{made[1]}", "其他")
    click(dialog.main_button)
    _settle(ctx)
    told = {
        row.name: (row.relation, row.removal_reason) for row in members_view(office, case_id).rows
    }
    assert told == {"韦秀兰": ("本人", ""), "覃一民": ("其他", ""), "覃永福": ("丈夫", "去世")}
    assert page.note.text().endswith(f"已减少：覃永福 {office.today}，去世。")


def test_on_file_the_death_of_the_head_is_one_request(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = _on_file(office)
    page = MembersPage(ctx)
    _open(page, show, ctx, case_id)
    page.table.choose(1)
    click(page.head_button)
    dialog = _dialog()
    dialog.form.put("removed_on", office.today)
    click(dialog.main_button)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog)]
    dialog.form.put("removal_reason", "去世")
    click(dialog.main_button)
    question = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog))
    question._area.setPlainText("户主去世")
    click(question.main_button)
    _settle(ctx)
    (asked,) = case_file(office, case_id).corrections
    assert {line.label for line in asked.lines} >= {"覃永福的减少日期", "覃永福的减少原因"}


def test_lines_of_money_are_entered_one_after_the_other(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = MoneyPage(ctx)
    _open(page, show, ctx, case_id)
    page.cards["outlay"].add_button.click()
    settle()
    dialog = _dialog()
    dialog.form.put("item", "教育")
    dialog.form.put("amount_fen", 800_000)
    dialog._give_and_go_on()
    _settle(ctx)
    assert dialog.isVisible()
    assert dialog.form.field_editor("item").text() == ""
    dialog.form.put("item", "教育")
    click(dialog.main_button)
    _settle(ctx)
    assert dialog.error() or dialog.form.error("amount_fen")
    dialog.reject()
    _settle(ctx)
    assert money_view(office, case_id).outlay_fen == 2_300_000
    assert "23,000.00" in page.balance.text()
    page.cards["outlay"].table.choose(1)
    page.cards["outlay"].remove_button.click()
    _settle(ctx)
    assert money_view(office, case_id).outlay_fen == 1_500_000


def test_papers_are_dropped_in_and_taken_out(
    office: Office, ctx: Context, show: Show, tmp_path: Path
) -> None:
    case_id = full_draft(office)
    page = AttachmentsPage(ctx)
    _open(page, show, ctx, case_id)
    scan = tmp_path / "户口本.png"
    scan.write_bytes(PNG)
    page.offer_files([scan])
    settle()
    click(_dialog().main_button)
    _settle(ctx)
    (there,) = attachments_view(office, case_id).files
    assert there.kind == "户口本"
    page.files.choose(0)
    page.files.open_current()
    _settle(ctx)
    _dialog().reject()
    settle()
    click(page.remove_button)
    click(_dialog().main_button)
    _settle(ctx)
    assert attachments_view(office, case_id).files == ()


# ------------------------------------------------------------------ 新建档案, 补录


def test_a_new_file_is_opened_and_a_known_person_is_found(
    office: Office, ctx: Context, show: Show, went: list[dict[str, Any]]
) -> None:
    window = show(QWidget(), 900, 700)
    dialog = open_new_case(ctx, window)
    dialog.form.put("name", "覃永福")
    dialog.form.put("id_number", id_number())
    click(dialog.main_button)
    _settle(ctx)
    case_id = went[-1]["case_id"]
    assert case_file(office, case_id).applicant.values["name"] == "覃永福"
    dialog = open_new_case(ctx, window)
    click(dialog.main_button)
    assert dialog.form.error("name")
    dialog.form.put("id_number", id_number())
    dialog._look()
    _settle(ctx)
    assert not dialog.main_button.isEnabled()
    dialog._follow()
    _settle(ctx)
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
    _settle(ctx)
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
    _open(page, show, ctx, first)
    page.show_case(second)
    _settle(ctx)
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
    _settle(ctx)
    dialog = _dialog()
    assert list(dialog.boxes) == ["needs"]
    assert dialog.same_head.isHidden(), "two ID numbers are two people"
    dialog.reason.setPlainText("夫妻各建了一份")
    click(dialog.main_button)
    _settle(ctx)
    assert len(members_view(office, kept).rows) == 2
    assert case_file(office, kept).household.values["needs"] == "助学"
    again = open_split(ctx, window, kept)
    again._area.setPlainText("不是一户")
    click(again.main_button)
    _settle(ctx)
    assert len(members_view(office, kept).rows) == 1


def test_of_applicants_without_a_number_the_merge_asks_whether_they_are_one(
    office: Office, ctx: Context, show: Show
) -> None:
    kept = full_draft(office, id_number=None)
    full_draft(office, name="覃永富")
    open_merge(ctx, show(QWidget(), 900, 700), kept)
    _settle(ctx)
    dialog = _dialog()
    assert dialog.same_head.isVisible() and not dialog.same_head.isChecked()
    assert "name" not in dialog.boxes
    dialog.same_head.setChecked(True)
    _settle(ctx)
    assert {"name", "id_number"} <= set(dialog.boxes)
    dialog.reason.setPlainText("同一个人建了两份")
    click(dialog.main_button)
    _settle(ctx)
    (row,) = members_view(office, kept).rows
    assert (row.name, row.id_number) == ("覃永福", id_number()), "what was empty is taken"


def test_files_are_handed_over_from_the_window(office: Office, ctx: Context, show: Show) -> None:
    case_id = full_draft(office)
    window = show(QWidget(), 900, 700)
    open_transfer(ctx, window, [case_id])
    _settle(ctx)
    dialog = _dialog()
    dialog.clerk.setCurrentIndex(1)
    click(dialog.main_button)
    _settle(ctx)
    assert "原因" in dialog.form.error("reason")
    dialog.reason.setPlainText("调岗")
    click(dialog.main_button)
    _settle(ctx)
