"""Accounts: named, one per person, at once in force; the last administrator stays."""

import pytest

from app.errors import UserError, WrongKeyError
from app.office.accounts import (
    accounts,
    add_account,
    change_password,
    disable_account,
    edit_account,
    enable_account,
    must_change_password,
    reset_password,
    unlock_account,
)
from app.office.opening import log_in
from app.office.session import Office
from db.codes import Role
from db.keys import KdfCost
from db.models import Account
from tests.conftest import PASSWORD, OpenAs, TickingClock

CHEAP = KdfCost.for_tests()
OTHER = "Ganz-andere-77"


def add(office: Office, name: str = "luozq", *roles: Role, password: str = PASSWORD) -> int:
    changes = add_account(
        office,
        name=name,
        display_name="罗志强",
        unit_id=office.user.unit_id,
        roles=roles or (Role.CLERK,),
        password=password,
        cost=CHEAP,
    )
    assert changes.result_id is not None
    return changes.result_id


def test_a_new_account_opens_the_office_and_must_change_its_password(open_as: OpenAs) -> None:
    add(open_as("admin"))
    office = open_as("luozq")
    assert office.user.roles == {Role.CLERK}
    assert must_change_password(office)
    change_password(office, old=PASSWORD, new=OTHER, cost=CHEAP)
    assert not must_change_password(office)
    folder = office.folder
    office.close()
    with pytest.raises(WrongKeyError):
        log_in(folder, account="luozq", password=PASSWORD, cost=CHEAP)
    log_in(folder, account="luozq", password=OTHER, cost=CHEAP).close()


@pytest.mark.parametrize("name", ["admin", "ADMIN", "ａｄｍｉｎ"])
def test_one_name_is_one_account_whatever_its_case_and_width(office: Office, name: str) -> None:
    with pytest.raises(UserError, match="已经有人使用") as error:
        add(office, name)
    assert error.value.field == "name"
    assert len(accounts(office)) == 1


def test_a_weak_password_and_a_refused_combination_make_no_account(office: Office) -> None:
    with pytest.raises(UserError, match="密码太短"):
        add(office, password="kurz")
    with pytest.raises(UserError, match="经审只查看"):
        add(office, "weijian", Role.AUDITOR, Role.CLERK)
    assert len(accounts(office)) == 1


def test_the_last_administrator_can_neither_go_nor_lose_the_role(office: Office) -> None:
    second = add(office, "luozq", Role.ADMIN)
    disable_account(office, account_id=second, reason="调离")
    with pytest.raises(UserError, match="最后一个系统管理员"):
        edit_account(
            office,
            account_id=office.user.id,
            display_name="林",
            unit_id=office.user.unit_id,
            roles=[Role.CLERK],
        )
    with pytest.raises(UserError, match="另一位管理员"):
        disable_account(office, account_id=office.user.id, reason="x")


def test_who_has_left_is_out_at_once_and_can_come_back(open_as: OpenAs) -> None:
    office = open_as("admin")
    gone = add(office)
    disable_account(office, account_id=gone, reason="退休")
    with pytest.raises(WrongKeyError):
        log_in(office.folder, account="luozq", password=PASSWORD, cost=CHEAP)
    with pytest.raises(UserError, match="已经停用"):
        reset_password(office, account_id=gone, password=OTHER, cost=CHEAP)
    enable_account(office, account_id=gone, password=OTHER, cost=CHEAP)
    folder = office.folder
    office.close()
    log_in(folder, account="luozq", password=OTHER, cost=CHEAP).close()


def test_roles_change_at_once(open_as: OpenAs) -> None:
    office = open_as("admin")
    number = add(office)
    edit_account(
        office,
        account_id=number,
        display_name="罗志强",
        unit_id=office.user.unit_id,
        roles=[Role.APPROVER],
    )
    assert open_as("luozq").user.roles == {Role.APPROVER}


def test_the_last_five_passwords_are_not_used_again(office: Office) -> None:
    change_password(office, old=PASSWORD, new=OTHER, cost=CHEAP)
    for new in (OTHER, PASSWORD):
        with pytest.raises(UserError, match="最近 5 次"):
            change_password(office, old=OTHER, new=new, cost=CHEAP)


def test_a_wrong_old_password_changes_nothing(office: Office) -> None:
    with pytest.raises(WrongKeyError):
        change_password(office, old="Falsch-falsch-1", new=OTHER, cost=CHEAP)
    change_password(office, old=PASSWORD, new=OTHER, cost=CHEAP)


def test_failed_logins_are_shown_and_lifted(office: Office) -> None:
    number = add(office)
    with pytest.raises(WrongKeyError):
        log_in(office.folder, account="luozq", password="Falsch-falsch-1", cost=CHEAP)
    assert {view.name: view.failures for view in accounts(office)}["luozq"] == 1
    unlock_account(office, account_id=number)
    assert all(view.failures == 0 for view in accounts(office))


def test_a_password_grows_old(office: Office, ticking: TickingClock) -> None:
    assert not must_change_password(office)
    with office.read() as session:
        set_on = session.get_one(Account, office.user.id).password_set_on
    assert set_on is not None
    ticking.set_day(set_on.replace(year=set_on.year + 1))
    assert must_change_password(office)
