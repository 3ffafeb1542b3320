"""Resident ID numbers (GB 11643-1999): clean, check, and read birth and sex.

What is refused and what is only a warning follows `contracts/import.md`: the libraries refuse real
people (late registrations, abolished counties), so the region is never a reason to refuse.
"""

import re
from datetime import date
from operator import mul
from typing import NamedTuple

from db.values.problems import Problem
from db.values.regions import region_name
from db.values.text import clean_text, half_width

_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_OF_ZEROS = ord("0") * sum(_WEIGHTS)
"""What the weighted sum of the bytes of digits holds more than that of the digits."""
_CHECK_DIGITS = "10X98765432"
_WITHOUT_MARKS = str.maketrans("", "", "'‘’`-‐‑–—")
_NUMBER = re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]")
_EXPONENT = re.compile(r"\d(\.\d+)?E\+?\d+")
_OLD_LENGTH = 15
_LENGTH = 18
_OLDEST = 120


class IdCheck(NamedTuple):
    """What a number says. `number18` is the number to store, also where it has errors."""

    number18: str
    upgraded: bool
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    birth: date | None
    sex: str | None
    """男, 女, or None while the number is not to be trusted."""

    @property
    def is_good(self) -> bool:
        """No hard error; warnings may stand."""
        return not self.errors


def normalise_id(text: str) -> str:
    """Apostrophes, hyphens, blanks and invisible characters out, full-width to ASCII, x to X."""
    if text.isascii() and text.isalnum():  # the way of nearly all numbers
        return text.upper()
    plain = half_width(clean_text(text)).translate(_WITHOUT_MARKS)
    return "".join(plain.split()).upper()


def id_check_digit(first17: str) -> str:
    """The 18th character for 17 ASCII digits (ISO 7064 MOD 11-2)."""
    return _CHECK_DIGITS[(sum(map(mul, first17.encode(), _WEIGHTS)) - _OF_ZEROS) % 11]


def check_id(value: object, today: date) -> IdCheck:
    """Check one number as typed or as a cell gave it; never raises.

    A number cell is an error: a workbook keeps 15 digits, so the last ones are lost.
    """
    if not isinstance(value, str):
        return _refused("", Problem.ID_NUMBER_CELL)
    number = normalise_id(value)
    if not _NUMBER.fullmatch(number):
        return _refused(number, _misshapen(number))
    upgraded = len(number) == _OLD_LENGTH
    if upgraded:
        number = upgrade_id(number)
    elif number[-1] != id_check_digit(number[:17]):
        return _refused(number, Problem.ID_CHECK_DIGIT)
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return _refused(number, Problem.ID_BIRTH_DATE)
    if birth > today:
        return _refused(number, Problem.ID_FUTURE)
    sex = "男" if int(number[16]) % 2 else "女"
    return IdCheck(number, upgraded, (), _warnings(number, upgraded, birth, today), birth, sex)


def upgrade_id(number15: str) -> str:
    """The 18-digit form of a number of the first generation: 19 before the year, check digit after."""
    first17 = number15[:6] + "19" + number15[6:]
    return first17 + id_check_digit(first17)


def age_on(birth: date, day: date) -> int:
    """Full years on that day; a birthday counts on the day itself."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _refused(number: str, problem: Problem) -> IdCheck:
    return IdCheck(number, False, (problem,), (), None, None)


def _misshapen(number: str) -> Problem:
    if _EXPONENT.fullmatch(number):
        return Problem.ID_NUMBER_CELL
    return Problem.ID_CHARACTER if len(number) in (_OLD_LENGTH, _LENGTH) else Problem.ID_LENGTH


def _warnings(number: str, upgraded: bool, birth: date, today: date) -> tuple[Problem, ...]:
    found = []
    if upgraded:
        found.append(Problem.ID_UPGRADED)
    if number.startswith(("81", "82", "83", "9")):
        found.append(Problem.ID_FOREIGN)
    elif region_name(number) is None:
        found.append(Problem.ID_REGION)
    if age_on(birth, today) > _OLDEST:
        found.append(Problem.ID_OVER_120)
    return tuple(found)
