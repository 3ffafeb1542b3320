"""A dialog with a form: entries by kind of value, read and checked, then one operation.

It closes when the operation went well; refused, it stays with everything that was typed, and the
sentence stands at its field.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.errors import UserError
from app.fields.kinds import Kind, LongText, Text, YesNo
from app.progress import Progress
from ui.context import Context
from ui.style import SIZE, Role, px
from ui.widgets import Dialog, FormGrid, Label, Scroll, TextArea, TextInput

__all__ = ["Entry", "FormDialog"]

_FRAME = 260
"""What title, explanation, buttons and the window's own frame take of the height, at 100 %."""

Values = Mapping[str, Any]
Work = Callable[[], Any]


@dataclass(frozen=True)
class Entry:
    """One field. `options` are (value, word) to choose from; without them the kind says what is typed."""

    key: str
    label: str
    kind: Kind = Text()
    required: bool = False
    value: Any = None
    span: int = 1
    lines: int = 2
    help: str = ""
    hint: str = ""
    options: tuple[tuple[Any, str], ...] = ()


class FormDialog(Dialog):
    """Asks for `entries` and runs what `work` makes of the values.

    `work` gets the parsed values by key and returns the operation to run, made by `bound`. `lasting` names
    work that takes long: among its values is then a Progress, which shows the time left and can stop it.
    """

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        title: str,
        entries: Sequence[Entry],
        work: Callable[[Values], Work],
        *,
        action: str,
        explanation: str = "",
        danger: bool = False,
        wide: bool = False,
        lasting: str = "",
    ) -> None:
        super().__init__(
            parent.window(),
            title,
            action=action,
            danger=danger,
            width=SIZE.dialog_wide if wide else SIZE.dialog,
        )
        self._ctx = ctx
        self._work = work
        self._lasting = lasting
        self._entries = tuple(entries)
        self.form = FormGrid(columns=2 if wide else 1)
        for entry in self._entries:
            self.form.add(
                entry.key,
                entry.label,
                _editor(entry),
                span=entry.span,
                required=entry.required,
                help=entry.help,
            )
        if explanation:
            self.add(Label(explanation, Role.MUTED, wrap=True))
        self._add_form(wide)
        self.confirmed.connect(self._run)

    def _add_form(self, is_wide: bool) -> None:
        """The form as it is; in large type, where it would be higher than the screen, it scrolls."""
        width = px(SIZE.dialog_wide if is_wide else SIZE.dialog) - 2 * px(SIZE.gap_page)
        self.form.resize(width, self.form.height())
        room = QGuiApplication.primaryScreen().availableGeometry().height() - px(_FRAME)
        if self.form.sizeHint().height() <= room:
            self.add(self.form)
            return
        scroll = Scroll(self.form, on_card=True)
        scroll.setFixedHeight(room)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add(scroll)
        self.form.left_last.connect(self.main_button.setFocus)

    def set_options(self, key: str, options: Sequence[tuple[Any, str]], chosen: Any = None) -> None:
        """Offer other values in a field that is chosen from a list."""
        box = self.form.editor(key)
        assert isinstance(box, OptionBox)
        box.set_options(options, chosen)

    def _run(self) -> None:
        values = self.values()
        if values is None:
            return
        progress = Progress() if self._lasting else None
        self._ctx.run(
            self,
            self._work({**values, "progress": progress} if progress else values),
            on_done=lambda _done: self.accept(),
            form=self.form,
            progress=progress,
            title=self._lasting,
        )

    def values(self) -> Values | None:
        """What was typed; None where something cannot be read, which then stands at its field."""
        self.form.clear_errors()
        values: dict[str, Any] = {}
        first_wrong = ""
        for entry in self._entries:
            try:
                values[entry.key] = self._value(entry, self._ctx.office.today)
            except UserError as error:
                self.form.set_error(entry.key, error.message)
                first_wrong = first_wrong or entry.key
        if first_wrong:
            self.form.focus(first_wrong)
            return None
        return values

    def _value(self, entry: Entry, today: date) -> Any:
        value = _read(self.form.editor(entry.key))
        if not entry.options and not isinstance(entry.kind, YesNo):
            value = entry.kind.parse(value, today)
        if entry.required and value in (None, ""):
            verb = "选择" if entry.options else "填写"
            raise UserError(f"请{verb}{entry.label}。")
        return value


class OptionBox(QComboBox):
    """A list to choose one value from. The values stay in Python: Qt would hand back a bare text for a Stage."""

    def __init__(self, options: Sequence[tuple[Any, str]], chosen: Any = None) -> None:
        super().__init__()
        self._values: list[Any] = []
        self.set_options(options, chosen)

    def set_options(self, options: Sequence[tuple[Any, str]], chosen: Any = None) -> None:
        """Offer these; the first where `chosen` is not among them."""
        self.clear()
        self._values = [value for value, _ in options]
        self.addItems([word for _, word in options])
        self.setCurrentIndex(self._values.index(chosen) if chosen in self._values else 0)

    def value(self) -> Any:
        """The value that is chosen."""
        return self._values[self.currentIndex()]


def _editor(entry: Entry) -> QWidget:
    if entry.options:
        return OptionBox(entry.options, entry.value)
    if isinstance(entry.kind, YesNo):
        tick = QCheckBox(entry.hint or "是")
        tick.setChecked(bool(entry.value))
        return tick
    written = entry.kind.format(entry.value)
    if isinstance(entry.kind, LongText):
        return TextArea(written, entry.hint, lines=entry.lines)
    return TextInput(written, entry.hint)


def _read(editor: QWidget) -> Any:
    if isinstance(editor, OptionBox):
        return editor.value()
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, TextArea | TextInput):
        return editor.text()
    raise TypeError("a form holds lists, ticks, lines and areas only")


def offered(labels: Sequence[str], *, empty: str = "请选择") -> tuple[tuple[str, str], ...]:
    """Labels of a code list to choose from, with nothing chosen first."""
    return (("", empty), *((label, label) for label in labels))
