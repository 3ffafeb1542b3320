"""Whose cases an account reads, as conditions of a query."""

from sqlalchemy import ColumnElement, true

from app.changes import Op
from app.errors import AccessDeniedError
from app.office.access import CaseScope, case_scope
from app.office.session import Office
from db.models import Case

__all__ = ["check_reader", "in_scope", "may_read_cases"]


def may_read_cases(office: Office) -> bool:
    """Whether the account reads cases at all; the administrator and the seal keeper alone do not."""
    return office.may(Op.OPEN_CASE)


def check_reader(office: Office) -> None:
    """Raise AccessDeniedError for an account that reads no cases."""
    if not may_read_cases(office):
        office.refuse(Op.OPEN_CASE)
        raise AccessDeniedError(
            "您的账号不查看困难职工档案；需要查看时，请系统管理员为您加上经办、审核等角色。"
        )


def in_scope(office: Office) -> ColumnElement[bool]:
    """The cases of the account's own unit and those below it; all of them for the auditor."""
    if case_scope(office.user.roles) is CaseScope.ALL:
        return true()
    return Case.unit_id.in_(sorted(office.user.scope))
