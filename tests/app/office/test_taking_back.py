"""撤回上一步: nothing that was built on a step since is lost with it, and what cannot be taken back says so."""

import pytest

from app.cases.attachments import add_attachment
from app.cases.commands import add_member, discard_draft, open_draft, restore_draft
from app.cases.imports import import_workbook, undo_import
from app.cases.queries import case_file, members_view
from app.cases.visitors import record_visitor, visitors
from app.errors import ConflictError
from app.office.history import case_history
from app.office.session import Office
from app.office.undo import redo, take_back, undo
from tests.app.cases.importing import CLEAN
from tests.app.cases.invented import PNG, full_draft, member_facts

NAMES = {"name": "覃永福"}


def _draft(office: Office) -> int:
    case_id = open_draft(office, applicant=NAMES).result_id
    assert case_id is not None
    return case_id


def test_what_was_typed_into_a_new_file_since_is_not_lost(office: Office) -> None:
    case_id = _draft(office)
    add_member(office, case_id=case_id, values=member_facts())
    with pytest.raises(ConflictError, match="又有了新的改动"):
        take_back(office, case_id=case_id, reason="点错了")
    assert [row.name for row in members_view(office, case_id).rows] == ["覃永福", "韦秀兰"]


def test_a_paper_added_since_is_said(office: Office) -> None:
    case_id = _draft(office)
    add_attachment(office, case_id=case_id, data=PNG, filename="a.png", kind="申请书")
    with pytest.raises(ConflictError, match="又有了新的改动"):
        take_back(office, case_id=case_id, reason="点错了")
    # The commit itself refused; what is written next stands in a transaction of its own.
    assert _draft(office) != case_id


def test_who_came_since_holds_no_number_in_the_recycle_bin(office: Office) -> None:
    case_id = _draft(office)
    discard_draft(office, case_id=case_id)
    restore_draft(office, case_id=case_id)
    came = member_facts()
    add_member(office, case_id=case_id, values=came)
    with pytest.raises(ConflictError, match="又有了新的改动"):
        take_back(office, case_id=case_id, reason="点错了")
    discard_draft(office, case_id=case_id)
    open_draft(office, applicant={key: came[key] for key in ("name", "id_number")})


def test_a_visitor_entered_since_is_said(office: Office) -> None:
    case_id = _draft(office)
    number = case_file(office, case_id).number
    values = {"name": "韦秀兰", "came_on": office.today, "way": "来访", "matter": "问救助。"}
    record_visitor(office, values=values, case_number=number)
    with pytest.raises(ConflictError, match="又有了新的改动"):
        take_back(office, case_id=case_id, reason="点错了")
    assert len(visitors(office, first=office.today, last=office.today)) == 1


def test_a_new_file_begins_with_no_history_of_one_that_was_taken_back(office: Office) -> None:
    gone = _draft(office)
    take_back(office, case_id=gone, reason="点错了")
    case_id = _draft(office)
    assert [line.label for line in case_history(office, case_id).lines] == ["新建档案"]


def test_an_import_gives_no_case_the_id_of_one_that_was_taken_back(office: Office) -> None:
    gone = _draft(office)
    take_back(office, case_id=gone, reason="点错了")
    made = import_workbook(office, path=CLEAN).changes
    assert made is not None
    assert gone not in made.case_ids


def test_a_new_file_has_no_id_of_an_import_that_was_taken_back(office: Office) -> None:
    made = import_workbook(office, path=CLEAN).changes
    assert made is not None
    assert made.operation_id is not None
    undo_import(office, operation_id=made.operation_id, reason="选错了文件")
    assert _draft(office) not in made.case_ids


def test_what_was_undone_again_after_a_redo_says_so(office: Office) -> None:
    case_id = full_draft(office)
    undo(office)
    redo(office)
    undo(office)
    edits = [line for line in case_history(office, case_id).lines if line.label == "修改档案"]
    assert edits[0].undone_by == "撤销"
