"""Who reads no files reads none, whichever page asks; who only prints and seals reads what is printed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.aid.grant_pages import grants_page
from app.aid.plan_pages import plan_page
from app.cases.attachments import attachments_view
from app.cases.overview import overview
from app.cases.queries import case_file, members_view, money_view
from app.changes import Op
from app.errors import AccessDeniedError
from app.forms.choosing import print_choices
from app.leaving.exit_page import exit_page
from app.office.history import case_history
from app.office.session import Office
from app.review.approval_page import approval_page
from db.codes import Role
from db.models import Operation
from tests.app.cases.households import Filing, file
from tests.app.cases.roles import become
from tests.conftest import OpenAs

Page = Callable[[Office, int], Any]

PAGES: tuple[Page, ...] = (
    overview,
    case_file,
    members_view,
    money_view,
    attachments_view,
    approval_page,
    plan_page,
    grants_page,
    exit_page,
    case_history,
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
@pytest.mark.parametrize("role", [Role.ADMIN, Role.SEAL_KEEPER])
def test_who_reads_no_files_is_refused_and_that_is_journalled(
    office: Office, open_as: OpenAs, page: Page, role: Role
) -> None:
    (case_id,) = file(office, [Filing("覃永福", "甲")])
    become(office, role)
    other = open_as("admin")
    with pytest.raises(AccessDeniedError) as caught:
        page(other, case_id)
    assert "覃" not in str(caught.value)
    with other.read() as session:
        newest = session.scalars(select(Operation).order_by(Operation.id.desc())).first()
        assert newest is not None
        assert (newest.op, newest.case_id, newest.result) == (Op.OPEN_CASE.name, case_id, "refused")


def test_the_seal_keeper_still_prints(office: Office, open_as: OpenAs) -> None:
    (case_id,) = file(office, [Filing("覃永福", "甲")])
    become(office, Role.SEAL_KEEPER)
    assert print_choices(open_as("admin"), case_id=case_id).forms
