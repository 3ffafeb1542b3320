"""Who may do and see what: the table of the access contract as data. Pure; masks are in `app.office.masking`.

Roles say what an account may do, its place in the tree of unions says with which cases. What is not
granted is refused. Source: the access contract; four eyes, paper approval and 一人办公 from the
lifecycle contract.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum
from types import MappingProxyType

from app.changes import Group, Op
from app.errors import UserError
from db.codes import Role

__all__ = [
    "FIRST_ACCOUNT",
    "GRANTS",
    "SOLO_ROLES",
    "CaseScope",
    "IdReach",
    "JournalScope",
    "Reach",
    "allowed_groups",
    "case_scope",
    "check_four_eyes",
    "check_paper_approval",
    "check_roles",
    "effective_roles",
    "is_approval_act",
    "is_same_eyes",
    "journal_scope",
    "may",
    "may_open_full",
    "may_record_paper",
    "paper_approval_needed",
    "searchable_id_digits",
]

_CASE_READERS = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.AUDITOR})
_EVERYONE = frozenset(Role)

GRANTS: Mapping[Group, frozenset[Role]] = MappingProxyType(
    {
        Group.ADMIN: frozenset({Role.ADMIN}),
        Group.PREPARE: frozenset({Role.ADMIN}),
        Group.IN_FORCE: frozenset({Role.APPROVER}),
        Group.READ: _CASE_READERS,
        Group.INTAKE: frozenset({Role.CLERK}),
        Group.REVIEW: frozenset({Role.REVIEWER}),
        Group.APPROVE: frozenset({Role.APPROVER}),
        Group.FINANCE: frozenset({Role.FINANCE}),
        Group.SEAL: frozenset({Role.SEAL_KEEPER}),
        Group.PRINT: _CASE_READERS | {Role.SEAL_KEEPER},
        Group.EXPORT: _CASE_READERS,
        Group.CHECK: _EVERYONE,
        Group.JOURNAL: _EVERYONE,
        Group.OWN: _EVERYONE,
    }
)
"""Which roles hold an operation group. How far READ and JOURNAL reach: `case_scope`, `journal_scope`."""

FIRST_ACCOUNT = frozenset({Role.ADMIN, Role.CLERK})
"""The roles of the first account of an office."""

SOLO_ROLES = frozenset({Role.ADMIN, Role.CLERK, Role.REVIEWER, Role.FINANCE, Role.SEAL_KEEPER})
"""What one account may hold together where 一人办公 is set, and only there."""

_PAPER_RECORDERS: Mapping[Group, frozenset[Role]] = MappingProxyType(
    {
        Group.IN_FORCE: frozenset({Role.ADMIN}),
        Group.APPROVE: frozenset({Role.CLERK, Role.REVIEWER}),
    }
)


# ------------------------------------------------------------------ roles and operations


def effective_roles(roles: Collection[Role], *, solo_office: bool = False) -> frozenset[Role]:
    """The roles that count, should an account hold a combination that `check_roles` refuses today.

    An auditor writes nothing, whatever else is held; in 一人办公 nobody who does the work approves it.
    """
    held = frozenset(roles)
    if Role.AUDITOR in held:
        return frozenset({Role.AUDITOR})
    if solo_office and held & SOLO_ROLES:
        return held - {Role.APPROVER}
    return held


def may(roles: Collection[Role], op: Op, *, solo_office: bool = False) -> bool:
    """Whether an account with these roles may do the operation (the case's unit is checked apart)."""
    return not GRANTS[op.group].isdisjoint(effective_roles(roles, solo_office=solo_office))


def allowed_groups(roles: Collection[Role], *, solo_office: bool = False) -> frozenset[Group]:
    """Every operation group these roles hold: what a screen shows at all."""
    held = effective_roles(roles, solo_office=solo_office)
    return frozenset(group for group, holders in GRANTS.items() if holders & held)


def check_roles(roles: Collection[Role], *, solo_office: bool = False) -> frozenset[Role]:
    """The roles as an account may hold them; raises UserError (field roles) for a refused combination."""
    held = frozenset(roles)
    if not held:
        raise UserError("请至少为账号选择一个角色。", field="roles")
    if Role.AUDITOR in held and len(held) > 1:
        raise UserError(
            "经审只查看、不办理，不能与其他角色合在一个账号上，请为经审另建账号。", field="roles"
        )
    if solo_office and Role.APPROVER in held and held & SOLO_ROLES:
        raise UserError(
            "一人办公的账号不能兼任审批，请去掉“审批”，改用登记纸质审批。", field="roles"
        )
    if not solo_office and held >= SOLO_ROLES:
        raise UserError(
            "一个账号同时担任管理、经办、审核、资金和用印，要先在设置中启用“一人办公”。",
            field="roles",
        )
    return held


# ------------------------------------------------------------------ approval


def is_approval_act(op: Op) -> bool:
    """Whether the operation is an act of 审批: file, grant, exit, destruction, rule set or standard."""
    return op.group in _PAPER_RECORDERS


def paper_approval_needed(
    op: Op, *, has_active_approver: bool, signs_on_paper: bool = False
) -> bool:
    """Whether an act of 审批 has to be recorded from paper: nobody holds 审批, or the holder signs on paper."""
    return is_approval_act(op) and (signs_on_paper or not has_active_approver)


def may_record_paper(roles: Collection[Role], op: Op, *, solo_office: bool = False) -> bool:
    """Whether an account with these roles may record an act of 审批 that was signed on paper.

    Another account than the approver's does it: the administrator for standards and rule sets, a clerk
    or reviewer for files, grants, exits and destruction.
    """
    held = effective_roles(roles, solo_office=solo_office)
    return Role.APPROVER not in held and bool(_PAPER_RECORDERS.get(op.group, frozenset()) & held)


def check_paper_approval(*, approver: str, signed_on: date, has_scan: bool, today: date) -> None:
    """Raise UserError unless the record names the approver, a day not in the future, and has the scan."""
    if not approver.strip():
        raise UserError("请填写在纸上签字的审批人姓名。", field="paper_name")
    if signed_on > today:
        raise UserError("审批人签字的日期不能晚于今天，请核对签字页。", field="paper_date")
    if not has_scan:
        raise UserError("请附上审批人签字页的扫描件。", field="paper_scan")


def is_same_eyes(op: Op, account_id: int, *, last_clerk_id: int | None) -> bool:
    """Whether an act of 审批 on a case would be done by the account that did the last 经办 act on it."""
    return op.group is Group.APPROVE and last_clerk_id == account_id


def check_four_eyes(op: Op, account_id: int, *, last_clerk_id: int | None) -> None:
    """Raise UserError where `is_same_eyes`. Not for paper approval: there the approver is who signed."""
    if is_same_eyes(op, account_id, last_clerk_id=last_clerk_id):
        raise UserError(
            "这份档案最后一次经办就是您本人，按规定要由另一个账号审批，请交给其他审批人。"
        )


# ------------------------------------------------------------------ how far reading goes


class CaseScope(Enum):
    """Whose cases an account reads."""

    NONE = "none"
    OWN_TREE = "its own union unit and those below it"
    ALL = "all"


def case_scope(roles: Collection[Role]) -> CaseScope:
    """How far READ reaches: the auditor reads everything, admin and seal keeper no cases."""
    held = effective_roles(roles)
    if Role.AUDITOR in held:
        return CaseScope.ALL
    return CaseScope.OWN_TREE if held & _CASE_READERS else CaseScope.NONE


class Reach(IntEnum):
    """Whose journal entries are shown; a wider reach includes the narrower."""

    NONE = 0
    OWN = 1
    OWN_UNIT = 2
    ALL = 3


@dataclass(frozen=True)
class JournalScope:
    """`operations`: who did what, when, to which case. `images`: the values before and after, too."""

    operations: Reach
    images: Reach


_JOURNAL: Mapping[Role, JournalScope] = MappingProxyType(
    {
        Role.ADMIN: JournalScope(Reach.ALL, Reach.NONE),
        Role.CLERK: JournalScope(Reach.OWN, Reach.OWN),
        Role.REVIEWER: JournalScope(Reach.OWN_UNIT, Reach.OWN_UNIT),
        Role.APPROVER: JournalScope(Reach.OWN_UNIT, Reach.OWN_UNIT),
        Role.FINANCE: JournalScope(Reach.OWN, Reach.OWN),
        Role.SEAL_KEEPER: JournalScope(Reach.OWN, Reach.OWN),
        Role.AUDITOR: JournalScope(Reach.ALL, Reach.ALL),
    }
)


def journal_scope(roles: Collection[Role]) -> JournalScope:
    """How much of the journal these roles show: the widest of each, values apart from operations."""
    scopes = [_JOURNAL[role] for role in effective_roles(roles)]
    return JournalScope(
        max((scope.operations for scope in scopes), default=Reach.NONE),
        max((scope.images for scope in scopes), default=Reach.NONE),
    )


_FULL_READERS = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FINANCE})


def may_open_full(roles: Collection[Role]) -> bool:
    """Whether the edit pages of a case in scope show full values; others unmask one record with a reason."""
    return bool(effective_roles(roles) & _FULL_READERS)


@dataclass(frozen=True)
class IdReach:
    """How many leading and trailing characters of an ID number a search may match."""

    head: int
    tail: int

    def admits(self, *, head: int = 0, tail: int = 0) -> bool:
        """Whether a search for that many leading or trailing characters may find anything."""
        return head <= self.head and tail <= self.tail


def searchable_id_digits(roles: Collection[Role]) -> IdReach:
    """Who may not see full ID numbers finds nothing by typing more of one than the mask shows: 6 and 4."""
    return IdReach(18, 18) if may_open_full(roles) else IdReach(6, 4)
