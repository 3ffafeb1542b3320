"""The dialog 合并档案: as high as what it shows, and ticks that belong to the file that is chosen."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.commands import add_member, edit_facts, merge
from app.cases.queries import case_file
from app.office.session import Office
from db.codes import Role
from tests.app.cases.invented import full_draft, id_number, member_facts
from tests.app.cases.roles import become
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, settle, snapshot
from tests.ui.screens.case.papers_page import open_dialog, rest
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.merge_dialog import MergeDialog, open_merge
from ui.style import apply_theme
from ui.widgets import Label

Show = Callable[..., QWidget]
CARDS = ("6217000100000084519", "6217000200000064519")
LONG = "柳州市融安县长安镇新安街 {} 号 3 单元 502 室，靠近农贸市场东门的旧职工宿舍"


@pytest.fixture
def three(office: Office) -> tuple[int, int, int]:
    """A file, one of the same people that differs in much, and a neighbour's that differs in nothing."""
    kept = full_draft(office, id_number=None)
    other = full_draft(office, name="覃永富")
    add_member(office, case_id=other, values=member_facts())
    for case_id, number in ((kept, 18), (other, 19)):
        told = {"bank_card": CARDS[number % 2], "home_address": LONG.format(number)}
        edit_facts(office, case_id=case_id, household=told | {"needs": LONG.format(number)})
    neighbour = full_draft(office, name="单雄", id_number=id_number(331, "19700101"), phone=None)
    edit_facts(office, case_id=neighbour, household={"home_address": LONG.format(18)})
    return kept, other, neighbour


def _ask(office: Office, jobs: Jobs, window: QWidget, kept: int, other: int) -> MergeDialog:
    open_merge(Context(office, jobs), window, kept, other)
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, MergeDialog)
    return dialog


def _choose(dialog: MergeDialog, jobs: Jobs, case_id: int) -> None:
    dialog.others.setCurrentIndex(dialog.others.findData(case_id))
    rest(jobs)
    settle()


def test_no_empty_band_stays_when_less_is_to_be_said(
    office: Office, jobs: Jobs, show: Show, three: tuple[int, int, int]
) -> None:
    kept, other, neighbour = three
    dialog = _ask(office, jobs, show(QWidget(), 1100, 900), kept, neighbour)
    low = dialog.height()
    _choose(dialog, jobs, other)
    assert dialog.height() > low
    assert dialog.form.height() == dialog.form.sizeHint().height()
    _choose(dialog, jobs, neighbour)
    assert dialog.height() == low


def test_in_large_type_on_a_small_screen_the_buttons_stand_and_the_rest_scrolls(
    app: QApplication, office: Office, jobs: Jobs, show: Show, three: tuple[int, int, int]
) -> None:
    apply_theme(app, scale=1.5)
    window = show(QWidget(), 1024, 660)
    dialog = _ask(office, jobs, window, three[0], three[1])
    snapshot(dialog, "merge-150-small")
    assert dialog.height() <= window.height()
    assert dialog.rect().contains(dialog.main_button.geometry())
    inner = dialog._sheet.viewport()
    assert dialog.form.width() <= inner.width()
    for told in parts(dialog, Label):
        assert told.height() >= told.heightForWidth(told.width()) or not told.isVisible()
    dialog.reject()
    settle()
    apply_theme(app)


def test_the_ticks_are_of_the_chosen_file_and_stay_when_the_heads_are_said_to_be_one(
    office: Office, jobs: Jobs, show: Show, three: tuple[int, int, int]
) -> None:
    kept, other, neighbour = three
    dialog = _ask(office, jobs, show(QWidget(), 1100, 900), kept, other)
    assert not dialog.boxes["home_address"].isChecked()
    dialog.boxes["home_address"].setChecked(True)
    dialog.same_head.setChecked(True)
    assert not dialog.main_button.isEnabled(), "what is read now is not known yet"
    rest(jobs)
    assert dialog.main_button.isEnabled() and "id_number" in dialog.boxes
    assert dialog.boxes["home_address"].isChecked()
    dialog.others.setCurrentIndex(dialog.others.findData(neighbour))
    assert dialog.boxes == {} and not dialog.main_button.isEnabled()
    rest(jobs)
    assert not {"home_address", "id_number"} & set(dialog.boxes)
    dialog.reject()
    settle()


def test_a_reviewer_reads_that_two_cards_differ(
    office: Office, jobs: Jobs, show: Show, three: tuple[int, int, int], open_as: OpenAs
) -> None:
    become(office, Role.REVIEWER)
    dialog = _ask(open_as("admin"), jobs, show(QWidget(), 1100, 900), three[0], three[1])
    words = dialog.boxes["bank_card"].accessibleDescription()
    assert words in [one.text() for one in parts(dialog, Label)]
    assert words.endswith("（看得见的部分相同，隐去的部分不同）")
    assert not any(card in words for card in CARDS)
    dialog.reject()
    settle()


def test_a_double_click_on_the_button_merges_once(
    office: Office, jobs: Jobs, show: Show, three: tuple[int, int, int]
) -> None:
    kept, other, _ = three
    dialog = _ask(office, jobs, show(QWidget(), 1100, 900), kept, other)
    dialog.reason.setPlainText("同一个人建了两份")
    dialog.boxes["needs"].setChecked(True)
    click(dialog.main_button)
    click(dialog.main_button)
    rest(jobs)
    assert case_file(office, kept).household.values["needs"] == LONG.format(19)
    with pytest.raises(Exception, match="合并"):
        merge(office, case_id=kept, absorbed_id=other, reason="再来一次")
