"""Which automatic backups may go."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from db.retention import DAILY, MONTHLY, RECENT, WEEKLY, to_delete

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CHINA = timedelta(hours=8)


def day(stamp: datetime) -> str:
    return f"{stamp + CHINA:%Y-%m-%d}"


def week(stamp: datetime) -> str:
    return f"{stamp + CHINA:%G-%V}"


def month(stamp: datetime) -> str:
    return f"{stamp + CHINA:%Y-%m}"


def test_a_backup_a_day_for_two_years_leaves_the_promised_ones() -> None:
    stamps = [NOW - timedelta(days=number) for number in range(730)]
    kept = sorted(set(stamps) - to_delete(stamps, NOW), reverse=True)
    assert kept[:DAILY] == stamps[:DAILY]
    assert len({week(stamp) for stamp in kept}) >= WEEKLY
    assert len({month(stamp) for stamp in kept}) == MONTHLY
    assert len(kept) <= DAILY + WEEKLY + MONTHLY
    assert kept[-1].date().isoformat() == "2026-03-31"


def test_of_a_busy_day_the_last_and_the_newest_stay() -> None:
    today = [NOW - timedelta(minutes=number) for number in range(40)]
    yesterday = [NOW - timedelta(days=1, minutes=number) for number in range(40)]
    kept = {*today, *yesterday} - to_delete([*today, *yesterday], NOW)
    assert kept == {*today[:RECENT], yesterday[0]}


def test_days_are_those_of_the_office_not_of_greenwich() -> None:
    evening = datetime(2026, 11, 18, 15, 59, tzinfo=UTC)
    morning = datetime(2026, 11, 18, 16, 1, tzinfo=UTC)
    newest = [NOW - timedelta(minutes=number) for number in range(RECENT)]
    assert to_delete([evening, morning, *newest], NOW) == frozenset()


def test_the_future_is_neither_deleted_nor_counted() -> None:
    future = [NOW + timedelta(days=30 * number) for number in range(1, 40)]
    past = [NOW - timedelta(days=number) for number in range(DAILY)]
    assert to_delete([*future, *past], NOW) == frozenset()


moments = st.lists(
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    max_size=150,
    unique=True,
)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(moments)
def test_whatever_there_was_enough_stays(stamps: list[datetime]) -> None:
    gone = to_delete(stamps, NOW)
    past = sorted((stamp for stamp in stamps if stamp <= NOW), reverse=True)
    kept = [stamp for stamp in past if stamp not in gone]
    assert gone <= set(past)
    assert kept[:RECENT] == past[:RECENT]
    for shape, count in ((day, DAILY), (week, WEEKLY), (month, MONTHLY)):
        # Of the newest days (weeks, months) that had a backup, each still has its last one.
        last: dict[str, datetime] = {}
        for stamp in past:
            last.setdefault(shape(stamp), stamp)
        assert set(list(last.values())[:count]) <= set(kept)
    # Deleting what may go, then asking again, deletes no more.
    assert to_delete(kept, NOW) == frozenset()
    assert len(kept) <= RECENT + DAILY + WEEKLY + MONTHLY
