"""What a search has found, under the search box; walked with the arrows while one types."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.find import Beginning, Hit, find_first, hits_of
from ui.context import Context, bound
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Card,
    CellKind,
    ChipText,
    Column,
    DataTable,
    Label,
    Line,
    SearchBox,
)

__all__ = ["SearchPopup"]

_SHOWN = 50
_ROWS = 9
_AT_ONCE = _ROWS + 1
"""One row more than is in sight: the last one may be seen in part."""
_KEY = "find"
_PAUSE_MS = 100
"""So long after the last answer nobody types on: what is below the rows in sight may be read."""
_WIDTH = 800
_NUMBER = 2
"""The place of the column 档案号."""


class SearchPopup(Card):
    """Stands over the window under the search box. Enter opens, Esc and a click elsewhere close it."""

    opened = Signal(object)

    def __init__(self, ctx: Context, box: SearchBox, window: QWidget) -> None:
        super().__init__(flush=True)
        self.setParent(window)
        self._ctx = ctx
        self._box = box
        self._asked = ""
        self._shown = ""
        self._opens_first = False
        self._found = Beginning(())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read_rest)
        self.table = DataTable(
            (
                Column("姓名", _who, stretch=True, strong=True),
                Column("身份证号", lambda hit: hit.id_number, width=158),
                Column("档案号", lambda hit: hit.case, width=150, muted=True),
                Column("阶段", _standing, CellKind.CHIP, width=104),
                Column("找到的依据", _matched, CellKind.CHIP, width=168),
            ),
            compact=True,
            name="查找结果",
        )
        self._note = Label("", Role.SMALL, wrap=True)
        self._note.setContentsMargins(
            px(SIZE.gap), px(SIZE.gap_tiny), px(SIZE.gap), px(SIZE.gap_tiny)
        )
        for part in (self.table, Line(), self._note):
            self.add(part)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(lambda index: self.table.open_current())
        box.typed.connect(self._typed)
        box.moved.connect(self._moved)
        box.submitted.connect(self._submitted)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Watch for clicks elsewhere, only while it stands: the watch sees every event of the program."""
        super().showEvent(event)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing to watch any more."""
        super().hideEvent(event)
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A click outside closes it; Esc in the table goes back to the box."""
        if not self.isVisible():
            return False
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched.window() is self.window() and not self._holds(watched):
                self.hide()
        elif (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and isinstance(watched, QWidget)
            and self.isAncestorOf(watched)
        ):
            self.hide()
            self._box.jump()
            return True
        return False

    def answered(self) -> str:
        """The text whose answer is shown."""
        return self._shown if self.isVisible() else ""

    def note(self) -> str:
        """What stands under the rows."""
        return self._note.text()

    def _holds(self, widget: QWidget) -> bool:
        return (
            widget is self
            or widget is self._box
            or self.isAncestorOf(widget)
            or self._box.isAncestorOf(widget)
        )

    def _typed(self, text: str) -> None:
        self._opens_first = False
        self._pause.stop()
        text = text.strip()
        self._asked = text
        if not text:
            self._ctx.jobs.drop(_KEY)
            self.hide()
            return
        # One more than is shown, to know whether there are more.
        work = bound(find_first, self._ctx.office, text, limit=_SHOWN + 1, at_once=_AT_ONCE)
        self._ctx.read(self._box, work, lambda found: self._show(text, found), key=_KEY)

    def _show(self, text: str, found: Beginning) -> None:
        self._shown = text
        self._found = found
        self._set_rows(found.hits, len(found.hits) + len(found.left))
        self.table.choose(0)
        if found.left:
            self._pause.start()
        self._place()
        self.show()
        self.raise_()
        if self._opens_first and found.hits:
            self.table.open_current()

    def _read_rest(self) -> None:
        work = bound(hits_of, self._ctx.office, self._found.left)
        self._ctx.read(self._box, work, self._show_rest, key=_KEY)

    def _show_rest(self, rest: tuple[Hit, ...]) -> None:
        hits = self._found.hits + rest
        self._set_rows(hits, len(hits))
        if self.table.current_row() is None:
            self.table.choose(0)
        self._place()

    def _set_rows(self, hits: tuple[Hit, ...], count: int) -> None:
        self.table.set_rows(hits[:_SHOWN], key=lambda hit: hit.person_id)
        self.table.fit_height(_ROWS)
        self.table.setVisible(bool(hits))
        self._note.setText(_note(count))

    def _place(self) -> None:
        window = self.parentWidget()
        assert window is not None
        corner = self._box.mapTo(window, QPoint(0, self._box.height() + px(SIZE.gap_tiny)))
        width = min(px(_WIDTH), window.width() - corner.x() - px(SIZE.gap_page))
        # Where there is little room, whose relative it is says more than the number of the file.
        self.table.setColumnHidden(_NUMBER, width < px(_WIDTH))
        # The table has just got another height, which the layouts do not know yet.
        self.body.invalidate()
        self.updateGeometry()
        self.setGeometry(corner.x(), corner.y(), width, self.heightForWidth(width))

    def _moved(self, step: int) -> None:
        if self.isVisible():
            self.table.step(step)
        elif self._asked:
            self._typed(self._asked)

    def _submitted(self, text: str) -> None:
        if not text:
            return
        if self._shown == text and self.isVisible():
            if self.table.rows():
                self.table.open_current()
            return
        # Enter was faster than the search: open the first that it finds.
        self._typed(text)
        self._opens_first = True

    def _open(self, hit: Hit) -> None:
        self.hide()
        self._box.clear()
        self.opened.emit(hit)


def _who(hit: Hit) -> str:
    if not hit.relation:
        return hit.name
    return f"{hit.name}（{hit.applicant}的{hit.relation}）"


def _standing(hit: Hit) -> ChipText:
    """Where the file stands; who or what is past says so in grey."""
    return ChipText(hit.standing or hit.stage, Tone.NEUTRAL if hit.standing else Tone.BLUE)


def _matched(hit: Hit) -> ChipText:
    word = f"{hit.matched} {hit.employer}" if hit.matched == "工作单位" else hit.matched
    return ChipText(word, Tone.NEUTRAL)


def _note(count: int) -> str:
    if not count:
        return "没有找到。可以输入姓名、拼音、首字母、身份证尾号、手机尾号、单位、住址或档案号。"
    if count > _SHOWN:
        return f"先列出 {_SHOWN} 人，请再多输入几个字。↑ ↓ 选择，回车打开。"
    return f"找到 {count} 人。↑ ↓ 选择，回车打开，Esc 收起。"
