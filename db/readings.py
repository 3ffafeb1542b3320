"""How a name is read: syllables for the search, and the spelling with tones that is shown beside it.

Every reading of every character counts, so that a person is found under any of them; a table of
surnames says which reading comes first. What a clerk has typed goes before all tables. A character that
no table knows has no reading: its name is found by its characters until somebody types the pinyin.
"""

import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import product

from db.values import clean_text

Syllables = tuple[str, ...]

_MOST_READINGS = 24
"""Combined readings that are kept for one name; the rarest combinations are left out."""
_DOTS = "·•・‧∙⋅●．.｡。"
_DIAERESIS = "\u0308"
_WORDS = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Reading:
    """One way to read a name, a syllable per character ("" where none is known)."""

    syllables: Syllables
    is_first: bool


@lru_cache(maxsize=4096)
def plain_name(text: str) -> str:
    """A name as it is compared: known private characters made public, dots and blanks out, small letters."""
    return "".join(
        char for char in clean_text(text) if char not in _DOTS and not char.isspace()
    ).lower()


@lru_cache(maxsize=4096)
def without_tones(text: str) -> str:
    """Small ASCII letters: tones off, ü as v."""
    marked = unicodedata.normalize("NFD", text.lower()).replace(f"u{_DIAERESIS}", "v")
    plain = "".join(char for char in marked if not unicodedata.combining(char))
    return plain.replace("u:", "v")


def readings(name: str, typed: str | None = None) -> tuple[Reading, ...]:
    """Every reading of a name, the likeliest first; `typed` is what a clerk wrote, one word per syllable."""
    plain = plain_name(name)
    own = tuple(_WORDS.findall(without_tones(typed or "")))
    found = dict.fromkeys([own] if own else [])
    if plain:
        found |= dict.fromkeys(_combined(plain))
    kept = [syllables for syllables in found if any(syllables)]
    return tuple(Reading(syllables, at == 0) for at, syllables in enumerate(kept))


def first_reading(name: str, typed: str | None = None) -> Syllables:
    """The likeliest of `readings`, told without the others; () where there is none."""
    own = tuple(_WORDS.findall(without_tones(typed or "")))
    usual = own or _usual(plain_name(name))
    return usual if any(usual) else ()


def spoken(name: str, typed: str | None = None) -> str:
    """The name's pinyin with tones, to be shown; empty where no character of it has a reading.

    What a clerk has typed is shown as it was typed.
    """
    if typed and typed.strip():
        return typed.strip()
    plain = plain_name(name)
    words = [*_surname(plain)]
    words += [_toned(char) for char in plain[len(words) :]]
    return " ".join(word for word in words if word)


def has_unread(name: str) -> bool:
    """Whether a character of the name has no reading: the form then asks for the pinyin."""
    return any(not _of_character(char) for char in plain_name(name))


@cache
def syllable_table() -> frozenset[str]:
    """All syllables without tones, and all their beginnings are what a search may consist of."""
    text = resources.files("resources.readings").joinpath("syllables.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def syllable_beginnings() -> frozenset[str]:
    """Every beginning of every syllable."""
    return frozenset(word[:n] for word in syllable_table() for n in range(1, len(word) + 1))


def _combined(plain: str) -> Iterator[Syllables]:
    """The usual reading, then all combinations."""
    base = _usual(plain)
    yield base
    choices = [_of_character(char) or ("",) for char in plain]
    size = 1
    for choice in choices:
        size *= len(choice)
    if size <= _MOST_READINGS:
        yield from product(*choices)
        return
    # Too many together: each other reading once, the rest as usual.
    for at, choice in enumerate(choices):
        for syllable in choice:
            yield (*base[:at], syllable, *base[at + 1 :])


def _usual(plain: str) -> Syllables:
    """The surname as the table reads it with the first readings of the rest."""
    surname = tuple(without_tones(word) for word in _surname(plain))
    rest = (_of_character(char) for char in plain[len(surname) :])
    return surname + tuple(known[0] if known else "" for known in rest)


def _surname(plain: str) -> tuple[str, ...]:
    """The surname's toned readings by the table; () where the table says nothing."""
    table = _surnames()
    for length in (2, 1):
        if len(plain) >= length and (found := table.get(plain[:length])):
            return tuple(found.split())
    return ()


@cache
def _surnames() -> dict[str, str]:
    text = resources.files("resources.readings").joinpath("surnames.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return {**table["single"], **table["compound"]}


@lru_cache(maxsize=16384)
def _of_character(char: str) -> Syllables:
    """All readings of one character without tones; a Latin letter reads as itself; () if unknown."""
    if char.isascii():
        return (char,) if char.isalnum() else ()
    found = [without_tones(word) for word in _dictionary(char)]
    spelt = [word for word in dict.fromkeys(found) if word in syllable_table()]
    also = [word.replace("v", "yu") for word in spelt if "v" in word]
    return tuple(dict.fromkeys([*spelt, *also]))


@lru_cache(maxsize=16384)
def _toned(char: str) -> str:
    if char.isascii():
        return char
    words = _dictionary(char)
    return words[0] if words else ""


def _dictionary(char: str) -> list[str]:
    # Phrases are of no use for names and cost a quarter of a second (data design §2).
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    words: list[str] = pinyin(char, style=Style.TONE, heteronym=True)[0]
    return [word for word in words if word != char]
