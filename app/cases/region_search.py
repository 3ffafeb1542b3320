"""Finding an administrative region while its code, its name or the pinyin of its name is typed."""

from functools import cache

from app.cases.initials import initials, whole_pinyin
from app.fields.regions import NO_OWN_NAME, region_path, region_words
from db.values import half_width, region_rows

__all__ = ["find_regions"]

_MOST = 40


def find_regions(typed: str) -> tuple[tuple[str, str], ...]:
    """Code and whole name of what a typed text may mean: those in force first, the likeliest first."""
    text = half_width(typed).strip().lower()
    if not text:
        return ()
    if text.isdigit():
        found = [
            (bool(row.until), 0, row.code)
            for row in region_rows().values()
            if row.code.startswith(text)
        ]
    elif text.isascii():
        found = [(False, rank, code) for code in _in_force() if (rank := _spelt(code, text))]
    else:
        found = [
            (bool(row.until), not row.name.startswith(text), row.code)
            for row in region_rows().values()
            if row.name not in NO_OWN_NAME and text in region_path(row.code)
        ]
    return tuple((code, region_words(code)) for _over, _rank, code in sorted(found)[:_MOST])


@cache
def _in_force() -> tuple[str, ...]:
    rows = region_rows().values()
    return tuple(row.code for row in rows if not row.until and row.name not in NO_OWN_NAME)


def _spelt(code: str, text: str) -> int:
    """1 where the initials of the county's name are the text, 2 where its pinyin begins so; else 0."""
    name = region_rows()[code].name
    if any(one.startswith(text) for one in initials(name)):
        return 1
    return 2 if any(one.startswith(text) for one in whole_pinyin(name)) else 0
