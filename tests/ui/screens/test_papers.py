"""文书与用印 and the printing dialog, on a real encrypted file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QWidget

from app.forms.issuing import blank_form, issue
from app.forms.sets import set_names
from app.office.papers import register_list
from app.office.session import Office
from app.office.verifying import verify
from app.paper import page_count, text_of
from app.progress import Progress
from db.codes import Role
from db.models import Operation
from tests.app.cases.roles import become
from tests.app.forms.conftest import make_batch, make_filed
from tests.app.forms.seals import add_seal
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, press, settle, snapshot, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.painting import make_printer, paint_pages
from ui.screens.papers import paper_out, presenter, ready_dialog, view
from ui.screens.papers.blank_dialog import open_blank
from ui.screens.papers.printing import PrintDialog
from ui.screens.papers.roster import open_roster
from ui.screens.papers.set_dialog import open_set
from ui.screens.papers.span_dialog import open_span
from ui.screens.papers.view import PapersScreen
from ui.widgets import Button, Dialog, FormGrid, ReasonDialog, TextArea, TextInput

Show = Callable[..., QWidget]


@pytest.fixture
def ctx(office: Office, jobs: Jobs) -> Context:
    """The window's context on this test's office."""
    return Context(office, jobs)


def _dialog(ctx: Context, case_id: int, key: str) -> PrintDialog:
    from app.forms.choosing import print_choices

    return PrintDialog(ctx, print_choices(ctx.office, case_id=case_id), key, None)


def test_issuing_from_the_dialog_registers_one_paper_however_often_it_is_pressed(
    ctx: Context, show: Show, tmp_path: Path
) -> None:
    filed = make_filed(ctx.office)
    dialog = _dialog(ctx, filed.case_id, "hardship_file")
    show(dialog, 1200, 720)
    wait_until(lambda: dialog.view.page_count() == 2 and ctx.jobs.is_idle)
    dialog.stamp.setChecked(True)
    done: list[object] = []
    dialog._finish(done.append)
    wait_until(lambda: ctx.jobs.is_idle)
    assert not done and "用印要写明用途" in dialog.form.error("reason")
    dialog.reason.setPlainText("报市总工会备案")
    for _ in range(2):
        dialog._finish(done.append)
    wait_until(lambda: ctx.jobs.is_idle)
    dialog._finish(done.append)
    assert len(done) == 2 and done[0] is done[1]
    (line,) = register_list(ctx.office)
    assert line.serial == "QH-2026-000001" and line.copies == 3
    assert "QH-2026-000001" in dialog._banner.text()
    target = tmp_path / "paper.pdf"
    dialog.save_to(target, done[0])  # type: ignore[arg-type]
    wait_until(lambda: "PDF 已保存" in dialog._banner.text())
    assert "QH-2026-000001" in dialog._banner.text(), "the number is still to be read"
    assert verify(target.read_bytes(), folder=ctx.office.folder).genuine
    dialog.reject()


def test_the_dialog_offers_only_what_the_case_has(ctx: Context, show: Show) -> None:
    from tests.app.cases.households import Filing, file

    (case_id,) = file(ctx.office, [Filing("覃永福", "QH202600001")])
    dialog = _dialog(ctx, case_id, "exit_approval")
    show(dialog, 1200, 720)
    assert not dialog.main_button.isEnabled() and "还没有退出申请" in dialog._banner.text()
    assert dialog.view.page_count() == 0
    dialog.which.setCurrentIndex(dialog.which.findData("certificate"))
    settle()
    wait_until(lambda: ctx.jobs.is_idle)
    assert dialog.main_button.isEnabled() and dialog.view.page_count() == 1
    dialog.reject()


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


def test_without_a_queue_the_pages_are_painted(office: Office, app: object, tmp_path: Path) -> None:
    filed = make_filed(office)
    issued = issue(office, form="hardship_file", case_id=filed.case_id, reason="备案")
    printer = make_printer(1, issued.serial)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    paint_pages(printer, issued.pdf, Progress())
    printed = (tmp_path / "out.pdf").read_bytes()
    assert page_count(printed) == 2 and len(printed) > 20_000


def test_the_register_speaks_of_each_paper(office: Office) -> None:
    filed = make_filed(office)
    issue(office, form="certificate", case_id=filed.case_id, reason="申请助学", approver="周国栋")
    shown = presenter.load(office, "")
    facts = dict(presenter.details(shown.lines[0]))
    assert facts["用途"] == "申请助学" and facts["批准人"] == "周国栋"
    assert "作废原因" not in facts
    assert presenter.seal_words(shown.seals[0]) == "青禾县总工会（示范样章，直径 42 毫米）"
    assert presenter.note(shown) == "共 1 份，其中作废 0 份"


def test_the_stamp_is_offered_only_where_a_seal_belongs(ctx: Context, show: Show) -> None:
    filed = make_filed(ctx.office)
    dialog = _dialog(ctx, filed.case_id, "authorisation")
    show(dialog, 1200, 720)
    wait_until(lambda: dialog.view.page_count() == 1 and ctx.jobs.is_idle)
    assert not dialog.stamp.isVisible() and dialog.copies.value() == 3
    assert dialog.which.findData("roster") == -1
    dialog.which.setCurrentIndex(dialog.which.findData("entry_notice"))
    wait_until(lambda: ctx.jobs.is_idle)
    assert dialog.stamp.isVisible() and dialog.stamp.isEnabled()
    dialog.reject()


def test_the_roster_of_a_batch_is_shown_and_saved(
    ctx: Context, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = make_batch(ctx.office, make_filed(ctx.office))
    page = show(QWidget(), 1100, 800)
    dialog = open_roster(ctx, batch_id, "PC-2026-001", page)
    wait_until(lambda: dialog.view.page_count() == 1 and ctx.jobs.is_idle)
    target = tmp_path / "roster.pdf"
    monkeypatch.setattr(
        "ui.screens.papers.ready_dialog.ask_new_file",
        lambda *args: args[-1](target),
    )
    assert dialog.save_button.isEnabled()
    dialog.save()
    wait_until(lambda: target.exists() and ctx.jobs.is_idle)
    assert page_count(target.read_bytes()) == 1
    dialog.reject()


def test_a_register_follows_the_days_that_are_typed(
    ctx: Context, show: Show, tmp_path: Path
) -> None:
    filed = make_filed(ctx.office)
    issue(ctx.office, form="hardship_file", case_id=filed.case_id, reason="报市总备案")
    dialog = open_span(ctx, show(QWidget(), 1100, 800))
    wait_until(lambda: dialog.view.page_count() == 1 and ctx.jobs.is_idle)
    assert dialog.main_button.isEnabled()
    dialog.first.setText("2026-02-30")
    wait_until(lambda: bool(dialog.form.error("first")))
    assert not dialog.main_button.isEnabled() and dialog.view.page_count() == 0
    dialog.first.setText("2026-01-01")
    dialog.last.setText("2026-01-02")
    wait_until(lambda: "请换一段时间" in dialog.banner.text())
    dialog.which.setCurrentIndex(dialog.which.findText("困难职工档案目录"))
    dialog.last.setText("2026-12-31")
    wait_until(lambda: dialog.view.page_count() == 1 and ctx.jobs.is_idle)
    dialog.save_as(tmp_path / "index.pdf")
    wait_until(lambda: "PDF 已保存" in dialog.banner.text())
    assert page_count((tmp_path / "index.pdf").read_bytes()) == 1


def test_many_households_are_printed_at_once_and_saved_apart(
    ctx: Context, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = tuple(make_filed(ctx.office, number=f"QH20260000{at}").case_id for at in (1, 2))
    dialog = open_set(ctx, ids, show(QWidget(), 1100, 800))
    wait_until(lambda: dialog.view.page_count() == 6 and ctx.jobs.is_idle)
    dialog.which.setCurrentIndex(dialog.which.findText("困难职工帮扶满意度问卷"))
    dialog.apart.click()
    wait_until(lambda: dialog.view.page_count() == 2 and ctx.jobs.is_idle)
    dialog.save_into(set_names(ctx.office, dialog.order()), tmp_path)
    wait_until(lambda: "已保存 2 个 PDF" in dialog.banner.text())
    assert len(list(tmp_path.glob("本阶段文书-QH2026*.pdf"))) == 2
    printed: list[dict[str, Any]] = []
    monkeypatch.setattr(
        ready_dialog,
        "print_made",
        lambda _ctx, _parent, make, **how: printed.append({"made": make(Progress()), **how}),
    )
    dialog.duplex.click()
    wait_until(lambda: dialog.view.page_count() == 4 and ctx.jobs.is_idle)
    dialog.print()
    wait_until(lambda: bool(printed))
    made = printed[0]["made"]
    assert page_count(made.pdf) == printed[0]["pages"] == 4, "both households"
    assert printed[0]["is_duplex"] and made.page_forms == ("questionnaire",) * 4
    dialog.which.setCurrentIndex(dialog.which.findText("困难职工家庭成员增减表"))
    wait_until(lambda: "没有打印" in dialog.banner.text())
    assert not dialog.main_button.isEnabled()


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


def test_the_dialog_asks_how_a_paper_is_sealed(ctx: Context, show: Show) -> None:
    filed = make_filed(ctx.office)
    dialog = _dialog(ctx, filed.case_id, "hardship_file")
    show(dialog, 1200, 720)
    wait_until(lambda: dialog.view.page_count() == 2 and ctx.jobs.is_idle)
    fields = dialog.sealing
    assert not fields.by_hand.isVisible() and not fields.seam.isVisible()
    dialog.stamp.setChecked(True)
    assert fields.by_hand.isVisible() and fields.seam.isVisible()
    assert not any(tick.isVisible() for tick in fields.joint.values()), "no other seal is there"
    fields.seam.setCurrentIndex(1)
    assert fields.inset.isVisible()
    fields.by_hand.setChecked(True)
    assert not fields.inset.isVisible(), "nothing is drawn"
    dialog.reason.setPlainText("报市总工会备案")
    done: list[object] = []
    dialog._finish(done.append)
    wait_until(lambda: bool(done))
    (line,) = register_list(ctx.office)
    assert presenter.sealing_words(line) == "手工加盖、骑缝章"
    assert ("盖章方式", "手工加盖、骑缝章") in presenter.details(line)
    dialog.reject()


def test_several_unions_seal_one_paper_and_the_seam_keeps_off_the_edge(
    ctx: Context, show: Show
) -> None:
    filed = make_filed(ctx.office)
    basic = add_seal(ctx.office, "青禾县纺织厂工会委员会", "基层")
    upper = add_seal(ctx.office, "青禾县城关镇总工会", "系统或镇街")
    dialog = _dialog(ctx, filed.case_id, "hardship_file")
    show(dialog, 1200, 860)
    wait_until(lambda: dialog.view.page_count() == 2 and ctx.jobs.is_idle)
    dialog.stamp.setChecked(True)
    fields = dialog.sealing
    assert {key for key, tick in fields.joint.items() if tick.isVisible()} == {basic, upper}
    for key in (upper, basic):
        fields.joint[key].setFocus()
        press(fields.joint[key], Qt.Key.Key_Space)
    fields.seal.setCurrentIndex(fields.seal.findData(basic))
    assert not fields.joint[basic].isVisible() and not fields.joint[basic].isChecked()
    assert fields.joint[filed.seal_id].isVisible()
    fields.seal.setCurrentIndex(fields.seal.findData(filed.seal_id))
    press(fields.joint[basic], Qt.Key.Key_Space)
    fields.seam.setCurrentIndex(1)
    fields.inset.setFocus()
    press(fields.inset, Qt.Key.Key_Up)
    dialog.reason.setPlainText("报市总工会备案")
    snapshot(dialog, "joint-seals")
    done: list[object] = []
    dialog._finish(done.append)
    wait_until(lambda: bool(done))
    (line,) = register_list(ctx.office)
    assert set(line.seal.split("、")) == {
        "青禾县总工会",
        "青禾县城关镇总工会",
        "青禾县纺织厂工会委员会",
    }
    assert presenter.sealing_words(line) == "骑缝章（离纸边 5.5 毫米）"
    dialog.reject()


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


def test_a_queue_is_chosen_and_both_sides_only_where_there_are_two(
    ctx: Context, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[dict[str, object]] = []
    sheets: list[int] = []

    def send(pdf: bytes, **order: object) -> None:
        jobs.append(order)
        sheets.append(page_count(pdf))

    monkeypatch.setattr(paper_out, "queues", lambda: ("office",))
    monkeypatch.setattr(paper_out, "send", send)
    screen = PapersScreen(ctx)
    show(screen, 1190, 640)
    told: list[str] = []
    for form, is_offered in (("certificate", False), ("hardship_file", True)):
        pdf = blank_form(ctx.office, form=form).pdf
        paper_out.print_pdf(ctx, screen, pdf, form=form, copies=2, on_done=told.append)
        wait_until(lambda: bool(parts(screen, Dialog)))
        (dialog,) = parts(screen, Dialog)
        (duplex,) = parts(dialog, QCheckBox)
        assert duplex.isVisible() is is_offered
        duplex.setChecked(is_offered)
        click(dialog.main_button)
        wait_until(lambda: not parts(screen, Dialog))
    assert [job["is_duplex"] for job in jobs] == [False, True]
    assert sheets == [1, 2]
    assert {job["queue"] for job in jobs} == {"office"} and len(told) == 2


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


def test_a_preview_of_many_says_so_and_many_remarks_are_listed_apart(
    ctx: Context, show: Show, tmp_path: Path
) -> None:
    ids = tuple(make_filed(ctx.office, number=f"QH20260010{at}").case_id for at in range(4))
    dialog = open_set(ctx, ids, show(QWidget(), 1100, 800))
    wait_until(lambda: dialog.view.page_count() == 9 and ctx.jobs.is_idle)
    assert "全部 4 户" in dialog.banner.text()
    dialog.which.setCurrentIndex(dialog.which.findText("困难职工帮扶满意度问卷"))
    wait_until(lambda: dialog.view.page_count() == 3 and ctx.jobs.is_idle)
    file = ("set.pdf", blank_form(ctx.office, form="questionnaire").pdf)
    remarks = tuple(f"QH20260010{at} 的帮扶计划没有打印。" for at in range(4))
    dialog._save_one(tmp_path / "set.pdf", paper_out.Made((file,), remarks))
    wait_until(lambda: "有 4 处要看一看" in dialog.banner.text())
    (button,) = (one for one in parts(dialog.banner, Button) if one.text() == "逐条看")
    click(button)
    (shown,) = parts(dialog, TextArea)
    assert shown.text().splitlines() == list(remarks)
    dialog.give_up()


def test_some_pages_alone_go_to_the_printer(
    ctx: Context, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(paper_out, "queues", lambda: ("office",))
    monkeypatch.setattr(paper_out, "send", lambda pdf, **_order: sent.append(pdf))
    screen = PapersScreen(ctx)
    show(screen, 1190, 640)
    pdf = blank_form(ctx.office, form="hardship_file").pdf
    paper_out.print_pdf(ctx, screen, pdf, form="hardship_file", on_done=lambda _words: None)
    wait_until(lambda: bool(parts(screen, Dialog)))
    (dialog,) = parts(screen, Dialog)
    (form,) = parts(dialog, FormGrid)
    (pages,) = (one for one in parts(dialog, TextInput) if one.isVisible())
    pages.setText("3")
    click(dialog.main_button)
    wait_until(lambda: "1 到 2 之间" in form.error("pages"))
    pages.setText("2")
    click(dialog.main_button)
    wait_until(lambda: bool(sent) and not parts(screen, Dialog))
    assert page_count(sent[0]) == 1


def test_who_keeps_no_seal_is_told_who_does(ctx: Context, show: Show, open_as: OpenAs) -> None:
    filed = make_filed(ctx.office)
    become(ctx.office, Role.CLERK)
    clerk = Context(open_as("admin"), ctx.jobs)
    dialog = _dialog(clerk, filed.case_id, "hardship_file")
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


def test_an_empty_form_is_shown_printed_and_saved(
    ctx: Context, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[dict[str, Any]] = []
    monkeypatch.setattr(
        ready_dialog,
        "print_made",
        lambda _ctx, _parent, make, **how: printed.append({"made": make(Progress()), **how}),
    )
    dialog = open_blank(ctx, show(QWidget(), 1100, 800))
    wait_until(lambda: dialog.view.page_count() == 2 and ctx.jobs.is_idle)
    dialog.which.setCurrentIndex(dialog.which.findText("困难职工帮扶满意度问卷"))
    dialog.copies.setValue(20)
    wait_until(lambda: dialog.view.page_count() == 1 and ctx.jobs.is_idle)
    dialog.print()
    wait_until(lambda: bool(printed))
    assert "满意度问卷" in text_of(printed[0]["made"].pdf, 0).replace("\n", "")
    assert printed[0]["copies"] == 20 and printed[0]["form"] == "questionnaire"
    dialog.give_up()
