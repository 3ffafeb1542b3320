"""公示结果: where and how long the notice hung, what was objected, and how that was answered.

Kept in the file beside the notice and shown on request, so it names no objector and carries no number
of the household. Our own layout (参考样式) after the domain notes, 9 §1.2; the strip of S108.
"""

from sqlalchemy import func, select

from app.forms import notice as notices
from app.forms.boxes import LABEL, begin_of_file, choices, day, number, opinion_box, pairs
from app.forms.context import FormContext
from app.forms.data import Reading, head, newest_notice
from app.forms.form import Form, Needs, StampWhen
from app.forms.records import OpinionText
from app.forms.records_review import NoticeData, NoticeLine, NoticeResultData, ObjectionText
from app.lifecycle import Stage
from app.paper import Align, Column, Document, Label, Ticks, Value
from db.codes import PublicityKind
from db.models import Attachment, Exit, Publicity

ENTRY_NAME, EXIT_NAME = "困难职工建档公示结果", "困难职工退出公示结果"
BLANK = NoticeResultData()
_PHOTO = "公示照片"
_LEAST_LINES = 4
_COLUMNS = (
    Column("序号", 11, Align.CENTER),
    Column("提出日期", 24, Align.CENTER),
    Column("异议内容"),
    Column("调查处理情况", 48),
    Column("是否成立", 17, Align.CENTER),
    Column("答复日期", 24, Align.CENTER),
)


def read_entry(reading: Reading, _subject: None = None) -> NoticeResultData:
    """What came of the notice before filing."""
    return _read(reading, PublicityKind.ENTRY, notices.read_entry(reading))


def read_exit(reading: Reading, leaving: Exit) -> NoticeResultData:
    """What came of the notice before an exit."""
    return _read(reading, PublicityKind.EXIT, notices.read_exit(reading, leaving))


def _read(reading: Reading, kind: PublicityKind, data: NoticeData) -> NoticeResultData:
    row = newest_notice(reading.session, reading.case, kind)
    if row is None:
        return NoticeResultData(notice=data, head=head(reading))
    photos = reading.session.scalar(
        select(func.count(Attachment.id)).where(
            Attachment.case_id == reading.case.id,
            Attachment.kind == _PHOTO,
            Attachment.removed_on.is_(None),
        )
    )
    objections = sorted(row.objections, key=lambda one: one.id)
    return NoticeResultData(
        notice=data,
        head=head(reading),
        place=row.place,
        closed_on=row.closed_on,
        has_objections=True if objections else (None if row.closed_on is None else False),
        objections=tuple(
            ObjectionText(one.raised_on, one.text, one.answer or "", one.is_upheld, one.decided_on)
            for one in objections
        ),
        photos=photos or None,
        result=_result(row),
    )


def _result(row: Publicity) -> str:
    if row.closed_on is None:
        return ""
    if not row.objections:
        return "公示期满，无异议。"
    upheld = any(one.is_upheld for one in row.objections)
    return (
        f"公示期间有异议 {len(row.objections)} 条，经调查核实{'成立' if upheld else '均不成立'}。"
    )


def build_entry(data: NoticeResultData, context: FormContext) -> Document:
    """The result before filing; `BLANK` gives the empty one."""
    return _build(ENTRY_NAME, "建立困难职工档案", data, context)


def build_exit(data: NoticeResultData, context: FormContext) -> Document:
    """The result before an exit; `BLANK` gives the empty one."""
    return _build(EXIT_NAME, "退出困难职工档案", data, context)


def _build(name: str, matter: str, data: NoticeResultData, context: FormContext) -> Document:
    sheet = begin_of_file(name, context, data.head)
    notice = data.notice
    who = notice.lines[0] if notice.lines else NoticeLine()
    pairs(sheet, ("公示对象", who.name), ("公示事项", matter), height=9)
    pairs(sheet, ("工作单位", who.employer), height=9)
    pairs(sheet, ("困难类别", who.category), ("致困原因", who.cause_class), height=9)
    pairs(sheet, ("张贴地点", data.place), ("公示照片", number(data.photos, " 张")), height=9)
    period = f"{day(notice.first_day)}至{day(notice.last_day)}" if notice.first_day else ""
    pairs(sheet, ("公示时间", period), ("工作日", number(notice.working_days, " 个")), height=9)
    answer = {None: "", True: "有异议", False: "无异议"}[data.has_objections]
    options = choices(("无异议", "有异议"), [answer] if answer else [])
    sheet.row([Label("有无异议", LABEL), Ticks(options, field="有无异议")], height=10)
    with sheet.group("异议及处理", width=9):
        sheet.table(
            _COLUMNS,
            [_cells(at, one) for at, one in enumerate(data.objections, start=1)],
            row_height=14,
            min_rows=_LEAST_LINES,
        )
    opinion = OpinionText(data.result, "", data.closed_on)
    stamped = context.stamp.day if context.stamp else None
    opinion_box(
        sheet,
        "公示结果",
        opinion,
        seal=context.seal,
        signer_label="负责人签字",
        fallback_day=stamped,
        height=50,
    )
    sheet.row(
        [Label("经办人\n签字", LABEL), Value("", 62), Label("监督人\n签字", LABEL), Value("")],
        height=12,
    )
    return sheet.document


def _cells(at: int, one: ObjectionText) -> list[str]:
    upheld = {None: "", True: "成立", False: "不成立"}[one.is_upheld]
    decided = one.decided_on.isoformat() if one.decided_on else ""
    return [str(at), one.raised_on.isoformat(), one.text, one.answer, upheld, decided]


ENTRY_FORM = Form(
    "entry_notice_result",
    ENTRY_NAME,
    Needs.CASE,
    copies=2,
    build=build_entry,
    read=read_entry,
    blank=BLANK,
    stamp_when=StampWhen.NOTICE_CLOSED,
    stages=(Stage.PUBLICITY, Stage.REVIEW),
)
EXIT_FORM = Form(
    "exit_notice_result",
    EXIT_NAME,
    Needs.EXIT,
    copies=2,
    build=build_exit,
    read=read_exit,
    blank=BLANK,
    stamp_when=StampWhen.NOTICE_CLOSED,
    stages=(Stage.EXIT_PUBLICITY, Stage.EXIT_APPROVAL),
)
