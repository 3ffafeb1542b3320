"""The page 材料: papers come in by dialog, from a camera, by dragging and by pasting."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QFileDialog

from app.cases.attachments import attachments_view
from app.cases.commands import add_member
from app.errors import StorageError
from app.office.session import Office
from app.progress import Progress
from db.files import write_atomically
from tests.app.cases.invented import full_draft, member_facts
from tests.ui.driver import click, parts, settle, wait_until
from tests.ui.screens.case.papers_page import open_dialog, page, photo, rest
from ui.jobs import Jobs
from ui.screens.case import attachments_presenter as presenter
from ui.screens.case import camera_folder
from ui.screens.case.attachments_in import add_files, local_paths
from ui.screens.case.attachments_page import AttachmentsPage
from ui.screens.case.camera_folder import CameraDialog, look_at, newest_photos
from ui.screens.case.record_dialog import PersonBox
from ui.style import px, theme
from ui.widgets import Label

__all__ = ["page"]

HEIC = (Path(__file__).parents[3] / "samples" / "手机照片.heic").read_bytes()


def test_a_file_that_is_no_scan_hinders_no_other(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    good, bad = tmp_path / "户口本.jpg", tmp_path / "坏了.jpg"
    good.write_bytes(photo(colour="red"))
    bad.write_bytes(b"not a picture")
    page.offer_files([bad])
    click(open_dialog().main_button)
    rest(jobs)
    refused = open_dialog()
    assert "坏了.jpg" in refused.error(), "none was added: the question stays, and says which"
    refused.give_up()
    settle()
    page.offer_files([bad, good], "户口本")
    click(open_dialog().main_button)
    rest(jobs)
    assert page.case_id is not None
    assert [one.kind for one in attachments_view(office, page.case_id).files] == [
        "身份证复印件",
        "户口本",
    ]
    told = open_dialog()
    assert any("坏了.jpg" in label.text() for label in parts(told, Label))
    told.reject()
    settle()


_LOOKED_AT = ("DSC_0.JPG", "DSC_7.HEIC", "DSC_8.HEIC")


def test_photos_of_a_camera_are_ticked_and_added(
    office: Office,
    jobs: Jobs,
    page: AttachmentsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "DCIM" / "100NIKON"
    folder.mkdir(parents=True)
    monkeypatch.setattr(camera_folder, "_last", [tmp_path / "DCIM"])
    for at, colour in enumerate(("red", "lime", "blue")):
        path = folder / f"DSC_{at}.JPG"
        path.write_bytes(photo(colour=colour))
        os.utime(path, (1000 - at, 1000 - at))
    for name, data in (("DSC_9.MOV", b"x"), ("DSC_7.HEIC", HEIC), ("DSC_8.HEIC", b"x")):
        (folder / name).write_bytes(data)
        os.utime(folder / name, (500, 500))
    assert newest_photos(tmp_path / "nowhere") == ()
    assert len(newest_photos(tmp_path)) == 5, "the root of a stick is as good as its DCIM"
    click(page.camera_button)
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, CameraDialog)
    wait_until(lambda: not dialog._waiting and jobs.is_idle)
    names = [dialog.photos.item(at).text() for at in range(dialog.photos.count())]
    assert names == ["DSC_0.JPG", "DSC_1.JPG", "DSC_2.JPG\n已添加", "DSC_8.HEIC", "DSC_7.HEIC"]
    edge = px(120)
    wide = [look_at(office, folder / name, edge=edge).image.width() for name in _LOOKED_AT]
    assert wide == [edge, edge, 0], "a photo of a phone is seen too; a broken one has no picture"
    dialog.photos.clearSelection()
    assert not dialog.main_button.isEnabled()
    for at, name in enumerate(names):
        dialog.photos.item(at).setSelected(name in ("DSC_0.JPG", "DSC_1.JPG"))
    assert dialog.main_button.text() == "添加 2 张"
    place = dialog.photos.visualItemRect(dialog.photos.item(0))
    seen = dialog.photos.viewport().grab().toImage()
    assert seen.pixelColor(place.center().x(), place.top()) == QColor(theme().palette.red), (
        "a photo that is chosen is framed"
    )
    click(dialog.main_button)
    rest(jobs)
    kind = open_dialog()
    click(kind.main_button)
    rest(jobs)
    assert page.case_id is not None
    titles = [one.title for one in attachments_view(office, page.case_id).files]
    assert titles[1:] == ["DSC_1", "DSC_0"], (
        "in the order they were taken: the front, then the back"
    )


def test_a_picture_is_pasted(office: Office, jobs: Jobs, page: AttachmentsPage) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    QGuiApplication.clipboard().setImage(image)
    page.paste()
    settle()
    click(open_dialog().main_button)
    rest(jobs)
    QGuiApplication.clipboard().clear()
    assert page.case_id is not None
    assert len(attachments_view(office, page.case_id).files) == 2


def test_an_empty_clipboard_is_said(jobs: Jobs, page: AttachmentsPage) -> None:
    QGuiApplication.clipboard().setText("只有文字")
    page.paste()
    settle()
    told = open_dialog()
    assert any("没有图片" in label.text() for label in parts(told, Label))
    QGuiApplication.clipboard().clear()
    told.reject()
    rest(jobs)


def test_a_dropped_folder_means_the_papers_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    for name in ("2.PDF", "1.jpg", "笔记.txt"):
        (folder / name).write_bytes(b"x")
    alone = tmp_path / "表.docx"
    held = QMimeData()
    held.setUrls(
        [
            QUrl.fromLocalFile(str(folder)),
            QUrl.fromLocalFile(str(alone)),
            QUrl("https://example.invalid/a.jpg"),
        ]
    )
    assert [one.name for one in local_paths(held)] == ["1.jpg", "2.PDF", "表.docx"]


def _drop(page: AttachmentsPage, held: QMimeData) -> bool:
    """Whether the page takes what is dragged over it; then it is let go."""
    at, actions = QPoint(50, 50), Qt.DropAction.CopyAction
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, actions, held, button, none)
    enter.ignore()
    page.dragEnterEvent(enter)
    if enter.isAccepted():
        page.dropEvent(QDropEvent(at.toPointF(), actions, held, button, none))
    settle()
    return enter.isAccepted()


def test_a_picture_is_dragged_out_of_another_program(
    office: Office, jobs: Jobs, page: AttachmentsPage
) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    held = QMimeData()
    held.setImageData(image)
    assert _drop(page, held)
    click(open_dialog().main_button)
    rest(jobs)
    assert page.case_id is not None
    assert len(attachments_view(office, page.case_id).files) == 2
    text = QMimeData()
    text.setText("文字")
    assert not _drop(page, text)


def test_a_paper_of_the_list_is_added_as_what_it_is(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    scan = tmp_path / "IMG_0001.jpg"
    scan.write_bytes(photo(colour="red"))
    assert page.view is not None
    line = next(one for one in page.view.checklist if one.kind == "收入证明")
    page.list.opened.emit(line)
    settle()
    (chooser,) = parts(page.window(), QFileDialog)
    chooser.filesSelected.emit([str(scan)])
    chooser.reject()
    click(open_dialog().main_button)
    rest(jobs)
    assert page.case_id is not None
    assert attachments_view(office, page.case_id).files[-1].kind == "收入证明"


def test_whose_copy_of_an_id_card_it_is_must_be_said(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    """A card that passes for everybody's would end the list while the others' are missing."""
    assert page.case_id is not None
    add_member(office, case_id=page.case_id, values=member_facts())
    page.refresh()
    rest(jobs)
    nameless, named = tmp_path / "正面.jpg", tmp_path / "韦秀兰身份证.jpg"
    for at, path in enumerate((nameless, named)):
        path.write_bytes(photo((70 + at, 50), "red"))
    page.offer_files([nameless], "身份证复印件")
    asked = open_dialog()
    click(asked.main_button)
    rest(jobs)
    (people,) = parts(asked, PersonBox)
    assert asked.isVisible() and len(attachments_view(office, page.case_id).files) == 1
    people.setCurrentText("全家共用")
    click(asked.main_button)
    rest(jobs)
    page.offer_files([named])
    assert parts(open_dialog(), PersonBox)[0].currentText() == "韦秀兰"
    click(open_dialog().main_button)
    rest(jobs)
    files = attachments_view(office, page.case_id).files
    assert [one.person_id is None for one in files] == [True, True, False]


def test_cards_of_two_people_dropped_at_once_are_each_of_who_is_named(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    assert page.case_id is not None
    wife = add_member(office, case_id=page.case_id, values=member_facts()).result_id
    page.refresh()
    rest(jobs)
    names = ("覃永福身份证", "韦秀兰身份证", "韦秀兰身份证反面", "身份证")
    paths = [tmp_path / f"{name}.jpg" for name in names]
    for at, path in enumerate(paths):
        path.write_bytes(photo((70 + at, 50), "red"))
    page.offer_files(paths)
    (people,) = parts(open_dialog(), PersonBox)
    assert people.currentIndex() == -1, "of the last nothing tells whose it is"
    click(open_dialog().main_button)
    assert open_dialog().isVisible() and page.view is not None and len(page.view.files) == 1
    open_dialog().give_up()
    settle()
    page.offer_files(paths[1:3])
    assert parts(open_dialog(), PersonBox)[0].currentText() == "韦秀兰"
    open_dialog().give_up()
    settle()
    page.offer_files(paths[:3])
    assert parts(open_dialog(), PersonBox)[0].currentText() == "按文件名分别归属"
    click(open_dialog().main_button)
    rest(jobs)
    added = attachments_view(office, page.case_id).files[1:]
    assert [one.whose for one in added] == ["覃永福", "韦秀兰", "韦秀兰"]
    assert added[1].person_id == wife


def _half_full(monkeypatch: pytest.MonkeyPatch) -> None:
    written = list[Path]()

    def write(path: Path, data: bytes, *, what: str) -> None:
        if written:
            raise StorageError("磁盘已满，附件的保存没有完成。")
        written.append(path)
        write_atomically(path, data, what=what)

    monkeypatch.setattr("db.attachments.write_atomically", write)


def test_a_full_disk_keeps_what_was_added_and_names_the_rest(
    office: Office,
    jobs: Jobs,
    page: AttachmentsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = [tmp_path / f"{at}.jpg" for at in range(12)]
    for at, path in enumerate(paths):
        path.write_bytes(photo((40 + at, 30)))
    _half_full(monkeypatch)
    page.offer_files(paths, "户口本")
    click(open_dialog().main_button)
    rest(jobs)
    told = open_dialog()
    words = "".join(label.text() for label in parts(told, Label))
    assert "有 11 个文件没有添加" in words and "磁盘已满" in words and "另外还有 1 个" in words
    assert page.view is not None and len(page.view.files) == 2
    told.reject()
    settle()


def test_adding_is_stopped_between_two_files(office: Office, tmp_path: Path) -> None:
    case_id = full_draft(office)
    paths = tuple(tmp_path / f"{at}.jpg" for at in range(3))
    for at, path in enumerate(paths):
        path.write_bytes(photo((40 + at, 30)))
    progress = Progress(listener=lambda now: now.cancel() if now.done == 1 else None)
    refused = list[str]()
    add_files(
        office,
        case_id=case_id,
        paths=paths,
        kinds=["户口本"] * 3,
        people=[None] * 3,
        refused=refused,
        progress=progress,
    )
    assert len(attachments_view(office, case_id).files) == 1
    assert refused == ["1.jpg：已停止添加。", "2.jpg：已停止添加。"]


def test_files_of_different_kinds_are_added_each_as_what_its_name_says(
    office: Office, jobs: Jobs, page: AttachmentsPage, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{name}.jpg" for name in ("户口簿首页", "张某病历", "IMG_0001")]
    for at, path in enumerate(paths):
        path.write_bytes(photo((40 + at, 30)))
    page.offer_files(paths)
    kinds = parts(open_dialog(), QComboBox)[0]
    assert kinds.currentText() == "按文件名分别归类"
    click(open_dialog().main_button)
    rest(jobs)
    assert page.case_id is not None
    added = attachments_view(office, page.case_id).files[1:]
    assert page.files.current_row() == added[-1], "what was added last is seen"
    assert [one.kind for one in added] == ["户口本", "诊断证明", "其他"]
    page.offer_files(paths[:1])
    kinds = parts(open_dialog(), QComboBox)[0]
    assert (kinds.currentText(), kinds.findText("按文件名分别归类")) == ("户口本", -1)
    open_dialog().give_up()
    settle()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("身份证正面", "身份证复印件"),
        ("张某工会会员证", "会员证"),
        ("困难职工档案表第2页", "档案表"),
    ],
)
def test_a_name_speaks_of_a_kind_by_any_of_its_words(
    page: AttachmentsPage, name: str, kind: str
) -> None:
    assert page.view is not None
    assert presenter.kinds_of([name], page.view) == (kind,)
