"""Asking for a file, writing one, sending a page to the printer. Dialogs open without stopping the window."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import StorageError
from ui.widgets import tell

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

_PRINT_DPI = 300


def ask_file(
    parent: QWidget, title: str, kinds: str, on_path: Callable[[Path], object]
) -> QFileDialog:
    """Ask for one file that exists; `kinds` such as "PDF (*.pdf)". Nothing happens on Esc."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([kinds, "所有文件 (*)"])
    return _open(dialog, on_path)


def ask_new_file(
    parent: QWidget, title: str, name: str, kinds: str, on_path: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write a file, `name` offered."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kinds)
    dialog.selectFile(name)
    return _open(dialog, on_path)


def save_file(parent: QWidget, title: str, name: str, kinds: str, data: bytes) -> QFileDialog:
    """Ask where, and write `data` there whole or not at all."""

    def write(path: Path) -> None:
        from app.office.saving import save_bytes

        try:
            save_bytes(path, data)
        except StorageError as error:
            tell(parent.window(), "没有保存", str(error))

    return ask_new_file(parent, title, name, kinds, write)


def print_pdf(parent: QWidget, pdf: bytes) -> "QPrintDialog":
    """Ask for a printer and print every page in its true size."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: _paint(printer, pdf))
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return dialog


def _paint(printer: "QPrinter", pdf: bytes) -> None:
    from app.paper import page_count, render_page

    painter = QPainter(printer)
    for number in range(page_count(pdf)):
        if number:
            printer.newPage()
        page = render_page(pdf, number, _PRINT_DPI)
        image = QImage(page.bgrx, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
        painter.drawImage(painter.viewport(), image)
    painter.end()


def _open(dialog: QFileDialog, on_path: Callable[[Path], object]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.fileSelected.connect(lambda name: on_path(Path(name)))
    dialog.open()
    return dialog
