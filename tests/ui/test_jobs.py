"""Workers: answers come on the GUI thread, old ones are dropped, long work shows itself."""

import gc
import threading
import time
import weakref
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import Cancelled
from app.progress import Progress
from tests.ui.driver import click, parts, settle, wait_until
from ui.garbage import GuiCollector
from ui.jobs import Jobs
from ui.widgets import ProgressDialog


def test_answers_come_on_the_gui_thread(jobs: Jobs) -> None:
    seen: list[tuple[str, str]] = []

    def work() -> str:
        return threading.current_thread().name

    def done(name: str) -> None:
        seen.append((name, threading.current_thread().name))

    jobs.write(work, done)
    jobs.read(work, done)
    assert jobs.wait()
    workers = sorted(name for name, _ in seen)
    assert workers[0].startswith("nuandang-reader")
    assert workers[1] == "nuandang-writer"
    assert {thread for _, thread in seen} == {threading.main_thread().name}


def test_garbage_is_collected_on_the_gui_thread_only(jobs: Jobs) -> None:
    """A QObject in a cycle, collected on a worker, locks the window up for ever."""
    threads: list[str] = []

    def make_garbage() -> None:
        for _ in range(100):
            cycle = QObject()
            cycle.itself = cycle  # type: ignore[attr-defined]  # the cycle
            weakref.finalize(cycle, lambda: threads.append(threading.current_thread().name))

    def work() -> None:
        kept = [[number] for number in range(200_000)]
        assert len(kept) == 200_000

    make_garbage()
    jobs.read(work, lambda _: None)
    assert jobs.wait()
    wait_until(lambda: len(threads) == 100)
    assert set(threads) == {threading.main_thread().name}


def test_what_a_job_held_is_let_go_on_the_gui_thread(jobs: Jobs) -> None:
    threads: list[str] = []

    class Held:
        def __del__(self) -> None:
            threads.append(threading.current_thread().name)

        def __call__(self, *_: object) -> None:
            return None

    for _ in range(200):
        jobs.read(Held(), Held())
    assert jobs.wait()
    assert threads == [threading.main_thread().name] * 400


def test_what_outlives_a_long_walk_is_left_out_until_the_window_is_locked(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.garbage._LONG", 0.0)
    cycle = QObject()
    cycle.itself = cycle  # type: ignore[attr-defined]  # the cycle
    gone = weakref.ref(cycle)
    kept = [[number] for number in range(200_000)]
    wait_until(lambda: gc.get_freeze_count() > len(kept))
    del cycle
    gc.collect()
    assert gone() is not None
    jobs.collect_all_soon()
    wait_until(lambda: gone() is None)
    jobs.close()
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("is_busy", [True, False])
def test_nothing_is_left_out_while_a_worker_may_still_let_it_go(
    monkeypatch: pytest.MonkeyPatch, is_busy: bool
) -> None:
    monkeypatch.setattr("ui.garbage._LONG", 0.0)
    window = QObject()
    collector = GuiCollector(window, lambda: is_busy)
    kept = [[number] for number in range(2_000)]
    collector.collect_due()
    is_left_out = gc.get_freeze_count() > len(kept)
    collector.stop()
    assert is_left_out is not is_busy


def test_python_collects_again_when_the_workers_are_closed() -> None:
    jobs = Jobs()
    assert not gc.isenabled()
    jobs.close()
    assert gc.isenabled()


def test_writes_come_one_after_the_other(jobs: Jobs) -> None:
    order: list[int] = []

    def write(number: int) -> int:
        time.sleep(0.01 if number == 0 else 0)
        order.append(number)
        return number

    answers: list[int] = []
    for number in range(20):
        jobs.write(partial(write, number), answers.append)
    assert jobs.wait()
    assert order == answers == list(range(20))


def test_errors_come_as_objects(jobs: Jobs) -> None:
    errors: list[BaseException] = []

    def fail() -> None:
        raise OSError(28, "full")

    jobs.read(fail, errors.append, errors.append)
    jobs.write(fail, None, errors.append)
    assert jobs.wait()
    assert [type(error) for error in errors] == [OSError, OSError]


def test_only_the_newest_of_a_key_answers(jobs: Jobs) -> None:
    gate = threading.Event()
    answers: list[int] = []

    def work(number: int) -> int:
        gate.wait(5)
        return number

    for number in range(5):
        jobs.read(partial(work, number), answers.append, key="search")
    jobs.read(lambda: 99, answers.append, key="other")
    gate.set()
    assert jobs.wait()
    assert sorted(answers) == [4, 99]


def test_dropped_key_does_not_answer(jobs: Jobs) -> None:
    answers: list[int] = []
    jobs.read(lambda: 1, answers.append, key="search")
    jobs.drop("search")
    assert jobs.wait()
    assert answers == []


def test_gone_widget_is_not_called_back(jobs: Jobs) -> None:
    gate = threading.Event()
    answers: list[str] = []

    class Page(QWidget):
        def take(self, _: object) -> None:
            answers.append("page")

    page, owner = Page(), QObject()
    jobs.read(lambda: gate.wait(5), page.take)
    jobs.write(lambda: gate.wait(5), lambda _: answers.append("owner"), owner=owner)
    page.deleteLater()
    owner.deleteLater()
    settle()
    from shiboken6 import delete, isValid

    for thing in (page, owner):
        if isValid(thing):
            delete(thing)
    gate.set()
    assert jobs.wait()
    assert answers == []


def test_bug_in_one_answer_does_not_keep_the_others(
    jobs: Jobs, slot_errors: list[type[BaseException]]
) -> None:
    slot_errors.append(ZeroDivisionError)
    answers: list[int] = []
    jobs.write(lambda: 0, lambda zero: 1 // zero)
    jobs.write(lambda: 7, answers.append)
    assert jobs.wait()
    settle()
    assert answers == [7]


def test_long_work_shows_progress_and_can_be_stopped(
    jobs: Jobs, show: Callable[..., QWidget]
) -> None:
    page = QWidget()
    show(page, 400, 300)
    progress, errors = Progress(), list[BaseException]()

    def work() -> None:
        progress.start("正在导入", 10_000)
        for _ in range(10_000):
            time.sleep(0.002)
            progress.step()

    jobs.write(work, None, errors.append, progress=progress, title="导入", window=page)
    wait_until(lambda: bool(parts(page, ProgressDialog)))
    dialog = parts(page, ProgressDialog)[0]
    wait_until(lambda: dialog.isVisible() and dialog.give_up_button.isVisible())
    click(dialog.give_up_button)
    assert jobs.wait()
    assert [type(error) for error in errors] == [Cancelled]
    wait_until(lambda: not parts(page, ProgressDialog))


def test_short_work_shows_nothing(jobs: Jobs, show: Callable[..., QWidget]) -> None:
    page = QWidget()
    show(page, 400, 300)
    jobs.write(lambda: None, title="保存", window=page)
    assert jobs.wait()
    end = time.monotonic() + 0.7
    wait_until(lambda: time.monotonic() > end)
    assert parts(page, ProgressDialog) == []


def test_busy_is_told_once(jobs: Jobs) -> None:
    told: list[bool] = []
    jobs.busy_changed.connect(told.append)
    jobs.write(lambda: time.sleep(0.01))
    jobs.write(lambda: None)
    jobs.read(lambda: None, lambda _: None)
    assert jobs.wait()
    assert told == [True, False]


def test_closing_finishes_writes_and_answers_nobody() -> None:
    jobs, written, answers = Jobs(), list[int](), list[object]()
    for number in range(5):
        jobs.write(partial(written.append, number), answers.append)
    assert jobs.close()
    settle()
    assert written == list(range(5))
    assert answers == []
    with pytest.raises(RuntimeError):
        jobs.write(lambda: None)
    assert jobs.close()


def test_wait_gives_up_in_time(jobs: Jobs) -> None:
    gate = threading.Event()
    jobs.read(lambda: gate.wait(5), lambda _: None)
    assert not jobs.wait(0.05)
    gate.set()
    assert jobs.wait()
