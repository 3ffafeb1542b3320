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
from ui.screens.papers import ready_dialog
from ui.screens.papers.card_dialog import CardDialog
from ui.screens.papers.set_dialog import SetDialog

Show = Callable[..., QWidget]
Chosen = Callable[[Path], object]


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
    places: list[Path] = []
    names: list[str] = []

    def ask(_parent: QWidget, _title: str, name: str, _kinds: str, on_path: Chosen) -> None:
        names.append(name)
        if places:
            on_path(places.pop())

    monkeypatch.setattr(ready_dialog, "ask_new_file", ask)
    click(dialog.save_button)
    assert jobs.wait()
    assert not names and "用印要写明用途" in dialog.form.error("reason")
    dialog.reason.setText("发放困难职工证")
    click(dialog.save_button)
    wait_until(lambda: bool(names) and jobs.is_idle)
    assert not register_list(office), "where to was not said"
    targets = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for target in targets:
        places.append(target)
        click(dialog.save_button)
        wait_until(lambda at=target: at.exists() and jobs.is_idle)  # type: ignore[misc]
        settle()
    assert len(register_list(office)) == 2
    assert {one.removeprefix("困难职工证-") for one in names} == {"20261120-2张.pdf"}
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert page_count(targets[0].read_bytes()) == 2
    assert "已签发 2 张" in dialog.banner.text() and not dialog.form.isEnabled()


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
