"""A second person who agrees at the desk before full values leave the office (R16).

The office may switch it off; where one person does all the work (一人办公) there is nobody to ask.
"""

from dataclasses import dataclass, field

from sqlalchemy import select

from app.errors import UserError, WrongKeyError
from app.office.session import Office
from app.office.settings import settings
from db.codes import Role
from db.keys import KdfCost, KeyRing
from db.models import Account

__all__ = ["Second", "agreed", "needs_second"]

_MAY_AGREE = frozenset({Role.ADMIN, Role.REVIEWER, Role.APPROVER})


@dataclass(frozen=True)
class Second:
    """Who agrees, by an account and its password; neither is kept."""

    account: str
    password: str = field(repr=False)


def needs_second(office: Office) -> bool:
    """Whether full values leave the office only with the consent of a second person."""
    return not office.user.is_solo and bool(settings(office)["full_export_needs_second"])


def agreed(office: Office, second: Second | None, *, cost: KdfCost | None = None) -> str:
    """The name of the second person, whose password is proved.

    UserError (fields second, second_password): nobody named, a wrong password (counted as at the login),
    the same person, or an account that is neither administrator, 审核 nor 审批.
    """
    if second is None or not second.account.strip():
        raise UserError(
            "导出完整信息要有第二个人同意，请由一位管理、审核或审批的同事输入账号和密码。",
            field="second",
        )
    if not second.password:
        raise UserError("请同意导出的同事输入密码。", field="second_password")
    ring = KeyRing(office.folder, cost)
    try:
        unlocked = ring.login(second.account.strip(), second.password, now=office.clock.now())
    except WrongKeyError as error:
        raise UserError(str(error), field="second_password") from error
    with office.read() as session:
        account = session.scalars(
            select(Account).where(Account.uid == unlocked.account_uid, Account.is_active)
        ).first()
        if account is None or account.id == office.user.id:
            raise UserError("同意导出的要是另一位在用账号的同事，请换一个人。", field="second")
        if _MAY_AGREE.isdisjoint(row.role for row in account.roles):
            raise UserError(
                "同意导出的同事要有管理、审核或审批的角色，请换一个人。", field="second"
            )
        return account.display_name or account.name
