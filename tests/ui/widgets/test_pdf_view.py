"""A page is drawn beside the window: slow drawing holds nothing up, and what comes too late is dropped."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from tests.ui.driver import settle, wait_until
from ui.jobs import Jobs
from ui.widgets import PdfView, column


class SlowPrinter:
    """Draws plain pages, each in a grey of its own, once it is let go; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.threads: set[int] = set()
        self.let_go = threading.Event()

    def __call__(self, page: int, dpi: int) -> QImage:
        self.asked.append((page, dpi))
        self.threads.add(threading.get_ident())
        assert self.let_go.wait(10)
        image = QImage(round(8.27 * dpi), round(11.69 * dpi), QImage.Format.Format_RGB32)
        image.fill(_grey(page))
        return image


def _grey(page: int) -> QColor:
    return QColor.fromRgb(40 * page + 40, 40 * page + 40, 40 * page + 40)


@pytest.fixture
def printer() -> Iterator[SlowPrinter]:
    slow = SlowPrinter()
    yield slow
    slow.let_go.set()


def _middle(view: PdfView) -> QColor:
    seen = view._area.viewport()
    return seen.grab().toImage().pixelColor(seen.width() // 2, seen.height() // 2)


def test_events_are_answered_while_a_page_is_drawn(
    show: Callable[..., QWidget], jobs: Jobs, printer: SlowPrinter
) -> None:
    view, ticks = PdfView(jobs.read), list[int]()
    show(view, 900, 700)
    view.show_pages(printer, 3)
    QTimer.singleShot(0, view, lambda: ticks.append(1))
    wait_until(lambda: bool(ticks and printer.asked))
    assert not jobs.is_idle and _middle(view) == QColor("white"), "blank paper meanwhile"
    printer.let_go.set()
    wait_until(lambda: jobs.is_idle)
    assert _middle(view) == _grey(0)
    assert threading.get_ident() not in printer.threads
    assert all(not view._thumbs.item(number).icon().isNull() for number in range(3))


def test_of_several_pages_asked_only_the_newest_is_drawn(
    show: Callable[..., QWidget], jobs: Jobs, printer: SlowPrinter
) -> None:
    view = PdfView(jobs.read)
    show(view, 900, 700)
    view.show_pages(printer, 4)
    wait_until(lambda: len(printer.asked) == 1)
    for page in (1, 2, 3):
        view.go_to(page)
    settle()
    assert len(printer.asked) == 1, "one at a time"
    printer.let_go.set()
    wait_until(lambda: jobs.is_idle)
    large = [page for page, dpi in printer.asked if dpi > 20]
    assert large[-1] == 3 and not {1, 2} & set(large) and _middle(view) == _grey(3)


def test_a_picture_of_an_older_document_is_dropped(
    show: Callable[..., QWidget], jobs: Jobs, printer: SlowPrinter
) -> None:
    view = PdfView(jobs.read)
    show(view, 900, 700)
    view.show_pages(printer, 1)
    wait_until(lambda: len(printer.asked) == 1)
    view.clear()
    printer.let_go.set()
    wait_until(lambda: jobs.is_idle)
    assert view.page_count() == 0 and view._sheet._picture.isNull()


def test_another_zoom_shows_the_last_picture_until_the_new_one_is_drawn(
    show: Callable[..., QWidget], jobs: Jobs, printer: SlowPrinter
) -> None:
    view = PdfView(jobs.read)
    show(view, 900, 700)
    printer.let_go.set()
    view.show_pages(printer, 1)
    settle()
    wait_until(lambda: jobs.is_idle)
    printer.let_go.clear()
    width = view._sheet.minimumWidth()
    view.zoom_by(2)
    settle()
    assert view._sheet.minimumWidth() > width and _middle(view) == _grey(0)
    printer.let_go.set()
    wait_until(lambda: jobs.is_idle)
    assert view._sheet._picture.width() == view._sheet.minimumWidth()


def test_closing_while_a_page_is_drawn_harms_nothing(
    show: Callable[..., QWidget], jobs: Jobs, printer: SlowPrinter
) -> None:
    view = PdfView(jobs.read)
    page = QWidget()
    page.setLayout(column(view))
    show(page, 900, 700)
    view.show_pages(printer, 2)
    wait_until(lambda: len(printer.asked) == 1)
    delete(view)
    printer.let_go.set()
    wait_until(lambda: jobs.is_idle)
    assert len(printer.asked) == 1


def test_the_page_shown_is_the_page_drawn(show: Callable[..., QWidget], jobs: Jobs) -> None:
    drawn: list[QImage] = []

    def render(_page: int, dpi: int) -> QImage:
        image = QImage(round(8.27 * dpi), round(11.69 * dpi), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        for at in range(min(image.width(), image.height())):
            image.setPixelColor(at, at, QColor("black"))
        drawn.append(image)
        return image

    view = PdfView(jobs.read)
    show(view, 900, 700)
    view.show_pages(render, 1)
    view.actual_size()
    wait_until(lambda: jobs.is_idle)
    settle()
    sheet, meant = view._sheet, max(drawn, key=QImage.width)  # the others are thumbnails
    left, top = (sheet.width() - meant.width()) // 2, (sheet.height() - meant.height()) // 2
    seen = sheet.grab().toImage().copy(left, top, meant.width(), meant.height())
    assert seen.convertToFormat(meant.format()) == meant
