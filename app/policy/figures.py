"""The sums of one household under one rule set, and the sentences that say how each came about.

A number enters here once and is compared, as an exact integer, everywhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.policy.amounts import grouped, round_half_up
from app.policy.facts import Facts, Income, Member, Outlay
from app.policy.months import WINDOW_MONTHS, Window, window_before
from app.policy.reading import FactsError, shown
from app.policy.rules import Imputation, RuleSet

FROM_FACTS = "申报"
FROM_PROGRAM = "本程序约定"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a trace.

    `step` is a short name, `text` a whole sentence with its numbers. `source` is the tag of the rule
    set's document (such as S1), or says that the number was declared in the facts, or that the
    program itself has fixed the way of calculating.
    """

    step: str
    text: str
    source: str

    def as_json(self) -> dict[str, str]:
        """The line as a result carries it."""
        return {"step": self.step, "text": self.text, "source": self.source}


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals of the window in fen, over the counted members; `n` is how many they are.

    `sudden` is the sudden outlay as the rule set reads it. `gross` and `net` per capita are rounded
    for display only.
    """

    facts: Facts
    rules: RuleSet
    window: Window
    n: int
    income: int
    deducted: int
    sudden: int
    lines: tuple[Line, ...]

    @property
    def net(self) -> int:
        """Income less deducted outlay; below zero where the outlay is higher."""
        return self.income - self.deducted

    @property
    def gross_per_capita(self) -> int:
        """Fen a month and head, rounded half up."""
        return self.per_capita(self.income)

    @property
    def net_per_capita(self) -> int:
        """Fen a month and head, rounded half up on the magnitude."""
        return self.per_capita(self.net)

    def per_capita(self, total: int) -> int:
        """A total of the window as fen a month and head, rounded half up on the magnitude."""
        return round_half_up(total, WINDOW_MONTHS * self.n)

    def line_total(self, tenths: int) -> int:
        """`tenths` / 10 × dibao × 12 × n in tenths of a fen: what a total is compared with."""
        return tenths * self.facts.region.dibao * WINDOW_MONTHS * self.n


def add_up(facts: Facts, rules: RuleSet) -> Figures:
    """The sums of checked facts. Raises FactsError if the minimum wage is needed and lacking."""
    window = window_before(facts.apply_date)
    counted = {member.id: member for member in facts.household.members if member.counted}
    names = {member.id: _name(member) for member in facts.household.members}
    book = _Book(facts, rules, window, counted, names)
    lines = [*_frame(facts, rules, window)]
    lines += book.people()
    earned, income_lines = book.earned()
    lines += income_lines
    imputed, imputed_lines = book.imputed()
    lines += imputed_lines
    spent, spent_lines = book.spent()
    lines += spent_lines
    figures = Figures(
        facts=facts,
        rules=rules,
        window=window,
        n=len(counted),
        income=earned + imputed,
        deducted=spent,
        sudden=book.sudden(),
        lines=(),
    )
    return replace(figures, lines=(*lines, *_totals(figures, imputed)))


def _name(member: Member) -> str:
    relation = f"{shown(member.relation)}，" if member.relation else ""
    return f"{shown(member.id)}（{relation}{member.age} 岁）"


def _frame(facts: Facts, rules: RuleSet, window: Window) -> Iterator[Line]:
    yield Line("认定标准", f"依据{rules.citation}认定（标准编号 {rules.id}）。", rules.source)
    if rules.document.note:
        yield Line("出处说明", rules.document.note, rules.source)
    yield Line(
        "计算期间",
        f"申请日期为 {facts.apply_date.isoformat()}，计算期间是该月之前的 12 个自然月，"
        f"即 {window.first} 至 {window.last}。",
        FROM_PROGRAM,
    )
    yield Line("低保标准", f"当地低保标准为每人每月 {grouped(facts.region.dibao)} 元。", FROM_FACTS)


@dataclass(frozen=True, slots=True)
class _Book:
    """Walks through the facts of one household and says of each entry whether it counts."""

    facts: Facts
    rules: RuleSet
    window: Window
    counted: dict[str, Member]
    names: dict[str, str]

    def people(self) -> Iterator[Line]:
        for member in self.facts.household.members:
            if not member.counted:
                yield Line(
                    "家庭人口",
                    f"{self.names[member.id]}不与家庭共同生活，不计入人口，其收入和支出也不计。",
                    FROM_FACTS,
                )
        names = "、".join(self.names[key] for key in self.counted)
        yield Line("家庭人口", f"共同生活的人口为 {len(self.counted)} 人，即 {names}。", FROM_FACTS)

    def earned(self) -> tuple[int, list[Line]]:
        total, lines = 0, []
        for entry in self.facts.household.income:
            obstacle = self._outside(entry)
            if obstacle is None and entry.item in self.rules.income_exclude:
                obstacle = "按本标准这一项不计入收入"
            if obstacle is None:
                total += entry.amount
            lines.append(self._entry_line("收入", entry, "计入收入", obstacle, self.rules.source))
        return total, lines

    def imputed(self) -> tuple[int, list[Line]]:
        """What is added to the income because a wage is taken to be at least the minimum wage."""
        rule = self.rules.imputation
        total, lines = 0, []
        for member in self.counted.values() if rule else ():
            if rule is None or not _is_imputed(member, rule):
                continue
            minimum = self.facts.region.min_wage
            if minimum is None:
                raise FactsError(
                    f"{self.names[member.id]}应按最低工资推算收入，请填写当地最低工资。",
                    field="region.min_wage",
                )
            wage = sum(
                entry.amount
                for entry in self.facts.household.income
                if entry.member == member.id
                and entry.item == rule.replaces
                and self._outside(entry) is None
            )
            given = minimum * rule.months
            product = f"最低工资 {grouped(minimum)} 元 × {rule.months} 月 = {grouped(given)} 元"
            who = f"{self.names[member.id]}有劳动能力、不在校、未就业且没有说明正当理由"
            if wage < given:
                total += given - wage
                text = (
                    f"{who}，按{product}推算，代替其{rule.replaces} {grouped(wage)} 元，"
                    f"收入增加 {grouped(given - wage)} 元。"
                )
            else:
                text = f"{who}，但其{rule.replaces} {grouped(wage)} 元不低于{product}，不另推算。"
            lines.append(Line("推算收入", text, self.rules.source))
        return total, lines

    def spent(self) -> tuple[int, list[Line]]:
        total, lines = 0, []
        for entry in self.facts.household.outlay:
            obstacle = self._outside(entry)
            if obstacle is None and entry.item not in self.rules.deductions:
                obstacle = "本标准不扣除这一项"
            if obstacle is None:
                total += entry.amount
            lines.append(
                self._entry_line("支出", entry, "从收入中扣除", obstacle, self.rules.source)
            )
        return total, lines

    def sudden(self) -> int:
        only = self.rules.sudden_items
        return sum(
            entry.amount
            for entry in self.facts.household.outlay
            if entry.sudden and self._outside(entry) is None and (not only or entry.item in only)
        )

    def _outside(self, entry: Income | Outlay) -> str | None:
        """Why an entry belongs to no total of any rule set; None if it may count."""
        if entry.member not in self.counted:
            return "此人不计入共同生活人口"
        if not self.window.holds(entry.month):
            return f"{entry.month} 不在计算期间内"
        return None

    def _entry_line(
        self, step: str, entry: Income | Outlay, counts: str, obstacle: str | None, source: str
    ) -> Line:
        when = f"，{entry.month}" if entry.month else ""
        sudden = "，突发" if isinstance(entry, Outlay) and entry.sudden else ""
        end = counts if obstacle is None else f"{obstacle}，不计"
        return Line(
            step,
            f"{self.names[entry.member]}的{entry.item}{when}{sudden}，{grouped(entry.amount)} 元，{end}。",
            source,
        )


def _is_imputed(member: Member, rule: Imputation) -> bool:
    # Full-width brackets are what a Chinese keyboard types; the status that they name is the same.
    status = (member.work_status or "").replace("（", "(").replace("）", ")")
    return (
        rule.age_from <= member.age <= rule.age_to
        and member.able_to_work
        and not member.in_school
        and status in rule.work_status
        and not (member.jobless_reason or "").strip()
    )


def _totals(figures: Figures, imputed: int) -> Iterator[Line]:
    source = figures.rules.source
    heads = f"{WINDOW_MONTHS} 月 ÷ {figures.n} 人"
    income, deducted, net = map(grouped, (figures.income, figures.deducted, figures.net))
    of_it = f"，其中推算 {grouped(imputed)} 元" if imputed else ""
    yield Line("家庭总收入", f"计算期间家庭总收入为 {income} 元{of_it}。", source)
    items = "、".join(figures.rules.deductions)
    yield Line("扣除支出", f"可扣除的支出（{items}）合计 {deducted} 元。", source)
    if not figures.rules.sudden_items:
        yield Line("突发支出", f"突发支出合计 {grouped(figures.sudden)} 元。", source)
    else:
        only = "、".join(figures.rules.sudden_items)
        yield Line("突发支出", f"突发支出（只计{only}）合计 {grouped(figures.sudden)} 元。", source)
    yield Line(
        "月人均收入",
        f"扣除前月人均收入：{income} ÷ {heads} = {grouped(figures.gross_per_capita)} 元。",
        source,
    )
    yield Line("家庭纯收入", f"家庭纯收入：{income} − {deducted} = {net} 元。", source)
    below = "支出高于收入，如实记为负数。" if figures.net < 0 else ""
    yield Line(
        "月人均纯收入",
        f"扣除后月人均纯收入：{net} ÷ {heads} = {grouped(figures.net_per_capita)} 元。{below}",
        source,
    )
