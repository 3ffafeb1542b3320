"""Administrative regions: their whole names, and the codes that a name means."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from db.values import region_name, region_rows

NO_OWN_NAME = (
    "市辖区",
    "县",
    "省直辖行政单位",
    "省直辖县级行政单位",
    "自治区直辖县级行政单位",
)
"""Names that say nothing beside the city or province they belong to."""
_PROVINCE = re.compile(r"(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$")
"""What a province's name ends with, and everyday writing leaves out."""


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
    """The whole name, and when it was abolished; "" where no table knows the county."""
    path = region_path(code[:6])
    until = region_rows()[code[:6]].until if path else ""
    return f"{path}（{int(until) + 1} 年撤销）" if until else path


def codes_named(name: str) -> tuple[str, ...]:
    """The codes in force that a county's name means, whole or short; () for a name that no table knows.

    The city may be left out, the province too or only what its name ends with: 广西柳州市融安县, 柳州市融安县.
    """
    return _by_name().get(name, ())


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for code, name, until in region_rows().values():
        if not until and name not in NO_OWN_NAME:
            for written in _written(code, name):
                found.setdefault(written, {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _written(code: str, name: str) -> Iterator[str]:
    """The names by which people write this place."""
    yield name
    yield region_path(code)
    province, city = (region_name(code[:2] + "0000") or "", region_name(code[:4] + "00") or "")
    if name == province:
        return
    cities = ("",) if city in (name, province, *NO_OWN_NAME) else ("", city)
    for head in (province, _PROVINCE.sub("", province), ""):
        yield from (f"{head}{above}{name}" for above in cities)
