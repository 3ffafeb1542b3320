"""Commands on an office that was killed: checked first, refused when damaged, and it is said what to do (R09)."""

from datetime import UTC, datetime
from pathlib import Path

from db.lock import Lock
from tests.cli.conftest import Say

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


def folder_of(office: tuple[str, ...]) -> Path:
    """The folder that the options of the fixture name."""
    return Path(office[office.index("--data") + 1])


def crash(folder: Path, *, damaged: bool = False) -> None:
    """Leave the mark of a kill; and perhaps one wrong byte in the middle of the file."""
    Lock.acquire(folder, NOW).release(in_order=False)
    if damaged:
        path = folder / "office.db"
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)


def is_marked(folder: Path) -> bool:
    """Whether the next start would check the file."""
    with Lock.acquire(folder, NOW) as lock:
        found = lock.was_unclean
    if found:
        Lock.acquire(folder, NOW).release(in_order=False)
    return found


def test_a_whole_file_is_checked_and_the_command_goes_on(say: Say, office: tuple[str, ...]) -> None:
    crash(folder_of(office))
    assert say("find", "覃", *office).code == 0
    assert not is_marked(folder_of(office))


def test_a_damaged_file_is_refused_until_it_is_restored(say: Say, office: tuple[str, ...]) -> None:
    crash(folder_of(office), damaged=True)
    for _ in range(2):
        said = say("find", "覃", *office)
        assert said.code == 1
        assert "已损坏" in said.err and "从最近的备份恢复" in said.err
        assert said.out == ""
    assert is_marked(folder_of(office))


def test_the_check_itself_shows_what_is_wrong(say: Say, office: tuple[str, ...]) -> None:
    crash(folder_of(office), damaged=True)
    said = say("check", "--json", *office)
    assert said.code == 1
    assert said.out == "" or not said.json["ok"]
