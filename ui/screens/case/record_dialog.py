"""A dialog with one record's fields: a member, a line of income, a home."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.cases.drafts import Place
from app.errors import UserError
from app.fields.catalogue import Field
from ui.context import Context
from ui.drafts import DraftKeeper, offer_recent
from ui.fields import FieldForm, FormValues
from ui.screens.case.deriving import derive, show_derived
from ui.style import SIZE, Role, px
from ui.widgets import Button, Dialog, ElidedLabel, Label, column
from ui.widgets.form_sheet import FormSheet
from ui.widgets.keys import Key, KeyWord

People = Sequence[tuple[int, str]]
FILL_REST = ("=", "＝")
"""What bookkeepers type for what is still wanting to a known sum."""
Rest = Callable[[str, FieldForm], int | None]
"""The rest in fen for a field of money, as the form stands; None where no sum is known."""
_PERSON = "person_id"


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

    With `again` there is a second button: save this one and begin the next. With a `place` the typing is
    kept against a crash. `before`: the lines before, which ".." and "//" copy from; `rest`: what "=" fills in.
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
        place: Place | None = None,
        before: Sequence[Mapping[str, Any]] = (),
        rest: Rest | None = None,
    ) -> None:
        super().__init__(parent, title, action=action, width=width)
        self.form = FieldForm(ctx.today, columns=columns)
        self._fields = tuple(fields)
        self._today = ctx.office.today
        self.person: PersonBox | None = None
        self.goes_on = False
        self.form.earlier = before
        self._given: Mapping[str, Any] = {}
        self._begun: Mapping[str, Any] = {}
        self.rest = rest
        if people is not None:
            self.person = PersonBox(people, may_be_nobody=may_be_nobody)
            self.form.add(_PERSON, "家庭成员", self.person, required=not may_be_nobody)
        for field in self._fields:
            self.form.add_field(field, span=(spans or {}).get(field.key, 1))
        if note:
            self.add(Label(note, wrap=True))
        if scrolls:
            area = FormSheet(column(self.form, None))
            area.setMinimumHeight(sheet_height(self))
            self.add(area)
        else:
            self.add(self.form)
        self.form.left_last.connect(self.main_button.setFocus)
        self.form.edited.connect(self._on_edited)
        self.confirmed.connect(self._give)
        self.keeper = DraftKeeper(ctx, self.form, self._beside)
        self.keeper.at(place)
        self.finished.connect(lambda _code: self.keeper.drop())
        if place is not None:
            offer_recent(ctx, self.form)
        self.save_by_key()
        if rest is not None:
            Key(self, "Ctrl+F7", "补差额", self._fill_rest)
        if again:
            button = Button("保存并继续添加", self._give_and_go_on, shortcut="F12")
            Key(self, "Ctrl+Shift+S", button)
            self.add_extra(button)
        self.add(ElidedLabel(self._hint(again), Role.SMALL))

    def key_words(self) -> tuple[KeyWord, ...]:
        """Typed where the cursor stands, "=" is a key too."""
        return (*super().key_words(), *((KeyWord("输入 =", "补差额"),) if self.rest else ()))

    def _hint(self, again: bool) -> str:
        """The most used keys of this dialog; F1 lists them all."""
        keys = [self.form.walking, "F7 选择"]
        if self.form.earlier or again:
            keys += ["输入 .. 抄上一行", "// 抄第一行"]
        if self.rest is not None:
            keys.append("= 补差额")
        keys.append("F8 保存")
        if again:
            keys.append("F12 保存并继续")
        keys.append("F1 全部按键")
        return " · ".join(keys)

    def load(
        self,
        values: Mapping[str, Any],
        *,
        masked: frozenset[str] = frozenset(),
        warnings: Mapping[str, str] | None = None,
        person_id: int | None = None,
    ) -> None:
        """Put a record in, or what a new one begins with."""
        self._begun = values
        self.form.load(FormValues(values, masked, warnings or {}))
        show_derived(self.form, self._today)
        if "id_number" in masked and self.form.has("birth_date"):
            self.form.set_derived("sex", "birth_date")
        if self.person is not None:
            self.person.choose(person_id)

    def clear(self) -> None:
        """Ready for the next one; the person stays, and what was just given is the line above."""
        self.goes_on = False
        self.form.earlier = (*self.form.earlier, self._given)
        nothing = {field.key: None for field in self._fields}
        self.form.load(FormValues({**nothing, **self._begun}))
        show_derived(self.form, self._today)
        self.form.focus(self._fields[0].key)

    def changed(self) -> dict[str, Any] | None:
        """Only what was changed; None where something cannot be read."""
        return self.form.changes()

    def asks_for(self, gap: tuple[str, str] | None) -> bool:
        """Say at the field of `gap` what is wanting; whether something is."""
        if gap is None:
            return False
        key, sentence = gap
        self.form.set_error(key, sentence)
        self.form.focus(key)
        return True

    def put_back(self, texts: Mapping[str, str]) -> DraftKeeper:
        """Typing that an earlier login had not saved."""
        person = texts.get(_PERSON, "")
        if self.person is not None and person.isdigit():
            self.person.choose(int(person))
        self.form.put_typed(texts)
        return self.keeper

    def _beside(self) -> dict[str, str]:
        person = self.person.person_id() if self.person is not None else None
        return {} if person is None else {_PERSON: str(person)}

    def _on_edited(self, key: str) -> None:
        if str(self.form.field_editor(key).text()).strip() in FILL_REST:
            self._fill_rest()
        else:
            derive(self.form, key, self._today)

    def _fill_rest(self) -> None:
        """Where the cursor stands, what is still wanting to a known sum; else why there is nothing."""
        key = self.form.focused_key()
        if self.rest is None or not key:
            return
        try:
            rest = self.rest(key, self.form)
        except UserError as error:
            self.form.put(key, None)
            self.form.set_error(key, error.message)
            return
        if rest is not None:
            self.form.put(key, rest)

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
        self._given = dict(values)
        if self.person is not None:
            values[_PERSON] = self.person.person_id()
        self.given.emit(values)


_SCROLL_HEIGHT, _AROUND = 420, 240
FULL_WIDTH = 880
"""Of a dialog with the whole form of a person, at 100 %."""


def sheet_height(dialog: QWidget) -> int:
    """How high a form in a dialog may be, so that the dialog fits the smallest office screen."""
    return min(px(_SCROLL_HEIGHT), dialog.screen().availableGeometry().height() - px(_AROUND))
