"""Pages painted onto a printer of the system, where no queue takes the PDF itself."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.paper import page_count, render_page
from ui.commands import show_error
from ui.widgets import tell

_DPI = 300
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


def ask_printer(parent: QWidget, printer: QPrinter, on_chosen: Callable[[], object]) -> None:
    """The system's dialog for a printer; a refusal of what follows is told. Nothing happens on Esc."""
    if not QPrinterInfo.availablePrinterNames():
        tell(
            parent,
            "没有找到打印机",
            "这台电脑还没有安装打印机。请先“保存为 PDF”，再到装有打印机的电脑上打印。",
        )
        return
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def chosen() -> None:
        try:
            on_chosen()
        except UserError as error:
            show_error(parent, error)

    dialog.accepted.connect(chosen)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


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
