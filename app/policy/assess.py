"""`assess`: from facts to category or level, with every number explained.

Pure functions; no database, no clock. Totals are compared as exact integers and rounded once, for
display. Source: contract of `assess`; the standards themselves are data, see `app.policy.rules`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from app.policy.amounts import exact, plain
from app.policy.comparing import line_in_words, measure, measure_in_words
from app.policy.facts import Facts, check_facts, read_facts
from app.policy.figures import FROM_PROGRAM, Figures, Line, add_up
from app.policy.months import Window
from app.policy.reading import FactsError, known
from app.policy.rules import RULE_SET_IDS, Rule, RuleSet, rule_set

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result of one assessment. Money is fen; the per-capita amounts are rounded for display.

    `matched` are all categories whose tests hold, in order of precedence, excluded or not;
    `category` and `level` are None where there is none or the household is excluded; `exclusions`
    are codes, sorted. `rules` is the rule set that was used, with version and fingerprint.
    """

    facts: Facts
    rules: RuleSet
    category: str | None
    level: str | None
    matched: tuple[str, ...]
    n: int
    income: int
    deducted: int
    gross_per_capita: int
    net_per_capita: int
    exclusions: tuple[str, ...]
    borderline: bool
    window: Window
    trace: tuple[Line, ...]

    @property
    def eligible(self) -> bool:
        """Whether a category or level holds and nothing excludes the household."""
        return bool(self.matched or self.level) and not self.exclusions

    @property
    def unverified(self) -> tuple[str, ...]:
        """What the rule set's source does not say and the program has decided, as sentences."""
        return self.rules.unverified

    def as_json(self) -> dict[str, object]:
        """The result in the shape of the contract."""
        return {
            "id": self.facts.id,
            "policy": self.rules.id,
            "eligible": self.eligible,
            "category": self.category,
            "level": self.level,
            "matched": list(self.matched),
            "n": self.n,
            "income": plain(self.income),
            "deducted": plain(self.deducted),
            "gross_per_capita": plain(self.gross_per_capita),
            "net_per_capita": plain(self.net_per_capita),
            "exclusions": list(self.exclusions),
            "borderline": self.borderline,
            "window": {"from": str(self.window.first), "to": str(self.window.last)},
            "trace": [line.as_json() for line in self.trace],
            "unverified": list(self.unverified),
        }


def assess(facts: Facts) -> Assessment:
    """Judge one household by the rule set that its facts name.

    Raises FactsError, with the path of the field, for an unknown rule set, for facts that contradict
    each other, and for a value that the rule set needs and the facts lack.
    """
    rules = rule_set(known(facts.policy, RULE_SET_IDS, field="policy"))
    check_facts(facts)
    figures = add_up(facts, rules)
    lines = list(figures.lines)
    matched, more = _tested("类别判断", "符合", rules.categories, figures)
    lines += more
    levels, more = _tested("级别判断", "符合", rules.levels, figures)
    lines += more
    excluded, more = _tested("排除情形", "属于", rules.exclusions, figures)
    lines += more
    borderline, more = _near_a_line(figures)
    lines += more
    category = matched[0].name if matched and not excluded else None
    level = levels[0].name if levels and not excluded else None
    lines.append(_conclusion(category or level, excluded, rules))
    return Assessment(
        facts=facts,
        rules=rules,
        category=category,
        level=level,
        matched=tuple(rule.name for rule in matched),
        n=figures.n,
        income=figures.income,
        deducted=figures.deducted,
        gross_per_capita=figures.gross_per_capita,
        net_per_capita=figures.net_per_capita,
        exclusions=tuple(sorted(rule.name for rule in excluded)),
        borderline=borderline,
        window=figures.window,
        trace=tuple(lines),
    )


def assess_json(value: object) -> object:
    """The results of one case, or a list of results for a list, from and to JSON values.

    Raises FactsError for the first case that cannot be read; of a list nothing is then returned.
    """
    return one_or_many(value, lambda case: assess(read_facts(case)).as_json())


def one_or_many(value: object, judge: Callable[[object], T]) -> T | list[T]:
    """Judge one value, or each of a list; an error in a list says which one it was ("[2].policy")."""
    if not isinstance(value, list):
        return judge(value)
    results = []
    for index, item in enumerate(value):
        try:
            results.append(judge(item))
        except FactsError as error:
            raise error.under(f"[{index}]") from None
    return results


def _tested(
    step: str, verb: str, rules: Iterable[Rule], figures: Figures
) -> tuple[list[Rule], list[Line]]:
    """The rules that hold, in their order, and what was compared for each."""
    source = figures.rules.source
    holding, lines = [], []
    for rule in rules:
        verdict = rule.verdict(figures)
        lines += [Line(step, text, source) for text in verdict.lines]
        if verdict.holds:
            holding.append(rule)
        lines.append(
            Line(step, f"{verb if verdict.holds else '不' + verb}“{rule.title}”。", source)
        )
    return holding, lines


def _near_a_line(figures: Figures) -> tuple[bool, list[Line]]:
    """Whether a total lies within 1 % of a threshold, both ends included."""
    near, lines = False, []
    for threshold in figures.rules.thresholds:
        total = measure(threshold.measure, figures)
        line = figures.line_total(threshold.tenths)
        distance = abs(total * 10 - line)
        holds = distance * 100 <= line
        near = near or holds
        lines.append(
            Line(
                "临界检查",
                f"{measure_in_words(threshold.measure, figures)}，"
                f"与 {line_in_words(threshold.tenths, figures)}相差 {exact(distance, 3)} 元，"
                f"{'不超过' if holds else '超过'}其 1%（{exact(line, 5)} 元），"
                f"{'属于临界，请人工复核' if holds else '不属于临界'}。",
                FROM_PROGRAM,
            )
        )
    return near, lines


def _conclusion(found: str | None, excluded: list[Rule], rules: RuleSet) -> Line:
    if excluded:
        reasons = "、".join(rule.title for rule in excluded)
        text = f"存在排除情形（{reasons}），不予认定。"
    elif found:
        text = f"认定为“{found}”。"
    else:
        text = "不符合本标准的任何类别或级别，不予认定。"
    return Line("结论", text, rules.source)
