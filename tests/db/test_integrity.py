"""The check of the file: each page against its HMAC, as SQLCipher finds it, and an answer to whoever stops it."""

from pathlib import Path

import pytest

from db import pages
from db.connection import Role, create_file, open_connection
from db.errors import DamagedError, StorageError
from db.integrity import check_file
from db.pages import page_faults

KEY = bytes(range(32))
_PAGE = 4096


class _StoppedError(Exception):
    pass


class _Stop:
    """A step that raises at the call of this number, and at every later one."""

    def __init__(self, at: int) -> None:
        self.at, self.calls = at, 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls >= self.at:
            raise _StoppedError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A few hundred pages, all of them in the file itself."""
    file = tmp_path / "office.db"
    create_file(file)
    connection = open_connection(file, KEY, Role.WRITER)
    connection.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    connection.execute("BEGIN")
    for number in range(3_000):
        connection.execute("INSERT INTO person (name) VALUES (?)", (f"{number}" * 100,))
    connection.commit()
    connection.close()
    return file


def _calm() -> None:
    return None


def _flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def _as_sqlcipher_says(path: Path) -> list[str]:
    connection = open_connection(path, KEY, Role.ARCHIVE)
    try:
        return [row[0] for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
    finally:
        connection.close()


def test_sqlcipher_and_we_agree_about_every_page(path: Path) -> None:
    assert page_faults(path, KEY, _calm) == [] == _as_sqlcipher_says(path)
    for number, within in ((2, 0), (3, _PAGE // 2), (5, _PAGE - 80), (8, _PAGE - 1)):
        _flip(path, (number - 1) * _PAGE + within)
    assert page_faults(path, KEY, _calm) == [f"第 {n} 页与写入时不同" for n in (2, 3, 5, 8)]
    assert [line.rsplit(" ", 1)[1] for line in _as_sqlcipher_says(path)] == ["2", "3", "5", "8"]


@pytest.mark.parametrize("at", [0, 16, 100, _PAGE - 1])
def test_the_first_page_is_proved_with_the_salt_in_it(path: Path, at: int) -> None:
    _flip(path, at)
    assert "第 1 页与写入时不同" in page_faults(path, KEY, _calm)


def test_a_page_that_was_cut_is_told(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])
    assert page_faults(path, KEY, _calm) == [f"第 {path.stat().st_size // _PAGE + 1} 页不完整"]


def test_the_page_that_sqlite_never_writes_is_left_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_LOCK_BYTE", 6 * _PAGE)
    _flip(path, 6 * _PAGE)
    assert page_faults(path, KEY, _calm) == []
    _flip(path, 7 * _PAGE)
    assert page_faults(path, KEY, _calm) == ["第 8 页与写入时不同"]


def test_a_stop_is_answered_at_any_page_and_in_the_midst_of_a_statement(path: Path) -> None:
    count = path.stat().st_size // _PAGE
    whole = _Stop(at=1 << 30)
    assert all(line.ok for line in check_file(path, KEY, step=whole))
    assert whole.calls > count, "SQLite's own statements ask, too"
    for at in (1, count // 2, count, count + 1, whole.calls):
        stop = _Stop(at)
        with pytest.raises(_StoppedError):
            check_file(path, KEY, step=stop)
        assert stop.calls <= at + 1


def test_a_disk_that_does_not_answer_is_not_called_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(5, "no answer")

    monkeypatch.setattr(pages, "_faults", refuse)
    with pytest.raises(StorageError) as caught:
        check_file(path, KEY)
    assert not isinstance(caught.value, DamagedError)


def test_a_page_torn_on_its_way_out_of_the_log_is_whole_again_at_the_second_look(
    path: Path,
) -> None:
    """A plug pulled while the log is written into the file: the log still holds every such page."""
    connection = open_connection(path, KEY, Role.WRITER)
    connection.execute("UPDATE person SET name = name || '新'")
    crashed = path.with_name("crashed.db")
    for end in ("", "-wal"):
        crashed.with_name(crashed.name + end).write_bytes(
            path.with_name(path.name + end).read_bytes()
        )
    connection.close()
    _flip(crashed, 6 * _PAGE + 1000)
    assert page_faults(crashed, KEY, _calm) == ["第 7 页与写入时不同"]
    office = open_connection(crashed, KEY, Role.WRITER)
    assert all(line.ok for line in check_file(crashed, KEY))
    _flip(crashed, 6 * _PAGE + 1000)
    assert not all(line.ok for line in check_file(crashed, KEY))
    office.close()
