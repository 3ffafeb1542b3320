"""申请救助: what is not asked for, for it belongs to another kind of help, refuses nothing."""

from app.aid.grant_pages import grants_page
from tests.app.aid.aid_cases import on_file
from tests.ui.screens.aid_hand import Hand, hand
from ui.screens.case.grant_dialogs import ProposeDialog
from ui.screens.case.grants_page import GrantsPage

__all__ = ["hand"]


def test_a_cost_that_is_not_asked_for_any_more_hinders_nothing(hand: Hand) -> None:
    case = on_file(hand.office)
    page = hand.page(GrantsPage, case)
    assert isinstance(page, GrantsPage)
    page.propose("医疗救助")
    dialog = hand.dialog(page, ProposeDialog)
    dialog.self_paid.setText("三万")
    hand.confirm(dialog)
    assert dialog.form.error("self_paid")
    dialog.item.setCurrentText("生活救助")
    dialog.amount.setText("1000")
    hand.wait()
    hand.confirm(dialog)
    (grant,) = grants_page(hand.office, case).grants
    assert (grant.item, grant.amount_fen) == ("生活救助", 100_000)
