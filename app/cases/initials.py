"""Pinyin initials of the words of a list, so that a choice is found by them: 壮族 by zz."""

from functools import cache

from db.readings import readings


@cache
def initials(label: str) -> tuple[str, ...]:
    """Every way to write the label's initials, in small letters; () where nothing can be read."""
    found = ("".join(syllable[:1] for syllable in one.syllables) for one in readings(label))
    return tuple(dict.fromkeys(text for text in found if text))
