"""移交: files go to another clerk or another unit, by the administrator, with a reason."""

from collections.abc import Sequence

from app.changes import Changes, Op
from app.errors import UserError
from app.office.accounts import AccountView, accounts
from app.office.opening import units_below
from app.office.session import Office, Work
from app.office.units import UnitView, units
from db import search
from db.codes import Role
from db.models import Account, Case, Unit


def transfer_cases(
    office: Office,
    *,
    case_ids: Sequence[int],
    reason: str,
    clerk_id: int | None = None,
    unit_id: int | None = None,
) -> Changes:
    """Hand files over to a clerk, to a unit, or to both; its opposite is to hand them back.

    UserError where a file, the unit or the clerk is out of reach, or the clerk cannot see that unit.
    """
    if not case_ids:
        raise UserError("请先选择要移交的档案。")
    if clerk_id is None and unit_id is None:
        raise UserError("请选择接收的经办人或工会组织。", field="clerk_id")
    if not reason.strip():
        raise UserError("请写明移交的原因。", field="reason")
    with office.write(Op.TRANSFER_CASES, reason=reason.strip()) as work:
        unit = _unit(work, unit_id) if unit_id is not None else None
        reach = _reach(work, clerk_id) if clerk_id is not None else None
        households: list[int] = []
        for case_id in dict.fromkeys(case_ids):
            case = work.session.get(Case, case_id)
            if case is None or case.unit_id not in work.user.scope:
                raise UserError("有一份档案不存在或不在您的管辖范围内，没有移交。")
            _hand_over(case, clerk_id, reach, unit)
            households.append(case.household_id)
        if unit is not None:
            search.renew_households(work.session, households)
        return work.done(case_ids=tuple(dict.fromkeys(case_ids)))


def receivers(office: Office) -> tuple[tuple[AccountView, ...], tuple[UnitView, ...]]:
    """Active clerks, and the active units of the user's own part of the tree."""
    clerks = tuple(one for one in accounts(office) if one.is_active and Role.CLERK in one.roles)
    return clerks, tuple(one for one in units(office, in_scope=True) if one.is_active)


def _hand_over(
    case: Case, clerk_id: int | None, reach: frozenset[int] | None, unit: Unit | None
) -> None:
    if unit is not None:
        case.unit_id = unit.id
    if clerk_id is None:
        return
    if reach is not None and case.unit_id not in reach:
        raise UserError(
            f"接收的经办人看不到档案 {case.number} 所在的工会组织，请换一位，或同时移交工会组织。",
            field="clerk_id",
        )
    case.clerk_id = clerk_id


def _unit(work: Work, unit_id: int) -> Unit:
    unit = work.session.get(Unit, unit_id)
    if unit is None or not unit.is_active or unit.id not in work.user.scope:
        raise UserError("请选择您管辖范围内的工会组织。", field="unit_id")
    return unit


def _reach(work: Work, clerk_id: int) -> frozenset[int]:
    account = work.session.get(Account, clerk_id)
    if account is None or not account.is_active:
        raise UserError("接收的账号不存在或已停用，请重新选择。", field="clerk_id")
    if Role.CLERK not in {held.role for held in account.roles}:
        raise UserError("接收的账号没有“经办”角色，请重新选择。", field="clerk_id")
    return frozenset(units_below(work.session, account.unit_id))
