"""The printing dialogs, on a real encrypted file: one case, many, a batch, a register, an empty form."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QWidget

from app.forms.issuing import blank_form, issue
from app.forms.sets import set_names
from app.office.papers import register_list
from app.office.session import Office
from app.office.verifying import verify
from app.paper import page_count, text_of
from app.progress import Progress
from tests.app.forms.conftest import make_batch, make_filed
from tests.app.forms.seals import add_seal
from tests.ui.driver import click, parts, press, settle, snapshot, wait_until
from tests.ui.screens.paper_dialogs import Show, print_dialog
from ui.context import Context
from ui.painting import make_printer, paint_pages
from ui.screens.papers import paper_out, presenter, ready_dialog
from ui.screens.papers.blank_dialog import open_blank
from ui.screens.papers.roster import open_roster
from ui.screens.papers.set_dialog import open_set
from ui.screens.papers.span_dialog import open_span
from ui.screens.papers.view import PapersScreen
from ui.widgets import Button, Dialog, FormGrid, TextArea, TextInput


def test_issuing_from_the_dialog_registers_one_paper_however_often_it_is_pressed(
    ctx: Context, show: Show, tmp_path: Path
) -> None:
    filed = make_filed(ctx.office)
    dialog = print_dialog(ctx, filed.case_id, "hardship_file")
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
    dialog = print_dialog(ctx, case_id, "exit_approval")
    show(dialog, 1200, 720)
    assert not dialog.main_button.isEnabled() and "还没有退出申请" in dialog._banner.text()
    assert dialog.view.page_count() == 0
    dialog.which.setCurrentIndex(dialog.which.findData("certificate"))
    settle()
    wait_until(lambda: ctx.jobs.is_idle)
    assert dialog.main_button.isEnabled() and dialog.view.page_count() == 1
    dialog.reject()


def test_without_a_queue_the_pages_are_painted(office: Office, app: object, tmp_path: Path) -> None:
    filed = make_filed(office)
    issued = issue(office, form="hardship_file", case_id=filed.case_id, reason="备案")
    printer = make_printer(1, issued.serial)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    paint_pages(printer, issued.pdf, Progress())
    printed = (tmp_path / "out.pdf").read_bytes()
    assert page_count(printed) == 2 and len(printed) > 20_000


def test_the_stamp_is_offered_only_where_a_seal_belongs(ctx: Context, show: Show) -> None:
    filed = make_filed(ctx.office)
    dialog = print_dialog(ctx, filed.case_id, "authorisation")
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


def test_the_dialog_asks_how_a_paper_is_sealed(ctx: Context, show: Show) -> None:
    filed = make_filed(ctx.office)
    dialog = print_dialog(ctx, filed.case_id, "hardship_file")
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
    dialog = print_dialog(ctx, filed.case_id, "hardship_file")
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
