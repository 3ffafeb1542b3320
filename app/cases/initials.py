"""Pinyin for the eye and the hand: initials of the words of a list (壮族 by zz), a name with its tones."""

from functools import cache

from db.readings import readings, spoken


@cache
def initials(label: str) -> tuple[str, ...]:
    """Every way to write the label's initials, in small letters; () where nothing can be read."""
    found = ("".join(syllable[:1] for syllable in one.syllables) for one in readings(label))
    return tuple(dict.fromkeys(text for text in found if text))


@cache
def whole_pinyin(label: str) -> tuple[str, ...]:
    """Every way to write the label in pinyin, in small letters without tones and blanks."""
    found = ("".join(one.syllables) for one in readings(label))
    return tuple(dict.fromkeys(text for text in found if text))


def spelling(name: str) -> str:
    """A name in pinyin with tones, as it is shown beside it; empty where nothing can be read."""
    return spoken(name) if name.strip() else ""
