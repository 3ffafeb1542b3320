"""Whoever goes on to another file sees nothing of the one before while that is read, and can do nothing to it."""

import pytest

from app.changes import Op
from app.office.session import Office
from db.codes import Stage
from tests.app.cases.invented import full_draft
from tests.app.review.review_cases import file_case
from tests.ui.screens.tabs import Show, opened, words_of
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.approval_page import ApprovalPage
from ui.screens.case.attachments_page import AttachmentsPage
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.money_page import MoneyPage


def test_no_decision_is_asked_by_what_was_read_of_another_file(
    ctx: Context, office: Office, jobs: Jobs, show: Show
) -> None:
    first, second = file_case(office, Stage.REVIEW), full_draft(office)
    page = opened(ctx, show, ApprovalPage, first)
    assert "审核：" in words_of(page)
    page.show_case(second)
    assert "审核：" not in words_of(page)
    assert page.ask(Op.PASS_REVIEW) is None
    assert jobs.wait()


def test_papers_of_another_file_are_not_taken_for_those_of_this_one(
    ctx: Context, office: Office, jobs: Jobs, show: Show
) -> None:
    first, second = file_case(office, Stage.REVIEW), full_draft(office)
    page = opened(ctx, show, AttachmentsPage, first)
    assert page.list.rows()
    page.show_case(second)
    assert not page.list.rows() and page.add_button.isHidden()
    assert jobs.wait()
    assert page.list.rows() and not page.add_button.isHidden()


@pytest.mark.parametrize("kind", [FactsPage, MoneyPage])
def test_nothing_is_typed_into_a_form_that_still_shows_another_file(
    ctx: Context,
    office: Office,
    jobs: Jobs,
    show: Show,
    kind: type[FactsPage] | type[MoneyPage],
) -> None:
    first, second = full_draft(office), file_case(office, Stage.FIRST_REVIEW)
    page = opened(ctx, show, kind, first)
    editor = page.form.field_editor(page.form.field_keys()[0])
    assert not editor.isReadOnly()
    page.show_case(second)
    assert editor.isReadOnly()
    assert jobs.wait()
    assert not editor.isReadOnly()
