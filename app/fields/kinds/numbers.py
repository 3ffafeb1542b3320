"""Kinds made of digits that name something: a person, a phone, an account, a place."""

import re
from dataclasses import dataclass
from datetime import date

from app.errors import UserError
from app.fields.kinds.ground import Kind, Mask, Privacy
from app.fields.regions import codes_named
from db.values import (
    Problem,
    check_card,
    check_id,
    check_phone,
    check_postcode,
    half_width,
    normalise_card,
    normalise_phone,
    normalise_postcode,
    region_name,
    text_of,
)

_LONGEST = 32
_REGION = re.compile(r"([0-9]{6}(?:[0-9]{3}){0,2})(?:[^0-9].*)?")


@dataclass(frozen=True)
class IdNumber(Kind):
    """A resident ID number; fifteen digits are stored as eighteen."""

    mask: Mask = Mask.ID_NUMBER

    def parse(self, value: object, today: date) -> str | None:
        """The 18 characters, or the first hard error."""
        if not text_of(value):
            return None
        check = check_id(value, today)
        if check.errors:
            raise UserError(check.errors[0].sentence)
        return check.number18

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """Unknown region, other kinds of card, over 120; what `parse` refused is not seen here."""
        if not value:
            return ()
        return tuple(problem.sentence for problem in check_id(value, today).warnings)

    def warnings_as_typed(self, text: str, today: date) -> tuple[str, ...]:
        """And fifteen digits, which nobody sees any more once they are stored."""
        return self.warnings(text, today)


@dataclass(frozen=True)
class Phone(Kind):
    """A mobile number. Odd ones are kept: an old file's number must not be lost."""

    mask: Mask = Mask.PHONE

    def parse(self, value: object, today: date) -> str | None:
        """Digits only."""
        return normalise_phone(value) or None

    def format(self, value: str | None) -> str:
        """138 0772 4519, where it is a mobile number."""
        if value and check_phone(value) is None:
            return f"{value[:3]} {value[3:7]} {value[7:]}"
        return value or ""

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """Not a mobile number of the mainland."""
        problem = check_phone(value) if value else None
        return () if problem is None else (problem.sentence,)


@dataclass(frozen=True)
class BankCard(Kind):
    """A bank card or passbook number; length and check digit are warnings."""

    privacy: Privacy = Privacy.SENSITIVE
    mask: Mask = Mask.BANK_CARD

    def parse(self, value: object, today: date) -> str | None:
        """Without blanks and hyphens; a number cell has lost digits and is refused."""
        card = normalise_card(value)
        if Problem.CARD_NUMBER_CELL in check_card(card):
            raise UserError(Problem.CARD_NUMBER_CELL.sentence)
        if len(card) > _LONGEST:
            raise UserError(f"银行卡号和存折账号最多 {_LONGEST} 位，请对照核对。")
        return card or None

    def format(self, value: str | None) -> str:
        """In fours, as on the card."""
        return " ".join(re.findall(r".{1,4}", value or ""))

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """Length and Luhn."""
        return tuple(problem.sentence for problem in check_card(value)) if value else ()


@dataclass(frozen=True)
class Postcode(Kind):
    """Six digits; others are kept and warned about, as far as the column holds them."""

    privacy: Privacy = Privacy.PUBLIC

    def parse(self, value: object, today: date) -> str | None:
        """Digits without blanks; longer than six is refused."""
        code = normalise_postcode(value)
        if len(code) > 6:
            raise UserError(Problem.POSTCODE.sentence)
        return code or None

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """Not six digits."""
        problem = check_postcode(value) if value else None
        return () if problem is None else (problem.sentence,)


@dataclass(frozen=True)
class Region(Kind):
    """The administrative code of the registered residence: 6, 9 or 12 digits."""

    def parse(self, value: object, today: date) -> str | None:
        """The digits, with or without the name behind them; or those that a name means."""
        text = half_width("".join(text_of(value).split()))
        if not text:
            return None
        if found := _REGION.fullmatch(text):
            return found[1]
        named = codes_named(text)
        if len(named) > 1:
            raise UserError(f"叫“{text}”的地方不止一个，请按 F7 选择。")
        if not named:
            raise UserError(
                "行政区划应为 6 位、9 位或 12 位代码，例如 450224；也可以输入地名选择。"
            )
        return named[0]

    def format(self, value: str | None) -> str:
        """The county behind the code where a table knows it."""
        name = region_name(value) if value else None
        return f"{value} {name}" if name else value or ""

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """A county no table knows."""
        if value and region_name(value) is None:
            return ("行政区划表中没有这个代码，请核对。",)
        return ()
