"""Is this paper genuine? Only if the SHA-256 of the whole file stands in the register and is not void.

Without a login the public register beside the encrypted file is asked: the one of the named office, else
one that lies beside the PDF, else the one of the user's own data folder. Logged in, the encrypted file
decides. Source: the command-line contract.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from app.changes import Op
from app.errors import StorageError, UserError
from app.office.opening import default_folder, is_office
from app.office.publishing import SEVERAL, public_entries, publish_register
from app.office.session import Office
from app.office.settings import read_settings
from app.office.signing import known_certificates
from app.paper import page_count, text_of
from db.register import REGISTER_NAME, Entry, PublicRegister, read_register

LOCAL = "本机"
BESIDE = "随文件附带，未经本机单位核实"
_NO_OFFICE = "未找到签发单位"
_UNKNOWN = "登记簿里没有与这个文件完全一致的文书；它不是本单位签发的原件，或者内容被改动过。"
_CHANGED = "文书 {serial} 登记过，但这个文件与签发时的原件不一致，内容被改动过或不是原件。"
_VOID = "文书 {serial} 已经作废。"
_PARTLY_VOID = "文件里的文书（{serial}）有已经作废的；请逐份核验编号和验证码。"
_UNSIGNED = "文件里没有电子签名。"
_BROKEN = "文件里的电子签名已经失效：签名以后内容被改动过。"
_OURS = "文件带有本单位（证书持有人“{holder}”）的电子签名，签名完好。"
_STRANGE = "文件里的电子签名完好，但证书（持有人“{holder}”）不是本单位的。"
_UNPROVED = (
    "文件里的电子签名完好，证书持有人写作“{holder}”；是不是签发单位的证书，由签发单位登录后核验。"
)


@dataclass(frozen=True)
class Verdict:
    """The answer of `verify`. Where the paper is not found, all that is not known is None.

    `signature` tells of the signature in the file; the register alone decides.
    """

    genuine: bool
    serial: str | None = None
    form: str | None = None
    issued: str | None = None
    issued_by: str | None = None
    void: bool = False
    register: str | None = None
    reason: str | None = None
    signature: str | None = None

    def as_json(self) -> dict[str, object]:
        """The shape of the contract, which does not know the signature."""
        return {name: value for name, value in vars(self).items() if name != "signature"}


def verify(
    pdf: bytes,
    *,
    folder: Path | None = None,
    pdf_folder: Path | None = None,
    own_folder: Path | None = None,
) -> Verdict:
    """Judge a file by a public register, without login.

    `folder` is the office that the user named; `pdf_folder` is where the PDF lies; `own_folder` replaces
    the user's data folder. Always judges: a register that is damaged or cannot be read is a reason.
    """
    place, register_name = _register_place(folder, pdf_folder, own_folder or default_folder())
    if place is None:
        return Verdict(False, reason=_NO_OFFICE)
    try:
        register = read_register(place)
    except StorageError as error:
        return Verdict(False, register=register_name, reason=str(error))
    return _judge(pdf, register or PublicRegister("", ()), register_name)


def verify_in_office(office: Office, pdf: bytes) -> Verdict:
    """Judge a file by the encrypted register; the look is journalled and the public register renewed."""
    office.record(Op.VERIFY_PAPER)
    with office.read() as session:
        name = str(read_settings(session)["office_name"])
        register = PublicRegister(name, public_entries(session))
        own = known_certificates(session)
    publish_register(office)
    return _judge(pdf, register, LOCAL, own)


def _register_place(
    folder: Path | None, pdf_folder: Path | None, own: Path
) -> tuple[Path | None, str]:
    if folder is not None:
        return (folder if _has_register(folder) else None), LOCAL
    if pdf_folder is not None:
        here = pdf_folder.resolve()
        for place in (here / "office", here.parent / "office"):
            if _has_register(place):
                is_own = place.resolve() == own.resolve()
                return place, LOCAL if is_own else BESIDE
    return (own if _has_register(own) else None), LOCAL


def _has_register(folder: Path) -> bool:
    return (folder / REGISTER_NAME).is_file() or is_office(folder)


def _judge(
    pdf: bytes,
    register: PublicRegister,
    register_name: str,
    own_certificates: Collection[bytes] | None = None,
) -> Verdict:
    entry = register.by_hash(hashlib.sha256(pdf).hexdigest())
    if entry is None:
        named = _serial_printed_in(pdf, register.entries)
        reason = _CHANGED.format(serial=named) if named else _UNKNOWN
        return Verdict(
            False,
            register=register_name,
            reason=reason,
            signature=_signature_words(pdf, own_certificates),
        )
    return Verdict(
        genuine=not entry.is_void,
        serial=entry.serial,
        form=entry.form,
        issued=entry.issued.isoformat(),
        issued_by=entry.issued_by,
        void=entry.is_void,
        register=register_name,
        reason=_void_words(entry.serial) if entry.is_void else None,
        signature=_signature_words(pdf, own_certificates),
    )


def _void_words(serial: str) -> str:
    return (_PARTLY_VOID if SEVERAL in serial else _VOID).format(serial=serial)


def _signature_words(pdf: bytes, own_certificates: Collection[bytes] | None) -> str:
    """What is known of the signature; `own_certificates` is None where the encrypted file is not open."""
    from app.paper.signature import find_signature

    found = find_signature(pdf)
    if found is None:
        return _UNSIGNED
    if not found.is_intact:
        return _BROKEN
    if own_certificates is None:
        return _UNPROVED.format(holder=found.holder)
    words = _OURS if found.certificate in own_certificates else _STRANGE
    return words.format(holder=found.holder)


def _serial_printed_in(pdf: bytes, entries: tuple[Entry, ...]) -> str | None:
    """The serial that stands on the first page, to tell a changed copy from a stranger's paper."""
    try:
        text = text_of(pdf, 0) if page_count(pdf) else ""
    except (UserError, RuntimeError):  # pdfium's own complaint about a page is a RuntimeError
        return None
    return next((entry.serial for entry in entries if entry.serial in text), None)
