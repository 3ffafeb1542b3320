"""One editor per kind of value. What stands in it is read by the kind, never by the editor."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from app.errors import UserError
from app.fields.catalogue import Field
from app.fields.codes import codes
from app.fields.kinds import Choice, Count, Kind, LongText, Money, Month, MultiChoice, Region, YesNo
from app.fields.regions import region_words
from ui.fields.choosing import ChoiceCompleter, PickList, RegionCompleter
from ui.style import SIZE, px
from ui.widgets import TextArea, TextInput, set_tip

YES_NO = ("是", "否")
Today = Callable[[], date]
"""Asked for at each reading: a form may stand past midnight."""
_UNITS: tuple[tuple[type[Kind], str], ...] = ((Money, "元"),)


def editor_for(field: Field, today: Today) -> "LineEditor | AreaEditor":
    """The editor of a field. It tells `edited` when the user has changed it, `left` when it is left."""
    kind = field.kind
    if isinstance(kind, LongText):
        return AreaEditor(field, today)
    if isinstance(kind, MultiChoice):
        return MultiEditor(field, today)
    if isinstance(kind, Choice | YesNo):
        return ChoiceEditor(field, today)
    if isinstance(kind, Region):
        return RegionEditor(field, today)
    return LineEditor(field, today)


def edit_text(kind: Kind, value: Any) -> str:
    """A stored value as it is typed: what stands in an editor can be read back."""
    if isinstance(kind, Region):
        return str(value or "")
    return kind.format(value)


def read(field: Field, text: str, today: date) -> Any:
    """A typed text as it is stored. UserError with the key of the field."""
    try:
        return field.kind.parse(text, today)
    except UserError as error:
        raise UserError(error.message, field=field.key) from error


def read_listed(field: Field, text: str, today: date) -> Any:
    """As `read`, for what is typed by hand: a value of the list. UserError for one that no list knows.

    What came from an older paper or a workbook stays as it was filed; it is not read anew.
    """
    value = read(field, text, today)
    kind = field.kind
    if isinstance(kind, Choice | MultiChoice):
        labels = value if isinstance(value, list) else [value] if value else []
        listed = codes(kind.list_key)
        unknown = next((one for one in labels if not listed.match(one).is_known), None)
        if unknown is not None:
            message = f"没有“{unknown}”这个选项，请按 F7 选择。"
            raise UserError(message, field=field.key)
    return value


class LineEditor(TextInput):
    """One line: text, names, numbers, money, days. What was typed last can be offered below it."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field, today: Today) -> None:
        super().__init__()
        self.field = field
        self.today = today
        self.choices: ChoiceCompleter | None = None
        self._likely = ""
        self._recent: tuple[str, ...] = ()
        self.doubt = ""
        """What wants checking in what was typed last: a whole sentence. It is not refused."""
        self._loaded: Any = None
        self._loaded_text = self._tidied_text = ""
        self._is_masked = self._is_locked = False
        self._unit = next((unit for kind, unit in _UNITS if isinstance(field.kind, kind)), "")
        self.set_suffix(self._unit)
        if isinstance(field.kind, Count):
            self.setMaxLength(9)
        if isinstance(field.kind, Month):
            self.setPlaceholderText("如 2026-03；不填为 12 个月合计")
        self.textEdited.connect(self._tell)
        self.editingFinished.connect(self._tidy)

    def load(self, value: Any, *, is_masked: bool = False) -> None:
        """Show a stored value; a masked one is only text."""
        self._loaded, self._is_masked = value, is_masked
        self._loaded_text = str(value or "") if is_masked else edit_text(self.field.kind, value)
        self._tidied_text = self.doubt = ""
        self.setText(self._loaded_text)
        self._lock()

    def value(self) -> Any:
        """What stands, as it is stored."""
        if not self.is_changed():
            return self._loaded
        return read(self.field, self.text(), self.today())

    def is_changed(self) -> bool:
        """Whether something else stands than was loaded."""
        return not self._is_masked and self.text().strip() != self._loaded_text

    def set_locked(self, is_locked: bool) -> None:
        """Show only, or let type."""
        self._is_locked = is_locked
        self._lock()

    def set_suffix(self, text: str) -> None:
        """A derived fact; without one the unit stands there."""
        super().set_suffix(text or self._unit)

    def offer(self, values: Sequence[str]) -> None:
        """Values that were typed before: F7 or ↓ shows them, typing narrows them, none is put in by itself."""
        self._recent = tuple(values)
        self._hang(self._offering())

    def suggest(self, value: str) -> None:
        """What follows from another field stands first of what is offered; "" for nothing."""
        if value != self._likely:
            self._likely = value
            self._hang(self._offering())

    @property
    def offered(self) -> tuple[str, ...]:
        """What is offered, the likeliest first."""
        likely = (self._likely,) if self._likely else ()
        return tuple(dict.fromkeys(likely + self._recent))

    @property
    def has_choices(self) -> bool:
        """Whether F7 and ↓ show a list."""
        return self.choices is not None

    def show_choices(self) -> None:
        """Show the whole list, where there is one."""
        if self.choices is not None and not self.isReadOnly() and self.isEnabled():
            self.choices.show_all(self.text())

    def settle(self) -> None:
        """An open list closes; what was chosen in it stands."""
        if self.choices is not None:
            self.choices.settle()

    def event(self, event: QEvent) -> bool:
        """Tab takes what Enter would take."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        ):
            self.settle()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """F7 or ↓ shows the list; Enter in the open list takes from it and goes on."""
        if event.key() in (Qt.Key.Key_F7, Qt.Key.Key_Down) and self.choices is not None:
            self.show_choices()
            return
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.choices is not None and self.choices.is_open:
            self.settle()
            event.accept()
            again = QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers())
            QCoreApplication.postEvent(self, again)
            return
        super().keyPressEvent(event)

    def _offering(self) -> ChoiceCompleter:
        return ChoiceCompleter(self.offered, self, is_free=True)

    def _hang(self, choices: ChoiceCompleter) -> None:
        if self.choices is not None:
            self.choices.deleteLater()
        self.choices = choices
        self.setCompleter(choices)
        choices.taken.connect(self._take)

    def _take(self, text: str) -> None:
        self.write(text)
        self._rewrite()
        self.edited.emit()
        self.left.emit()

    def _lock(self) -> None:
        self.setReadOnly(self._is_locked or self._is_masked)

    def _tell(self) -> None:
        self._tidied_text = ""
        self.edited.emit()

    def _tidy(self) -> None:
        """Leave it written as it will be shown, where it can be read."""
        typed = self.text()
        if self.is_changed() and typed != self._tidied_text:
            self._rewrite()
            if self.text() != typed:
                self.edited.emit()
        self.left.emit()

    def _rewrite(self) -> None:
        kind, typed = self.field.kind, self.text()
        try:
            self.write(edit_text(kind, self.value()))
            self.doubt = next(iter(kind.warnings_as_typed(typed, self.today())), "")
        except UserError:
            self.write(typed.strip())
            self.doubt = ""
        self._tidied_text = self.text()

    def write(self, text: str) -> None:
        """What the user gave, in another writing or by another way: for a dialog it was typed."""
        self.setText(text)
        self.setModified(True)


class ChoiceEditor(LineEditor):
    """A value of an open list: typed, found by a part, by pinyin initials or its number, or picked.

    F7, ↓ or a click shows the whole list. What was filed before lists knew it stays until it is changed.
    """

    choices: ChoiceCompleter

    def __init__(self, field: Field, today: Today) -> None:
        super().__init__(field, today)
        kind = field.kind
        if isinstance(kind, Choice):
            listed = codes(kind.list_key)
            self._hang(ChoiceCompleter(listed.labels, self, other_names=listed.other_names))
        else:
            self._hang(ChoiceCompleter(YES_NO, self))
        set_tip(self, field.help or "单击选择，也可以输入一部分字、拼音首字母或序号", "F7")

    def value(self) -> Any:
        """What stands. UserError where it was typed and is none of the list."""
        if not self.is_changed():
            return self._loaded
        return read_listed(self.field, self.text(), self.today())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click shows the list."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_choices()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Coming by keyboard, what stands is chosen, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.selectAll()


class RegionEditor(LineEditor):
    """The code of a region, found by its name or pinyin; which place it means stands beside it."""

    def __init__(self, field: Field, today: Today) -> None:
        super().__init__(field, today)
        self._hang(self._offering())
        self.textChanged.connect(lambda text: self.set_suffix(region_words(text)))

    def suggest(self, value: str) -> None:
        """The code that the person's ID number begins with stands first, where it is one."""
        super().suggest(value if region_words(value) else "")

    def _offering(self) -> ChoiceCompleter:
        return RegionCompleter(self.offered, self)


class MultiEditor(LineEditor):
    """Several values of a list, joined by 、; F7, ↓ or a click shows the list with boxes to tick."""

    has_choices = True

    def __init__(self, field: Field, today: Today) -> None:
        super().__init__(field, today)
        kind = field.kind
        assert isinstance(kind, MultiChoice)
        self._labels = codes(kind.list_key).labels
        self._most = kind.most
        self._list: PickList | None = None
        set_tip(self, field.help or "单击选择", "F7")

    def value(self) -> Any:
        """Labels; an empty list for nothing."""
        if not self.is_changed():
            return list(self._loaded or ())
        return read_listed(self.field, self.text(), self.today())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click shows the list."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_choices()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """F7 or ↓ shows the list."""
        if event.key() in (Qt.Key.Key_F7, Qt.Key.Key_Down):
            self.show_choices()
            return
        super().keyPressEvent(event)

    def show_choices(self) -> None:
        """Show the list; what is ticked stands in the line at once."""
        if self.isReadOnly() or not self.isEnabled():
            return
        ticked = [part.strip() for part in self.text().split("、") if part.strip()]
        self._list = PickList(self, self._labels, ticked, self._most)
        self._list.picked.connect(self._pick)
        self._list.open_below(self)

    def pick_list(self) -> PickList | None:
        """The list that was opened last."""
        return self._list

    def _pick(self, labels: list[str]) -> None:
        self.write("、".join(labels))
        self.edited.emit()
        self.left.emit()


class AreaEditor(TextArea):
    """Several lines. Enter goes on to the next field; Ctrl+Enter breaks the line."""

    edited = Signal()
    left = Signal()
    doubt = ""
    has_choices = False

    def __init__(self, field: Field, today: Today) -> None:
        super().__init__(lines=2)
        self.field = field
        self.today = today
        self._loaded: Any = None
        self._is_masked = self._is_locked = self._is_loading = False
        self.setMinimumHeight(px(SIZE.field))
        self.textChanged.connect(self._tell)

    def load(self, value: Any, *, is_masked: bool = False) -> None:
        """Show a stored value."""
        self._is_loading = True
        self._loaded, self._is_masked = value, is_masked
        self.setPlainText(str(value or ""))
        self._lock()
        self._is_loading = False

    def value(self) -> Any:
        """What stands, as it is stored."""
        return read(self.field, self.text(), self.today()) if self.is_changed() else self._loaded

    def is_changed(self) -> bool:
        """Whether something else stands than was loaded."""
        return not self._is_masked and self.text() != str(self._loaded or "").strip()

    def set_locked(self, is_locked: bool) -> None:
        """Show only, or let type."""
        self._is_locked = is_locked
        self._lock()

    def write(self, text: str) -> None:
        """What the user gave by another way: for a dialog it was typed."""
        self.setPlainText(text)
        self.document().setModified(True)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is the line break here and not the button of the page."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that it is left."""
        super().focusOutEvent(event)
        self.left.emit()

    def _lock(self) -> None:
        self.setReadOnly(self._is_locked or self._is_masked)

    def _tell(self) -> None:
        if not self._is_loading:
            self.edited.emit()
