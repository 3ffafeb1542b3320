"""移交: files go to another clerk or another unit, by the administrator, with a reason."""

from collections.abc import Sequence

from sqlalchemy import select

from app.changes import Changes, Op
from app.errors import UserError
from app.office.accounts import AccountView, accounts
from app.office.opening import units_below
from app.office.session import Office, Work
from app.office.units import UnitView, units
from db import search
from db.codes import OPEN_STAGES, Role
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

    UserError where a file, the unit or the clerk is out of reach, where who is to deal with a file cannot
    see its unit, or where nothing would change.
    """
    if not case_ids:
        raise UserError("请先选择要移交的档案。")
    if clerk_id is None and unit_id is None:
        raise UserError("请选择接收的经办人或工会组织。", field="clerk_id")
    if not reason.strip():
        raise UserError("请写明移交的原因。", field="reason")
    with office.write(Op.TRANSFER_CASES, reason=reason.strip()) as work:
        unit = _unit(work, unit_id) if unit_id is not None else None
        reaches: dict[int, frozenset[int]] = {}
        if clerk_id is not None:
            reaches[clerk_id] = _reach(work, clerk_id)
        is_changed = False
        households: list[int] = []
        for case_id in dict.fromkeys(case_ids):
            case = work.session.get(Case, case_id)
            if case is None or case.unit_id not in work.user.scope:
                raise UserError("有一份档案不存在或不在您的管辖范围内，没有移交。")
            is_changed |= _hand_over(case, clerk_id, unit)
            _check_seen(work, case, reaches)
            households.append(case.household_id)
        if not is_changed:
            raise UserError("所选档案已经在这位经办人或这个工会组织名下，没有要移交的。")
        if unit is not None:
            search.renew_households(work.session, households)
        return work.done(case_ids=tuple(dict.fromkeys(case_ids)))


def receivers(office: Office) -> tuple[tuple[AccountView, ...], tuple[UnitView, ...]]:
    """Active clerks, and the active units of the user's own part of the tree."""
    clerks = tuple(one for one in accounts(office) if one.is_active and Role.CLERK in one.roles)
    return clerks, tuple(one for one in units(office, in_scope=True) if one.is_active)


def held_by(office: Office, clerk_id: int) -> tuple[int, ...]:
    """The ids of a clerk's open files within the user's part of the tree: whoever leaves hands them all over,
    though the administrator reads no files. Raises AccessDeniedError, StorageError."""
    office.demand(Op.TRANSFER_CASES)
    query = (
        select(Case.id)
        .where(
            Case.clerk_id == clerk_id,
            Case.stage.in_(OPEN_STAGES),
            Case.discarded_at.is_(None),
            Case.unit_id.in_(sorted(office.user.scope)),
        )
        .order_by(Case.id)
    )
    with office.read() as session:
        return tuple(session.scalars(query))


def _hand_over(case: Case, clerk_id: int | None, unit: Unit | None) -> bool:
    before = (case.clerk_id, case.unit_id)
    if unit is not None:
        case.unit_id = unit.id
    if clerk_id is not None:
        case.clerk_id = clerk_id
    return (case.clerk_id, case.unit_id) != before


def _check_seen(work: Work, case: Case, reaches: dict[int, frozenset[int]]) -> None:
    """Nobody is left with a file that they cannot open. `reaches`: the units of each clerk asked so far."""
    if case.clerk_id is None:
        return
    if case.clerk_id not in reaches:
        account = work.session.get_one(Account, case.clerk_id)
        reaches[account.id] = frozenset(units_below(work.session, account.unit_id))
    if case.unit_id not in reaches[case.clerk_id]:
        clerk = work.session.get_one(Account, case.clerk_id).display_name
        unit = work.session.get_one(Unit, case.unit_id).name
        raise UserError(
            f"档案 {case.number} 移交后在{unit}，经办人{clerk}看不到这个工会组织；"
            "请选择一位看得到的经办人，或者把档案同时移交到该经办人所在的工会组织。",
            field="clerk_id",
        )


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
