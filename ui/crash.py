"""What happens on a bug: one sentence, a code, details without any person in them, and a log entry.

Details are the kind of the exception and the frames it went through. Never its message, never a value:
both may hold what somebody typed.
"""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import Cancelled
from ui.style import Role
from ui.widgets import Button, Dialog, Label

_log = logging.getLogger("nuandang.crash")
_LOG_BYTES = 512 * 1024
_LOG_FILES = 3
_HOUSE = Path(__file__).resolve().parent.parent
_log_path: list[Path] = []


def crash_code(error: BaseException) -> str:
    """Eight characters that are the same for the same bug."""
    frames = traceback.extract_tb(error.__traceback__)
    where = "|".join(f"{_short(frame.filename)}:{frame.name}" for frame in frames)
    return sha256(f"{type(error).__qualname__}|{where}".encode()).hexdigest()[:8].upper()


def crash_details(error: BaseException) -> str:
    """Code, versions, kind of exception and frames, for whoever mends it."""
    lines = [
        f"编号 {crash_code(error)}",
        f"Python {platform.python_version()}，Qt {qVersion()}，{platform.system()}",
    ]
    shown: BaseException | None = error
    while shown is not None:
        lines.append(f"{type(shown).__module__}.{type(shown).__qualname__}")
        for frame in traceback.extract_tb(shown.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)
    return "\n".join(lines)


def show_crash(parent: QWidget | None, error: BaseException) -> Dialog | None:
    """Log a bug and tell the user; None when there is no window system to tell them with."""
    details = crash_details(error)
    _log.error("%s", details)
    if QApplication.instance() is None:
        return None
    dialog = Dialog(parent, "程序出了一个错误", give_up="关闭")
    dialog.add(
        Label("刚才的操作没有完成，此前保存的内容都还在。请把下面的编号告诉维护人员。", wrap=True),
        Label(f"编号：{crash_code(error)}", Role.STRONG, selectable=True),
    )
    if _log_path:
        dialog.add(
            Label(
                f"记录在 {_log_path[0]}，其中没有个人信息。", Role.SMALL, wrap=True, selectable=True
            )
        )
    copy = Button("复制详情", lambda: QGuiApplication.clipboard().setText(details), icon="files")
    dialog.add_extra(copy)
    dialog.open()
    dialog.give_up_button.setFocus()
    return dialog


class _Relay(QObject):
    """Brings a bug from any thread to the GUI thread."""

    caught = Signal(object)


def install_excepthook(log_file: Path) -> Callable[[], None]:
    """Show and log whatever nobody caught, on every thread; returns what takes the hooks off again.

    `log_file` is kept small and rotated; its folder is made. Where that cannot be, bugs are shown only: what is
    wrong with the disk the window says in its own words. Call on the GUI thread.
    """
    end_log = _nothing
    with suppress(OSError):
        log_file.parent.mkdir(parents=True, exist_ok=True)
        end_log = _log_to(log_file)
    relay = _Relay()
    relay.caught.connect(lambda error: show_crash(QApplication.activeWindow(), error))
    before = sys.excepthook, threading.excepthook

    def on_error(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            before[0](kind, error, trace)
        elif not issubclass(kind, Cancelled):
            relay.caught.emit(error)

    def on_thread_error(hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None:
            on_error(hook.exc_type, hook.exc_value, hook.exc_traceback)

    sys.excepthook, threading.excepthook = on_error, on_thread_error

    def remove() -> None:
        sys.excepthook, threading.excepthook = before
        end_log()

    return remove


def _log_to(file: Path) -> Callable[[], None]:
    """Log into this file; returns what ends it."""
    handler = RotatingFileHandler(
        file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s\n%(message)s"))
    logger = logging.getLogger("nuandang")
    logger.addHandler(handler)
    _log_path[:] = [file]

    def end() -> None:
        logger.removeHandler(handler)
        handler.close()
        _log_path.clear()

    return end


def _nothing() -> None:
    return None


def _short(file: str) -> str:
    """A file inside the program by its place in it, any other by its name: no folder of a person."""
    path = Path(file)
    return path.relative_to(_HOUSE).as_posix() if path.is_relative_to(_HOUSE) else path.name
