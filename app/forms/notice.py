"""公示单: what is to be decided about a household, hung where everybody reads it.

It carries name, employer, category and the class of the cause, never an ID number, card, phone of the
household, address or diagnosis; the name as 姓 + * where the office says so. No official blank was found:
our own layout (参考样式) after the domain notes, 5 §5.1 and 9 §1.2.
"""

from app.fields.codes import Via, codes
from app.forms.boxes import begin, day
from app.forms.context import FormContext
from app.forms.data import Reading, newest_notice
from app.forms.form import Form, Needs, StampWhen
from app.forms.means import means_of
from app.forms.records_review import NoticeData, NoticeLine
from app.forms.wording import Wording
from app.lifecycle import Stage
from app.office.masking import Place, ValueKind, masked
from app.paper import Align, Column, Document
from db.codes import PublicityKind
from db.models import Exit

ENTRY_NAME, EXIT_NAME = "困难职工拟建档公示", "困难职工拟退出公示"
BLANK = NoticeData()
_LINE = "＿" * 6
_DAY = "\u3000\u3000年\u3000月\u3000日"  # two of them go on one line
_BODY = 14.0  # points: read standing, from a wall
_LEAST_LINES = 3
_ENTRY = Wording(
    "matter",
    "公示内容",
    "根据【认定标准】的规定【已办步骤】，拟将下列职工家庭列入困难职工帮扶范围，建立困难职工档案，"
    "现予公示，接受职工群众监督。",
)
_EXIT = Wording(
    "matter",
    "公示内容",
    "根据【认定标准】的规定【已办步骤】，下列困难职工家庭拟退出困难职工档案，现予公示，接受职工群众监督。",
)
_OBJECTION = Wording(
    "objection",
    "异议的反映方式",
    "公示期间，对上述情况有异议的，可以用书面、电话或者当面的方式向下列受理人反映。"
    "反映情况应当实事求是，反映人的姓名和反映的内容予以保密。",
)
_STEPS = {
    "SURVEY": "入户调查",
    "CHECK": "家庭经济状况核对",
    "APPRAISAL": "民主评议",
}
_COLUMNS = (
    Column("序号", 12, Align.CENTER),
    Column("姓名", 26, Align.CENTER),
    Column("工作单位"),
    Column("困难类别", 30, Align.CENTER),
    Column("致困原因", 30, Align.CENTER),
    Column("拟办事项", 22, Align.CENTER),
)


def read_entry(reading: Reading, _subject: None = None) -> NoticeData:
    """The notice before filing; its days are empty while none was posted."""
    order = reading.case.stage_order or []
    steps = tuple(words for key, words in _STEPS.items() if key in order)
    return _read(reading, PublicityKind.ENTRY, ("本人申请", *steps))


def read_exit(reading: Reading, leaving: Exit) -> NoticeData:
    """The notice before an exit."""
    return _read(reading, PublicityKind.EXIT, (leaving.initiator, "工会集体研究"))


def _read(reading: Reading, kind: PublicityKind, steps: tuple[str, ...]) -> NoticeData:
    notice = newest_notice(reading.session, reading.case, kind)
    settings = reading.settings
    data = NoticeData(
        lines=(_line(reading, (notice.category if notice else None) or ""),),
        rules=means_of(reading.session, reading.case.id).rule_set,
        steps=steps,
        contact=str(settings["complaint_contact"]),
        contact_phone=str(settings["complaint_phone"]),
    )
    if notice is None:
        return data
    return NoticeData(
        lines=data.lines,
        rules=data.rules,
        steps=data.steps,
        posted_on=notice.posted_on,
        first_day=notice.first_day,
        last_day=notice.last_day,
        working_days=notice.working_days,
        contact=notice.contact or data.contact,
        contact_phone=notice.contact_phone or data.contact_phone,
    )


def _line(reading: Reading, category: str) -> NoticeLine:
    person, household = reading.applicant, reading.household
    return NoticeLine(
        name=masked(
            person.name if person else "",
            ValueKind.NAME,
            Place.PUBLIC_NOTICE,
            hide_public_names=bool(reading.settings["is_name_masked_in_notice"]),
        ),
        employer=(person.employer or "") if person else "",
        category=category or reading.case.category or reading.case.level or "",
        cause_class=masked(
            household.main_cause or "",
            ValueKind.DIAGNOSIS,
            Place.PUBLIC_NOTICE,
            short=_class_of(household.main_cause or ""),
        ),
    )


def _class_of(cause: str) -> str:
    """The word of the list for a cause; words that no list knows may tell a diagnosis and become 其他."""
    if not cause:
        return ""
    found = codes("cause").match(cause)
    return "其他" if found.via in (Via.OTHERWISE, Via.UNKNOWN) else found.label


def build_entry(data: NoticeData, context: FormContext) -> Document:
    """The notice before filing; `BLANK` gives the empty one."""
    return _build(ENTRY_NAME, "建立档案", _ENTRY, data, context)


def build_exit(data: NoticeData, context: FormContext) -> Document:
    """The notice before an exit; `BLANK` gives the empty one."""
    return _build(EXIT_NAME, "退出档案", _EXIT, data, context)


def _build(
    name: str, matter: str, text: Wording, data: NoticeData, context: FormContext
) -> Document:
    sheet = begin(name, context)
    sheet.gap(6)
    steps = f"，经{'、'.join(data.steps)}" if data.steps else ""
    what = {"认定标准": data.rules or _LINE * 2, "已办步骤": steps}
    sheet.paragraph(context.wording(text, what), size=_BODY, field="公示内容")
    sheet.gap(4)
    rows = [
        [str(at), one.name, one.employer, one.category, one.cause_class, matter]
        for at, one in enumerate(data.lines, start=1)
    ]
    sheet.table(_COLUMNS, rows, row_height=12, header_height=10, min_rows=_LEAST_LINES)
    sheet.gap(6)
    days = f"（{data.working_days} 个工作日）" if data.working_days else "（＿＿个工作日）"
    first, last = day(data.first_day) or _DAY, day(data.last_day) or _DAY
    sheet.paragraph(f"公示时间：{first}至{last}{days}。", size=_BODY, field="公示时间")
    sheet.paragraph(context.wording(_OBJECTION), size=_BODY)
    sheet.paragraph(f"异议受理人：{data.contact or _LINE}", size=_BODY, field="异议受理人")
    sheet.paragraph(
        f"受理电话：{data.contact_phone or context.phone or _LINE}", size=_BODY, field="受理电话"
    )
    sheet.gap(12)
    sheet.closing(context.issuer, data.posted_on, seal=context.seal, size=_BODY)
    return sheet.document


ENTRY_FORM = Form(
    "entry_notice",
    ENTRY_NAME,
    Needs.CASE,
    copies=3,
    build=build_entry,
    read=read_entry,
    blank=BLANK,
    fits_blank=False,
    stamp_when=StampWhen.POSTED,
    stages=(Stage.PUBLICITY,),
    texts=(_ENTRY, _OBJECTION),
)
EXIT_FORM = Form(
    "exit_notice",
    EXIT_NAME,
    Needs.EXIT,
    copies=3,
    build=build_exit,
    read=read_exit,
    blank=BLANK,
    fits_blank=False,
    stamp_when=StampWhen.POSTED,
    stages=(Stage.EXIT_PUBLICITY,),
    texts=(_EXIT, _OBJECTION),
)
