"""The page 家庭成员: what leaving asks for, by how far the file has come."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.commands import add_member, remove_member, submit
from app.cases.queries import members_view
from app.office.session import Office
from app.office.undo import take_back
from tests.app.cases.invented import full_draft, id_number, member_facts
from tests.ui.driver import click, settle
from tests.ui.screens.case.papers_page import open_dialog, rest
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.members_page import MembersPage


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Callable[..., QWidget]) -> MembersPage:
    """The page of a draft of two, the wife chosen."""
    case_id = full_draft(office)
    add_member(office, case_id=case_id, values=member_facts())
    made = MembersPage(Context(office, jobs))
    show(made, 1000, 600)
    made.show_case(case_id)
    rest(jobs)
    made.table.choose(1)
    return made


def _names(office: Office, page: MembersPage) -> list[str]:
    assert page.case_id is not None
    return [row.name for row in members_view(office, page.case_id).rows if not row.removed_on]


def test_a_first_draft_does_not_ask_why_the_old_head_goes(
    office: Office, jobs: Jobs, page: MembersPage
) -> None:
    click(page.head_button)
    dialog = open_dialog()
    dialog.form.put("removal_reason", "去世")
    click(dialog.main_button)
    rest(jobs)
    assert _names(office, page) == ["韦秀兰"]


@pytest.mark.parametrize("button", ["head_button", "remove_button"])
def test_once_handed_in_day_and_reason_are_asked_at_their_fields(
    office: Office, jobs: Jobs, page: MembersPage, button: str
) -> None:
    assert page.case_id is not None
    submit(office, case_id=page.case_id)
    page.refresh()
    rest(jobs)
    click(getattr(page, button))
    dialog = open_dialog()
    dialog.form.put("removed_on", office.today)
    click(dialog.main_button)
    rest(jobs)
    assert "原因" in dialog.form.error("removal_reason")
    dialog.give_up()
    settle()


def test_a_draft_that_was_handed_in_and_taken_back_asks_for_day_and_reason(
    office: Office, jobs: Jobs, page: MembersPage
) -> None:
    assert page.case_id is not None
    submit(office, case_id=page.case_id)
    take_back(office, case_id=page.case_id, reason="点错了")
    page.refresh()
    rest(jobs)
    click(page.remove_button)
    dialog = open_dialog()
    dialog.form.put("removed_on", office.today)
    dialog.form.put("removal_reason", "离婚")
    click(dialog.main_button)
    rest(jobs)
    assert _names(office, page) == ["覃永福"]
    assert QApplication.activeModalWidget() is None


def test_once_handed_in_the_day_and_the_reason_of_joining_and_leaving_are_marked(
    office: Office, jobs: Jobs, page: MembersPage
) -> None:
    assert page.case_id is not None
    submit(office, case_id=page.case_id)
    page.refresh()
    rest(jobs)
    for button, keys in (
        (page.add_button, ("joined_on", "join_reason")),
        (page.remove_button, ("removed_on", "removal_reason")),
    ):
        click(button)
        dialog = open_dialog()
        for key in keys:
            assert dialog.form.field_editor(key).accessibleName().endswith("（必填）"), key
        dialog.give_up()
        settle()


def test_who_comes_back_is_not_typed_again(office: Office, jobs: Jobs, page: MembersPage) -> None:
    assert page.case_id is not None
    submit(office, case_id=page.case_id)
    assert page.back_button.isHidden(), "nobody has left"
    wife, today = members_view(office, page.case_id).rows[1].person_id, office.today
    remove_member(office, case_id=page.case_id, person_id=wife, removed_on=today, reason="离婚")
    page.refresh()
    rest(jobs)
    page.table.choose(1)
    click(page.back_button)
    dialog = open_dialog()
    assert dialog.form.field_editor("id_number").text() == id_number(202, "19820605")
    dialog.form.put("joined_on", office.today)
    dialog.form.put("join_reason", "复婚")
    click(dialog.main_button)
    rest(jobs)
    assert _names(office, page) == ["覃永福", "韦秀兰"]
    _, back, gone = members_view(office, page.case_id).rows
    assert (back.person_id != wife, gone.person_id) == (True, wife)
    assert (back.health, back.monthly_income_fen) == (gone.health, gone.monthly_income_fen)
