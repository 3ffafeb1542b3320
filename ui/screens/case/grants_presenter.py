"""What the page 救助 says: words, tones and rows, without Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.aid.grant_pages import GrantsPage, GrantView, ItemLeft
from app.aid.limits import STUDY, Costs, Limit, preview_limit
from app.errors import UserError
from app.fields.kinds import Money
from app.office.session import Office
from app.policy.figures import FROM_FACTS, FROM_PROGRAM, Line

_MONEY = Money()
MEDICAL, ACCIDENT = "医疗救助", "意外救助"
STAGES = ("高中", "大学", "其他")
"""Stages of study that rule sets name; 其他 stands for every other."""

_TONES = {
    "待审批": "amber",
    "已批准": "blue",
    "未批准": "neutral",
    "待发放": "blue",
    "已发放": "green",
    "已退回": "red",
}


@dataclass(frozen=True)
class Asked:
    """What the dialog asks a limit for."""

    item: str
    person_id: int | None = None
    self_paid_fen: int = 0
    hardship_cost_fen: int = 0
    stage: str = ""

    @property
    def costs(self) -> Costs:
        """As the rules take it."""
        return Costs(self.self_paid_fen, self.hardship_cost_fen, self.stage or None)


def money(fen: int | None) -> str:
    """1,234.50"""
    return _MONEY.format(fen)


def read_money(text: str, today: date) -> int | None:
    """Fen of a typed amount, 0 for nothing, None where it cannot be read."""
    try:
        return _MONEY.parse(text, today) or 0
    except UserError:
        return None


def state(grant: GrantView) -> tuple[str, str]:
    """Word and tone of where a grant stands."""
    return grant.state, _TONES[grant.state]


def item(grant: GrantView) -> str:
    """The item and whom it is for."""
    return f"{grant.item} · {grant.person}" if grant.person else grant.item


def way(grant: GrantView) -> str:
    """Who decided, in which batch, when it was paid or came back."""
    if grant.returned_on:
        return f"{grant.returned_on} 退回"
    if grant.paid_on:
        return f"{grant.paid_on} 发放"
    if grant.batch_number:
        return f"批次 {grant.batch_number}"
    if grant.decided_on:
        return f"{grant.decided_on} {grant.decided_by}{'（纸质）' if grant.is_on_paper else ''}"
    return f"由{grant.tier}审批" if grant.tier else ""


def year_line(page: GrantsPage) -> str:
    """The sums of each year in one line."""
    parts = []
    for one in page.years:
        waiting = f"，待审批和待发放 {money(one.committed_fen)} 元" if one.committed_fen else ""
        back = f"，退回 {money(one.returned_fen)} 元" if one.returned_fen else ""
        parts.append(f"{one.year} 年已发放 {money(one.paid_fen)} 元{waiting}{back}")
    return "；".join(parts) + "。" if parts else ""


def left_item(left: ItemLeft) -> str:
    """The item and the student."""
    return f"{left.item} · {left.person}" if left.person else left.item


def left_most(left: ItemLeft) -> str:
    """What is left, or a dash where it cannot be said."""
    return "—" if left.most_fen is None else money(left.most_fen)


def no_limits(page: GrantsPage) -> str:
    """The sentence that says why no limits can be computed; empty where they can."""
    return page.left[0].note if len(page.left) == 1 and not page.left[0].item else ""


def facts(grant: GrantView) -> tuple[tuple[str, str], ...]:
    """Everything about a grant as pairs of label and text."""
    payee = grant.payee
    account = " ".join(part for part in (payee.bank, payee.branch, payee.card) if part)
    other = f"（{payee.relation}，{payee.consent}）" if payee.relation else ""
    over = f"{grant.over_limit_reason}" if grant.over_limit_reason else ""
    decided = f"{grant.decided_by}  {grant.decided_on}" if grant.decided_on else ""
    paper = "  纸质审批" if grant.is_on_paper else ""
    return (
        ("金额", f"{money(grant.amount_fen)} 元"),
        ("大写", grant.capitals),
        ("申请日期", grant.asked_on.isoformat()),
        ("申请经办", grant.proposed_by),
        ("申请理由", grant.reason),
        ("超过上限的理由", over),
        ("收款人", f"{payee.name}{other}"),
        ("收款账户", account),
        ("审批", f"{decided}{paper}"),
        ("审批意见", grant.decision_note),
        ("资金", " · ".join(part for part in (grant.fund, grant.fund_source) if part)),
        ("发放批次", grant.batch_number),
        ("发放日期", grant.paid_on.isoformat() if grant.paid_on else ""),
        ("回单号", grant.payment_reference),
        ("退汇", f"{grant.returned_on} {grant.return_reason}" if grant.returned_on else ""),
    )


def ask_limit(office: Office, case_id: int, asked: Asked) -> Limit | str:
    """The limit, or the sentence why it cannot be said. Runs on a reading thread."""
    try:
        return preview_limit(
            office,
            case_id=case_id,
            item=asked.item,
            person_id=asked.person_id,
            costs=asked.costs,
        )
    except UserError as error:
        return error.message


def headline(limit: Limit | str, amount_fen: int) -> tuple[str, str]:
    """The answer in one sentence, and its tone."""
    if isinstance(limit, str):
        return limit, "amber"
    if limit.refusal is not None:
        return f"不能申请：{limit.refusal}", "red"
    if limit.most_fen is None:
        return "救助标准没有规定这个项目的上限，按单位的办法办理。", "neutral"
    tier = f"，由{limit.tier}审批" if limit.tier else ""
    most = f"按标准最多可以申请 {money(limit.most_fen)} 元{tier}。"
    if amount_fen <= limit.most_fen:
        return most, "green"
    if limit.may_exceed:
        return f"{most}现在填的超过上限，请写明超过上限的理由。", "amber"
    return f"{most}请把金额改到上限以内。", "red"


def is_over(limit: Limit | str, amount_fen: int) -> bool:
    """Whether a reason for going beyond the limit is asked for."""
    return (
        isinstance(limit, Limit)
        and limit.may_exceed
        and limit.most_fen is not None
        and amount_fen > limit.most_fen
    )


def earlier(limit: Limit | str) -> str:
    """The same item earlier this year, for the eye of whoever asks."""
    if isinstance(limit, str) or not limit.earlier:
        return ""
    parts = [
        "，".join(
            part
            for part in (one.day.isoformat(), one.person, f"{money(one.amount_fen)} 元", one.state)
            if part
        )
        for one in limit.earlier
    ]
    return f"今年同一项目已有：{'；'.join(parts)}。请确认不是重复救助。"


def explained(limit: Limit | str) -> Sequence[tuple[str, str]]:
    """The lines of the explanation of a limit; none where there is no limit."""
    return () if isinstance(limit, str) else explained_lines(limit.lines)


def explained_lines(lines: Iterable[Line]) -> Sequence[tuple[str, str]]:
    """Step and sentence of each line.

    A step says where its figures come from unless that is the rule set, which the first line names.
    """
    own = (FROM_FACTS, FROM_PROGRAM)
    return tuple(
        (f"{line.step}（{line.source}）" if line.source in own else line.step, line.text)
        for line in lines
    )


def person_options(page: GrantsPage, chosen_item: str) -> tuple[tuple[int | None, str], ...]:
    """Whom an item can be for: a student for 子女助学, else the household or anybody of it."""
    people = tuple((one.id, f"{one.name}（{one.relation}）") for one in page.people)
    if chosen_item == STUDY:
        students = tuple(
            (one.id, f"{one.name}（{one.relation}）") for one in page.people if one.is_student
        )
        others = tuple(one for one in people if one not in students)
        return (*students, *others)
    return ((None, "全户"), *people)


def stage_of(page: GrantsPage, person_id: int | None) -> str:
    """The stage of study of a person, where the file says it."""
    return next((one.stage for one in page.people if one.id == person_id), "") or "其他"


def can_decide(page: GrantsPage, grant: GrantView | None) -> tuple[bool, str]:
    """Whether this account approves this grant here, and the sentence why not."""
    if grant is None or not grant.is_waiting or not page.may_decide:
        return False, ""
    if grant.id in page.own_hands:
        return False, "这份档案最后一次经办就是您本人，按规定要由另一个审批账号办理。"
    if grant.needs_paper:
        return False, f"这笔救助由{grant.tier}工会审批，由经办或审核账号登记书面批复。"
    return True, ""


def can_record(page: GrantsPage, grant: GrantView | None) -> bool:
    """Whether this account may record an approval signed on paper."""
    return grant is not None and grant.is_waiting and page.may_record
