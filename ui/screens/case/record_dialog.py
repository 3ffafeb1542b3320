"""A dialog with one record's fields: a member, a line of income, a home."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.fields.catalogue import Field
from ui.context import Context
from ui.fields import FieldForm, FormValues
from ui.screens.case.editing import Sheet
from ui.screens.case.facts_presenter import typed_id
from ui.style import SIZE, px
from ui.widgets import Button, Dialog, Label, column

People = Sequence[tuple[int, str]]


class PersonBox(QComboBox):
    """Whose it is. The wheel scrolls the page and never changes the person."""

    def __init__(self, people: People, *, may_be_nobody: bool) -> None:
        super().__init__()
        if may_be_nobody:
            self.addItem("", None)
        for person_id, name in people:
            self.addItem(name, person_id)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Let the page have it."""
        event.ignore()

    def person_id(self) -> int | None:
        """Who is chosen."""
        chosen: int | None = self.currentData()
        return chosen

    def choose(self, person_id: int | None) -> None:
        """Choose a person, if there."""
        at = self.findData(person_id)
        if at >= 0:
            self.setCurrentIndex(at)


class RecordDialog(Dialog):
    """Fields of one record. `given` carries the values by key; the caller closes with `accept()`.

    With `again` there is a second button: save this one and begin the next.
    """

    given = Signal(dict)

    def __init__(
        self,
        parent: QWidget | None,
        ctx: Context,
        title: str,
        fields: Sequence[Field],
        *,
        action: str = "保存",
        columns: int = 2,
        people: People | None = None,
        may_be_nobody: bool = False,
        spans: Mapping[str, int] | None = None,
        again: bool = False,
        width: int = SIZE.dialog_wide,
        note: str = "",
        scrolls: bool = False,
    ) -> None:
        super().__init__(parent, title, action=action, width=width)
        self.form = FieldForm(ctx.office.today, columns=columns)
        self._fields = tuple(fields)
        self._today = ctx.office.today
        self.person: PersonBox | None = None
        self.goes_on = False
        if people is not None:
            self.person = PersonBox(people, may_be_nobody=may_be_nobody)
            self.form.add("person_id", "家庭成员", self.person, required=not may_be_nobody)
        for field in self._fields:
            self.form.add_field(field, span=(spans or {}).get(field.key, 1))
        if note:
            self.add(Label(note, wrap=True))
        if scrolls:
            area = Sheet(column(self.form, None))
            area.setMinimumHeight(sheet_height(self))
            self.add(area)
        else:
            self.add(self.form)
        self.form.left_last.connect(self.main_button.setFocus)
        self.form.edited.connect(self._derive)
        self.confirmed.connect(self._give)
        if again:
            self.add_extra(Button("保存并继续添加", self._give_and_go_on, shortcut="Ctrl+Shift+S"))

    def load(
        self,
        values: Mapping[str, Any],
        *,
        masked: frozenset[str] = frozenset(),
        warnings: Mapping[str, str] | None = None,
        person_id: int | None = None,
    ) -> None:
        """Put a record in."""
        self.form.load(FormValues(values, masked, warnings or {}))
        if values.get("id_number") and self.form.has("birth_date"):
            self.form.set_derived("sex", "birth_date")
        if self.person is not None:
            self.person.choose(person_id)

    def clear(self) -> None:
        """Ready for the next one; the person stays."""
        self.goes_on = False
        self.form.load(FormValues({field.key: None for field in self._fields}))
        first = self._fields[0].key
        self.form.focus(first)

    def changed(self) -> dict[str, Any] | None:
        """Only what was changed; None where something cannot be read."""
        return self.form.changes()

    def _derive(self, key: str) -> None:
        """Birth and sex follow from a whole ID number."""
        if key != "id_number" or not self.form.has("birth_date"):
            return
        text = str(self.form.field_editor(key).text())
        facts = typed_id(text, self._today)
        self.form.set_derived(*(("sex", "birth_date") if facts else ()))
        for one in ("sex", "birth_date") if facts else ():
            self.form.put(one, (facts or {})[one])

    def _give(self) -> None:
        self.goes_on = False
        self._tell()

    def _give_and_go_on(self) -> None:
        self.set_error("")
        self.goes_on = True
        self._tell()

    def _tell(self) -> None:
        values = self.form.values()
        if values is None:
            return
        if self.person is not None:
            values["person_id"] = self.person.person_id()
        self.given.emit(values)


_SCROLL_HEIGHT, _AROUND = 420, 200
FULL_WIDTH = 880
"""Of a dialog with the whole form of a person, at 100 %."""


def sheet_height(dialog: QWidget) -> int:
    """How high a form in a dialog may be, so that the dialog fits the smallest office screen."""
    return min(px(_SCROLL_HEIGHT), dialog.screen().availableGeometry().height() - px(_AROUND))
