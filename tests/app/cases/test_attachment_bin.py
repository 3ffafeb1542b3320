"""Removed papers stay with the file and come back, in any later login."""

import pytest

from app.cases.attachment_bin import removed_papers, restore_attachment
from app.cases.attachments import attachments_view
from app.cases.commands import add_attachment, remove_attachment, submit, withdraw
from app.errors import UserError
from app.office.session import Office
from app.office.undo import undo
from db.codes import Stage
from tests.app.cases.invented import PNG, full_draft
from tests.conftest import OpenAs


def _removed(office: Office) -> tuple[int, int]:
    case_id = full_draft(office)
    made = add_attachment(office, case_id=case_id, data=PNG, filename="a.png", kind="户口本")
    paper_id = made.result_id or 0
    remove_attachment(office, case_id=case_id, attachment_id=paper_id)
    return case_id, paper_id


def test_a_removed_paper_comes_back_at_the_stage_of_the_file(
    office: Office, open_as: OpenAs
) -> None:
    case_id, paper_id = _removed(office)
    submit(office, case_id=case_id)
    again = open_as("admin")
    shown = removed_papers(again, case_id)
    assert shown.may_restore
    assert [(one.id, one.kind, one.stage) for one in shown.papers] == [
        (paper_id, "户口本", Stage.DRAFT)
    ]
    restore_attachment(again, case_id=case_id, attachment_id=paper_id)
    (back,) = attachments_view(again, case_id).files
    assert (back.id, back.stage) == (paper_id, Stage.APPLIED)
    assert removed_papers(again, case_id).papers == ()
    with pytest.raises(UserError, match="已经恢复"):
        restore_attachment(again, case_id=case_id, attachment_id=paper_id)
    undo(again)
    assert attachments_view(again, case_id).files == ()


def test_nothing_comes_back_twice_to_another_file_or_to_one_that_is_over(office: Office) -> None:
    case_id, paper_id = _removed(office)
    with pytest.raises(UserError, match="不存在"):
        restore_attachment(office, case_id=case_id, attachment_id=paper_id + 9)
    add_attachment(office, case_id=case_id, data=PNG, filename="b.png", kind="户口本")
    with pytest.raises(UserError, match="已经作为“户口本”添加过，不用再恢复"):
        restore_attachment(office, case_id=case_id, attachment_id=paper_id)
    submit(office, case_id=case_id)
    withdraw(office, case_id=case_id, note="本人放弃")
    assert not removed_papers(office, case_id).may_restore
    with pytest.raises(UserError, match="已经结束"):
        restore_attachment(office, case_id=case_id, attachment_id=paper_id)
