"""Asking for a file, writing one, sending a page to the printer. Dialogs open without stopping the window."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import StorageError
from ui.jobs import Jobs
from ui.widgets import tell

_visited: list[str] = []
"""The folder of the last file that was chosen, while the program runs."""


def ask_file(
    parent: QWidget, title: str, kinds: str, on_path: Callable[[Path], object]
) -> QFileDialog:
    """Ask for one file that exists; `kinds` such as "PDF (*.pdf)". Nothing happens on Esc."""
    return ask_files(parent, title, kinds, lambda paths: on_path(paths[0]), many=False)


def ask_files(
    parent: QWidget,
    title: str,
    kinds: str,
    on_paths: Callable[[list[Path]], object],
    *,
    many: bool = True,
) -> QFileDialog:
    """Ask for files that exist, as `ask_file`."""
    mode = QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile
    dialog = _dialog(parent, title)
    dialog.setFileMode(mode)
    dialog.setNameFilters([kinds, "所有文件 (*)"])
    return _open(dialog, on_paths)


def ask_new_file(
    parent: QWidget, title: str, name: str, kinds: str, on_path: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write a file, `name` offered; its ending is added where none is typed."""
    dialog = _dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kinds)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    return _open(dialog, lambda paths: on_path(paths[0]))


def ask_folder(parent: QWidget, title: str, on_path: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder that exists, to write several files into."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, lambda paths: on_path(paths[0]))


def save_file(parent: QWidget, title: str, name: str, kinds: str, data: bytes) -> QFileDialog:
    """Ask where, and write `data` there whole or not at all."""

    def write(path: Path) -> None:
        from app.office.saving import save_bytes

        try:
            save_bytes(path, data)
        except StorageError as error:
            tell(parent.window(), "没有保存", str(error))

    return ask_new_file(parent, title, name, kinds, write)


def print_pdf(parent: QWidget, jobs: Jobs, pdf: bytes) -> None:
    """Ask for a printer and print every page in its true size, where no office is open yet."""
    from ui.painting import ask_printer, make_printer, paint_pages, print_in_background

    printer = make_printer(1, "nuandang")
    work = partial(paint_pages, printer, pdf)
    ask_printer(parent, printer, lambda: print_in_background(parent, jobs, work))


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    """Begins in the folder of the last file of this run, at first among the user's documents.

    A folder that is gone (a stick was pulled) or was never made would stand as a file's name: home then.
    """
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(_visited[-1] if _visited else QStandardPaths.writableLocation(documents))
    return QFileDialog(parent, title, str(folder if folder.is_dir() else Path.home()))


def _open(dialog: QFileDialog, on_paths: Callable[[list[Path]], object]) -> QFileDialog:
    def chosen(names: list[str]) -> None:
        paths = [Path(name) for name in names]
        folder = paths[0] if paths[0].is_dir() else paths[0].parent
        _visited[:] = [str(folder)]
        on_paths(paths)

    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.filesSelected.connect(chosen)
    dialog.open()
    return dialog
