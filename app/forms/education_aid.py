"""金秋助学申请表: the worker, the student, the account, two opinions.

Rows after the domain notes, 9 §1.11 (S68, S119, S120); no union blank was found, so the layout is our own
(参考样式). What no file knows (the school before, the admission number) is left for the hand.
"""

from sqlalchemy import func, select

from app.fields.money import rmb_capitals
from app.forms.boxes import LABEL, begin_of_file, choices, number, pairs, sealed_box, yuan
from app.forms.context import FormContext
from app.forms.data import Reading, aid_data
from app.forms.form import Form, Needs, StampWhen
from app.forms.records import AidData
from app.forms.records_household import EducationAidData, Student
from app.forms.wording import Wording
from app.office.masking import ValueKind
from app.paper import Align, Document, Label, Sheet, Ticks, Value
from app.paper.entries import Entry
from db.codes import Bearer
from db.models import Grant, OutlayItem, Person

NAME = "金秋助学申请表"
BLANK = EducationAidData()
_LEVELS = ("高中", "中职中技", "大学专科", "大学本科", "研究生")
_ENCLOSED = (
    "录取通知书",
    "学籍证明",
    "学费票据",
    "身份证复印件",
    "户口本",
    "收入证明",
    "会员证",
    "银行卡复印件",
)
_FEES = ("教育", "义务教育")
_PROMISE = Wording(
    "promise", "家长的承诺", "以上内容和所附材料全部真实，助学金用于学生的学习和生活。"
)
_ROW, _BOX = 7.4, 43.0
_SIDE = 8.0


def read(reading: Reading, grant: Grant) -> EducationAidData:
    """One grant; the student is the person that it is for."""
    person = reading.session.get(Person, grant.person_id) if grant.person_id else None
    return EducationAidData(
        aid=aid_data(reading, grant),
        student=_student(reading, person) if person else Student(),
        other_aid=reading.household.other_aid or "",
    )


def _student(reading: Reading, person: Person) -> Student:
    fees = select(func.sum(OutlayItem.amount_fen)).where(
        OutlayItem.person_id == person.id, OutlayItem.item.in_(_FEES)
    )
    return Student(
        name=reading.shown(person.name, ValueKind.NAME),
        sex=person.sex or "",
        id_number=reading.shown(person.id_number or person.id_number_filed, ValueKind.ID_NUMBER),
        relation="本人" if person.is_applicant else person.relation or "",
        school=(person.employer or "") if person.in_school else "",
        level=person.education or "",
        years=person.school_years,
        entered=person.school_entry_year,
        fees_fen=reading.session.scalar(fees),
    )


def build(data: EducationAidData, context: FormContext) -> Document:
    """The form of one student; `BLANK` gives the empty one."""
    aid = data.aid
    sheet = begin_of_file(NAME, context, aid.head, head_right=Entry("申请日期", aid.asked_on))
    with sheet.group("家长", width=_SIDE):
        _parent(sheet, aid)
    with sheet.group("学生", width=_SIDE):
        _of_student(sheet, data)
    with sheet.group("账户", width=_SIDE):
        pairs(sheet, ("户名", aid.payee), ("开户银行", aid.bank), height=_ROW)
        pairs(sheet, ("账号", aid.bank_card), height=_ROW)
    _request(sheet, aid, context.wording(_PROMISE))
    sealed_box(sheet, context, Bearer.BASIC, "基层工会\n意见", aid.basic_union, height=_BOX)
    sealed_box(
        sheet,
        context,
        Bearer.COUNTY,
        "县级工会\n意见",
        aid.county_union,
        above=_granted(aid),
        height=_BOX,
    )
    return sheet.document


def _parent(sheet: Sheet, aid: AidData) -> None:
    who, file = aid.applicant, aid.head
    pairs(sheet, ("姓名", who.name), ("身份证号", who.id_number), height=_ROW)
    pairs(sheet, ("工作单位", who.employer), ("联系电话", who.phone), height=_ROW)
    pairs(sheet, ("档案编号", file.number), ("困难类别", file.category), height=_ROW)


def _of_student(sheet: Sheet, data: EducationAidData) -> None:
    one = data.student
    pairs(sheet, ("姓名", one.name), ("性别", one.sex), ("与家长关系", one.relation), height=_ROW)
    pairs(sheet, ("身份证号", one.id_number), ("毕业学校", ""), height=_ROW)
    pairs(sheet, ("录取（就读）\n院校", one.school), height=_ROW + 1)
    levels = choices(_LEVELS, [one.level])
    sheet.row([Label("学历层次", LABEL), Ticks(levels, field="学历层次")], height=_ROW)
    pairs(
        sheet,
        ("学制", number(one.years, " 年")),
        ("入学年份", number(one.entered, " 年")),
        ("准考证号", ""),
        height=_ROW,
    )
    pairs(
        sheet,
        ("学费住宿费\n(元/年)", yuan(one.fees_fen)),
        ("已获得的\n其他资助", data.other_aid),
        height=_ROW + 1,
    )


def _request(sheet: Sheet, aid: AidData, promise: str) -> None:
    reason = Value(aid.reason, field="申请理由", align=Align.LEFT)
    sheet.row([Label("申请理由", LABEL), reason], height=14)
    sheet.row(
        [Label("承诺", LABEL), Value(promise, field="承诺", align=Align.LEFT)], height=_ROW + 1
    )
    pairs(sheet, ("家长签字\n（手印）", ""), ("签字日期", None), height=11)
    enclosed = Ticks(choices(_ENCLOSED, []), field="附件清单", size=9.5)
    sheet.row([Label("附件清单", LABEL), enclosed], height=12)


def _granted(aid: AidData) -> str:
    """The amount in capitals and figures once it was approved; before, the place for it."""
    if not aid.is_approved or aid.amount_fen is None:
        return "核定金额："
    return f"核定金额：{rmb_capitals(aid.amount_fen)}（¥{yuan(aid.amount_fen)}）。"


FORM = Form(
    "education_aid",
    NAME,
    Needs.GRANT,
    copies=2,
    build=build,
    read=read,
    blank=BLANK,
    stamp_when=StampWhen.DECIDED,
    boxes=(Bearer.BASIC,),
    texts=(_PROMISE,),
)
