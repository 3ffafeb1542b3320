"""卷内目录 and 备考表 of one household's paper file.

Columns after the domain notes, 9 §1.17 (S113–S115); our own layout (参考样式). Page numbers are written by
hand, in pencil, when the folder is bound.
"""

from collections.abc import Iterable

from sqlalchemy import func, select

from app.fields.codes import codes
from app.forms.boxes import LABEL, begin, day, pairs
from app.forms.context import FormContext
from app.forms.data import Reading, applicant, head
from app.forms.form import Form, Needs
from app.forms.records_folder import FolderData, FolderEntry
from app.lifecycle import Stage
from app.paper import Align, Column, Document, Label, Opinion, Sheet, Value
from app.paper.entries import Entry
from db.models import Attachment, IssuedPaper, Person

CONTENTS_NAME, NOTE_NAME = "困难职工档案卷内目录", "困难职工档案备考表"
BLANK = FolderData()
_LINES = 24
_COLUMNS = (
    Column("顺序号", 14, Align.CENTER),
    Column("文号", 32, Align.CENTER),
    Column("责任者", 30, Align.CENTER),
    Column("题名", align=Align.LEFT),
    Column("日期", 21, Align.CENTER),
    Column("页号", 12, Align.CENTER),
    Column("备注", 18, Align.CENTER),
)
_KINDS = codes("attachment_kind").labels
_REMARKS = ("缺损", "修改", "补充", "移出", "复印件", "缺件")


def read(reading: Reading, _subject: None = None) -> FolderData:
    """Issued papers that count and all scans, in the order of a bound folder."""
    entries = sorted((*_issued(reading), *_collected(reading)), key=_place)
    voided = select(func.count()).where(
        IssuedPaper.case_id == reading.case.id, IssuedPaper.voided_on.is_not(None)
    )
    return FolderData(
        head=head(reading),
        applicant=applicant(reading),
        entries=tuple(entries),
        voided=reading.session.scalar(voided) or 0,
    )


def _issued(reading: Reading) -> Iterable[FolderEntry]:
    rows = reading.session.execute(
        select(IssuedPaper.serial, IssuedPaper.form, IssuedPaper.issued_on)
        .where(IssuedPaper.case_id == reading.case.id, IssuedPaper.voided_on.is_(None))
        .order_by(IssuedPaper.id)
    )
    for serial, form, on in rows:
        yield FolderEntry(_kind_of(form), form, serial, head(reading).unit, on, 1, is_issued=True)


def _collected(reading: Reading) -> Iterable[FolderEntry]:
    rows = reading.session.execute(
        select(Attachment.kind, Person.name, func.count(), func.min(Attachment.added_on))
        .outerjoin(Person, Person.id == Attachment.person_id)
        .where(Attachment.case_id == reading.case.id, Attachment.removed_on.is_(None))
        .group_by(Attachment.kind, Attachment.person_id)
        .order_by(func.min(Attachment.id))
    )
    for kind, person, count, on in rows:
        title = f"{kind}（{person}）" if person else kind
        yield FolderEntry(kind, title, "", person or "", on, count)


def _kind_of(form: str) -> str:
    """The kind of paper that a form's name ends in: the longest one that it contains."""
    return max((kind for kind in _KINDS if kind in form), key=len, default="其他")


def _place(entry: FolderEntry) -> int:
    return _KINDS.index(entry.kind) if entry.kind in _KINDS else len(_KINDS)


def _begin(name: str, data: FolderData, context: FormContext) -> Sheet:
    """Whose folder it is."""
    sheet = begin(
        name,
        context,
        head_left=Entry("立卷单位", data.head.unit or context.office_name, 12),
        head_right=Entry("档案编号", data.head.number),
    )
    pairs(sheet, ("职工姓名", data.applicant.name), ("建档日期", day(data.head.filed_on)))
    pairs(sheet, ("工作单位", data.applicant.employer))
    return sheet


def build_contents(data: FolderData, context: FormContext) -> Document:
    """What lies in the folder, in order; `BLANK` gives the empty one."""
    sheet = _begin(CONTENTS_NAME, data, context)
    rows = [_cells(at, entry) for at, entry in enumerate(data.entries, start=1)]
    sheet.table(_COLUMNS, rows, row_height=8.6, header_height=8, min_rows=_LINES)
    return sheet.document


def _cells(at: int, entry: FolderEntry) -> list[str]:
    count = f"{entry.count} 份" if entry.count > 1 else ""
    return [
        str(at),
        entry.serial,
        entry.responsible,
        entry.title,
        f"{entry.on:%Y%m%d}" if entry.on else "",
        "",
        count,
    ]


def build_note(data: FolderData, context: FormContext) -> Document:
    """The closing note: what the folder holds, what is missing, who bound and who checked it."""
    sheet = _begin(NOTE_NAME, data, context)
    value = Value(_summary(data), field="卷内情况", align=Align.LEFT, floor=10.5)
    sheet.row([Label("卷内文件\n情况", LABEL), value], height=26)
    for remark in _REMARKS:
        sheet.row([Label(remark, LABEL), Value("")], height=25)
    half = sheet.width / 2
    sheet.row(
        [
            Opinion(width=half, signer_label="立卷人", seal_hint=False),
            Opinion(signer_label="检查人", seal_hint=False),
        ],
        height=34,
    )
    return sheet.document


def _summary(data: FolderData) -> str:
    if not data.entries:
        return ""
    issued = sum(entry.is_issued for entry in data.entries)
    scans = sum(entry.count for entry in data.entries if not entry.is_issued)
    words = (
        f"本卷目录共 {len(data.entries)} 条：本单位签发的文书 {issued} 件，"
        f"职工提交和调查形成的材料 {scans} 份（系统内存有扫描件）。"
    )
    return f"{words}已作废的文书 {data.voided} 件，未列入目录。" if data.voided else words


CONTENTS_FORM = Form(
    "folder_contents",
    CONTENTS_NAME,
    Needs.CASE,
    copies=1,
    build=build_contents,
    read=read,
    blank=BLANK,
    stages=(Stage.CLOSED,),
)
NOTE_FORM = Form(
    "folder_note",
    NOTE_NAME,
    Needs.CASE,
    copies=1,
    build=build_note,
    read=read,
    blank=BLANK,
    stages=(Stage.CLOSED,),
)
