"""Pages painted onto a printer of the system, where no queue takes the PDF itself."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from app.errors import Cancelled, UserError
from app.paper import page_count, pixels_of, render_page
from app.progress import Progress
from ui.commands import run
from ui.jobs import Jobs
from ui.widgets import tell

_DPI = 300
_BAND = 512
"""Rows of pixels: drawn in a few hundredths of a second, so that the window answers while it prints."""
_BREATH = 0.001
_BOTH_SIDES = (QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide)


def make_printer(copies: int, title: str, *, name: str = "", is_duplex: bool = False) -> QPrinter:
    """A printer for A4 without margins of its own: our pages bring theirs.

    `name` is the printer to begin with; one that is gone leaves the system's own.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(name)
    printer.setResolution(_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setCopyCount(copies)
    printer.setDocName(title)
    if is_duplex:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    return printer


def prints_both_sides(printer: QPrinter) -> bool:
    """Whether each second page comes onto a back."""
    return printer.duplex() in _BOTH_SIDES


def chosen_pages(printer: QPrinter, count: int) -> tuple[int, ...]:
    """The pages, numbered from 0, that were chosen in the system's dialog."""
    if printer.printRange() is not QPrinter.PrintRange.PageRange or not printer.fromPage():
        return tuple(range(count))
    return tuple(range(printer.fromPage() - 1, min(count, max(printer.toPage(), 1))))


def ask_printer(
    parent: QWidget, printer: QPrinter, on_chosen: Callable[[], object], *, pages: int = 1
) -> None:
    """The system's dialog for a printer and a range of so many pages. Nothing happens on Esc."""
    if not QPrinterInfo.availablePrinterNames():
        tell(
            parent,
            "没有找到打印机",
            "这台电脑还没有安装打印机。请先“保存为 PDF”，再到装有打印机的电脑上打印。",
        )
        return
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(on_chosen)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def print_in_background(
    parent: QWidget,
    jobs: Jobs,
    work: Callable[[Progress], object],
    on_done: Callable[[], object] | None = None,
) -> None:
    """Run what prints off the GUI thread, with its progress over the window of `parent` and a stop."""
    progress = Progress()
    run(
        parent,
        jobs,
        partial(work, progress),
        on_done=lambda _result: on_done() if on_done else None,
        progress=progress,
        title="正在打印",
    )


def paint_pages(printer: QPrinter, pdf: bytes, progress: Progress) -> None:
    """Paint every page, a band of one page in memory at a time. Belongs off the GUI thread.

    Raises UserError when the printer refuses, Cancelled; then the printer is told to throw away what it got, and
    half a file is removed. A printer that cannot (CUPS) prints it: a UserError says so in place of Cancelled.
    """
    painter = QPainter()
    try:
        _paint_all(painter, printer, pdf, progress)
    except BaseException as error:
        is_called_back = printer.abort()
        is_sent = painter.isActive() and painter.end() and not is_called_back
        if _is_file(printer):
            Path(printer.outputFileName()).unlink(missing_ok=True)
        elif is_sent and isinstance(error, Cancelled):
            raise UserError(
                f"已停止；这台打印机不能撤回已经送出的内容，前 {progress.done + 1} 页会照样印出来。"
            ) from error
        raise
    painter.end()


def _is_file(printer: QPrinter) -> bool:
    return bool(printer.outputFileName())


def _paint_all(painter: QPainter, printer: QPrinter, pdf: bytes, progress: Progress) -> None:
    pages = page_count(pdf)
    progress.start("正在逐页送到打印机", pages)
    for number in range(pages):
        width, height = pixels_of(pdf, number, _DPI)
        is_upright = height >= width
        printer.setPageOrientation(
            QPageLayout.Orientation.Portrait if is_upright else QPageLayout.Orientation.Landscape
        )
        started = painter.begin(printer) if number == 0 else printer.newPage()
        if not started:
            raise UserError("打印机没有接收文件，请检查打印机后再试；也可以先保存为 PDF。")
        room = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        for top in range(0, height, _BAND):
            progress.check()
            _paint_band(painter, room, pdf, number, top, height)
        progress.step()


def _paint_band(
    painter: QPainter, room: QRectF, pdf: bytes, number: int, top: int, height: int
) -> None:
    """Some rows of a page into their place of the sheet.

    One row more than its share, which the next band covers: where the result is a PDF, viewers would show a
    hairline between two pictures that only touch.
    """
    end = min(top + _BAND + 1, height)
    drawn = render_page(pdf, number, _DPI, above=top, below=height - end)
    picture = QImage(
        drawn.bgrx, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32
    )
    first, last = (round(room.height() * row / height) for row in (top, end))
    painter.drawImage(QRectF(0, first, room.width(), last - first), picture)
    # Qt keeps the interpreter for itself while it draws: the window's turn, before the next band.
    time.sleep(_BREATH)
