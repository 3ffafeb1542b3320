"""The table of counties and cities of GB/T 2260, current and abolished. For display and choice only."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple


class RegionRow(NamedTuple):
    """A code with its latest name; `until` is the last whole year it was in force, "" while it is."""

    code: str
    name: str
    until: str


def region_name(code: str) -> str | None:
    """The county of the first six digits, current or abolished; None where no table knows it.

    For display only: nobody is refused for a region.
    """
    found = region_rows().get(code[:6])
    return found.name if found else None


@cache
def region_rows() -> Mapping[str, RegionRow]:
    """Every code of the table, in its order."""
    table = resources.files("resources.regions").joinpath("counties.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {code: RegionRow(code, name, until) for code, name, _since, until in rows}
