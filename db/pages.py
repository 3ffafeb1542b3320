"""Every page of an encrypted file against the HMAC that stands in it, by SQLCipher's page format.

`PRAGMA cipher_integrity_check` reads the same, but answers nobody before its end, which a large file
reaches after a minute. The format is that of SQLCipher 4: a page ends in its IV and the HMAC of content,
IV and number; the key of the HMAC comes of the file's key and the salt with which the file begins.
"""

from hashlib import pbkdf2_hmac
from hmac import compare_digest, digest
from pathlib import Path
from typing import BinaryIO

from db.files import os_errors
from db.steps import Step

__all__ = ["page_faults"]

_PAGE = 4096
_SALT = 16
_HASH = "sha512"
_HMAC = 64
_SALT_MASK = 0x3A
_ROUNDS = 2
_KEY = 32
_LOCK_BYTE = 1 << 30
"""SQLite locks the page with this byte and never writes it."""


def page_faults(path: Path, key: bytes, step: Step) -> list[str]:
    """One sentence for each page that is not as it was written. Raises StorageError, and what `step` does."""
    with os_errors("单位档案的检查"), path.open("rb") as stream:
        return _faults(stream, key, step)


def _faults(stream: BinaryIO, key: bytes, step: Step) -> list[str]:
    salt = bytes(byte ^ _SALT_MASK for byte in stream.read(_SALT))
    stream.seek(0)
    hmac_key = pbkdf2_hmac(_HASH, key, salt, _ROUNDS, _KEY)
    faults, number = list[str](), 0
    while page := stream.read(_PAGE):
        step()
        number += 1
        if number == _LOCK_BYTE // _PAGE + 1:
            continue
        if len(page) < _PAGE:
            faults.append(f"第 {number} 页不完整")
            continue
        content = page[_SALT if number == 1 else 0 : -_HMAC] + number.to_bytes(4, "little")
        if not compare_digest(digest(hmac_key, content, _HASH), page[-_HMAC:]):
            faults.append(f"第 {number} 页与写入时不同")
    return faults
