"""The key of the office: made with it, brought along, run out; and what each paper is signed with."""

import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from sqlalchemy import delete

from app.changes import Op
from app.errors import UserError
from app.forms.issuing import issue
from app.office.session import Office
from app.office.signing import bring_signing_key, own_key, renew_own_key, signing_key
from app.office.verifying import verify_in_office
from app.paper.signature import find_signature
from db.files import read_bytes
from db.models import SigningKey
from tests.app.forms.conftest import make_filed
from tests.app.office.certificates import PASSWORD, pkcs12_of
from tests.conftest import TickingClock


@pytest.fixture(scope="module")
def brought() -> bytes:
    return pkcs12_of(rsa.generate_private_key(65537, 2048))


def _issued(office: Office) -> bytes:
    case_id = make_filed(office).case_id
    return issue(office, form="certificate", case_id=case_id, reason="申请助学").pdf


def test_a_new_office_has_a_key_of_its_own(office: Office) -> None:
    found = signing_key(office)
    assert found is not None and found.is_own
    assert found.holder == "青禾县总工会" and found.valid_until.year == 2056
    signature = find_signature(_issued(office))
    assert signature is not None and signature.is_intact and signature.holder == "青禾县总工会"


def test_the_key_of_a_long_name_is_in_the_words_that_a_certificate_holds() -> None:
    name = "广西壮族自治区柳州市青禾县经济技术开发区总工会"
    key = own_key(name, datetime(2026, 11, 20, tzinfo=UTC))
    assert key.holder == name[:21], "64 bytes, and no half of a character"


def test_an_office_of_an_earlier_version_gets_its_key_at_the_first_issue(office: Office) -> None:
    with office.write(Op.SAVE_SIGNING_KEY) as work:
        work.session.execute(delete(SigningKey))
        work.done()
    assert signing_key(office) is None
    assert find_signature(_issued(office)) is not None
    assert signing_key(office) is not None


def test_a_certificate_brought_along_signs_from_now_on(office: Office, brought: bytes) -> None:
    before = _issued(office)
    bring_signing_key(office, pkcs12=brought, password=PASSWORD)
    found = signing_key(office)
    assert found is not None and not found.is_own and found.valid_until == date(2030, 1, 1)
    after = issue(office, form="certificate", case_id=1, reason="备案").pdf
    signature = find_signature(after)
    assert signature is not None and signature.holder == "青禾县总工会（电子印章）"
    for paper in (before, after):
        verdict = verify_in_office(office, paper)
        assert verdict.genuine and "本单位" in (verdict.signature or "")
    renew_own_key(office)
    found = signing_key(office)
    assert found is not None and found.is_own


def test_neither_the_file_nor_its_password_lies_open_in_the_folder(
    office: Office, brought: bytes
) -> None:
    bring_signing_key(office, pkcs12=brought, password=PASSWORD)
    with office.read() as session:
        (key,) = [row.private_key for row in session.query(SigningKey).filter_by(is_active=True)]
    for path in office.folder.rglob("*"):
        if path.is_file():
            content = read_bytes(path, what="文件", limit=1 << 30)
            assert key not in content and brought not in content
            assert PASSWORD.encode() not in content


@pytest.mark.parametrize(
    ("content", "password", "words"),
    [
        (b"no certificate", PASSWORD, "打不开"),
        (b"", "", "打不开"),
        (None, "wrong", "打不开"),
        (pkcs12_of(ed25519.Ed25519PrivateKey.generate()), PASSWORD, "密钥种类"),
        (pkcs12_of(ec.generate_private_key(ec.SECP256K1())), PASSWORD, "密钥长度"),
        (
            pkcs12_of(
                ec.generate_private_key(ec.SECP256R1()), until=datetime(2026, 11, 1, tzinfo=UTC)
            ),
            PASSWORD,
            "不在有效期内",
        ),
    ],
)
def test_what_cannot_sign_is_refused_and_the_old_key_stays(
    office: Office, brought: bytes, content: bytes | None, password: str, words: str
) -> None:
    was = signing_key(office)
    with pytest.raises(UserError, match=words):
        bring_signing_key(office, pkcs12=brought if content is None else content, password=password)
    assert signing_key(office) == was


def test_nothing_is_issued_with_a_certificate_that_has_run_out(
    office: Office, brought: bytes, ticking: TickingClock
) -> None:
    case_id = make_filed(office).case_id
    bring_signing_key(office, pkcs12=brought, password=PASSWORD)
    ticking.set_day(date(2030, 1, 2))
    with pytest.raises(UserError, match="2030-01-01 到期"):
        issue(office, form="certificate", case_id=case_id, reason="备案")


def test_other_programs_accept_what_is_issued(office: Office, tmp_path: Path) -> None:
    tools = [shutil.which(name) for name in ("pdfsig", "qpdf")]
    if None in tools:
        pytest.skip("pdfsig or qpdf is not installed on this machine")
    case_id = make_filed(office).case_id
    path = tmp_path / "paper.pdf"
    for key in ("certificate", "hardship_file"):
        path.write_bytes(issue(office, form=key, case_id=case_id, reason="备案").pdf)
        told = subprocess.run(
            ["pdfsig", "-nocert", path], capture_output=True, text=True, check=False
        ).stdout
        assert "Signature is Valid." in told and "Total document signed" in told
        checked = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
        assert checked.returncode == 0, checked.stdout
