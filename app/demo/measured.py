"""The office on which the start is measured, and what deriving its key costs alone."""

import time
from pathlib import Path

from app.demo.bulk import fill
from app.office.clock import Clock
from app.office.opening import NewOffice, create
from app.office.startup import before_leaving
from db.keys import KdfCost, KeyRing

ACCOUNT, PASSWORD = "measure", "Deng-huo-428-ke-qin"


def make_office(folder: Path, households: int, *, cost: KdfCost | None = None) -> None:
    """An office with so many invented households, for one account; `cost` None: as in every real office."""
    new = NewOffice(
        name="青禾县总工会", admin=ACCOUNT, password=PASSWORD, place="青禾县", is_solo=True
    )
    office = create(folder, new, clock=Clock.from_environment(), cost=cost).office
    try:
        fill(office, households)
    finally:
        # As it is left in the evening: with a backup, so that none is due at the measured start.
        before_leaving(office)


def key_seconds(folder: Path, *, cost: KdfCost | None = None) -> float:
    """How long the password takes to become the key of the file, without opening it."""
    begun = time.perf_counter()
    KeyRing(folder, cost).unlock(ACCOUNT, PASSWORD, now=Clock.from_environment().now())
    return time.perf_counter() - begun
