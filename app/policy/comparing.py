"""What every condition is made of: the sums it reads, the outcome it gives, operators and totals."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.policy.amounts import exact, grouped, times
from app.policy.facts import Facts
from app.policy.months import WINDOW_MONTHS


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a test holds, and a clause with its numbers, without the closing stop."""

    holds: bool
    text: str


class Sums(Protocol):
    """What a test reads. `app.policy.figures.Figures` is one; money in fen."""

    @property
    def facts(self) -> Facts: ...
    @property
    def n(self) -> int: ...
    @property
    def income(self) -> int: ...
    @property
    def deducted(self) -> int: ...
    @property
    def sudden(self) -> int: ...
    @property
    def net(self) -> int: ...
    def line_total(self, tenths: int) -> int: ...


class Condition(Protocol):
    """One test of a rule."""

    def outcome(self, sums: Sums) -> Outcome: ...


OPERATORS: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "lt": ("低于", lambda left, right: left < right),
    "le": ("不高于", lambda left, right: left <= right),
    "gt": ("高于", lambda left, right: left > right),
}


def _income_less_sudden(sums: Sums) -> int:
    return sums.income - sums.sudden


def _income_and_assets_less_sudden(sums: Sums) -> int:
    assets = sums.facts.household.assets
    return sums.income + assets.net_investments + assets.savings - sums.sudden


def _less_sudden_in_words(sums: Sums) -> str:
    return f"（{grouped(sums.income)} − {grouped(sums.sudden)}）"


def _with_assets_in_words(sums: Sums) -> str:
    assets = sums.facts.household.assets
    parts = " + ".join(map(grouped, (sums.income, assets.net_investments, assets.savings)))
    return f"（{parts} − {grouped(sums.sudden)}）"


@dataclass(frozen=True, slots=True)
class _Measure:
    name: str
    total: Callable[[Sums], int]
    in_words: Callable[[Sums], str] = lambda _: ""


_MEASURES = {
    "gross": _Measure("扣除前的家庭总收入", lambda sums: sums.income),
    "net": _Measure("家庭纯收入", lambda sums: sums.net),
    "income_less_sudden": _Measure(
        "总收入减去突发支出", _income_less_sudden, _less_sudden_in_words
    ),
    "income_and_assets_less_sudden": _Measure(
        "总收入加净投资资产和储蓄、减去突发支出",
        _income_and_assets_less_sudden,
        _with_assets_in_words,
    ),
}
MEASURES = tuple(_MEASURES)


def measure(name: str, sums: Sums) -> int:
    """A total of the window in fen by its name in the rule sets' files."""
    return _MEASURES[name].total(sums)


def measure_in_words(name: str, sums: Sums) -> str:
    """The same total with what it is called and, where it is made of parts, its calculation."""
    kind = _MEASURES[name]
    return f"{kind.name} {grouped(kind.total(sums))} 元{kind.in_words(sums)}"


def line_in_words(tenths: int, sums: Sums) -> str:
    """The total that a multiple of the dibao line comes to, with its calculation."""
    total = exact(sums.line_total(tenths), 3)
    dibao = grouped(sums.facts.region.dibao)
    return (
        f"{times(tenths)} 倍低保标准 {total} 元"
        f"（{times(tenths)} × {dibao} × {WINDOW_MONTHS} 月 × {sums.n} 人）"
    )
