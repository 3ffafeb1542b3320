"""The counter of failed logins: durable, exact, deaf to clocks and restarts (R13)."""

import json
import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import keys as module
from db import sidecar
from db.errors import StorageError, WrongKeyError
from db.keys import KdfCost, KeyRing, LockedOutError
from db.sidecar import SIDECAR_NAME

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
WEAK = KdfCost.for_tests()
PASSWORD = "寒冬-Nuan-1"


class Clock:
    """Both clocks of a ring, under the test's hand."""

    def __init__(self) -> None:
        self.ticks = 0.0

    def __call__(self) -> float:
        return self.ticks


Office = tuple[KeyRing, bytes, str]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return KeyRing.create(tmp_path, "王芳", PASSWORD, WEAK, uid="uid-1")


def ring(folder: Path) -> KeyRing:
    """Another start of the program, a moment without end ago."""
    return KeyRing(folder, WEAK, monotonic=Clock())


def fail(folder: Path, account: str, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(WrongKeyError):
            ring(folder).unlock(account, "wrong", now=now)


def test_five_failures_wait_half_an_hour(tmp_path: Path, office: Office) -> None:
    fail(tmp_path, "王芳", 4)
    assert ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)
    fail(tmp_path, "王芳", 5)
    for minutes in (0, 29.9):
        later = NOW + timedelta(minutes=minutes)
        with pytest.raises(LockedOutError, match="09:30 以后再试") as caught:
            ring(tmp_path).unlock("王芳", PASSWORD, now=later)
        assert caught.value.until == NOW + timedelta(minutes=30)
    assert ring(tmp_path).failures("王芳") == 5
    assert ring(tmp_path).unlock("王芳", PASSWORD, now=NOW + timedelta(minutes=30))
    assert ring(tmp_path).failures("王芳") == 0


def test_twenty_failures_need_an_administrator(tmp_path: Path, office: Office) -> None:
    made, key, code = office
    now = NOW
    for _ in range(4):
        fail(tmp_path, "王芳", 5, now)
        now += timedelta(minutes=31)
    assert ring(tmp_path).failures("王芳") == 20
    for later in (now, now + timedelta(days=4000)):
        with pytest.raises(LockedOutError, match="系统管理员") as caught:
            ring(tmp_path).unlock("王芳", PASSWORD, now=later)
        assert caught.value.until is None
    assert made.unlock_with_recovery(code) == key
    made.reset_failures("王芳")
    assert ring(tmp_path).unlock("王芳", PASSWORD, now=now) == key


def test_setting_the_clock_back_gains_nothing(tmp_path: Path, office: Office) -> None:
    fail(tmp_path, "王芳", 5)
    for now in (NOW - timedelta(days=365), datetime(1970, 1, 1, tzinfo=UTC), NOW):
        with pytest.raises(LockedOutError):
            ring(tmp_path).unlock("王芳", PASSWORD, now=now)


def test_waiting_counts_even_with_a_dead_clock(tmp_path: Path, office: Office) -> None:
    clock = Clock()
    running = KeyRing(tmp_path, WEAK, monotonic=clock)
    for _ in range(5):
        with pytest.raises(WrongKeyError):
            running.unlock("王芳", "wrong", now=NOW)
    stuck = datetime(2010, 1, 1, tzinfo=UTC)
    clock.ticks = 29 * 60
    with pytest.raises(LockedOutError):
        running.unlock("王芳", PASSWORD, now=stuck)
    clock.ticks = 30 * 60
    assert running.unlock("王芳", PASSWORD, now=stuck)


def test_a_kill_between_counting_and_checking_is_counted(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, "_derive", die)
        for _ in range(5):
            with pytest.raises(Killed):
                ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)
    with pytest.raises(LockedOutError):
        ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)


def test_a_count_that_cannot_be_written_checks_nothing(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageError("磁盘已满")

    monkeypatch.setattr(sidecar, "write_atomically", full)
    with pytest.raises(StorageError, match="磁盘已满"):
        ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)


def _guess(folder: Path) -> None:
    for _ in range(4):
        try:
            KeyRing(folder, WEAK).unlock("王芳", "wrong", now=NOW)
        except WrongKeyError:
            continue


def test_guessing_from_several_programs_at_once_is_counted_exactly(
    tmp_path: Path, office: Office
) -> None:
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_guess, args=(tmp_path,)) for _ in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join()
        assert other.exitcode == 0
    assert ring(tmp_path).failures("王芳") == 5


def test_strangers_cannot_fill_the_sidecar(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sidecar, "_UNKNOWN_KEPT", 3)
    fail(tmp_path, "王芳", 1)
    for number in range(6):
        fail(tmp_path, f"stranger{number}", 1)
    assert len(json.loads((tmp_path / SIDECAR_NAME).read_bytes())["failures"]) == 4
    assert ring(tmp_path).failures("王芳") == 1
    assert ring(tmp_path).failures("stranger5") == 1
    assert ring(tmp_path).failures("stranger0") == 0
