"""Phones, bank cards, the unified social credit code, postcodes: clean and check.

Checks of phones, cards and postcodes are warnings by `contracts/import.md`: passbooks have no check
digit, and an old file's number must not be lost.
"""

import re

from db.values.problems import Problem
from db.values.text import half_width, text_of

_SEPARATORS = re.compile(r"[\s\-‐‑–—_()]+")
_COUNTRY = re.compile(r"^(\+86|0086|86(?=1[3-9]\d{9}$))")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CARD = re.compile(r"[0-9]{16,19}")
_EXPONENT = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")

# GB 32100-2015: without I, O, S, V, Z. The embedded organisation code (GB 11714-1997) has them all.
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def normalise_phone(value: object) -> str:
    """Blanks, hyphens, brackets, `.0` of a number cell and +86 out; the rest stands as it came."""
    return _COUNTRY.sub("", _plain_digits(value))


def check_phone(phone: str) -> Problem | None:
    """A mobile number of the mainland, after `normalise_phone`; else a warning."""
    return None if _MOBILE.fullmatch(phone) else Problem.PHONE


def normalise_card(value: object) -> str:
    """A bank card or passbook number without blanks, hyphens, apostrophe or `.0`."""
    return _plain_digits(value).upper()


def check_card(card: str) -> tuple[Problem, ...]:
    """Length 16 to 19 and the Luhn digit, after `normalise_card`; both are warnings."""
    if not _CARD.fullmatch(card):
        was_a_number = _EXPONENT.fullmatch(card)
        return (Problem.CARD_NUMBER_CELL if was_a_number else Problem.CARD_LENGTH,)
    return () if luhn_ok(card) else (Problem.CARD_CHECK_DIGIT,)


_DIGITS = b"0123456789"
_PLAIN = bytes.maketrans(_DIGITS, bytes(range(10)))
_DOUBLED = bytes.maketrans(_DIGITS, bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
"""From a digit's byte to the sum of the digits of twice the digit."""


def luhn_ok(digits: str) -> bool:
    """The check of ISO/IEC 7812-1 over a string of ASCII digits."""
    written = digits.encode()
    total = sum(written[-1::-2].translate(_PLAIN)) + sum(written[-2::-2].translate(_DOUBLED))
    return total % 10 == 0


def normalise_uscc(value: object) -> str:
    """Capitals, half width, without blanks and hyphens."""
    return _plain_digits(value).upper()


def check_uscc(code: str) -> tuple[Problem, ...]:
    """Length, alphabet, check digit; last, as a warning only, the embedded organisation code."""
    if len(code) != 18:
        return (Problem.USCC_LENGTH,)
    if not set(code) <= set(_USCC_ALPHABET):
        return (Problem.USCC_CHARACTER,)
    values = [_USCC_ALPHABET.index(char) for char in code[:17]]
    total = sum(value * weight for value, weight in zip(values, _USCC_WEIGHTS, strict=True))
    if code[17] != _USCC_ALPHABET[-total % 31]:
        return (Problem.USCC_CHECK_DIGIT,)
    return () if _organisation_ok(code[8:17]) else (Problem.USCC_ORGANISATION,)


def _organisation_ok(code: str) -> bool:
    values = [_ORGANISATION_ALPHABET.index(char) for char in code[:8]]
    total = sum(v * weight for v, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return code[8] == "0123456789X0"[11 - total % 11]


def normalise_postcode(value: object) -> str:
    """Six digits where there were six; blanks and `.0` out."""
    return _plain_digits(value)


def check_postcode(code: str) -> Problem | None:
    """Six digits; else a warning."""
    return None if re.fullmatch(r"[0-9]{6}", code) else Problem.POSTCODE


def _plain_digits(value: object) -> str:
    if isinstance(value, str) and value.isascii() and value.isdecimal():  # as nearly all come
        return value
    plain = _SEPARATORS.sub("", half_width(text_of(value))).lstrip("'‘’`")
    return re.sub(r"^(\d+)\.0+$", r"\1", plain)
