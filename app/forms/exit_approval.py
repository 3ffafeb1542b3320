"""脱困退出审批表: the figures of twelve months, the help received, the worker's word, two approvals.

No official blank was found: our own layout (参考样式) after the domain notes, 9 §1.3.
"""

from app.forms.boxes import (
    LABEL,
    begin_of_file,
    choices,
    day,
    number,
    opinion_box,
    pairs,
    sealed_box,
    yuan,
)
from app.forms.context import FormContext
from app.forms.data import exit_data
from app.forms.form import Form, Needs, StampWhen
from app.forms.means import multiple
from app.forms.records import ExitData, OpinionText
from app.forms.wording import Wording
from app.lifecycle import ExitKind, Stage
from app.paper import Align, Document, Label, Sheet, Ticks, Value
from app.paper.entries import Entry
from app.policy.amounts import round_half_up
from db.codes import Bearer

NAME = "脱困退出审批表"
BLANK = ExitData()
_STATEMENT = Wording("statement", "本人签字前的话", "本人对退出困难职工档案无异议。")
_INITIATORS = ("本人申请", "联系人建议")


def build(data: ExitData, context: FormContext) -> Document:
    """The form of one exit; `BLANK` gives the empty one."""
    sheet = begin_of_file(NAME, context, data.head, head_right=Entry("提出日期", data.proposed_on))
    _household(sheet, data)
    _figures(sheet, data)
    statement = OpinionText(context.wording(_STATEMENT), "", data.statement_on)
    opinion_box(sheet, "本人意见", statement, signer_label="本人签字", seal_hint=False, height=20)
    sealed_box(
        sheet,
        context,
        Bearer.BASIC,
        "基层工会\n集体研究\n意见",
        data.basic_union,
        above=_meeting(data),
        height=46,
    )
    sheet.row([Label("公示情况", LABEL), _text(data.publicity, "公示情况")], height=11)
    sealed_box(
        sheet,
        context,
        Bearer.COUNTY,
        "县级工会\n意见",
        data.county_union,
        height=46,
    )
    plan = f"跟踪回访至{day(data.watch_until)}" if data.watch_until else ""
    sheet.row([Label("回访计划", LABEL), _text(plan, "回访计划")])
    return sheet.document


def _household(sheet: Sheet, data: ExitData) -> None:
    who, head = data.applicant, data.head
    pairs(sheet, ("姓名", who.name), ("性别", who.sex), ("联系电话", who.phone))
    pairs(sheet, ("身份证号", who.id_number), ("工作单位", who.employer))
    category = "·".join(filter(None, (head.category, head.level)))
    pairs(
        sheet, ("档案编号", head.number), ("困难类别", category), ("建档日期", day(head.filed_on))
    )
    kinds = choices([kind.value for kind in ExitKind], [data.kind])
    sheet.row([Label("退出类型", LABEL), Ticks(kinds, field="退出类型")])
    ways = choices(_INITIATORS, [data.initiator])
    sheet.row([Label("提出方式", LABEL), Ticks(ways, field="提出方式")])
    sheet.row([Label("退出理由", LABEL), _text(data.reason, "退出理由")], height=13)


def _figures(sheet: Sheet, data: ExitData) -> None:
    pairs(
        sheet,
        ("近12个月\n收入(元)", yuan(data.income_fen)),
        ("刚性支出\n(元)", yuan(data.outlay_fen)),
        ("家庭人口", number(data.people, " 人")),
        height=9.5,
    )
    fen = per_capita(data)
    times = multiple(yuan(fen).replace(",", ""), data.dibao_fen) if fen is not None else ""
    pairs(
        sheet,
        ("月人均\n纯收入(元)", yuan(fen)),
        ("低保标准\n(元/月)", yuan(data.dibao_fen)),
        ("相当于\n低保标准", f"{times} 倍" if times else ""),
        height=9.5,
    )
    pairs(
        sheet,
        ("连续超过\n标准", number(data.months_above, " 个月")),
        ("累计帮扶", _aid(data)),
        share=3,
        height=9.5,
    )


def per_capita(data: ExitData) -> int | None:
    """(income − outlay) ÷ people ÷ 12 in fen, rounded once; None where a figure is missing."""
    if data.income_fen is None or data.outlay_fen is None or not data.people:
        return None
    return round_half_up(data.income_fen - data.outlay_fen, 12 * data.people)


def _aid(data: ExitData) -> str:
    if not data.aid:
        return ""
    lines = [f"{item} {times} 次 {yuan(total)} 元" for item, times, total in data.aid]
    total = sum(fen for _, _, fen in data.aid)
    return f"{'；'.join(lines)}；合计 {yuan(total)} 元"


def _meeting(data: ExitData) -> str:
    if data.meeting_on is None:
        return ""
    people = f"，参加 {data.meeting_people} 人" if data.meeting_people else ""
    return f"{day(data.meeting_on)}集体研究{people}。"


def _text(text: str, field: str) -> Value:
    return Value(text, field=field, align=Align.LEFT)


FORM = Form(
    "exit_approval",
    NAME,
    Needs.EXIT,
    copies=2,
    build=build,
    read=exit_data,
    blank=BLANK,
    stamp_when=StampWhen.DECIDED,
    boxes=(Bearer.BASIC,),
    stages=(
        Stage.EXIT_PROPOSED,
        Stage.EXIT_APPROVAL,
        Stage.MONITORED,
        Stage.CLOSED,
    ),
    texts=(_STATEMENT,),
)
