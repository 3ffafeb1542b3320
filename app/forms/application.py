"""困难职工建档申请书, and 申报声明和承诺书 that every adult of the household signs beside it.

Rows after the newest union blank that was found (S103) and the elements of S108; layout and wording are
our own (参考样式; domain notes, 9 §1.9 and §1.10). What is declared is ticked by the household's own hand.
"""

from app.cases.authorisation import ADULT_AGE
from app.fields.codes import codes
from app.forms.boxes import LABEL, begin_of_file, choices, day, number, opinion_box, pairs, yuan
from app.forms.context import FormContext
from app.forms.data import Reading, applicant, head, member_line
from app.forms.form import Form, Needs
from app.forms.records import OpinionText
from app.forms.records_review import ApplicationData
from app.forms.wording import Wording
from app.lifecycle import Stage
from app.office.masking import ValueKind
from app.paper import Align, Column, Document, Label, Sheet, Tick, Ticks, Value
from app.paper.cells import Day, Prose
from app.paper.entries import Entry
from db.models import Person
from db.values import age_on

NAME, DECLARATION_NAME = "困难职工建档申请书", "困难职工申报声明和承诺书"
BLANK = ApplicationData()
_MEMBER_ROWS = 5
_MEMBERS = (
    Column("姓名", 18, Align.CENTER),
    Column("关系", 13, Align.CENTER),
    Column("身份证号", 36, Align.CENTER),
    Column("健康状况", 24, Align.CENTER),
    Column("身份", 17, Align.CENTER),
    Column("月收入(元)", 20, Align.RIGHT),
    Column("单位或学校"),
)
_STATEMENT = Wording(
    "statement",
    "申请人声明",
    "本人申请建立困难职工档案，以上填写的内容和提交的材料全部真实，愿意接受调查、核对和公示。",
)
_DECLARE = Wording(
    "declare", "申报声明的引言", "一、申报声明：下列情况，请在“无”或者“有”前打勾，有的写明。"
)
_DECLARED = Wording(
    "declared",
    "申报的情况（每行一项）",
    "家庭成员名下有机动车辆（残疾人代步车除外）\n"
    "家庭成员名下有两套以上住房，或者有商铺等用房\n"
    "家庭成员开办企业、出资入股或者从事个体经营\n"
    "家庭成员有存款、有价证券、债权等金融资产\n"
    "家庭成员正在享受低保或者其他部门的救助\n"
    "家庭成员与工会工作人员有亲属关系\n"
    "有其他应当说明的收入或者财产",
)
_PROMISE = Wording("promise", "承诺的引言", "二、全体成年家庭成员承诺：")
_PROMISES = Wording(
    "promises",
    "承诺的内容（每行一条）",
    "本次申报的家庭人口、收入、支出和财产情况，以及提交的全部材料真实、完整，没有隐瞒。\n"
    "家庭人口、收入、财产和就业情况发生变化的，及时告知所在单位工会。\n"
    "配合工会和受托机构开展入户调查、家庭经济状况核对、民主评议、公示和走访。\n"
    "如有虚假或者隐瞒，愿意退回已经领取的款物，并承担相应的法律责任。",
)


def read(reading: Reading, _subject: None = None) -> ApplicationData:
    """The household as it applies."""
    household, person = reading.household, reading.applicant or Person()
    adults = [one for one in reading.living if one.is_counted and _is_adult(reading, one)]
    causes = (household.main_cause, *(household.other_causes or ()))
    return ApplicationData(
        head=head(reading),
        applicant=applicant(reading),
        applied_on=reading.case.applied_on,
        work_status=person.work_status or "",
        union_card=person.union_card or "",
        monthly_income_fen=person.monthly_income_fen,
        non_wage_income_fen=household.non_wage_income_fen,
        members=tuple(member_line(reading, one) for one in reading.living if not one.is_applicant),
        causes=tuple(cause for cause in causes if cause),
        situation=household.situation or "",
        needs=household.needs or "",
        other_aid=household.other_aid or "",
        adults=tuple(
            (
                reading.shown(one.name, ValueKind.NAME),
                "本人" if one.is_applicant else one.relation or "",
            )
            for one in adults
        ),
    )


def _is_adult(reading: Reading, person: Person) -> bool:
    return person.birth_date is None or age_on(person.birth_date, reading.day) >= ADULT_AGE


def build(data: ApplicationData, context: FormContext) -> Document:
    """The application of one household; `BLANK` gives the empty one."""
    sheet = begin_of_file(NAME, context, data.head, head_right=Entry("申请日期", data.applied_on))
    who = data.applicant
    pairs(
        sheet,
        ("申请人姓名", who.name),
        ("性别", who.sex),
        ("出生日期", day(who.birth)),
    )
    pairs(sheet, ("身份证号", who.id_number), ("联系电话", who.phone))
    pairs(sheet, ("工作单位", who.employer), ("工作状态", data.work_status))
    pairs(sheet, ("家庭住址", who.address))
    pairs(
        sheet,
        ("本人月平均\n收入(元)", yuan(data.monthly_income_fen)),
        ("其他非薪资\n年收入(元)", yuan(data.non_wage_income_fen)),
        ("家庭人口", number(who.people, " 人")),
        height=9.5,
    )
    with sheet.group("家庭成员", width=8):
        rows = [
            [
                one.name,
                one.relation,
                one.id_number,
                one.health,
                one.identity,
                yuan(one.monthly_income_fen),
                one.place,
            ]
            for one in data.members
        ]
        sheet.table(_MEMBERS, rows, row_height=8, min_rows=_MEMBER_ROWS)
    options = choices(codes("cause").labels, data.causes)
    sheet.row([Label("致困原因", LABEL), Ticks(options, size=9.5, field="致困原因")], height=13)
    for label, text, height in (
        ("家庭困难\n情况说明", data.situation, 36.0),
        ("帮扶需求", data.needs, 16.0),
        ("已经得到的\n其他救助", data.other_aid, 13.0),
    ):
        sheet.row([Label(label, LABEL), Prose(text, field=label.replace("\n", ""))], height=height)
    sheet.need(12 + 13 + 44)  # what is declared, who signs it and the seal stay together
    statement = Value(context.wording(_STATEMENT), field="申请人声明", align=Align.LEFT)
    sheet.row([Label("申请人\n声明", LABEL), statement], height=12)
    third = (sheet.width - 2 * LABEL) / 2
    sheet.row(
        [
            Label("申请人签字\n(手印)", LABEL),
            Value("", third),
            Label("签字日期", LABEL),
            Day(None),
        ],
        height=13,
    )
    opinion_box(sheet, "所在单位\n工会意见", OpinionText(), height=44)
    return sheet.document


def build_declaration(data: ApplicationData, context: FormContext) -> Document:
    """What the household declares and promises; `BLANK` gives the empty one."""
    sheet = begin_of_file(DECLARATION_NAME, context, data.head)
    who = data.applicant
    pairs(sheet, ("申请人姓名", who.name), ("联系电话", who.phone))
    pairs(sheet, ("身份证号", who.id_number), ("家庭人口", number(who.people, " 人")))
    pairs(sheet, ("工作单位", who.employer))
    sheet.gap(4)
    sheet.paragraph(context.wording(_DECLARE), size=11)
    sheet.gap(1.5)
    for at, text in enumerate(context.paragraphs(_DECLARED), start=1):
        _declared(sheet, at, text)
    sheet.gap(4)
    sheet.paragraph(context.wording(_PROMISE), size=11)
    for at, text in enumerate(context.paragraphs(_PROMISES), start=1):
        sheet.paragraph(f"{at}. {text}", size=11, leading=1.6)
    sheet.gap(3)
    columns = (
        Column("成年家庭成员", 40, Align.CENTER),
        Column("与申请人关系", 28, Align.CENTER),
        Column("签名"),
        Column("手印", 26),
        Column("日期", 36),
    )
    rows = [[name, relation, "", "", ""] for name, relation in data.adults]
    sheet.table(columns, rows, row_height=10.5, min_rows=5)
    return sheet.document


def _declared(sheet: Sheet, at: int, text: str) -> None:
    sheet.row(
        [
            Label(str(at), 10),
            Label(text, 88),
            Ticks([Tick("无"), Tick("有")], 24),
            Value(""),
        ],
        height=9.5,
    )


FORM = Form(
    "application",
    NAME,
    Needs.CASE,
    copies=3,
    build=build,
    read=read,
    blank=BLANK,
    stages=(Stage.DRAFT, Stage.APPLIED),
    texts=(_STATEMENT,),
)
DECLARATION_FORM = Form(
    "declaration",
    DECLARATION_NAME,
    Needs.CASE,
    copies=1,
    build=build_declaration,
    read=read,
    blank=BLANK,
    stages=(Stage.DRAFT, Stage.APPLIED),
    texts=(_DECLARE, _DECLARED, _PROMISE, _PROMISES),
)
