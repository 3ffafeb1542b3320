"""From a finished PDF to the printer: CUPS gets the file itself; without a queue the pages are painted.

The printer that was chosen for a form is offered again, and where it prints askew it gets a shifted copy.
What is journalled when it is printed is made only when the printer has been chosen.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QWidget

from app.changes import Changes
from app.errors import StorageError
from app.forms.issuing import PrintedForm
from app.forms.spooling import fitted, pages_of, queues, send
from app.office.printers import Choice, Printers, read_printers, remember_choice
from app.office.saving import Files
from app.paper import page_count
from app.paper.picking import picked
from app.progress import Progress
from ui.context import Context
from ui.fields.pick_box import PickBox
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
class Made:
    """What was made for good, and the sentences on what has to be looked at.

    `page_forms`: the key of the form on each page, where they differ.
    """

    files: Files
    notes: tuple[str, ...] = ()
    changes: tuple[Changes, ...] = ()
    page_forms: tuple[str, ...] = ()

    @property
    def pdf(self) -> bytes:
        """The first file: what is printed."""
        return self.files[0][1]

    @classmethod
    def of(cls, printed: PrintedForm) -> "Made":
        """One form that was made for good."""
        changes = () if printed.changes is None else (printed.changes,)
        return cls(((printed.file_name, printed.pdf),), printed.notes, changes)


Make = Callable[[Progress], Made]


class _Once:
    """Makes it at the first call: whoever tries again after a printer refused it prints the same paper."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self.made: Made | None = None

    def __call__(self, progress: Progress) -> Made:
        if self.made is None:
            self.made = self._make(progress)
        return self.made


@dataclass(frozen=True)
class _Job:
    """`form` is what the printer is remembered for; `count` counts the pages before they are made for good.

    `title` is ASCII and names nobody; `is_duplex` None leaves the sides as they were the last time.
    """

    make: _Once
    count: Callable[[], int]
    form: str
    copies: int
    title: str
    is_duplex: bool | None
    folder: Path
    on_done: Callable[[str, Made], object]

    def fitted(
        self, made: Made, pages: tuple[int, ...], printers: Printers, choice: Choice
    ) -> bytes:
        """These pages of what was made, as this printer must get them."""
        forms = made.page_forms or (self.form,)
        return fitted(
            picked(made.pdf, pages),
            printers,
            printer=choice.printer,
            forms=tuple(forms[min(page, len(forms) - 1)] for page in pages),
            is_duplex=choice.is_duplex,
        )

    def last(self, printers: Printers) -> Choice:
        """The choice to begin with."""
        found = printers.choices.get(self.form, Choice(default_printer()))
        return found if self.is_duplex is None else replace(found, is_duplex=self.is_duplex)

    def remember(self, choice: Choice) -> None:
        """Offer the choice the next time. What is printed is printed: without it nothing is lost."""
        with contextlib.suppress(StorageError):
            remember_choice(self.folder, self.form, choice)

    def say(self, words: str) -> None:
        """Tell the screen that asked."""
        if self.make.made is not None:
            self.on_done(words, self.make.made)

    def say_sent(self, copies: int) -> None:
        """Tell the screen that asked that a printer has it."""
        self.say(f"已送到打印机，共 {copies} 份。")


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
    on_done: Callable[[str], object],
) -> None:
    """Print a finished file. `form` is the key of what it is: the printer is kept by it, and the offset.

    `title`, where it is not the form, is ASCII and names nobody. What was done is told to `on_done`.
    """
    made = Made((("", pdf),))
    _begin(
        ctx,
        parent,
        _Job(
            _Once(lambda _progress: made),
            partial(page_count, pdf),
            form,
            copies,
            title or form,
            None,
            ctx.office.folder,
            lambda words, _made: on_done(words),
        ),
    )


def print_made(
    ctx: Context,
    parent: QWidget,
    make: Make,
    *,
    pages: int,
    form: str,
    copies: int = 1,
    is_duplex: bool | None = None,
    on_done: Callable[[str, Made], object],
) -> None:
    """Ask for a printer for so many `pages`; then make them and print the first file. Given up before,
    nothing is made.

    `make` may write and journal. `form` as in `print_pdf`. `is_duplex` None leaves the sides as they were the
    last time. What was done is told to `on_done`, with what was made.
    """
    office = ctx.office.folder
    job = _Job(_Once(make), lambda: pages, form, copies, form, is_duplex, office, on_done)
    _begin(ctx, parent, job)


def _begin(ctx: Context, parent: QWidget, job: _Job) -> None:
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
    return _Found(queues(), job.count(), read_printers(job.folder))


def _choose_queue(ctx: Context, parent: QWidget, job: _Job, found: _Found) -> None:
    dialog = Dialog(parent, "选择打印机", action="打印", guards_typing=False)
    last = job.last(found.printers)
    which = PickBox()
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
        choice, progress = Choice(which.currentText(), duplex.isChecked()), Progress()
        work = partial(_send, job, found, choice, pages.text(), progress)
        ctx.run(dialog, work, on_done=finished, form=form, progress=progress, title="正在打印")

    def finished(_changes: object) -> None:
        dialog.accept()
        job.say_sent(job.copies)

    dialog.confirmed.connect(go)
    dialog.open()


def _send(
    job: _Job, found: _Found, choice: Choice, typed: str, progress: Progress
) -> tuple[Changes, ...]:
    pages_of(typed, found.pages)  # What names no page is refused before anything is made.
    made = job.make(progress)
    pages = pages_of(typed, page_count(made.pdf))
    send(
        job.fitted(made, pages, found.printers, choice),
        queue=choice.printer,
        copies=job.copies,
        title=job.title,
        is_duplex=choice.is_duplex,
    )
    job.remember(choice)
    return made.changes


def _by_painting(ctx: Context, parent: QWidget, job: _Job, found: _Found) -> None:
    """Without a queue that takes PDF: the system's dialog, then the pages as pictures of 300 dpi."""
    last = job.last(found.printers)
    printer = make_printer(job.copies, job.title, name=last.printer, is_duplex=last.is_duplex)

    def go() -> None:
        choice = Choice(printer.printerName(), prints_both_sides(printer))
        work = partial(_paint, job, found.printers, choice, printer)
        print_in_background(parent, ctx.jobs, work, partial(_say_painted, job, printer))

    ask_printer(parent, printer, go, pages=found.pages)


def _say_painted(job: _Job, printer: QPrinter) -> None:
    """The system's dialog may have changed the copies, or chosen a file in place of a printer."""
    if printer.outputFileName():
        job.say(f"已写入文件“{Path(printer.outputFileName()).name}”。")
    else:
        job.say_sent(printer.copyCount())


def _paint(
    job: _Job,
    printers: Printers,
    choice: Choice,
    printer: QPrinter,
    progress: Progress,
) -> tuple[Changes, ...]:
    made = job.make(progress)
    pages = chosen_pages(printer, page_count(made.pdf))
    paint_pages(printer, job.fitted(made, pages, printers, choice), progress)
    # A printer without name is a file.
    if choice.printer:
        job.remember(choice)
    return made.changes
