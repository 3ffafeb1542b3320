"""Pages painted onto a printer of the system keep their size to a tenth of a millimetre, off the GUI thread."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy
import pytest
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import UserError
from app.paper import page_count, render_page
from app.paper.render import RenderedPage
from app.paper.ruler import EDGE, Ruled, ruler_sheet
from app.progress import Progress
from tests.app.paper.rulers import STAMP, line_from_edge
from tests.ui.driver import click, parts, settle, wait_until
from ui import painting
from ui.files import print_pdf
from ui.jobs import Jobs
from ui.painting import chosen_pages, make_printer, paint_pages, print_in_background
from ui.widgets import ProgressDialog

Show = Callable[..., QWidget]
_SIDES = (Ruled("正面"), Ruled("反面", (4.0, -3.0)))


def _printer(path: Path) -> QPrinter:
    printer = make_printer(1, "ruler", name="no such printer")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def _sheets(*, lies: bool = False) -> bytes:
    return ruler_sheet(STAMP, _SIDES, about="全部表格", lies=lies)


@pytest.mark.parametrize("lies", [False, True])
def test_a_moved_sheet_arrives_where_it_was_moved(
    app: QApplication, tmp_path: Path, lies: bool
) -> None:
    path = tmp_path / "out.pdf"
    paint_pages(_printer(path), _sheets(lies=lies), Progress())
    printed = path.read_bytes()
    for number, (right, down) in enumerate(side.shift for side in _SIDES):
        assert line_from_edge(printed, number, 1) == pytest.approx(EDGE + right, abs=0.15)
        assert line_from_edge(printed, number, 0) == pytest.approx(EDGE + down, abs=0.15)


@pytest.mark.parametrize("lies", [False, True])
def test_the_bands_of_a_page_join_without_a_trace(app: QApplication, lies: bool) -> None:
    pdf = _sheets(lies=lies)
    meant = render_page(pdf, 0, 300)
    sheet = QImage(meant.width, meant.height, QImage.Format.Format_RGB32)
    painter = QPainter(sheet)
    for top in range(0, meant.height, painting._BAND):
        painting._paint_band(painter, QRectF(sheet.rect()), pdf, 0, top, meant.height)
    painter.end()
    lost = numpy.frombuffer(sheet.constBits(), numpy.uint8).astype(int) - _bytes_of(meant)
    # Where pdfium cuts a curve its edge may be a shade different.
    assert abs(lost.reshape(-1, 4)[:, :3]).max() <= 40


def _bytes_of(page: RenderedPage) -> "numpy.ndarray[tuple[int], numpy.dtype[numpy.uint8]]":
    return numpy.frombuffer(page.bgrx, numpy.uint8)


def test_the_window_answers_while_every_band_is_painted(
    app: QApplication, jobs: Jobs, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each band waits for the window to handle an event: on the GUI thread it would wait in vain."""
    parent = show(QWidget(), 400, 300)
    answered: list[bool] = []
    alive = threading.Event()
    clock = QTimer(parent)
    clock.timeout.connect(alive.set)
    clock.start(1)

    def draw(*args: int, **kwargs: int) -> RenderedPage:
        alive.clear()
        answered.append(alive.wait(5))
        return render_page(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(painting, "render_page", draw)
    path = tmp_path / "out.pdf"
    done: list[bool] = []
    work = partial(paint_pages, _printer(path), _sheets())
    print_in_background(parent, jobs, work, lambda: done.append(True))
    wait_until(lambda: bool(done), 30)
    clock.stop()
    assert len(answered) == 14 and all(answered)
    assert page_count(path.read_bytes()) == 2


def test_printing_can_be_stopped_and_shows_how_far_it_is(
    app: QApplication, jobs: Jobs, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = show(QWidget(), 400, 300)
    go_on = threading.Event()
    drawn: list[int] = []

    def draw(pdf: bytes, number: int, dpi: int, *, above: int, below: int) -> RenderedPage:
        drawn.append(number)
        assert number == 0 or go_on.wait(10)
        return render_page(pdf, number, dpi, above=above, below=below)

    monkeypatch.setattr(painting, "render_page", draw)
    printer = _printer(tmp_path / "out.pdf")
    done: list[bool] = []
    work = partial(paint_pages, printer, _sheets())
    print_in_background(parent, jobs, work, lambda: done.append(True))
    wait_until(lambda: 1 in drawn and bool(parts(parent, ProgressDialog)))
    (dialog,) = parts(parent, ProgressDialog)
    wait_until(lambda: "已完成 1，共 2" in dialog._left.text())
    click(dialog.give_up_button)
    go_on.set()
    wait_until(lambda: jobs.is_idle)
    settle()
    assert drawn.count(1) == 1 and not done
    assert not (tmp_path / "out.pdf").exists(), "no half of a file is left"
    assert not parent.findChildren(ProgressDialog) or not dialog.isVisible()


def test_pages_that_cannot_be_called_back_are_told_of(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress()

    def draw(pdf: bytes, number: int, dpi: int, *, above: int, below: int) -> RenderedPage:
        if number == 1:
            progress.cancel()
        return render_page(pdf, number, dpi, above=above, below=below)

    printer = _printer(tmp_path / "spool.pdf")
    monkeypatch.setattr(painting, "render_page", draw)
    monkeypatch.setattr(painting, "_is_file", lambda _printer: False)
    with pytest.raises(UserError, match="已停止.*前 2 页会照样印出来"):
        paint_pages(printer, _sheets(), progress)


def test_a_printer_that_takes_nothing_is_told_of(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refused(QPainter):
        def begin(self, _device: object) -> bool:
            return False

    monkeypatch.setattr(painting, "QPainter", Refused)
    with pytest.raises(UserError, match="打印机没有接收文件"):
        paint_pages(_printer(tmp_path / "out.pdf"), _sheets(), Progress())


def test_a_sheet_is_printed_before_an_office_is_open(
    app: QApplication, jobs: Jobs, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = show(QWidget(), 400, 300)
    path = tmp_path / "out.pdf"
    monkeypatch.setattr(painting, "make_printer", lambda *_order: _printer(path))
    monkeypatch.setattr(painting, "ask_printer", lambda _parent, _printer, go: go())
    print_pdf(parent, jobs, _sheets())
    wait_until(lambda: jobs.is_idle)
    assert page_count(path.read_bytes()) == 2


def test_the_pages_of_the_dialog_are_printed_and_no_others(app: QApplication) -> None:
    printer = make_printer(1, "nuandang")
    assert chosen_pages(printer, 4) == (0, 1, 2, 3)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert chosen_pages(printer, 4) == (1, 2)
    assert chosen_pages(printer, 2) == (1,)
