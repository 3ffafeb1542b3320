"""The page 材料 by mouse and keyboard: turned pictures, the camera's folder, what goes out on paper."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.attachments import AttachmentView, attachment_content, attachments_view
from app.cases.commands import add_attachment, withdraw
from app.office.session import Office
from db.codes import Role
from tests.app.cases.invented import full_draft
from tests.app.cases.roles import become
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, press, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case import camera_folder
from ui.screens.case.attachment_viewer import Viewer
from ui.screens.case.attachments_out import ScansDialog
from ui.screens.case.attachments_page import AttachmentsPage
from ui.screens.case.camera_folder import CameraDialog, newest_photos
from ui.screens.papers.printing import PrintDialog
from ui.widgets import Button, Dialog, Label, PictureView, ReasonDialog
from ui.widgets.inputs import TextArea

Show = Callable[..., QWidget]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _photo(size: tuple[int, int] = (90, 60), colour: str = "blue") -> bytes:
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


def _rest(jobs: Jobs) -> None:
    for _ in range(4):
        wait_until(lambda: jobs.is_idle)
        settle()


def _dialog() -> Any:
    found = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible()
    ]
    assert found, "no dialog is open"
    return found[-1]


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> AttachmentsPage:
    """The page of a draft with one ID card."""
    case_id = full_draft(office)
    add_attachment(office, case_id=case_id, data=_photo(), filename="a.jpg", kind="身份证复印件")
    made = AttachmentsPage(Context(office, jobs))
    show(made, 900, 560)
    made.show_case(case_id)
    _rest(jobs)
    return made


def _size(office: Office, page: AttachmentsPage) -> tuple[int, int]:
    assert page.case_id is not None
    (there,) = attachments_view(office, page.case_id).files
    with Image.open(BytesIO(attachment_content(office, there.id)[0])) as seen:
        return seen.size


def test_a_picture_is_zoomed_turned_and_kept_turned(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    page.files.choose(0)
    page.files.open_current()
    _rest(jobs)
    viewer = _dialog()
    assert isinstance(viewer, Viewer)
    view = viewer.view
    assert isinstance(view, PictureView)
    assert viewer.main_button.isHidden()
    press(view.focusProxy(), Qt.Key.Key_R, CTRL)
    press(view.focusProxy(), Qt.Key.Key_Plus, CTRL)
    assert (view.quarters(), view.zoom()) == (1, 1.5)
    press(view.focusProxy(), Qt.Key.Key_R, CTRL | SHIFT)
    assert viewer.main_button.isHidden()
    press(view.focusProxy(), Qt.Key.Key_0, CTRL)
    press(view.focusProxy(), Qt.Key.Key_R, CTRL)
    assert (view.quarters(), view.zoom()) == (1, 1.0)
    click(viewer.main_button)
    _rest(jobs)
    assert _size(office, page) == (60, 90)


def test_a_file_that_is_no_scan_hinders_no_other(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    good, bad = tmp_path / "户口本.jpg", tmp_path / "坏了.jpg"
    good.write_bytes(_photo(colour="red"))
    bad.write_bytes(b"not a picture")
    page.offer_files([bad])
    click(_dialog().main_button)
    _rest(jobs)
    refused = _dialog()
    assert "坏了.jpg" in refused.error(), "none was added: the question stays, and says which"
    refused.give_up()
    settle()
    page.offer_files([bad, good], "户口本")
    click(_dialog().main_button)
    _rest(jobs)
    assert page.case_id is not None
    assert [one.kind for one in attachments_view(office, page.case_id).files] == [
        "身份证复印件",
        "户口本",
    ]
    told = _dialog()
    assert any("坏了.jpg" in label.text() for label in parts(told, Label))
    told.reject()
    settle()


def test_a_closed_file_is_looked_at_and_not_turned(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    assert page.case_id is not None
    withdraw(office, case_id=page.case_id)
    page.refresh()
    _rest(jobs)
    assert page.camera_button.isHidden() and page.add_button.isHidden()
    page.files.choose(0)
    page.files.open_current()
    _rest(jobs)
    viewer = _dialog()
    viewer.view.turn(1)
    assert viewer.main_button.isHidden()
    viewer.reject()
    settle()


def test_photos_of_a_camera_are_ticked_and_added(
    office: Office,
    jobs: Jobs,
    page: AttachmentsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "DCIM" / "100NIKON"
    folder.mkdir(parents=True)
    for at, colour in enumerate(("red", "lime", "white")):
        (folder / f"DSC_{at}.JPG").write_bytes(_photo(colour=colour))
        monkeypatch.setattr(camera_folder, "_last", [tmp_path / "DCIM"])
    (folder / "DSC_9.MOV").write_bytes(b"x")
    (folder / "DSC_8.HEIC").write_bytes(b"x")
    assert len(newest_photos(tmp_path / "DCIM", edge=40)) == 4
    assert newest_photos(tmp_path / "nowhere", edge=40) == ()
    click(page.camera_button)
    _rest(jobs)
    dialog = _dialog()
    assert isinstance(dialog, CameraDialog)
    names = [dialog.photos.item(at).text() for at in range(dialog.photos.count())]
    dialog.photos.clearSelection()
    assert not dialog.main_button.isEnabled()
    for at, name in enumerate(names):
        dialog.photos.item(at).setSelected(name in ("DSC_0.JPG", "DSC_2.JPG"))
    assert dialog.main_button.text() == "添加 2 张"
    click(dialog.main_button)
    _rest(jobs)
    kind = _dialog()
    click(kind.main_button)
    _rest(jobs)
    assert page.case_id is not None
    assert len(attachments_view(office, page.case_id).files) == 3


def test_a_picture_is_pasted(office: Office, jobs: Jobs, page: AttachmentsPage) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    QGuiApplication.clipboard().setImage(image)
    page.paste()
    settle()
    click(_dialog().main_button)
    _rest(jobs)
    QGuiApplication.clipboard().clear()
    assert page.case_id is not None
    assert len(attachments_view(office, page.case_id).files) == 2


def test_scans_go_out_as_one_file(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    words = [entry[0] for entry in page._entries() if entry]
    assert words == ["补件告知书…", "身份证正反面同页…", "全部材料合成一个 PDF…"]
    page.print_ids()
    _rest(jobs)
    dialog = _dialog()
    assert isinstance(dialog, ScansDialog)
    assert (dialog.made.pages, dialog.view.page_count()) == (1, 1)
    dialog.reject()
    _rest(jobs)
    page.bind_all()
    _rest(jobs)
    dialog = _dialog()
    path = tmp_path / "out.pdf"
    dialog.save_to(path)
    _rest(jobs)
    assert path.read_bytes() == dialog.made.pdf
    dialog.reject()
    settle()


def test_the_letter_opens_with_its_form_chosen(jobs: Jobs, page: AttachmentsPage) -> None:
    page.print_letter()
    _rest(jobs)
    dialog = _dialog()
    assert isinstance(dialog, PrintDialog)
    assert dialog.choice.key == "missing_papers"
    assert dialog.main_button.isEnabled()
    dialog.reject()
    _rest(jobs)


def test_the_papers_are_walked_through_in_one_dialog(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    case_id = page.case_id
    assert case_id is not None
    add_attachment(
        office, case_id=case_id, data=_photo((50, 40), "red"), filename="b.jpg", kind="户口本"
    )
    page.refresh()
    _rest(jobs)
    page.files.choose(0)
    page.files.open_current()
    _rest(jobs)
    viewer = _dialog()
    before, after = (one for one in parts(viewer, Button) if one.text() in ("上一份", "下一份"))
    assert (before.isEnabled(), after.isEnabled()) == (False, True)
    press(viewer.view.focusProxy(), Qt.Key.Key_R, CTRL)
    click(after)
    _rest(jobs)
    assert _dialog() is viewer
    assert (before.isEnabled(), after.isEnabled()) == (True, False)
    assert "户口本" in viewer.accessibleName() and viewer.main_button.isHidden()
    beside = page.files.current_row()
    assert isinstance(beside, AttachmentView) and beside.kind == "户口本"
    first = attachments_view(office, case_id).files[0]
    with Image.open(BytesIO(attachment_content(office, first.id)[0])) as seen:
        assert seen.size == (60, 90), "the turn of the paper that was left is kept"
    click(before)
    _rest(jobs)
    assert "身份证复印件" in viewer.accessibleName()
    viewer.reject()
    settle()


def test_the_auditor_says_why_and_looks(
    office: Office, open_as: OpenAs, jobs: Jobs, show: Show, page: AttachmentsPage
) -> None:
    become(office, Role.AUDITOR)
    seen = AttachmentsPage(Context(open_as("admin"), jobs))
    show(seen, 900, 560)
    assert page.case_id is not None
    seen.show_case(page.case_id)
    _rest(jobs)
    seen.files.choose(0)
    seen.files.open_current()
    _rest(jobs)
    asked = _dialog()
    assert isinstance(asked, ReasonDialog)
    parts(asked, TextArea)[0].setPlainText("抽查")
    click(asked.main_button)
    _rest(jobs)
    viewer = _dialog()
    assert isinstance(viewer, Viewer)
    viewer.reject()
    settle()
