"""The texts under which one person is found. Plain Python; `db.search` writes them, `app.cases` asks for them.

A search is a range over texts that begin alike, so there is one text per place at which somebody may begin to
type: the whole name, the name from its second character on, the same for its syllables and initials; numbers
forwards and backwards. Source: data design §2, design D.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from db.readings import plain_name, readings
from db.values import clean_text, half_width, normalise_phone

__all__ = [
    "ADDRESS_REST",
    "BREAK",
    "FORM",
    "SYLLABLE_BEGINS",
    "UNREAD",
    "Kind",
    "Known",
    "Owner",
    "Searchable",
    "address_runs",
    "parts_of",
    "plain_text",
    "upper_bound",
    "words_of",
]

FORM = 1
"""How the texts are made; one more whenever they are made otherwise, and every file is searched anew."""
ADDRESS_REST = 12
"""So many characters after a run of an address stand in its token."""

_FIELDS, _VALUES = "\n", "|"
SYLLABLE_BEGINS = (_FIELDS, _VALUES, " ")
"""Before each syllable of a reading one of these stands in `Known.written`."""
BREAK = r"[^0-9A-Za-z\u3400-\u9fff]"
"""A pattern of what stands between the parts of a number."""
UNREAD = "?"
"""What stands for a character without a reading in `Known.written`."""
_BREAKS = re.compile(f"{BREAK}+")
_LAST_DIGITS = re.compile(r"[0-9]+$")
_YEAR_AND_RUNNING = re.compile(r"(?=((?:19|20)[0-9]{2}([0-9]{3,}))$)")
"""Wherever in the last digits a year may stand: the national system writes the county before it."""
_RUN = re.compile(r"[^\W\d_]{2,}")


class Kind(StrEnum):
    """What a text is made of. `…_INSIDE` begins after the first character, or is another reading."""

    NAME = "n"
    NAME_INSIDE = "m"
    PINYIN = "p"
    PINYIN_INSIDE = "q"
    INITIALS = "i"
    """The initials, a blank, then the syllables: `zxm zhang xiao ming`."""
    INITIALS_INSIDE = "j"
    ID_HEAD = "h"
    ID_TAIL = "d"
    """Read backwards, as PHONE_TAIL."""
    PHONE_TAIL = "t"
    EMPLOYER = "e"
    ADDRESS = "a"
    """A run of an address without digits, a tab, and what follows: `新安街⇥12号`."""
    CASE_NUMBER = "c"
    EMPLOYER_PART = "w"
    """Of nobody: the end of an employer's name, a tab, the name. The short list that parts are looked up in."""
    ADDRESS_PART = "b"
    """Of nobody: the end of a run, a tab, the run."""


class Owner(NamedTuple):
    """Whose texts they are: the person, the case and its unit."""

    person_id: int
    case_id: int = 0
    unit_id: int = 0
    is_applicant: bool = False


class Searchable(NamedTuple):
    """What a person is found by, as it was typed. Number and addresses of the file for the applicant only."""

    name: str
    pinyin: str | None = None
    id_number: str | None = None
    phone: str | None = None
    employer: str | None = None
    case_number: str | None = None
    addresses: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a person is found by, plain: all texts come from it, and it is kept to take them out again."""

    name: str
    readings: tuple[tuple[str, ...], ...]
    id_number: str
    phone: str
    employer: str
    number: str
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, person: Searchable) -> "Known":
        """Normalise what was typed and read the name in every way."""
        return cls(
            plain_name(person.name),
            tuple(one.syllables for one in readings(person.name, person.pinyin)),
            _one_line(person.id_number).upper(),
            _one_line(normalise_phone(person.phone or "")),
            plain_text(person.employer),
            _one_line(person.case_number).upper(),
            tuple(dict.fromkeys(filter(None, map(plain_text, person.addresses)))),
        )

    def written(self) -> str:
        """As one text, for `read`."""
        spoken = _VALUES.join(" ".join(word or UNREAD for word in one) for one in self.readings)
        addresses = _VALUES.join(self.addresses)
        fields = (self.name, spoken, self.id_number, self.phone, self.employer, self.number)
        return _FIELDS.join((*fields, addresses))

    @classmethod
    def read(cls, text: str) -> "Known":
        """What `written` wrote."""
        name, spoken, id_number, phone, employer, number, addresses = text.split(_FIELDS)
        known = (
            tuple("" if word == UNREAD else word for word in one.split())
            for one in spoken.split(_VALUES)
            if one
        )
        places = tuple(addresses.split(_VALUES)) if addresses else ()
        return cls(name, tuple(known), id_number, phone, employer, number, places)

    def texts(self) -> Iterator[tuple[Kind, str]]:
        """Every text of the person, some more than once or empty."""
        yield from self.by_name()
        yield from self.by_sound()
        yield from self.by_rest()

    def by_name(self) -> Iterator[tuple[Kind, str]]:
        """The texts of the characters of the name."""
        yield Kind.NAME, self.name
        for at in range(1, len(self.name)):
            yield Kind.NAME_INSIDE, self.name[at:]

    def by_sound(self) -> Iterator[tuple[Kind, str]]:
        """The texts of the readings of the name."""
        for place, reading in enumerate(self.readings):
            yield from _spoken(reading, is_first=place == 0)

    def by_rest(self) -> Iterator[tuple[Kind, str]]:
        """The texts of numbers, employer and addresses."""
        yield Kind.ID_HEAD, self.id_number
        yield Kind.ID_TAIL, self.id_number[::-1]
        yield Kind.PHONE_TAIL, self.phone[::-1]
        yield Kind.EMPLOYER, self.employer
        for address in self.addresses:
            for run, rest in address_runs(address):
                yield Kind.ADDRESS, f"{run}\t{rest[:ADDRESS_REST]}"
        yield from self.by_number()

    def by_number(self) -> Iterator[tuple[Kind, str]]:
        """The texts of the number of the file."""
        return _numbered(self.number)

    def tokens(self) -> set[tuple[Kind, str]]:
        """Every text of the person, once."""
        return {one for one in self.texts() if one[1]}


def words_of(people: Collection[Known]) -> set[tuple[Kind, str]]:
    """The words that belong to nobody and lead to the employers and the addresses of these people."""
    employers = {one.employer for one in people}
    runs = {
        run
        for address in {address for one in people for address in one.addresses}
        for run, _ in address_runs(address)
    }
    return {
        (kind, f"{part}\t{whole}")
        for kind, wholes in ((Kind.EMPLOYER_PART, employers), (Kind.ADDRESS_PART, runs))
        for whole in wholes
        for part in parts_of(whole)
    }


@lru_cache(maxsize=4096)
def plain_text(text: str | None) -> str:
    """An employer or address as it is compared: blanks out, half width, small letters."""
    return "".join(half_width(clean_text(text or "")).replace(_VALUES, " ").split()).lower()


def address_runs(address: str) -> Iterator[tuple[str, str]]:
    """The runs of at least two characters without digits, each with what follows it."""
    for found in _RUN.finditer(address):
        yield found.group(), address[found.end() :]


def parts_of(text: str) -> Iterator[str]:
    """A text from each of its characters on, but the last alone."""
    return (text[at:] for at in range(max(1, len(text) - 1)) if text)


def upper_bound(prefix: str) -> str:
    """The end of the range of all texts that begin with `prefix`."""
    return prefix + "\U0010ffff"


def _one_line(text: str | None) -> str:
    if not text or (text.isascii() and text.isalnum()):  # the way of nearly all numbers
        return text or ""
    return " ".join(clean_text(text).replace(_VALUES, " ").split())


def _spoken(reading: tuple[str, ...], *, is_first: bool) -> Iterator[tuple[Kind, str]]:
    words = [word for word in reading if word]
    for at in range(len(words)):
        rest = words[at:]
        begins = is_first and at == 0
        initials = "".join([word[0] for word in rest])
        yield (Kind.PINYIN if begins else Kind.PINYIN_INSIDE), "".join(rest)
        yield (
            (Kind.INITIALS if begins else Kind.INITIALS_INSIDE),
            f"{initials} {' '.join(rest)}",
        )


def _numbered(number: str) -> Iterator[tuple[Kind, str]]:
    """A 编号 from each of its parts on, and its running number with and without leading noughts: of
    `QH202600063` people say 00063 or 63."""
    if not number:
        return
    parts = _BREAKS.split(number)
    for at in range(len(parts)):
        yield Kind.CASE_NUMBER, "".join(parts[at:])
    last = _LAST_DIGITS.search(number)
    ends = [last[0]] if last else []
    for found in _YEAR_AND_RUNNING.finditer(number):
        ends += found.groups()
    for end in ends:
        yield Kind.CASE_NUMBER, end
        yield Kind.CASE_NUMBER, end.lstrip("0")
