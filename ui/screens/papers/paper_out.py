"""From a finished PDF to the printer: CUPS gets the file itself; without a queue the pages are painted."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.errors import UserError
from app.forms.spooling import queues, send
from app.paper import page_count, render_page
from ui.context import Context
from ui.widgets import Dialog, FormGrid, Label, tell

_DPI = 300


def print_pdf(
    ctx: Context,
    parent: QWidget,
    pdf: bytes,
    *,
    copies: int,
    title: str,
    on_done: Callable[[str], object],
) -> None:
    """Print a finished file; `title` is ASCII and names nobody. What was done is told to `on_done`."""

    def go_on(found: tuple[tuple[str, ...], int]) -> None:
        names, pages = found
        if names:
            _choose_queue(ctx, parent, pdf, names, pages, copies, title, on_done)
        else:
            _by_painting(parent, pdf, copies, title, on_done)

    ctx.read(parent, lambda: (queues(), page_count(pdf)), go_on)


def _choose_queue(
    ctx: Context,
    parent: QWidget,
    pdf: bytes,
    found: tuple[str, ...],
    pages: int,
    copies: int,
    title: str,
    on_done: Callable[[str], object],
) -> None:
    dialog = Dialog(parent, "选择打印机", action="打印")
    which = QComboBox()
    which.addItems(list(found))
    default = QPrinterInfo.defaultPrinterName()
    which.setCurrentIndex(max(0, which.findText(default)))
    form = FormGrid(columns=1)
    form.add("queue", "打印机", which)
    duplex = QCheckBox("双面打印（沿长边翻转）")
    duplex.setVisible(pages > 1)
    dialog.add(form, duplex, Label(f"共 {copies} 份，每份 {pages} 页，按实际大小打印。"))

    def go() -> None:
        work = partial(
            send,
            pdf,
            queue=which.currentText(),
            copies=copies,
            title=title,
            is_duplex=duplex.isChecked(),
        )
        ctx.run(dialog, work, on_done=finished)

    def finished(_none: object) -> None:
        dialog.accept()
        on_done(f"已送到打印机，共 {copies} 份。")

    dialog.confirmed.connect(go)
    dialog.open()


def _by_painting(
    parent: QWidget, pdf: bytes, copies: int, title: str, on_done: Callable[[str], object]
) -> None:
    """Without a queue that takes PDF: the system's dialog, then the pages as pictures of 300 dpi."""
    if not QPrinterInfo.availablePrinters():
        tell(
            parent,
            "没有找到打印机",
            "这台电脑还没有安装打印机。请先“保存为 PDF”，再到装有打印机的电脑上打印。",
        )
        return
    printer = make_printer(copies, title)
    dialog = QPrintDialog(printer, parent)

    def go() -> None:
        paint_pages(printer, pdf)
        on_done(f"已送到打印机，共 {copies} 份。")

    dialog.accepted.connect(go)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def make_printer(copies: int, title: str) -> QPrinter:
    """A printer for A4 without margins of its own: our pages bring theirs."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setCopyCount(copies)
    printer.setDocName(title)
    return printer


def paint_pages(printer: QPrinter, pdf: bytes) -> None:
    """Paint every page, one bitmap in memory at a time. UserError when the printer refuses."""
    painter = QPainter()
    for number in range(page_count(pdf)):
        drawn = render_page(pdf, number, _DPI)
        picture = QImage(
            drawn.bgrx, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32
        )
        is_upright = drawn.height >= drawn.width
        printer.setPageOrientation(
            QPageLayout.Orientation.Portrait if is_upright else QPageLayout.Orientation.Landscape
        )
        started = painter.begin(printer) if number == 0 else printer.newPage()
        if not started:
            painter.end()
            raise UserError("打印机没有接收文件，请检查打印机后再试；也可以先保存为 PDF。")
        painter.drawImage(QRectF(printer.paperRect(QPrinter.Unit.DevicePixel)), picture)
    painter.end()
