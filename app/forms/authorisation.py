"""家庭经济状况核对授权书: everybody of the household lets the union check income and property.

One row per person who lives in the household today; a guardian signs for who is not of age. It cannot be
printed while an adult is missing or has no ID number: the checking centre would send it back. Number in
boxes, five clauses and the grid after S106; wording and layout are our own (参考样式; 9 §1.8).
"""

from sqlalchemy import select

from app.cases.authorisation import ADULT_AGE
from app.forms.boxes import begin
from app.forms.context import FormContext
from app.forms.data import Reading, applicant, head
from app.forms.form import Form, Needs
from app.forms.records_review import AuthorisationData, SignerLine
from app.forms.wording import Wording
from app.lifecycle import Stage
from app.office.masking import ValueKind
from app.paper import Align, Column, Document, Label, Sheet, Value
from app.paper.cells import Day
from db.models import Authorisation, Person
from db.values import age_on

NAME = "家庭经济状况核对授权书"
BLANK = AuthorisationData()
_LINE = "＿" * 6
_BOXES, _BOX = 14, 5.2  # one character each, mm
_BODY = 11.5  # points
_LEAST_LINES = 7
_LEAD = Wording(
    "lead",
    "授权的引言",
    "本人【姓名】（工作单位：【工作单位】），因申请【申请事项】，"
    "代表共同生活的全体家庭成员作出以下声明和授权：",
)
_CLAUSES = Wording(
    "clauses",
    "声明和授权的条款（每行一条）",
    "一、签名的人具有完全民事行为能力，本授权书是全体家庭成员真实的意思表示。\n"
    "二、向工会提交的家庭人口、收入、财产和支出情况全部真实、完整；如有虚假或者隐瞒，"
    "愿意退回已经领取的款物，并承担相应的责任。\n"
    "三、同意工会以及工会委托的居民家庭经济状况核对机构，向公安、民政、人力资源社会保障、"
    "自然资源、住房城乡建设、市场监管、税务、医疗保障、住房公积金等部门，以及银行、证券、"
    "保险等机构，查询核对全体家庭成员的户籍、收入和财产信息；同意配合入户调查和民主评议。\n"
    "四、本授权书自签署之日起生效，核对不通过或者申请终止的，同时失效；享受帮扶期间持续有效。"
    "家庭成员发生变化或者重新申请的，应当重新签署。\n"
    "五、本授权书一式三份，申请家庭、申请档案和核对机构各存一份。",
)
_NOTE = Wording(
    "note",
    "表下的说明",
    "注：无民事行为能力或者限制民事行为能力的家庭成员，由监护人代为签名、按指模印，并在备注栏写明。",
)
_COLUMNS = (
    Column("序号", 11, Align.CENTER),
    Column("姓名", 24, Align.CENTER),
    Column("与申请人\n关系", 18, Align.CENTER),
    Column("身份证号码", 42, Align.CENTER),
    Column("授权人签名", 30),
    Column("指模印", 20),
    Column("备注", None),
)


def lacks(reading: Reading) -> str:
    """Why the letter cannot be printed yet: an adult who is not entered or has no ID number."""
    counted = [person for person in reading.living if person.is_counted]
    filed = reading.household.filed_people
    if filed is not None and filed > len(counted):
        return f"申报的家庭人口是 {filed} 人，只录入了 {len(counted)} 人，请先补录家庭成员。"
    without = [
        person.name
        for person in counted
        if _is_adult(reading, person) and not (person.id_number or person.id_number_filed)
    ]
    if without:
        return f"成年家庭成员{'、'.join(without)}还没有身份证号，请先补填。"
    return ""


def _is_adult(reading: Reading, person: Person) -> bool:
    return person.birth_date is None or age_on(person.birth_date, reading.day) >= ADULT_AGE


def read(reading: Reading, _subject: None = None) -> AuthorisationData:
    """Who has to sign today, and the number of the letter that was recorded, if one was."""
    letter = reading.session.scalars(
        select(Authorisation)
        .where(Authorisation.case_id == reading.case.id, Authorisation.is_valid.is_(True))
        .order_by(Authorisation.id.desc())
        .limit(1)
    ).first()
    people = [person for person in reading.living if person.is_counted]
    guardian = next((one.name for one in people if _is_adult(reading, one)), "")
    return AuthorisationData(
        head=head(reading),
        applicant=applicant(reading),
        number=(letter.number if letter else None) or reading.case.number,
        matter="困难职工建档和帮扶救助",
        signers=tuple(
            SignerLine(
                reading.shown(person.name, ValueKind.NAME),
                "本人" if person.is_applicant else person.relation or "",
                reading.shown(person.id_number or person.id_number_filed, ValueKind.ID_NUMBER),
                "" if _is_adult(reading, person) else guardian,
            )
            for person in people
        ),
    )


def build(data: AuthorisationData, context: FormContext) -> Document:
    """The letter of one household; `BLANK` gives the empty one."""
    sheet = begin(NAME, context)
    _number(sheet, data.number)
    who = data.applicant
    facts = {
        "姓名": who.name or _LINE,
        "工作单位": who.employer or _LINE * 2,
        "申请事项": data.matter or _LINE * 2,
    }
    sheet.paragraph(
        f"{context.office_name or _LINE}：",
        size=_BODY,
        leading=1.6,
        indent=False,
        field="核对单位",
    )
    sheet.paragraph(
        context.wording(_LEAD, facts),
        size=_BODY,
        leading=1.6,
        field="授权人",
    )
    for clause in context.paragraphs(_CLAUSES):
        sheet.paragraph(clause, size=_BODY, leading=1.6)
    sheet.gap(3)
    rows = [
        [str(at), one.name, one.relation, one.id_number, "", "", _remark(one)]
        for at, one in enumerate(data.signers, start=1)
    ]
    sheet.table(_COLUMNS, rows, row_height=10.5, header_height=10, min_rows=_LEAST_LINES)
    sheet.row(
        [Label("基层经办人\n（两人）签字", 35), Value("", 75), Label("签署日期", 20), Day(None)],
        height=13,
    )
    sheet.note(context.wording(_NOTE))
    return sheet.document


def _remark(one: SignerLine) -> str:
    return f"由{one.guardian}代签" if one.guardian else ""


def _number(sheet: Sheet, number: str) -> None:
    """The number in single boxes at the right, to be copied exactly."""
    shown = number[-_BOXES:]
    count = max(len(shown), 10)
    x = sheet.right - count * _BOX
    sheet.page.text(x - 12, sheet.y + 0.9, "编号", size=10)
    for at in range(count):
        sheet.page.value(
            x + at * _BOX, sheet.y, _BOX, 6, shown[at : at + 1], field="授权书编号", size=10
        )
    sheet.y += 9


FORM = Form(
    "authorisation",
    NAME,
    Needs.CASE,
    copies=3,
    build=build,
    read=read,
    blank=BLANK,
    fits_blank=False,
    stages=(Stage.CHECK,),
    lacks=lacks,
    texts=(_LEAD, _CLAUSES, _NOTE),
)
