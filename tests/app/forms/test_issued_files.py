"""The signed file of every issued paper is kept, comes back as it was, and goes with its case."""

import pytest

from app.changes import Op
from app.errors import DamagedError, UserError
from app.forms.cards import CardOrder, issue_cards
from app.forms.issuing import issue
from app.office.checking import check_office
from app.office.issued_files import take_file
from app.office.papers import register_line, void
from app.office.session import Office
from app.office.verifying import verify, verify_in_office
from db import attachments
from db.models import IssuedFile, Operation

from .conftest import Filed, make_filed


def _stored(office: Office) -> list[str]:
    with office.read() as session:
        return [row.stored_name for row in session.query(IssuedFile)]


def test_the_file_comes_back_as_it_was_signed(office: Office, filed: Filed) -> None:
    issued = issue(office, form="hardship_file", case_id=filed.case_id, reason="备案")
    taken = take_file(office, serial=issued.serial)
    assert taken.pdf == issued.pdf and taken.file_name == issued.file_name
    assert verify_in_office(office, taken.pdf).genuine
    line = register_line(office, issued.serial)
    assert line is not None and line.is_kept
    (name,) = _stored(office)
    assert issued.pdf[:200] not in attachments.place_of(office.folder, name).read_bytes()
    with office.read() as session:
        (taking,) = session.query(Operation).filter_by(op=Op.TAKE_ISSUED_FILE.name)
        assert taking.case_id == filed.case_id


def test_every_card_of_a_batch_is_kept_beside_the_sheet(office: Office, filed: Filed) -> None:
    others = [make_filed(office, number=f"QH2026001{at:02d}").case_id for at in range(2)]
    order = CardOrder((filed.case_id, *others), "发放困难职工证", filed.seal_id)
    made = issue_cards(office, order)
    for serial in made.serials:
        taken = take_file(office, serial=serial)
        line = register_line(office, serial)
        assert line is not None and line.case_id in order.case_ids
        assert verify(taken.pdf, folder=office.folder).serial == serial
    whole = verify(made.pdf, folder=office.folder)
    assert whole.genuine and whole.serial == f"{made.serials[0]} 至 {made.serials[2]}"
    assert not verify(made.pdf + b"\n", folder=office.folder).genuine
    void(office, serial=made.serials[1], reason="姓名有误")
    for verdict in (verify(made.pdf, folder=office.folder), verify_in_office(office, made.pdf)):
        assert verdict.void and not verdict.genuine and "有已经作废的" in str(verdict.reason)


def test_what_cannot_be_taken_out_is_told(office: Office, filed: Filed) -> None:
    issued = issue(office, form="certificate", case_id=filed.case_id, reason="申请助学")
    with pytest.raises(UserError, match="登记簿里没有编号"):
        take_file(office, serial="QH-2026-000009")
    with office.write(Op.ISSUE_PAPER, filed.case_id) as work:
        for row in work.session.query(IssuedFile):
            work.session.delete(row)
        work.done()
    line = register_line(office, issued.serial)
    assert line is not None and not line.is_kept
    with pytest.raises(UserError, match="没有留存原件"):
        take_file(office, serial=issued.serial)
    void(office, serial=issued.serial, reason="姓名有误")
    with pytest.raises(UserError, match="已经作废"):
        take_file(office, serial=issued.serial)


def test_a_damaged_or_lost_original_is_found_by_the_check(office: Office, filed: Filed) -> None:
    issued = issue(office, form="certificate", case_id=filed.case_id, reason="申请助学")
    path = attachments.place_of(office.folder, _stored(office)[0])
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(DamagedError):
        take_file(office, serial=issued.serial)
    path.unlink()
    (line,) = [line for line in check_office(office).checks if line.name == "材料附件"]
    assert not line.ok and f"涉及文书 {issued.serial}" in line.detail
