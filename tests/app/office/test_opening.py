"""Creating, opening and recovering an office; writing under the journal; undo."""

from typing import Any

import pytest
from sqlalchemy import QueuePool, select

from app.changes import Op
from app.errors import AccessDeniedError, StorageError, UserError, WrongKeyError
from app.office import undo
from app.office.opening import NewOffice, create, is_office, log_in, open_unlocked, recover
from app.office.session import Office
from app.office.settings import save_settings, settings
from db import journal
from db.keys import KdfCost
from db.models import Account, Operation, Setting
from db.sidecar import SIDECAR_NAME
from db.store import Store, open_store
from tests.conftest import PASSWORD, OpenAs


def test_a_new_office_knows_its_name_and_its_first_account(office: Office) -> None:
    assert settings(office)["office_name"] == "青禾县总工会"
    assert office.user.name == "admin"
    assert office.user.scope == {office.user.unit_id}


def test_the_chain_of_the_journal_is_whole_and_breaks_when_touched(office: Office) -> None:
    save_settings(office, values={"complaint_phone": "0772-0000000"})
    with office.read() as session:
        verdict = journal.verify(session, office.keys.journal)
    assert verdict.is_whole
    assert verdict.count >= 3
    with office.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE operation SET account_id = 99 WHERE id = 2")
    with office.read() as session:
        assert journal.verify(session, office.keys.journal).bad_id == 2


def test_a_write_without_an_operation_is_refused(office: Office) -> None:
    with pytest.raises(Exception, match="write outside an operation"), office.writer.begin() as raw:
        raw.exec_driver_sql("UPDATE setting SET value = '1' WHERE key = 'lock_minutes'")


def test_without_done_nothing_is_kept(office: Office) -> None:
    with office.write(Op.SAVE_SETTINGS) as work:
        row = work.session.scalars(select(Setting).where(Setting.key == "complaint_phone")).one()
        row.value = "0772-7654321"
    assert settings(office)["complaint_phone"] == ""


def test_a_refusal_is_journalled_and_says_what_to_do(office: Office) -> None:
    with pytest.raises(AccessDeniedError, match="请联系系统管理员"), office.write(Op.APPROVE_FILE):
        pass
    with office.read() as session:
        last = session.scalars(select(Operation).order_by(Operation.id.desc()).limit(1)).one()
        assert (last.op, last.result) == ("APPROVE_FILE", "refused")


def test_put_back_restores_every_row(office: Office) -> None:
    changes = save_settings(office, values={"complaint_phone": "0772-1234567", "lock_minutes": 3})
    assert changes.operation_id is not None
    with office.write(Op.UNDO, undoes_id=changes.operation_id) as work:
        undo.put_back(work.session, changes.operation_id)
        work.done()
    assert settings(office)["lock_minutes"] == 5
    assert settings(office)["complaint_phone"] == ""


def test_put_back_refuses_when_something_was_built_on_it(office: Office) -> None:
    first = save_settings(office, values={"complaint_phone": "1"})
    save_settings(office, values={"complaint_phone": "2"})
    assert first.operation_id is not None
    with pytest.raises(UserError, match="新的改动"), office.write(Op.UNDO) as work:
        undo.put_back(work.session, first.operation_id)
    assert settings(office)["complaint_phone"] == "2"


def test_a_wrong_password_opens_nothing(open_as: OpenAs) -> None:
    office = open_as("admin")
    folder = office.folder
    office.close()
    with pytest.raises(WrongKeyError, match="账号或密码不正确"):
        log_in(folder, account="admin", password="wrong-Password-1", cost=KdfCost.for_tests())
    with pytest.raises(WrongKeyError, match="账号或密码不正确"):
        log_in(folder, account="nobody", password=PASSWORD, cost=KdfCost.for_tests())


def test_the_recovery_code_gives_a_new_password(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("recover") / "office"
    new = NewOffice(name="白石县总工会", admin="lin", password=PASSWORD)
    made = create(folder, new, cost=KdfCost.for_tests())
    made.office.close()
    fresh = "Another-pass-2026"
    recover(
        folder,
        code=made.recovery_code.lower(),
        account="lin",
        password=fresh,
        cost=KdfCost.for_tests(),
    )
    log_in(folder, account="lin", password=fresh, cost=KdfCost.for_tests()).close()


def test_an_office_is_not_made_twice(office: Office) -> None:
    with pytest.raises(UserError, match="已经有一个单位"):
        create(office.folder, NewOffice("白石县总工会", "lin", PASSWORD), cost=KdfCost.for_tests())


def test_no_office_is_made_where_a_restore_was_cut_off(office: Office) -> None:
    """Its key wraps may lie aside: what is made now would be replaced when the restore goes on."""
    folder = office.folder
    office.close()
    (folder / SIDECAR_NAME).rename(folder / "aside")
    (folder / "restore-plan.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="恢复"):
        create(folder, NewOffice("青禾县总工会", "admin", PASSWORD), cost=KdfCost.for_tests())
    assert not (folder / SIDECAR_NAME).exists()


def test_a_creation_that_was_cut_off_leaves_no_office_and_can_be_done_again(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("cut") / "office"
    new = NewOffice(name="白石县总工会", admin="lin", password=PASSWORD)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("app.office.opening.replace", cut)
        with pytest.raises(KeyboardInterrupt):
            create(folder, new, cost=KdfCost.for_tests())
    assert not is_office(folder)
    create(folder, new, cost=KdfCost.for_tests()).office.close()
    assert is_office(folder)


def test_an_opening_that_fails_on_the_way_gives_the_file_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, key, clock = office.folder, office.keys.data, office.clock
    with office.read() as session:
        uid = session.scalars(select(Account.uid)).one()
    office.close()
    opened: list[Store] = []

    def kept(*arguments: Any, **named: Any) -> Store:
        opened.append(open_store(*arguments, **named))
        return opened[-1]

    def fail(*_: object) -> None:
        raise StorageError("磁盘没有应答。")

    monkeypatch.setattr("app.office.opening.open_store", kept)
    monkeypatch.setattr("app.office.opening.read_user", fail)
    with pytest.raises(StorageError):
        open_unlocked(folder, key, uid, clock)
    pool = opened[0].reader.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedin() == 0
    monkeypatch.undo()
    open_unlocked(folder, key, uid, clock).close()
