"""A dialog that shows sheets as they will be printed, then prints or saves them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.office.saving import names_taken, save_all, save_bytes
from app.progress import Progress
from ui.context import Context
from ui.files import ask_folder, ask_new_file
from ui.pdf_pages import PdfPages, pages_of
from ui.screens.papers.paper_out import Made, Make, print_made
from ui.style import SIZE, Tone
from ui.widgets import Banner, Button, Dialog, PdfView, TextArea, ask, column

_WIDTH, _HEIGHT = 1100, 800
_NOTES = 3
"""So many sentences stand over the sheets; more are listed apart."""
_LINES = 16
_ONE_MOMENT = "正在排版，请稍候…"


@dataclass(frozen=True)
class Printable:
    """What is shown, and what makes it for good and journals it.

    `names`: of the files that saving writes, several of them into a folder. `job` is the key of the form, or a
    word for what is none: ASCII, and it names nobody. `make_one` makes one file for the printer, where saving
    makes several. `is_duplex` None: it is asked when it is printed. `parts`: only the first of so many alike is shown.
    `about`: what is to be known of what is shown.
    """

    preview: Callable[[], bytes]
    names: Callable[[], tuple[str, ...]]
    make: Make
    job: str
    copies: int = 1
    make_one: Make | None = None
    is_duplex: bool | None = None
    about: str = ""
    parts: int = 1


class ReadyDialog(Dialog):
    """Looking is not journalled; printing and saving are. `above` stands over the sheets."""

    def __init__(
        self, ctx: Context, parent: QWidget | None, title: str, above: QWidget | None = None
    ) -> None:
        super().__init__(
            parent,
            title,
            action="打印",
            give_up="关闭",
            width=SIZE.dialog_wide,
            page_size=(_WIDTH, _HEIGHT),
            guards_typing=False,
        )
        self._ctx = ctx
        self._what: Printable | None = None
        self.banner = Banner()
        self.view = PdfView(ctx.jobs.read)
        self.save_button = Button("保存为 PDF…", self.save, shortcut="Ctrl+S")
        self.add_extra(self.save_button)
        parts = (self.banner, above, self.view) if above is not None else (self.banner, self.view)
        middle = column(*parts, gap=SIZE.gap)
        middle.setStretch(len(parts) - 1, 1)
        self.body.addLayout(middle, 1)
        self.confirmed.connect(self.print)
        self._set_ready(False)

    def offer(self, what: Printable) -> None:
        """Show this instead of what stands there."""
        self._what = what
        self._set_ready(False)
        self.banner.show_message(_ONE_MOMENT, Tone.NEUTRAL)
        self._ctx.read(self, partial(_preview, what), self._show, key=("ready", id(self)))

    def refuse(self, sentence: str) -> None:
        """Say why there is nothing to print; what stood there goes."""
        self._what = None
        self._set_ready(False)
        self.view.clear()
        self.banner.show_message(sentence, Tone.AMBER)

    def print(self) -> None:
        """Ask for the printer; then journal it and hand it over. Given up before, nothing is journalled."""
        what = self._what
        if what is not None:
            print_made(
                self._ctx,
                self,
                what.make_one or what.make,
                pages=self.view.page_count() * what.parts,
                form=what.job,
                copies=what.copies,
                is_duplex=what.is_duplex,
                on_done=self._say,
            )

    def save(self) -> None:
        """Ask where; then journal it and write it there. Given up before, nothing is journalled."""
        if self._what is not None:
            self._ctx.read(self, self._what.names, self._ask_where)

    def _set_ready(self, is_ready: bool) -> None:
        for button in (self.main_button, self.save_button):
            button.setEnabled(is_ready)

    def _show(self, found: PdfPages | UserError) -> None:
        if isinstance(found, UserError):
            self.refuse(found.message)
            return
        self.banner.clear()
        if self._what is not None and self._what.about:
            self.banner.show_message(self._what.about, Tone.NEUTRAL)
        self.view.show_pages(found.picture, found.count)
        self._set_ready(True)

    def _make(self, then: Callable[[Made], None]) -> None:
        if self._what is None:
            return
        progress = Progress()
        self._ctx.run(
            self,
            partial(_made, self._what.make, progress),
            on_done=lambda result: then(result[-1]),
            progress=progress,
            title="正在排版",
        )

    def _ask_where(self, names: tuple[str, ...]) -> None:
        if len(names) > 1:
            self._ask_folder(names)
            return
        kinds = "PDF 文件 (*.pdf)"
        ask_new_file(self, "保存为 PDF", names[0], kinds, self.save_as)

    def _ask_folder(self, names: tuple[str, ...]) -> None:
        ask_folder(self, "保存到文件夹", partial(self.save_into, names))

    def save_as(self, path: Path) -> None:
        """Journal it and write its one file to `path`."""
        self._make(partial(self._save_one, path))

    def save_into(self, names: tuple[str, ...], folder: Path) -> None:
        """Journal it and write its files into the folder. Before files there are replaced, it is asked."""
        find = partial(names_taken, folder, names)
        self._ctx.read(self, find, partial(self._save_unless, names, folder))

    def _save_unless(self, names: tuple[str, ...], folder: Path, taken: tuple[str, ...]) -> None:
        """Go on, unless names are taken: then ask."""
        save = partial(self._make, partial(self._save_all, folder))
        if not taken:
            save()
            return
        dialog = ask(
            self,
            "替换同名的文件",
            f"这个文件夹里已经有 {len(taken)} 个同名的文件，例如“{taken[0]}”；替换后找不回原来的内容。",
            "全部替换",
            save,
            danger=True,
        )

        def say_unsaved() -> None:
            self.banner.show_message("没有保存，文件夹里原来的文件没有改动。", Tone.AMBER)

        def choose_anew() -> None:
            dialog.reject()
            self._ask_folder(names)

        dialog.rejected.connect(say_unsaved)
        dialog.add_extra(Button("换一个文件夹…", choose_anew))

    def _save_one(self, path: Path, made: Made) -> None:
        work = partial(save_bytes, path, made.pdf)
        self._ctx.read(self, work, lambda _none: self._say("PDF 已保存。", made))

    def _save_all(self, folder: Path, made: Made) -> None:
        progress, count = Progress(), len(made.files)

        def say(written: int) -> None:
            if written == count:
                self._say(f"已保存 {count} 个 PDF。", made)
            else:
                self.banner.show_message(
                    f"已停止：保存了 {written} 个 PDF，其余 {count - written} 个没有保存。",
                    Tone.AMBER,
                )

        self._ctx.run(
            self,
            partial(save_all, folder, made.files, progress),
            on_done=say,
            progress=progress,
            title="正在保存",
        )

    def _say(self, words: str, made: Made) -> None:
        if len(made.notes) > _NOTES:
            self.banner.show_message(
                f"{words}有 {len(made.notes)} 处要看一看。",
                Tone.AMBER,
                action="逐条看",
                on_action=partial(_show_notes, self, made.notes),
            )
            return
        tone = Tone.AMBER if made.notes else Tone.GREEN
        self.banner.show_message(" ".join((words, *made.notes)), tone)


def _show_notes(parent: QWidget, notes: tuple[str, ...]) -> None:
    dialog = Dialog(parent, "要看一看的地方", give_up="关闭", width=SIZE.dialog_wide)
    lines = TextArea("\n".join(notes), lines=_LINES)
    lines.setReadOnly(True)
    lines.setAccessibleName("要看一看的地方")
    dialog.add(lines)
    dialog.open()


def _preview(what: Printable) -> PdfPages | UserError:
    """The sheets; a refusal is shown in their place and not over the window."""
    try:
        return pages_of(what.preview)
    except UserError as error:
        return error


def _made(make: Make, progress: Progress) -> tuple[Any, ...]:
    made = make(progress)
    return (*made.changes, made)
