"""The same account with other roles."""

from app.changes import Op
from app.office.session import Office
from db.codes import Role
from db.models import Account, AccountRole


def become(office: Office, *roles: Role) -> None:
    """Give the account these roles and no others; they count from the next login."""
    with office.write(Op.EDIT_ACCOUNT) as work:
        account = work.session.get_one(Account, office.user.id)
        account.roles[:] = []
        work.session.flush()
        account.roles[:] = [AccountRole(role=role) for role in roles]
        work.done()
