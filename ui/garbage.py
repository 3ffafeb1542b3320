"""Cycles of objects are collected on the GUI thread only.

A cycle may hold a QObject. Collected on a worker, its destructor takes one of Qt's locks and waits for
the interpreter, while the GUI thread holds the interpreter and waits for that lock: both for ever.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 50
"""Often: what a worker has made in the meantime is walked at once."""
_LONG = 0.02
"""Seconds of a walk at rest after which the next ones leave out what is there: modules and tables, mostly.
Else the window would stand a tenth of a second, again and again."""


class GuiCollector(QObject):
    """Stands in for Python's own collector, by its thresholds, from when it is made until `stop()`.

    While `is_busy` all but the youngest objects are left alone: a worker may hold millions, and to walk them
    all would hold the window up.
    """

    def __init__(self, parent: QObject, is_busy: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start()

    def collect_due(self) -> None:
        """Collect the oldest generation whose threshold is passed, as Python would."""
        due = (
            generation
            for generation, (count, limit) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > limit > 0
        )
        oldest = max(due, default=None)
        if oldest is not None:
            is_busy, begun = self._is_busy(), time.perf_counter()
            gc.collect(0 if is_busy else oldest)
            if not is_busy and time.perf_counter() - begun > _LONG:
                gc.freeze()

    def collect_all(self) -> None:
        """Walk everything, what was left out too: for a moment in which nobody waits for the window."""
        if self._timer.isActive() and not self._is_busy():
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def stop(self) -> None:
        """Give the work back to Python's own collector."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
