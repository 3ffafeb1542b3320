"""The people who work in the demo office, each acting on the day whose turn it is.

Every step of the demo is the real operation, under the account that may do it. A story is a generator
that yields the day on which it goes on; `play` runs many of them in the order of their days, so that the
journal reads like that of an office.
"""

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from app.changes import Op
from app.lifecycle.workdays import Calendar
from app.office.calendar import office_calendar
from app.office.clock import CHINA, Clock
from app.office.opening import read_user
from app.office.session import Office
from app.progress import Progress
from db.codes import Role
from db.models import Account

Story = Generator[date, None, None]
"""A course of events: yields the day on which it goes on."""

_OPENS_AT = time(9, 0)
_BETWEEN_ACTS = timedelta(minutes=3)


@dataclass(frozen=True)
class Colleague:
    """One account of the demo office."""

    account: str
    name: str
    roles: frozenset[Role]
    unit: str = ""


ADMIN = Colleague("guanli", "周明哲", frozenset({Role.ADMIN}))
CLERK = Colleague("jingban", "罗致远", frozenset({Role.CLERK}))
TOWN_CLERK = Colleague("zhenban", "林晚秋", frozenset({Role.CLERK}), "青禾县城关镇总工会")
REVIEWER = Colleague("shenhe", "孟与之", frozenset({Role.REVIEWER}))
APPROVER = Colleague("shenpi", "温如故", frozenset({Role.APPROVER}))
FINANCE = Colleague("zijin", "钱有度", frozenset({Role.FINANCE}))
SEAL_KEEPER = Colleague("yongyin", "方印川", frozenset({Role.SEAL_KEEPER}))
AUDITOR = Colleague("jingshen", "严明镜", frozenset({Role.AUDITOR}))
COLLEAGUES = (
    ADMIN,
    CLERK,
    TOWN_CLERK,
    REVIEWER,
    APPROVER,
    FINANCE,
    SEAL_KEEPER,
    AUDITOR,
)


class DemoClock:
    """A clock that is set from day to day and moves on a second at each look."""

    def __init__(self, day: date) -> None:
        self._moment = _opening(day)

    def now(self) -> datetime:
        """The next moment."""
        self._moment += timedelta(seconds=1)
        return self._moment

    def go(self, day: date) -> None:
        """Some minutes later, at the earliest when the office opens on that day; never back."""
        self._moment = max(self._moment + _BETWEEN_ACTS, _opening(day))


def _opening(day: date) -> datetime:
    return datetime.combine(day, _OPENS_AT, CHINA).astimezone(UTC)


class Cast:
    """The office with all its accounts at hand. `today` is the day on which the demo is looked at."""

    def __init__(self, office: Office, clock: DemoClock, today: date) -> None:
        self._first = office
        self.clock = clock
        self.today = today
        with office.read() as session:
            self.calendar: Calendar = office_calendar(session)
            rows = session.execute(select(Account.name, Account.id))
            self._ids = {row.name: row.id for row in rows}
        self._logins: dict[str, tuple[date, Office]] = {}

    def as_(self, who: Colleague) -> Office:
        """The office as this colleague has it open today; the first act of a day is the login.

        The data key is already at hand, so no password is asked; the login stands in the journal all
        the same.
        """
        day, known = self._first.today, self._logins.get(who.account)
        if known is not None and known[0] == day:
            return known[1]
        first = self._first
        with first.read() as session:
            user = read_user(session, self._ids[who.account])
        office = Office(
            first.folder, first.store, first.keys, user, Clock(now=self.clock.now), first.lock
        )
        office.record(Op.LOG_IN)
        self._logins[who.account] = (day, office)
        return office

    def workday(self, day: date) -> date:
        """The day, or the next working day."""
        while not self.calendar.is_workday(day):
            day += timedelta(days=1)
        return day

    def after(self, workdays: int) -> date:
        """So many working days after the day that it is."""
        return self.calendar.add_workdays(self._first.today, workdays)

    def later(self, days: int) -> date:
        """About so many calendar days after the day that it is, on a working day."""
        return self.workday(self._first.today + timedelta(days=days))

    def ago(self, days: int) -> date:
        """About so many calendar days before the day of the demo, on a working day before it."""
        day = self.today - timedelta(days=max(days, 1))
        while not self.calendar.is_workday(day):
            day -= timedelta(days=1)
        return day

    @property
    def day(self) -> date:
        """The day that it is in the story."""
        return self._first.today


def play(cast: Cast, stories: Iterable[Story], progress: Progress) -> None:
    """Run stories side by side in the order of their days; what lies after today does not happen."""
    waiting: list[tuple[date, int, Story]] = []
    for at, story in enumerate(stories):
        _wait(waiting, at, story)
    progress.start("正在走完各户的过程", len(waiting))
    while waiting:
        before = len(waiting)
        day, at, story = heapq.heappop(waiting)
        if day < cast.today:
            cast.clock.go(day)
            _wait(waiting, at, story)
        else:
            story.close()
        progress.step(before - len(waiting))


def _wait(waiting: list[tuple[date, int, Story]], at: int, story: Story) -> None:
    day = next(story, None)
    if day is not None:
        heapq.heappush(waiting, (day, at, story))
