"""民主评议记录: who was invited and came, who stood aside, what was said, the votes, and all signatures.

Heads after S109 and S110; our own layout (参考样式; domain notes, 9 §1.18).
"""

from sqlalchemy import select

from app.forms.boxes import LABEL, begin_of_file, choices, number, pairs
from app.forms.context import FormContext
from app.forms.data import Reading, applicant, head
from app.forms.form import Form, Needs
from app.forms.records_review import AppraisalData
from app.lifecycle import Stage
from app.paper import Blank, Document, Label, Sheet, Tick, Ticks, Value
from app.paper.cells import Prose
from db.models import Appraisal

NAME = "困难职工民主评议记录"
BLANK = AppraisalData()
_ACROSS, _DOWN = 5, 4  # signatures
_AGENDA = (
    "宣读政策和评议纪律",
    "调查人介绍入户和核对情况",
    "提问和发表意见",
    "无记名投票",
    "当场宣布结果",
)


def read(reading: Reading, _subject: None = None) -> AppraisalData:
    """The household, and the newest appraisal where one was held."""
    row = reading.session.scalars(
        select(Appraisal)
        .where(Appraisal.case_id == reading.case.id)
        .order_by(Appraisal.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return AppraisalData(head=head(reading), applicant=applicant(reading))
    return AppraisalData(
        head=head(reading),
        applicant=applicant(reading),
        held_on=row.held_on,
        place=row.place or "",
        chair=row.chair or "",
        invited=row.invited,
        present=row.present,
        in_favour=row.in_favour,
        against=row.against,
        abstained=row.abstained,
        recused=row.recused or "",
        minutes=row.minutes or "",
        is_passed=row.is_passed,
    )


def build(data: AppraisalData, context: FormContext) -> Document:
    """The minutes for one household; `BLANK` gives the empty ones."""
    sheet = begin_of_file(NAME, context, data.head)
    who = data.applicant
    pairs(sheet, ("评议时间", data.held_on), ("评议地点", data.place), height=9)
    pairs(sheet, ("主持人", data.chair), ("记录人", ""), height=9)
    pairs(
        sheet,
        ("应到人数", number(data.invited, " 人")),
        ("实到人数", number(data.present, " 人")),
        ("回避人员", data.recused),
        height=9,
    )
    pairs(sheet, ("评议对象", who.name), ("工作单位", who.employer), height=9)
    pairs(
        sheet,
        ("家庭人口", number(who.people, " 人")),
        ("困难类别", data.head.category),
        ("致困原因", data.head.main_cause),
        height=9,
    )
    agenda = [Tick(step) for step in _AGENDA]  # ticked in the meeting, by hand
    sheet.row([Label("评议程序", LABEL), Ticks(agenda, size=9.5, field="评议程序")], height=13)
    minutes = Prose(data.minutes, field="评议记录")
    sheet.row([Label("评议意见\n记录", LABEL), minutes], height=88)
    pairs(
        sheet,
        ("同意", number(data.in_favour, " 票")),
        ("不同意", number(data.against, " 票")),
        ("弃权", number(data.abstained, " 票")),
        height=10,
    )
    word = {None: [], True: ["通过"], False: ["不通过"]}[data.is_passed]
    result = choices(("通过", "不通过", "需要进一步核实"), word)
    sheet.row([Label("评议结论", LABEL), Ticks(result, field="评议结论")], height=10)
    _signatures(sheet)
    third = (sheet.width - 2 * LABEL) / 2
    sheet.row(
        [Label("主持人签字", LABEL), Value("", third), Label("记录人签字", LABEL), Value("")],
        height=12,
    )
    return sheet.document


def _signatures(sheet: Sheet) -> None:
    with sheet.group("参会人员签字", width=LABEL):
        for _ in range(_DOWN):
            sheet.row([Blank() for _ in range(_ACROSS)], height=11)


FORM = Form(
    "appraisal",
    NAME,
    Needs.CASE,
    copies=1,
    build=build,
    read=read,
    blank=BLANK,
    stages=(Stage.APPRAISAL,),
)
