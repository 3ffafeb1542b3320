"""What the tabs 入户调查, 认定, 公示 and 审批 say: sentences, chips and pairs. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.lifecycle.workdays import PublicityPeriod
from app.policy.amounts import grouped
from app.review.appraisals import Shares, Votes
from app.review.approval_page import ApprovalPage, OpinionLine
from app.review.assessing import AssessmentView, TraceLine
from app.review.publicity_page import AppraisalLine, NoticeLine, ObjectionLine
from app.review.standpoint import Standpoint
from app.review.survey_page import CheckLine, SurveyLine

NO_CATEGORY = "不符合认定条件"
_TONES = {"深度困难职工": "red", "相对困难职工": "amber", "意外致困职工": "blue"}


@dataclass(frozen=True)
class Word:
    """A word of a chip and the name of its tone."""

    text: str
    tone: str = "neutral"


def due_word(at: Standpoint) -> Word | None:
    """The limit of the stage as a chip."""
    if at.due is None:
        return None
    late = at.overdue_days
    if late:
        return Word(f"已超期 {late} 天", "red")
    return Word(f"期限 {at.due.day}", "neutral")


def unpublished_sentence(at_all: bool) -> str:
    """Said wherever a day rests on a year without holiday data."""
    return "节假日未公布：期限跨入还没有公布放假安排的年份，暂按周一至周五计算。" if at_all else ""


# ------------------------------------------------------------------ survey and check


def survey_title(line: SurveyLine) -> str:
    """When and how, by whom."""
    return f"{line.visited_on}　{line.method}　{line.visitors[0]}、{line.visitors[1]}"


def survey_chip(line: SurveyLine) -> Word:
    """Met with its conclusion, or not met."""
    if not line.is_met:
        return Word("未遇", "amber")
    if not line.conclusion:
        return Word("不愿接受调查", "red")
    return Word(line.conclusion, "red" if line.conclusion == "不符合" else "green")


def survey_pairs(line: SurveyLine) -> tuple[tuple[str, str], ...]:
    """What was found, label by label."""
    return (
        ("被调查人", line.interviewee),
        ("回避声明", "两位调查人与申请人无亲属关系"),
        ("再次入户", "" if line.next_date is None else str(line.next_date)),
        ("居住与家庭", line.living),
        ("邻里核实", line.neighbours),
        ("需求与意愿", line.wishes),
        ("结论说明", line.conclusion_note),
    )


def check_title(line: CheckLine) -> str:
    """Sent, and replied."""
    sent = f"{line.sent_on} 送核" if line.sent_on else "送核日期未登记"
    return f"{sent}　{line.replied_on} 回复" if line.replied_on else sent


def check_chip(line: CheckLine, *, is_unchecked: bool) -> Word:
    """The result, or that it is awaited."""
    if line.replied_on is None:
        return Word("未核对", "amber") if is_unchecked else Word("等待回复", "blue")
    return Word(line.result, "green" if line.result == "相符" else "red")


def check_pairs(line: CheckLine) -> tuple[tuple[str, str], ...]:
    """What the centre wrote, and until when it counts."""
    return (
        ("核对情况", line.detail),
        ("有效期至", "" if line.valid_until is None else str(line.valid_until)),
    )


# ------------------------------------------------------------------ assessment


def category_word(view: AssessmentView) -> Word:
    """Category or level, or that there is none."""
    found = view.category or view.level
    if not view.is_eligible or found is None:
        return Word(NO_CATEGORY, "red")
    return Word(found, _TONES.get(found, "blue"))


def formula(view: AssessmentView) -> str:
    """The formula of the contract with the household's own numbers."""
    return (
        f"（家庭总收入 {yuan(view.income)} − 可扣除支出 {yuan(view.deducted)}）÷ 12 月 ÷ "
        f"{view.people} 人 = {yuan(view.net_per_capita)} 元／月，低保标准 "
        f"{grouped(view.dibao_fen)} 元／月。"
    )


def yuan(plain: str) -> str:
    """The text of an amount in a result, with thousands separated."""
    sign, digits = ("−", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, point, rest = digits.partition(".")
    return f"{sign}{int(whole or 0):,}{point}{rest}"


def figures(view: AssessmentView) -> tuple[tuple[str, str, str], ...]:
    """The numbers on top: what it is, the number with its unit, a note."""
    window = f"{view.window_from} 至 {view.window_to}"
    return (
        ("月人均纯收入", f"{yuan(view.net_per_capita)} 元", "扣除刚性支出之后"),
        ("低保标准", f"{grouped(view.dibao_fen)} 元／月", f"{view.day} 的标准"),
        ("共同生活人口", f"{view.people} 人", "计入人均的成员"),
        ("月人均收入", f"{yuan(view.gross_per_capita)} 元", "扣除之前"),
        ("家庭总收入", f"{yuan(view.income)} 元", window),
        ("可扣除支出", f"{yuan(view.deducted)} 元", window),
    )


def trace_rows(lines: tuple[TraceLine, ...]) -> tuple[tuple[str, str, str], ...]:
    """Step, sentence, source; a step that goes on is named once."""
    rows, last = [], ""
    for line in lines:
        rows.append(("" if line.step == last else line.step, line.text, line.source))
        last = line.step
    return tuple(rows)


def trace_tones(lines: tuple[TraceLine, ...]) -> tuple[str | None, ...]:
    """Sentences that rest on something not verified stand in amber, with the words that say so."""
    return tuple("amber" if "待核实" in line.text else None for line in lines)


def source_words(view: AssessmentView) -> str:
    """What the tags of the last column mean."""
    tags = sorted({line.source for line in view.trace} - {"申报", "本程序约定"})
    own = "“申报”是本户填报的数字，“本程序约定”是程序固定的算法。"
    return f"来源 {'、'.join(tags)}：{view.citation}；{own}" if tags else own


# ------------------------------------------------------------------ appraisal and publicity


def shares_words(shares: Shares) -> str:
    """What it takes to pass, in one sentence."""
    return (
        f"实到人数要达到应到的 {_share(shares.present)}，"
        f"同意票达到实到人数的 {_share(shares.in_favour)} 为通过；近亲属要回避。"
    )


def _share(share: tuple[int, int]) -> str:
    return f"{share[0]}/{share[1]}"


def appraisal_chip(line: AppraisalLine, shares: Shares) -> Word:
    """Passed, not passed, or not held."""
    if line.is_passed:
        return Word("通过", "green")
    if line.votes.present * shares.present[1] < line.votes.invited * shares.present[0]:
        return Word("人数不足", "amber")
    return Word("未通过", "red")


def appraisal_pairs(line: AppraisalLine) -> tuple[tuple[str, str], ...]:
    """Count, place and minutes."""
    return (
        ("人数", f"应到 {line.votes.invited} 人，实到 {line.votes.present} 人"),
        ("票数", _votes(line.votes)),
        ("地点", line.place),
        ("主持人", line.chair),
        ("回避人员", line.recused),
        ("评议记录", line.minutes),
    )


def _votes(votes: Votes) -> str:
    if not votes.in_favour + votes.against + votes.abstained:
        return ""
    return f"同意 {votes.in_favour}，不同意 {votes.against}，弃权 {votes.abstained}"


def period_words(period: PublicityPeriod) -> str:
    """From the first to the last day with the working days."""
    return f"{period.first_day} 至 {period.last_day}（{period.working_days} 个工作日）"


def days_left(period: PublicityPeriod, today: date, undecided: int) -> Word:
    """How the running notice stands."""
    if undecided:
        return Word(f"{undecided} 条异议待处理", "red")
    if today < period.closable_from:
        return Word(f"公示中，{period.closable_from} 起可登记结果", "blue")
    return Word("已期满，请登记结果", "amber")


def notice_chip(line: NoticeLine, today: date) -> Word:
    """Closed, voided, or how it stands."""
    if line.voided_on is not None:
        return Word("已作废", "neutral")
    if line.closed_on is not None:
        return Word(f"{line.closed_on} 公示结束", "green")
    return days_left(line.period, today, len(line.undecided))


def notice_pairs(line: NoticeLine) -> tuple[tuple[str, str], ...]:
    """Where, when, and to whom one objects."""
    return (
        ("张贴日期", str(line.period.posted_on)),
        ("公示时间", period_words(line.period)),
        ("张贴地点", line.place),
        ("公示类别", line.category),
        ("异议受理", "　".join(part for part in (line.contact, line.contact_phone) if part)),
        ("作废原因", line.void_reason),
    )


def objection_chip(line: ObjectionLine) -> Word:
    """Open, upheld or not."""
    if line.is_upheld is None:
        return Word("待处理", "red")
    return Word("成立", "amber") if line.is_upheld else Word("不成立", "green")


# ------------------------------------------------------------------ opinions


def opinion_title(line: OpinionLine) -> str:
    """What, by whom, when."""
    return f"{line.label}　{line.who}　{line.decided_on}"


def opinion_pairs(line: OpinionLine) -> tuple[tuple[str, str], ...]:
    """The words; for paper who recorded it."""
    recorded = f"{line.recorded_by}登记" if line.recorded_by else ""
    scan = "，附签字页扫描件" if line.has_scan else ""
    return (
        ("意见", line.note or "（没有另写意见）"),
        ("纸质审批", f"{recorded}{scan}" if line.is_on_paper else ""),
    )


def standing_sentence(page: ApprovalPage) -> str:
    """What the household would be filed as, or why that has to be chosen."""
    if not page.is_assessed:
        return "这份档案还没有认定记录，批准建档时要选择类别并写明理由。"
    found = page.category or page.level
    if not page.is_eligible or not found:
        return "最近一次认定的结果是不符合认定条件；确要批准建档，请选择类别并写明理由。"
    level = f"，级别为{page.level}" if page.level and page.category else ""
    return f"按最近一次认定，将建档为“{found}”{level}。"
