"""The page 材料 by mouse and keyboard: looking, turning, and what goes out on paper."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from sqlalchemy import select

from app.cases.attachments import AttachmentView, attachment_content, attachments_view
from app.cases.commands import (
    add_attachment,
    add_member,
    remove_attachment,
    remove_member,
    submit,
    withdraw,
)
from app.office.session import Office
from app.office.undo import undo
from db.attachments import place_of
from db.codes import Role
from db.models import Attachment
from tests.app.cases.invented import member_facts
from tests.app.cases.roles import become
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, press, settle
from tests.ui.screens.case.papers_page import open_dialog, opened, page, photo, rest
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.attachment_viewer import Viewer
from ui.screens.case.attachments_out import ScansDialog
from ui.screens.case.attachments_page import AttachmentsPage
from ui.screens.case.record_dialog import PersonBox
from ui.screens.papers.printing import PrintDialog
from ui.widgets import Button, PictureView, ReasonDialog
from ui.widgets.inputs import TextArea

Show = Callable[..., QWidget]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
__all__ = ["page"]


def _size(office: Office, page: AttachmentsPage) -> tuple[int, int]:
    assert page.case_id is not None
    (there,) = attachments_view(office, page.case_id).files
    with Image.open(BytesIO(attachment_content(office, there.id)[0])) as seen:
        return seen.size


def test_a_picture_is_zoomed_turned_and_kept_turned(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    viewer = opened(page, jobs)
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
    rest(jobs)
    assert _size(office, page) == (60, 90)


def test_a_closed_file_is_looked_at_and_not_turned(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    assert page.case_id is not None
    withdraw(office, case_id=page.case_id)
    page.refresh()
    rest(jobs)
    assert page.camera_button.isHidden() and page.add_button.isHidden()
    viewer = opened(page, jobs)
    assert isinstance(viewer.view, PictureView)
    viewer.view.turn(1)
    assert viewer.main_button.isHidden()
    viewer.reject()
    settle()


def test_scans_go_out_as_one_file(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    words = [entry[0] for entry in page._entries() if entry]
    assert words == ["补件告知书…", "身份证正反面同页…", "全部材料合成一个 PDF…"]
    page.print_ids()
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, ScansDialog)
    assert (dialog.made.pages, dialog.view.page_count()) == (1, 1)
    dialog.reject()
    rest(jobs)
    page.bind_all()
    rest(jobs)
    dialog = open_dialog()
    path = tmp_path / "out.pdf"
    dialog.save_to(path)
    rest(jobs)
    assert path.read_bytes() == dialog.made.pdf
    dialog.reject()
    settle()


def test_the_letter_opens_with_its_form_chosen(jobs: Jobs, page: AttachmentsPage) -> None:
    page.print_letter()
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, PrintDialog)
    assert dialog.choice.key == "missing_papers"
    assert dialog.main_button.isEnabled()
    dialog.reject()
    rest(jobs)


def test_the_papers_are_walked_through_in_one_dialog(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    case_id = page.case_id
    assert case_id is not None
    add_attachment(
        office, case_id=case_id, data=photo((50, 40), "red"), filename="b.jpg", kind="户口本"
    )
    page.refresh()
    rest(jobs)
    viewer = opened(page, jobs)
    before, after = (one for one in parts(viewer, Button) if one.text() in ("上一份", "下一份"))
    assert (before.isEnabled(), after.isEnabled()) == (False, True)
    press(viewer.view.focusProxy(), Qt.Key.Key_R, CTRL)
    click(after)
    rest(jobs)
    assert open_dialog() is viewer
    assert (before.isEnabled(), after.isEnabled()) == (True, False)
    assert "户口本" in viewer.accessibleName() and viewer.main_button.isHidden()
    beside = page.files.current_row()
    assert isinstance(beside, AttachmentView) and beside.kind == "户口本"
    first = attachments_view(office, case_id).files[0]
    with Image.open(BytesIO(attachment_content(office, first.id)[0])) as seen:
        assert seen.size == (60, 90), "the turn of the paper that was left is kept"
    click(before)
    rest(jobs)
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
    rest(jobs)
    seen.files.choose(0)
    seen.files.open_current()
    rest(jobs)
    asked = open_dialog()
    assert isinstance(asked, ReasonDialog)
    parts(asked, TextArea)[0].setPlainText("抽查")
    click(asked.main_button)
    rest(jobs)
    viewer = open_dialog()
    assert isinstance(viewer, Viewer)
    viewer.reject()
    settle()
    seen.files.open_current()
    rest(jobs)
    again = open_dialog()
    assert isinstance(again, Viewer), "the reason is asked for once"
    again.reject()
    settle()


def test_a_paper_under_the_wrong_name_is_put_right(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    viewer = opened(page, jobs)
    click(viewer.correct_button)
    asked = open_dialog()
    parts(asked, QComboBox)[0].setCurrentText("会员证")
    click(asked.main_button)
    rest(jobs)
    assert page.case_id is not None
    assert [one.kind for one in attachments_view(office, page.case_id).files] == ["会员证"]
    settle()


def test_a_turn_is_kept_when_the_kind_is_put_right(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    viewer = opened(page, jobs)
    press(viewer.view.focusProxy(), Qt.Key.Key_R, CTRL)
    click(viewer.correct_button)
    asked = open_dialog()
    asked.give_up()
    settle()
    assert open_dialog() is viewer and viewer.quarters() == 1, "nothing is kept that was given up"
    click(viewer.correct_button)
    asked = open_dialog()
    parts(asked, QComboBox)[0].setCurrentText("会员证")
    click(asked.main_button)
    rest(jobs)
    assert QApplication.activeModalWidget() is None
    assert page.view is not None and page.view.files[0].kind == "会员证"
    assert _size(office, page) == (60, 90)


def test_a_turn_is_kept_once_where_the_next_paper_cannot_be_read(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    case_id = page.case_id
    assert case_id is not None
    add_attachment(office, case_id=case_id, data=photo((50, 40)), filename="b.jpg", kind="户口本")
    page.refresh()
    rest(jobs)
    with office.read() as session:
        second = session.scalars(select(Attachment).order_by(Attachment.id.desc())).first()
        assert second is not None
        place_of(office.folder, second.stored_name).unlink()
    viewer = opened(page, jobs)
    press(viewer.view.focusProxy(), Qt.Key.Key_R, CTRL)
    after = next(one for one in parts(viewer, Button) if one.text() == "下一份")
    for _ in range(2):
        click(after)
        rest(jobs)
        told = open_dialog()
        assert told is not viewer
        told.reject()
        settle()
    assert viewer.quarters() == 0 and viewer.main_button.isHidden()
    viewer.reject()
    settle()
    first = attachments_view(office, case_id).files[0]
    with Image.open(BytesIO(attachment_content(office, first.id)[0])) as seen:
        assert seen.size == (60, 90)


def test_the_paper_of_somebody_who_left_stays_theirs(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    case_id = page.case_id
    assert case_id is not None
    gone = add_member(office, case_id=case_id, values=member_facts()).result_id
    assert gone is not None
    add_attachment(
        office,
        case_id=case_id,
        data=photo((50, 40)),
        filename="b.jpg",
        kind="诊断证明",
        person_id=gone,
    )
    submit(office, case_id=case_id)
    remove_member(office, case_id=case_id, person_id=gone, removed_on=office.today, reason="离婚")
    page.refresh()
    rest(jobs)
    click(opened(page, jobs, at=1).correct_button)
    asked = open_dialog()
    assert parts(asked, PersonBox)[0].currentText() == "韦秀兰（已减少）"
    parts(asked, QComboBox)[0].setCurrentText("其他")
    click(asked.main_button)
    rest(jobs)
    paper = attachments_view(office, case_id).files[1]
    assert (paper.kind, paper.person_id, paper.whose) == ("其他", gone, "韦秀兰")


def test_what_is_put_back_is_seen(office: Office, jobs: Jobs, page: AttachmentsPage) -> None:
    case_id = page.case_id
    assert case_id is not None
    add_attachment(office, case_id=case_id, data=photo((50, 40)), filename="b.jpg", kind="户口本")
    first = attachments_view(office, case_id).files[0]
    remove_attachment(office, case_id=case_id, attachment_id=first.id)
    page.refresh()
    rest(jobs)
    undo(office)
    page.refresh()
    rest(jobs)
    assert page.files.current_row() == first
