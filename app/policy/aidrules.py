"""Aid rules: the most that an office may pay for one aid item, as data from `resources/policies`.

Source: contract of `aid`. The files are named one by one in `AID_RULE_FILES`.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self

from app.policy.amounts import exact, grouped
from app.policy.reading import FactsError, Node
from app.policy.rules import Document, RuleDataError, load_table, read_document

AID_RULE_FILES = (
    ("CENTRAL-2015", "aid-central-2015.toml"),
    ("JG", "aid-jg.toml"),
    ("HB", "aid-hb.toml"),
    ("SH", "aid-sh.toml"),
)
AID_RULE_IDS = tuple(name for name, _ in AID_RULE_FILES)
AID_ITEMS = ("生活救助", "子女助学", "医疗救助", "意外救助")
AID_CATEGORIES = ("深度困难职工", "相对困难职工", "意外致困职工")

_COST_NAMES = {"self_paid": "医疗自付费用", "hardship_cost": "致困费用"}


class Costs(Protocol):
    """What an amount is computed from, in fen."""

    @property
    def dibao(self) -> int: ...
    @property
    def self_paid(self) -> int: ...
    @property
    def hardship_cost(self) -> int: ...


class Amount(Protocol):
    """A way to compute an amount; `hundredths` are hundredths of a fen, so that nothing is rounded."""

    def hundredths(self, costs: Costs) -> int: ...
    def in_words(self, costs: Costs) -> str: ...


@dataclass(frozen=True, slots=True)
class Flat:
    """The same for everybody."""

    fen: int

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(node.at("amount").amount())

    def hundredths(self, costs: Costs) -> int:
        return self.fen * 100

    def in_words(self, costs: Costs) -> str:
        return f"定额 {grouped(self.fen)} 元"


@dataclass(frozen=True, slots=True)
class DibaoMonths:
    """So many months of the dibao line."""

    months: int

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(node.at("months").whole())

    def hundredths(self, costs: Costs) -> int:
        return self.months * costs.dibao * 100

    def in_words(self, costs: Costs) -> str:
        total = grouped(self.months * costs.dibao)
        return f"低保标准 {grouped(costs.dibao)} × {self.months} 个月 = {total} 元"


@dataclass(frozen=True, slots=True)
class Band:
    """`percent` of the part of a cost up to `upper` fen (None: without end)."""

    percent: int
    upper: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """Percentages of a cost, band by band from zero up."""

    of: str
    bands: tuple[Band, ...]

    @classmethod
    def read(cls, node: Node) -> Self:
        bands = tuple(
            Band(band.at("percent").whole(), band.at("up_to").optional_amount())
            for band in node.at("bands").each()
        )
        return cls(node.at("of").one_of(tuple(_COST_NAMES)), bands)

    def _parts(self, costs: Costs) -> list[tuple[int, int]]:
        cost = costs.self_paid if self.of == "self_paid" else costs.hardship_cost
        parts, lower = [], 0
        for band in self.bands:
            upper = cost if band.upper is None else min(cost, band.upper)
            parts.append((max(0, upper - lower), band.percent))
            lower = upper
        return parts

    def hundredths(self, costs: Costs) -> int:
        return sum(part * percent for part, percent in self._parts(costs))

    def in_words(self, costs: Costs) -> str:
        parts = " + ".join(f"{grouped(part)} × {percent}%" for part, percent in self._parts(costs))
        return f"{_COST_NAMES[self.of]} {parts} = {exact(self.hundredths(costs), 4)} 元"


_KINDS: dict[str, Callable[[Node], Amount]] = {
    "flat": Flat.read,
    "dibao_months": DibaoMonths.read,
    "share": Share.read,
}


@dataclass(frozen=True, slots=True)
class Tier:
    """Who approves an amount above `above` fen."""

    above: int
    by: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One cell of the aid table. `stages` is empty where any stage will do; `tiers` from the highest."""

    item: str
    categories: tuple[str, ...]
    stages: tuple[str, ...]
    basis: Amount
    caps: tuple[Amount, ...]
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class AidRules:
    """One office's aid standard. `single_item` are the categories that get one item a year."""

    id: str
    version: int
    fingerprint: str
    document: Document
    approval: str
    single_item: tuple[str, ...]
    offers: tuple[Offer, ...]


@functools.cache
def aid_rules() -> tuple[AidRules, ...]:
    """All aid standards, in the order of `AID_RULE_IDS`."""
    return tuple(_load(name, file) for name, file in AID_RULE_FILES)


def aid_rule(name: str) -> AidRules:
    """The aid standard of that id. Raises KeyError for an id that is not in `AID_RULE_IDS`."""
    return {rules.id: rules for rules in aid_rules()}[name]


def _load(name: str, file: str) -> AidRules:
    try:
        table, fingerprint = load_table(file)
        rules = AidRules(
            id=table.at("id").text(),
            version=table.at("version").whole(),
            fingerprint=fingerprint,
            document=read_document(table.at("document")),
            approval=table.at("approval").text(),
            single_item=_categories(table.at("single_item")),
            offers=tuple(map(_offer, table.at("offers").each())),
        )
    except FactsError as error:
        raise RuleDataError(f"{file}: {error.message}") from error
    if rules.id != name:
        raise RuleDataError(f"{file}: id is {rules.id}, expected {name}")
    return rules


def _categories(node: Node) -> tuple[str, ...]:
    names = node.texts()
    if not set(names) <= set(AID_CATEGORIES):
        raise node.fail("列表中有未知的困难类别。")
    return names


def _amount(node: Node) -> Amount:
    return _KINDS[node.at("kind").one_of(tuple(_KINDS))](node)


def _offer(node: Node) -> Offer:
    return Offer(
        item=node.at("item").one_of(AID_ITEMS),
        categories=_categories(node.at("categories")),
        stages=node.at("stages").texts(),
        basis=_amount(node.at("basis").object()),
        caps=tuple(map(_amount, node.at("caps").each())),
        tiers=tuple(
            Tier(tier.at("above").amount(), tier.at("by").text())
            for tier in node.at("tiers").each()
        ),
    )
