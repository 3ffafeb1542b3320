"""The words in the cells of a form: a list of them all, and one line to say the chosen one another way."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.forms.own_texts import TextView
from ui.style import SIZE
from ui.widgets import Column, DataTable, FormGrid, Label, Role, TextArea, column

_FIELD = "word"
_LINES = 2
_PLACES = 56
_HELP = (
    "几处相同的文字一起改；清空就用原来的文字。"
    "表头的“填报单位”“编号”、日期、盖章的位置和页码由程序排印，不在这里改。"
)


@dataclass(frozen=True)
class _Line:
    """One of the words, as it stands and as it would be kept."""

    view: TextView
    text: str

    @property
    def own(self) -> str:
        """What differs from the delivered words."""
        return "" if self.text == self.view.wording.delivered else self.text


class CellWords(QWidget):
    """Dozens of words in one list: an editor for each would take longer than one waits for."""

    def __init__(self, views: Sequence[TextView], *, may_change: bool) -> None:
        super().__init__()
        self._texts = {one.wording.key: one.text for one in views}
        self._kept = self.texts()
        self._views = {one.wording.key: one for one in views}
        self._shown: str | None = None
        self.table = DataTable(
            (
                Column("表格里的文字", lambda line: line.view.wording.label, stretch=True),
                Column("处数", lambda line: _places(line.view.wording.places), width=_PLACES),
                Column("本单位的写法", lambda line: "".join(line.own.split()), stretch=True),
            ),
            compact=True,
            name="表格里的文字",
        )
        self.editor = TextArea(lines=_LINES)
        self.editor.setReadOnly(not may_change)
        self.form = FormGrid(columns=1)
        self.form.add(_FIELD, "改成", self.editor)
        body = column(
            self.table, self.form, Label(_HELP, Role.SMALL, wrap=True), gap=SIZE.gap_small
        )
        body.setStretch(0, 1)
        self.setLayout(body)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _line: self.editor.setFocus())
        self.editor.textChanged.connect(self._take)
        self._refill()
        self.table.choose(0)

    def texts(self) -> dict[str, str]:
        """Every word as it would be kept, by its key."""
        return dict(self._texts)

    def restore(self) -> None:
        """Put the delivered words back."""
        self._texts = {key: one.wording.delivered for key, one in self._views.items()}
        self._shown = None
        self._refill()
        self._show(self.table.current_row())

    def point_at(self, error: BaseException) -> bool:
        """Show a refusal at the word that it is about; whether it is about one of these."""
        if not isinstance(error, UserError) or error.field not in self._texts:
            return False
        self.table.choose(list(self._texts).index(error.field))
        self.form.set_error(_FIELD, error.message)
        self.form.focus(_FIELD)
        return True

    def _refill(self) -> None:
        lines = [_Line(self._views[key], text) for key, text in self._texts.items()]
        self.table.set_rows(lines, key=lambda line: line.view.wording.key)

    def _show(self, line: _Line | None) -> None:
        if line is None or line.view.wording.key == self._shown:
            return  # while one types the list is filled anew
        self.form.clear_errors()
        self._shown = None
        self.editor.setPlainText(self._texts[line.view.wording.key])
        # For the dialog: what was typed for another word is not saved yet either.
        self.editor.document().setModified(self._texts != self._kept)
        self._shown = line.view.wording.key

    def _take(self) -> None:
        """What is typed belongs to the word that is shown."""
        if self._shown is not None:
            self._texts[self._shown] = self.editor.text()
            self._refill()


def _places(count: int) -> str:
    """Nothing of what stands once."""
    return f"{count} 处" if count > 1 else ""
