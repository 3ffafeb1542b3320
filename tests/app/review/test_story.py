"""One household from first review to the file, each step by the account whose step it is."""

from dataclasses import replace
from datetime import date

import pytest

from app.changes import Op
from app.errors import AccessDeniedError
from app.lifecycle.position import Position
from app.office.session import Office
from app.review.approval_page import approval_page
from app.review.approvals import approve_file
from app.review.assessing import assess_case
from app.review.checks import record_check, send_check
from app.review.opinions import pass_first_review, pass_review
from app.review.publicity import NoticeEntry, close_publicity, post_publicity
from app.review.publicity_page import publicity_page
from app.review.surveys import record_survey
from db import journal
from db.codes import Stage
from db.models import Operation
from tests.app.review.review_cases import (
    VISIT,
    add_colleagues,
    case_row,
    file_case,
    put_standards_in_force,
)
from tests.conftest import OpenAs, TickingClock


def _stands(office: Office, case_id: int, stage: Stage) -> None:
    case = case_row(office, case_id)
    assert case.stage is stage
    Position(case.stage, tuple(Stage(key) for key in case.stage_order), case.stage_step)


def test_four_accounts_carry_a_household_to_its_file(
    open_as: OpenAs, ticking: TickingClock
) -> None:
    office = open_as("admin")
    add_colleagues(office)
    put_standards_in_force(office)
    ticking.set_day(date(2026, 11, 2))
    made = file_case(office, Stage.FIRST_REVIEW, since=date(2026, 11, 2))

    office = open_as("clerk")
    with pytest.raises(AccessDeniedError):
        pass_first_review(office, case_id=made)
    office = open_as("reviewer")
    pass_first_review(office, case_id=made, note="同意入户。")
    with pytest.raises(AccessDeniedError):
        record_survey(office, case_id=made, entry=VISIT)

    office = open_as("clerk")
    ticking.set_day(date(2026, 11, 4))
    record_survey(office, case_id=made, entry=replace(VISIT, visited_on=date(2026, 11, 4)))
    send_check(office, case_id=made, sent_on=date(2026, 11, 4))
    assess_case(office, case_id=made)
    ticking.set_day(date(2026, 11, 10))
    record_check(office, case_id=made, replied_on=date(2026, 11, 10))
    post_publicity(office, case_id=made, entry=NoticeEntry(date(2026, 11, 10), "单位公告栏"))
    ticking.set_day(date(2026, 11, 18))
    close_publicity(office, case_id=made)
    _stands(office, made, Stage.REVIEW)

    office = open_as("reviewer")
    pass_review(office, case_id=made, note="同意上报。")
    office = open_as("approver")
    approve_file(office, case_id=made, note="同意建档。", level="区县级")
    _stands(office, made, Stage.ON_FILE)
    case = case_row(office, made)
    assert (case.category, case.filed_on) == ("深度困难职工", date(2026, 11, 18))
    assert [(one.label, one.who) for one in approval_page(office, made).opinions] == [
        ("初审通过", "孟与之"),
        ("公示期满", "方知行"),
        ("审核通过", "孟与之"),
        ("批准建档", "温故"),
    ]
    with office.read() as session:
        assert journal.verify(session, office.keys.journal).is_whole
        refused = session.query(Operation).filter_by(result="refused").all()
        assert sorted(row.op for row in refused) == ["PASS_FIRST_REVIEW", "RECORD_SURVEY"]


def test_auditor_reads_every_page_and_writes_nothing(open_as: OpenAs) -> None:
    office = open_as("admin")
    add_colleagues(office)
    made = file_case(office, Stage.PUBLICITY)
    office = open_as("auditor")
    page = publicity_page(office, made)
    # What may be taken back is decided by the step itself, in app.office.undo.
    assert page.at.can <= {Op.TAKE_BACK}
    assert page.at.can_on_paper == frozenset()
    with pytest.raises(AccessDeniedError):
        post_publicity(office, case_id=made, entry=NoticeEntry(page.at.today, "公告栏"))
