"""A form: labels on the right edge of their column, editors beside them, three to a row at 1366 pixels."""

from dataclasses import dataclass, field
from math import ceil
from typing import ClassVar, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from ui.style import SIZE, Role, Tone, px, theme
from ui.widgets.editor_parts import content, editor_parts, takes_typing
from ui.widgets.grid_place import GridPlace
from ui.widgets.keys import KeyWord
from ui.widgets.surfaces import bring_in_sight, column, row
from ui.widgets.text import Label, restyle, set_tip

_LABEL_CHARACTERS = 8


@runtime_checkable
class Suffixed(Protocol):
    """An editor that can show a derived fact in grey inside itself."""

    def set_suffix(self, text: str) -> None:
        """Show the fact."""


@runtime_checkable
class Settling(Protocol):
    """An editor with a list that may hang open when it is left."""

    def settle(self) -> None:
        """Close the list; what was chosen in it stands."""


@dataclass(slots=True)
class _Cell:
    key: str
    label: QWidget
    holder: QWidget
    editor: QWidget
    error: Label
    note: Label
    span: int
    is_visible: bool = True
    refused: tuple[str, ...] = ()
    """What stood in the editor when its error was shown."""

    def parts(self) -> tuple[QWidget, ...]:
        """What lies in the grid."""
        return (self.label, self.holder)


@dataclass(slots=True)
class _Break:
    heading: Label = field(default_factory=Label)

    def parts(self) -> tuple[QWidget, ...]:
        """What lies in the grid."""
        return (self.heading,)


class FormGrid(QWidget):
    """Rows of label and editor that flow to three, two or one column with the width.

    Enter goes to the next field and Shift+Enter back; Enter in the last field emits `left_last`; the field
    with the cursor stays in sight of the page that scrolls. Where `enter_moves_on` is off Enter does
    nothing in a line and breaks it in an area; it never submits. An error stands in red under its field,
    is told to the screen reader, and goes when the field is left changed.
    """

    left_last = Signal()
    enter_moves_on: ClassVar[bool] = True
    """One setting of the office for all forms."""

    def __init__(self, *, columns: int = 3) -> None:
        super().__init__()
        self._most = columns
        self._columns = 0
        self._place = GridPlace(0)
        self._is_placed = False
        self._items: list[_Cell | _Break] = []
        self._cells: dict[str, _Cell] = {}
        self._grid = QGridLayout(self)
        self._grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(SIZE.gap_small))
        self._grid.setVerticalSpacing(px(SIZE.gap_small))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.timeout.connect(self._keep_in_sight)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def add(
        self,
        key: str,
        label: str,
        editor: QWidget,
        *,
        span: int = 1,
        required: bool = False,
        help: str = "",
    ) -> None:
        """Add a field. `span` is how many of three columns it takes; `help` is its tooltip."""
        if key in self._cells:
            raise ValueError("two fields of a form have the same key")
        words = _caption(label)
        words.setBuddy(editor)
        star = Label("*" if required else "", Role.LABEL)
        star.setProperty("required", True)
        star.setFixedWidth(px(SIZE.gap_small))
        holder, error = QWidget(), Label("", Role.ERROR, wrap=True)
        note = Label("", Role.SMALL, wrap=True)
        error.setVisible(False)
        note.setVisible(False)
        holder.setLayout(column(editor, error, note, None, gap=2))
        caption = QWidget()
        caption.setLayout(row(None, words, star, gap=2))
        caption.setMinimumHeight(px(SIZE.field))
        editor.setAccessibleName(f"{label}（必填）" if required else label)
        editor.setMinimumSize(px(SIZE.form_label), px(SIZE.field))
        if help:
            set_tip(editor, help)
            set_tip(words, help)
        for part in editor_parts(editor):
            part.installEventFilter(self)
        for part in (caption, holder):
            part.setParent(self)
        cell = _Cell(key, caption, holder, editor, error, note, span)
        self._cells[key] = cell
        self._append(cell)

    def heading(self, text: str) -> None:
        """Begin a new part of the form under a heading."""
        label = Label(text, Role.SECTION)
        label.setContentsMargins(0, px(SIZE.gap_small), 0, 0)
        label.setParent(self)
        self._append(_Break(label))

    def has(self, key: str) -> bool:
        """Whether the form holds this field."""
        return key in self._cells

    def editor(self, key: str) -> QWidget:
        """The editor of a field. KeyError for one that is not there."""
        return self._cells[key].editor

    def field_keys(self) -> tuple[str, ...]:
        """The fields in the order they were added."""
        return tuple(self._cells)

    def set_error(self, key: str, sentence: str) -> None:
        """Show what is wrong at the field, or take it away with an empty sentence."""
        cell = self._cells[key]
        cell.error.setText(sentence)
        cell.error.setVisible(bool(sentence))
        cell.note.setVisible(bool(cell.note.text()) and not sentence)
        cell.refused = content(cell.editor)
        cell.editor.setAccessibleDescription(sentence)
        cell.editor.setProperty("invalid", bool(sentence))
        restyle(cell.editor)
        self._grid.invalidate()
        self.updateGeometry()
        self._sight.start()

    def error(self, key: str) -> str:
        """The error that stands at a field; empty when there is none."""
        return self._cells[key].error.text()

    def set_note(self, key: str, sentence: str, tone: Tone | None = None) -> None:
        """Say something under a field; it takes the place of the error, and an error takes its own."""
        cell = self._cells[key]
        cell.note.setText(sentence)
        cell.note.set_tone(tone)
        self.set_error(key, "")

    def note(self, key: str) -> str:
        """What is said under a field."""
        return self._cells[key].note.text()

    def clear_errors(self) -> None:
        """Take all errors away."""
        for key, cell in self._cells.items():
            if cell.error.text():
                self.set_error(key, "")

    def set_suffix(self, key: str, text: str) -> None:
        """A derived fact inside the editor, where the editor can show one."""
        editor = self._cells[key].editor
        if isinstance(editor, Suffixed):
            editor.set_suffix(text)

    def set_row_visible(self, key: str, is_visible: bool) -> None:
        """Show or hide a field; what follows moves up."""
        cell = self._cells[key]
        if cell.is_visible != is_visible:
            cell.is_visible = is_visible
            self._flow(force=True)

    def focus(self, key: str) -> None:
        """Put the cursor in a field."""
        self._cells[key].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._sight.start()

    def focused_key(self) -> str:
        """The field that the cursor is in; empty where it is in none."""
        cell = self._focused()
        return cell.key if cell else ""

    def key_words(self) -> tuple[KeyWord, ...]:
        """How the fields are walked, by the setting of the office."""
        if not self.enter_moves_on:
            return (KeyWord("Tab", "到下一格"), KeyWord("Shift+Tab", "回到上一格"))
        walk = (KeyWord("回车", "到下一格"), KeyWord("Shift+回车", "回到上一格"))
        has_area = any(isinstance(cell.editor, QPlainTextEdit) for cell in self._cells.values())
        return (*walk, KeyWord("Ctrl+回车", "在多行的格里换行")) if has_area else walk

    @property
    def walking(self) -> str:
        """How one comes to the next field, in words."""
        first = self.key_words()[0]
        return f"{first.keys} {first.word}"

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One column; more is laid out when there is room."""
        return QSize(
            px(SIZE.form_label) * 2 + px(SIZE.gap_page), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Flow into as many columns as the width holds."""
        super().resizeEvent(event)
        self._is_placed = True
        self._flow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter and Shift+Enter walk; then a line break in a text area needs Ctrl+Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return False
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if isinstance(watched, QPushButton) and not back:
                return False
            if isinstance(watched, Settling):
                watched.settle()
            if not self.enter_moves_on:
                return not isinstance(watched, QPlainTextEdit)
            if isinstance(watched, QPlainTextEdit) and (
                event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                watched.insertPlainText("\n")
                return True
            self._walk(back=back)
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A soft ring around the focused field, so that it cannot be missed."""
        super().paintEvent(event)
        cell = self._focused()
        if cell is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(
            cell.editor.rect().translated(cell.editor.mapTo(self, cell.editor.rect().topLeft()))
        )
        painter.setPen(QPen(QColor(theme().palette.halo), px(3)))
        painter.drawRoundedRect(ring, px(SIZE.radius), px(SIZE.radius))

    def _focused(self) -> _Cell | None:
        widget = QApplication.focusWidget()
        for cell in self._cells.values():
            if widget is not None and (widget is cell.editor or cell.editor.isAncestorOf(widget)):
                return cell
        return None

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if any(widget is not None and self.isAncestorOf(widget) for widget in (old, new)):
            self._drop_mended_errors()
            self.update()

    def _drop_mended_errors(self) -> None:
        here = self._focused()
        for cell in self._cells.values():
            if cell is not here and cell.error.text() and content(cell.editor) != cell.refused:
                self.set_error(cell.key, "")

    def _walk(self, *, back: bool) -> None:
        here = self._focused()
        cells = list(self._cells.values())
        at = cells.index(here) if here is not None else len(cells)
        there = cells[:at][::-1] if back else cells[at + 1 :]
        goal = next((one for one in there if one.is_visible and takes_typing(one.editor)), None)
        if goal is not None:
            goal.editor.setFocus(Qt.FocusReason.TabFocusReason)
            self._sight.start()
        elif not back:
            self.left_last.emit()
            self._let_come_back()

    def _let_come_back(self) -> None:
        """Shift+Enter leads back from the button behind the last field too."""
        behind = QApplication.focusWidget()
        if isinstance(behind, QPushButton) and behind.window() is self.window():
            behind.installEventFilter(self)

    def _keep_in_sight(self) -> None:
        """Once the heights are settled: what was said at another field may have moved this one."""
        cell = self._focused()
        if cell is not None:
            bring_in_sight(cell.holder)

    def _fitting(self) -> int:
        width = self.width()
        # Before it has a place a form counts on its full width: else it would ask for too much height.
        if not self._is_placed or width >= px(SIZE.form_three):
            return min(3, self._most)
        return min(2, self._most) if width >= px(SIZE.form_two) else 1

    def _flow(self, *, force: bool = False) -> None:
        columns = self._fitting()
        if columns == self._columns and not force:
            return
        self._columns = columns
        for item in self._items:
            # Not takeAt: what that hands out lives on and keeps heights from being read anew.
            for part in item.parts():
                self._grid.removeWidget(part)
        self._place = GridPlace(columns)
        for item in self._items:
            self._put(item)
        for at in range(self._most):
            self._grid.setColumnStretch(at * 2 + 1, 1 if at < columns else 0)
            self._grid.setColumnMinimumWidth(at * 2, px(SIZE.form_label) if at < columns else 0)
        self._settle()

    def _append(self, item: _Cell | _Break) -> None:
        """One more at the end: the others stay where they are."""
        self._items.append(item)
        if self._columns != self._fitting():
            self._flow()
            return
        self._put(item)
        self._settle()

    def _put(self, item: _Cell | _Break) -> None:
        place = self._place
        if isinstance(item, _Break):
            self._grid.addWidget(item.heading, place.new_line(), 0, 1, place.columns * 2)
            place.end_line()
            return
        item.label.setVisible(item.is_visible)
        item.holder.setVisible(item.is_visible)
        if item.is_visible:
            line, at, span = place.take(item.span)
            self._grid.addWidget(item.label, line, at * 2, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(item.holder, line, at * 2 + 1, 1, span * 2 - 1)

    def _settle(self) -> None:
        self._give_spare_height_to(self._place.below + 1)
        self.updateGeometry()

    def _give_spare_height_to(self, line: int) -> None:
        """Fields stand close together: the last line, an empty one, takes what is left."""
        for one in range(self._grid.rowCount()):
            self._grid.setRowStretch(one, 0)
        self._grid.setRowStretch(line, 1)


def _caption(text: str) -> Label:
    """A label; one longer than the column breaks into lines of the same length."""
    lines = ceil(len(text) / _LABEL_CHARACTERS)
    label = Label(text, Role.LABEL, wrap=lines > 1)
    if label.wordWrap():
        characters = ceil(len(text) / lines)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        label.setFixedWidth(label.fontMetrics().horizontalAdvance("字") * characters)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
