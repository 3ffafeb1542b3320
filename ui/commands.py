"""The one place that runs an operation and says what went wrong.

A mistake of the user stands at its field, else in the nearest banner or dialog. Trouble with the file is a
message that must be read. A stop is silent. Anything else is a bug: a box with a code, a log entry, and
nothing of any person in either.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.changes import Changes
from app.errors import Cancelled, LockedOutError, StorageError, UserError, WrongKeyError
from app.progress import Progress
from ui.crash import show_crash
from ui.jobs import Jobs
from ui.widgets import Banner, Dialog, FormGrid, Tone, tell

__all__ = ["Bus", "bus", "read", "run", "show_error"]

Work = Callable[[], Any]


class Bus(QObject):
    """Tells every screen what an operation has touched (an app.changes.Changes)."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.mender: Callable[[StorageError], bool] | None = None
        """Mends the file after an error of the disk and tells the user; True if it does (R06)."""


_buses: list[Bus] = []


def bus() -> Bus:
    """The one bus of the program."""
    if not _buses or not isValid(_buses[0]):
        _buses[:] = [Bus()]
    return _buses[0]


def run(
    parent: QWidget,
    jobs: Jobs,
    work: Work,
    *,
    on_done: Callable[[Any], object] | None = None,
    on_failed: Callable[[BaseException], object] | None = None,
    field_errors: FormGrid | None = None,
    progress: Progress | None = None,
    title: str = "",
) -> None:
    """Run a writing operation for `parent` on the writing thread.

    When it returns Changes (alone or in a tuple) the bus tells them, then `on_done` gets the result.
    The same act of the same widget with the same values is not started again while it runs: a double
    click does it once.
    Errors are shown here; `on_failed` hears of them afterwards, for screens that must tidy up.
    """
    operation = _Operation(parent, work, on_done, on_failed, field_errors)
    _running[:] = [other for other in _running if isValid(other.parent)]
    if any(operation.is_same(other) for other in _running):
        return
    _running.append(operation)
    operation.begin()
    # No owner: what was written must reach the bus even when its page has gone.
    window = parent.window()
    jobs.write(
        work, operation.done, operation.failed, progress=progress, title=title, window=window
    )


@dataclass(eq=False)
class _Operation:
    """One run of an operation, from the click to its answer."""

    parent: QWidget
    work: Work
    on_done: Callable[[Any], object] | None
    on_failed: Callable[[BaseException], object] | None
    field_errors: FormGrid | None

    def is_same(self, other: "_Operation") -> bool:
        """The same act of the same widget with the same values."""
        return self.parent is other.parent and _identity(self.work) == _identity(other.work)

    def begin(self) -> None:
        if self.field_errors is not None:
            self.field_errors.clear_errors()
        self._busy(True)

    def done(self, result: Any) -> None:
        self._end()
        for changes in _changes_in(result):
            bus().changed.emit(changes)
        if self.on_done and isValid(self.parent):
            self.on_done(result)

    def failed(self, error: BaseException) -> None:
        self._end()
        if isValid(self.parent):
            show_error(self.parent, error, field_errors=self.field_errors)
            if self.on_failed:
                self.on_failed(error)
        elif not isinstance(error, UserError):
            show_error(None, error)

    def _end(self) -> None:
        if self in _running:
            _running.remove(self)
        if isValid(self.parent):
            self._busy(False)

    def _busy(self, is_busy: bool) -> None:
        dialog = next((item for item in _holders(self.parent) if isinstance(item, Dialog)), None)
        if dialog is not None:
            dialog.busy(is_busy)


_running: list[_Operation] = []


def _identity(work: Work) -> tuple[object, ...]:
    """What a piece of work does and with which values, as far as that can be seen from outside."""
    if isinstance(work, partial):
        return (work.func, work.args, tuple(sorted(work.keywords.items())))
    parts = [getattr(work, name, None) for name in ("__code__", "__self__", "__defaults__")]
    cells = getattr(work, "__closure__", None) or ()
    return (*parts, type(work), *(cell.cell_contents for cell in cells))


def read(
    parent: QWidget,
    jobs: Jobs,
    work: Work,
    *,
    on_done: Callable[[Any], object],
    key: object | None = None,
    field_errors: FormGrid | None = None,
) -> None:
    """Read for `parent` on a reading thread; a failed read is shown, never an empty list.

    Of several reads with the same `key` only the newest answers.
    """

    def failed(error: BaseException) -> None:
        show_error(parent, error, field_errors=field_errors)

    jobs.read(work, on_done, failed, key=key, owner=parent)


def show_error(
    parent: QWidget | None, error: BaseException, *, field_errors: FormGrid | None = None
) -> None:
    """Show an error where it belongs."""
    if isinstance(error, Cancelled):
        return
    if isinstance(error, UserError):
        _show_user_error(parent, error, field_errors)
    elif isinstance(error, WrongKeyError):
        # Why one must wait, and until when, is said; which part of a login was wrong is not.
        is_told = isinstance(error, LockedOutError)
        sentence = str(error) if is_told else "用户名或密码不正确，请核对后重新输入。"
        _show_user_error(parent, UserError(sentence), field_errors)
    elif isinstance(error, StorageError):
        mender = bus().mender
        if mender is None or not mender(error):
            tell(parent.window() if parent else None, "没有完成", str(error))
    else:
        show_crash(parent.window() if parent else None, error)


def _show_user_error(
    parent: QWidget | None, error: UserError, field_errors: FormGrid | None
) -> None:
    if field_errors is not None and error.field and field_errors.has(error.field):
        field_errors.set_error(error.field, error.message)
        field_errors.focus(error.field)
        return
    for holder in _holders(parent):
        if isinstance(holder, Dialog):
            holder.set_error(error.message)
            return
        banner = _banner_of(holder)
        if banner is not None:
            banner.show_message(error.message, Tone.RED)
            return
    tell(parent.window() if parent else None, "不能这样办理", error.message)


def _holders(widget: QWidget | None) -> Iterator[QWidget]:
    """The widget and what it stands in, outwards."""
    while widget is not None:
        yield widget
        widget = None if widget.isWindow() else widget.parentWidget()


def _banner_of(holder: QWidget) -> Banner | None:
    return next((child for child in holder.children() if isinstance(child, Banner)), None)


def _changes_in(result: Any) -> tuple[Changes, ...]:
    parts = result if isinstance(result, tuple) else (result,)
    return tuple(part for part in parts if isinstance(part, Changes))
