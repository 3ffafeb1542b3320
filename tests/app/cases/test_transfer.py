"""移交: files go to another clerk or unit; nobody is left with a file that they cannot open."""

import pytest

from app.cases.commands import transfer_cases
from app.cases.transfer import held_by
from app.errors import AccessDeniedError, UserError
from app.office.accounts import add_account
from app.office.session import Office
from app.office.units import save_unit
from db.codes import Role, Stage
from db.keys import KdfCost
from db.models import Case, Unit
from tests.app.cases.households import Filing, file
from tests.app.cases.invented import full_draft
from tests.app.cases.roles import become
from tests.conftest import PASSWORD, OpenAs


def test_files_are_handed_over_with_a_reason(office: Office) -> None:
    case_id = full_draft(office)
    with office.read() as session:
        root = session.query(Unit).one().id
    with pytest.raises(UserError, match="原因"):
        transfer_cases(office, case_ids=[case_id], clerk_id=office.user.id, reason="")
    with pytest.raises(UserError, match="接收"):
        transfer_cases(office, case_ids=[case_id], reason="调岗")
    with pytest.raises(UserError, match="没有移交"):
        transfer_cases(office, case_ids=[case_id, 999], clerk_id=office.user.id, reason="调岗")
    with pytest.raises(UserError, match="不存在或已停用"):
        transfer_cases(office, case_ids=[case_id], clerk_id=99, reason="调岗")
    with pytest.raises(UserError, match="没有要移交的"):
        transfer_cases(
            office, case_ids=[case_id], clerk_id=office.user.id, unit_id=root, reason="调岗"
        )
    below = save_unit(office, name="纺织厂工会", level="基层", parent_id=root).result_id
    beside = save_unit(office, name="石桥镇工会", level="基层", parent_id=root).result_id
    clerk = add_account(
        office,
        name="chen",
        display_name="陈经办",
        password=PASSWORD,
        unit_id=below or 0,
        roles=frozenset({Role.CLERK}),
        cost=KdfCost.for_tests(),
    ).result_id
    with pytest.raises(UserError, match="经办人陈经办看不到这个工会组织"):
        transfer_cases(office, case_ids=[case_id], clerk_id=clerk, reason="调岗")
    changes = transfer_cases(
        office, case_ids=[case_id], clerk_id=clerk, unit_id=below, reason="调岗"
    )
    assert changes.case_ids == (case_id,)
    with pytest.raises(UserError, match="移交后在石桥镇工会，经办人陈经办看不到") as told:
        transfer_cases(office, case_ids=[case_id], unit_id=beside, reason="调整")
    assert told.value.field == "clerk_id"
    with office.read() as session:
        case = session.get_one(Case, case_id)
        assert case.unit_id == below


def test_an_administrator_who_reads_no_files_hands_over_all_of_a_clerk(
    office: Office, open_as: OpenAs
) -> None:
    mine = {"clerk_id": office.user.id}
    filings = [Filing("覃永福", "QH-1", case=mine), Filing("单雄", "QH-2", Stage.CLOSED, case=mine)]
    open_one, _ = file(office, [*filings])
    (other,) = file(office, [Filing("张晓明", "QH-3")])
    become(office, Role.ADMIN)
    admin = open_as("admin")
    assert held_by(admin, office.user.id) == (open_one,)
    assert other not in held_by(admin, office.user.id)
    become(office, Role.CLERK)
    with pytest.raises(AccessDeniedError):
        held_by(open_as("admin"), office.user.id)
