"""Which automatic backups may go: at least 12 days, 10 weeks and 9 months stay (R07)."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

__all__ = ["DAILY", "MONTHLY", "RECENT", "WEEKLY", "to_delete"]

DAILY, WEEKLY, MONTHLY = 12, 10, 9
RECENT = 5
"""The newest ones stay whatever day they are of: a bad morning may need the one before last."""

_CHINA = timezone(timedelta(hours=8))


def to_delete(stamps: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The stamps (aware) that none of the rules keeps, seen at `now`.

    Of each day, week (from Monday) and month of UTC+8 the last backup stands for it. A stamp from
    the future, left by a clock that was wrong, is neither counted nor deleted.
    """
    past = sorted({stamp for stamp in stamps if stamp <= now}, reverse=True)
    kept = set(past[:RECENT])
    for shape, count in (("%Y-%m-%d", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        last: dict[str, datetime] = {}
        for stamp in past:
            last.setdefault(stamp.astimezone(_CHINA).strftime(shape), stamp)
        kept.update(list(last.values())[:count])
    return frozenset(past) - kept
