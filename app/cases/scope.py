"""Whose cases an account reads, as conditions of a query."""

from sqlalchemy import ColumnElement, Connection, select, true
from sqlalchemy.orm import Session

from app.changes import Op
from app.errors import AccessDeniedError
from app.office.access import CaseScope, case_scope
from app.office.session import Office
from db.models import Case, DestroyedFile, Unit

__all__ = [
    "check_reader",
    "destroyed",
    "in_scope",
    "may_read_cases",
    "scope_of_all",
    "units_to_ask",
]


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


def destroyed() -> ColumnElement[bool]:
    """Cases that were destroyed after their keeping period: of these only a line in the register is left."""
    return Case.id.in_(select(DestroyedFile.case_id))


def units_to_ask(connection: Connection | Session, office: Office) -> list[int] | None:
    """The units of the account; None where it reads those of the whole office."""
    if case_scope(office.user.roles) is CaseScope.ALL:
        return None
    scope = office.user.scope
    return None if scope.issuperset(connection.scalars(_UNITS)) else sorted(scope)


def scope_of_all(session: Session, office: Office) -> ColumnElement[bool]:
    """As `in_scope`, for what reads every case: no condition where the scope is the whole office.

    A list of every unit would have the file read unit by unit, each case from another place.
    """
    units = units_to_ask(session, office)
    return true() if units is None else Case.unit_id.in_(units)


_UNITS = select(Unit.id)
