"""Amounts in integer fen and areas in hundredths of a square metre: read, rounded once, shown.

Nothing here is a float. `round_half_up` is the one place where a quotient is rounded.
"""

import re

_DIGITS = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,2})?")


def read_hundredths(text: str) -> int | None:
    """The hundredths in a string of ASCII digits with at most two decimals; None if it is not one.

    "800" and "800.0" give 80000. A sign, a group separator or a bare point is not a number here.
    More than 30 digits are refused: no amount needs them, and longer ones cost time.
    """
    if not _DIGITS.fullmatch(text):
        return None
    whole, _, decimals = text.partition(".")
    return int(whole) * 100 + int(decimals.ljust(2, "0"))


def round_half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded half up on its magnitude, the sign put back; `denominator` is above zero."""
    magnitude = (abs(numerator) * 2 + denominator) // (denominator * 2)
    return -magnitude if numerator < 0 else magnitude


def plain(fen: int) -> str:
    """Yuan with two places and no separators, as results carry it: -5556 gives "-55.56"."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped(fen: int) -> str:
    """Yuan with two places and thousands separated, as people read it: 2800000 gives "28,000.00"."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def exact(value: int, places: int) -> str:
    """`value` / 10^`places` with thousands separated and at least two decimals, never rounded."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole:,}.{decimals}"


def times(tenths: int) -> str:
    """A multiple held in tenths, as people read it: 15 gives "1.5", 20 gives "2"."""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def square_metres(hundredths: int) -> str:
    """An area for people, without needless zeros: 3600 gives "36", 1250 gives "12.5"."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
