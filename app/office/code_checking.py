"""Is the number printed on a paper one of ours? Asked by what the QR code says, read by a scanner or typed.

The code vouches for the number, not for the sheet in hand: a copy says the same. Whoever has the file
itself asks `app.office.verifying`, which goes by every byte.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass

from app.changes import Op
from app.errors import UserError
from app.office.papers import RegisterLine, register_line
from app.office.session import Office

__all__ = ["CodeVerdict", "check_code"]

_CODE_LETTERS = 16
_LONGEST = 84  # as many bytes as the code holds
_SHAPE = re.compile(rf"(?P<serial>.+?)[/\s]+(?P<code>(?:[A-Z0-9]\W*){{{_CODE_LETTERS}}})")
_DASH = re.compile(r"\s*[-‐‑‒–—―−]\s*")
"""The dash of a serial as people type it."""
_MISREAD = str.maketrans("018", "OIB")
"""The code has no 0, 1 or 8: whoever types one has misread its neighbour."""
_ASK = (
    "请扫描纸上的二维码，或依次输入文书编号和 16 位验证码，中间用“/”或空格隔开，"
    "例如 QH-2026-000001/ABCD-EFGH-IJKL-MNOP。"
)


@dataclass(frozen=True)
class CodeVerdict:
    """`is_ours`: issued by this office, with this code, and not void. `words` say it in whole sentences."""

    is_ours: bool
    serial: str
    words: str


def check_code(office: Office, *, text: str) -> CodeVerdict:
    """Judge what a QR code says; the look is journalled. The file's number is told to those who may see it.

    UserError where the text is no number with its code.
    """
    office.demand(Op.VERIFY_PAPER)
    serial, code = _read(text)
    office.record(Op.VERIFY_PAPER)
    line = register_line(office, serial)
    if line is None:
        return CodeVerdict(
            False, serial, f"不是本单位签发的文书：登记簿里没有编号 {serial}，请核对是否输错。"
        )
    if not hmac.compare_digest(line.code.replace("-", ""), code):
        return CodeVerdict(
            False,
            serial,
            f"不能确认为真：编号 {serial} 登记过，但验证码不对，请核对是否输错；没有输错就不是原件。",
        )
    if line.voided_on is not None:
        return CodeVerdict(False, serial, _void_words(line))
    return CodeVerdict(True, serial, _words(line))


def _read(text: str) -> tuple[str, str]:
    """Serial and code, the code as bare letters."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip().upper()
    found = _SHAPE.fullmatch(plain)
    if found is None:
        raise UserError(_ASK, field="text")
    letters = re.sub(r"\W", "", found["code"]).translate(_MISREAD)
    return _DASH.sub("-", found["serial"].strip()), letters


def _words(line: RegisterLine) -> str:
    about = f"（档案 {line.case_number}）" if line.case_number else ""
    return (
        f"编号和验证码都对：{line.form}{about}，{line.issued_by} {line.issued_on} 签发，"
        f"共 {line.copies} 份，每份 {line.pages} 页，没有作废。"
        "二维码可以复印，请再把纸上的内容与档案核对一遍。"
    )


def _void_words(line: RegisterLine) -> str:
    instead = f"，由 {line.replaced_by} 替换" if line.replaced_by else ""
    reason = f"，原因：{line.void_reason}" if line.case_number and not instead else ""
    return (
        f"已经作废：{line.form} {line.serial} 由本单位签发，"
        f"已于 {line.voided_on} 作废{instead}{reason}。"
    )
