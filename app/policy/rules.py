"""Rule sets: dated data from `resources/policies`, over the conditions of `app.policy.conditions`.

The files are named one by one in `RULE_SET_FILES`. A file that does not fit its schema is a fault of
the program, not of the user, and stops the first use with RuleDataError.
"""

import datetime
import functools
import hashlib
import tomllib
from dataclasses import dataclass
from importlib import resources

from app.policy.comparing import MEASURES, Condition, Sums
from app.policy.conditions import read_condition
from app.policy.facts import INCOME_ITEMS, OUTLAY_ITEMS
from app.policy.reading import FactsError, Node, root

RULE_SET_FILES = (
    ("PDS", "pds.toml"),
    ("HEB", "heb.toml"),
    ("CQ", "cq.toml"),
    ("QD", "qd.toml"),
    ("JM", "jm.toml"),
    ("CZ", "cz.toml"),
    ("OLD", "old.toml"),
)
RULE_SET_IDS = tuple(name for name, _ in RULE_SET_FILES)


class RuleDataError(Exception):
    """A file of rules that came with the program does not fit its schema: a bug."""


@dataclass(frozen=True, slots=True)
class Document:
    """Where rules come from. What is not known is None.

    `place` is where the rules hold, `number` is the document number (文号), `published` the day it was made public, `begins` and
    `ends` the days between which it is in force. `source` is the tag of the source list.
    """

    title: str
    place: str | None
    source: str
    number: str | None
    published: datetime.date | None
    begins: datetime.date | None
    ends: datetime.date | None
    note: str | None

    @property
    def citation(self) -> str:
        """Place, title, number and date in words, for the page and the form."""
        day = self.published
        published = f"，{day.year} 年 {day.month} 月 {day.day} 日发布" if day else ""
        number = self.number or "文号未载明"
        return f"{self.place or ''}《{self.title}》（{number}{published}）"


@dataclass(frozen=True, slots=True)
class Imputation:
    """Who is taken to earn the minimum wage: it replaces the income item where that is lower."""

    age_from: int
    age_to: int
    work_status: tuple[str, ...]
    replaces: str
    months: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fulfil a rule: all its conditions. `unverified`: our own reading of the source."""

    conditions: tuple[Condition, ...]
    unverified: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a rule holds, and a sentence for each condition that was looked at."""

    holds: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A category, a level or an exclusion: `name` stands in the result, `title` in sentences.

    It holds if all of `when` hold, at least one of `ways` does (or there are none), and not all of
    `unless` do. `ways` and `unless` are looked at only where `when` holds, so that facts which only
    they need are asked for only then.
    """

    name: str
    title: str
    when: tuple[Condition, ...]
    ways: tuple[Way, ...]
    unless: tuple[Condition, ...]

    def verdict(self, sums: Sums) -> Verdict:
        """Whether the rule holds. Raises FactsError where a condition lacks a value it needs."""
        holds, lines = _try(self.title, self.when, sums)
        if not holds:
            return Verdict(False, lines)
        fulfilled = not self.ways
        for number, way in enumerate(self.ways, start=1):
            label = f"{self.title}（途径 {number}）" if len(self.ways) > 1 else self.title
            mark = "（按待核实的约定）" if way.unverified else ""
            holds, more = _try(label, way.conditions, sums, mark)
            fulfilled = fulfilled or holds
            lines += more
        excused, more = _try(f"{self.title}的例外", self.unless, sums)
        return Verdict(fulfilled and not (self.unless and excused), lines + more)


def _try(
    label: str, conditions: tuple[Condition, ...], sums: Sums, mark: str = ""
) -> tuple[bool, tuple[str, ...]]:
    # Every condition is looked at, also after one that fails: the reader sees all the numbers.
    outcomes = [condition.outcome(sums) for condition in conditions]
    lines = tuple(
        f"{label}：{outcome.text}，{'成立' if outcome.holds else '不成立'}{mark}。"
        for outcome in outcomes
    )
    return all(outcome.holds for outcome in outcomes), lines


@dataclass(frozen=True, slots=True)
class Threshold:
    """A multiple of the dibao line near which a person should look: `measure` is gross or net."""

    measure: str
    tenths: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One office's standard of recognition. `fingerprint` names the exact data that was used.

    `categories` stand in order of precedence; `levels` from the strictest; `sudden_items` is empty
    where every item of sudden outlay counts; `unverified` are whole sentences, one for each point
    where the source is silent and the program has decided.
    """

    id: str
    version: int
    fingerprint: str
    document: Document
    income_exclude: tuple[str, ...]
    imputation: Imputation | None
    deductions: tuple[str, ...]
    sudden_items: tuple[str, ...]
    categories: tuple[Rule, ...]
    levels: tuple[Rule, ...]
    exclusions: tuple[Rule, ...]
    thresholds: tuple[Threshold, ...]
    unverified: tuple[str, ...]

    @property
    def source(self) -> str:
        """The tag of the document in the source list."""
        return self.document.source

    @property
    def citation(self) -> str:
        """The document in words."""
        return self.document.citation

    def exclusion_title(self, code: str) -> str:
        """What an exclusion code means, in Chinese."""
        return next(rule.title for rule in self.exclusions if rule.name == code)


@functools.cache
def rule_sets() -> tuple[RuleSet, ...]:
    """All rule sets, in the order of `RULE_SET_IDS`."""
    return tuple(_load(name, file) for name, file in RULE_SET_FILES)


def rule_set(name: str) -> RuleSet:
    """The rule set of that id. Raises KeyError for an id that is not in `RULE_SET_IDS`."""
    return {rules.id: rules for rules in rule_sets()}[name]


def load_table(file: str) -> tuple[Node, str]:
    """The table of one file of rules, and its fingerprint."""
    data = resources.files("resources.policies").joinpath(file).read_bytes()
    fingerprint = hashlib.sha256(data).hexdigest()[:16]
    return root(tomllib.loads(data.decode("utf-8"))), fingerprint


def read_document(node: Node) -> Document:
    """The [document] table that every file of rules has."""
    return Document(
        title=node.at("title").text(),
        place=node.at("place").optional_text(),
        source=node.at("source").text(),
        number=node.at("number").optional_text(),
        published=node.at("published").optional_date(),
        begins=node.at("from").optional_date(),
        ends=node.at("to").optional_date(),
        note=node.at("note").optional_text(),
    )


def _load(name: str, file: str) -> RuleSet:
    try:
        table, fingerprint = load_table(file)
        rules = _read(table, fingerprint)
    except FactsError as error:
        raise RuleDataError(f"{file}: {error.message}") from error
    if rules.id != name:
        raise RuleDataError(f"{file}: id is {rules.id}, expected {name}")
    return rules


def _read(table: Node, fingerprint: str) -> RuleSet:
    return RuleSet(
        id=table.at("id").text(),
        version=table.at("version").whole(),
        fingerprint=fingerprint,
        document=read_document(table.at("document")),
        income_exclude=_items(table.at("income_exclude"), INCOME_ITEMS),
        imputation=_imputation(table.at("imputation")),
        deductions=_items(table.at("deductions"), OUTLAY_ITEMS),
        sudden_items=_items(table.at("sudden_items"), OUTLAY_ITEMS),
        categories=_in_order(
            tuple(map(_rule, table.at("categories").each())), table.at("precedence")
        ),
        levels=tuple(map(_rule, table.at("levels").each())),
        exclusions=tuple(map(_rule, table.at("exclusions").each())),
        thresholds=tuple(map(_threshold, table.at("borderline").each())),
        unverified=table.at("unverified").texts(),
    )


def _items(node: Node, allowed: tuple[str, ...]) -> tuple[str, ...]:
    items = node.texts()
    if not set(items) <= set(allowed) or len(set(items)) != len(items):
        raise node.fail("列表中有未知或重复的项目。")
    return items


def _imputation(node: Node) -> Imputation | None:
    if node.value is None:
        return None
    return Imputation(
        age_from=node.at("age_from").whole(),
        age_to=node.at("age_to").whole(),
        work_status=node.at("work_status").texts(),
        replaces=node.at("replaces").one_of(INCOME_ITEMS),
        months=node.at("months").whole(),
    )


def _in_order(categories: tuple[Rule, ...], precedence: Node) -> tuple[Rule, ...]:
    order = precedence.texts()
    by_name = {rule.name: rule for rule in categories}
    if len(by_name) != len(categories) or sorted(order) != sorted(by_name):
        raise precedence.fail("优先次序应把每个类别各列一次。")
    return tuple(by_name[name] for name in order)


def _conditions(node: Node) -> tuple[Condition, ...]:
    return tuple(map(read_condition, node.each()))


def _rule(node: Node) -> Rule:
    name = node.at("name").text()
    return Rule(
        name=name,
        title=node.at("title").optional_text() or name,
        when=_conditions(node.at("when")),
        ways=tuple(
            Way(_conditions(way.at("all")), way.at("unverified").flag(default=False))
            for way in node.at("ways").each()
        ),
        unless=_conditions(node.at("unless")),
    )


def _threshold(node: Node) -> Threshold:
    return Threshold(
        measure=node.at("measure").one_of(MEASURES),
        tenths=node.at("tenths").whole(),
    )
