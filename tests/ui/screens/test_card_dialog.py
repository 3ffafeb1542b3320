"""困难职工证 of marked files: shown, issued once however often it is printed or saved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app.office.papers import register_list
from app.office.session import Office
from app.paper import page_count
from db.codes import Role
from tests.app.cases.roles import become
from tests.app.forms.conftest import make_filed
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.papers.card_dialog import CardDialog
from ui.screens.papers.ready_dialog import Made
from ui.screens.papers.set_dialog import SetDialog

Show = Callable[..., QWidget]


@pytest.fixture
def dialog(office: Office, jobs: Jobs, show: Show) -> CardDialog:
    """Two households, opened from the set of papers."""
    cases = (make_filed(office).case_id, make_filed(office, number="QH202600064").case_id)
    sets = SetDialog(Context(office, jobs), cases, None)
    show(sets, 1200, 720)
    assert jobs.wait()
    click(sets.cards_button)
    settle()
    (cards,) = parts(sets, CardDialog)
    wait_until(lambda: cards.view.page_count() == 2 and jobs.is_idle)
    return cards


def test_cards_are_issued_once_and_saved_twice(
    dialog: CardDialog, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = dialog._ctx.office
    dialog.stamp.setChecked(True)
    assert dialog.save_button.text().startswith("签发并保存"), "saving issues, too"
    done: list[Made] = []
    monkeypatch.setattr(dialog, "_to_files", done.append)
    click(dialog.save_button)
    assert jobs.wait()
    assert not done and "用印要写明用途" in dialog.form.error("reason")
    dialog.reason.setText("发放困难职工证")
    for _ in range(2):
        click(dialog.save_button)
        wait_until(lambda: jobs.is_idle)
        settle()
    assert len(register_list(office)) == 2 and len(done) == 2
    assert done[0].files == done[1].files and not done[1].changes
    ((name, pdf),) = done[0].files
    assert name.endswith("-2张.pdf") and page_count(pdf) == 2
    assert "已签发 2 张" in done[0].notes[0] and not dialog.form.isEnabled()
    target = tmp_path / "cards.pdf"
    dialog.save_to(done[0], target)
    wait_until(lambda: jobs.is_idle)
    assert target.read_bytes() == pdf


def test_who_keeps_no_seal_is_told_who_does(
    office: Office, jobs: Jobs, show: Show, open_as: OpenAs
) -> None:
    case_id = make_filed(office).case_id
    become(office, Role.CLERK)
    cards = CardDialog(Context(open_as("admin"), jobs), (case_id,), None)
    show(cards, 1100, 700)
    wait_until(lambda: cards.view.page_count() == 2 and jobs.is_idle)
    assert not cards.stamp.isEnabled() and "用印人办理" in cards.form.note("stamp")
    cards.reject()
