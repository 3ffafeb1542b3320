"""Administrative regions: their whole names, and the codes that a name means."""

from collections.abc import Mapping
from functools import cache

from db.values import region_name, region_rows

NO_OWN_NAME = ("市辖区", "县")
"""Names that say nothing beside the city or province they belong to."""


def region_path(code: str) -> str:
    """Province, city and county of a code as one name; "" where no table knows the county.

    For display only. The county may have been abolished since.
    """
    county = region_name(code)
    if county is None:
        return ""
    above = (region_name(code[:2] + "0000"), region_name(code[:4] + "00"))
    names = [name for name in (*above, county) if name and name not in NO_OWN_NAME]
    return "".join(dict.fromkeys(names))


def region_words(code: str) -> str:
    """The whole name, and since when it is no more; "" where no table knows the county."""
    path = region_path(code[:6])
    until = region_rows()[code[:6]].until if path else ""
    return f"{path}（{until} 年撤销）" if until else path


def codes_named(name: str) -> tuple[str, ...]:
    """The codes in force that a county's own or whole name means; () for a name that no table knows."""
    return _by_name().get(name, ())


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for code, name, until in region_rows().values():
        if not until and name not in NO_OWN_NAME:
            found.setdefault(name, {})[code] = None
            found.setdefault(region_path(code), {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}
