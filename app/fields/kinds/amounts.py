"""Kinds that are measured or counted: money, days, months, numbers, areas."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.errors import UserError
from app.fields.codes import codes
from app.fields.kinds.choices import warnings_of
from app.fields.kinds.ground import Kind
from db.values import (
    Problem,
    clean_text,
    format_day,
    format_money,
    half_width,
    parse_day,
    parse_money,
    parse_month,
    text_of,
)


@dataclass(frozen=True)
class Money(Kind):
    """Yuan on the screen, integer fen in the file; never negative."""

    def parse(self, value: object, today: date) -> int | None:
        """Fen."""
        fen = parse_money(value)
        if isinstance(fen, Problem):
            raise UserError(fen.sentence)
        return fen

    def format(self, value: int | None) -> str:
        """1,234.50"""
        return "" if value is None else format_money(value)


@dataclass(frozen=True)
class Day(Kind):
    """A date. `is_past` refuses a day after today."""

    is_past: bool = False

    def parse(self, value: object, today: date) -> date | None:
        """A date."""
        day = parse_day(value)
        if isinstance(day, Problem):
            raise UserError(day.sentence)
        if day is not None and self.is_past and day > today:
            raise UserError("日期晚于今天，请核对。")
        return day

    def format(self, value: date | None) -> str:
        """2019-07-01"""
        return "" if value is None else format_day(value)


@dataclass(frozen=True)
class Month(Kind):
    """A month as "2019-07"."""

    def parse(self, value: object, today: date) -> str | None:
        """A month."""
        month = parse_month(value)
        if isinstance(month, Problem):
            raise UserError(month.sentence)
        return month


@dataclass(frozen=True)
class Count(Kind):
    """A whole number between `least` and `most`."""

    least: int = 0
    most: int = 100_000

    def parse(self, value: object, today: date) -> int | None:
        """An int; a unit such as 人 or 年 behind it is dropped."""
        text = half_width(text_of(value)).removesuffix(".0")
        digits = re.fullmatch(r"([0-9]{1,9})\s*[人口年岁个月票张份]*", text)
        if not text:
            return None
        if digits is None or not self.least <= int(digits[1]) <= self.most:
            raise UserError(f"请填写 {self.least} 至 {self.most} 之间的整数。")
        return int(digits[1])


@dataclass(frozen=True)
class Area(Kind):
    """Square metres on the screen, integer hundredths in the file."""

    def parse(self, value: object, today: date) -> int | None:
        """Hundredths of a square metre."""
        text = text_of(value)
        area = read_area(text)
        if text and area is None:
            raise UserError("建筑面积请填写数字，单位为平方米，最多两位小数，例如 61.5。")
        return area

    def format(self, value: int | None) -> str:
        """61.5"""
        return "" if value is None else _without_zeros(value)


@dataclass(frozen=True)
class AreaAsFiled(Kind):
    """Floor area as the form has it: a number of square metres, or a band of the older sheet."""

    list_key: str = "floor_area_band"

    def parse(self, value: object, today: date) -> str | None:
        """The number without unit, the label of a band, else the text as filed."""
        text = text_of(value)
        if not text:
            return None
        area = read_area(text)
        return codes(self.list_key).canonical(text) if area is None else _without_zeros(area)

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """Neither a number nor a band."""
        if not value or read_area(value) is not None:
            return ()
        return warnings_of(self.list_key, value)


_AREA_UNITS = re.compile(r"(平方米|平米|㎡|m2|m²|平方)$")


def read_area(text: str) -> int | None:
    """Hundredths of a square metre from 61, 61.5 or 61.5平方米; None for anything else."""
    plain = _AREA_UNITS.sub("", half_width(clean_text(text)).casefold()).strip()
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", plain):
        return None
    exact = Decimal(plain) * 100
    return int(exact) if exact == exact.to_integral_value() else None


def _without_zeros(centi: int) -> str:
    whole, part = divmod(centi, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")
