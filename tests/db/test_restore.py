"""Bringing a backup back: proven, reversible, whole at every moment."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from db import attachments, restore
from db.archive import open_archive
from db.backup import auto_backup, back_up
from db.connection import DATABASE_NAME
from db.errors import DamagedError, StorageError, TooNewError, WrongKeyError
from db.keys import KeyRing
from db.lock import Lock
from db.restore import OlderBackupError, Restored, finish_restore
from tests.db.office import (
    NOW,
    PASSWORD,
    WEAK,
    SmallOffice,
    by_code,
    by_password,
    make_office,
    tree,
)

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def office(tmp_path: Path) -> SmallOffice:
    return make_office(tmp_path / "office")


@pytest.fixture
def archive(office: SmallOffice, tmp_path: Path) -> Path:
    return back_up(
        office.folder, office.data_key, tmp_path / "a.nuandang", now=NOW, program="0.1.0"
    ).path


def bring_back(
    archive: Path, folder: Path, unlock: restore.Unlock = by_password, *, confirm: bool = False
) -> Restored:
    with Lock.acquire(folder, LATER) as lock:
        return restore.restore(
            archive, folder, unlock, lock=lock, now=LATER, cost=WEAK, confirm_older=confirm
        )


def moved(office: SmallOffice, folder: Path) -> SmallOffice:
    return SmallOffice(folder, office.data_key, office.recovery_code)


def test_into_an_empty_folder(office: SmallOffice, archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    done = bring_back(archive, folder)
    again = moved(office, folder)
    assert done.kept_in is None
    assert done.missing_attachments == ()
    assert not done.keeps_passwords
    assert again.persons() == 3
    assert by_password(KeyRing(folder, WEAK)) == office.data_key
    assert attachments.verify_all(folder, office.attachment_key, done.manifest.attachments) == ()
    assert (folder / "public-register.json").exists()
    again.work()
    assert again.persons() == 4
    assert not any(file.name.startswith((".restore", "restore")) for file in folder.iterdir())


def test_the_printed_code_is_enough(office: SmallOffice, archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    assert bring_back(archive, folder, partial(by_code, office)).manifest.rows["person"] == 3


def test_a_wrong_password_changes_nothing(office: SmallOffice, archive: Path) -> None:
    before = tree(office.folder)
    with pytest.raises(WrongKeyError):
        bring_back(archive, office.folder, lambda ring: ring.unlock("王芳", "wrong", now=NOW))
    assert tree(office.folder) == before


def test_newer_work_is_never_silently_overwritten(office: SmallOffice, archive: Path) -> None:
    office.work(4)
    before = tree(office.folder)
    with pytest.raises(OlderBackupError, match="还有 4 次操作") as caught:
        bring_back(archive, office.folder)
    assert caught.value.comparison.operations_after == 4
    assert caught.value.comparison.is_same_office
    assert tree(office.folder) == before
    done = bring_back(archive, office.folder, confirm=True)
    assert office.persons() == 3
    assert done.kept_in is not None
    assert done.kept_in.name == "pre-restore-20261120-120000"
    # What was replaced opens as it was: the restore can itself be undone.
    shutil.copy(office.folder / "keys.json", done.kept_in)
    assert moved(office, done.kept_in).persons() == 7


def test_a_backup_that_holds_all_needs_no_confirmation(office: SmallOffice, archive: Path) -> None:
    done = bring_back(archive, office.folder)
    assert done.keeps_passwords
    assert office.persons() == 3


def test_a_branch_is_noticed_though_its_numbers_are_higher(
    office: SmallOffice, tmp_path: Path, archive: Path
) -> None:
    office.work(5)
    newer = back_up(
        office.folder, office.data_key, tmp_path / "newer", now=LATER, program="0.1.0"
    ).path
    bring_back(archive, office.folder, confirm=True)
    office.work(1, "other")
    with pytest.raises(OlderBackupError) as caught:
        bring_back(newer, office.folder)
    assert caught.value.comparison.operations_after == 1


def test_who_was_removed_stays_out_and_failures_stay_counted(
    office: SmallOffice, tmp_path: Path
) -> None:
    ring = KeyRing(office.folder, WEAK)
    ring.add("left", "left-pass", office.data_key)
    archive = back_up(office.folder, office.data_key, tmp_path / "a", now=NOW, program="0.1.0").path
    ring.remove("left")
    ring.change_password("王芳", PASSWORD, "new-pass", now=NOW)
    for _ in range(3):
        with pytest.raises(WrongKeyError):
            ring.unlock("王芳", "guess", now=NOW)
    assert bring_back(archive, office.folder).keeps_passwords
    assert ring.failures("王芳") == 3
    assert not ring.has("left")
    with pytest.raises(WrongKeyError):
        ring.unlock("王芳", PASSWORD, now=NOW)
    assert ring.unlock("王芳", "new-pass", now=NOW) == office.data_key


def test_another_office_is_asked_for_and_put_aside_whole(
    office: SmallOffice, archive: Path, tmp_path: Path
) -> None:
    other = make_office(tmp_path / "other", operations=9)
    name = other.attach("theirs")
    auto_backup(other.folder, other.data_key, "start", now=NOW, program="0.1.0")
    with pytest.raises(OlderBackupError, match="不是同一个单位"):
        bring_back(archive, other.folder)
    done = bring_back(archive, other.folder, confirm=True)
    assert moved(office, other.folder).persons() == 3
    assert name not in set(attachments.stored_names(other.folder))
    assert not (other.folder / "backups").exists()
    assert done.kept_in is not None
    assert by_password(KeyRing(done.kept_in, WEAK)) == other.data_key
    assert moved(other, done.kept_in).persons() == 9
    assert attachments.verify_all(done.kept_in, other.attachment_key, [name]) == ()


def test_a_damaged_office_can_be_mended(office: SmallOffice, archive: Path) -> None:
    path = office.folder / DATABASE_NAME
    path.write_bytes(b"x" * 8192)
    with pytest.raises(OlderBackupError, match="读不出来"):
        bring_back(archive, office.folder)
    done = bring_back(archive, office.folder, confirm=True)
    assert office.persons() == 3
    assert done.kept_in is not None
    assert (done.kept_in / DATABASE_NAME).read_bytes() == b"x" * 8192


def test_lost_keys_come_back_with_the_backup(office: SmallOffice, archive: Path) -> None:
    (office.folder / "keys.json").write_bytes(b"{")
    done = bring_back(archive, office.folder, confirm=True)
    assert not done.keeps_passwords
    assert by_password(KeyRing(office.folder, WEAK)) == office.data_key
    assert (
        attachments.verify_all(office.folder, office.attachment_key, done.manifest.attachments)
        == ()
    )


def test_an_automatic_backup_finds_its_attachments(office: SmallOffice, tmp_path: Path) -> None:
    name = office.attach("three")
    info = auto_backup(office.folder, office.data_key, "start", now=NOW, program="0.1.0")
    attachments.erase(office.folder, name)
    assert bring_back(info.path, office.folder).missing_attachments == ()
    assert attachments.verify_all(office.folder, office.attachment_key, [name]) == ()
    attachments.erase(office.folder, name)
    attachments.erase(office.folder / "backups", name)
    assert bring_back(info.path, office.folder).missing_attachments == (name,)


def test_the_lock_is_asked_for(office: SmallOffice, archive: Path, tmp_path: Path) -> None:
    lock = Lock.acquire(office.folder, NOW)
    lock.release()
    with pytest.raises(ValueError, match="lock"):
        restore.restore(archive, office.folder, by_password, lock=lock, now=NOW, cost=WEAK)


def test_a_newer_backup_is_refused(
    office: SmallOffice, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(office.folder)
    with open_archive(archive) as opened:
        manifest = opened.manifest
    object.__setattr__(manifest, "schema", "9999")
    with pytest.raises(TooNewError, match="升级程序"):
        restore._refuse_newer(manifest)
    assert tree(office.folder) == before


def test_a_damaged_backup_leaves_the_office_alone(office: SmallOffice, archive: Path) -> None:
    data = bytearray(archive.read_bytes())
    data[3000] ^= 1
    archive.write_bytes(data)
    before = tree(office.folder)
    with pytest.raises(DamagedError, match="没有改动"):
        bring_back(archive, office.folder, confirm=True)
    assert tree(office.folder) == before


class Cut(BaseException):
    """The power went."""


class Power:
    """Goes off after a number of steps that reach the disk; then nothing tidies up any more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        for module, name in ((restore, "replace"), (restore, "write_atomically")):
            monkeypatch.setattr(module, name, self._counted(getattr(module, name)))
        real_rmtree = shutil.rmtree

        def rmtree(path: Path, *, ignore_errors: bool) -> None:
            if self.left is None or self.left >= 0:
                real_rmtree(path, ignore_errors=ignore_errors)

        monkeypatch.setattr(shutil, "rmtree", rmtree)

    def _counted(self, real: Callable[..., None]) -> Callable[..., None]:
        def step(*values: object, **named: object) -> None:
            if self.left is not None:
                self.left -= 1
                if self.left < 0:
                    raise Cut
            real(*values, **named)

        return step


def test_a_cut_at_any_step_leaves_the_old_or_the_new_whole(
    office: SmallOffice, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_office(tmp_path / "other", operations=9)
    power, seen, finished, steps = Power(monkeypatch), set(), False, 0
    while not finished:
        folder = tmp_path / f"try{steps}"
        shutil.copytree(other.folder, folder)
        power.left = steps
        try:
            bring_back(archive, folder, confirm=True)
            finished = True
        except Cut:
            steps += 1
        power.left = None
        finish_restore(folder, now=LATER)
        if by_password(KeyRing(folder, WEAK)) == other.data_key:
            assert not finished
            seen.add("old")
            assert moved(other, folder).persons() == 9
            assert attachments.verify_all(folder, other.attachment_key) == ()
        else:
            seen.add("new")
            assert moved(office, folder).persons() == 3
            assert attachments.verify_all(folder, office.attachment_key) == ()
            kept = next(folder.glob("pre-restore-*"))
            assert moved(other, kept).persons() == 9
        assert not (folder / "restore-plan.json").exists()
        assert not (folder / ".restore-staging").exists()
    assert seen == {"old", "new"}
    assert steps > 8


def test_finishing_what_was_never_begun_is_nothing(office: SmallOffice) -> None:
    before = tree(office.folder)
    assert not finish_restore(office.folder, now=NOW)
    assert tree(office.folder) == before
    (office.folder / ".restore-staging").mkdir()
    assert not finish_restore(office.folder, now=NOW)
    assert not (office.folder / ".restore-staging").exists()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "[" * 5000,
        '{"kept": "../x", "old": []}',
        '{"kept": "pre-restore-1", "old": ["../../etc"]}',
    ],
)
def test_a_plan_that_is_none_moves_nothing(office: SmallOffice, text: str) -> None:
    (office.folder / "restore-plan.json").write_text(text)
    before = tree(office.folder)
    with pytest.raises(StorageError, match="没有改动任何文件"):
        finish_restore(office.folder, now=NOW)
    assert tree(office.folder) == before
