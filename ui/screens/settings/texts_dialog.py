"""The texts of one form: typed as plain text beside the empty form, put back, kept."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.changes import Op
from app.forms.own_texts import FormTexts, TextView, preview_texts, save_texts
from app.forms.wording import Wording
from ui import commands
from ui.context import Context, bound
from ui.pdf_pages import PdfPages, pages_of
from ui.screens.settings.cell_words import CellWords
from ui.style import SIZE, Role
from ui.widgets import Button, Dialog, FormGrid, Label, PdfView, Scroll, TextArea, column, row

_WIDTH, _HEIGHT = 1160, 800
_PER_LINE = 20
"""Characters on a line of the editor, to guess how high it has to be."""
_FEWEST, _MOST = 1, 12
"""Lines of an editor."""
_FULL = 3
"""So many texts take half of the height beside the words in the cells; fewer take less."""


class TextsDialog(Dialog):
    """Who may not change settings, and an official form, see the form as it stands."""

    def __init__(self, ctx: Context, parent: QWidget, shown: FormTexts) -> None:
        may = ctx.may(Op.SAVE_SETTINGS) and bool(shown.texts)
        super().__init__(
            parent.window(),
            f"表单文字 · {shown.name}",
            action="保存" if may else "",
            give_up="取消" if may else "关闭",
            width=SIZE.dialog_wide,
            page_size=(_WIDTH, _HEIGHT),
        )
        self._ctx = ctx
        self._shown = shown
        self._editors: dict[str, TextArea] = {}
        self.form = FormGrid(columns=1)
        for one in shown.texts:
            self._add(one, may)
        self.view = PdfView(ctx.jobs.read)
        self.cells = CellWords(shown.cells, may_change=may)
        self.cells.setVisible(bool(shown.cells))
        if shown.texts:
            scroll = Scroll(self.form, on_card=True)
            left = column(scroll, self.cells, gap=SIZE.gap)
            left.setStretch(0, min(_FULL, len(shown.texts)))
            left.setStretch(1, _FULL)
            middle = row(left, self.view, gap=SIZE.gap)
            middle.setStretch(0, 1)
            middle.setStretch(1, 1)
            self.body.addLayout(middle, 1)
        else:
            self.add(Label("这张表是官方样式，文字不能改。", Role.MUTED))
            self.body.addWidget(self.view, 1)
        self.default_button = Button(
            "恢复默认", self._restore, tip="填回程序自带的文字，按“保存”生效"
        )
        self.preview_button = Button("预览", self._preview, shortcut="F5")
        self.default_button.setVisible(may)
        self.preview_button.setVisible(may)
        self.add_extra(self.default_button)
        self.add_extra(self.preview_button)
        self.save_by_key()
        self.confirmed.connect(self._save)
        self._preview()

    def _add(self, one: TextView, may: bool) -> None:
        wording = one.wording
        editor = TextArea(one.text, lines=_lines(one.text))
        editor.setReadOnly(not may)
        self._editors[wording.key] = editor
        self.form.add(wording.key, wording.label.split("（")[0], editor)
        self.form.set_note(wording.key, _note(wording))

    def _texts(self) -> dict[str, str]:
        named = {key: editor.text() for key, editor in self._editors.items()}
        return named | self.cells.texts()

    def _restore(self) -> None:
        for one in self._shown.texts:
            self._editors[one.wording.key].setPlainText(one.wording.delivered)
        self.cells.restore()
        self._preview()

    def _preview(self) -> None:
        self._clear_errors()
        form, texts = self._shown.form, self._texts()
        work = partial(pages_of, partial(preview_texts, self._ctx.office, form=form, texts=texts))
        key = ("texts", id(self))
        self._ctx.jobs.read(work, self._show_pages, self._refused, key=key, owner=self)

    def _show_pages(self, pages: PdfPages) -> None:
        self.set_error("")
        self.view.show_pages(pages.picture, pages.count)

    def _save(self) -> None:
        self._clear_errors()
        work = bound(save_texts, self._ctx.office, form=self._shown.form, texts=self._texts())
        self._ctx.run(
            self,
            work,
            on_done=lambda _done: self.accept(),
            on_failed=self._point_at,
            form=self.form,
        )

    def _clear_errors(self) -> None:
        for form in (self.form, self.cells.form):
            form.clear_errors()

    def _refused(self, error: BaseException) -> None:
        commands.show_error(self, error, field_errors=self.form)
        self._point_at(error)

    def _point_at(self, error: BaseException) -> None:
        """A word in a cell is shown at its own line instead of below the dialog."""
        if self.cells.point_at(error):
            self.set_error("")


def _lines(text: str) -> int:
    wanted = sum(1 + len(line) // _PER_LINE for line in text.splitlines())
    return max(_FEWEST, min(_MOST, wanted))


def _note(wording: Wording) -> str:
    """How the text is to be typed."""
    parts = [wording.label[len(wording.label.split("（")[0]) :].strip("（）")]
    if wording.slots:
        slots = "".join(f"【{slot}】" for slot in wording.slots)
        parts.append(f"{slots}由程序填写，请保留")
    parts.append(f"最多 {wording.most} 个字，清空就用默认的文字")
    return "；".join(filter(None, parts)) + "。"
