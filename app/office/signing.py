"""The key by which the office signs what it issues: made with the office, or brought along by the seal keeper.

It lives in the encrypted file alone. A certificate made here is self-signed: readers say that they do not
know the signer, and that nothing was changed since.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office, Work
from app.office.settings import read_settings
from db.models import SigningKey

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

OWN, BROUGHT = "自建", "导入"
_OWN_YEARS = 30
"""A signature is asked about as long as the file of the household is kept."""
_LONGEST_NAME = 64  # X.520; the library counts bytes
_LARGEST_PKCS12 = 1024 * 1024
_CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})
_SMALLEST_RSA, _LARGEST_RSA = 2048, 4096
_WRONG = "证书文件打不开：请选择带私钥的 PKCS#12 文件（.p12 或 .pfx），并核对它的密码。"


@dataclass(frozen=True)
class SigningKeyView:
    """The certificate that signs, as the settings show it. `is_own`: made by the program."""

    holder: str
    is_own: bool
    valid_until: date
    added_on: date


def own_key(name: str, now: datetime) -> SigningKey:
    """A new key with a self-signed certificate for the union of this name, as much of it as a certificate holds."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    shown = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, shown),
            x509.NameAttribute(NameOID.COMMON_NAME, shown),
        ]
    )
    # A PC whose clock was put right meanwhile must not find its papers signed before their certificate.
    begin = now.astimezone(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=round(365.25 * _OWN_YEARS)))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _row(OWN, (certificate,), key, now.date())


def active_key(work: Work) -> SigningKey:
    """The key that signs. An office of an earlier version gets one at its first issue."""
    row = _active(work.session)
    if row is None:
        row = own_key(str(read_settings(work.session)["office_name"]), work.now)
        work.session.add(row)
        work.session.flush()
    return row


def signed(work: Work, pdf: bytes) -> bytes:
    """A finished file with the office's signature. UserError where the certificate has run out."""
    from app.paper.signature import load_signatory, sign

    row = active_key(work)
    if row.valid_until < work.today:
        raise UserError(
            f"签名证书已在 {row.valid_until} 到期，请用印人在“设置 → 签名证书”中换上新的证书再签发。"
        )
    return sign(pdf, load_signatory(row.certificates, row.private_key), work.now)


def signing_key(office: Office) -> SigningKeyView | None:
    """The certificate in use; None in an office of an earlier version that has issued nothing since."""
    with office.read() as session:
        row = _active(session)
        if row is None:
            return None
        return SigningKeyView(row.holder, row.origin == OWN, row.valid_until, row.added_on)


def bring_signing_key(office: Office, *, pkcs12: bytes, password: str) -> Changes:
    """Sign with a certificate brought along from now on. Papers signed before keep their signatures.

    The file and its password are not kept, only the key. UserError: no PKCS#12 with a key, wrong password,
    a kind of key that PDF readers do not check, a certificate that has run out.
    """
    office.demand(Op.SAVE_SIGNING_KEY)
    certificates, key = _opened(pkcs12, password)
    _check_usable(certificates[0], key, office.today)
    with office.write(Op.SAVE_SIGNING_KEY) as work:
        return _put(work, _row(BROUGHT, certificates, key, work.today))


def renew_own_key(office: Office) -> Changes:
    """Sign with a new key of the program's own making from now on."""
    with office.write(Op.SAVE_SIGNING_KEY) as work:
        return _put(work, own_key(str(read_settings(work.session)["office_name"]), work.now))


def known_certificates(session: Session) -> frozenset[bytes]:
    """The DER of every certificate that this office has ever signed with."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    rows = session.scalars(select(SigningKey.certificates))
    return frozenset(
        x509.load_pem_x509_certificates(pem)[0].public_bytes(Encoding.DER) for pem in rows
    )


def _active(session: Session) -> SigningKey | None:
    query = select(SigningKey).where(SigningKey.is_active).order_by(SigningKey.id.desc())
    return session.scalars(query).first()


def _put(work: Work, row: SigningKey) -> Changes:
    for old in work.session.scalars(select(SigningKey).where(SigningKey.is_active)):
        old.is_active = False
    work.session.add(row)
    work.session.flush()
    return work.done(result_id=row.id)


def _signing_only() -> "x509.KeyUsage":
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _opened(
    pkcs12: bytes, password: str
) -> tuple[tuple["x509.Certificate", ...], "ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey"]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    if len(pkcs12) > _LARGEST_PKCS12:
        raise UserError(_WRONG, field="file")
    try:
        found = load_pkcs12(pkcs12, password.encode() or None)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UserError(_WRONG, field="password") from error
    if found.key is None or found.cert is None:
        raise UserError(_WRONG, field="file")
    if not isinstance(found.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise UserError("这张证书的密钥种类不能用于签名，请换 RSA 或 ECDSA 证书。", field="file")
    above = (extra.certificate for extra in found.additional_certs)
    return (found.cert.certificate, *above), found.key


def _check_usable(
    certificate: "x509.Certificate",
    key: "ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey",
    today: date,
) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    if isinstance(key, rsa.RSAPrivateKey):
        is_fit = _SMALLEST_RSA <= key.key_size <= _LARGEST_RSA
    else:
        is_fit = key.curve.name in _CURVES
    if not is_fit:
        raise UserError(
            "这张证书的密钥长度不合适，请换 RSA 2048 到 4096 位或 ECDSA P-256 的证书。",
            field="file",
        )
    if (
        not certificate.not_valid_before_utc.date()
        <= today
        <= certificate.not_valid_after_utc.date()
    ):
        raise UserError("这张证书不在有效期内，请换一张有效的证书。", field="file")


def _row(
    origin: str,
    certificates: tuple["x509.Certificate", ...],
    key: "ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey",
    today: date,
) -> SigningKey:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )
    from cryptography.x509.oid import NameOID

    names = certificates[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return SigningKey(
        origin=origin,
        holder=str(names[0].value) if names else certificates[0].subject.rfc4514_string(),
        valid_until=certificates[0].not_valid_after_utc.date(),
        certificates=b"".join(found.public_bytes(Encoding.PEM) for found in certificates),
        private_key=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        added_on=today,
        is_active=True,
    )
