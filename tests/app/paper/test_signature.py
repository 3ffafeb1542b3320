"""The signature in a finished file: whole, readable by other programs, void after any change."""

import asyncio
import hashlib
import random
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.paper import Document, render_page, text_of
from app.paper.signature import PrivateKey, Signatory, find_signature, load_signatory, sign

MOMENT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def _signatory(key: PrivateKey, name: str = "青禾县总工会") -> Signatory:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(MOMENT - timedelta(days=1))
        .not_valid_after(MOMENT + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    return load_signatory(
        certificate.public_bytes(Encoding.PEM),
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    )


@pytest.fixture(scope="module")
def signatory() -> Signatory:
    return _signatory(ec.generate_private_key(ec.SECP256R1()))


@pytest.fixture(scope="module")
def plain() -> bytes:
    document = Document(form="困难职工帮扶证明", created=MOMENT)
    for number in (1, 2):
        document.page().text(30.0, 40.0, f"兹证明𠮷永福同志，第 {number} 页。", size=14)
    return document.to_bytes()


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed on this machine")
    return found


def test_a_signed_file_shows_and_says_what_it_did(plain: bytes, signatory: Signatory) -> None:
    signed = sign(plain, signatory, MOMENT)
    assert signed.startswith(plain), "a signature is appended; what was there stays byte for byte"
    for page in (0, 1):
        assert text_of(signed, page) == text_of(plain, page)
        assert render_page(signed, page, 60).bgrx == render_page(plain, page, 60).bgrx
    found = find_signature(signed)
    assert found is not None and found.is_intact and found.holder == "青禾县总工会"
    assert len(signed) - len(plain) < 12_000


def test_it_is_a_pades_baseline_signature_without_a_place_on_the_page(
    plain: bytes, signatory: Signatory
) -> None:
    with pikepdf.open(BytesIO(sign(plain, signatory, MOMENT))) as opened:
        (field,) = opened.Root.AcroForm.Fields
        assert [int(edge) for edge in field.Rect] == [0, 0, 0, 0]
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert str(field.V.M).startswith("D:20261120013000")


def test_the_same_file_and_moment_give_the_same_bytes(plain: bytes, signatory: Signatory) -> None:
    assert sign(plain, signatory, MOMENT) == sign(plain, signatory, MOMENT)
    assert sign(plain, signatory, MOMENT) != sign(plain, signatory, MOMENT + timedelta(seconds=1))


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    ],
    ids=["EC", "RSA"],
)
def test_the_container_is_the_one_that_the_library_makes(key: PrivateKey) -> None:
    signatory = _signatory(key)
    for digest in (b"\0" * 32, b"\xff" * 32, hashlib.sha256(b"a file").digest()):
        whole = signatory.async_sign_prescribed_attributes("sha256", signatory.attributes(digest))
        assert signatory.container(digest) == asyncio.run(whole).dump()


def test_no_changed_byte_leaves_a_whole_signature(plain: bytes, signatory: Signatory) -> None:
    signed = sign(plain, signatory, MOMENT)
    container = signed.index(b"/Contents <", len(plain))
    chance = random.Random(20261121)
    for _ in range(150):
        place = chance.choice((chance.randrange(container), chance.randrange(len(plain))))
        changed = bytearray(signed)
        changed[place] ^= 1 << chance.randrange(8)
        found = find_signature(bytes(changed))
        assert found is None or not found.is_intact
    appended = find_signature(signed + b"\n% more\n")
    assert appended is None or not appended.is_intact


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj", b"PK"])
def test_what_is_no_signed_pdf_has_no_signature(content: bytes, plain: bytes) -> None:
    assert find_signature(content) is None
    assert find_signature(plain) is None


@pytest.mark.parametrize(
    "make_key",
    [
        lambda: ec.generate_private_key(ec.SECP256R1()),
        lambda: ec.generate_private_key(ec.SECP384R1()),
        lambda: rsa.generate_private_key(65537, 2048),
    ],
    ids=["P-256", "P-384", "RSA-2048"],
)
def test_poppler_and_qpdf_accept_the_file(
    plain: bytes, tmp_path: Path, make_key: Callable[[], PrivateKey]
) -> None:
    pdfsig, qpdf = _tool("pdfsig"), _tool("qpdf")
    path = tmp_path / "a.pdf"
    path.write_bytes(sign(plain, _signatory(make_key()), MOMENT))
    told = subprocess.run(
        [pdfsig, "-nocert", path],
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(tmp_path)},
    ).stdout
    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told and "青禾县总工会" in told
    checked = subprocess.run([qpdf, "--check", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
