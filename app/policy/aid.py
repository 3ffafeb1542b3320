"""`aid`: the most that a rule set allows for one aid item, with every number explained.

Pure functions; no database, no clock. Rounded once, half up to the fen. Source: contract of `aid`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.policy.aidrules import (
    AID_CATEGORIES,
    AID_ITEMS,
    AID_RULE_IDS,
    AidRules,
    Offer,
    aid_rule,
)
from app.policy.amounts import grouped, plain, round_half_up
from app.policy.assess import one_or_many
from app.policy.figures import FROM_FACTS, FROM_PROGRAM, Line
from app.policy.reading import FactsError, known, root, shown


@dataclass(frozen=True, slots=True)
class AidRequest:
    """What is asked for. Money is fen.

    `paid_this_year` has been paid this year for the same item to the same household (生活救助,
    医疗救助; in SH 医疗救助 the same person) or the same student (子女助学).
    `other_items_this_year` counts the other aid items that the household got this year.
    """

    rules: str
    item: str
    category: str
    dibao: int
    self_paid: int = 0
    hardship_cost: int = 0
    stage: str | None = None
    paid_this_year: int = 0
    other_items_this_year: int = 0
    id: str | int | None = None


@dataclass(frozen=True, slots=True)
class AidResult:
    """The answer. `max_amount` is the fen that are left; `approval` and `reason` may be None."""

    request: AidRequest
    rules: AidRules
    max_amount: int
    approval: str | None
    reason: str | None
    trace: tuple[Line, ...]

    @property
    def allowed(self) -> bool:
        """Whether anything may be paid."""
        return self.reason is None

    def as_json(self) -> dict[str, object]:
        """The result in the shape of the contract."""
        return {
            "id": self.request.id,
            "rules": self.rules.id,
            "allowed": self.allowed,
            "max_amount": plain(self.max_amount),
            "approval": self.approval,
            "reason": self.reason,
            "trace": [{"text": line.text, "source": line.source} for line in self.trace],
        }


def read_request(value: object) -> AidRequest:
    """A request from one JSON object. Raises FactsError with the path of the unreadable field."""
    node = root(value)
    request = AidRequest(
        id=node.at("id").identity(),
        rules=node.at("rules").one_of(AID_RULE_IDS),
        item=node.at("item").one_of(AID_ITEMS),
        category=node.at("category").one_of(AID_CATEGORIES),
        dibao=node.at("dibao").amount(),
        self_paid=node.at("self_paid").optional_amount() or 0,
        hardship_cost=node.at("hardship_cost").optional_amount() or 0,
        stage=node.at("stage").optional_text(),
        paid_this_year=node.at("paid_this_year").optional_amount() or 0,
        other_items_this_year=node.at("other_items_this_year").optional_whole() or 0,
    )
    check_request(request)
    return request


def check_request(request: AidRequest) -> None:
    """Raise FactsError for an unknown rule set, item or category, or a number below zero."""
    known(request.rules, AID_RULE_IDS, field="rules")
    known(request.item, AID_ITEMS, field="item")
    known(request.category, AID_CATEGORIES, field="category")
    for name, number in (
        ("dibao", request.dibao),
        ("self_paid", request.self_paid),
        ("hardship_cost", request.hardship_cost),
        ("paid_this_year", request.paid_this_year),
        ("other_items_this_year", request.other_items_this_year),
    ):
        if number < 0:
            raise FactsError("此项不能小于 0，请更正。", field=name)


def aid(request: AidRequest) -> AidResult:
    """The most that may be paid, or why nothing may. Raises FactsError as `check_request` does."""
    check_request(request)
    rules = aid_rule(request.rules)
    source = rules.document.source
    lines = list(_frame(request, rules))
    offer, refusal = _offered(request, rules)
    if offer is None or refusal:
        return _refused(request, rules, lines, refusal)
    amount, more = _amount(request, offer, source)
    lines += more
    approval = next((tier.by for tier in offer.tiers if amount > tier.above), rules.approval)
    left = max(0, amount - request.paid_this_year)
    paid = grouped(request.paid_this_year)
    lines.append(
        Line(
            "剩余额度",
            f"扣除今年同一项目已发放的 {paid} 元后，还可发放 {grouped(left)} 元。",
            FROM_FACTS,
        )
    )
    if left == 0:
        return _refused(request, rules, lines, _nothing_left(request, amount))
    bounds = "，".join(f"高于 {grouped(tier.above)} 元由{tier.by}审批" for tier in offer.tiers)
    lines.append(
        Line(
            "审批层级",
            f"扣除已发放数之前的金额为 {grouped(amount)} 元，由{approval}审批"
            f"{f'（{bounds}，其余由{rules.approval}审批）' if bounds else ''}。",
            source,
        )
    )
    return AidResult(request, rules, left, approval, None, tuple(lines))


def aid_json(value: object) -> object:
    """The result of one request, or a list of results for a list, from and to JSON values.

    Raises FactsError for the first request that cannot be read; of a list nothing is then returned.
    """
    return one_or_many(value, lambda request: aid(read_request(request)).as_json())


def _frame(request: AidRequest, rules: AidRules) -> Iterator[Line]:
    yield Line(
        "救助标准",
        f"依据{rules.document.citation}计算（标准编号 {rules.id}）。",
        rules.document.source,
    )
    if rules.document.note:
        yield Line("出处说明", rules.document.note, rules.document.source)
    stage = f"，学段为“{shown(request.stage)}”" if request.stage else ""
    yield Line(
        "申请",
        f"困难类别为{request.category}，申请项目为{request.item}{stage}，"
        f"当地低保标准为每人每月 {grouped(request.dibao)} 元。",
        FROM_FACTS,
    )


def _offered(request: AidRequest, rules: AidRules) -> tuple[Offer | None, str]:
    """The cell of the table that applies, and why it does not (an empty text: it does)."""
    offers = [
        offer
        for offer in rules.offers
        if offer.item == request.item and request.category in offer.categories
    ]
    if not offers:
        return None, f"本标准不向{request.category}发放{request.item}。"
    stage = (request.stage or "").strip()
    fitting = [offer for offer in offers if not offer.stages or stage in offer.stages]
    if not fitting:
        names = "、".join(name for offer in offers for name in offer.stages)
        given = f"填写的学段是“{shown(stage)}”" if stage else "没有填写学段"
        return None, f"本标准的{request.item}只用于{names}阶段，{given}。"
    others = request.other_items_this_year
    if request.category in rules.single_item and others > 0:
        return None, (
            f"本标准规定{request.category}一年只享受一项救助，今年已享受其他救助 {others} 项。"
        )
    return fitting[0], ""


def _amount(request: AidRequest, offer: Offer, source: str) -> tuple[int, list[Line]]:
    """The amount before what was paid this year, and how it came about."""
    exact_amount = offer.basis.hundredths(request)
    lines = [Line("计算", f"{request.item}：{offer.basis.in_words(request)}。", source)]
    for cap in offer.caps:
        limit = cap.hundredths(request)
        reached = "超过上限，按上限计" if exact_amount > limit else "没有超过上限"
        lines.append(Line("上限", f"上限：{cap.in_words(request)}，{reached}。", source))
        exact_amount = min(exact_amount, limit)
    amount = round_half_up(exact_amount, 100)
    if amount * 100 != exact_amount:
        lines.append(Line("取整", f"四舍五入到分，为 {grouped(amount)} 元。", FROM_PROGRAM))
    return amount, lines


def _nothing_left(request: AidRequest, amount: int) -> str:
    if amount == 0:
        return "按所填的数计算，可发放的金额为 0.00 元。"
    return (
        f"本年度最多可发放 {grouped(amount)} 元，"
        f"今年已发放 {grouped(request.paid_this_year)} 元，没有剩余额度。"
    )


def _refused(request: AidRequest, rules: AidRules, lines: list[Line], reason: str) -> AidResult:
    lines.append(Line("结论", f"不能发放：{reason}", rules.document.source))
    return AidResult(request, rules, 0, None, reason, tuple(lines))
