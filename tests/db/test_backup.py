"""Copies: what is in them, what proves them, and what never counts as one."""

import json
import random
import warnings
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from typing import Any
from unittest import mock

import pytest

from db import attachments, backup
from db.archive import open_archive
from db.backup import BACKUPS_NAME, auto_backup, back_up, is_due, list_backups
from db.connection import DATABASE_NAME, Role, open_connection
from db.errors import DamagedError, StorageError, WrongKeyError
from db.restore import verify_backup
from tests.db.office import (
    NOW,
    PASSWORD,
    SECRET,
    WEAK,
    SmallOffice,
    by_password,
    make_office,
    tree,
)


@pytest.fixture
def office(tmp_path: Path) -> SmallOffice:
    return make_office(tmp_path / "office")


def take(office: SmallOffice, target: Path) -> Path:
    back_up(office.folder, office.data_key, target, now=NOW, program="0.1.0")
    return target


def auto(office: SmallOffice, now: datetime = NOW, reason: str = "start") -> backup.BackupInfo:
    return auto_backup(office.folder, office.data_key, reason, now=now, program="0.1.0")


def test_a_backup_holds_everything_and_says_so(office: SmallOffice, tmp_path: Path) -> None:
    info = back_up(
        office.folder, office.data_key, tmp_path / "a.nuandang", now=NOW, program="0.1.0"
    )
    manifest = info.manifest
    assert manifest.rows == {"operation": 3, "person": 3}
    assert manifest.journal_sequence == 3
    assert len(manifest.journal_chain) == 64
    assert manifest.created == NOW
    assert len(manifest.attachments) == 2
    assert info.size == info.path.stat().st_size
    assert info.damaged_attachments == ()
    with zipfile.ZipFile(info.path) as archive:
        kinds = sorted(name.split("/")[0] for name in archive.namelist())
    assert kinds == sorted(
        ["office.db", "keys.json", "public-register.json", "manifest.json", "manifest.seal"]
        + ["attachments"] * 2
    )
    assert verify_backup(info.path, by_password, cost=WEAK) == manifest


def test_a_backup_tells_a_finder_nothing(office: SmallOffice, tmp_path: Path) -> None:
    data = take(office, tmp_path / "a").read_bytes()
    for piece in (SECRET, "450224", "王芳", "person (", PASSWORD, office.data_key.hex()):
        assert piece.encode() not in data
    assert office.data_key not in data


def test_the_copy_can_be_read_from_a_read_only_medium(office: SmallOffice, tmp_path: Path) -> None:
    with zipfile.ZipFile(take(office, tmp_path / "a")) as archive:
        archive.extract(DATABASE_NAME, tmp_path / "out")
    copy = tmp_path / "out" / DATABASE_NAME
    connection = open_connection(copy, office.file_key, Role.ARCHIVE)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    connection.close()
    assert [file.name for file in copy.parent.iterdir()] == [DATABASE_NAME]


def test_it_is_taken_while_the_office_is_written(office: SmallOffice, tmp_path: Path) -> None:
    writer = open_connection(office.folder / DATABASE_NAME, office.file_key, Role.WRITER)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO person (name) VALUES ('half')")
    info = back_up(office.folder, office.data_key, tmp_path / "a", now=NOW, program="0.1.0")
    writer.execute("COMMIT")
    writer.close()
    assert info.manifest.rows["person"] == 3


def test_nothing_is_left_behind(office: SmallOffice, tmp_path: Path) -> None:
    before = set(tree(tmp_path))
    take(office, tmp_path / "a")
    assert set(tree(tmp_path)) - before == {"a"}
    assert list((office.folder / BACKUPS_NAME).iterdir()) == []


def test_an_existing_file_is_not_overwritten(office: SmallOffice, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(StorageError, match="同名"):
        take(office, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"mine"


def test_a_folder_that_is_not_there_is_said(office: SmallOffice, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="找不到"):
        take(office, tmp_path / "no" / "a")


def test_no_space_no_start(office: SmallOffice, tmp_path: Path) -> None:
    usage = disk_usage(tmp_path)._replace(free=1000)
    with (
        mock.patch("shutil.disk_usage", return_value=usage),
        pytest.raises(StorageError, match="空间不够"),
    ):
        take(office, tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_stopping_leaves_nothing(office: SmallOffice, tmp_path: Path) -> None:
    def step() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(office.folder, office.data_key, tmp_path / "a", now=NOW, program="0.1.0", step=step)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["office"]
    assert list((office.folder / BACKUPS_NAME).iterdir()) == []


def test_what_was_written_wrongly_never_counts(
    office: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    monkeypatch.setattr(backup, "forget_cached", spoil)
    with pytest.raises(DamagedError):
        take(office, tmp_path / "a")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["office"]


def spoil_database(office: SmallOffice) -> None:
    path = office.folder / DATABASE_NAME
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)


def test_a_damaged_office_gives_no_backup_and_costs_none(office: SmallOffice) -> None:
    start = NOW - timedelta(days=200)
    for number in range(60):
        home = office.folder / BACKUPS_NAME
        home.mkdir(exist_ok=True)
        stamp = start + timedelta(hours=number)
        (home / f"{stamp:%Y%m%dT%H%M%SZ}-start.nuandang").write_bytes(b"old")
    before = tree(office.folder / BACKUPS_NAME)
    spoil_database(office)
    with pytest.raises(DamagedError, match="已损坏"):
        auto(office)
    assert tree(office.folder / BACKUPS_NAME) == before


def test_a_damaged_attachment_is_named_and_does_not_stop_the_rest(
    office: SmallOffice, tmp_path: Path
) -> None:
    name = office.attach("three")
    path = attachments.place_of(office.folder, name)
    path.write_bytes(path.read_bytes()[:-1])
    info = back_up(office.folder, office.data_key, tmp_path / "a", now=NOW, program="0.1.0")
    assert info.damaged_attachments == (name,)
    assert len(info.manifest.attachments) == 2
    assert auto(office).damaged_attachments == (name,)


def test_automatic_backups_keep_each_attachment_once(office: SmallOffice) -> None:
    first = auto(office)
    office.attach("three")
    second = auto(office, NOW + timedelta(hours=1))
    assert not first.manifest.is_whole
    assert (len(first.manifest.attachments), len(second.manifest.attachments)) == (2, 3)
    assert len(list(attachments.stored_names(office.folder / BACKUPS_NAME))) == 3
    with zipfile.ZipFile(second.path) as archive:
        assert not any(name.startswith("attachments/") for name in archive.namelist())
    assert [stored.path for stored in list_backups(office.folder)] == [second.path, first.path]
    assert list_backups(office.folder)[0].reason == "start"


def test_two_in_one_second_are_two(office: SmallOffice) -> None:
    assert auto(office).path != auto(office).path
    assert len(list_backups(office.folder)) == 2


def test_the_oldest_go_only_after_a_good_one(office: SmallOffice) -> None:
    home = office.folder / BACKUPS_NAME
    home.mkdir()
    for number in range(400):
        stamp = NOW - timedelta(days=number + 1)
        (home / f"{stamp:%Y%m%dT%H%M%SZ}-start.nuandang").write_bytes(b"old")
    (home / "letter.txt").write_bytes(b"not ours")
    (home / "20260101T000000Z-start.nuandang.bak").write_bytes(b"not ours")
    auto(office)
    assert 25 < len(list_backups(office.folder)) < 40
    assert (home / "letter.txt").exists()
    assert (home / "20260101T000000Z-start.nuandang.bak").exists()


def test_erased_attachments_leave_with_the_last_backup_that_knew_them(office: SmallOffice) -> None:
    name = office.attach("three")
    auto(office, NOW - timedelta(days=500))
    attachments.erase(office.folder, name)
    for number in range(14):
        auto(office, NOW - timedelta(days=20 - number))
    home = office.folder / BACKUPS_NAME
    # Nine months have not gone by in backups: the first is still one of the monthly ones.
    assert name in set(attachments.stored_names(home))
    list_backups(office.folder)[-1].path.unlink()
    for number in range(5):
        auto(office, NOW - timedelta(hours=5 - number))
    assert name not in set(attachments.stored_names(home))
    assert len(list(attachments.stored_names(home))) == 2


def test_a_reason_is_a_word_not_a_path(office: SmallOffice) -> None:
    for reason in ("../x", "王芳", "", "A", "a b"):
        with pytest.raises(ValueError, match="short word"):
            auto(office, reason=reason)


def test_when_a_backup_is_due(office: SmallOffice) -> None:
    folder = office.folder
    assert is_due(folder, NOW, None)
    assert is_due(folder, NOW, NOW)
    auto(office)
    later = NOW + timedelta(minutes=31)
    assert not is_due(folder, later, None)
    assert not is_due(folder, later, NOW - timedelta(hours=1))
    assert is_due(folder, later, NOW + timedelta(minutes=1))
    assert not is_due(folder, NOW + timedelta(minutes=29), NOW + timedelta(minutes=1))


def test_a_flipped_bit_is_refused_wherever_it_is(office: SmallOffice, tmp_path: Path) -> None:
    good = take(office, tmp_path / "a").read_bytes()
    with zipfile.ZipFile(tmp_path / "a") as archive:
        bodies = {
            info.filename: info.header_offset + 100 + info.file_size // 2
            for info in archive.infolist()
            if info.file_size > 300
        }
    assert {"office.db", "keys.json", "manifest.json"} <= set(bodies)
    bad = tmp_path / "bad"
    for spot in bodies.values():
        data = bytearray(good)
        data[spot] ^= 4
        bad.write_bytes(data)
        with pytest.raises(StorageError):
            verify_backup(bad, by_password, cost=WEAK)
    for length in (0, 10, len(good) // 2, len(good) - 1):
        bad.write_bytes(good[:length])
        with pytest.raises(StorageError):
            verify_backup(bad, by_password, cost=WEAK)


def test_any_flipped_bit_is_refused_or_means_nothing(office: SmallOffice, tmp_path: Path) -> None:
    source = take(office, tmp_path / "a")
    good, manifest = source.read_bytes(), verify_backup(source, by_password, cost=WEAK)
    chance = random.Random(20261120)
    bad, harmless = tmp_path / "bad", 0
    for number in range(150):
        data = bytearray(good)
        # The second half of the tries hits the zip's own directory, which holds idle fields.
        at = chance.randrange(len(good) if number < 75 else 900)
        data[at if number < 75 else -1 - at] ^= 1 << chance.randrange(8)
        bad.write_bytes(data)
        try:
            assert verify_backup(bad, by_password, cost=WEAK) == manifest
            harmless += 1
        except (StorageError, WrongKeyError):
            continue
    assert harmless < 50


def rewrite(
    source: Path, target: Path, change: dict[str, bytes], *, seal: bytes | None = None
) -> None:
    """Pack an archive anew, as a forger without the key would."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
        for name in set(change) - set(old.namelist()):
            new.writestr(name, change[name])


def test_a_forged_manifest_is_refused(office: SmallOffice, tmp_path: Path) -> None:
    source = take(office, tmp_path / "a")
    with zipfile.ZipFile(source) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    forged: dict[str, Any] = {
        "format": float("inf"),
        "created": "0001-01-01T00:00:00+14:00",
        "entries": {name: [] for name in manifest["entries"]},
        "rows": {},
        "program": "9",
    }
    for part, value in (*forged.items(), ("created", "2030-01-01T00:00:00+00:00")):
        rewrite(
            source, tmp_path / "b", {"manifest.json": json.dumps(manifest | {part: value}).encode()}
        )
        with pytest.raises(DamagedError):
            verify_backup(tmp_path / "b", by_password, cost=WEAK)


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "attachments/../../evil",
        "attachments/aa/" + "b" * 64,
        "attachments/bb/" + "b" * 63,
        "office.db-wal",
        "C:\\evil",
        "attachments/bb/" + "B" * 64,
        "backups/x",
    ],
)
def test_names_are_matched_not_followed(office: SmallOffice, tmp_path: Path, name: str) -> None:
    rewrite(take(office, tmp_path / "a"), tmp_path / "b", {name: b"evil"})
    before = set(tree(tmp_path))
    with pytest.raises(DamagedError):
        verify_backup(tmp_path / "b", by_password, cost=WEAK)
    assert set(tree(tmp_path)) == before


def test_doubled_compressed_and_overlapping_entries_are_refused(
    office: SmallOffice, tmp_path: Path
) -> None:
    source = take(office, tmp_path / "a")
    doubled = tmp_path / "doubled"
    doubled.write_bytes(source.read_bytes())
    with warnings.catch_warnings(), zipfile.ZipFile(doubled, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("keys.json", b"{}")
    packed = tmp_path / "packed"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
    overlapping = tmp_path / "overlapping"
    with zipfile.ZipFile(overlapping, "w") as archive:
        archive.writestr("keys.json", b"x" * 1000)
        info = archive.infolist()[0]
        for number in range(5):
            twin = zipfile.ZipInfo(f"attachments/{number}b/{number}b{'c' * 62}")
            twin.header_offset = info.header_offset
            twin.file_size = twin.compress_size = info.file_size
            twin.CRC = info.CRC
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    for path in (doubled, packed, overlapping):
        with pytest.raises(DamagedError), open_archive(path):
            pass


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + bytes(18), b"x" * 1000, b"PK\x03\x04" * 50])
def test_other_files_are_no_backups(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(DamagedError, match="这个备份不能用"):
        verify_backup(tmp_path / "a", by_password, cost=WEAK)
    with pytest.raises(StorageError, match="找不到"):
        verify_backup(tmp_path / "none", by_password, cost=WEAK)


def test_the_stamp_is_utc(office: SmallOffice) -> None:
    assert list_backups(office.folder) == ()
    info = auto(office, datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
    assert info.path.name == "20261120T010000Z-start.nuandang"
