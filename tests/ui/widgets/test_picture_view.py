"""A picture on the screen: zoomed and turned it shows what it should, and is never made larger than it came."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QScrollArea, QWidget

from tests.ui.driver import parts, settle
from ui.widgets import PictureView

RED, BLUE = QColor("#cc0000"), QColor("#0000cc")


def two_halves() -> QImage:
    """Red on the left, blue on the right."""
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(RED)
    painter = QPainter(image)
    painter.fillRect(150, 0, 150, 200, BLUE)
    painter.end()
    return image


def seen(view: PictureView, across: float, down: float) -> QColor:
    """The colour at a place of what is in sight, in shares of its width and height."""
    (area,) = parts(view, QScrollArea)
    shown = area.viewport().grab().toImage()
    at = QPoint(round(shown.width() * across), round(shown.height() * down))
    return shown.pixelColor(at)


def test_a_turned_picture_stands_upright(show: Callable[..., QWidget]) -> None:
    view = PictureView(two_halves())
    show(view, 500, 480)
    assert (seen(view, 0.4, 0.5), seen(view, 0.6, 0.5)) == (RED, BLUE)
    view.turn(1)
    settle()
    assert (seen(view, 0.5, 0.4), seen(view, 0.5, 0.6)) == (RED, BLUE)
    view.keep_turn()
    view.turn(1)
    settle()
    assert (seen(view, 0.4, 0.5), seen(view, 0.6, 0.5)) == (BLUE, RED)


def test_zoomed_in_the_picture_is_scrolled_and_kept_as_it_came(
    show: Callable[..., QWidget],
) -> None:
    view = PictureView(two_halves())
    show(view, 500, 480)
    for _ in range(9):
        view.zoom_by(1)
    settle()
    (area,) = parts(view, QScrollArea)
    assert area.widget().size() == area.widget().minimumSize() and area.widget().width() == 1200
    area.horizontalScrollBar().setValue(0)
    assert seen(view, 0.5, 0.5) == RED
    area.horizontalScrollBar().setValue(area.horizontalScrollBar().maximum())
    assert seen(view, 0.5, 0.5) == BLUE
    assert view._sheet._picture.width() == 300, "four times as wide a photo would take gigabytes"


def test_a_large_picture_is_made_small_at_first(show: Callable[..., QWidget]) -> None:
    view = PictureView(two_halves().scaled(3000, 2000, Qt.AspectRatioMode.IgnoreAspectRatio))
    show(view, 500, 480)
    assert view.zoom() < 0.2 and view._sheet._picture.width() <= 500
    assert (seen(view, 0.4, 0.5), seen(view, 0.6, 0.5)) == (RED, BLUE)
