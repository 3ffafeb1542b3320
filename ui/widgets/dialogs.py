"""Dialogs: a title, a body, buttons that name what they do, and a line for what went wrong."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ui.style import SIZE, Role, px
from ui.widgets.buttons import Action, Button, DangerButton, PrimaryButton
from ui.widgets.form_grid import FormGrid
from ui.widgets.inputs import TextArea
from ui.widgets.keys import Key, KeyWord, help_key
from ui.widgets.surfaces import Item, Line, column, row
from ui.widgets.text import Label

_STOPPING = "正在停止，请稍候…"


class Dialog(QDialog):
    """The frame of all dialogs. The main button emits `confirmed`; the caller closes with `accept()`.

    So a refused operation leaves the dialog and what was typed standing. Ctrl+Enter is the main button.
    Esc and the window's × give up, and ask first where something was typed or chosen. Dialogs are opened with
    `open()` and delete themselves when they close.
    """

    confirmed = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        *,
        action: str = "",
        give_up: str = "取消",
        danger: bool = False,
        width: int = SIZE.dialog,
        page_size: tuple[int, int] | None = None,
        guards_typing: bool = True,
    ) -> None:
        """`page_size`: as large as that where the screen has room, for a page is to be read in it.

        `guards_typing`: what is typed and chosen would have been kept, so that Esc asks before it is lost.
        """
        super().__init__(parent)
        self._page_size = page_size
        self._guards_typing = guards_typing
        self._pressed: QWidget | None = None
        self._moved_to: QWidget | None = None
        self.setWindowTitle("暖档")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(px(width), self._most_width()))
        self.setAccessibleName(title)
        self._title = Label(title, Role.TITLE, wrap=True)
        self.body: QVBoxLayout = column(gap=SIZE.gap)
        self._error = Label("", Role.ERROR, wrap=True)
        self._error.setVisible(False)
        self.main_button = (DangerButton if danger else PrimaryButton)(action, self._confirm)
        self.give_up_button = Button(give_up, self.give_up)
        for button in (self.main_button, self.give_up_button):
            if not button.text():
                button.hide()
        self._was_chosen = self._is_busy = False
        self._extra = row()
        top = column(self._title, self.body, self._error, gap=SIZE.gap_wide, margin=SIZE.gap_page)
        top.setStretch(1, 1)
        buttons = row(self._extra, None, self.give_up_button, self.main_button, gap=SIZE.gap)
        edge = px(SIZE.gap_page)
        buttons.setContentsMargins(edge, px(SIZE.gap), edge, px(SIZE.gap))
        self._frame = column(top, Line(), buttons, gap=0)
        self._frame.setStretch(0, 1)
        self.setLayout(self._frame)
        Key(self, ("Ctrl+Return", "Ctrl+Enter"), self.main_button)
        help_key(self)

    def save_by_key(self) -> None:
        """F8 and Ctrl+S press the main button too: where a record is typed and kept."""
        Key(self, ("F8", "Ctrl+S"), self.main_button)

    def key_words(self) -> tuple[KeyWord, ...]:
        """Esc, which Qt itself knows."""
        return (KeyWord("Esc", self.give_up_button.text() or "关闭"),)

    def set_title(self, title: str) -> None:
        """Another title, for a dialog that shows one thing after the other."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def add(self, *items: Item) -> None:
        """Put widgets or layouts at the end of the body."""
        for item in items:
            if isinstance(item, QWidget):
                self.body.addWidget(item)
                if isinstance(item, FormGrid):
                    item.left_last.connect(self.main_button.setFocus)
            elif item is None:
                self.body.addStretch(1)
            else:
                self.body.addLayout(item)

    def add_extra(self, button: Button) -> None:
        """A further button at the left end."""
        self._extra.addWidget(button)

    def set_error(self, sentence: str) -> None:
        """Say what went wrong at the bottom; an empty sentence takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)

    def error(self) -> str:
        """The sentence at the bottom; empty when there is none."""
        return self._error.text()

    def busy(self, is_busy: bool) -> None:
        """While the operation runs the buttons rest, and Esc; the one that was pressed has the keys again afterwards."""
        self._is_busy = is_busy
        had_keys = self.focusWidget()
        for button in (self.main_button, self.give_up_button):
            button.setEnabled(not is_busy)
            if not is_busy and button is self._pressed and had_keys is self._moved_to:
                button.setFocus()
        if is_busy:
            self._pressed, self._moved_to = had_keys, self.focusWidget()

    def event(self, event: QEvent) -> bool:
        """Grow where what is inside needs more height: Qt does not ask wrapped text how high it is."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            needed = self._frame.totalHeightForWidth(self.width())
            room = self.screen().availableGeometry().height()
            if self.height() < needed <= room:
                self.resize(self.width(), needed)
            self._stay_on_screen()
        return handled

    def fit(self) -> None:
        """As high as what is inside needs at this width: at first, and after much of it was exchanged."""
        width = max(self.width(), self.minimumWidth())
        self._frame.activate()
        height = self._frame.totalHeightForWidth(width)
        if height > 0:
            self.resize(width, min(height, self._most_height()))
            self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        """Move up where the buttons would stand below the screen."""
        room = self.screen().availableGeometry()
        beyond = self.frameGeometry().bottom() - room.bottom()
        if beyond > 0:
            self.move(self.x(), max(room.top(), self.y() - beyond))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """As high as the text needs at this width, or as large as a page; the cursor in the first field."""
        if self._page_size is not None and not event.spontaneous():
            # Before Qt looks for the place: a window that grows afterwards stands across the screen's edge.
            self._be_as_large_as(*self._page_size)
        super().showEvent(event)
        self._watch_choices()
        if self._page_size is None:
            self.fit()
        if self.focusWidget() in (None, self.give_up_button, self.main_button):
            self._focus_first()

    def _most_width(self) -> int:
        """As wide as the screen, or as the window behind where that reaches beyond it."""
        behind = self.parentWidget()
        screen = self.screen().availableGeometry().width() - px(SIZE.gap_page)
        return screen if behind is None else max(screen, behind.window().width())

    def _most_height(self) -> int:
        """As high as the screen without the frame of a window."""
        return self.screen().availableGeometry().height() - px(SIZE.card_header)

    def _be_as_large_as(self, width: int, height: int) -> None:
        room = self.screen().availableGeometry()
        self.resize(
            min(px(width), room.width() - px(SIZE.gap_page)),
            min(px(height), self._most_height()),
        )

    def reject(self) -> None:
        """Give up; where something was typed, only when that is meant."""
        if self._is_busy:
            return
        if not self._has_typing():
            self.give_up()
            return
        question = ask(
            self,
            "还没有保存",
            "这里填写的内容还没有保存，关闭后就没有了。",
            "放弃填写",
            self.give_up,
            danger=True,
        )
        question.give_up_button.setText("继续填写")

    def give_up(self) -> None:
        """Close without asking; what was typed is not wanted."""
        super().reject()

    def _has_typing(self) -> bool:
        """Whether the user typed, chose or ticked something: what the program fills in does not count."""
        if self.main_button.isHidden() or not self._guards_typing:
            return False
        if self._was_chosen:
            return True
        lines: Any = self.findChildren(QLineEdit)
        areas: Any = self.findChildren(QPlainTextEdit)
        return any(line.isModified() for line in lines) or any(
            area.document().isModified() for area in areas
        )

    def _watch_choices(self) -> None:
        # Of these two signals neither comes when the program sets a value.
        boxes: Any = self.findChildren(QComboBox)
        buttons: Any = self.findChildren(QAbstractButton)
        changes = [box.activated for box in boxes]
        changes += [button.clicked for button in buttons if button.isCheckable()]
        for change in changes:
            change.connect(self.note_choice, Qt.ConnectionType.UniqueConnection)

    @Slot()
    def note_choice(self) -> None:
        """Something was chosen that no field shows, such as a line that was ticked: Esc asks from now on."""
        self._was_chosen = True

    def _focus_first(self) -> None:
        # What the body holds was added after the buttons and follows them in the chain.
        widget = self.main_button.nextInFocusChain()
        while widget is not None and widget is not self.main_button:
            can_stop = widget.isEnabled() and widget.isVisibleTo(self)
            if can_stop and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            widget = widget.nextInFocusChain()

    def _confirm(self) -> None:
        self.set_error("")
        self.confirmed.emit()


class ReasonDialog(Dialog):
    """Asks why. `given` carries the reason, never empty; the caller closes with `accept()`."""

    given = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        explanation: str = "",
        action: str = "确定",
        *,
        danger: bool = False,
        hint: str = "请写明原因",
    ) -> None:
        super().__init__(parent, title, action=action, danger=danger)
        self._hint = hint
        self._area = TextArea(hint=hint)
        self._area.setAccessibleName("原因")
        if explanation:
            self.add(Label(explanation, Role.MUTED, wrap=True))
        self.add(self._area)
        self.confirmed.connect(self._give)
        self._area.setFocus()

    def reason(self) -> str:
        """What was typed."""
        return self._area.text()

    def _give(self) -> None:
        if not self.reason():
            self.set_error(f"{self._hint}，再按“{self.main_button.text()}”。")
            self._area.setFocus()
            return
        self.given.emit(self.reason())


class ProgressDialog(Dialog):
    """Shows how far a longer piece of work is; can stop it where it can be stopped."""

    def __init__(
        self, parent: QWidget | None, title: str, *, on_cancel: Action | None = None
    ) -> None:
        super().__init__(parent, title, give_up="停止" if on_cancel else "")
        self._on_cancel = on_cancel
        self._is_over = self._is_stopping = False
        self._label = Label("正在处理…", Role.MUTED, wrap=True)
        self._left = Label("", Role.SMALL)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self.add(self._label, self._bar, self._left)

    def show_progress(
        self, label: str, done: int, total: int, seconds: float | None = None
    ) -> None:
        """Show what is being done, how much of how much, and the time that is left."""
        self._label.setText(_STOPPING if self._is_stopping else label or "正在处理…")
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(min(done, total))
        self._left.setText(left_words(done, total, seconds))

    def finish(self) -> None:
        """The work is over: go."""
        self._is_over = True
        self.accept()

    def give_up(self) -> None:
        """Ask the work to stop; the dialog goes when it has."""
        if self._is_over:
            super().give_up()
        elif self._on_cancel:
            self.give_up_button.setEnabled(False)
            self._is_stopping = True
            self._label.setText(_STOPPING)
            self._on_cancel()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The window's × is the stop button."""
        if self._is_over:
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()


def left_words(done: int, total: int, seconds: float | None) -> str:
    """How much of how much is done, and the time that is left; empty where nothing is counted."""
    if not total:
        return ""
    counted = f"已完成 {done}，共 {total}"
    if seconds is None:
        return counted
    if seconds >= 90:
        return f"{counted}，大约还要 {round(seconds / 60)} 分钟"
    return f"{counted}，大约还要 {max(1, round(seconds))} 秒"


def ask(
    parent: QWidget | None,
    title: str,
    sentence: str,
    action: str,
    on_yes: Action,
    *,
    danger: bool = False,
) -> Dialog:
    """Ask before something is done. The button says what it does; nothing is done on Esc."""
    dialog = Dialog(parent, title, action=action, danger=danger)
    dialog.add(Label(sentence, wrap=True))
    dialog.confirmed.connect(dialog.accept)
    # After the dialog has gone, so that what follows may open another one.
    dialog.accepted.connect(lambda: QTimer.singleShot(0, on_yes))
    dialog.open()
    dialog.give_up_button.setFocus()
    return dialog


def tell(parent: QWidget | None, title: str, sentence: str, *, close: str = "知道了") -> Dialog:
    """Say something that must be read before going on."""
    dialog = Dialog(parent, title, give_up=close)
    dialog.add(Label(sentence, wrap=True, selectable=True))
    dialog.open()
    dialog.give_up_button.setFocus()
    return dialog


def when_read(then: Action) -> None:
    """Go on once no dialog stands any more: what it tells is read first."""
    windows = QApplication.topLevelWidgets()
    told = next((one for one in windows if isinstance(one, Dialog) and one.isVisible()), None)
    if told is None:
        then()
    else:
        told.finished.connect(lambda _code: when_read(then))
