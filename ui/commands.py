"""The one place that runs an operation and says what went wrong.

A mistake of the user stands at its field, else in the nearest banner or dialog. Trouble with the file is a
message that must be read. A stop is silent. Anything else is a bug: a box with a code, a log entry, and
nothing of any person in either.
"""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.changes import Changes
from app.errors import Cancelled, StorageError, UserError, WrongKeyError
from app.progress import Progress
from ui.crash import show_crash
from ui.jobs import Jobs
from ui.widgets import Banner, Dialog, FormGrid, Tone, tell

__all__ = ["Bus", "bus", "read", "run", "show_error"]

_running: set[tuple[int, object]] = set()


class Bus(QObject):
    """Tells every screen what an operation has touched (an app.changes.Changes)."""

    changed = Signal(object)


_buses: list[Bus] = []


def bus() -> Bus:
    """The one bus of the program."""
    if not _buses or not isValid(_buses[0]):
        _buses[:] = [Bus()]
    return _buses[0]


def run(
    parent: QWidget,
    jobs: Jobs,
    work: Callable[[], Any],
    *,
    on_done: Callable[[Any], object] | None = None,
    on_failed: Callable[[BaseException], object] | None = None,
    field_errors: FormGrid | None = None,
    progress: Progress | None = None,
    title: str = "",
) -> None:
    """Run a writing operation for `parent` on the writing thread.

    When it returns Changes (alone or first in a tuple) the bus tells them, then `on_done` gets the result.
    The same operation of the same widget is not started twice while it runs: a second click does nothing.
    Errors are shown here; `on_failed` hears of them afterwards, for screens that must tidy up.
    """
    guard = (id(parent), getattr(work, "__code__", work))
    if guard in _running:
        return
    _running.add(guard)
    if field_errors is not None:
        field_errors.clear_errors()
    dialog = _dialog_of(parent)
    if dialog is not None:
        dialog.busy(True)

    def done(result: Any) -> None:
        _rest(guard, dialog)
        for changes in _changes_in(result):
            bus().changed.emit(changes)
        if on_done and isValid(parent):
            on_done(result)

    def failed(error: BaseException) -> None:
        _rest(guard, dialog)
        if isValid(parent):
            show_error(parent, error, field_errors=field_errors)
            if on_failed:
                on_failed(error)
        elif not isinstance(error, UserError | Cancelled):
            show_error(None, error)

    # No owner: what was written must reach the bus even when its page has gone.
    jobs.write(work, done, failed, progress=progress, title=title)


def read(
    parent: QWidget,
    jobs: Jobs,
    work: Callable[[], Any],
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
        _show_user_error(parent, UserError("用户名或密码不正确，请核对后重新输入。"), field_errors)
    elif isinstance(error, StorageError):
        tell(parent.window() if parent else None, "没有保存", str(error))
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
    found = holder.findChildren(Banner, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found[0] if found else None


def _dialog_of(widget: QWidget) -> Dialog | None:
    return next((holder for holder in _holders(widget) if isinstance(holder, Dialog)), None)


def _rest(guard: tuple[int, object], dialog: Dialog | None) -> None:
    _running.discard(guard)
    if dialog is not None and isValid(dialog):
        dialog.busy(False)


def _changes_in(result: Any) -> tuple[Changes, ...]:
    first = result[0] if isinstance(result, tuple) and result else result
    return (first,) if isinstance(first, Changes) else ()
