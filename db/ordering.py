"""The two orders of names: by pinyin, and by the strokes of the surname (按姓氏笔画).

Keys are text that sorts as it stands. By pinyin: syllable, tone, then strokes. By strokes: the count of each
character, then its strokes as 横竖撇点折, character after character; a given name of one character stands
before longer ones. Where the order of strokes is not known the code point decides. Source: data design §3.
"""

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from db.readings import plain_name, spoken, without_tones

__all__ = ["pinyin_key", "stroke_count", "stroke_key"]

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_LAST = "~"
"""Stands after all digits and letters."""
_ZERO = ord("0")


def pinyin_key(name: str, typed: str | None = None) -> str:
    """Where a name stands by its first reading; a name without any stands at the end, by strokes."""
    words = [_syllable(word) for word in spoken(name, typed).split()]
    return f"{' '.join(words) or _LAST}\t{stroke_key(name)}"


@lru_cache(maxsize=4096)
def stroke_key(name: str) -> str:
    """Where a name stands by strokes."""
    plain = plain_name(name)
    slots = [_character(char) for char in plain]
    if len(slots) == 2:
        slots.insert(1, "")
    return " ".join(slots)


def stroke_count(char: str) -> int:
    """How many strokes a character has; 0 where the table does not know it."""
    return _counts().get(ord(char), 0)


@lru_cache(maxsize=4096)
def _syllable(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "5")
    return without_tones(word) + tone


@lru_cache(maxsize=16384)
def _character(char: str) -> str:
    if char.isascii():
        return f"00{char}"
    order = _orders().get(char)
    return f"{stroke_count(char):02}{order or f'{_LAST}{ord(char):05x}'}"


@cache
def _counts() -> dict[int, int]:
    text = resources.files("resources.readings").joinpath("strokes.txt").read_text("utf-8")
    counts: dict[int, int] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            first, signs = line.split(" ", 1)
            start = int(first, 16)
            counts.update((start + at, ord(sign) - _ZERO) for at, sign in enumerate(signs))
    return counts


@cache
def _orders() -> dict[str, str]:
    text = resources.files("resources.readings").joinpath("strokes.toml").read_text("utf-8")
    orders: dict[str, str] = tomllib.loads(text)["order"]
    return orders
