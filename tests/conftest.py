"""Ground of all tests: a real encrypted office, copied from a template that is made once."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.office.clock import Clock
from app.office.opening import NewOffice, create, log_in
from app.office.session import Office
from db.keys import KdfCost

os.environ.setdefault("NUANDANG_CACHE", str(Path(__file__).parent.parent / "build" / "test-cache"))

PASSWORD = "Nuan-dang-2026!"
TODAY = date(2026, 11, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--new-references`: how forms look now becomes how they should look."""
    parser.addoption(
        "--new-references", action="store_true", help="keep the pictures of the forms anew"
    )


class TickingClock:
    """A clock that moves on by a second at each look; `day` can be set by a test."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The next moment."""
        self.moment += timedelta(seconds=1)
        return self.moment

    def set_day(self, day: date) -> None:
        """Go to nine in the morning (UTC+8) of a day."""
        self.moment = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


@pytest.fixture
def ticking() -> TickingClock:
    """The clock's hands, for tests that let days pass."""
    return TickingClock()


@pytest.fixture
def clock(ticking: TickingClock) -> Clock:
    """A clock on 2026-11-20 that the test can move through `ticking`."""
    return Clock(now=ticking.now)


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in 一人办公 made once; tests copy it."""
    folder = tmp_path_factory.mktemp("template") / "office"
    new = NewOffice(
        name="青禾县总工会", admin="admin", password=PASSWORD, place="青禾县", is_solo=True
    )
    made = create(folder, new, clock=Clock(now=TickingClock().now), cost=KdfCost.for_tests())
    made.office.close()
    return folder


OpenAs = Callable[[str], Office]


@pytest.fixture
def open_as(office_template: Path, tmp_path: Path, clock: Clock) -> Iterator[OpenAs]:
    """Log in to this test's office under an account name; every test password is the same."""
    folder = tmp_path / "office"
    shutil.copytree(office_template, folder)
    opened: list[Office] = []

    def open_one(account: str) -> Office:
        for office in opened:
            office.close()
        opened.clear()
        office = log_in(
            folder, account=account, password=PASSWORD, clock=clock, cost=KdfCost.for_tests()
        )
        opened.append(office)
        return office

    yield open_one
    for office in opened:
        office.close()


@pytest.fixture
def office(open_as: OpenAs) -> Office:
    """The office of this test, open for its one account (一人办公)."""
    return open_as("admin")
