"""Accounts: who may log in, with which roles, in which unit. Named accounts only, no default password.

The password never reaches the file; it seals the data key in the sidecar (`db.keys`). The journal holds
the row, the sidecar the wrap: the row is written first, so that a crash between the two leaves an
account without access rather than access without an account.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes import Changes, Op
from app.errors import UserError
from app.office import access
from app.office.opening import read_user
from app.office.passwords import check_password, is_remembered, remember
from app.office.session import Office, Work
from app.office.settings import read_settings
from db.codes import Role
from db.keys import KdfCost, KeyRing
from db.models import Account, AccountRole, Setting, Unit

REMEMBERED_PASSWORDS = 5
ROLES = tuple(Role)
"""Every role, in the order of the access contract."""


@dataclass(frozen=True)
class AccountView:
    """One line of the list of accounts."""

    id: int
    name: str
    display_name: str
    unit_id: int
    unit_name: str
    roles: frozenset[Role]
    is_active: bool
    failures: int
    """Failed logins since the last good one."""


def accounts(office: Office) -> tuple[AccountView, ...]:
    """All accounts, active ones first."""
    ring = KeyRing(office.folder)
    with office.read() as session:
        rows = session.execute(
            select(Account, Unit.name)
            .join(Unit, Unit.id == Account.unit_id)
            .order_by(Account.is_active.desc(), Account.name)
        ).all()
        return tuple(
            AccountView(
                account.id,
                account.name,
                account.display_name,
                account.unit_id,
                unit_name,
                frozenset(role.role for role in account.roles),
                account.is_active,
                ring.failures(account.name),
            )
            for account, unit_name in rows
        )


def add_account(
    office: Office,
    *,
    name: str,
    display_name: str,
    unit_id: int,
    roles: Collection[Role],
    password: str,
    cost: KdfCost | None = None,
) -> Changes:
    """A new named account. UserError for a taken name, a refused combination of roles, a weak password."""
    name, display_name = name.strip(), display_name.strip()
    if not name:
        raise UserError("请填写账号，例如姓名的拼音。", field="name")
    if not display_name:
        raise UserError("请填写使用人的姓名。", field="display_name")
    _check_password(office, name, display_name, password)
    held = access.check_roles(roles, solo_office=office.user.is_solo)
    with office.write(Op.ADD_ACCOUNT) as work:
        _refuse_taken(work.session, name)
        _unit(work.session, unit_id)
        account = Account(
            name=name,
            display_name=display_name,
            unit_id=unit_id,
            password_set_on=work.today,
            must_change_password=True,
            roles=[AccountRole(role=role) for role in sorted(held)],
        )
        work.session.add(account)
        work.session.flush()
        uid, changes = account.uid, work.done(result_id=account.id)
    KeyRing(office.folder, cost).add(name, password, office.keys.data, uid=uid)
    return changes


def edit_account(
    office: Office, *, account_id: int, display_name: str, unit_id: int, roles: Collection[Role]
) -> Changes:
    """Change name, unit and roles; counts at once. The last active administrator stays one."""
    if not display_name.strip():
        raise UserError("请填写使用人的姓名。", field="display_name")
    held = access.check_roles(roles, solo_office=office.user.is_solo)
    with office.write(Op.EDIT_ACCOUNT) as work:
        account = _account(work, account_id)
        if Role.ADMIN not in held:
            _keep_an_admin(work, account)
        _unit(work.session, unit_id)
        account.display_name, account.unit_id = display_name.strip(), unit_id
        for row in list(account.roles):
            if row.role not in held:
                account.roles.remove(row)
        present = {row.role for row in account.roles}
        account.roles.extend(AccountRole(role=role) for role in sorted(held - present))
        changes = work.done(result_id=account.id)
    _renew_user(office, account_id)
    return changes


def disable_account(office: Office, *, account_id: int, reason: str) -> Changes:
    """Somebody has left: the account opens nothing any more, at once."""
    if account_id == office.user.id:
        raise UserError("不能停用自己正在使用的账号，请由另一位管理员办理。")
    with office.write(Op.DISABLE_ACCOUNT, reason=reason) as work:
        account = _account(work, account_id)
        _keep_an_admin(work, account)
        account.is_active = False
        name, changes = account.name, work.done(result_id=account_id)
    KeyRing(office.folder).remove(name)
    return changes


def enable_account(
    office: Office, *, account_id: int, password: str, cost: KdfCost | None = None
) -> Changes:
    """Let a disabled account in again, with a new password that it must change."""
    with office.write(Op.ENABLE_ACCOUNT) as work:
        account = _account(work, account_id)
        _check_password(office, account.name, account.display_name, password)
        account.is_active = True
        account.must_change_password = True
        account.password_set_on = work.today
        name, uid, changes = account.name, account.uid, work.done(result_id=account_id)
    ring = KeyRing(office.folder, cost)
    if ring.has(name):
        ring.set_password(name, password, office.keys.data)
    else:
        ring.add(name, password, office.keys.data, uid=uid)
    return changes


def reset_password(
    office: Office, *, account_id: int, password: str, cost: KdfCost | None = None
) -> Changes:
    """An administrator gives a forgotten password anew; lifts the lock. It must be changed at login."""
    with office.write(Op.RESET_PASSWORD) as work:
        account = _account(work, account_id)
        if not account.is_active:
            raise UserError("这个账号已经停用，请先启用。")
        _check_password(office, account.name, account.display_name, password)
        account.must_change_password = True
        account.password_set_on = work.today
        name, changes = account.name, work.done(result_id=account_id)
    KeyRing(office.folder, cost).set_password(name, password, office.keys.data)
    return changes


def unlock_account(office: Office, *, account_id: int) -> Changes:
    """Lift the lock that failed logins have put on an account."""
    with office.write(Op.UNLOCK_ACCOUNT) as work:
        name, changes = _account(work, account_id).name, work.done(result_id=account_id)
    KeyRing(office.folder).reset_failures(name)
    return changes


def change_password(office: Office, *, old: str, new: str, cost: KdfCost | None = None) -> Changes:
    """The user's own password. Raises WrongKeyError for the old one, UserError for a weak or used one."""
    _check_password(office, office.user.name, office.user.display_name, new)
    ring = KeyRing(office.folder, cost)
    ring.unlock(office.user.name, old, now=office.clock.now())
    with office.write(Op.CHANGE_PASSWORD) as work:
        key = f"passwords/{office.user.id}"
        row = work.session.scalars(select(Setting).where(Setting.key == key)).first()
        used = tuple(row.value) if row is not None else ()
        if new == old or is_remembered(new, used):
            raise UserError(
                f"新密码不能与最近 {REMEMBERED_PASSWORDS} 次用过的相同，请换一个。", field="new"
            )
        kept = list(remember(old, used))
        if row is None:
            work.session.add(Setting(key=key, value=kept))
        else:
            row.value = kept
        account = _account(work, office.user.id)
        account.must_change_password = False
        account.password_set_on = work.today
        changes = work.done(result_id=account.id)
    ring.set_password(office.user.name, new, office.keys.data)
    return changes


def must_change_password(office: Office) -> bool:
    """Whether the user must choose a new password: given by an administrator, or older than the policy."""
    with office.read() as session:
        account = session.get_one(Account, office.user.id)
        limit = int(read_settings(session)["password_days"])
        if account.must_change_password or account.password_set_on is None or not limit:
            return account.must_change_password
        return (office.today - account.password_set_on).days >= limit


def active_holders(session: Session, role: Role) -> int:
    """How many active accounts hold a role."""
    query = (
        select(func.count())
        .select_from(AccountRole)
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.role == role, Account.is_active)
    )
    return int(session.scalar(query) or 0)


def _refuse_taken(session: Session, name: str) -> None:
    """Case and width do not tell two accounts apart: the sidecar does not, and people do not."""
    taken = {_plain(other) for other in session.scalars(select(Account.name))}
    if _plain(name) in taken:
        raise UserError(f"账号“{name}”已经有人使用，请换一个。", field="name")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _account(work: Work, account_id: int) -> Account:
    account = work.session.get(Account, account_id)
    if account is None:
        raise UserError("没有找到这个账号，请刷新列表后再试。")
    return account


def _unit(session: Session, unit_id: int) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None or not unit.is_active:
        raise UserError("请选择账号所属的工会组织。", field="unit_id")
    return unit


def _keep_an_admin(work: Work, account: Account) -> None:
    is_admin = account.is_active and any(row.role is Role.ADMIN for row in account.roles)
    if is_admin and active_holders(work.session, Role.ADMIN) <= 1:
        raise UserError("这是最后一个系统管理员，请先给另一个账号管理员角色。", field="roles")


def _check_password(office: Office, name: str, display_name: str, password: str) -> None:
    problem = check_password(password, account=name, words=(display_name, office.user.unit_name))
    if problem is not None:
        raise UserError(problem, field="password")


def _renew_user(office: Office, account_id: int) -> None:
    if account_id == office.user.id:
        with office.read() as session:
            office.user = read_user(session, account_id)
