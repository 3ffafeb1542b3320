"""What a typed word may mean: part of a name, pinyin, initials, the end of a number, an employer.

Each meaning becomes a probe: a range of search tokens and, where the range is too generous, an exact
filter. A lone x is pinyin, not a check digit; dots in names and blanks do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.office.access import IdReach
from db.readings import plain_name, syllable_beginnings, syllable_table, without_tones
from db.search import Kind, plain_employer
from db.values import half_width

__all__ = ["Probe", "probes", "words"]

_MOST_SPLITS = 24
_SHORTEST_TAIL = 3
_SHORTEST_HEAD = 6
_ID_LIKE = re.compile(r"[0-9]+X?")
_CASE_LIKE = re.compile(r"[A-Z0-9\u4e00-\u9fff]*[0-9][A-Z0-9\u4e00-\u9fff]*")
_PUNCTUATION = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_MOST_WORDS = 6
_LONGEST = 64

Keeps = Callable[[str], bool]


@dataclass(frozen=True)
class Probe:
    """One meaning of a word. `kind` None: the beginning of an ID number, read from the people themselves.

    `matched` is what a hit says it was found by; `keeps` is the exact filter over a token. An employer is
    found by any part of its name, everything else by the beginning of a token.
    """

    kind: Kind | None
    prefix: str
    matched: str
    keeps: Keeps | None = None

    def fits(self, kind: str, token: str) -> bool:
        """Whether this token of a person is meant."""
        if self.kind is None:
            return kind == Kind.ID_TAIL and token[::-1].startswith(self.prefix)
        if kind != self.kind:
            return False
        if kind == Kind.EMPLOYER:
            return self.prefix in token
        return token.startswith(self.prefix) and (self.keeps is None or self.keeps(token))


def words(text: str) -> tuple[str, ...]:
    """The words of a typed text, at most six; a number written in groups is one word."""
    digits = _PUNCTUATION.sub("", half_width(text)).upper()
    if _ID_LIKE.fullmatch(digits):
        return (digits[:_LONGEST],)
    return tuple(word[:_LONGEST] for word in text.split()[:_MOST_WORDS])


def probes(word: str, reach: IdReach, *, full_phones: bool) -> tuple[Probe, ...]:
    """Every meaning of a word for somebody who may search that much of ID numbers and phones."""
    return tuple(probe for probe in _all(word, reach, full_phones) if probe.prefix)


def _all(word: str, reach: IdReach, full_phones: bool) -> Iterator[Probe]:
    name = plain_name(half_width(word))
    latin = without_tones(name)
    letters = re.sub(r"[^a-z]", "", latin)
    plain = _PUNCTUATION.sub("", half_width(word)).upper()
    if name:
        yield Probe(Kind.NAME, name, "姓名")
    if letters and latin.isascii() and not any(char.isdigit() for char in latin):
        yield Probe(Kind.PINYIN, letters, "姓名拼音")
        yield from _mixed(letters)
    yield from _numbers(plain, reach, full_phones)
    if _CASE_LIKE.fullmatch(plain) and len(plain) >= 2:
        yield Probe(Kind.CASE_NUMBER, plain, "档案号")
    if not latin.isascii() or len(letters) >= _SHORTEST_TAIL:
        yield Probe(Kind.EMPLOYER, plain_employer(word), "工作单位")


def _numbers(plain: str, reach: IdReach, full_phones: bool) -> Iterator[Probe]:
    if not _ID_LIKE.fullmatch(plain):
        return
    size = len(plain)
    if size >= _SHORTEST_TAIL and reach.admits(tail=size):
        matched = "身份证号" if size >= 15 else "身份证尾号"
        yield Probe(Kind.ID_TAIL, plain[::-1], matched)
    if _SHORTEST_HEAD <= size < 18 and reach.admits(head=size) and plain.isdigit():
        yield Probe(None, plain, "身份证号开头")
    if size >= _SHORTEST_TAIL and plain.isdigit() and (full_phones or size <= 4):
        matched = "手机号码" if size >= 11 else "手机尾号"
        yield Probe(Kind.PHONE_TAIL, plain[::-1], matched)


def _mixed(letters: str) -> Iterator[Probe]:
    """Initials, and initials mixed with syllables or their beginnings: zxm, zhangxm, zxiaom."""
    if all(letter in syllable_beginnings() for letter in letters):
        yield Probe(Kind.INITIALS, letters, "姓名首字母")
    by_initials: dict[str, list[tuple[str, ...]]] = {}
    for split in _splits(letters):
        by_initials.setdefault("".join(part[0] for part in split), []).append(split)
    for initials, splits in by_initials.items():
        if 1 < len(initials) < len(letters):
            yield Probe(Kind.INITIALS, initials, "姓名拼音", _fits(tuple(splits)))


def _fits(splits: tuple[tuple[str, ...], ...]) -> Keeps:
    def keeps(token: str) -> bool:
        syllables = token.split(" ")[1:]
        return any(
            len(split) <= len(syllables)
            and all(one.startswith(part) for one, part in zip(syllables, split, strict=False))
            for split in splits
        )

    return keeps


def _splits(letters: str) -> Iterator[tuple[str, ...]]:
    """Ways to read the letters as syllables and beginnings of syllables, the longest parts first."""
    found = 0
    todo: list[tuple[tuple[str, ...], str]] = [((), letters)]
    while todo and found < _MOST_SPLITS:
        parts, rest = todo.pop()
        if not rest:
            found += 1
            yield parts
            continue
        # Only a whole syllable or a single letter stands before other letters; the last may be cut.
        for size in range(1, min(6, len(rest)) + 1):
            part = rest[:size]
            may_be_cut = size == 1 or size == len(rest)
            if part in (syllable_beginnings() if may_be_cut else syllable_table()):
                todo.append(((*parts, part), rest[size:]))
