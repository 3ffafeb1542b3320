"""Creating, opening and recovering an office.

The folder of an office holds `office.db` (encrypted), `keys.json` (key wraps), the public register
of issued papers, `attachments/`, `backups/` and `office.lock`.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes import Op
from app.errors import BusyError, StorageError, TooNewError, UserError, WrongKeyError
from app.lifecycle.holidays import seed_holidays
from app.office import access
from app.office.clock import Clock
from app.office.folder import default_folder as default_folder
from app.office.folder import has_unfinished_restore
from app.office.folder import is_office as is_office
from app.office.passwords import check_password
from app.office.session import Keys, Office, User
from app.office.settings import DEFAULTS, read_settings
from app.office.signing import own_key
from db import journal
from db.connection import DATABASE_NAME, refuse_folder, storage_errors
from db.files import make_folder, replace
from db.integrity import examine
from db.keys import KdfCost, KeyRing, Purpose, sub_key
from db.lock import Lock
from db.models import Account, AccountRole, Holiday, Setting, Unit, new_uid
from db.sidecar import SIDECAR_NAME
from db.store import Store, create_store, open_store


@dataclass(frozen=True)
class NewOffice:
    """What is asked when an office is created. `place` is the region whose standards count."""

    name: str
    admin: str
    password: str
    display_name: str = ""
    place: str = ""
    is_solo: bool = False
    is_demo: bool = False


@dataclass(frozen=True)
class Created:
    """A new office, open for its first account, and the recovery code: shown once, kept nowhere."""

    office: Office
    recovery_code: str


def create(
    folder: Path, new: NewOffice, *, clock: Clock | None = None, cost: KdfCost | None = None
) -> Created:
    """A new, empty, encrypted office. Raises UserError (names, password) or StorageError."""
    clock = clock or Clock.from_environment()
    _check_new(folder, new)
    refuse_folder(folder)
    make_folder(folder, what="单位数据的建立")
    uid = new_uid()
    with Lock.acquire(folder, clock.now()) as lock:
        data_key, code = _build(folder, new, uid, clock, cost)
        lock.release(in_order=True)
    return Created(open_unlocked(folder, data_key, uid, clock), code)


def _build(
    folder: Path, new: NewOffice, uid: str, clock: Clock, cost: KdfCost | None
) -> tuple[bytes, str]:
    """Make the whole office aside, then move it in, the key wraps last: they make a folder an office.

    A kill on the way leaves a folder that holds no office; the next attempt clears what it left.
    """
    staging = folder / ".new-office"
    shutil.rmtree(staging, ignore_errors=True)
    if (folder / DATABASE_NAME).exists():
        # Nobody can open it without its key wraps; it is kept all the same, never deleted.
        replace(folder / DATABASE_NAME, folder / f"office-{clock.now():%Y%m%d-%H%M%S}.left.db")
    make_folder(staging, what="单位数据的建立")
    _, data_key, code = KeyRing.create(staging, new.admin.strip(), new.password, cost, uid=uid)
    store = create_store(staging, sub_key(data_key, Purpose.DATABASE))
    try:
        with storage_errors(), Session(store.writer) as session:
            _seed(session, new, uid, clock, sub_key(data_key, Purpose.JOURNAL))
            session.commit()
    finally:
        store.close()
    for name in (DATABASE_NAME, SIDECAR_NAME):
        replace(staging / name, folder / name)
    shutil.rmtree(staging, ignore_errors=True)
    return data_key, code


def _check_new(folder: Path, new: NewOffice) -> None:
    if has_unfinished_restore(folder):
        raise UserError(
            "这个文件夹里有一次没有做完的恢复，请登录原来的单位把它做完，或另选一个空文件夹。"
        )
    if is_office(folder):
        raise UserError("这个文件夹里已经有一个单位，请直接登录，或另选一个空文件夹。")
    if not new.name.strip():
        raise UserError("请填写单位名称，例如“某某县总工会”。", field="name")
    if not new.admin.strip():
        raise UserError("请填写管理员账号。", field="admin")
    problem = check_password(new.password, account=new.admin, words=(new.name, new.display_name))
    if problem is not None:
        raise UserError(problem, field="password")


def _seed(session: Session, new: NewOffice, uid: str, clock: Clock, key: bytes) -> int:
    """The first rows, under the first operation of the journal."""
    now, today = clock.now(), clock.today()
    entry = journal.Entry(at=now, account_id=None, session=uid, op=Op.CREATE_OFFICE.name)
    operation = journal.begin(session, entry)
    root = Unit(name=new.name.strip(), level="县级")
    session.add(root)
    session.flush()
    account = Account(
        uid=uid,
        name=new.admin.strip(),
        display_name=new.display_name.strip() or new.admin.strip(),
        unit_id=root.id,
        password_set_on=today,
        roles=[
            AccountRole(role=role)
            for role in sorted(access.SOLO_ROLES if new.is_solo else access.FIRST_ACCOUNT)
        ],
    )
    session.add(account)
    values = DEFAULTS | {
        "office_name": new.name.strip(),
        "place": new.place.strip() or new.name.strip().removesuffix("总工会"),
        "is_solo": new.is_solo,
        "is_demo": new.is_demo,
    }
    session.add_all(Setting(key=key, value=value) for key, value in values.items())
    session.add_all(
        Holiday(day=row.day, is_workday=row.is_workday, name=row.name) for row in seed_holidays()
    )
    session.add(own_key(new.name.strip(), now))
    session.flush()
    operation.account_id = account.id
    journal.seal(session, operation, key)
    return account.id


def log_in(
    folder: Path,
    *,
    account: str,
    password: str,
    clock: Clock | None = None,
    cost: KdfCost | None = None,
    before_migration: Callable[[bytes], object] | None = None,
) -> Office:
    """Open an office. Raises UserError (no office there), WrongKeyError, StorageError, BusyError.

    `before_migration` gets the data key; it makes the backup without which no migration begins.
    """
    clock = clock or Clock.from_environment()
    if not is_office(folder):
        raise UserError("这个文件夹里没有单位，请先新建单位或恢复备份。")
    refuse_folder(folder)
    ring = KeyRing(folder, cost)
    failures = ring.failures(account)
    unlocked = ring.login(account, password, now=clock.now())
    office = open_unlocked(folder, unlocked.data_key, unlocked.account_uid, clock, before_migration)
    with office.write(Op.LOG_IN, reason_code=f"failures:{failures}" if failures else None) as work:
        work.done()
    return office


def open_unlocked(
    folder: Path,
    data_key: bytes,
    account_uid: str,
    clock: Clock,
    before_migration: Callable[[bytes], object] | None = None,
) -> Office:
    """Open with a data key that a password or the recovery code has already given.

    Raises DamagedError only after the file was read twice, else StorageError.
    """
    lock = Lock.acquire(folder, clock.now())
    try:
        store = _open_or_examine(folder, data_key, before_migration)
        try:
            return _office(folder, store, data_key, _account_id(store, account_uid), clock, lock)
        except BaseException:
            store.close()
            raise
    except BaseException:
        lock.release()
        raise


def _account_id(store: Store, account_uid: str) -> int:
    with storage_errors(), Session(store.reader) as session:
        account_id = session.scalar(
            select(Account.id).where(Account.uid == account_uid, Account.is_active)
        )
    if account_id is None:
        raise WrongKeyError("账号或密码不正确。请检查后再试；连续输错会暂停登录。")
    return account_id


def _open_or_examine(
    folder: Path, data_key: bytes, before_migration: Callable[[bytes], object] | None
) -> Store:
    """Open the file; where that fails say whether it is damaged or the disk did not answer (R06)."""
    key = sub_key(data_key, Purpose.DATABASE)
    try:
        return open_store(
            folder,
            key,
            before_migration=(lambda: before_migration(data_key)) if before_migration else _nothing,
        )
    except (BusyError, TooNewError):
        raise
    except StorageError:
        examine(folder / DATABASE_NAME, key)
        raise


def recover(
    folder: Path, *, code: str, account: str, password: str, cost: KdfCost | None = None
) -> None:
    """Give an account a new password by the printed recovery code; lifts its lock.

    Raises WrongKeyError (code), UserError (account or password), StorageError.
    """
    ring = KeyRing(folder, cost)
    data_key = ring.unlock_with_recovery(code)
    if not ring.has(account):
        raise UserError("没有这个账号，请检查账号的写法。", field="account")
    problem = check_password(password, account=account, words=())
    if problem is not None:
        raise UserError(problem, field="password")
    ring.set_password(account, password, data_key)


def _nothing() -> None:
    return None


def _office(
    folder: Path, store: Store, data_key: bytes, account_id: int, clock: Clock, lock: Lock
) -> Office:
    keys = Keys(
        journal=sub_key(data_key, Purpose.JOURNAL),
        attachment=sub_key(data_key, Purpose.ATTACHMENT),
        register=sub_key(data_key, Purpose.REGISTER),
        data=data_key,
    )
    with storage_errors(), Session(store.reader) as session:
        user = read_user(session, account_id)
    return Office(folder, store, keys, user, clock, lock)


def read_user(session: Session, account_id: int) -> User:
    """The account as it stands now, with the units in its scope."""
    account = session.get_one(Account, account_id)
    unit = session.get_one(Unit, account.unit_id)
    return User(
        id=account.id,
        name=account.name,
        display_name=account.display_name,
        unit_id=unit.id,
        unit_name=unit.name,
        roles=frozenset(row.role for row in account.roles),
        scope=units_below(session, unit.id),
        is_solo=bool(read_settings(session)["is_solo"]),
    )


def units_below(session: Session, unit_id: int) -> frozenset[int]:
    """The unit and every unit below it."""
    children: dict[int | None, list[int]] = {}
    for row in session.execute(select(Unit.id, Unit.parent_id)):
        children.setdefault(row.parent_id, []).append(row.id)
    found, todo = set[int](), [unit_id]
    while todo:
        current = todo.pop()
        found.add(current)
        todo.extend(child for child in children.get(current, ()) if child not in found)
    return frozenset(found)
