"""An office without files: whoever may begin one is told how, the others who does."""

import pytest

from app.office.accounts import add_account
from app.office.session import Office
from db.codes import Role
from db.keys import KdfCost
from tests.conftest import PASSWORD, OpenAs
from tests.ui.driver import parts, settle
from tests.ui.screens.aid_hand import Show
from ui.context import Context, Screen
from ui.jobs import Jobs
from ui.screens.cases.view import CasesScreen
from ui.screens.workbench.view import WorkbenchScreen
from ui.widgets import Button


@pytest.mark.parametrize("kind", [WorkbenchScreen, CasesScreen])
@pytest.mark.parametrize(("account", "is_sent"), [("admin", True), ("shenhe", False)])
def test_only_who_enters_files_is_sent_to_the_import(
    office: Office,
    open_as: OpenAs,
    jobs: Jobs,
    show: Show,
    kind: type[Screen],
    account: str,
    is_sent: bool,
) -> None:
    add_account(
        office,
        name="shenhe",
        display_name="韦审核",
        unit_id=office.user.unit_id,
        roles=(Role.REVIEWER,),
        password=PASSWORD,
        cost=KdfCost.for_tests(),
    )
    screen = kind(Context(open_as(account), jobs))
    show(screen, 1100, 700)
    for _ in range(2):
        assert jobs.wait()
        settle()
    offered = [one.text() for one in parts(screen, Button) if one.isVisible()]
    assert ("导入表格" in offered) is is_sent
