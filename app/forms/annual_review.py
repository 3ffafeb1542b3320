"""困难职工年度复核表: the figures of the last assessment beside this year's, and what follows from them.

No official blank was found: our own layout (参考样式) after the domain notes, 9 §1.20 (定期复核审批表, S129).
"""

from sqlalchemy import select

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
from app.forms.data import Reading, applicant, head
from app.forms.form import Form, Needs, StampWhen
from app.forms.means import means_in
from app.forms.opinions import opinion
from app.forms.records import Means, OpinionText
from app.forms.records_help import ReviewData
from app.forms.wording import Wording
from app.paper import Align, Column, Document, Label, Ticks, Value
from db.codes import Bearer
from db.models import AssessmentRecord
from db.values import format_money, parse_money

NAME = "困难职工年度复核表"
BLANK = ReviewData()
_STATEMENT = Wording("statement", "本人签字前的话", "本人对复核结果无异议。")
_RESULTS = ("类别不变", "类别调整", "转为退出")
_COLUMNS = (
    Column("项目", 46, Align.CENTER),
    Column("上次认定", None, Align.CENTER),
    Column("本次复核", None, Align.CENTER),
    Column("增减", 34, Align.CENTER),
)


def read(reading: Reading, _subject: None = None) -> ReviewData:
    """The two newest assessments; with only one, it is the last one and this year's stay free."""
    records = reading.session.scalars(
        select(AssessmentRecord)
        .where(AssessmentRecord.case_id == reading.case.id)
        .order_by(AssessmentRecord.id.desc())
        .limit(2)
    ).all()
    now = records[0] if len(records) > 1 else None
    before = records[-1] if records else None
    reviewed = reading.case.reviewed_on
    decided = opinion(reading.session, reading.case.id, "ANNUAL_REVIEW")
    return ReviewData(
        head=head(reading),
        applicant=applicant(reading),
        before=means_in(before) if before else Means(),
        now=means_in(now) if now else Means(),
        category_before=_category(before) or reading.case.filed_category or "",
        category_now=_category(now),
        situation=reading.household.situation or "",
        reviewed_on=reviewed,
        decided=decided if reviewed else OpinionText(),
    )


def _category(record: AssessmentRecord | None) -> str:
    return (record.category or record.level or "不符合") if record else ""


def build(data: ReviewData, context: FormContext) -> Document:
    """The form of one case; `BLANK` gives the empty one."""
    sheet = begin_of_file(NAME, context, data.head)
    who, file = data.applicant, data.head
    pairs(sheet, ("职工姓名", who.name), ("性别", who.sex), ("年龄", number(who.age, " 岁")))
    pairs(sheet, ("身份证号", who.id_number), ("联系电话", who.phone))
    pairs(sheet, ("工作单位", who.employer))
    pairs(
        sheet,
        ("困难类别", file.category),
        ("建档日期", day(file.filed_on)),
        ("复核日期", day(data.reviewed_on)),
    )
    sheet.table(_COLUMNS, _rows(data), row_height=7.2, header_height=7)
    sheet.row(
        [
            Label("目前家庭\n情况", LABEL),
            Value(data.situation, field="目前家庭情况", align=Align.LEFT),
        ],
        height=15,
    )
    options = choices(_RESULTS, [_result(data)] if _result(data) else [])
    sheet.row([Label("复核结果", LABEL), Ticks(options, field="复核结果")], height=9)
    pairs(sheet, ("调整后类别", ""), ("执行月份", ""), height=9)
    worker = OpinionText(context.wording(_STATEMENT))
    opinion_box(sheet, "本人意见", worker, signer_label="本人签字", seal_hint=False, height=20)
    sealed_box(sheet, context, Bearer.BASIC, "基层工会\n意见", OpinionText(), height=43)
    sealed_box(
        sheet,
        context,
        Bearer.COUNTY,
        "县级工会\n意见",
        data.decided,
        height=43,
    )
    return sheet.document


def _result(data: ReviewData) -> str:
    """What follows, once it was decided: before that the boxes are for the hand."""
    if data.reviewed_on is None or not data.category_now:
        return ""
    return _RESULTS[0] if data.category_now == data.category_before else _RESULTS[1]


def _rows(data: ReviewData) -> list[list[str]]:
    before, now = data.before, data.now
    return [
        ["认定日期", day(before.made_on), day(now.made_on), ""],
        _money("前12个月收入(元)", before.income, now.income),
        _money("可扣除支出(元)", before.outlay, now.outlay),
        ["家庭人口", number(before.people, " 人"), number(now.people, " 人"), _people(before, now)],
        _money("月人均纯收入(元)", before.net_per_capita, now.net_per_capita),
        _money("低保标准(元/月)", yuan(before.dibao_fen), yuan(now.dibao_fen)),
        ["相当于低保标准", _times(before), _times(now), ""],
        ["认定类别", data.category_before, data.category_now, ""],
    ]


def _times(means: Means) -> str:
    return f"{means.multiple} 倍" if means.multiple else ""


def _people(before: Means, now: Means) -> str:
    if before.people is None or now.people is None:
        return ""
    return f"{now.people - before.people:+d} 人" if now.people != before.people else "不变"


def _money(label: str, before: str, now: str) -> list[str]:
    first, second = _fen(before), _fen(now)
    if first is None or second is None:
        return [label, before, now, ""]
    gap = second - first
    words = f"{'+' if gap > 0 else '-'}{format_money(abs(gap))}" if gap else "不变"
    return [label, before, now, words]


def _fen(yuan_text: str) -> int | None:
    """The fen of a printed amount; None where there is none."""
    plain = yuan_text.replace(",", "")
    found = parse_money(plain.lstrip("-")) if plain else None
    if not isinstance(found, int):
        return None
    return -found if plain.startswith("-") else found


FORM = Form(
    "annual_review",
    NAME,
    Needs.CASE,
    copies=2,
    build=build,
    read=read,
    blank=BLANK,
    stamp_when=StampWhen.REVIEWED,
    boxes=(Bearer.BASIC,),
    texts=(_STATEMENT,),
)
