"""After an error of the disk, and after a crash: stop, prove the whole file, go on or lead to a backup."""

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs RLIMIT_FSIZE", allow_module_level=True)

import resource
import signal

from app.changes import Op
from app.errors import DamagedError, StorageError, UserError, WrongKeyError
from app.office.backups import back_up
from app.office.checking import check_office
from app.office.opening import log_in, open_unlocked
from app.office.restoring import OlderBackupError, Unlocker, restore
from app.office.session import Office
from app.office.settings import save_settings, settings
from app.office.startup import after_login, before_leaving, check_after_crash
from db.connection import DATABASE_NAME
from db.keys import KdfCost
from db.lock import Lock
from tests.conftest import PASSWORD, OpenAs

CHEAP = KdfCost.for_tests()


def fail_a_write(office: Office) -> None:
    """Let the operating system refuse one write of the open file, as a failing disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(StorageError, match="已停止写入"):
            save_settings(office, values={"complaint_phone": "1"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert office.is_stopped


def pull_out(office: Office) -> Path:
    """A failing disk that then is gone: where its file has gone to."""
    fail_a_write(office)
    aside = office.folder / "pulled.db"
    (office.folder / DATABASE_NAME).rename(aside)
    return aside


def damage(folder: Path) -> None:
    """Overwrite the middle of the file and forget the log beside it."""
    path = folder / DATABASE_NAME
    data = bytearray(path.read_bytes())
    for place in range(4096, len(data) - 100, 4096):
        data[place + 50] ^= 0xFF
    path.write_bytes(data)


def crash(office: Office) -> Path:
    """End as a kill does: the mark in the lock stays."""
    office.store.close()
    office.lock.release(in_order=False)
    return office.folder


def again(folder: Path) -> Office:
    return log_in(folder, account="admin", password=PASSWORD, cost=CHEAP)


def test_a_stopped_office_writes_nothing_until_it_is_reopened(office: Office) -> None:
    fail_a_write(office)
    with pytest.raises(StorageError, match="已停止写入"):
        save_settings(office, values={"complaint_phone": "2"})
    office.reopen()
    assert not office.is_stopped
    save_settings(office, values={"complaint_phone": "3"})
    assert settings(office)["complaint_phone"] == "3"
    assert check_office(office).damage == ()
    assert not office.needs_check


def test_reopening_while_the_disk_is_gone_stays_stopped(office: Office) -> None:
    aside = pull_out(office)
    with pytest.raises(StorageError) as caught:
        office.reopen()
    assert not isinstance(caught.value, DamagedError)
    assert office.is_stopped
    aside.rename(office.folder / DATABASE_NAME)
    office.reopen()
    office.record(Op.CHECK_INTEGRITY)


def test_reopening_says_damage_only_of_a_damaged_file(office: Office) -> None:
    fail_a_write(office)
    office.store.close()
    damage(office.folder)
    with pytest.raises(DamagedError, match="备份"):
        office.reopen()
    assert office.is_stopped


def test_nothing_happens_to_a_sound_office(office: Office) -> None:
    store = office.store
    office.reopen()
    assert office.store is store


def test_leaving_after_an_error_of_the_disk_has_the_next_start_check(office: Office) -> None:
    fail_a_write(office)
    before_leaving(office)
    with_check = again(office.folder)
    try:
        marks = [with_check.needs_check]
        assert check_after_crash(with_check).sentence == ""
        marks.append(with_check.needs_check)
        assert marks == [True, False]
    finally:
        with_check.close()
    sound = again(office.folder)
    assert not sound.needs_check
    sound.close()


def test_a_crash_is_remembered_until_the_check_was_made(office: Office) -> None:
    folder = crash(office)
    for _ in range(2):
        opened = again(folder)
        assert opened.needs_check
        after_login(opened)
        opened.close()
    opened = again(folder)
    check_after_crash(opened)
    opened.close()
    with Lock.acquire(folder, opened.clock.now()) as lock:
        assert not lock.was_unclean


def test_a_login_or_a_restore_that_came_to_nothing_does_not_end_a_crash(
    office: Office, tmp_path: Path
) -> None:
    file = back_up(office, file=tmp_path / "stick").path
    save_settings(office, values={"complaint_phone": "0772-2"})
    folder, uid, key = crash(office), "of nobody", office.keys.data
    with pytest.raises(WrongKeyError):
        open_unlocked(folder, key, uid, office.clock)
    with pytest.raises(OlderBackupError):
        restore(folder, file, unlocker=Unlocker("admin", PASSWORD), cost=CHEAP)
    opened = again(folder)
    assert opened.needs_check
    opened.close()
    restore(folder, file, unlocker=Unlocker("admin", PASSWORD), cost=CHEAP, confirm_older=True)
    opened = again(folder)
    assert not opened.needs_check, "what was brought back has been proved"
    opened.close()


def test_a_file_that_is_gone_is_brought_back_by_a_password(office: Office, tmp_path: Path) -> None:
    file = back_up(office, file=tmp_path / "stick").path
    folder = crash(office)
    (folder / DATABASE_NAME).unlink()
    unlocker = Unlocker("admin", PASSWORD)
    with pytest.raises(OlderBackupError):
        restore(folder, file, unlocker=unlocker, cost=CHEAP)
    restore(folder, file, unlocker=unlocker, cost=CHEAP, confirm_older=True)
    again(folder).close()


def test_who_is_locked_out_hears_so_from_a_restore_too(office: Office, tmp_path: Path) -> None:
    file = back_up(office, file=tmp_path / "stick").path
    folder, clock = office.folder, office.clock
    office.close()
    for _ in range(5):
        with pytest.raises(UserError, match="系统管理员账号"):
            restore(folder, file, unlocker=Unlocker("admin", "x"), clock=clock, cost=CHEAP)
    with pytest.raises(UserError, match="暂停登录"):
        restore(folder, file, unlocker=Unlocker("admin", PASSWORD), clock=clock, cost=CHEAP)


def test_a_crash_with_a_broken_journal_is_damage(open_as: OpenAs) -> None:
    office = open_as("admin")
    with office.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE operation SET account_id = 99 WHERE id = 1")
    opened = again(crash(office))
    found = check_after_crash(opened)
    assert found.is_damaged
    assert "操作记录" in found.sentence
    assert opened.needs_check
    opened.close()


def test_a_damaged_file_is_called_so_at_the_login(office: Office) -> None:
    folder = crash(office)
    damage(folder)
    with pytest.raises(DamagedError, match="从最近的备份恢复"):
        again(folder)


def test_a_missing_file_is_not_called_damaged(office: Office) -> None:
    folder = crash(office)
    (folder / DATABASE_NAME).rename(folder / "pulled.db")
    with pytest.raises(StorageError) as caught:
        again(folder)
    assert not isinstance(caught.value, DamagedError)
