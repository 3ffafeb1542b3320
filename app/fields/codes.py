"""Open code lists: what a form offers, what older forms printed, and how one becomes the other.

Columns hold labels, as filed; so a label is also the code, and renaming one is a migration. The lists
are `resources/codes/*.toml`, named one by one in `CODE_LISTS`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import Any

from db.values import clean_text, half_width

CODE_LISTS = (
    "aid_item",
    "approval_tier",
    "attachment_kind",
    "beneficiary_group",
    "category",
    "cause",
    "check_result",
    "contract_term",
    "disability_grade",
    "disability_kind",
    "disease",
    "education",
    "employer_nature",
    "employer_state",
    "ethnicity",
    "event_kind",
    "exit_initiator",
    "exit_kind",
    "file_kind",
    "floor_area_band",
    "focus_group",
    "fund_source",
    "health",
    "housing_kind",
    "identity",
    "income_item",
    "industry",
    "jobless_reason",
    "level",
    "marital_status",
    "measure_batch",
    "measure_kind",
    "medical_insurance",
    "model_worker",
    "outlay_item",
    "political_status",
    "registration_kind",
    "relapse_risk",
    "relation",
    "satisfaction",
    "sex",
    "survey_conclusion",
    "vehicle_kind",
    "visit_method",
    "visitor_way",
    "work_status",
    "worker_kind",
)


class Via(Enum):
    """How a text was recognised."""

    LABEL = "label"
    """Written as the list prints it today."""
    ALIAS = "alias"
    """Another way of writing the same value."""
    SUCCESSOR = "successor"
    """An old value with exactly one successor; `Match.filed` keeps what was filed."""
    HISTORICAL = "historical"
    """An old value without a single successor: known, kept as filed, not offered any more."""
    OTHERWISE = "otherwise"
    """No list knows it, and this list says what then (causes: 其他); `Match.filed` keeps the words."""
    UNKNOWN = "unknown"
    """No list knows it: kept as text, 待整理."""


@dataclass(frozen=True)
class Entry:
    """One value. Years are those of the form; `standard` is the code of the national standard."""

    label: str
    aliases: tuple[str, ...] = ()
    standard: str | None = None
    group: str | None = None
    """The coarser value that joins several: 丈夫 and 妻子 are 配偶."""
    historical: bool = False
    successor: str | None = None
    implies: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Other fields that the value also answers: 尿毒症 as 健康状况 says which illness, 儿子 which sex."""
    valid_from: int | None = None
    valid_until: int | None = None
    source: str | None = None
    note: str | None = None
    unverified: bool = False
    """No source prints it; it is ours until somebody has confirmed it."""


@dataclass(frozen=True)
class Match:
    """What a written text means in one list. `code` is None where no list knows it."""

    code: str | None
    label: str
    filed: str
    via: Via
    implies: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_unsettled(self) -> bool:
        """待整理: the text stands as it came and somebody has to choose a value."""
        return self.via is Via.UNKNOWN

    @property
    def is_known(self) -> bool:
        """The list itself has this value, now or on older sheets."""
        return self.via not in (Via.UNKNOWN, Via.OTHERWISE)

    @property
    def keeps_filed(self) -> bool:
        """The filed words say more than the code and must be kept beside it."""
        return self.via in (Via.SUCCESSOR, Via.HISTORICAL, Via.OTHERWISE, Via.UNKNOWN)


@dataclass(frozen=True)
class CodeList:
    """One list in the order of the form."""

    key: str
    label: str
    source: str
    entries: tuple[Entry, ...]
    otherwise: str | None = None

    @cached_property
    def current(self) -> tuple[Entry, ...]:
        """What an editor offers today."""
        return tuple(entry for entry in self.entries if not entry.historical)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels of `current`."""
        return tuple(entry.label for entry in self.current)

    @cached_property
    def other_names(self) -> Mapping[str, tuple[str, ...]]:
        """What the values of `current` are called besides: 城镇 for 非农业."""
        return {entry.label: entry.aliases for entry in self.current}

    def entry(self, label: str) -> Entry | None:
        """The entry with exactly this label, old ones included."""
        return self._by_label.get(label)

    def group_of(self, label: str | None) -> str | None:
        """The coarser value of a label (儿子 → 子女), itself where it has none, None for None."""
        if label is None:
            return None
        entry = self.entry(label)
        return label if entry is None or entry.group is None else entry.group

    def match(self, text: str) -> Match:
        """Read a text as somebody wrote it. An empty text is a caller's error: nothing was filed."""
        filed = clean_text(text)
        found = self._by_writing.get(_writing(filed))
        if found is None:
            return self._unlisted(filed)
        if found.successor is not None:
            return Match(found.successor, found.successor, filed, Via.SUCCESSOR, found.implies)
        if found.historical:
            return Match(found.label, found.label, filed, Via.HISTORICAL, found.implies)
        via = Via.LABEL if found.label == filed else Via.ALIAS
        return Match(found.label, found.label, filed, via, found.implies)

    def canonical(self, text: str) -> str:
        """The list's own writing of a value, old values included; a text no list knows as it is."""
        filed = clean_text(text)
        found = self._by_writing.get(_writing(filed))
        return filed if found is None else found.label

    def _unlisted(self, filed: str) -> Match:
        if self.otherwise is not None:
            return Match(self.otherwise, self.otherwise, filed, Via.OTHERWISE)
        return Match(None, filed, filed, Via.UNKNOWN)

    @cached_property
    def _by_label(self) -> dict[str, Entry]:
        return {entry.label: entry for entry in self.entries}

    @cached_property
    def _by_writing(self) -> dict[str, Entry]:
        aliases = {_writing(alias): entry for entry in self.entries for alias in entry.aliases}
        return aliases | {_writing(entry.label): entry for entry in self.entries}


@cache
def codes(key: str) -> CodeList:
    """The list of that key, read once. A key outside `CODE_LISTS` is a bug: KeyError."""
    if key not in CODE_LISTS:
        raise KeyError(key)
    text = resources.files("resources.codes").joinpath(f"{key}.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    entries = tuple(_entry(line) for line in raw.pop("entries"))
    return CodeList(key=key, entries=entries, **raw)


def _entry(line: dict[str, Any]) -> Entry:
    aliases = tuple(line.pop("aliases", ()))
    implies = MappingProxyType(dict(line.pop("implies", {})))
    return Entry(aliases=aliases, implies=implies, **line)


def _writing(text: str) -> str:
    """Blanks, full-width brackets and signs do not tell two values apart."""
    return "".join(half_width(text).split()).casefold()
