"""Money is integer fen. Reading what people and workbooks write, and writing it back."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from db.values.problems import Problem
from db.values.text import clean_text, plain_signs

_MOST = 10**13
"""A hundred thousand million yuan, in fen: above it the unit was surely wrong."""

_NOTHING = frozenset({"无", "空", "没有", "-", "--", "—", "——", "–", "/"})
_OTHER_DIGIT = re.compile("[¹²³⁰-₉⅐-⅟①-⓿❶-➓]")
"""Raised, circled and broken numbers: their plain twins would run into the digits beside them."""
_AMOUNT = re.compile(r"(?P<sign>-?)[¥￥]?(?P<number>\d+|\d{1,3}(?:,\d{3})+)(?P<part>\.\d*)?")
_UNITS = (("万元整", 10_000), ("万元", 10_000), ("万", 10_000), ("元整", 1), ("元", 1))


def parse_money(value: object) -> int | None | Problem:
    """Fen, None for an empty value, or what is wrong with it.

    Reads numbers, 1,234.50, 1234.5元, 1.2万元, full-width digits; 无, 空, — and - are 0. A number with
    more than two decimals (a computed cell) is rounded half up; written out, it is a problem.
    """
    if value is None or isinstance(value, bool):
        return None if value is None else Problem.MONEY_UNREADABLE
    if isinstance(value, int | float | Decimal):
        return _from_number(value)
    return _from_text(str(value))


def _from_number(value: int | float | Decimal) -> int | Problem:
    if not math.isfinite(value):
        return Problem.MONEY_UNREADABLE
    if value == (whole := int(value)) and 0 <= whole <= _MOST // 100:
        return whole * 100
    return _fen(Decimal(str(value)) * 100)


def _from_text(text: str) -> int | None | Problem:
    written = clean_text(text)
    if not written:
        return None
    if written in _NOTHING:
        return 0
    if _OTHER_DIGIT.search(written):
        return Problem.MONEY_UNREADABLE
    plain = "".join(plain_signs(written).split())
    unit = 1
    for word, factor in _UNITS:
        if plain.endswith(word):
            plain, unit = plain.removesuffix(word), factor
            break
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        return Problem.MONEY_UNREADABLE
    digits = found["sign"] + found["number"].replace(",", "") + (found["part"] or "")
    fen = Decimal(digits) * 100 * unit
    return _fen(fen) if fen == fen.to_integral_value() else Problem.MONEY_DECIMALS


def _fen(exact: Decimal) -> int | Problem:
    if abs(exact) > _MOST:
        return Problem.MONEY_TOO_LARGE
    fen = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return Problem.MONEY_NEGATIVE if fen < 0 else fen


def format_money(fen: int) -> str:
    """123450 as 1,234.50: for screens and paper."""
    return _written(fen, ",")


def format_yuan_plain(fen: int) -> str:
    """123450 as 1234.50: for JSON and typing."""
    return _written(fen, "")


def _written(fen: int, mark: str) -> str:
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:{mark}}.{rest:02d}"
