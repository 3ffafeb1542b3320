"""Hearing what a window must not say: warnings of Qt, exceptions that escape from slots, warnings in the log."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

# What the offscreen platform itself cannot do says nothing about the program.
_OF_THE_PLATFORM = "This plugin does not support"
_QUIET = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)


class _Log(logging.Handler):
    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(record.getMessage())


@contextmanager
def listening(
    qt: Callable[[str], None],
    slot: Callable[[BaseException], bool],
    log: Callable[[str], None],
) -> Iterator[None]:
    """Tell each as it comes. `slot` says whether the exception is a fault; then its trace is printed, too."""

    def on_message(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
        del context
        if kind not in _QUIET and not (text or "").startswith(_OF_THE_PLATFORM):
            qt(text or "")

    def on_error(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if slot(error):
            hook(kind, error, trace)

    watch = _Log(log)
    logging.getLogger().addHandler(watch)
    hook, sys.excepthook = sys.excepthook, on_error
    handler = qInstallMessageHandler(on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(handler)
        sys.excepthook = hook
        logging.getLogger().removeHandler(watch)
