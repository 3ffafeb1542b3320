"""裁剪本人照片: offered when a portrait comes in, reached from its viewer, and what is kept of it."""

import hashlib
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from app.cases.attachments import attachments_view
from app.cases.commands import add_attachment
from app.cases.portrait import KIND, portrait
from app.office.session import Office
from app.office.undo import undo
from tests.ui.driver import click, parts, press, settle, wait_until
from tests.ui.screens.case.papers_page import open_dialog, opened, page, photo, rest
from ui.jobs import Jobs
from ui.screens.case.attachments_page import AttachmentsPage
from ui.screens.case.portrait_cut import CutDialog
from ui.widgets import Button

__all__ = ["page"]

CTRL = Qt.KeyboardModifier.ControlModifier


def _size(office: Office, page: AttachmentsPage) -> tuple[int, int]:
    """Of the portrait as it is kept."""
    assert page.case_id is not None
    found = portrait(office, page.case_id)
    assert found is not None
    with Image.open(BytesIO(found.content)) as seen:
        return seen.size


def _add(jobs: Jobs, page: AttachmentsPage, folder: Path, size: tuple[int, int]) -> bytes:
    """Bring a photo in as the portrait."""
    data = photo(size)
    path = folder / "照片.jpg"
    path.write_bytes(data)
    page.offer_files([path], KIND)
    click(open_dialog().main_button)
    rest(jobs)
    return data


def _cutting() -> CutDialog:
    dialog = open_dialog()
    assert isinstance(dialog, CutDialog)
    return dialog


def test_a_new_portrait_is_cut_by_the_keys(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    data = _add(jobs, page, tmp_path, (2400, 1800))
    dialog = _cutting()
    assert dialog.view.hasFocus()
    assert dialog.note.text() == "框内 1286 × 1800 像素"
    press(dialog.view, Qt.Key.Key_Minus)
    press(dialog.view, Qt.Key.Key_Return)
    rest(jobs)
    assert QApplication.activeModalWidget() is None
    assert _size(office, page) == (1224, 1714)
    assert page.view is not None
    assert page.view.files[-1].received_sha256 == hashlib.sha256(data).hexdigest()


def test_a_portrait_that_lies_sideways_is_turned_and_cut_in_one_step(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    _add(jobs, page, tmp_path, (1750, 1250))
    dialog = _cutting()
    press(dialog.view, Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    wait_until(lambda: dialog.view.quarters() == 3)
    assert dialog.note.text() == "框内 1250 × 1750 像素"
    turn = next(one for one in parts(dialog, Button) if one.text() == "向右转")
    for _ in range(2):
        click(turn)
    assert dialog.view.quarters() == 1
    click(dialog.main_button)
    rest(jobs)
    assert _size(office, page) == (1250, 1750), "whole, but upright"
    undo(office)
    assert _size(office, page) == (1750, 1250)


def test_a_portrait_that_is_not_cut_stays_whole(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    _add(jobs, page, tmp_path, (90, 60))
    dialog = _cutting()
    assert dialog.note.text() == "框内 43 × 60 像素，像素太少，印出来会模糊"
    click(dialog.give_up_button)
    rest(jobs)
    assert _size(office, page) == (90, 60)


def test_a_portrait_of_the_right_shape_asks_nothing(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    _add(jobs, page, tmp_path, (295, 413))
    assert QApplication.activeModalWidget() is None
    click(opened(page, jobs, at=1).cut_button)
    rest(jobs)
    click(_cutting().main_button)
    rest(jobs)
    assert QApplication.activeModalWidget() is None
    assert _size(office, page) == (295, 413), "nothing to cut: it is not drawn anew"


def test_a_turned_portrait_is_cut_as_it_was_turned(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    assert page.case_id is not None
    add_attachment(
        office, case_id=page.case_id, data=photo((400, 300)), filename="b.jpg", kind=KIND
    )
    page.refresh()
    rest(jobs)
    viewer = opened(page, jobs)
    assert viewer.cut_button.isHidden(), "the copy of a card stays whole"
    viewer.reject()
    settle()
    viewer = opened(page, jobs, at=1)
    press(viewer.view.focusProxy(), Qt.Key.Key_R, CTRL)
    click(viewer.cut_button)
    rest(jobs)
    dialog = _cutting()
    assert dialog.view.box().getRect() == (7, 0, 286, 400)
    click(dialog.main_button)
    rest(jobs)
    assert _size(office, page) == (286, 400)


def test_a_paper_that_turns_out_to_be_the_portrait_is_cut(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    click(opened(page, jobs).correct_button)
    asked = open_dialog()
    parts(asked, QComboBox)[0].setCurrentText(KIND)
    click(asked.main_button)
    rest(jobs)
    click(_cutting().main_button)
    rest(jobs)
    assert _size(office, page) == (43, 60)
    assert page.case_id is not None
    assert [one.kind for one in attachments_view(office, page.case_id).files] == [KIND]
