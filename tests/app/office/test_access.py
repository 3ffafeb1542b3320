"""Roles and operations against the access contract, written out here by hand."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.changes import Group, Op
from app.errors import UserError
from app.office.access import (
    FIRST_ACCOUNT,
    GRANTS,
    SOLO_ROLES,
    CaseScope,
    Reach,
    allowed_groups,
    case_scope,
    check_four_eyes,
    check_paper_approval,
    check_roles,
    effective_roles,
    is_approval_act,
    journal_scope,
    may,
    may_open_full,
    may_record_paper,
    paper_approval_needed,
    searchable_id_digits,
)
from db.codes import Role

COLUMNS = ("ADMIN", "CLERK", "REVIEWER", "APPROVER", "FINANCE", "SEAL_KEEPER", "AUDITOR")
CONTRACT = {
    "ADMIN": "x......",
    "PREPARE": "x......",
    "IN_FORCE": "...x...",
    "READ": ".xxxx.x",
    "INTAKE": ".x.....",
    "REVIEW": "..x....",
    "APPROVE": "...x...",
    "FINANCE": "....x..",
    "SEAL": ".....x.",
    "PRINT": ".xxxxxx",
    "EXPORT": ".xxxx.x",
    "CHECK": "xxxxxxx",
    "JOURNAL": "xxxxxxx",
    "OWN": "xxxxxxx",
}
"""The table of the contract, one letter per role in the order of COLUMNS."""

WRITING_GROUPS = {
    Group.ADMIN,
    Group.PREPARE,
    Group.IN_FORCE,
    Group.INTAKE,
    Group.REVIEW,
    Group.APPROVE,
    Group.FINANCE,
    Group.SEAL,
}
ROLE_SETS = st.frozensets(st.sampled_from(Role))


@pytest.mark.parametrize("group", list(Group))
def test_each_cell_of_the_contract(group: Group) -> None:
    ops = [op for op in Op if op.group is group]
    assert ops, "a group without an operation"
    for name, cell in zip(COLUMNS, CONTRACT[group.name], strict=True):
        for op in ops:
            assert may({Role[name]}, op) is (cell == "x"), (name, op)
        assert (Role[name] in GRANTS[group]) is (cell == "x")
        assert (group in allowed_groups({Role[name]})) is (cell == "x")


def test_no_role_may_do_nothing() -> None:
    assert not any(may((), op) for op in Op)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(roles=ROLE_SETS.filter(lambda roles: Role.AUDITOR not in roles), op=st.sampled_from(Op))
def test_several_roles_may_what_one_of_them_may(roles: frozenset[Role], op: Op) -> None:
    assert may(roles, op) is any(may({role}, op) for role in roles)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(roles=ROLE_SETS, op=st.sampled_from(Op), solo=st.booleans())
def test_an_auditor_never_writes(roles: frozenset[Role], op: Op, solo: bool) -> None:
    if op.group in WRITING_GROUPS:
        assert not may(roles | {Role.AUDITOR}, op, solo_office=solo)


def test_in_a_solo_office_who_does_the_work_never_approves() -> None:
    for role in SOLO_ROLES:
        assert may({role, Role.APPROVER}, Op.APPROVE_FILE)
        assert not may({role, Role.APPROVER}, Op.APPROVE_FILE, solo_office=True)
    assert may({Role.APPROVER}, Op.APPROVE_FILE, solo_office=True)
    assert effective_roles(SOLO_ROLES, solo_office=True) == SOLO_ROLES


# ------------------------------------------------------------------ combinations


def is_accepted(roles: frozenset[Role], *, solo: bool) -> bool:
    try:
        check_roles(roles, solo_office=solo)
    except UserError as refusal:
        assert refusal.field == "roles"
        assert refusal.message.endswith("。")
        return False
    return True


def test_every_combination_is_judged_as_the_contract_says() -> None:
    five = {Role.ADMIN, Role.CLERK, Role.REVIEWER, Role.FINANCE, Role.SEAL_KEEPER}
    for size in range(len(Role) + 1):
        for chosen in itertools.combinations(Role, size):
            roles = frozenset(chosen)
            audits_and_works = Role.AUDITOR in roles and len(roles) > 1
            approves_and_works = Role.APPROVER in roles and bool(roles & five)
            assert is_accepted(roles, solo=False) is (
                bool(roles) and not audits_and_works and not roles >= five
            ), roles
            assert is_accepted(roles, solo=True) is (
                bool(roles) and not audits_and_works and not approves_and_works
            ), roles


def test_the_first_account_is_admin_and_clerk() -> None:
    assert {role.name for role in FIRST_ACCOUNT} == {"ADMIN", "CLERK"}
    assert is_accepted(FIRST_ACCOUNT, solo=False)
    assert is_accepted(SOLO_ROLES, solo=True)


# ------------------------------------------------------------------ paper approval, four eyes


def test_the_acts_of_approval() -> None:
    assert {op.name for op in Op if is_approval_act(op)} == {
        "APPROVE_FILE",
        "RETURN_APPROVAL",
        "REFUSE_FILE",
        "APPROVE_GRANT",
        "REFUSE_GRANT",
        "APPROVE_EXIT",
        "RETURN_EXIT",
        "DESTROY",
        "FORCE_STANDARD",
        "FORCE_RULE_SET",
    }


def test_paper_stands_in_where_nobody_approves_or_the_holder_signs_on_paper() -> None:
    op = Op.APPROVE_FILE
    assert paper_approval_needed(op, has_active_approver=False)
    assert paper_approval_needed(op, has_active_approver=True, signs_on_paper=True)
    assert not paper_approval_needed(op, has_active_approver=True)
    assert not paper_approval_needed(Op.PASS_REVIEW, has_active_approver=False)


def test_who_records_a_paper_approval() -> None:
    for role in Role:
        of_cases = role in (Role.CLERK, Role.REVIEWER)
        assert may_record_paper({role}, Op.APPROVE_FILE) is of_cases
        assert may_record_paper({role}, Op.DESTROY) is of_cases
        assert may_record_paper({role}, Op.FORCE_STANDARD) is (role is Role.ADMIN)
        assert not may_record_paper({role}, Op.PASS_REVIEW)
    assert may_record_paper(SOLO_ROLES, Op.APPROVE_EXIT, solo_office=True)
    assert not may_record_paper({Role.CLERK, Role.APPROVER}, Op.APPROVE_FILE)
    assert not may_record_paper({Role.CLERK, Role.AUDITOR}, Op.APPROVE_FILE)


def test_a_paper_approval_names_who_when_and_shows_the_sheet() -> None:
    today = date(2026, 11, 20)
    check_paper_approval(approver="莫怀远", signed_on=today, has_scan=True, today=today)
    for field, name, day, scan in (
        ("paper_name", "  ", today, True),
        ("paper_date", "莫怀远", date(2026, 11, 21), True),
        ("paper_scan", "莫怀远", today, False),
    ):
        with pytest.raises(UserError) as refusal:
            check_paper_approval(approver=name, signed_on=day, has_scan=scan, today=today)
        assert refusal.value.field == field


def test_four_eyes_keep_the_last_clerk_from_approving() -> None:
    for op in (Op.APPROVE_FILE, Op.APPROVE_GRANT, Op.APPROVE_EXIT, Op.DESTROY):
        with pytest.raises(UserError):
            check_four_eyes(op, 7, last_clerk_id=7)
        check_four_eyes(op, 8, last_clerk_id=7)
        check_four_eyes(op, 8, last_clerk_id=None)
    check_four_eyes(Op.PASS_REVIEW, 7, last_clerk_id=7)


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("role", "cases", "operations", "images", "full"),
    [
        ("ADMIN", "NONE", "ALL", "NONE", False),
        ("CLERK", "OWN_TREE", "OWN", "OWN", True),
        ("REVIEWER", "OWN_TREE", "OWN_UNIT", "OWN_UNIT", True),
        ("APPROVER", "OWN_TREE", "OWN_UNIT", "OWN_UNIT", True),
        ("FINANCE", "OWN_TREE", "OWN", "OWN", True),
        ("SEAL_KEEPER", "NONE", "OWN", "OWN", False),
        ("AUDITOR", "ALL", "ALL", "ALL", False),
    ],
)
def test_how_far_each_role_reads(
    role: str, cases: str, operations: str, images: str, full: bool
) -> None:
    held = {Role[role]}
    assert case_scope(held) is CaseScope[cases]
    assert journal_scope(held).operations is Reach[operations]
    assert journal_scope(held).images is Reach[images]
    assert may_open_full(held) is full


def test_the_journal_of_several_roles_is_the_widest_of_each() -> None:
    first = journal_scope(FIRST_ACCOUNT)
    assert (first.operations, first.images) == (Reach.ALL, Reach.OWN)
    assert journal_scope(()).operations is Reach.NONE


def test_who_sees_no_full_numbers_finds_nothing_beyond_the_mask() -> None:
    for role in Role:
        reach = searchable_id_digits({role})
        assert reach.admits(head=6)
        assert reach.admits(tail=4)
        assert reach.admits(head=18) is may_open_full({role})
        assert reach.admits(head=7) is may_open_full({role})
        assert reach.admits(tail=5) is may_open_full({role})
