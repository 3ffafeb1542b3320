"""The recovery code that is printed once at set-up: 8 groups of 5, made to be copied by hand.

Crockford's base 32 (no I, L, O, U). 37 characters carry 185 random bits, the last 3 are a check of
15 bits, so a slip of the pen is told apart from a wrong code.
"""

import hashlib
import secrets
import unicodedata

__all__ = ["make_code", "parse_code"]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = 37
_CHECK = 3
_GROUP = 5
_LENGTH = _RANDOM + _CHECK
_SAME = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = frozenset("-_.·—–‐‑−/")


def make_code() -> str:
    """A new code from the system's random source, in groups joined by hyphens."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    whole = body + _check(body)
    return "-".join(whole[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def parse_code(typed: str) -> str | None:
    """The 40 characters of a typed code, or None for what cannot be one.

    Lower case, full width, blanks and dashes anywhere are forgiven, and O for 0, I and L for 1.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(
        letter for letter in plain if not letter.isspace() and letter not in _SEPARATORS
    ).translate(_SAME)
    if len(letters) != _LENGTH or any(letter not in _ALPHABET for letter in letters):
        return None
    body, check = letters[:_RANDOM], letters[_RANDOM:]
    return letters if check == _check(body) else None


def _check(body: str) -> str:
    digest = int.from_bytes(hashlib.sha256(body.encode()).digest()[:2]) >> 1
    return "".join(_ALPHABET[digest >> shift & 31] for shift in (10, 5, 0))
