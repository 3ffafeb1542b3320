"""What a typed word may mean: part of a name, pinyin, initials, an end of a number, an employer, an address.

Each meaning becomes a probe: a range of search tokens and, where the range is too generous, an exact
filter. A lone x is pinyin, not a check digit; dots in names and blanks do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from app.office.access import IdReach
from db.readings import plain_name, syllable_beginnings, syllable_table, without_tones
from db.tokens import BREAK, SYLLABLE_BEGINS, UNREAD, Kind, Known, address_runs, plain_text
from db.values import half_width

__all__ = ["Probe", "Reach", "filter_of", "probes", "words"]

_MOST_SPLITS = 24
_TWO_LETTERS = frozenset({"zh", "ch", "sh"})
"""First letters that are one sound: zhxm is 张小明, as zxm is."""
_SHORTEST_TAIL = 3
_SHORTEST_HEAD = 6
_SHORTEST_PART = 2
"""Characters of an employer: one alone is a surname, and stands in very many."""
_FULL_ID = 15
_FULL_PHONE = 11
_ID_LIKE = re.compile(r"[0-9]+X?")
_CASE_LIKE = re.compile(r"[A-Z0-9\u4e00-\u9fff]*[0-9][A-Z0-9\u4e00-\u9fff]*")
_PUNCTUATION = re.compile(f"{BREAK}+")
_MOST_WORDS = 6
_LONGEST = 64

Keeps = Callable[[str], bool]
_SPOKEN = (Kind.PINYIN, Kind.PINYIN_INSIDE, Kind.INITIALS, Kind.INITIALS_INSIDE)
_FROM_END = (Kind.ID_TAIL, Kind.PHONE_TAIL)
_WHOLE: Mapping[Kind, Callable[[Known], str]] = {
    Kind.NAME: lambda known: known.name,
    Kind.ID_HEAD: lambda known: known.id_number,
    Kind.ID_TAIL: lambda known: known.id_number[::-1],
    Kind.PHONE_TAIL: lambda known: known.phone[::-1],
}
"""Kinds of which a person has one text only."""


@dataclass(frozen=True)
class Reach:
    """How much of what is masked an account may find people by.

    `sees_full`: whole phones and addresses; others find by what a list shows of them, never by more.
    """

    id_digits: IdReach
    sees_full: bool


@dataclass(frozen=True)
class Probe:
    """One meaning of a word. `matched` is what a hit says it was found by; `keeps` is the exact filter
    over a token. An employer or address is found by any part, everything else by its beginning.
    Probes of one `group` are asked one after the other until enough are found."""

    kind: Kind
    prefix: str
    matched: str
    keeps: Keeps | None = None
    group: str = "name"
    like: str | None = None
    """What `keeps` keeps is like this, as the file compares: letters, blanks and %."""

    def fits(self, known: Known) -> bool:
        """Whether this person is meant; not asked of pinyin."""
        if self.kind is Kind.EMPLOYER:
            return self.prefix in known.employer
        if self.kind is Kind.NAME_INSIDE:
            return self.prefix in known.name[1:]
        if self.kind is Kind.ADDRESS:
            return any(self.prefix in address for address in known.addresses)
        if self.kind is Kind.CASE_NUMBER:
            return any(self._takes(token) for _, token in known.by_number())
        return self._takes(_WHOLE[self.kind](known))

    def _takes(self, token: str) -> bool:
        return token.startswith(self.prefix) and (self.keeps is None or self.keeps(token))


def filter_of(meaning: Sequence[Probe]) -> Callable[[str], bool]:
    """What tells whether a word may mean a person, of whom `Known.written` is given.

    Most people are told apart by what stands nowhere in the text; only the others are read. Pinyin is
    compared once, not meaning by meaning.
    """
    letters = next((probe.prefix for probe in meaning if probe.kind is Kind.PINYIN), "")
    plain = [probe for probe in meaning if probe.kind not in _SPOKEN]
    may_be_meant = re.compile("|".join(_hints(plain, letters))).search

    def fits(text: str) -> bool:
        if not may_be_meant(text):
            return False
        known = Known.read(text)
        if letters and any(_sounds_so(letters, reading) for reading in known.readings):
            return True
        return any(probe.fits(known) for probe in plain)

    return fits


def _hints(plain: Sequence[Probe], letters: str) -> Iterator[str]:
    """Patterns, of which one is found in the text of everybody who is meant."""
    for probe in plain:
        if probe.kind is Kind.CASE_NUMBER:
            yield f"{BREAK}*".join(map(re.escape, probe.prefix))
        else:
            yield re.escape(probe.prefix[::-1] if probe.kind in _FROM_END else probe.prefix)
    if letters:
        yield f"[{''.join(SYLLABLE_BEGINS)}](?:{'|'.join(_begun(letters))})"


def _begun(letters: str) -> Iterator[str]:
    """Patterns of a syllable that the letters may begin with, and of the first letter of the next one."""
    yield letters
    for at in range(1, len(letters)):
        part, others = letters[:at], f" (?:{re.escape(UNREAD)} )*{letters[at]}"
        is_short = at == 1 or part in _TWO_LETTERS
        yield f"{part}[^ ]*{others}" if is_short else f"{part}{others}"


def _sounds_so(letters: str, reading: Sequence[str]) -> bool:
    """Whether somewhere in the reading syllables follow each other that the letters stand for."""
    syllables = [syllable for syllable in reading if syllable]
    return any(
        syllable[0] == letters[0] and _begins_so(letters, syllables[at:])
        for at, syllable in enumerate(syllables)
    )


def _begins_so(letters: str, syllables: Sequence[str]) -> bool:
    """Letters stand for whole syllables or what is short for them; those of the last may be cut."""
    if not syllables:
        return False
    first, *rest = syllables
    if first.startswith(letters):
        return True
    return any(
        letters.startswith(part) and _begins_so(letters[len(part) :], rest)
        for part in _stands_for(first)
    )


@lru_cache(maxsize=1024)
def _stands_for(syllable: str) -> tuple[str, ...]:
    """What is typed for a syllable before others: it whole, its first letter, or zh, ch, sh."""
    return tuple({syllable, syllable[0], *_TWO_LETTERS.intersection([syllable[:2]])})


def words(text: str) -> tuple[str, ...]:
    """The words of a typed text, at most six; a number written in groups is one word."""
    digits = _PUNCTUATION.sub("", half_width(text)).upper()
    if _ID_LIKE.fullmatch(digits):
        return (digits[:_LONGEST],)
    return tuple(word[:_LONGEST] for word in text.split()[:_MOST_WORDS])


def probes(word: str, reach: Reach) -> tuple[Probe, ...]:
    """Every meaning of a word for somebody who may search that far, the likeliest first."""
    return tuple(probe for probe in _all(word, reach) if probe.prefix)


def _all(word: str, reach: Reach) -> Iterator[Probe]:
    name = plain_name(half_width(word))
    latin = without_tones(name)
    letters = re.sub(r"[^a-z]", "", latin)
    plain = _PUNCTUATION.sub("", half_width(word)).upper()
    is_latin = latin.isascii()
    if not latin.isdigit():
        yield Probe(Kind.NAME, name, "姓名")
        yield from _spoken(letters if is_latin and latin.isalpha() else "")
        yield Probe(Kind.NAME_INSIDE, name, "姓名")
    yield from _numbers(plain, reach)
    if _CASE_LIKE.fullmatch(plain) and len(plain) >= 2:
        yield Probe(Kind.CASE_NUMBER, plain, "档案号", group="number")
    text = plain_text(word)
    if len(letters) >= _SHORTEST_TAIL or (len(text) >= _SHORTEST_PART and not is_latin):
        yield Probe(Kind.EMPLOYER, text, "工作单位", group="employer")
        if reach.sees_full and any(address_runs(text)):
            yield Probe(Kind.ADDRESS, text, "住址", group="address")


def _spoken(letters: str) -> Iterator[Probe]:
    """As pinyin: what begins so first, then what holds it further on, then other readings."""
    if not letters:
        return
    splits = _by_initials(letters)
    is_initials = all(letter in syllable_beginnings() for letter in letters)
    for pinyin, initials in (
        (Kind.PINYIN, Kind.INITIALS),
        (Kind.PINYIN_INSIDE, Kind.INITIALS_INSIDE),
    ):
        yield Probe(pinyin, letters, "姓名拼音")
        if is_initials:
            yield Probe(initials, letters, "姓名首字母")
        for first, keeps, like in splits:
            yield Probe(initials, first, "姓名拼音", keeps, like=like)


def _numbers(plain: str, reach: Reach) -> Iterator[Probe]:
    if not _ID_LIKE.fullmatch(plain):
        return
    size = len(plain)
    # Of a number that is too short for the mask a list shows nothing at all.
    id_shown = None if reach.sees_full else _at_least(_FULL_ID)
    phone_shown = None if reach.sees_full else _at_least(_FULL_PHONE)
    if size >= _SHORTEST_TAIL and reach.id_digits.admits(tail=size):
        matched = "身份证号" if size >= _FULL_ID else "身份证尾号"
        yield Probe(Kind.ID_TAIL, plain[::-1], matched, id_shown, "id")
    if _SHORTEST_HEAD <= size < 18 and reach.id_digits.admits(head=size) and plain.isdigit():
        yield Probe(Kind.ID_HEAD, plain, "身份证号开头", id_shown, "head")
    if size >= _SHORTEST_TAIL and plain.isdigit() and (reach.sees_full or size <= 4):
        matched = "手机号码" if size >= _FULL_PHONE else "手机尾号"
        yield Probe(Kind.PHONE_TAIL, plain[::-1], matched, phone_shown, "phone")


def _at_least(size: int) -> Keeps:
    return lambda token: len(token) >= size


def _by_initials(letters: str) -> list[tuple[str, Keeps, str | None]]:
    """Initials mixed with syllables or their beginnings (zhangxm, zxiaom): initials and exact filter."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for split in _splits(letters):
        # Whole syllables with a cut last one are a beginning of the joined pinyin already.
        if not _is_joined(split):
            found.setdefault("".join(part[0] for part in split), []).append(split)
    return [
        (initials, _fits(tuple(splits)), _like(initials, splits))
        for initials, splits in found.items()
        if 1 < len(initials) < len(letters)
    ]


def _like(initials: str, splits: Sequence[tuple[str, ...]]) -> str | None:
    if len(splits) > 1:
        return None
    return f"{initials}% {'% '.join(splits[0])}%"


@cache
def _before_others() -> frozenset[str]:
    return syllable_table() | _TWO_LETTERS


def _is_joined(split: tuple[str, ...]) -> bool:
    """Whether only the last part may be cut, so that the joined syllables begin with it. A letter that is
    a syllable (a, e, o) may as well be the first of a longer one."""
    return all(len(part) > 1 and part in syllable_table() for part, _ in pairwise(split))


def _fits(splits: tuple[tuple[str, ...], ...]) -> Keeps:
    def keeps(token: str) -> bool:
        syllables = token.split(" ")[1:]
        return any(
            len(split) <= len(syllables)
            and syllables[len(split) - 1].startswith(split[-1])
            and all(
                part in _stands_for(one) for one, part in zip(syllables, split[:-1], strict=False)
            )
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
        # Only a whole syllable or what is short for one stands before others; the last may be cut.
        for size in range(1, min(6, len(rest)) + 1):
            part = rest[:size]
            may_be_cut = size == 1 or size == len(rest)
            if part in (syllable_beginnings() if may_be_cut else _before_others()):
                todo.append(((*parts, part), rest[size:]))
