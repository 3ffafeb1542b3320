"""The one clock. "Today" is the date at UTC+8; stamps are UTC. Everything else is handed a date."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """Tells the moment and the day. `fixed_day` replaces the day in tests and demos."""

    now: Callable[[], datetime] = _utc_now
    fixed_day: date | None = None

    def today(self) -> date:
        """The date at UTC+8, or the fixed one."""
        return self.fixed_day or self.now().astimezone(CHINA).date()

    @classmethod
    def from_environment(cls) -> "Clock":
        """The real clock; NUANDANG_TODAY (YYYY-MM-DD) fixes the day. Raises ValueError on nonsense."""
        text = os.environ.get("NUANDANG_TODAY")
        return cls(fixed_day=date.fromisoformat(text) if text else None)
