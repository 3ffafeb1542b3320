"""The page 档案 on a real file, by keyboard and mouse: typed, saved, refused, corrected."""

from PySide6.QtCore import Qt

from app.cases.commands import withdraw
from app.cases.queries import case_file
from app.office.session import Office
from tests.app.cases.invented import (
    full_draft,
    id_number,
)
from tests.ui.driver import click, press, settle, type_text
from tests.ui.screens.case.intake import (
    Show,
    ctx,
    fill,
    on_file,
    open_dialog,
    open_page,
    rest,
    went,
)
from ui.context import Context
from ui.fields import ChoiceEditor
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.money_page import MoneyPage
from ui.widgets import ReasonDialog, TextInput

__all__ = ["ctx", "went"]


def test_typing_is_saved_and_undone(office: Office, ctx: Context, show: Show) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    open_page(page, show, ctx, case_id)
    assert not page.save_button.isEnabled()
    fill(page, "phone", "13900001111")
    assert page.save_button.isEnabled()
    click(page.save_button)
    rest(ctx)
    assert not page.has_unsaved
    assert case_file(office, case_id).applicant.values["phone"] == "13900001111"
    click(page.undo_button)
    rest(ctx)
    assert case_file(office, case_id).applicant.values["phone"] == "13807724519"
    assert page.form.field_editor("phone").text() == "138 0772 4519"


def test_what_is_typed_while_it_is_saved_stays_to_be_saved(
    office: Office, ctx: Context, show: Show
) -> None:
    """The one writing thread may be busy with an import: the answer can take its time."""
    case_id = full_draft(office)
    page = FactsPage(ctx)
    open_page(page, show, ctx, case_id)
    stored = page.form.current("phone")
    fill(page, "phone", "13900001111")
    page.form.put("employer", "青禾县纺织厂")
    page.save()
    page.form.put("phone", stored)
    page.form.put("home_address", "青禾县城东街 7 号")
    rest(ctx)
    assert page.save_button.isEnabled()
    click(page.save_button)
    rest(ctx)
    assert not page.has_unsaved
    file = case_file(office, case_id)
    assert file.applicant.values["phone"] == "13807724519"
    assert file.household.values["home_address"] == "青禾县城东街 7 号"
    assert file.applicant.values["employer"] == "青禾县纺织厂"


def test_a_sum_typed_while_another_is_saved_stays_to_be_saved(
    office: Office, ctx: Context, show: Show
) -> None:
    page = MoneyPage(ctx)
    open_page(page, show, ctx, full_draft(office))
    page.form.put("savings_fen", 100_000)
    page.save()
    page.form.put("savings_fen", 200_000)
    rest(ctx)
    assert page.has_unsaved
    assert page.form.changes() == {"savings_fen": 200_000}


def test_a_slip_is_said_at_its_field_and_nothing_is_saved(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    open_page(page, show, ctx, case_id)
    fill(page, "id_number", "450224197903122710")
    fill(page, "phone", "13900001111")
    click(page.save_button)
    rest(ctx)
    assert page.form.error("id_number")
    assert case_file(office, case_id).applicant.values["phone"] == "13807724519"
    click(page.undo_button)
    click(open_dialog().main_button)
    assert not page.has_unsaved
    assert page.form.error("id_number") == ""


def test_birth_and_sex_follow_while_the_number_is_typed(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    open_page(page, show, ctx, case_id)
    fill(page, "id_number", id_number(202, "19820605"))
    assert page.form.field_editor("birth_date").text() == "1982-06-05"
    assert page.form.field_editor("sex").text() == "女"
    click(page.save_button)
    rest(ctx)
    assert case_file(office, case_id).applicant.values["sex"] == "女"


def test_what_follows_from_the_number_follows_from_the_old_one_again_when_it_is_undone(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    open_page(page, show, ctx, case_id)
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
    open_page(page, show, ctx, case_id)
    assert page.may_leave()
    left: list[str] = []
    page.proceed = lambda: left.append("gone")
    fill(page, "phone", "13900001111")
    assert not page.may_leave()
    assert open_dialog().focusWidget() is open_dialog().main_button, (
        "a key typed too fast loses nothing"
    )
    open_dialog().reject()
    settle()
    assert left == []
    assert not page.may_leave()
    click(open_dialog().main_button)
    rest(ctx)
    assert left == ["gone"]
    assert case_file(office, case_id).applicant.values["phone"] == "13900001111"


def test_enter_walks_and_a_list_is_found_by_initials(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = full_draft(office)
    page = FactsPage(ctx)
    open_page(page, show, ctx, case_id)
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
    open_page(page, show, ctx, case_id)
    assert "再次申请" in page.why_not.text()
    assert page.save_button.isHidden()
    assert page.form.field_editor("phone").isReadOnly()


def test_on_file_a_correction_is_asked_for_and_decided(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = on_file(office)
    page = FactsPage(ctx)
    open_page(page, show, ctx, case_id)
    assert page.form.field_editor("phone").isReadOnly()
    click(page.correct_button)
    fill(page, "phone", "13900001111")
    click(page.save_button)
    dialog = open_dialog()
    assert isinstance(dialog, ReasonDialog)
    dialog._area.setPlainText("换号")
    click(dialog.main_button)
    rest(ctx)
    (asked,) = case_file(office, case_id).corrections
    assert asked.lines[0].new == "139 0000 1111"
    assert page.waiting.isVisible()
    page.waiting.agreed.emit(asked.id)
    rest(ctx)
    assert page.waiting.isHidden()
    assert page.decided.isVisible()
    assert case_file(office, case_id).applicant.values["phone"] == "13900001111"
