"""From a finished PDF to the printer: CUPS gets the file itself; without a queue the pages are painted.

The printer that was chosen for a form is offered again, and where it prints askew it gets a shifted copy.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.errors import StorageError
from app.forms.spooling import fitted, pages_of, queues, send
from app.office.printers import Choice, Printers, read_printers, remember_choice
from app.paper import page_count
from app.paper.picking import picked
from app.progress import Progress
from ui.context import Context
from ui.painting import (
    ask_printer,
    chosen_pages,
    make_printer,
    paint_pages,
    print_in_background,
    prints_both_sides,
)
from ui.style import Role
from ui.widgets import Dialog, FormGrid, Label, TextInput


@dataclass(frozen=True)
class _Job:
    """`form` is what the printer is remembered for, `page_forms` what is on each page.

    `title` is ASCII and names nobody; `is_duplex` None leaves the sides as they were the last time.
    """

    pdf: bytes
    form: str
    page_forms: tuple[str, ...]
    copies: int
    title: str
    is_duplex: bool | None
    folder: Path
    on_done: Callable[[str], object]

    def fitted(self, printers: Printers, choice: Choice) -> bytes:
        """The pages as this printer must get them."""
        return fitted(
            self.pdf,
            printers,
            printer=choice.printer,
            forms=self.page_forms,
            is_duplex=choice.is_duplex,
        )

    def only(self, pages: tuple[int, ...]) -> "_Job":
        """The same job with these pages alone."""
        forms = tuple(self.page_forms[min(page, len(self.page_forms) - 1)] for page in pages)
        return replace(self, pdf=picked(self.pdf, pages), page_forms=forms)

    def last(self, printers: Printers) -> Choice:
        """The choice to begin with."""
        found = printers.choices.get(self.form, Choice(default_printer()))
        return found if self.is_duplex is None else replace(found, is_duplex=self.is_duplex)

    def remember(self, choice: Choice) -> None:
        """Offer the choice the next time. What is printed is printed: without it nothing is lost."""
        with contextlib.suppress(StorageError):
            remember_choice(self.folder, self.form, choice)

    def say_sent(self, copies: int) -> None:
        """Tell the screen that asked."""
        self.on_done(f"已送到打印机，共 {copies} 份。")


@dataclass(frozen=True)
class _Found:
    """What a job can be printed on."""

    queues: tuple[str, ...]
    pages: int
    printers: Printers


def print_pdf(
    ctx: Context,
    parent: QWidget,
    pdf: bytes,
    *,
    form: str,
    copies: int = 1,
    title: str = "",
    page_forms: tuple[str, ...] = (),
    is_duplex: bool | None = None,
    on_done: Callable[[str], object],
) -> None:
    """Print a finished file. `form` is the key of what it is: the printer is kept by it, and the offset.

    `page_forms` are the keys page by page, where they differ. `title`, where it is not the form, is ASCII and
    names nobody. `is_duplex` None leaves the sides as they were the last time. What was done is told to
    `on_done`.
    """
    job = _Job(
        pdf,
        form,
        page_forms or (form,),
        copies,
        title or form,
        is_duplex,
        ctx.office.folder,
        on_done,
    )

    def go_on(found: _Found) -> None:
        if found.queues:
            _choose_queue(ctx, parent, job, found)
        else:
            _by_painting(ctx, parent, job, found)

    ctx.read(parent, partial(_look_around, job), go_on)


def print_on(
    ctx: Context,
    parent: QWidget,
    pdf: bytes,
    choice: Choice,
    *,
    title: str,
    on_done: Callable[[], object],
) -> None:
    """Print one copy of a file as it is on a printer that was chosen before, without asking."""

    def go_on(found: tuple[str, ...]) -> None:
        if choice.printer in found:
            work = partial(send, pdf, queue=choice.printer, title=title, is_duplex=choice.is_duplex)
            ctx.run(parent, work, on_done=lambda _none: on_done())
            return
        printer = make_printer(1, title, name=choice.printer, is_duplex=choice.is_duplex)
        print_in_background(parent, ctx.jobs, partial(paint_pages, printer, pdf), on_done)

    ctx.read(parent, queues, go_on)


def printer_names(found: tuple[str, ...]) -> tuple[str, ...]:
    """The printers by the names under which they are kept: the queues found, else those of the system."""
    return found or tuple(QPrinterInfo.availablePrinterNames())


def default_printer() -> str:
    """The system's own choice; empty where it has none."""
    return QPrinterInfo.defaultPrinterName()


def _look_around(job: _Job) -> _Found:
    return _Found(queues(), page_count(job.pdf), read_printers(job.folder))


def _choose_queue(ctx: Context, parent: QWidget, job: _Job, found: _Found) -> None:
    dialog = Dialog(parent, "选择打印机", action="打印", guards_typing=False)
    last = job.last(found.printers)
    which = QComboBox()
    which.addItems(list(found.queues))
    which.setCurrentIndex(max(0, which.findText(last.printer)))
    form = FormGrid(columns=1)
    form.add("queue", "打印机", which)
    pages = TextInput("", "全部；例如 1-2")
    form.add("pages", "页码", pages)
    form.set_row_visible("pages", found.pages > 1)
    duplex = QCheckBox("双面打印（沿长边翻转）")
    duplex.setVisible(found.pages > 1)
    duplex.setChecked(last.is_duplex and found.pages > 1)
    each = f"共 {job.copies} 份，每份" if job.copies > 1 else "共"
    words = f"{each} {found.pages} 页，按实际大小打印。"
    where = "印出来的位置偏了，请在“设置 → 打印”里校准这台打印机。"
    dialog.add(form, duplex, Label(words), Label(where, Role.SMALL, wrap=True))

    def go() -> None:
        choice = Choice(which.currentText(), duplex.isChecked())
        work = partial(_send, job, found, choice, pages.text())
        ctx.run(dialog, work, on_done=finished, form=form)

    def finished(_none: object) -> None:
        dialog.accept()
        job.say_sent(job.copies)

    dialog.confirmed.connect(go)
    dialog.open()


def _send(job: _Job, found: _Found, choice: Choice, pages: str) -> None:
    wanted = job.only(pages_of(pages, found.pages))
    send(
        wanted.fitted(found.printers, choice),
        queue=choice.printer,
        copies=job.copies,
        title=job.title,
        is_duplex=choice.is_duplex,
    )
    job.remember(choice)


def _by_painting(ctx: Context, parent: QWidget, job: _Job, found: _Found) -> None:
    """Without a queue that takes PDF: the system's dialog, then the pages as pictures of 300 dpi."""
    last = job.last(found.printers)
    printer = make_printer(job.copies, job.title, name=last.printer, is_duplex=last.is_duplex)

    def go() -> None:
        choice = Choice(printer.printerName(), prints_both_sides(printer))
        pages = chosen_pages(printer, found.pages)
        work = partial(_paint, job, found.printers, choice, printer, pages)
        print_in_background(parent, ctx.jobs, work, partial(_say_painted, job, printer))

    ask_printer(parent, printer, go, pages=found.pages)


def _say_painted(job: _Job, printer: QPrinter) -> None:
    """The system's dialog may have changed the copies, or chosen a file in place of a printer."""
    if printer.outputFileName():
        job.on_done(f"已写入文件“{Path(printer.outputFileName()).name}”。")
    else:
        job.say_sent(printer.copyCount())


def _paint(
    job: _Job,
    printers: Printers,
    choice: Choice,
    printer: QPrinter,
    pages: tuple[int, ...],
    progress: Progress,
) -> None:
    paint_pages(printer, job.only(pages).fitted(printers, choice), progress)
    # A printer without name is a file.
    if choice.printer:
        job.remember(choice)
