"""Kinds that people write in words: lines, pages, names, ways to reach somebody."""

import re
from dataclasses import dataclass
from datetime import date

from app.errors import UserError
from app.fields.kinds.ground import Kind, Mask
from db.values import check_uscc, clean_name, clean_text, half_width, normalise_uscc, text_of

_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])(?=(?:[A-Z]*[0-9]){8})[0-9A-Z]{14,20}(?![0-9A-Z])")
"""What is meant for a 统一社会信用代码 in a text: about so many letters and digits, eight of them digits."""


@dataclass(frozen=True)
class Text(Kind):
    """One line. Longer than `most` characters is refused."""

    most: int = 200

    def parse(self, value: object, today: date) -> str | None:
        """Clean text without line ends."""
        return _short_enough(text_of(value), self.most)


@dataclass(frozen=True)
class Employer(Text):
    """Where somebody works. The organisation's code may stand behind the name, and is checked there."""

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """A code that cannot be right, by its length, letters or check digits."""
        codes = _CREDIT_CODE.findall(half_width(value or "").upper())
        problems = (problem for code in codes for problem in check_uscc(normalise_uscc(code)))
        return tuple(dict.fromkeys(problem.sentence for problem in problems))


@dataclass(frozen=True)
class LongText(Kind):
    """Several lines; line ends are kept."""

    most: int = 4000

    def parse(self, value: object, today: date) -> str | None:
        """Clean text with line ends."""
        text = clean_text("" if value is None else str(value), lines=True)
        return _short_enough(text, self.most)


@dataclass(frozen=True)
class PersonName(Kind):
    """A person's name. It may hold any character; only a digit in it is odd."""

    mask: Mask = Mask.NAME
    most: int = 100

    def parse(self, value: object, today: date) -> str | None:
        """Without blanks inside a Chinese name."""
        return _short_enough(clean_name(text_of(value)), self.most)

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """A digit in a name is mostly a slip."""
        if value and any(char.isdigit() for char in value):
            return ("姓名中有数字，请核对。",)
        return ()


@dataclass(frozen=True)
class Contact(Kind):
    """Another way to reach somebody: a landline, a neighbour, a name with a number."""

    mask: Mask = Mask.PHONE

    def parse(self, value: object, today: date) -> str | None:
        """Text as written."""
        return _short_enough(text_of(value), 100)


def _short_enough(text: str, most: int) -> str | None:
    if len(text) > most:
        raise UserError(f"最多 {most} 个字，请缩短。")
    return text or None
