"""Who reads no files reads none, whichever page asks; who only prints and seals reads what is printed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.aid.grant_pages import grants_page
from app.aid.plan_pages import plan_page
from app.cases.attachments import attachment_content, attachments_view
from app.cases.commands import add_attachment
from app.cases.overview import overview, record_unmasking
from app.cases.queries import case_file, members_view, money_view
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.forms.choosing import print_choices
from app.leaving.exit_page import exit_page
from app.office.history import case_history
from app.office.session import Office
from app.review.approval_page import approval_page
from db.codes import Role
from db.models import Operation
from tests.app.cases.households import Filing, file
from tests.app.cases.invented import picture
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


def test_the_auditor_writes_why_before_a_scan_is_shown(office: Office, open_as: OpenAs) -> None:
    """A scan of an ID card shows the number that every page masks for an auditor."""
    (case_id, other_id) = file(office, [Filing("覃永福", "甲"), Filing("韦秀兰", "乙")])
    for one in (case_id, other_id):
        add_attachment(office, case_id=one, data=picture("blue"), filename="a.jpg", kind="身份证")
    become(office, Role.AUDITOR)
    auditor = open_as("admin")
    view = attachments_view(auditor, case_id)
    assert view.needs_reason and not view.may_add
    with pytest.raises(UserError, match="写明原因"):
        attachment_content(auditor, view.files[0].id)
    with pytest.raises(UserError, match="写明查看完整信息的原因"):
        record_unmasking(auditor, case_id=case_id, reason="  ")
    record_unmasking(auditor, case_id=case_id, reason="抽查")
    assert not attachments_view(auditor, case_id).needs_reason
    assert attachment_content(auditor, view.files[0].id)[1] == "image/jpeg"
    assert attachments_view(auditor, other_id).needs_reason, "the reason was for the other file"
