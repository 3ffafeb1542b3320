"""What the QR code of a paper says, scanned or typed as people type."""

import pytest

from app.errors import UserError
from app.forms.issuing import IssuedPaperView, issue
from app.office.code_checking import check_code
from app.office.papers import void
from app.office.session import Office
from db.models import Operation
from tests.app.forms.conftest import make_filed


@pytest.fixture
def paper(office: Office) -> IssuedPaperView:
    case_id = make_filed(office).case_id
    return issue(office, form="certificate", case_id=case_id, reason="申请助学", copies=2)


def test_scanned_or_typed_it_is_found_and_journalled(
    office: Office, paper: IssuedPaperView
) -> None:
    bare = paper.code.replace("-", "")
    for text in (
        f"{paper.serial}/{bare}",
        f"{paper.serial} {paper.code}",
        f"  {paper.serial.lower()} / {paper.code.lower()} ",
        f"ＱＨ－２０２６－０００００１／{paper.code}",
        f"{paper.serial.replace('-', ' - ')}  {paper.code}",
        f"{paper.serial.replace('-', '—')}/{paper.code.replace('-', ' ')}",
        f"{paper.serial}/{bare.replace('O', '0').replace('I', '1').replace('B', '8')}",
    ):
        verdict = check_code(office, text=text)
        assert verdict.is_ours and verdict.serial == paper.serial
        assert "困难职工帮扶证明（档案 " in verdict.words and "共 2 份" in verdict.words
    with office.read() as session:
        assert session.query(Operation).filter_by(op="VERIFY_PAPER").count() == 7


def test_a_wrong_code_an_unknown_number_and_a_void_paper_are_told_apart(
    office: Office, paper: IssuedPaperView
) -> None:
    other = paper.code[:-1] + ("A" if paper.code[-1] != "A" else "C")
    assert "验证码不对" in check_code(office, text=f"{paper.serial}/{other}").words
    assert "没有编号 QH-2026-000009" in check_code(office, text=f"QH-2026-000009/{other}").words
    void(office, serial=paper.serial, reason="姓名有误")
    verdict = check_code(office, text=f"{paper.serial}/{paper.code}")
    assert not verdict.is_ours and "已于 2026-11-20 作废，原因：姓名有误" in verdict.words


@pytest.mark.parametrize(
    "text", ["", "QH-2026-000001", "QH-2026-000001/ABCD", "ABCD-EFGH-IJKL-MNOP"]
)
def test_half_of_it_is_asked_for_the_rest(office: Office, text: str) -> None:
    with pytest.raises(UserError, match="16 位验证码"):
        check_code(office, text=text)
