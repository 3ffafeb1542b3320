"""A small office for the tests of copies: a few tables, a journal of its own, two attachments."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db import attachments
from db.archive import REGISTER_NAME
from db.connection import DATABASE_NAME, Role, create_file, open_connection
from db.keys import KdfCost, KeyRing, Purpose, sub_key

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PASSWORD = "寒冬-Nuan-1"
WEAK = KdfCost.for_tests()
SECRET = "诸葛建国450224199001011234"
PDF = b"%PDF-1.7\n%%EOF\n"


@dataclass(frozen=True)
class SmallOffice:
    """Folder and keys."""

    folder: Path
    data_key: bytes
    recovery_code: str

    @property
    def file_key(self) -> bytes:
        """The key of the database."""
        return sub_key(self.data_key, Purpose.DATABASE)

    @property
    def attachment_key(self) -> bytes:
        """The key of the attachments."""
        return sub_key(self.data_key, Purpose.ATTACHMENT)

    def work(self, count: int = 1, mark: str = "") -> None:
        """Some operations, each with a person."""
        connection = open_connection(self.folder / DATABASE_NAME, self.file_key, Role.WRITER)
        try:
            for _ in range(count):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO person (name) VALUES (?)", (SECRET + mark,))
                connection.execute(
                    "INSERT INTO operation (chain) SELECT hex(randomblob(32)) AS chain"
                )
                connection.execute("COMMIT")
        finally:
            connection.close()

    def persons(self) -> int:
        """Number of persons on file."""
        connection = open_connection(self.folder / DATABASE_NAME, self.file_key, Role.READER)
        try:
            return int(connection.execute("SELECT count(*) FROM person").fetchone()[0])
        finally:
            connection.close()

    def attach(self, mark: str) -> str:
        """Store a PDF; its name."""
        content = PDF + mark.encode()
        return attachments.store(self.folder, self.attachment_key, content, "a.pdf").name


def make_office(folder: Path, *, operations: int = 3) -> SmallOffice:
    """A new office in a new folder."""
    folder.mkdir()
    _, data_key, code = KeyRing.create(folder, "王芳", PASSWORD, WEAK)
    office = SmallOffice(folder, data_key, code)
    path = folder / DATABASE_NAME
    create_file(path)
    connection = open_connection(path, office.file_key, Role.WRITER)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
        connection.execute("CREATE TABLE operation (id INTEGER PRIMARY KEY, chain TEXT NOT NULL)")
        connection.execute("COMMIT")
    finally:
        connection.close()
    office.work(operations)
    office.attach("one")
    office.attach("two")
    (folder / REGISTER_NAME).write_bytes(b'{"papers": []}')
    return office


def by_password(ring: KeyRing) -> bytes:
    """Unlock as the administrator would."""
    return ring.unlock("王芳", PASSWORD, now=NOW)


def by_code(office: SmallOffice, ring: KeyRing) -> bytes:
    """Unlock with the printed code."""
    return ring.unlock_with_recovery(office.recovery_code)


def tree(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but the locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }
