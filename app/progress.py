"""Progress of a longer piece of work, without Qt."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.errors import Cancelled

Listener = Callable[["Progress"], None]


def _silent(_: "Progress") -> None:
    return None


@dataclass
class Progress:
    """Counts `done` of `total` steps, tells a listener, and stops when asked to.

    The work calls `step()`; the window or the command line calls `cancel()` from any thread.
    """

    total: int = 0
    label: str = ""
    listener: Listener = _silent
    done: int = 0
    _cancelled: bool = False
    _started: float = field(default_factory=time.monotonic)

    def start(self, label: str, total: int = 0) -> None:
        """Begin a new phase; the count starts at zero again."""
        self.check()
        self.label, self.total, self.done = label, total, 0
        self._started = time.monotonic()
        self.listener(self)

    def step(self, count: int = 1) -> None:
        """Count finished steps. Raises Cancelled if the user has stopped the work."""
        self.check()
        self.done += count
        self.listener(self)

    def check(self) -> None:
        """Raise Cancelled if the user has stopped the work."""
        if self._cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled = True

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the steps so far; None while there is nothing to go by."""
        if not self.total or not self.done:
            return None
        spent = time.monotonic() - self._started
        return max(0.0, spent / self.done * (self.total - self.done))
