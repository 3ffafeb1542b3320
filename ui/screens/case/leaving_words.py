"""What the tabs 退出 and 回访 say: sentences, chips and pairs. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.changes import Op
from app.leaving.evidence import ExitFigures
from app.leaving.exit_page import ExitLine, ExitPage, OpinionLine
from app.leaving.visit_page import VisitLine, VisitPage
from app.lifecycle import Stage
from app.policy.amounts import grouped

__all__ = [
    "Word",
    "aid_words",
    "due_word",
    "exit_chip",
    "exit_pairs",
    "exit_sentences",
    "exit_title",
    "figure_numbers",
    "figures_sentence",
    "opinion_pairs",
    "opinion_title",
    "review_sentence",
    "stage_word",
    "visit_chips",
    "visit_pairs",
    "visit_sentences",
    "visit_title",
]

_RISK_TONES = {"无": "green", "关注": "amber", "高": "red"}


@dataclass(frozen=True)
class Word:
    """A word of a chip and the name of its tone."""

    text: str
    tone: str = "neutral"


# ------------------------------------------------------------------ exit


def stage_word(page: ExitPage) -> Word | None:
    """The limit of the stage under way."""
    if page.at.due is None:
        return None
    late = page.at.overdue_days
    return Word(f"已超期 {late} 天", "red") if late else Word(f"期限 {page.at.due.day}")


def figure_numbers(figures: ExitFigures) -> tuple[tuple[str, str, str], ...]:
    """The figures of the last twelve months: label, number, note."""
    return (
        ("月人均纯收入", f"{grouped(figures.net_per_capita)} 元", f"{figures.people} 口人"),
        ("低保标准", f"{grouped(figures.dibao)} 元", f"{figures.day} 执行"),
        ("近 12 个月收入", f"{grouped(figures.income)} 元", "全家合计"),
        ("近 12 个月刚性支出", f"{grouped(figures.outlay)} 元", "可扣除部分"),
    )


def figures_sentence(figures: ExitFigures) -> Word:
    """The formula with the household's own numbers, and what follows from it."""
    formula = (
        f"（{grouped(figures.income)} − {grouped(figures.outlay)}）÷ {figures.people} 人 ÷ 12 月 = "
        f"{grouped(figures.net_per_capita)} 元／月"
    )
    if figures.is_above_dibao:
        return Word(f"{formula}，高于低保标准，数字上可以按“脱困”退出。", "green")
    return Word(
        f"{formula}，没有高于低保标准，不能按“脱困”退出；靠保障兜底达到标准的，可按“解困”退出。",
        "amber",
    )


def exit_sentences(page: ExitPage) -> tuple[Word, ...]:
    """What is to be done now, or who has to do it."""
    return tuple(word for word in (_state(page), _hands(page)) if word is not None)


def _state(page: ExitPage) -> Word | None:
    stage = page.at.stage
    if stage is Stage.ON_FILE:
        return Word("这一户在档帮扶；生活好转、去世、迁出或本人放弃时，由经办人员提出退出。")
    if stage is Stage.EXIT_PROPOSED:
        return _waiting(
            page, Op.AGREE_EXIT, "请登记集体研究的日期和人数，同意或不同意退出。", "审核"
        )
    if stage is Stage.EXIT_PUBLICITY:
        return Word(page.notice)
    if stage is Stage.EXIT_APPROVAL:
        return _waiting(page, Op.APPROVE_EXIT, "请批准退出，或退回重新研究。", "审批")
    if page.to_serve is not None:
        return Word("退出已批准，请把退出告知书送达职工或家属，并登记签收。", "amber")
    if stage is Stage.MONITORED:
        return Word(f"已批准退出，跟踪到 {page.watch_until}。")
    if stage is Stage.CLOSED:
        return Word("档案已经归档。")
    return Word("还没有建档，谈不上退出；不再申请的，请办理“本人放弃”或“终止申请”。")


def _waiting(page: ExitPage, op: Op, todo: str, who: str) -> Word:
    return Word(todo if page.at.offers(op) else f"正在等待{who}人员办理。")


def _hands(page: ExitPage) -> Word | None:
    if Op.APPROVE_EXIT in page.at.can and page.is_same_hands:
        return Word("这份档案最后一次经办就是您本人，按规定要由另一个账号审批。", "red")
    if Op.APPROVE_EXIT in page.at.can_on_paper:
        return Word("审批人在纸上签字的，可以由您登记：填写姓名、日期，并附签字页扫描件。")
    return None


def exit_title(line: ExitLine) -> str:
    """What kind, by whom, when."""
    return f"{line.kind.value}　{line.initiator}　{line.proposed_on} 提出"


def exit_chip(line: ExitLine) -> Word:
    """How it ended, or that it runs."""
    if line.approved_on is not None:
        return Word(f"{line.approved_on} 批准", "green")
    if line.dropped_on is not None:
        return Word("未退出", "neutral")
    return Word("办理中", "blue")


def exit_pairs(line: ExitLine) -> tuple[tuple[str, str], ...]:
    """Everything that was kept of an exit."""
    net = line.net_per_capita
    meeting = "" if line.meeting_on is None else f"{line.meeting_on}，{line.meeting_people} 人参加"
    served = "" if line.served_on is None else f"{line.served_on}，{line.receiver}签收"
    return (
        ("退出原因", line.reason),
        ("本人签字", _day(line.statement_on)),
        ("连续高于低保", "" if line.months_above is None else f"{line.months_above} 个月"),
        ("月人均纯收入", _yuan(net)),
        ("低保标准", _yuan(line.dibao)),
        ("12 个月收入", _yuan(line.income)),
        ("刚性支出", _yuan(line.outlay)),
        ("集体研究", meeting),
        ("未退出原因", line.drop_reason),
        ("告知书", served),
    )


def opinion_title(line: OpinionLine) -> str:
    """What, by whom, when."""
    return f"{line.label}　{line.who}　{line.decided_on}"


def opinion_pairs(line: OpinionLine) -> tuple[tuple[str, str], ...]:
    """The words; for paper who recorded it."""
    return (
        ("意见", line.note or "（没有另写意见）"),
        ("纸质审批", f"{line.recorded_by}登记" if line.is_on_paper else ""),
    )


def aid_words(page: ExitPage) -> str:
    """The help so far, item by item."""
    if not page.aid:
        return "还没有发放过救助。"
    parts = [f"{item} {count} 次、{grouped(fen)} 元" for item, count, fen in page.aid]
    total = sum(fen for _, _, fen in page.aid)
    return f"{'；'.join(parts)}；合计 {grouped(total)} 元。"


# ------------------------------------------------------------------ visits


def due_word(page: VisitPage) -> Word | None:
    """When the next visit is due."""
    if page.next_due is None:
        return None
    what = "回访" if page.watch_from is not None else "走访"
    if page.overdue_days:
        return Word(f"{what}已超期 {page.overdue_days} 天（期限 {page.next_due}）", "red")
    return Word(f"下次{what}：{page.next_due} 前", "blue")


def visit_sentences(page: VisitPage) -> tuple[Word, ...]:
    """What is to be done, and in which order."""
    stage = page.at.stage
    if stage is Stage.ON_FILE:
        return (Word("联系人定期走访，走访后登记在这里。"),)
    if stage is Stage.MONITORED:
        return (_watch_sentence(page),)
    if stage is Stage.CLOSED:
        return (Word("跟踪已经结束。这一户又陷入困难的，可以办理返困，另建一份关联的新档案。"),)
    return (Word("建档以后的走访和退出后的回访都登记在这里。"),)


def _watch_sentence(page: VisitPage) -> Word:
    until = page.watch_until
    if page.may_end_watch:
        return Word(f"跟踪期已在 {until} 届满，跟踪期内回访 {page.followed} 次，请办理跟踪期满。")
    if not page.followed:
        return Word(
            f"跟踪期 {page.watch_from} 至 {until}；期满前至少回访一次，现在还没有回访记录。"
        )
    return Word(
        f"跟踪期 {page.watch_from} 至 {until}，已回访 {page.followed} 次；期满的次日起可以办理跟踪期满。"
    )


def review_sentence(page: VisitPage) -> Word | None:
    """The annual review: what it needs and when it is due."""
    review = page.review
    if review is None:
        return None
    late = max(0, (page.at.today - review.due).days)
    limit = f"已超期 {late} 天，期限是 {review.due}" if late else f"{review.due} 前"
    tone = "red" if late else ("amber" if review.is_to_review else "neutral")
    lead = "困难类别待复核" if review.is_to_review else "年度复核"
    if review.fresh_category is None:
        return Word(f"{lead}（{limit}）：请先在认定页做一次新的认定。", tone)
    if not review.fresh_category:
        return Word(
            f"{lead}（{limit}）：{review.assessed_on} 的认定结果是不符合，请提出退出；"
            "仍要保留的，复核时写明理由。",
            "amber",
        )
    return Word(
        f"{lead}（{limit}）：{review.assessed_on} 认定为“{review.fresh_category}”，可以办理复核。",
        tone,
    )


def visit_title(line: VisitLine) -> str:
    """When, how, by whom."""
    people = "、".join(one for one in (line.visitor_one, line.visitor_two) if one)
    return f"{line.visited_on}　{line.method}　{people}"


def visit_chips(line: VisitLine) -> tuple[Word, ...]:
    """What kind, and the risk that was seen."""
    chips = [Word("回访", "blue") if line.is_follow_up else Word("走访")]
    if line.relapse_risk:
        chips.append(Word(f"返困风险：{line.relapse_risk}", _RISK_TONES.get(line.relapse_risk, "")))
    return tuple(chips)


def visit_pairs(line: VisitLine) -> tuple[tuple[str, str], ...]:
    """What was seen and said."""
    cause = "" if line.is_cause_gone is None else ("已消除" if line.is_cause_gone else "未消除")
    return (
        ("被访人", line.interviewee),
        ("家庭月收入", _yuan(line.monthly_income)),
        ("致困原因", cause),
        ("满意度", line.satisfaction),
        ("人口变化", line.people_change),
        ("支出变化", line.outlay_change),
        ("新需求", line.new_needs),
        ("已落实措施", line.measures_done),
        ("备注", line.remarks),
    )


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{grouped(fen)} 元"


def _day(day: object) -> str:
    return "" if day is None else str(day)
