"""Kinds that are chosen: from an open list, or 是 and 否."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import UserError
from app.fields.codes import Via, codes
from app.fields.kinds.ground import Kind
from db.values import clean_text, half_width, text_of


@dataclass(frozen=True)
class Choice(Kind):
    """One value of an open list, kept as filed: an old value stays, one no list knows is 待整理."""

    list_key: str = ""

    def parse(self, value: object, today: date) -> str | None:
        """The list's own writing of it, old values included; else the text as filed."""
        text = text_of(value)
        return codes(self.list_key).canonical(text) if text else None

    def warnings(self, value: str | None, today: date) -> tuple[str, ...]:
        """Not in the list, or of an older sheet."""
        return warnings_of(self.list_key, value) if value else ()


@dataclass(frozen=True)
class MultiChoice(Kind):
    """Several values of an open list, at most `most`, each once."""

    list_key: str = ""
    most: int = 99

    def parse(self, value: object, today: date) -> list[str]:
        """Labels in the order given; nothing is an empty list."""
        written = _several(value)
        labels = [codes(self.list_key).canonical(text) for text in written]
        kept = list(dict.fromkeys(labels))
        if len(kept) > self.most:
            raise UserError(f"最多选 {self.most} 项，请去掉多余的。")
        return kept

    def format(self, value: Sequence[str] | None) -> str:
        """Joined by 、"""
        return "、".join(value or ())

    def warnings(self, value: Sequence[str] | None, today: date) -> tuple[str, ...]:
        """As for one choice."""
        found = (line for label in value or () for line in warnings_of(self.list_key, label))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class YesNo(Kind):
    """是 or 否."""

    def parse(self, value: object, today: date) -> bool | None:
        """True, False, or None for nothing."""
        if isinstance(value, bool):
            return value
        text = half_width(text_of(value)).casefold()
        if not text:
            return None
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise UserError("请填写“是”或“否”。")

    def format(self, value: bool | None) -> str:
        """是 or 否"""
        return "" if value is None else ("是" if value else "否")


_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓", "对"})
_NO = frozenset({"否", "无", "没有", "不是", "n", "no", "false", "0", "×", "✗"})


def _several(value: object) -> list[str]:
    if isinstance(value, str):
        written = re.split(r"[、,，;；\n]+", value)
    elif isinstance(value, list | tuple):
        written = [text_of(item) for item in value]
    else:
        written = [text_of(value)]
    return [text for text in (clean_text(part) for part in written) if text]


def warnings_of(list_key: str, value: str) -> tuple[str, ...]:
    """What is to be said about a stored value of an open list: unknown, or of an older sheet."""
    match = codes(list_key).match(value)
    if match.via in (Via.UNKNOWN, Via.OTHERWISE):
        return ("这个值不在代码表中，已按原文保留，请选择对应的值。",)
    if match.via is Via.SUCCESSOR:
        return (f"这是旧表的值，现在对应“{match.label}”。",)
    if match.via is Via.HISTORICAL:
        return ("这是旧表的值，没有唯一对应的新值，请重新选择。",)
    return ()
