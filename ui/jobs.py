"""Work off the GUI thread: one thread that writes, a few that read, results delivered where the window lives.

The work gets plain data and perhaps a Progress, nothing of Qt. What comes back, comes back on the GUI
thread. A result that nobody wants any more — its widget is gone, or a newer question was asked under the
same key — is dropped. Work that lasts longer than half a second shows its progress.
"""

import queue
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.errors import Cancelled
from app.progress import Progress
from ui.garbage import GuiCollector
from ui.style.tokens import LONG_WORK_MS
from ui.widgets.dialogs import ProgressDialog

Work = Callable[[], Any]
Done = Callable[[Any], object]
Failed = Callable[[BaseException], object]

_PAINTED_MS = 300
_READERS = 2
_TELL_EVERY_SECONDS = 0.05


@dataclass(slots=True)
class _Job:
    """One piece of work and what to do with its end. The GUI thread drops it last: it may hold widgets."""

    number: int
    work: Work
    done: Done | None
    failed: Failed | None
    owner: QObject | None
    is_write: bool = False
    key: Hashable | None = None
    token: int = 0
    progress: Progress | None = None
    dialog: ProgressDialog | None = None
    result: Any = None
    error: BaseException | None = None
    is_over: bool = False
    is_dropped: bool = False
    told_at: float = 0.0


class Jobs(QObject):
    """The workers of one window. Make it on the GUI thread; `close()` it before the window goes."""

    idle = Signal()
    busy_changed = Signal(bool)
    """Emitted when the writer begins to have something to do, and when it has nothing more."""

    _ended = Signal(int)
    _progressed = Signal(int)

    def __init__(self, parent: QObject | None = None, *, readers: int = _READERS) -> None:
        super().__init__(parent)
        self._writes: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._reads: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._tokens: dict[Hashable, int] = {}
        self._open: dict[int, _Job] = {}
        self._numbers = count(1)
        self._is_closed = False
        self._collector = GuiCollector(self, lambda: bool(self._open))
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self._threads = [self._thread("writer", self._writes)]
        self._threads += [self._thread(f"reader-{n + 1}", self._reads) for n in range(readers)]

    def write(
        self,
        work: Work,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        progress: Progress | None = None,
        owner: QObject | None = None,
        title: str = "",
        window: QWidget | None = None,
    ) -> None:
        """Run `work` on the one writing thread, after what was asked before it.

        With a Progress it can be stopped; then `failed` gets Cancelled. `title` names it in the dialog
        that appears over `window` when it lasts. The write itself is never dropped; only its answer is.
        """
        job = self._job(work, done, failed, owner)
        job.is_write = True
        job.progress = progress
        if progress is not None:
            progress.listener = partial(self._listen, job.number)
        self._start(job, self._writes)
        if title or progress is not None:
            self._show_when_long(job, title or "正在处理", window)

    def collect_all_soon(self) -> None:
        """Let go of all that only itself holds, when the page that is shown now is painted."""
        QTimer.singleShot(_PAINTED_MS, self._collector.collect_all)

    def read(
        self,
        work: Work,
        done: Done,
        failed: Failed | None = None,
        *,
        key: Hashable | None = None,
        owner: QObject | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Run `work` on a reading thread. Of several with the same `key` only the newest answers.

        What takes a `progress` is stopped when a newer one is asked and when the workers close.
        """
        job = self._job(work, done, failed, owner)
        job.progress = progress
        if key is not None:
            self._cancel(lambda other: other.key == key)
            job.key = key
            job.token = self._tokens[key] = self._tokens.get(key, 0) + 1
        self._start(job, self._reads)

    def drop(self, key: Hashable) -> None:
        """Whatever is being read under `key` is wanted no more."""
        self._tokens[key] = self._tokens.get(key, 0) + 1

    @property
    def is_idle(self) -> bool:
        """Nothing runs, nothing waits, every answer was delivered."""
        return not self._open

    def wait(self, timeout: float = 10.0) -> bool:
        """Let events run until everything is answered; False if `timeout` seconds pass first."""
        end = time.monotonic() + timeout
        while not self.is_idle and time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.001)
        return self.is_idle

    def close(self, timeout: float = 10.0) -> bool:
        """Finish what writes, forget what reads, and end the threads; False if one did not end."""
        if self._is_closed:
            return True
        self._is_closed = True
        for job in self._open.values():
            job.is_dropped = True
        self._cancel(lambda _job: True)
        self._writes.put(None)
        for _ in self._threads[1:]:
            self._reads.put(None)
        end = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._open.clear()
        self._collector.stop()
        return not any(thread.is_alive() for thread in self._threads)

    def _cancel(self, is_meant: Callable[[_Job], bool]) -> None:
        for job in self._open.values():
            if job.progress is not None and is_meant(job):
                job.progress.cancel()

    def _thread(self, name: str, jobs: "queue.SimpleQueue[_Job | None]") -> threading.Thread:
        thread = threading.Thread(target=self._serve, args=(jobs,), name=f"nuandang-{name}")
        thread.daemon = False
        thread.start()
        return thread

    def _job(
        self, work: Work, done: Done | None, failed: Failed | None, owner: QObject | None
    ) -> _Job:
        return _Job(next(self._numbers), work, done, failed, owner or _owner_of(done, failed))

    def _start(self, job: _Job, jobs: "queue.SimpleQueue[_Job | None]") -> None:
        if self._is_closed:
            raise RuntimeError("work was given to workers that are closed")
        if job.is_write and not self._is_writing:
            self.busy_changed.emit(True)
        self._open[job.number] = job
        jobs.put(job)

    def _serve(self, jobs: "queue.SimpleQueue[_Job | None]") -> None:
        """The life of a worker thread."""
        while (job := jobs.get()) is not None:
            if not self._is_stale(job):
                try:
                    job.result = job.work()
                except BaseException as error:
                    job.error = error
            job.is_over = True
            number = job.number
            del job
            self._ended.emit(number)

    def _is_stale(self, job: _Job) -> bool:
        return job.key is not None and (job.is_dropped or self._tokens[job.key] != job.token)

    @property
    def _is_writing(self) -> bool:
        return any(job.is_write for job in self._open.values())

    @Slot(int)
    def _deliver(self, number: int) -> None:
        # One answer per signal: a bug in one screen does not keep the answers of the others.
        job = self._open.pop(number, None)
        if job is None:
            return
        try:
            self._finish(job)
        finally:
            if job.is_write and not self._is_writing:
                self.busy_changed.emit(False)
            if not self._open:
                self.idle.emit()

    def _finish(self, job: _Job) -> None:
        if job.dialog is not None and isValid(job.dialog):
            job.dialog.finish()
            job.dialog = None
        if job.is_dropped or self._is_stale(job):
            return
        if job.owner is not None and not isValid(job.owner):
            return
        if job.error is None:
            if job.done:
                job.done(job.result)
        elif job.failed:
            job.failed(job.error)
        elif not isinstance(job.error, Cancelled):
            raise job.error

    def _listen(self, number: int, _progress: Progress) -> None:
        """Called by the work, on its own thread, at every step."""
        job, now = self._open.get(number), time.monotonic()
        if job is not None and now - job.told_at >= _TELL_EVERY_SECONDS:
            job.told_at = now
            self._progressed.emit(number)

    @Slot(int)
    def _show_progress(self, number: int) -> None:
        job = self._open.get(number)
        if job is not None:
            _tell(job)

    def _show_when_long(self, job: _Job, title: str, window: QWidget | None) -> None:
        if window is None and isinstance(job.owner, QWidget):
            window = job.owner.window()

        def show() -> None:
            if job.is_over or (window is not None and not (isValid(window) and window.isVisible())):
                return
            cancel = job.progress.cancel if job.progress is not None else None
            job.dialog = ProgressDialog(window, title, on_cancel=cancel)
            job.dialog.open()
            _tell(job)

        QTimer.singleShot(LONG_WORK_MS, self, show)


def _tell(job: _Job) -> None:
    if job.dialog is not None and job.progress is not None and isValid(job.dialog):
        progress = job.progress
        job.dialog.show_progress(
            progress.label, progress.done, progress.total, progress.seconds_left
        )


def _owner_of(*callbacks: Callable[..., object] | None) -> QObject | None:
    """The QObject whose method is to be called back, if it is one."""
    for callback in callbacks:
        owner = getattr(callback, "__self__", None)
        if isinstance(owner, QObject):
            return owner
    return None
