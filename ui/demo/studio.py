"""Taking pictures of windows that nobody sees: one application, one office at a time, one folder of PNGs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QEvent,
    QIODevice,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.cli.terminal import complain
from app.demo.sheets import make_room
from app.office.clock import Clock
from app.office.opening import log_in
from app.office.saving import save_bytes
from app.office.session import Office
from ui.application import make_application
from ui.context import Context
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.style import apply_theme, complete_fonts

if TYPE_CHECKING:
    from app.office.locking import KdfCost

WIDTH, HEIGHT = 1366, 768
_PATIENCE = 30.0
_SETTLE_ROUNDS = 4


_OF_THE_PLATFORM = "This plugin does not support"


@contextmanager
def without_words_of_the_platform() -> Iterator[None]:
    """Windows without a display cannot be sized by a window manager; Qt need not say so each time."""

    def tell(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
        if (text or "").startswith(_OF_THE_PLATFORM):
            return
        if callable(before):
            before(kind, context, text)
        else:
            complain(text or "")

    before = qInstallMessageHandler(tell)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


class Studio:
    """Shows windows offscreen and keeps their pictures; `looks` names the look in file names."""

    def __init__(
        self,
        folder: Path,
        *,
        office: Path,
        password: str,
        clock: Clock,
        cost: KdfCost | None = None,
    ) -> None:
        make_room(folder)
        self.folder = folder
        self.office_folder = office
        self.clock = clock
        self.pictures: list[Path] = []
        self.looks = "light"
        self.app: QApplication = make_application()
        self.jobs = Jobs()
        self._password = password
        self._cost = cost

    def dress(self, *, dark: bool = False, percent: int = 100) -> None:
        """Light or dark, 100 to 150 %; for windows that are made from now on."""
        apply_theme(self.app, dark=dark, scale=percent / 100)
        complete_fonts(self.app)
        self.looks = ("dark" if dark else "light") + ("" if percent == 100 else f"-{percent}")

    @contextmanager
    def window(self, account: str) -> Iterator[MainWindow]:
        """The main window as an account of the demo sees it."""
        office = self._log_in(account)
        window = MainWindow(Context(office, self.jobs))
        try:
            self.show(window)
            yield window
        finally:
            self.take_away(window)
            office.close()

    @contextmanager
    def office(self, account: str) -> Iterator[Office]:
        """The office without a window."""
        office = self._log_in(account)
        try:
            yield office
        finally:
            office.close()

    def _log_in(self, account: str) -> Office:
        return log_in(
            self.office_folder,
            account=account,
            password=self._password,
            clock=self.clock,
            cost=self._cost,
        )

    def show(self, widget: QWidget, width: int = WIDTH, height: int = HEIGHT) -> None:
        """Show a window at a size and let it come to rest."""
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        self.settle()

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Let everything that is due happen: reads, answers, layouts. TimeoutError if it never ends."""
        end = time.monotonic() + _PATIENCE
        for _ in range(_SETTLE_ROUNDS):
            while not (self.jobs.wait(1.0) and until()):
                if time.monotonic() > end:
                    raise TimeoutError("a screen of the demo did not come to rest")
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents()

    def pause(self, seconds: float) -> None:
        """Let a timer of the window run out, then come to rest."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.005)
        self.settle()

    def shoot(self, widget: QWidget, name: str) -> None:
        """Keep a picture of a window as it stands."""
        self.settle()
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not widget.grab().save(buffer, "PNG"):
            raise RuntimeError("a picture of the demo could not be made")
        path = self.folder / f"{len(self.pictures) + 1:03d}-{name}-{self.looks}.png"
        save_bytes(path, bytes(content.data()))
        self.pictures.append(path)

    def dialog(self, open_it: Callable[[], object], name: str, rest: float = 0.0) -> None:
        """Open a dialog, keep its picture, give it up again."""
        open_it()
        self.settle(lambda: self._open_dialog() is not None)
        if rest:
            self.pause(rest)
        dialog = self._open_dialog()
        assert dialog is not None
        self.shoot(dialog, name)
        while (left := self._open_dialog()) is not None:
            left.done(0)
            self.settle()

    def check_calm(self) -> None:
        """Raise RuntimeError where a dialog stands that nobody asked for: a screen has complained."""
        dialog = self._open_dialog()
        if dialog is not None:
            raise RuntimeError(f"a screen of the demo complained: {type(dialog).__name__}")

    def _open_dialog(self) -> QDialog | None:
        found = self.app.activeModalWidget()
        if isinstance(found, QDialog):
            return found
        for widget in self.app.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                return widget
        return None

    def take_away(self, widget: QWidget) -> None:
        """Hide a window and let it go."""
        self.settle()
        widget.hide()
        widget.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.settle()

    def close(self) -> None:
        """End the workers."""
        if not self.jobs.close() and sys.exc_info()[0] is None:
            raise RuntimeError("a worker of the demo did not end")
