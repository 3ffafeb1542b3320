"""A form of fields: loaded with stored values, it tells what was changed and gives it back as stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from PySide6.QtCore import Signal

from app.errors import UserError
from app.fields.catalogue import Field
from ui.fields.editors import AreaEditor, ChoiceEditor, LineEditor, Today, editor_for
from ui.widgets import FormGrid, Tone
from ui.widgets.keys import KeyWord

Editor = LineEditor | AreaEditor
COPY_ABOVE, COPY_FIRST = "..", "//"
"""What bookkeepers type: the value of the line above, and of the first line."""


@dataclass(frozen=True)
class FormValues:
    """What a form is loaded with, by form key. Masked values are shown and never given back."""

    values: Mapping[str, Any]
    masked: frozenset[str] = frozenset()
    warnings: Mapping[str, str] = made(default_factory=dict)


class FieldForm(FormGrid):
    """Fields by their kinds. A field asked for only with certain values of another rests until then.

    A value that cannot be read is said at its field when it is left, and nothing is given back; one that
    wants checking is said there in amber, and given back.
    ".." copies the value of the record before, or the value that is offered first; "//" of the first record.
    """

    dirty_changed = Signal(bool)
    edited = Signal(str)
    """The form key of the field that the user has just changed."""

    def __init__(self, today: Today, *, columns: int = 3) -> None:
        super().__init__(columns=columns)
        self._today = today
        self._fields: dict[str, Field] = {}
        self._derived: set[str] = set()
        self._said: dict[str, str] = {}
        self._doubts: dict[str, str] = {}
        self._stored_warnings: Mapping[str, str] = {}
        self.earlier: Sequence[Mapping[str, Any]] = ()
        """The records before this one, the first of them first."""
        self._is_locked = False
        self._was_dirty = False

    def add_field(
        self, field: Field, *, key: str = "", span: int = 1, required: bool | None = None
    ) -> None:
        """Add a field; `key` where its own is taken by another record."""
        form_key = key or field.key
        editor = editor_for(field, self._today)
        is_required = field.required if required is None else required
        self.add(form_key, field.label, editor, span=span, required=is_required, help=field.help)
        self._fields[form_key] = field
        editor.edited.connect(lambda: self._on_edited(form_key))
        editor.left.connect(lambda: self._on_left(form_key))

    def field_editor(self, key: str) -> Editor:
        """The editor of a field."""
        editor = self.editor(key)
        assert isinstance(editor, LineEditor | AreaEditor)
        return editor

    def load(self, given: FormValues, *, keep_changed: bool = False) -> None:
        """Show stored values; with `keep_changed` a field that the user has changed stays as it is."""
        self._stored_warnings = given.warnings
        for key in self._fields:
            editor = self.field_editor(key)
            if key not in given.values or (keep_changed and editor.is_changed()):
                continue
            editor.load(given.values[key], is_masked=key in given.masked)
            self._warn(key, given.warnings.get(key, ""))
        if not keep_changed:
            self.clear_errors()
        self._rest()
        self._tell_dirty()

    def set_locked(self, is_locked: bool) -> None:
        """Show only, or let type."""
        self._is_locked = is_locked
        for key in self._fields:
            self.field_editor(key).set_locked(is_locked or key in self._derived)

    def set_derived(self, *keys: str) -> None:
        """These follow from another field now and are not typed."""
        self._derived = set(keys)
        self.set_locked(self._is_locked)

    @property
    def derived(self) -> frozenset[str]:
        """What follows from another field now."""
        return frozenset(self._derived)

    def put(self, key: str, value: Any) -> None:
        """Put a value in as if the user had typed it (a derived one, or one that was read elsewhere)."""
        editor = self.field_editor(key)
        editor.write(editor.field.kind.format(value))
        self._on_edited(key)

    def doubt(self, key: str, sentence: str) -> None:
        """What contradicts another field; it stands until it is taken away with an empty sentence."""
        if sentence != self._doubts.get(key, ""):
            self._doubts[key] = sentence
            self._warn(key, "")

    def offer(self, values: Mapping[str, Sequence[str]]) -> None:
        """Values that were typed before, the last first, by form key, below the fields of free text."""
        for key, texts in values.items():
            editor = self._fields.get(key) and self.field_editor(key)
            if isinstance(editor, LineEditor) and not isinstance(editor, ChoiceEditor):
                editor.offer(texts)

    def typed(self) -> dict[str, str]:
        """What the user has changed, as it stands, whether it can be read or not."""
        return {
            key: str(self.field_editor(key).text())
            for key in self._fields
            if key not in self._derived and self.field_editor(key).is_changed()
        }

    def put_typed(self, texts: Mapping[str, str]) -> None:
        """Put typing back that `typed` gave; what is masked or locked now stays as it is."""
        for key, text in texts.items():
            editor = self.field_editor(key) if key in self._fields else None
            if editor is None or editor.isReadOnly():
                continue
            editor.write(text)
            self._on_edited(key)

    def key_words(self) -> tuple[KeyWord, ...]:
        """How its fields are walked, chosen from and copied."""
        words = [*super().key_words()]
        if any(self.field_editor(key).has_choices for key in self._fields):
            words.append(KeyWord("F7 或 ↓", "打开可选的内容"))
        if self.earlier:
            words += [
                KeyWord(f"输入 {COPY_ABOVE}", "抄上一行"),
                KeyWord(f"输入 {COPY_FIRST}", "抄第一行"),
            ]
        elif any(self._offered(key) for key in self._fields):
            words.append(KeyWord(f"输入 {COPY_ABOVE}", "填入上次填过的"))
        return tuple(words)

    @property
    def is_dirty(self) -> bool:
        """Whether anything was changed since it was loaded."""
        return any(self.field_editor(key).is_changed() for key in self._fields)

    def changes(self) -> dict[str, Any] | None:
        """The changed values by form key; None where one cannot be read: the first such has the cursor.

        A list that hangs open gives what Enter would take from it.
        """
        found: dict[str, Any] = {}
        first = ""
        for key in self._fields:
            editor = self.field_editor(key)
            if isinstance(editor, LineEditor):
                editor.settle()
            if not editor.is_changed() or key in self._derived:
                continue
            try:
                found[key] = self._read(key)
            except UserError as error:
                self.set_error(key, error.message)
                first = first or key
        if first:
            self.focus(first)
            return None
        return found

    def values(self) -> dict[str, Any] | None:
        """All values by form key; None where one cannot be read."""
        if self.changes() is None:
            return None
        return {key: self.field_editor(key).value() for key in self._fields}

    def keep(self, saved: Mapping[str, Any]) -> None:
        """These values, which `changes` gave, are stored now; what was typed since then stays typed."""
        later = {}
        for key, value in saved.items():
            editor = self.field_editor(key)
            try:
                is_same = editor.value() == value
            except UserError:
                is_same = False
            if not is_same:
                later[key] = str(editor.text())
            editor.load(value)
        self.put_typed(later)
        self._tell_dirty()

    def current(self, key: str) -> Any:
        """The value that stands; None where it cannot be read."""
        try:
            return self.field_editor(key).value()
        except UserError:
            return None

    def _on_edited(self, key: str) -> None:
        if self._copies(key):
            return
        if self.error(key):
            self.set_error(key, "")
        self._rest()
        self._tell_dirty()
        self.edited.emit(key)

    def _copies(self, key: str) -> bool:
        """Put in what ".." or "//" stands for; it may be nothing that is known."""
        typed = str(self.field_editor(key).text()).strip()
        if typed not in (COPY_ABOVE, COPY_FIRST):
            return False
        record = self.earlier[0 if typed == COPY_FIRST else -1] if self.earlier else {}
        offers = self._offered(key)
        if key in record and record[key] not in (COPY_ABOVE, COPY_FIRST):
            self.put(key, record[key])
        elif typed == COPY_ABOVE and offers and not self.earlier:
            self.put_typed({key: offers[0]})
        else:
            return False
        return True

    def _read(self, key: str) -> Any:
        """The value that stands. UserError where it cannot be read, or is a copy of nothing."""
        editor = self.field_editor(key)
        if str(editor.text()).strip() in (COPY_ABOVE, COPY_FIRST):
            raise UserError("没有可以抄的内容，请直接填写。", field=key)
        return editor.value()

    def _offered(self, key: str) -> tuple[str, ...]:
        editor = self.field_editor(key)
        return editor.offered if isinstance(editor, LineEditor) else ()

    def _on_left(self, key: str) -> None:
        editor = self.field_editor(key)
        if not editor.is_changed():
            self._warn(key, self._stored_warnings.get(key, ""))
            return
        try:
            self._read(key)
        except UserError as error:
            self.set_error(key, error.message)
            return
        self.set_error(key, "")
        self._warn(key, editor.doubt)

    def applies(self, key: str) -> bool:
        """Whether a field is asked for with what stands in the others now."""
        when = self._fields[key].when
        if when is None or when.key not in self._fields:
            return True
        return when.holds({when.key: self.current(when.key)})

    def _rest(self) -> None:
        """Fields that are not asked for now rest; a hint says when they are."""
        for key, field in self._fields.items():
            if field.when is None or field.when.key not in self._fields:
                continue
            editor, applies = self.field_editor(key), self.applies(key)
            editor.setEnabled(applies or bool(editor.text()))
            editor.setPlaceholderText("" if applies else _resting_hint(field))

    def _warn(self, key: str, sentence: str) -> None:
        sentence = sentence or self._doubts.get(key, "")
        if sentence != self._said.get(key, ""):
            self._said[key] = sentence
            self.set_note(key, sentence, Tone.AMBER)

    def _tell_dirty(self) -> None:
        is_dirty = self.is_dirty
        if is_dirty != self._was_dirty:
            self._was_dirty = is_dirty
            self.dirty_changed.emit(is_dirty)


def _resting_hint(field: Field) -> str:
    """When the field would be asked for, where its help begins with that."""
    words = field.help.split("。")[0].split("，")[0].split("；")[0]
    return words if words.startswith(("仅", "选")) else "不用填"
