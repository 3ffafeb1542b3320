"""The screen 文书与用印: papers are listed, voided, checked, taken out and filed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.forms.issuing import issue
from app.office.papers import register_list
from app.office.session import Office
from db.codes import Role
from db.models import Operation
from tests.app.cases.roles import become
from tests.app.forms.conftest import make_filed
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, press, settle, wait_until
from tests.ui.screens.paper_dialogs import Show, print_dialog
from ui.context import Context
from ui.screens.papers import presenter, view
from ui.screens.papers.printing import PrintDialog
from ui.screens.papers.view import PapersScreen
from ui.widgets import Button, Dialog, FormGrid, ReasonDialog, TextInput


def test_the_screen_lists_voids_and_verifies(ctx: Context, show: Show, tmp_path: Path) -> None:
    filed = make_filed(ctx.office)
    issued = issue(ctx.office, form="certificate", case_id=filed.case_id, reason="申请助学")
    path = tmp_path / issued.file_name
    path.write_bytes(issued.pdf)
    screen = PapersScreen(ctx)
    show(screen, 1190, 640)
    wait_until(lambda: len(screen.table.rows()) == 1)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dropEvent(drop)
    wait_until(lambda: "真实有效" in screen._banner.text())
    screen.table.choose(0)
    click(screen.void_button)
    (ask,) = parts(screen, ReasonDialog)
    ask._area.setPlainText("姓名有误")
    click(ask.main_button)
    wait_until(lambda: bool(screen.table.rows()) and screen.table.rows()[0].is_void)
    screen.verify_file(path)
    wait_until(lambda: "已经作废" in screen._banner.text())
    assert not screen.void_button.isVisible()


def test_a_file_that_is_no_pdf_gets_a_sentence(ctx: Context, show: Show, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    screen = PapersScreen(ctx)
    show(screen, 1190, 640)
    screen.verify_file(path)
    wait_until(lambda: "请选择 PDF 文件" in screen._banner.text())


def test_the_register_speaks_of_each_paper(office: Office) -> None:
    filed = make_filed(office)
    issue(office, form="certificate", case_id=filed.case_id, reason="申请助学", approver="周国栋")
    shown = presenter.load(office, "")
    facts = dict(presenter.details(shown.lines[0]))
    assert facts["用途"] == "申请助学" and facts["批准人"] == "周国栋"
    assert "作废原因" not in facts
    assert presenter.seal_words(shown.seals[0]) == "青禾县总工会（示范样章，直径 42 毫米）"
    assert presenter.note(shown) == "共 1 份，其中作废 0 份"


def test_what_the_code_says_is_typed_and_answered(ctx: Context, show: Show) -> None:
    filed = make_filed(ctx.office)
    issued = issue(ctx.office, form="certificate", case_id=filed.case_id, reason="申请助学")
    screen = PapersScreen(ctx)
    show(screen, 1190, 640)
    screen._ask_code()
    (dialog,) = parts(screen, Dialog)
    (text,) = parts(dialog, TextInput)
    text.setText(issued.serial)
    click(dialog.main_button)
    (form,) = parts(dialog, FormGrid)
    wait_until(lambda: "16 位验证码" in form.error("text"))
    text.setText(f"{issued.serial}/{issued.code}")
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_Return)
    wait_until(lambda: "编号和验证码都对" in screen._banner.text())
    settle()
    assert not parts(screen, Dialog)
    with ctx.office.read() as session:
        assert session.query(Operation).filter_by(op="VERIFY_PAPER").count() == 1


def test_the_original_of_an_issued_paper_is_saved_again(
    ctx: Context, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = make_filed(ctx.office)
    issued = issue(ctx.office, form="certificate", case_id=filed.case_id, reason="申请助学")
    path = tmp_path / "again.pdf"
    offered: list[str] = []

    def choose(_parent: QWidget, _title: str, name: str, _kinds: str, go: Any) -> None:
        offered.append(name)
        go(path)

    monkeypatch.setattr(view, "ask_new_file", choose)
    screen = PapersScreen(ctx)
    show(screen, 1190, 640)
    wait_until(lambda: len(screen.table.rows()) == 1)
    assert not screen.take_button.isVisible()
    screen.table.choose(0)
    assert ("原件", "已加密留存") in presenter.details(screen.table.rows()[0])
    press(screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: "原件已保存" in screen._banner.text())
    assert path.read_bytes() == issued.pdf and offered == [issued.file_name]
    screen._banner.clear()
    click(screen.void_button)
    (ask,) = parts(screen, ReasonDialog)
    ask._area.setPlainText("姓名有误")
    click(ask.main_button)
    wait_until(lambda: screen.table.rows()[0].is_void)
    assert not screen.take_button.isVisible()


def test_a_dropped_scan_is_filed_and_an_issued_file_is_verified(
    ctx: Context, show: Show, tmp_path: Path
) -> None:
    from PIL import Image

    from app.paper import render_page

    filed = make_filed(ctx.office)
    issued = issue(ctx.office, form="certificate", case_id=filed.case_id, reason="申请助学")
    original = tmp_path / issued.file_name
    original.write_bytes(issued.pdf)
    page = render_page(issued.pdf, 0, 150)
    size = page.width, page.height
    sheet = Image.frombuffer("RGB", size, page.bgrx, "raw", "BGRX", page.stride)
    scans = [tmp_path / name for name in ("scan.pdf", "scan.jpg")]
    for scan in scans:
        sheet.rotate(90, expand=True).save(scan)
    screen = PapersScreen(ctx)
    show(screen, 1190, 640)
    wait_until(lambda: len(screen.table.rows()) == 1)
    screen.take_file(original)
    wait_until(lambda: "真实有效" in screen._banner.text())
    for scan in scans:
        screen._banner.clear()
        screen.take_file(scan)
        wait_until(lambda: "已归档" in screen._banner.text())
    wait_until(lambda: screen.table.rows()[0].scan_id is not None)
    assert ("扫描件", "已归档扫描件") in presenter.details(screen.table.rows()[0])


def test_the_keeper_of_the_seal_issues_by_the_number_of_a_file(
    ctx: Context, show: Show, open_as: OpenAs
) -> None:
    filed = make_filed(ctx.office)
    become(ctx.office, Role.SEAL_KEEPER)
    keeper = Context(open_as("admin"), ctx.jobs)
    screen = PapersScreen(keeper)
    show(screen, 1190, 640)
    (button,) = (one for one in parts(screen, Button) if one.text() == "签发文书…")
    click(button)
    (ask,) = parts(screen, Dialog)
    (number,) = (one for one in parts(ask, TextInput) if one.isEnabled())
    number.setText("QH209900001")
    click(ask.main_button)
    (form,) = parts(ask, FormGrid)
    wait_until(lambda: "没有" in form.error("number"))
    number.setText("qh202600063")
    QTest.keyClick(number, Qt.Key.Key_Return)
    wait_until(lambda: bool(parts(screen, PrintDialog)) and ctx.jobs.is_idle)
    (dialog,) = parts(screen, PrintDialog)
    assert dialog.choices.case_id == filed.case_id and dialog.stamp.isChecked()
    assert dialog.choice.is_stamped and not dialog.choice.stamp_obstacle
    dialog.reason.setPlainText("报市总工会备案")
    done: list[object] = []
    dialog._finish(done.append)
    wait_until(lambda: bool(done))
    assert [line.case_id for line in register_list(keeper.office)] == [filed.case_id]
    dialog.give_up()


def test_who_keeps_no_seal_is_told_who_does(ctx: Context, show: Show, open_as: OpenAs) -> None:
    filed = make_filed(ctx.office)
    become(ctx.office, Role.CLERK)
    clerk = Context(open_as("admin"), ctx.jobs)
    dialog = print_dialog(clerk, filed.case_id, "hardship_file")
    show(dialog, 1200, 720)
    wait_until(lambda: dialog.view.page_count() == 2 and ctx.jobs.is_idle)
    assert not dialog.stamp.isEnabled() and "用印人" in dialog.form.note("stamp")
    dialog.which.setCurrentIndex(dialog.which.findData("education_aid"))
    settle()
    dialog.give_up()


def test_who_reads_no_files_checks_papers_and_sees_no_register(
    ctx: Context, show: Show, open_as: OpenAs, tmp_path: Path
) -> None:
    filed = make_filed(ctx.office)
    issued = issue(ctx.office, form="certificate", case_id=filed.case_id, reason="申请助学")
    path = tmp_path / issued.file_name
    path.write_bytes(issued.pdf)
    become(ctx.office, Role.ADMIN)
    screen = PapersScreen(Context(open_as("admin"), ctx.jobs))
    show(screen, 1190, 640)
    wait_until(lambda: ctx.jobs.is_idle)
    assert not screen.table.rows()
    screen.take_file(path)
    wait_until(lambda: "真实有效" in screen._banner.text())
