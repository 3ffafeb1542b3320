"""困难职工家庭成员增减表: who joined and who left, since when and why, with the two opinions.

Slots after the domain notes, 9 §1.20 (增减员调整表, S129); the layout is our own (参考样式).
"""

from datetime import date

from app.forms.boxes import begin_of_file, number, opinion_box, pairs, yuan
from app.forms.context import FormContext
from app.forms.data import Reading, applicant, head, member_line
from app.forms.form import Form, Needs
from app.forms.records import OpinionText
from app.forms.records_household import ChangedMember, MemberChangesData
from app.forms.wording import Wording
from app.paper import Align, Column, Document, Sheet
from db.models import Person

NAME = "困难职工家庭成员增减表"
BLANK = MemberChangesData()
_STATEMENT = Wording("statement", "本人签字前的话", "以上增减情况属实。")
_SLOTS = 3
_COLUMNS = (
    Column("姓名", 19, Align.CENTER),
    Column("性别", 9, Align.CENTER),
    Column("身份证号", 35, Align.CENTER),
    Column("关系", 14, Align.CENTER),
    Column("健康", 17, Align.CENTER),
    Column("月收入(元)", 20, Align.RIGHT),
    Column("日期", 21, Align.CENTER),
    Column("原因"),
)


def read(reading: Reading, _subject: None = None) -> MemberChangesData:
    """Everybody who came or went by a dated change; who was there from the start is not listed."""
    people = sorted(reading.household.people, key=lambda person: person.id)
    return MemberChangesData(
        head=head(reading),
        applicant=applicant(reading),
        joined=tuple(
            _changed(reading, one, one.joined_on, one.join_reason)
            for one in people
            if one.joined_on
        ),
        left=tuple(
            _changed(reading, one, one.removed_on, one.removal_reason)
            for one in people
            if one.removed_on
        ),
    )


def _changed(
    reading: Reading, person: Person, on: date | None, reason: str | None
) -> ChangedMember:
    return ChangedMember(member_line(reading, person), on, reason or "")


def lacks(reading: Reading) -> str:
    """Without a change there is nothing to report."""
    if any(person.joined_on or person.removed_on for person in reading.household.people):
        return ""
    return "这一户还没有增加或者减少成员，请先在“家庭成员”页登记。"


def build(data: MemberChangesData, context: FormContext) -> Document:
    """The changes of one household; `BLANK` gives the empty one."""
    sheet = begin_of_file(NAME, context, data.head)
    who = data.applicant
    pairs(sheet, ("职工姓名", who.name), ("身份证号", who.id_number))
    pairs(sheet, ("工作单位", who.employer), ("联系电话", who.phone))
    _part(sheet, "增加人员", data.joined)
    _part(sheet, "减少人员", data.left)
    pairs(
        sheet,
        ("增加", number(len(data.joined) or None, " 人")),
        ("减少", number(len(data.left) or None, " 人")),
        ("现有人口", number(who.people, " 人")),
    )
    pairs(sheet, ("对收入和困难\n程度的影响", ""), height=20)
    opinion_box(
        sheet,
        "职工本人",
        OpinionText(context.wording(_STATEMENT)),
        signer_label="签字（手印）",
        seal_hint=False,
        height=20,
    )
    opinion_box(sheet, "基层工会\n意见", OpinionText(), height=44)
    opinion_box(sheet, "县级工会\n意见", OpinionText(), height=44)
    return sheet.document


def _part(sheet: Sheet, label: str, people: tuple[ChangedMember, ...]) -> None:
    with sheet.group(label, width=8):
        sheet.table(
            _COLUMNS,
            [_cells(one) for one in people],
            row_height=9,
            header_height=7.5,
            min_rows=_SLOTS,
        )


def _cells(one: ChangedMember) -> list[str]:
    line = one.line
    return [
        line.name,
        line.sex,
        line.id_number,
        line.relation,
        line.health,
        yuan(line.monthly_income_fen),
        one.on.isoformat() if one.on else "",
        one.reason,
    ]


FORM = Form(
    "member_changes",
    NAME,
    Needs.CASE,
    copies=2,
    build=build,
    read=read,
    blank=BLANK,
    lacks=lacks,
    texts=(_STATEMENT,),
)
