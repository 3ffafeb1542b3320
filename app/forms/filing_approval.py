"""困难职工建档审批表: who asks, the figures, what survey, check and publicity gave, three opinions.

No official blank was found: our own layout (参考样式) after the domain notes, 5 §5.1; the strip with the
result of the notice after S108.
"""

from typing import TypeVar

from sqlalchemy import select

from app.forms.boxes import LABEL, begin_of_file, day, number, pairs, sealed_box, yuan
from app.forms.context import FormContext
from app.forms.data import Reading, applicant, head, publicity_words
from app.forms.form import Form, Needs, StampWhen
from app.forms.means import means_of
from app.forms.opinions import opinion
from app.forms.records_review import FilingData
from app.lifecycle import Stage
from app.paper import Align, Document, Label, Sheet, Value
from db.codes import Bearer, PublicityKind
from db.models import Appraisal, AssessmentRecord, CheckReply, Survey

NAME = "困难职工建档审批表"
BLANK = FilingData()
_ROW = 8.4

Row = TypeVar("Row", Survey, CheckReply, Appraisal, AssessmentRecord)


def read(reading: Reading, _subject: None = None) -> FilingData:
    """Everything that the decision rests on, as far as the case has come."""
    case, session = reading.case, reading.session
    found = _newest(reading, AssessmentRecord)
    standing = (found.category, found.level) if found else (case.category, case.level)
    return FilingData(
        head=head(reading),
        applicant=applicant(reading),
        means=means_of(session, case.id),
        applied_on=case.applied_on,
        category="·".join(filter(None, standing)) or case.category or "",
        survey=_survey(_newest(reading, Survey)),
        check=_check(_newest(reading, CheckReply)),
        appraisal=_appraisal(_newest(reading, Appraisal)),
        publicity=publicity_words(reading, PublicityKind.ENTRY),
        basic_union=opinion(session, case.id, "PASS_FIRST_REVIEW"),
        upper_union=opinion(session, case.id, "PASS_REVIEW"),
        county_union=opinion(session, case.id, "APPROVE_FILE"),
    )


def _newest(reading: Reading, model: type[Row]) -> Row | None:
    query = select(model).where(model.case_id == reading.case.id).order_by(model.id.desc())
    return reading.session.scalars(query.limit(1)).first()


def _survey(row: Survey | None) -> str:
    if row is None or not row.is_met:
        return ""
    words = f"{day(row.visited_on)}由{row.visitor_one}、{row.visitor_two}{row.method}调查"
    return f"{words}，结论：{row.conclusion}。" if row.conclusion else f"{words}。"


def _check(row: CheckReply | None) -> str:
    if row is None:
        return ""
    until = f"，有效期至{day(row.valid_until)}" if row.valid_until else ""
    on = f"{day(row.replied_on)}回复，" if row.replied_on else ""
    return f"{on}核对结果：{row.result}{until}。"


def _appraisal(row: Appraisal | None) -> str:
    if row is None:
        return ""
    return (
        f"{day(row.held_on)}评议，应到 {row.invited} 人，实到 {row.present} 人，"
        f"同意 {row.in_favour} 票，不同意 {row.against} 票，弃权 {row.abstained} 票，"
        f"{'通过' if row.is_passed else '未通过'}。"
    )


def build(data: FilingData, context: FormContext) -> Document:
    """The form of one case; `BLANK` gives the empty one."""
    sheet = begin_of_file(NAME, context, data.head)
    _applicant(sheet, data)
    _means(sheet, data)
    for label, text in (
        ("入户调查", data.survey),
        ("经济核对", data.check),
        ("民主评议", data.appraisal),
        ("公示情况", data.publicity),
    ):
        value = Value(text, field=label, align=Align.LEFT)
        sheet.row([Label(label, LABEL), value], height=_ROW)
    sealed_box(sheet, context, Bearer.BASIC, "基层工会\n意见", data.basic_union, height=44)
    sealed_box(sheet, context, Bearer.UPPER, "系统（镇街）\n工会意见", data.upper_union, height=44)
    sealed_box(
        sheet,
        context,
        Bearer.COUNTY,
        "县级工会\n审批意见",
        data.county_union,
        height=45,
    )
    return sheet.document


def _applicant(sheet: Sheet, data: FilingData) -> None:
    who = data.applicant
    pairs(
        sheet,
        ("申请人姓名", who.name),
        ("性别", who.sex),
        ("年龄", number(who.age, " 岁")),
        height=_ROW,
    )
    pairs(sheet, ("身份证号", who.id_number), ("联系电话", who.phone), height=_ROW)
    pairs(sheet, ("工作单位", who.employer), height=_ROW)
    pairs(sheet, ("家庭住址", who.address), height=_ROW)
    pairs(
        sheet,
        ("申请日期", day(data.applied_on)),
        ("主要致困\n原因", data.head.main_cause),
        ("家庭人口", number(who.people, " 人")),
        height=9.4,
    )


def _means(sheet: Sheet, data: FilingData) -> None:
    means = data.means
    pairs(
        sheet,
        ("前12个月\n收入(元)", means.income),
        ("可扣除\n支出(元)", means.outlay),
        ("月人均\n纯收入(元)", means.net_per_capita),
        height=9.4,
    )
    times = f"{means.multiple} 倍" if means.multiple else ""
    pairs(
        sheet,
        ("低保标准\n(元/月)", yuan(means.dibao_fen)),
        ("相当于\n低保标准", times),
        ("计入人数", number(means.people, " 人")),
        height=9.4,
    )
    pairs(sheet, ("认定依据", means.rule_set), ("认定类别", data.category), height=_ROW)


FORM = Form(
    "filing_approval",
    NAME,
    Needs.CASE,
    copies=2,
    build=build,
    read=read,
    blank=BLANK,
    stamp_when=StampWhen.FILED,
    boxes=(Bearer.BASIC, Bearer.UPPER),
    stages=(Stage.FIRST_REVIEW, Stage.REVIEW, Stage.APPROVAL),
)
