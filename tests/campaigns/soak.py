"""Random hands on the whole program: clicks, keys, words, files and logins, as every account of the demo (T20).

Nothing may escape from a slot, no box may say that the program is at fault, Qt may not warn and no act may
hang; in the end the file is whole and the journal holds. What was done last is told where something broke:
kinds of widgets, words of buttons and keys, never what was typed.
"""

import gc
import os
import random
import shutil
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    Qt,
)
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from app.demo import COLLEAGUES, PASSWORD, build_demo
from app.office.checking import check_office
from app.office.clock import Clock
from app.office.opening import log_in
from db.keys import KdfCost
from tests.ui.driver import parts, settle
from tests.ui.listening import listening
from ui.application import Program, make_application
from ui.screens.login.presenter import Door
from ui.screens.login.view import LoginPage
from ui.style import apply_theme, complete_fonts
from ui.widgets import PasswordInput

MUST_BE_ZERO = ("errors", "warnings", "flashes", "hangs", "damaged")

_TODAY = date(2026, 11, 20)
_SAMPLES = Path(__file__).parents[1] / "samples"
_PATIENCE_S = 60.0
_MEASURE_EVERY = 500
_REMEMBERED = 40
_NONE, _CTRL, _SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_KEYS = (
    (_NONE, "Tab Return Escape Space Up Down Left Right PageDown Home End Delete F1 F5 F7 F8 F12"),
    (_CTRL, "K E N S Z Y A C V X P T 1 2 3 4 5 6 7 8 9 Tab Return F7 Home End Plus Minus L"),
    (_SHIFT, "Tab Return Up Down F4"),
)
_WORDS = (
    *("1", "0", "-5", "12.5", "100000000000", "3800", "2026-11-19", "20261131", "11.3", "１２３"),
    *(
        "覃永福",
        "韦秀兰",
        "单",
        "qyf",
        "阿卜杜·热依木",
        "𠮷野",
        "\u200b",
        "\0",
        "😀",
        " ",
        "王" * 300,
    ),
    *("45022419750312027X", "450224750312027", "13877207580", "6222020200000000000", "QH202600018"),
    *("青禾县东街 18 号", "本人放弃", "=1+1", "%s{0}", "<b>甲</b>", "../../a", "a\tb\nc"),
)


class _Eye(QObject):
    """Sees what is shown as a window of its own before it is placed: a flash on the screen."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._told = tell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Only looks."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            is_popup = watched.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup
            if not is_popup and not isinstance(watched, QMainWindow | QDialog):
                self._told(_named(watched))
        return False


class Soak:
    """One program in random hands. `figures` counts what happened, `complaints` tells what broke."""

    def __init__(self, folder: Path, seed: int, accounts: Sequence[str], password: str) -> None:
        self.app = make_application()
        apply_theme(self.app)
        complete_fonts(self.app)
        self.folder = folder
        self.accounts, self.password = accounts, password
        self.chance = random.Random(seed)
        self.figures: Counter[str] = Counter(dict.fromkeys(MUST_BE_ZERO, 0))
        self.complaints: list[str] = []
        self.files = _files(folder / "files")
        (folder / "out").mkdir()
        self._moment = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
        self.door = Door(folder / "office", Clock(now=self._now), KdfCost.for_tests())
        self._acts: deque[str] = deque(maxlen=_REMEMBERED)
        self._program: Program | None = None
        self._is_over = False

    def _now(self) -> datetime:
        self._moment += timedelta(milliseconds=200)
        return self._moment

    # ------------------------------------------------------------ watching

    def blame(self, figure: str, words: str) -> None:
        """Count a fault, and keep what led to it."""
        self.figures[figure] += 1
        self.complaints.append(f"{figure}: {words}\n  after {' | '.join(self._acts)}")

    def _blame_error(self, error: BaseException) -> None:
        self.blame(
            "errors", "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
        )

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Hear of escaped exceptions, of log entries and of Qt's warnings."""

        def on_slot(error: BaseException) -> bool:
            self._blame_error(error)
            return False

        eye = _Eye(partial(self.blame, "flashes"))
        self.app.installEventFilter(eye)
        with listening(partial(self.blame, "warnings"), on_slot, partial(self.blame, "errors")):
            yield
        self.app.removeEventFilter(eye)

    # ------------------------------------------------------------ acting

    def go(self, count: int) -> None:
        """So many acts, then everything is closed and the file is checked."""
        for number in range(count):
            begun = time.perf_counter()
            try:
                self._act()
                self._settle()
                if self.chance.random() < 0.3:
                    self._rest()
            except Exception as error:  # an act may be all that stands above a slot
                self._blame_error(error)
            self.figures["slowest_ms"] = max(
                self.figures["slowest_ms"], int((time.perf_counter() - begun) * 1000)
            )
            self.figures["acts"] += 1
            if number % _MEASURE_EVERY == _MEASURE_EVERY - 1:
                self._measure()
        self._end()

    def _settle(self) -> None:
        settle()
        # Without a loop of its own Qt would keep for ever what asked to be deleted.
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _rest(self) -> None:
        if self._program is not None and not self._program.jobs.wait(_PATIENCE_S):
            self.blame("hangs", "the workers do not come to rest")

    def _measure(self) -> None:
        self._rest()
        gc.collect()
        rss = _rss_mb()
        self.figures.setdefault("first_mb", rss)
        self.figures["last_mb"] = rss
        self.figures["widgets"] = len(self.app.allWidgets())

    def _act(self) -> None:
        program = self._program
        if program is None or self._is_over:
            self._stop()
            self._start()
            return
        top = self._top()
        if top is None:
            self._rest()
            self._settle()
            if not self._is_over and self._top() is None:
                self.blame("hangs", "no window is to be seen")
                self._stop()
        elif isinstance(top, QFileDialog):
            self._choose_file(top)
        elif isinstance(top, QDialog) and type(top).__module__.startswith("PySide6"):
            top.reject()
        else:
            self._touch(top)

    def _top(self) -> QWidget | None:
        found = self.app.activePopupWidget() or self.app.activeModalWidget()
        if found is not None:
            return found
        program = self._program
        windows = (program.entry, program.window) if program else ()
        return next((one for one in windows if one is not None and one.isVisible()), None)

    def _touch(self, top: QWidget) -> None:
        page = next((one for one in parts(top, LoginPage) if one.isVisible()), None)
        if page is not None and self.chance.random() < 0.8:
            self._log_in(page)
            return
        seen = [one for one in parts(top, QWidget) if _is_seen(one)]
        kind = self.chance.random()
        if kind < 0.45:
            self._click(self._one(seen, QAbstractButton, QTabBar, QAbstractItemView, QComboBox))
        elif kind < 0.7:
            self._type(self._one(seen, QLineEdit, QPlainTextEdit))
        else:
            self._press(self.app.focusWidget() or top)

    def _one(self, seen: list[QWidget], *kinds: type[QWidget]) -> QWidget | None:
        fitting = [one for one in seen if isinstance(one, kinds)]
        return self.chance.choice(fitting) if fitting else None

    def _click(self, widget: QWidget | None) -> None:
        if widget is None:
            return
        self._acts.append(f"click {_named(widget)}")
        if isinstance(widget, QAbstractItemView):
            self._click_row(widget)
        elif isinstance(widget, QTabBar):
            widget.setCurrentIndex(self.chance.randrange(max(1, widget.count())))
        elif isinstance(widget, QComboBox) and self.chance.random() < 0.7:
            if widget.count():
                widget.setCurrentIndex(self.chance.randrange(widget.count()))
                widget.activated.emit(widget.currentIndex())
        else:
            at = widget.visibleRegion().boundingRect().center()
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, _NONE, at)

    def _click_row(self, view: QAbstractItemView) -> None:
        model = view.model()
        if model is None or not model.rowCount():
            return
        row = self.chance.randrange(min(model.rowCount(), 30))
        at = view.visualRect(model.index(row, 0)).center()
        modifier = self.chance.choice((_NONE, _NONE, _NONE, _CTRL, _SHIFT))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, at)
        if isValid(view) and self.chance.random() < 0.4:
            QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, _NONE, at)

    def _type(self, widget: QWidget | None) -> None:
        if widget is None:
            return
        self._acts.append(f"type in {_named(widget)}")
        is_secret = isinstance(widget, PasswordInput)
        words = self.password if is_secret else self.chance.choice(_WORDS)
        widget.setFocus()
        if isinstance(widget, QLineEdit | QPlainTextEdit) and (
            is_secret or self.chance.random() < 0.6
        ):
            widget.selectAll()
        event = QInputMethodEvent()
        event.setCommitString(words)
        QCoreApplication.sendEvent(widget, event)

    def _press(self, widget: QWidget) -> None:
        modifier, keys = self.chance.choices(_KEYS, weights=(3, 5, 1))[0]
        name = self.chance.choice(keys.split())
        self._acts.append(f"press {modifier.name} {name} on {_named(widget)}")
        QTest.keyClick(widget, getattr(Qt.Key, f"Key_{name}"), modifier)

    def _choose_file(self, dialog: QFileDialog) -> None:
        self._acts.append(f"choose a file, {dialog.fileMode().name}")
        if self.chance.random() < 0.4:
            dialog.reject()
            return
        if dialog.fileMode() is QFileDialog.FileMode.Directory:
            dialog.setDirectory(str(self.folder / "out"))
            dialog.filesSelected.emit([str(self.folder / "out")])
        elif dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave:
            dialog.filesSelected.emit([str(self.folder / "out" / f"{self.chance.random()}.pdf")])
        else:
            many = 3 if dialog.fileMode() is QFileDialog.FileMode.ExistingFiles else 1
            dialog.filesSelected.emit([str(one) for one in self.chance.sample(self.files, many)])
        if isValid(dialog):
            dialog.reject()

    # ------------------------------------------------------------ coming and going

    def _start(self) -> None:
        self._acts.append("start")
        self._is_over = False
        self._program = Program(self.app, self.door)
        self._program.ended.connect(self._on_ended)
        self._program.start()
        self.figures["starts"] += 1

    def _on_ended(self) -> None:
        self._is_over = True

    def _stop(self) -> None:
        program, self._program = self._program, None
        if program is not None:
            program.close()
            self._settle()

    def _log_in(self, page: LoginPage) -> None:
        account = self.chance.choice(self.accounts)
        self._acts.append(f"log in as {account}")
        page.account.setText(account)
        page.password.setText(self.password)
        QTest.keyClick(page.password, Qt.Key.Key_Return)
        self._rest()
        self.figures["logins"] += 1

    def _end(self) -> None:
        self._acts.append("end")
        self._rest()
        for widget in self.app.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.done(0)
        self._settle()
        self._stop()
        office = log_in(
            self.door.folder,
            account=self.accounts[0],
            password=self.password,
            clock=self.door.clock or Clock(),
            cost=self.door.cost,
        )
        with closing(office):
            report = check_office(office)
        if not report.ok:
            self.blame("damaged", "the check found a fault")


def run(folder: Path, count: int, seed: int) -> dict[str, int]:
    """Make a demo office and do so many acts; the figures. What broke is told on standard error."""
    build_demo(folder / "office", today=_TODAY, cost=KdfCost.for_tests())
    hands = Soak(folder, seed, [one.account for one in COLLEAGUES], PASSWORD)
    with hands.watched():
        hands.go(count)
    for words in hands.complaints[:20]:
        sys.stderr.write(words + "\n")
    return dict(hands.figures)


def _is_seen(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()


def _named(widget: QWidget) -> str:
    own = type(widget).__name__
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{own} {words}".strip()


def _files(folder: Path) -> list[Path]:
    """What may be chosen: workbooks, a photo, and what is none of them."""
    folder.mkdir(parents=True)
    found = [Path(shutil.copy(one, folder)) for one in sorted(_SAMPLES.iterdir())]
    for name, data in (("a.pdf", b"%PDF-1.7 nothing"), ("b.png", b"\x89PNG"), ("c.jpg", b"")):
        (folder / name).write_bytes(data)
        found.append(folder / name)
    return found


def _rss_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20
