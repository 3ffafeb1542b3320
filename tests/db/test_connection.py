"""The recipe, the refusals, and what is on the disk."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from db import driver
from db.connection import (
    RECIPES,
    Role,
    create_file,
    is_stopped,
    open_connection,
    reader_engine,
    refuse_old_sqlite,
    writer_engine,
)
from db.driver import RawConnection
from db.errors import BusyError, DamagedError, StorageError
from db.failures import stops_writing, storage_errors, translate
from db.integrity import check_file, examine

KEY = bytes(range(32))


SECRET = "诸葛建国450224199001011234"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "office.db"
    create_file(file)
    with closing(writer_engine(file, KEY)) as engine, engine.begin() as work:
        work.execute(text("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"))
    return file


class closing:  # noqa: N801 - reads like contextlib's
    """Dispose of an engine at the end of a block."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Engine:
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()


def add(engine: Engine, name: str) -> None:
    with engine.begin() as work:
        work.execute(text("INSERT INTO person (name) VALUES (:name)"), {"name": name})


def test_a_commit_that_is_refused_leaves_nothing_open(path: Path) -> None:
    """A foreign key that is asked at the end fails in the commit itself."""
    with closing(writer_engine(path, KEY)) as engine:
        with engine.begin() as work:
            work.execute(text("CREATE TABLE call (person_id INTEGER REFERENCES person (id))"))
        with pytest.raises(IntegrityError), Session(engine) as session:
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
            session.execute(text("INSERT INTO call VALUES (7)"))
            session.commit()
        add(engine, "诸葛建国")
        assert names(engine) == ["诸葛建国"]


def names(engine: Engine) -> list[str]:
    with engine.connect() as work:
        return list(work.scalars(text("SELECT name FROM person ORDER BY id")))


@pytest.mark.parametrize("role", [Role.WRITER, Role.READER, Role.COPIER])
def test_every_pragma_of_the_recipe_reads_back(path: Path, role: Role) -> None:
    connection = open_connection(path, KEY, role)
    try:
        read = {
            name: str(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name, _, _ in RECIPES[role]
        }
    finally:
        connection.close()
    expected = {
        "synchronous": "3",
        "journal_mode": "wal",
        "foreign_keys": "1",
        "secure_delete": "1",
        "temp_store": "2",
        "trusted_schema": "0",
        "cell_size_check": "1",
        "mmap_size": "0",
        "busy_timeout": "10000",
    }
    extra = {
        Role.WRITER: {"cache_size": "-65536", "recursive_triggers": "1"},
        Role.READER: {"cache_size": "-16384", "query_only": "1"},
        Role.COPIER: {"cache_size": "-65536"},
    }
    assert read == expected | extra[role]
    order = [name for name, _, _ in RECIPES[role]]
    assert order.index("synchronous") < order.index("journal_mode")


def test_a_setting_that_does_not_hold_refuses_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RECIPES, Role.READER, (("query_only", "OFF", "1"),))
    with pytest.raises(StorageError, match="安全设置没有生效"):
        open_connection(path, KEY, Role.READER)


def test_old_sqlite_is_refused() -> None:
    refuse_old_sqlite((3, 51, 3))
    with pytest.raises(StorageError, match="版本过旧"):
        refuse_old_sqlite((3, 51, 2))
    assert driver.SQLITE_VERSION >= (3, 51, 3)


def test_a_missing_file_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="找不到单位的档案文件"):
        open_connection(tmp_path / "office.db", KEY, Role.WRITER)
    assert list(tmp_path.iterdir()) == []


def test_an_office_is_never_created_over_another(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StorageError, match="已经有一个单位的档案"):
        create_file(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_the_file_is_its_owners_alone(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as engine:
        add(engine, SECRET)
        for file in path.parent.iterdir():
            assert file.stat().st_mode & 0o077 == 0, file.name


def test_plain_sqlite_reads_nothing(path: Path) -> None:
    plain = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM person").fetchall()
    plain.close()


def test_nothing_on_the_disk_is_readable(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as engine:
        for _ in range(50):
            add(engine, SECRET)
        files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert len(files["office.db-wal"]) > 10_000
    for name, data in files.items():
        for piece in (SECRET.encode(), b"450224", b"person", b"SQLite format"):
            assert piece not in data, name


def test_a_wrong_key_opens_nothing_and_is_no_storage_success(path: Path) -> None:
    with closing(reader_engine(path, bytes(32))) as engine, pytest.raises(StorageError):
        names(engine)


def test_a_unit_of_work_is_all_or_nothing_even_with_ddl(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as engine:
        with pytest.raises(ZeroDivisionError), engine.begin() as work:
            work.execute(text("CREATE TABLE half (id INTEGER)"))
            work.execute(text("PRAGMA user_version = 7"))
            raise ZeroDivisionError
        with engine.connect() as work:
            assert work.scalar(text("SELECT count(*) FROM sqlite_master WHERE name='half'")) == 0
            assert work.scalar(text("PRAGMA user_version")) == 0


def test_the_writer_takes_the_lock_at_once(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as engine, engine.begin():
        other = open_connection(path, KEY, Role.WRITER)
        try:
            other.execute("PRAGMA busy_timeout = 50")
            with pytest.raises(driver.Error) as caught:
                other.execute("BEGIN IMMEDIATE")
            assert isinstance(translate(caught.value), BusyError)
        finally:
            other.close()


def test_readers_see_one_state_and_write_nothing(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as writer, closing(reader_engine(path, KEY)) as reader:
        add(writer, "甲")
        with reader.connect() as work:
            count = text("SELECT count(*) FROM person")
            assert work.scalar(count) == 1
            add(writer, "乙")
            assert work.scalar(count) == 1
            with pytest.raises(StorageError, match="只读"):
                work.execute(text("DELETE FROM person"))
        assert names(reader) == ["甲", "乙"]


def test_prepare_runs_on_each_new_connection_of_the_writer(path: Path) -> None:
    def install(connection: RawConnection) -> None:
        connection.execute(
            "CREATE TEMP TRIGGER copy AFTER INSERT ON main.person WHEN NEW.id < 10"
            " BEGIN INSERT INTO person (id, name) VALUES (NEW.id + 100, NEW.name); END"
        )

    for _ in range(2):
        with closing(writer_engine(path, KEY, install)) as engine:
            add(engine, "甲")
    with closing(reader_engine(path, KEY)) as engine:
        assert names(engine)[:2] == ["甲", "甲"]
        assert len(names(engine)) > 2


def test_errors_of_ours_pass_through_without_their_values(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as engine:
        with pytest.raises(IntegrityError), engine.begin() as work:
            work.execute(text("INSERT INTO person (name) VALUES (NULL)"))
        with pytest.raises(OperationalError) as caught, engine.begin() as work:
            work.execute(text("INSERT INTO nothing (name) VALUES (:name)"), {"name": SECRET})
        assert SECRET not in str(caught.value)
        assert not is_stopped(engine)


def test_a_full_disk_is_told_and_costs_nothing(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as engine:
        add(engine, "甲")
        with engine.connect() as work:
            work.exec_driver_sql("PRAGMA max_page_count = 8").fetchall()
        with pytest.raises(StorageError, match="磁盘已满"):
            add(engine, "乙" * 60_000)
        with engine.connect() as work:
            work.exec_driver_sql("PRAGMA max_page_count = 1000000").fetchall()
        assert not is_stopped(engine)
        add(engine, "丙")
        assert names(engine) == ["甲", "丙"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_a_file_that_may_not_grow_keeps_what_was_saved(path: Path) -> None:
    child = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from sqlalchemy import text
from db.connection import is_stopped, writer_engine
from db.errors import StorageError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
engine = writer_engine(Path({str(path)!r}), bytes(range(32)))
def add(name):
    with engine.begin() as work:
        work.execute(text("INSERT INTO person (name) VALUES (:name)"), {{"name": name}})
add("甲")
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    add("乙" * 200_000)
    print("saved")
except StorageError as error:
    print("refused", is_stopped(engine), str(error)[:4])
engine.dispose()
"""
    done = subprocess.run(
        [sys.executable, "-c", child], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("refused"), done.stdout + done.stderr
    with closing(reader_engine(path, KEY)) as engine:
        assert names(engine) == ["甲"]
    examine(path, KEY)


class _Fake(driver.module.OperationalError):  # type: ignore[misc]
    def __init__(self, code: int) -> None:
        super().__init__(SECRET)
        self.sqlite_errorcode = code


@pytest.mark.parametrize(
    ("code", "words", "stops"),
    [
        (13, "磁盘已满", False),
        (8, "只读", False),
        (8 | 4 << 8, "只读", True),
        (10, "读写磁盘时出错", True),
        (10 | 12 << 8, "读写磁盘时出错", True),
        (11, "先检查档案是否完好", True),
        (26, "先检查档案是否完好", True),
        (14, "打不开", True),
        (5, "正忙", False),
        (6, "正忙", False),
    ],
)
def test_each_fault_has_its_sentence(code: int, words: str, stops: bool) -> None:
    error = _Fake(code)
    translated = translate(error)
    assert isinstance(translated, StorageError)
    assert not isinstance(translated, DamagedError)
    assert words in str(translated)
    assert SECRET not in str(translated)
    assert stops_writing(error) is stops


def test_a_bug_is_not_dressed_up_as_a_storage_fault() -> None:
    assert translate(_Fake(1)) is None
    assert translate(_Fake(19)) is None
    assert translate(ValueError("x")) is None
    with pytest.raises(driver.Error), storage_errors():
        raise _Fake(1)
    with pytest.raises(StorageError, match="密码的修改"), storage_errors("密码的修改"):
        raise OSError(28, "no space")


def damage(path: Path, at: int = 5000) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_flipped_bit_is_found_after_two_looks(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as engine:
        for number in range(100):
            add(engine, f"甲{number}")
    assert all(line.ok for line in check_file(path, KEY))
    examine(path, KEY)
    damage(path)
    assert not all(line.ok for line in check_file(path, KEY))
    with pytest.raises(DamagedError, match="已损坏"):
        examine(path, KEY)


def test_damage_stops_the_engine_and_is_not_yet_called_damage(path: Path) -> None:
    with closing(writer_engine(path, KEY)) as engine, engine.begin() as work:
        for _ in range(2000):
            work.execute(text("INSERT INTO person (name) VALUES ('甲')"))
    size = path.stat().st_size
    damage(path, size - 3000)
    with closing(writer_engine(path, KEY)) as engine:
        with pytest.raises(StorageError) as caught:
            names(engine)
        assert not isinstance(caught.value, DamagedError)
        assert is_stopped(engine)
        with pytest.raises(StorageError, match="停止写入"):
            add(engine, "乙")


def test_a_file_that_is_gone_is_not_called_damaged(path: Path) -> None:
    path.unlink()
    with pytest.raises(StorageError) as caught:
        examine(path, KEY)
    assert not isinstance(caught.value, DamagedError)


def test_the_name_of_the_folder_may_be_anything(tmp_path: Path) -> None:
    folder = tmp_path / "工会 100%?#档案"
    folder.mkdir()
    create_file(folder / "office.db")
    with closing(writer_engine(folder / "office.db", KEY)) as engine, engine.begin() as work:
        work.execute(text("CREATE TABLE t (a)"))
    assert [file.name for file in folder.iterdir()] == ["office.db"]
