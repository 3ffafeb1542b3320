"""A list that takes long: its first page stands before the rest is read, and is not taken for all of it."""

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.cases.lists import CaseFilter, case_ids
from app.office.session import Office
from tests.app.cases.households import Filing, file
from tests.ui.driver import press, settle, wait_until
from ui import paging
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.cases import view
from ui.screens.cases.view import CasesScreen

_FIRST, _ALL = 2, 5


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Only behind it the whole list is read."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def asked(
    office: Office, monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> list[int | None]:
    """How many ids the list asks for at most, each time; two rows make a page."""
    file(office, [Filing(f"丁{name}", f"QH-{name}") for name in "12345"])
    seen: list[int | None] = []

    def told(office: Office, wanted: CaseFilter, *, most: int | None = None) -> Sequence[int]:
        seen.append(most)
        if most is None:
            gate.wait()
        return case_ids(office, wanted, most=most)

    monkeypatch.setattr(view, "case_ids", told)
    monkeypatch.setattr(view, "PAGE", _FIRST)
    monkeypatch.setattr(paging, "PAGE", _FIRST)
    return seen


def test_the_first_page_stands_before_the_rest_is_read(
    office: Office,
    jobs: Jobs,
    show: Callable[..., QWidget],
    asked: list[int | None],
    gate: threading.Event,
) -> None:
    screen = CasesScreen(Context(office, jobs))
    show(screen, 1200, 700)
    wait_until(lambda: bool(screen.table.rows()))
    assert [row.name for row in screen.table.rows()] == ["丁5", "丁4"]
    screen.table.choose(1)
    press(screen.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: bool(screen.banner.text()))
    assert screen.banner.text() == "列表还在读取，请稍等片刻再导出。"
    gate.set()
    assert jobs.wait()
    assert len(screen.table.rows()) == _ALL
    assert screen.table.currentIndex().row() == 1
    assert asked == [_FIRST, None]


def test_the_same_list_is_read_whole_and_stays_where_it_is(
    office: Office,
    jobs: Jobs,
    show: Callable[..., QWidget],
    asked: list[int | None],
    gate: threading.Event,
) -> None:
    gate.set()
    screen = CasesScreen(Context(office, jobs))
    show(screen, 1200, 700)
    assert jobs.wait()
    screen.table.choose(4)
    asked.clear()
    screen.refresh()
    assert jobs.wait()
    assert asked == [None]
    assert screen.table.currentIndex().row() == 4
    screen.cause.addItem("子女上学")
    screen.cause.setCurrentIndex(screen.cause.count() - 1)
    assert jobs.wait()
    assert asked == [None, _FIRST, None]
    assert len(screen.table.rows()) == 0


def test_files_stay_marked_when_the_list_is_read_anew(
    office: Office, jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    file(office, [Filing(f"覃永{at}", f"QH-{at}") for at in "一二三四五"])
    screen = CasesScreen(Context(office, jobs))
    show(screen, 1180, 600)
    jobs.wait()
    wait_until(lambda: len(screen.table.rows()) == 5 and jobs.is_idle)
    screen.table.choose(1)
    screen.table.mark([1, 2, 4])
    before = screen._marked_ids()
    screen.refresh()
    wait_until(lambda: jobs.is_idle)
    settle()
    assert screen._marked_ids() == before and len(before) == 3
    assert screen.print_button.text() == "打印 3 户…"
