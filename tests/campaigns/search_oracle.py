"""Who is meant by a typed text, said as plainly as possible: everybody is asked in turn, no token, no index.

Only the readings of characters and the plain forms of texts are those of the program; they are data.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from db.readings import plain_name, readings, without_tones
from db.tokens import plain_text
from db.values import half_width, normalise_phone

_MOST_WORDS = 6
_NO_WORD = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")


@dataclass(frozen=True)
class Someone:
    """What a person is found by, as it was filed. `number` and `addresses` are the applicant's only."""

    person_id: int
    unit_id: int
    name: str
    pinyin: str = ""
    id_number: str = ""
    phone: str = ""
    employer: str = ""
    number: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """Who looks: the units that are read, and whether whole numbers and addresses are shown."""

    units: frozenset[int]
    sees_full: bool


def meant(text: str, people: Sequence[Someone], view: View) -> set[int]:
    """The ids of everybody whom every word of the text means."""
    typed = _words(text)
    return {
        one.person_id
        for one in people
        if typed and one.unit_id in view.units and all(_means(word, one, view) for word in typed)
    }


def _words(text: str) -> Sequence[str]:
    """Blanks part words, of which the first are asked; a number may be written in groups."""
    number = _plain_number(text)
    if re.fullmatch(r"[0-9]+X?", number):
        return (number,)
    return text.split()[:_MOST_WORDS]


def _means(word: str, one: Someone, view: View) -> bool:
    return (
        _by_name(word, one)
        or _by_sound(word, one)
        or _by_id(word, one, view)
        or _by_phone(word, one, view)
        or _by_case(word, one)
        or _by_place(word, one, view)
    )


def _by_name(word: str, one: Someone) -> bool:
    """Any part of the name; digits are no name."""
    part = plain_name(half_width(word))
    return bool(part) and not part.isdigit() and part in plain_name(one.name)


def _by_sound(word: str, one: Someone) -> bool:
    """Syllables or first letters of any reading, one after the other from any character on."""
    letters = without_tones(plain_name(half_width(word)))
    if not (letters.isascii() and letters.isalpha()):
        return False
    for reading in readings(one.name, one.pinyin or None):
        heard = [syllable for syllable in reading.syllables if syllable]
        if any(_is_heard(letters, heard[at:]) for at in range(len(heard))):
            return True
    return False


def _is_heard(letters: str, heard: Sequence[str]) -> bool:
    """Whether letters are syllables or begin them (with zh, ch, sh or one letter); the last may be cut."""
    if not heard:
        return False
    first, *rest = heard
    return first.startswith(letters) or any(
        letters.startswith(part) and _is_heard(letters[len(part) :], rest)
        for part in (first, first[0], *{"zh", "ch", "sh"}.intersection([first[:2]]))
    )


def _by_id(word: str, one: Someone, view: View) -> bool:
    """An end of three figures and more, a beginning of six and more; with a mask, what it leaves open."""
    number, known = _plain_number(word), one.id_number
    if not known or not re.fullmatch(r"[0-9]+X?", number):
        return False
    if not view.sees_full and len(known) < 15:
        return False
    tail, head = (18, 17) if view.sees_full else (4, 6)
    is_tail = 3 <= len(number) <= tail and known.endswith(number)
    is_head = 6 <= len(number) <= head and number.isdigit() and known.startswith(number)
    return is_tail or is_head


def _by_phone(word: str, one: Someone, view: View) -> bool:
    """An end of three figures and more; with a mask, of four at most and of a whole number."""
    number = _plain_number(word)
    if len(number) < 3 or not number.isdecimal() or not number.isascii():
        return False
    if not view.sees_full and (len(number) > 4 or len(normalise_phone(one.phone)) < 11):
        return False
    return normalise_phone(one.phone).endswith(number)


def _by_case(word: str, one: Someone) -> bool:
    """The 编号 from any of its parts on, or its running number, with the year or without noughts."""
    typed = _plain_number(word)
    if len(typed) < 2 or not re.fullmatch(
        r"[A-Z0-9\u4e00-\u9fff]*[0-9][A-Z0-9\u4e00-\u9fff]*", typed
    ):
        return False
    parts = _NO_WORD.split(one.number.upper())
    known = {"".join(parts[at:]) for at in range(len(parts))}
    if running := re.search(r"((?:19|20)[0-9]{2}(?=[0-9]{3}))?([0-9]+)$", one.number):
        known |= {running[0], running[2], running[2].lstrip("0")}
    return any(number.startswith(typed) for number in known)


def _by_place(word: str, one: Someone, view: View) -> bool:
    """Two characters and more of the employer; of an address, such as hold two that are no figures."""
    part = plain_text(half_width(word))
    if without_tones(plain_name(half_width(word))).isascii() and len(re.findall("[a-z]", part)) < 3:
        return False
    if len(part) < 2:
        return False
    if part in plain_text(one.employer):
        return True
    is_place = view.sees_full and re.search(r"[^\W\d_]{2}", part)
    return bool(is_place) and any(part in plain_text(address) for address in one.addresses)


def _plain_number(text: str) -> str:
    return _NO_WORD.sub("", half_width(text)).upper()
