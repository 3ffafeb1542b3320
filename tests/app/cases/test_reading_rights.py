"""Who reads no files reads none, whichever page asks; who only prints and seals reads what is printed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.aid.grant_pages import grants_page
from app.aid.plan_pages import plan_page
from app.cases.attachments import attachment_content, attachments_view
from app.cases.commands import add_attachment, request_correction
from app.cases.overview import overview, record_unmasking
from app.cases.queries import case_file, members_view, money_view, unmask_case
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.forms.choosing import print_choices
from app.leaving.exit_page import exit_page
from app.office.history import case_history
from app.office.masking import NOT_SHOWN
from app.office.session import Office
from app.review.approval_page import approval_page
from db.codes import Role
from db.models import Operation
from tests.app.cases.households import Filing, file, id_number
from tests.app.cases.invented import member_facts, picture
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


def test_what_a_mask_hides_whole_does_not_look_empty(office: Office, open_as: OpenAs) -> None:
    person = {"health": "残疾", "disability_kind": "肢体残疾", "disability_grade": None}
    (case_id,) = file(office, [Filing("覃永福", "甲", person=person)])
    become(office, Role.AUDITOR)
    seen = case_file(open_as("admin"), case_id).applicant
    assert seen.values["health"] == "残疾"
    assert seen.values["disability_kind"] == NOT_SHOWN
    assert not seen.values["disability_grade"]


def test_a_correction_tells_nobody_a_number_that_the_file_masks(
    office: Office, open_as: OpenAs
) -> None:
    person = {"id_number": id_number(271, born="19790312")}
    (case_id,) = file(office, [Filing("覃永福", "甲", person=person)])
    request_correction(
        office,
        case_id=case_id,
        reason="录错",
        applicant={"id_number": id_number(275, born="19790312")},
        household={"bank_card": "6222020200112230004"},
        new_members=(member_facts(join_reason="结婚"),),
    )
    become(office, Role.AUDITOR)
    auditor = open_as("admin")
    (asked,) = case_file(auditor, case_id).corrections
    told = {line.label: line for line in asked.lines}
    assert (told["覃永福的身份证号"].old, told["覃永福的身份证号"].new) == (
        "450224********271X",
        "450224********2752",
    )
    assert told["银行卡号"].new == "********0004"
    assert "身份证号 450224********" in told["增加成员"].new
    (full,) = unmask_case(auditor, case_id=case_id, reason="专项检查").corrections
    assert [line.new for line in full.lines if line.label == "银行卡号"] == [
        "6222 0202 0011 2230 004"
    ]
