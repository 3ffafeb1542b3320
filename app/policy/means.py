"""Conditions on what a household earns and spends: per-capita lines, dibao, sudden outlay, events."""

from dataclasses import dataclass
from typing import Self

from app.policy.amounts import exact, grouped
from app.policy.comparing import (
    MEASURES,
    OPERATORS,
    Outcome,
    Sums,
    line_in_words,
    measure,
    measure_in_words,
)
from app.policy.reading import Node, shown


@dataclass(frozen=True, slots=True)
class PerCapita:
    """A total against `tenths` / 10 × dibao × 12 × n; nothing is divided."""

    name: str
    operator: str
    tenths: int

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(
            node.at("measure").one_of(MEASURES),
            node.at("op").one_of(tuple(OPERATORS)),
            node.at("tenths").whole(),
        )

    def outcome(self, sums: Sums) -> Outcome:
        word, compare = OPERATORS[self.operator]
        return Outcome(
            compare(measure(self.name, sums) * 10, sums.line_total(self.tenths)),
            f"{measure_in_words(self.name, sums)}，要求{word} {line_in_words(self.tenths, sums)}",
        )


@dataclass(frozen=True, slots=True)
class OnDibao:
    """The household draws dibao, or (`is` false) does not."""

    wanted: bool

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(node.at("is").flag(default=True))

    def outcome(self, sums: Sums) -> Outcome:
        on_dibao = sums.facts.household.on_dibao
        state = "享受低保" if on_dibao else "未享受低保"
        wanted = "享受低保" if self.wanted else "未享受低保"
        return Outcome(on_dibao is self.wanted, f"家庭{state}，要求{wanted}")


@dataclass(frozen=True, slots=True)
class OutlayAboveIncome:
    """The deducted outlay is higher than the income."""

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls()

    def outcome(self, sums: Sums) -> Outcome:
        return Outcome(
            sums.deducted > sums.income,
            f"可扣除的支出 {grouped(sums.deducted)} 元，要求高于家庭总收入 {grouped(sums.income)} 元",
        )


@dataclass(frozen=True, slots=True)
class EventWithInjury:
    """Any event with injury or death."""

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls()

    def outcome(self, sums: Sums) -> Outcome:
        events = [event for event in sums.facts.household.events if event.injury_or_death]
        kinds = "、".join(shown(event.kind) for event in events if event.kind)
        named = f"（{kinds}）" if kinds else ""
        return Outcome(bool(events), f"有人员伤亡的事件 {len(events)} 起{named}，要求至少 1 起")


@dataclass(frozen=True, slots=True)
class SuddenAboveZero:
    """There is sudden outlay."""

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls()

    def outcome(self, sums: Sums) -> Outcome:
        return Outcome(sums.sudden > 0, f"突发支出 {grouped(sums.sudden)} 元，要求高于 0.00 元")


@dataclass(frozen=True, slots=True)
class SuddenShare:
    """The sudden outlay is more than `percent` of the income."""

    percent: int

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(node.at("percent").whole())

    def outcome(self, sums: Sums) -> Outcome:
        share = exact(sums.income * self.percent, 4)
        return Outcome(
            sums.sudden * 100 > sums.income * self.percent,
            f"突发支出 {grouped(sums.sudden)} 元，要求高于家庭总收入的 {self.percent}%，"
            f"即 {share} 元（{grouped(sums.income)} × {self.percent}%）",
        )
