"""What is copied of an ID number or a card goes from the clipboard; the rest stays (R19)."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from db.values import id_check_digit
from tests.ui.driver import settle, wait_until
from ui.clipboard import KEPT_MS, ClipboardGuard, guard_clipboard, is_sensitive

NUMBER = "45022419750312027" + id_check_digit("45022419750312027")


@pytest.fixture
def guard(app: QApplication, show: Callable[..., QWidget]) -> Iterator[ClipboardGuard]:
    """A guard that clears after a moment; a window of the program has the keys."""
    show(QLineEdit(), 200, 40)
    made = ClipboardGuard(app)
    made._timer.setInterval(60)
    yield made
    made.deleteLater()
    QGuiApplication.clipboard().clear()
    settle()


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (NUMBER, True),
        (f"覃永福 {NUMBER} 男", True),
        (f"{NUMBER[:17]}x", True),
        ("6228480830012345678", True),
        ("6228 4808 3001 2345 678", True),
        ("450224197503120", True),
        ("13807724519", False),
        ("QH202600063", False),
        ("2026-11-20", False),
        ("覃永福", False),
    ],
)
def test_numbers_are_known_by_their_shape(text: str, verdict: bool) -> None:
    assert is_sensitive(text) is verdict


def test_a_number_is_cleared_and_kept_from_histories(guard: ClipboardGuard) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(NUMBER)
    settle()
    assert clipboard.text() == NUMBER
    assert clipboard.mimeData().hasFormat("x-kde-passwordManagerHint")
    wait_until(lambda: clipboard.text() == "")


def test_what_was_copied_since_stays(guard: ClipboardGuard) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(NUMBER)
    settle()
    clipboard.setText("青禾县纺织厂")
    settle()
    assert not guard._timer.isActive()
    guard.clear()
    assert clipboard.text() == "青禾县纺织厂"


def test_the_promise_is_fifteen_seconds_and_one_guard(app: QApplication) -> None:
    assert KEPT_MS <= 15_000
    assert guard_clipboard() is guard_clipboard()
    assert guard_clipboard()._timer.interval() == KEPT_MS
