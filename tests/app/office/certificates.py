"""Invented certificates as an authority hands them out."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

from app.paper.signature import PrivateKey

PASSWORD = "证书-2026"


def pkcs12_of(
    key: PrivateKey | ed25519.Ed25519PrivateKey,
    *,
    until: datetime = datetime(2030, 1, 1, tzinfo=UTC),
) -> bytes:
    """A PKCS#12 with this key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "青禾县总工会（电子印章）")])
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(11)
        .not_valid_before(until - timedelta(days=1800))
        .not_valid_after(until)
        .sign(key, digest)
    )
    return serialize_key_and_certificates(
        b"office", key, certificate, None, BestAvailableEncryption(PASSWORD.encode())
    )
