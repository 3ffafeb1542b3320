"""Verify: the whole file, to the last byte, by the register that counts."""

import json
import random
import shutil
from pathlib import Path

import pytest

from app.forms.issuing import issue, print_form
from app.office.papers import void
from app.office.publishing import publish_register
from app.office.session import Office
from app.office.verifying import BESIDE, LOCAL, verify, verify_in_office
from db.register import REGISTER_NAME
from tests.app.forms.conftest import make_filed


@pytest.fixture
def paper(office: Office) -> bytes:
    """An issued certificate."""
    filed = make_filed(office)
    return issue(office, form="certificate", case_id=filed.case_id, reason="申请助学").pdf


def test_the_untouched_file_is_genuine(office: Office, paper: bytes) -> None:
    unopened = verify(paper, folder=office.folder)
    assert "由签发单位登录后核验" in (unopened.signature or "")
    assert unopened.as_json() == {
        "genuine": True,
        "serial": "QH-2026-000001",
        "form": "困难职工帮扶证明",
        "issued": "2026-11-20",
        "issued_by": "青禾县总工会",
        "void": False,
        "register": "本机",
        "reason": None,
    }
    verdict = verify_in_office(office, paper)
    assert verdict.genuine
    assert verdict.signature == "文件带有本单位（证书持有人“青禾县总工会”）的电子签名，签名完好。"


def test_any_changed_byte_makes_it_false(office: Office, paper: bytes) -> None:
    chance = random.Random(20261120)
    places = [0, len(paper) - 1, *(chance.randrange(len(paper)) for _ in range(50))]
    for place in places:
        changed = bytearray(paper)
        changed[place] ^= 1 << chance.randrange(8)
        verdict = verify(bytes(changed), folder=office.folder)
        assert not verdict.genuine and verdict.reason
    for other in (paper + b"\n", paper[:-1], b"", b"%PDF-1.7"):
        assert not verify(other, folder=office.folder).genuine


def test_a_changed_copy_is_told_from_a_strangers_paper(office: Office, paper: bytes) -> None:
    changed = verify(paper + b"\n", folder=office.folder)
    assert changed.reason is not None and "QH-2026-000001 登记过" in changed.reason
    stranger = verify(b"%PDF-1.7 nothing", folder=office.folder)
    assert stranger.reason is not None and "没有与这个文件完全一致" in stranger.reason


def test_an_unstamped_form_is_no_issued_paper(office: Office) -> None:
    filed = make_filed(office)
    made = print_form(office, form="certificate", case_id=filed.case_id)
    publish_register(office)
    assert not verify(made.pdf, folder=office.folder).genuine


def test_a_void_paper_is_false_and_says_so(office: Office, paper: bytes) -> None:
    void(office, serial="QH-2026-000001", reason="姓名有误")
    for verdict in (verify(paper, folder=office.folder), verify_in_office(office, paper)):
        assert not verdict.genuine and verdict.void and verdict.serial == "QH-2026-000001"
        assert verdict.reason == "文书 QH-2026-000001 已经作废。"


def test_a_tampered_register_judges_nothing_and_is_mended_by_the_office(
    office: Office, paper: bytes
) -> None:
    path = office.folder / REGISTER_NAME
    content = json.loads(path.read_text("utf-8"))
    content["entries"][0]["is_void"] = True
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    verdict = verify(paper, folder=office.folder)
    assert not verdict.genuine and "已损坏或被改动" in (verdict.reason or "")
    assert verify_in_office(office, paper).genuine
    assert verify(paper, folder=office.folder).genuine


def test_where_the_register_is_looked_for(office: Office, paper: bytes, tmp_path: Path) -> None:
    own, nowhere = tmp_path / "own", tmp_path / "a" / "nowhere"
    beside = tmp_path / "d" / "office"
    beside.mkdir(parents=True)
    shutil.copy(office.folder / REGISTER_NAME, beside)
    for place in (tmp_path / "d", tmp_path / "d" / "papers"):
        place.mkdir(exist_ok=True)
        verdict = verify(paper, pdf_folder=place, own_folder=own)
        assert verdict.genuine and verdict.register == BESIDE
    assert verify(paper, pdf_folder=tmp_path / "d", own_folder=beside).register == LOCAL
    assert verify(paper, pdf_folder=nowhere, own_folder=beside).register == LOCAL
    for verdict in (
        verify(paper, folder=nowhere, pdf_folder=tmp_path / "d", own_folder=beside),
        verify(paper, pdf_folder=nowhere, own_folder=own),
    ):
        assert not verdict.genuine and verdict.reason == "未找到签发单位"
        assert verdict.register is None


def test_the_public_register_holds_no_person(office: Office, paper: bytes) -> None:
    del paper
    text = (office.folder / REGISTER_NAME).read_text("utf-8")
    for secret in ("永福", "4502241977", "QH202600063", "申请助学", "admin"):
        assert secret not in text
