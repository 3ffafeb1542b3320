"""What a dialog holds beside its fields is asked about, too, before Esc throws it away."""

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.office.session import Office
from tests.app.aid.aid_cases import approved, fund, on_file
from tests.ui.driver import click, parts, settle, wait_until
from tests.ui.screens.aid_hand import Hand, Show, hand
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.plan_editor import PlanDialog
from ui.screens.case.plan_page import PlanPage
from ui.screens.funds.batch_maker import BatchMaker
from ui.screens.new_case.back_entry import BackEntryDialog
from ui.screens.new_case.view import open_new_case
from ui.screens.settings.texts_dialog import TextsDialog
from ui.screens.settings.texts_page import TextsPage
from ui.widgets import Button, Dialog

__all__ = ["hand"]


def asks_before_it_goes(dialog: Dialog) -> bool:
    """Whether Esc asks; then whoever gives up loses it."""
    dialog.reject()
    settle()
    if not isValid(dialog):
        return False
    (question,) = (one for one in parts(dialog, Dialog) if one.isVisible())
    click(question.main_button)
    wait_until(lambda: not isValid(dialog))
    return True


def plan_dialog(hand: Hand) -> PlanDialog:
    page = hand.page(PlanPage, on_file(hand.office))
    assert isinstance(page, PlanPage)
    page.write_plan()
    found: PlanDialog = hand.dialog(page, PlanDialog)
    return found


def batch_maker(hand: Hand) -> BatchMaker:
    approved(hand.office, on_file(hand.office))
    fund(hand.office)
    screen = hand.funds()
    screen.make_batch()
    found: BatchMaker = hand.dialog(screen, BatchMaker)
    return found


def test_measures_of_a_plan_are_asked_about(hand: Hand) -> None:
    dialog = plan_dialog(hand)
    click(dialog.suggest_button)
    assert dialog.lines and asks_before_it_goes(dialog)


def test_a_plan_that_was_only_looked_at_is_not(hand: Hand) -> None:
    assert not asks_before_it_goes(plan_dialog(hand))


def test_ticked_grants_are_asked_about(hand: Hand) -> None:
    maker = batch_maker(hand)
    maker.table.tick_all(True)
    assert maker.table.ticked and asks_before_it_goes(maker)


def test_grants_that_nobody_ticked_are_not(hand: Hand) -> None:
    assert not asks_before_it_goes(batch_maker(hand))


def test_a_word_that_was_typed_before_another_was_chosen_is_asked_about(
    office: Office, jobs: Jobs, show: Show
) -> None:
    page = TextsPage(Context(office, jobs))
    show(page, 1190, 688)
    wait_until(lambda: jobs.is_idle)
    page.table.choose([row.form for row in page.table.rows()].index("aid_approval"))
    page._open()
    wait_until(lambda: jobs.is_idle)
    dialog = next(one for one in parts(page.window(), TextsDialog) if one.isVisible())
    dialog.cells.editor.insertPlainText("本户")
    dialog.cells.table.choose(1)
    assert asks_before_it_goes(dialog)
    wait_until(lambda: jobs.is_idle)


def test_who_goes_over_to_an_approved_paper_takes_along_what_was_typed(
    office: Office, jobs: Jobs, show: Show
) -> None:
    window = show(QWidget(), 900, 700)
    dialog = open_new_case(Context(office, jobs), window)
    dialog.form.put("name", "罗小满")
    dialog.form.put("phone", "13800000000")
    click(next(one for one in parts(dialog, Button) if one.text() == "补录纸质档案…"))
    wait_until(lambda: jobs.is_idle and bool(parts(window, BackEntryDialog)))
    (other,) = parts(window, BackEntryDialog)
    assert other.form.typed() == {"name": "罗小满", "phone": "138 0000 0000"}
    other.give_up()
    wait_until(lambda: jobs.is_idle)
