"""打印: the page calibrates a printer, prints its ruler sheet, and what is printed next is moved."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.errors import UserError
from app.forms.issuing import blank_form, issue
from app.office.printers import (
    ALL_LYING,
    ALL_UPRIGHT,
    Choice,
    Offset,
    Place,
    Side,
    read_printers,
    remember_choice,
    save_offset,
)
from app.office.session import Office
from app.office.verifying import verify_in_office
from app.paper import page_count, render_page, text_of
from tests.app.forms.conftest import make_filed
from tests.ui.driver import click, parts, press, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.papers import paper_out
from ui.screens.settings import printing_page
from ui.screens.settings.printing_page import PrintingPage
from ui.widgets import Dialog

Show = Callable[..., QWidget]
QUEUES = ("hall", "office")


class Spooler:
    """What was sent to the queues of a test."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []

    def send(self, pdf: bytes, **order: Any) -> None:
        self.jobs.append({"pdf": pdf, **order})


@pytest.fixture
def spooler(monkeypatch: pytest.MonkeyPatch) -> Spooler:
    """Two queues that take everything."""
    found = Spooler()
    for module in (paper_out, printing_page):
        monkeypatch.setattr(module, "queues", lambda: QUEUES)
    monkeypatch.setattr(paper_out, "send", found.send)
    return found


def _opened(office: Office, jobs: Jobs, show: Show) -> PrintingPage:
    page = PrintingPage(Context(office, jobs))
    show(page, 1100, 760)
    wait_until(lambda: jobs.is_idle)
    settle()
    return page


def _words(pdf: bytes, number: int = 0) -> str:
    return "".join(text_of(pdf, number).split())


def test_a_printer_is_calibrated_by_the_ruler_sheet(
    office: Office, jobs: Jobs, show: Show, spooler: Spooler
) -> None:
    page = _opened(office, jobs, show)
    assert [page.printer.itemText(at) for at in range(page.printer.count())] == list(QUEUES)
    page.printer.setCurrentText("office")
    page.side.setFocus()
    press(page.side, Qt.Key.Key_Tab)
    QTest.keyClicks(page.right, "1.5")
    assert page.right.value() == 1.5
    click(page.ruler_button)
    wait_until(lambda: len(spooler.jobs) == 1)
    assert "没有移动" in _words(spooler.jobs[0]["pdf"])
    assert spooler.jobs[0]["queue"] == "office" and not spooler.jobs[0]["is_duplex"]
    click(page.check_button)
    wait_until(lambda: len(spooler.jobs) == 2)
    assert "校准后：向右移1.5毫米，向下移0毫米" in _words(spooler.jobs[1]["pdf"])
    assert not read_printers(office.folder).offsets
    press(page.down, Qt.Key.Key_Down)
    click(page.save_button)
    place = Place("office", ALL_UPRIGHT, Side.FRONT)
    wait_until(lambda: read_printers(office.folder).offsets == {place: Offset(1.5, -0.5)})
    wait_until(lambda: len(page.table.rows()) == 1)
    page.printer.setCurrentText("hall")
    assert (page.right.value(), page.down.value()) == (0.0, 0.0)
    page.table.opened.emit(page.table.rows()[0])
    assert (page.right.value(), page.down.value()) == (1.5, -0.5)
    click(page.remove_button)
    wait_until(lambda: not page.table.rows() and not read_printers(office.folder).offsets)


def test_the_sheet_lies_as_the_form_does_and_a_back_comes_with_its_front(
    office: Office, jobs: Jobs, show: Show, spooler: Spooler
) -> None:
    page = _opened(office, jobs, show)
    page.which.setCurrentIndex(page.which.findData(ALL_LYING))
    page.side.setCurrentIndex(page.side.findData(Side.BACK))
    click(page.ruler_button)
    wait_until(lambda: len(spooler.jobs) == 1)
    pdf = spooler.jobs[0]["pdf"]
    assert spooler.jobs[0]["is_duplex"] and page_count(pdf) == 2
    assert "正面" in _words(pdf) and "全部横向表格·反面" in _words(pdf, 1)
    assert render_page(pdf, 0, 20).width > render_page(pdf, 0, 20).height
    page.which.setCurrentIndex(page.which.findData("card"))
    click(page.ruler_button)
    wait_until(lambda: len(spooler.jobs) == 2)
    assert "困难职工证·反面" in _words(spooler.jobs[1]["pdf"], 1)


def test_an_offset_of_a_printer_that_is_gone_can_only_be_removed(
    office: Office, jobs: Jobs, show: Show, spooler: Spooler
) -> None:
    save_offset(office.folder, Place("gone", "no-such-form", Side.FRONT), Offset(1.0, 1.0))
    page = _opened(office, jobs, show)
    page.table.opened.emit(page.table.rows()[0])
    assert "现在不在这台电脑上" in page.banner.text() and page.printer.currentText() in QUEUES
    click(page.remove_button)
    wait_until(lambda: not page.table.rows())


def test_without_a_printer_there_is_nothing_to_calibrate(
    office: Office, jobs: Jobs, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing_page, "queues", lambda: ())
    monkeypatch.setattr(printing_page, "printer_names", lambda found: found)
    page = _opened(office, jobs, show)
    assert "还没有安装打印机" in page.banner.text()
    for button in (page.ruler_button, page.check_button, page.save_button, page.remove_button):
        assert not button.isEnabled()


def test_an_issued_paper_is_printed_moved_and_stays_what_it_was(
    office: Office, jobs: Jobs, show: Show, spooler: Spooler
) -> None:
    filed = make_filed(office)
    issued = issue(office, form="certificate", case_id=filed.case_id, reason="申请助学")
    save_offset(office.folder, Place("office", "certificate", Side.FRONT), Offset(2.0, 0.0))
    remember_choice(office.folder, "certificate", Choice("office"))
    page = _opened(office, jobs, show)
    told: list[str] = []
    paper_out.print_pdf(
        page.ctx, page, issued.pdf, form="certificate", title=issued.serial, on_done=told.append
    )
    wait_until(lambda: bool(parts(page, Dialog)))
    click(parts(page, Dialog)[0].main_button)
    wait_until(lambda: bool(told))
    (job,) = spooler.jobs
    assert job["queue"] == "office" and job["title"] == issued.serial
    assert job["pdf"] != issued.pdf and _words(job["pdf"]) == _words(issued.pdf)
    assert verify_in_office(office, issued.pdf).genuine
    assert not verify_in_office(office, job["pdf"]).genuine


def test_the_printer_and_the_sides_of_a_form_are_offered_again(
    office: Office, jobs: Jobs, show: Show, spooler: Spooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _opened(office, jobs, show)
    pdf = blank_form(office, form="hardship_file").pdf
    seen: list[tuple[str, bool]] = []
    for form in ("hardship_file", "hardship_file", "survey"):
        paper_out.print_pdf(page.ctx, page, pdf, form=form, on_done=lambda _words: None)
        wait_until(lambda: bool(parts(page, Dialog)))
        (dialog,) = parts(page, Dialog)
        (which,), (duplex,) = parts(dialog, QComboBox), parts(dialog, QCheckBox)
        seen.append((which.currentText(), duplex.isChecked()))
        which.setCurrentText("office")
        duplex.setChecked(True)
        click(dialog.main_button)
        wait_until(lambda: not parts(page, Dialog))
    assert seen == [("hall", False), ("office", True), ("hall", False)]
    # What was printed last is remembered only when it was printed.
    monkeypatch.setattr(paper_out, "send", _refuse)
    paper_out.print_pdf(page.ctx, page, pdf, form="visits", on_done=lambda _words: None)
    wait_until(lambda: bool(parts(page, Dialog)))
    (dialog,) = parts(page, Dialog)
    click(dialog.main_button)
    wait_until(lambda: "没有接收" in dialog.error())
    assert "visits" not in read_printers(office.folder).choices
    dialog.give_up()
    settle()


def test_painting_begins_with_the_printer_that_was_chosen_last(
    office: Office, jobs: Jobs, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[bytes] = []
    begun: list[dict[str, Any]] = []

    class Printer:
        def printerName(self) -> str:  # noqa: N802 - Qt's name
            return "Laser 1"

        def outputFileName(self) -> str:  # noqa: N802 - Qt's name
            return ""

        def copyCount(self) -> int:  # noqa: N802 - Qt's name
            return 5

    def make(_copies: int, _title: str, **how: Any) -> Printer:
        begun.append(how)
        return Printer()

    monkeypatch.setattr(paper_out, "queues", lambda: ())
    monkeypatch.setattr(paper_out, "make_printer", make)
    monkeypatch.setattr(paper_out, "prints_both_sides", lambda _printer: True)
    monkeypatch.setattr(paper_out, "chosen_pages", lambda _printer, count: tuple(range(count)))
    monkeypatch.setattr(
        paper_out, "paint_pages", lambda _printer, pdf, _progress: painted.append(pdf)
    )
    monkeypatch.setattr(paper_out, "ask_printer", lambda _parent, _printer, go, **_pages: go())
    monkeypatch.setattr(printing_page, "queues", lambda: ())
    page = _opened(office, jobs, show)
    save_offset(office.folder, Place("Laser 1", "hardship_file", Side.BACK), Offset(0.0, 3.0))
    pdf = blank_form(office, form="hardship_file").pdf
    told: list[str] = []
    for times in (1, 2):
        paper_out.print_pdf(page.ctx, page, pdf, form="hardship_file", on_done=told.append)
        wait_until(lambda times=times: len(told) == times and jobs.is_idle)  # type: ignore[misc]
    assert begun[1] == {"name": "Laser 1", "is_duplex": True}
    moved = [render_page(painted[0], at, 50) != render_page(pdf, at, 50) for at in (0, 1)]
    assert moved == [False, True]
    assert told == ["已送到打印机，共 5 份。"] * 2, "as many as the system's dialog says"


def test_a_refusal_of_a_painted_sheet_is_told(
    office: Office, jobs: Jobs, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_printer: object, _pdf: bytes, _progress: object) -> None:
        raise UserError("打印机没有接收文件。")

    for module in (paper_out, printing_page):
        monkeypatch.setattr(module, "queues", lambda: ())
    monkeypatch.setattr(printing_page, "printer_names", lambda _found: ("Laser 1",))
    monkeypatch.setattr(paper_out, "paint_pages", refuse)
    page = _opened(office, jobs, show)
    click(page.ruler_button)
    wait_until(lambda: "没有接收" in page.banner.text())


def _refuse(_pdf: bytes, **_order: Any) -> None:
    raise UserError("打印机没有接收文件。")
