"""A hand and an eye for tests of the window: wait, click, type, press, take a picture."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

Part = TypeVar("Part", bound=QObject)


def wait_until(predicate: Callable[[], bool], timeout: float = 60.0) -> None:
    """Let events run until `predicate()` is true; an AssertionError after `timeout` seconds: a hang, not a load."""
    end = time.monotonic() + timeout
    while not predicate():
        assert time.monotonic() < end, "what was waited for did not happen"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.001)


def settle() -> None:
    """Let everything that is due happen: layouts, queued answers, deletions."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def parts(widget: QWidget, kind: type[Part]) -> list[Part]:
    """Everything of a kind inside a widget, in the order it was made."""
    return [
        child
        for child in cast("list[QObject]", widget.findChildren(QObject))
        if isinstance(child, kind)
    ]


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click a widget in its middle or at a point of it."""
    QTest.mouseClick(
        widget,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        at or widget.rect().center(),
    )
    settle()


def type_text(widget: QWidget, text: str) -> None:
    """Type a text where a widget takes keys."""
    widget.setFocus()
    QTest.keyClicks(widget.focusProxy() or widget, text)
    settle()


def press(
    widget: QWidget | None,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press a key on a widget, or where the focus is."""
    target = widget or QApplication.focusWidget()
    assert target is not None, "no widget has the focus"
    QTest.keyClick(target, key, modifiers)
    settle()


def snapshot(widget: QWidget, name: str = "") -> Path:
    """A PNG of a widget, in NUANDANG_SNAPSHOTS or the folder for temporary files."""
    folder = Path(os.environ.get("NUANDANG_SNAPSHOTS") or tempfile.gettempdir())
    folder.mkdir(parents=True, exist_ok=True)
    settle()
    path = folder / f"{name or type(widget).__name__}.png"
    assert widget.grab().save(str(path)), "the picture could not be written"
    return path
