"""What helps while typing: lists by pinyin and number, the line above, the rest of a sum, what was typed last."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.cases.commands import add_member, edit_facts, open_draft, save_money
from app.cases.queries import case_file
from app.cases.recent import recent_entries
from app.errors import UserError
from app.fields.codes import codes
from app.office.session import Office
from tests.app.cases.invented import full_draft, id_number, member_facts
from tests.ui.driver import parts, press, settle, type_text
from tests.ui.screens.case.intake import Show, ctx, rest, went
from ui.context import Context
from ui.fields.choosing import ranked
from ui.screens.case import facts_presenter, money_presenter
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.members_page import MembersPage
from ui.screens.case.money_page import MoneyPage
from ui.screens.case.record_dialog import RecordDialog
from ui.widgets import Label

_BUTTON_MS = 150
"""A button that is pressed by its shortcut is seen to go down first."""
MARRIAGE = codes("marital_status").labels


__all__ = ["ctx", "went"]


def _dialog() -> RecordDialog:
    tops = QApplication.topLevelWidgets()
    found = [one for one in tops if isinstance(one, RecordDialog) and one.isVisible()]
    assert len(found) == 1
    return found[0]


def _file_after(office: Office, ctx: Context, show: Show, household: dict[str, Any]) -> FactsPage:
    """A new file, begun after one with these facts."""
    edit_facts(office, case_id=full_draft(office), household=household)
    other = open_draft(office, applicant={"name": "韦小"}).result_id
    assert other is not None
    page = FactsPage(ctx)
    show(page, 850, 560)
    page.show_case(other)
    rest(ctx)
    return page


@pytest.mark.parametrize(
    ("typed", "first"),
    [("yh", "已婚"), ("yihun", "已婚"), ("偶", "丧偶"), ("so", "丧偶"), ("2", MARRIAGE[1])],
)
def test_a_choice_is_found_by_what_is_quickest(typed: str, first: str) -> None:
    assert MARRIAGE[ranked(MARRIAGE, typed)[0]] == first


def test_beginnings_go_before_parts() -> None:
    labels = ("非农业", "农业", "农转居")
    assert [labels[at] for at in ranked(labels, "农")] == ["农业", "农转居", "非农业"]
    assert ranked(labels, "不在") == []
    assert ranked(labels, "") == [0, 1, 2]


def test_the_first_that_fits_is_taken_by_enter(office: Office, ctx: Context, show: Show) -> None:
    page = FactsPage(ctx)
    show(page, 850, 560)
    page.show_case(full_draft(office))
    rest(ctx)
    editor = page.form.field_editor("marital_status")
    editor.setFocus()
    editor.clear()
    type_text(editor, "ly")
    press(editor, Qt.Key.Key_Return)
    assert editor.text() == "离异"
    assert page.form.focused_key() != "marital_status"


def test_the_last_address_employer_and_bank_are_offered(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    edit_facts(office, case_id=case_id, household={"bank_name": "青禾农商银行"})
    other = open_draft(office, applicant={"name": "韦小"}).result_id
    assert other is not None
    recent = recent_entries(office)
    assert recent["bank_name"] == ("青禾农商银行",)
    assert recent["employer"] == ("青禾县纺织厂",)
    assert "name" not in recent
    page = FactsPage(ctx)
    show(page, 850, 560)
    page.show_case(other)
    rest(ctx)
    editor = page.form.field_editor("bank_name")
    editor.setFocus()
    type_text(editor, "qhns")
    press(editor, Qt.Key.Key_Return)
    assert editor.text() == "qhns", "an offer is never put in by itself"
    editor.setFocus()
    editor.clear()
    press(editor, Qt.Key.Key_F7)
    popup = page.form.field_editor("bank_name").choices.popup()  # type: ignore[union-attr]
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    assert editor.text() == "青禾农商银行"


def test_the_one_address_is_offered_first_for_the_other(
    office: Office, ctx: Context, show: Show
) -> None:
    page = _file_after(office, ctx, show, household={"registered_address": "城东街 2 号"})
    page.form.put("home_address", "民主路 9 号")
    assert page.form.current("registered_address") is None, "people move: nothing is put in"
    type_text(page.form.field_editor("registered_address"), "..")
    assert page.form.current("registered_address") == "民主路 9 号"
    type_text(page.form.field_editor("payee_name"), "..")
    assert page.form.current("payee_name") == "韦小"
    page.form.put("registered_address", "幸福路 7 号")
    page.form.put("home_address", None)
    type_text(page.form.field_editor("home_address"), "..")
    assert page.form.current("home_address") == "幸福路 7 号", "as a card gave it"


def test_what_is_missing_follows_from_what_stands_in_the_form(
    office: Office, ctx: Context, show: Show
) -> None:
    page = FactsPage(ctx)
    show(page, 850, 560)
    page.show_case(full_draft(office))
    rest(ctx)
    assert page.lacking.isHidden()
    page.form.put("health", "残疾")
    assert page.lacking.text().strip() == "还缺 2 项"
    page.form.focus("name")
    press(page, Qt.Key.Key_F6)
    assert page.form.focused_key() == "disability_kind"
    page.form.put("health", "良好")
    assert page.lacking.isHidden()


def test_the_line_above_is_copied_and_the_rest_filled_in(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    person = case_file(office, case_id).applicant_id
    lines = [{"person_id": person, "item": "工资", "amount_fen": 3_000_000, "proof": "单位证明"}]
    save_money(office, case_id=case_id, income=lines)
    edit_facts(office, case_id=case_id, household={"filed_annual_income_fen": 3_250_050})
    page = MoneyPage(ctx)
    show(page, 850, 560)
    page.show_case(case_id)
    rest(ctx)
    page.cards["income"].add_button.click()
    settle()
    dialog = _dialog()
    for key, typed in (("item", ".."), ("proof", ".."), ("amount_fen", "=")):
        dialog.form.focus(key)
        type_text(dialog.form.field_editor(key), typed)
    assert dialog.form.field_editor("item").text() == "工资"
    assert dialog.form.field_editor("proof").text() == "单位证明"
    assert dialog.form.field_editor("amount_fen").text() == "2,500.50"
    dialog.reject()
    settle()


def test_the_keys_of_accounting_programs_copy_fill_and_go_on(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    person = case_file(office, case_id).applicant_id
    first = {"person_id": person, "item": "工资", "amount_fen": 1_000_000, "proof": "单位证明"}
    save_money(office, case_id=case_id, income=[first, first | {"item": "养老金"}])
    edit_facts(office, case_id=case_id, household={"filed_annual_income_fen": 3_250_050})
    page = MoneyPage(ctx)
    show(page, 850, 560)
    page.show_case(case_id)
    rest(ctx)
    page.cards["income"].add_button.click()
    settle()
    dialog = _dialog()
    said = [label.text() for label in parts(dialog, Label)]
    assert any(all(key in text for key in ("..", "//", "=", "F8", "F12")) for text in said), said
    form = dialog.form
    for key, typed in (("item", "//"), ("proof", "..")):
        form.focus(key)
        type_text(form.field_editor(key), typed)
    form.focus("amount_fen")
    press(form.field_editor("amount_fen"), Qt.Key.Key_F7, Qt.KeyboardModifier.ControlModifier)
    assert form.field_editor("item").text() == "工资"
    assert form.field_editor("proof").text() == "单位证明"
    assert form.field_editor("amount_fen").text() == "12,500.50"
    press(form.field_editor("amount_fen"), Qt.Key.Key_F12)
    QTest.qWait(_BUTTON_MS)
    rest(ctx)
    assert _dialog() is dialog
    assert form.field_editor("item").text() == ""
    type_text(form.field_editor("item"), "..")
    assert form.field_editor("item").text() == "工资", "what was just given is the line above"
    dialog.reject()
    settle()


def test_the_next_member_begins_as_the_first_did(office: Office, ctx: Context, show: Show) -> None:
    page = MembersPage(ctx)
    show(page, 850, 560)
    page.show_case(full_draft(office))
    rest(ctx)
    page.add_button.click()
    settle()
    dialog = _dialog()
    form = dialog.form
    asked = ("is_counted", "able_to_work", "in_school")
    begun = {key: form.field_editor(key).text() for key in asked}
    assert begun == {"is_counted": "是", "able_to_work": "是", "in_school": "否"}
    for key, value in member_facts().items():
        form.put(key, value)
    assert form.field_editor("birth_date").isReadOnly()
    press(form.field_editor("name"), Qt.Key.Key_F12)
    QTest.qWait(_BUTTON_MS)
    rest(ctx)
    assert form.field_editor("name").text() == ""
    assert {key: form.field_editor(key).text() for key in asked} == begun
    said = [form.field_editor(key).suffix() for key in ("name", "id_number", "birth_date")]  # type: ignore[union-attr]
    assert said == ["", "", ""], "nothing of the member before stands beside the empty fields"
    assert not form.field_editor("birth_date").isReadOnly()
    dialog.reject()
    settle()


def test_two_dots_fill_in_what_was_typed_last_in_another_file(
    office: Office, ctx: Context, show: Show
) -> None:
    page = _file_after(office, ctx, show, household={"bank_name": "青禾农商银行"})
    for key, typed, stands in (
        ("bank_name", "..", "青禾农商银行"),
        ("bank_branch", "..", ".."),
        ("employer", "//", "//"),
    ):
        editor = page.form.field_editor(key)
        editor.setFocus()
        type_text(editor, typed)
        assert editor.text() == stands


def test_the_rest_of_a_receipt_is_what_the_parts_leave() -> None:
    amounts = {"total_fen": 100_000, "second_insured_fen": 20_000, "mutual_aid_fen": 5_000}
    assert money_presenter.rest("receipts", "insured_fen", amounts, 0, None) == 75_000
    assert money_presenter.rest("receipts", "total_fen", amounts, 0, None) is None
    with pytest.raises(UserError, match="请先填写票据的总金额"):
        money_presenter.rest("receipts", "insured_fen", {}, 0, None)
    with pytest.raises(UserError, match="请先在“档案”页填写“家庭年度总收入”"):
        money_presenter.rest("income", "amount_fen", {}, 50, None)
    with pytest.raises(UserError, match="其他各项已有 50.00 元，达到了 40.00 元"):
        money_presenter.rest("income", "amount_fen", {}, 5_000, 4_000)


def test_where_there_is_no_rest_it_is_said_why(office: Office, ctx: Context, show: Show) -> None:
    page = MoneyPage(ctx)
    show(page, 850, 560)
    page.show_case(full_draft(office))
    rest(ctx)
    page.cards["income"].add_button.click()
    settle()
    dialog = _dialog()
    dialog.form.focus("amount_fen")
    type_text(dialog.form.field_editor("amount_fen"), "=")
    assert "家庭年度总收入" in dialog.form.error("amount_fen")
    assert dialog.form.field_editor("amount_fen").text() == ""
    dialog.give_up()
    page.cards["outlay"].add_button.click()
    settle()
    assert not any("补差额" in label.text() for label in parts(_dialog(), Label))
    _dialog().give_up()
    settle()


def test_nothing_is_offered_before_the_lists_are_read(
    office: Office, ctx: Context, show: Show
) -> None:
    page = MoneyPage(ctx)
    show(page, 850, 560)
    page.show_case(full_draft(office))
    card = page.cards["income"]
    assert card.add_button.isHidden() and card.remove_button.isHidden() and card.table.isHidden()
    rest(ctx)
    assert not card.add_button.isHidden() and card.remove_button.isHidden()


def test_a_copy_of_nothing_is_not_saved(office: Office, ctx: Context, show: Show) -> None:
    page = FactsPage(ctx)
    show(page, 850, 560)
    page.show_case(full_draft(office))
    rest(ctx)
    page.form.put_typed({"employer": "//", "postcode": "545400"})
    assert page.form.changes() is None
    assert page.form.error("employer") == "没有可以抄的内容，请直接填写。"


def test_pinyin_is_read_while_it_is_typed_and_an_old_number_when_it_is_left(
    office: Office, ctx: Context, show: Show
) -> None:
    page = FactsPage(ctx)
    show(page, 850, 560)
    made = open_draft(office, applicant={"name": "韦小"}).result_id
    assert made is not None
    page.show_case(made)
    rest(ctx)
    page.form.put("name", "单于")
    assert page.form.field_editor("name").suffix()  # type: ignore[union-attr]
    editor = page.form.field_editor("id_number")
    editor.setFocus()
    type_text(editor, "450224790312271")
    assert page.form.field_editor("sex").text() == "", "it may be how a new number begins"
    press(editor, Qt.Key.Key_Return)
    assert editor.text() == id_number(271, "19790312")
    assert page.form.field_editor("sex").text() == "男"
    assert page.form.field_editor("birth_date").text() == "1979-03-12"


def test_the_red_button_leads_to_what_came_to_be_missing_on_another_page(
    office: Office, ctx: Context, show: Show, went: list[dict[str, Any]]
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    show(page, 850, 560)
    page.show_case(case_id)
    rest(ctx)
    father = add_member(office, case_id=case_id, values=member_facts(health=None)).result_id
    page.start("EDIT_FACTS")
    rest(ctx)
    assert went[-1] == {
        "screen": "case",
        "case_id": case_id,
        "page": "members",
        "person": (father, "health"),
    }


def test_what_is_missing_leads_to_its_field(
    office: Office, ctx: Context, show: Show, went: list[dict[str, Any]]
) -> None:
    case_id = full_draft(office)
    edit_facts(
        office, case_id=case_id, applicant={"ethnicity": None}, household={"main_cause": None}
    )
    add_member(office, case_id=case_id, values=member_facts(health=None))
    page = FactsPage(ctx)
    show(page, 850, 560)
    if (standing := QApplication.focusWidget()) is not None:
        standing.clearFocus()
    page.show_case(case_id)
    rest(ctx)
    assert page.form.focused_key() == "ethnicity"
    lacks = page._lacks()
    assert [one.key for one in lacks] == ["ethnicity", "main_cause", "health"]
    assert lacks[-1].label == "韦秀兰的健康状况"
    press(page.form.field_editor("ethnicity"), Qt.Key.Key_F6)
    assert page.form.focused_key() == "main_cause"
    page._go_to(lacks[-1])
    assert went[-1]["page"] == "members"
    assert went[-1]["person"][1] == "health"
    order = page.form.field_keys()
    assert facts_presenter.next_lack((), order, "main_cause") is None
