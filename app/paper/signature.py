"""The office's signature in a finished PDF: invisible, PAdES-B-B, without network.

Signing appends to the file, so it comes last: whatever touches the bytes afterwards breaks it. ECDSA is
signed by RFC 6979, so the same file, key and moment give the same bytes.
"""

import functools
import hashlib
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, core, pem, x509
from asn1crypto.parser import emit
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.generic import ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError, as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.registry import SimpleCertificateStore

__all__ = ["PrivateKey", "SignatureFound", "Signatory", "find_signature", "load_signatory", "sign"]

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_DIGEST = "sha256"
_FIELD = "Signature"
_BESIDE_CERTIFICATES = 2048
"""Bytes of a CMS container besides its certificates, at most: attributes, and an RSA-4096 signature."""


_ANY_DIGEST = hashlib.sha256(b"any").digest()
"""Stands in the parts of a container that are made once."""
_BEFORE_SIGNER = ("version", "digest_algorithms", "encap_content_info", "certificates")
_BEFORE_ATTRIBUTES = ("version", "sid", "digest_algorithm")


class Signatory(Signer):
    """A certificate with its key, loaded once, and everything of a signature that is the same for every file.

    The library would load the key and put certificates and attributes together at every signature.
    """

    def __init__(self, certificates: tuple[x509.Certificate, ...], key: PrivateKey) -> None:
        above = SimpleCertificateStore()
        above.register_multiple(certificates[1:])
        super().__init__(signing_cert=certificates[0], cert_registry=above)
        self._certificate, self._key = certificates[0], key
        self.size = _BESIDE_CERTIFICATES
        self.size += sum(len(bytes(found.dump())) for found in certificates)
        self._attributes = bytes(self.attributes(_ANY_DIGEST).dump())
        sample = _finished(
            self.async_sign_prescribed_attributes(_DIGEST, self.attributes(_ANY_DIGEST))
        )
        signed = sample["content"]
        signer = signed["signer_infos"][0]
        self._kind = sample["content_type"].dump()
        self._before_signer = _dumped(signed, _BEFORE_SIGNER)
        self._before_attributes = _dumped(signer, _BEFORE_ATTRIBUTES)
        self._algorithm = signer["signature_algorithm"].dump()

    def container(self, digest: bytes) -> bytes:
        """The CMS container over a file's digest, put together from parts that are the same for every file."""
        attributes = self._attributes.replace(_ANY_DIGEST, digest)
        signature = _finished(self.async_sign_raw(attributes, _DIGEST))
        signer = _sequence(
            self._before_attributes,
            b"\xa0" + attributes[1:],  # the set stands here as [0]
            self._algorithm,
            core.OctetString(signature).dump(),
        )
        signed = _sequence(self._before_signer, emit(0, 1, 17, signer))
        return _sequence(self._kind, emit(2, 1, 0, signed))

    def attributes(self, digest: bytes) -> cms.CMSAttributes:
        """What PAdES-B-B signs besides the file: the moment stands in the PDF itself."""
        return cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "data"),
                simple_cms_attribute("message_digest", digest),
                simple_cms_attribute(
                    "signing_certificate_v2", as_signing_certificate_v2(self._certificate)
                ),
            ]
        )

    async def unsigned_attrs(self, *_: object, **__: object) -> None:
        """None: a time stamp would need a server."""

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The bare signature; `dry_run` is never asked for, since the size is known."""
        del digest_algorithm, dry_run
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


@functools.lru_cache(maxsize=4)
def load_signatory(certificates: bytes, key: bytes) -> Signatory:
    """From PEM certificates, the signer's own first, and a PKCS#8 key in DER. ValueError for another kind of key."""
    loaded = serialization.load_der_private_key(key, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ValueError("neither an RSA nor an EC key")
    found = tuple(
        x509.Certificate.load(der) for _, _, der in pem.unarmor(certificates, multiple=True)
    )
    return Signatory(found, loaded)


def sign(pdf: bytes, signatory: Signatory, moment: datetime) -> bytes:
    """The file with the signature appended; `moment` is an aware stamp."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # The library draws the second half of the identifier by lot.
    writer._document_id[1] = ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    steps = PdfCMSEmbedder().write_cms(field_name=_FIELD, writer=writer)
    next(steps)
    steps.send(
        SigObjSetup(
            SignatureObject(
                timestamp=moment,
                subfilter=SigSeedSubFilter.PADES,
                bytes_reserved=2 * signatory.size,
            )
        )
    )
    prepared, output = steps.send(SigIOSetup(md_algorithm=_DIGEST, output=BytesIO()))
    steps.send(signatory.container(prepared.document_digest))
    return bytes(output.getvalue())


def _dumped(structure: core.Sequence, fields: tuple[str, ...]) -> bytes:
    return b"".join(bytes(structure[field].dump()) for field in fields)


def _sequence(*parts: bytes) -> bytes:
    return bytes(emit(0, 1, 16, b"".join(parts)))


def _finished(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns that waits for nothing; no event loop, and so no socket, is made for it."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("signing waited for something outside")


@dataclass(frozen=True)
class SignatureFound:
    """A signature in a file. `is_intact`: it is of this holder's key and nothing was changed since."""

    holder: str
    certificate: bytes
    is_intact: bool


def find_signature(pdf: bytes) -> SignatureFound | None:
    """The last signature of a file; None where there is none that can be read. Trusts nobody, asks nobody."""
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not signatures:
            return None
        last = signatures[-1]
        certificate = last.signer_cert
        digest_fits, is_valid = validate_sig_integrity(
            last.signer_info,
            certificate,
            expected_content_type="data",
            actual_digest=last.compute_digest(),
        )
        covers_all = last.evaluate_signature_coverage().name == "ENTIRE_FILE"
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError):
        return None
    return SignatureFound(
        holder=str(certificate.subject.native.get("common_name", "")),
        certificate=certificate.dump(),
        is_intact=digest_fits and is_valid and covers_all,
    )
