"""困难职工档案目录, and the spines of the boxes that the files stand in.

Columns and sizes after the domain notes, 9 §1.17 (S114, S180: spines of 20 to 60 mm); our own layout
(参考样式). The files are those approved in a span of days, by number; the box is written in by hand.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.scope import in_scope
from app.cases.waiting import office_terms
from app.forms.boxes import span
from app.forms.context import FormContext
from app.forms.form import Form, Needs
from app.forms.records_office import IndexData, IndexEntry
from app.forms.wording import MOST_TITLE, Wording
from app.lifecycle import Stage
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from app.paper import Align, Column, Document, Orientation, Page, Sheet
from db.models import Case, Person

NAME, SPINE_NAME = "困难职工档案目录", "困难职工档案盒脊背"
BLANK = IndexData()
_LINES = 15
_COLUMNS = (
    Column("件号", 13, Align.CENTER),
    Column("档案编号", 30, Align.CENTER),
    Column("姓名", 24, Align.CENTER),
    Column("工作单位"),
    Column("困难类别", 28, Align.CENTER),
    Column("建档日期", 21, Align.CENTER),
    Column("现在状态", 18, Align.CENTER),
    Column("盒号", 14, Align.CENTER),
    Column("备注", 34),
)
_SPINES = (20.0, 30.0, 40.0, 60.0)  # mm: the usual boxes
_CUT_OUT = Wording("cut_out", "剪裁的说明", "按盒的厚度选一条，沿外框剪下", MOST_TITLE)
_SPINE_TOP, _SPINE_HEIGHT, _SPINE_GAP = 12.0, 260.0, 6.0


def read(office: Office, session: Session, first: date, last: date) -> IndexData:
    """The files in scope that were approved in these days, discarded ones left out."""
    rows = session.execute(
        select(Case, Person)
        .outerjoin(
            Person,
            (Person.household_id == Case.household_id)
            & Person.is_applicant
            & Person.removed_on.is_(None),
        )
        .where(in_scope(office), Case.filed_on.between(first, last), Case.discarded_at.is_(None))
        .order_by(Case.number)
    )
    entries = tuple(_entry(case, person) for case, person in rows)
    return IndexData(first, last, entries, office_terms(session).terms.retention_years)


def _entry(case: Case, person: Person | None) -> IndexEntry:
    return IndexEntry(
        number=case.number,
        name=masked(person.name if person else "", ValueKind.NAME, Place.OFFICIAL_FORM),
        employer=(person.employer or "") if person else "",
        category=case.category or "",
        filed_on=case.filed_on,
        standing=case.stage.label,
        closed_on=case.stage_since if case.stage is Stage.CLOSED else None,
    )


def build(data: IndexData, context: FormContext) -> Document:
    """The index of one span; `BLANK` gives the empty one."""
    document = context.document(NAME)
    title = context.title(NAME)
    sheet = Sheet(document, orientation=Orientation.LANDSCAPE, running_head=title)
    sheet.title(title)
    sheet.line(
        left=f"立卷单位：{context.office_name}", right=span("建档日期", data.first, data.last)
    )
    rows = [_cells(at, entry) for at, entry in enumerate(data.lines, start=1)]
    sheet.table(_COLUMNS, rows, row_height=9, header_height=9, min_rows=_LINES)
    if data.lines:
        years = (
            f"，保管期限 {data.retention_years} 年，从归档之日算起" if data.retention_years else ""
        )
        sheet.note(f"共 {len(data.lines)} 件{years}。")
    return document


def _cells(at: int, entry: IndexEntry) -> list[str]:
    closed = f"{entry.closed_on.isoformat()} 归档" if entry.closed_on else ""
    return [
        str(at),
        entry.number,
        entry.name,
        entry.employer,
        entry.category,
        entry.filed_on.isoformat() if entry.filed_on else "",
        entry.standing,
        "",
        closed,
    ]


def build_spines(data: IndexData, context: FormContext) -> Document:
    """One sheet of labels, one of each usual width, to cut out; `BLANK` gives the empty ones."""
    document = context.document(SPINE_NAME)
    sheet = Sheet(document, page_numbers=False)
    x = sheet.left
    for width in _SPINES:
        _spine(sheet.page, x, width, data, context)
        x += width + _SPINE_GAP
    caption = f"{context.title(SPINE_NAME)}：{context.wording(_CUT_OUT)}"
    sheet.page.text(sheet.left, _SPINE_TOP + _SPINE_HEIGHT + 4, caption, size=9, gray=0.4)
    return document


def _spine(page: Page, x: float, width: float, data: IndexData, context: FormContext) -> None:
    numbers = [entry.number for entry in data.lines]
    years = f"{data.retention_years}年" if data.retention_years else ""
    large, small = min(26.0, width * 1.1), min(10.0, width * 0.36)
    parts = (
        (_upright(context.office_name), 74.0, large * 0.6, False),
        (_upright("困难职工档案"), 74.0, large, True),
        (str(data.first.year) if data.first else "年度", 18.0, large * 0.55, False),
        (numbers[0] if numbers else "起号", 16.0, small, False),
        (numbers[-1] if numbers else "止号", 16.0, small, False),
        (f"保管期限\n{years}", 24.0, 10.0, False),
        ("盒号", 18.0, 10.0, True),
        ("", 20.0, 10.0, False),
    )
    y = _SPINE_TOP
    for text, height, size, is_fixed in parts:
        page.label(x, y, width, height, text, size=size, is_fixed=is_fixed)
        y += height


def _upright(text: str) -> str:
    """One character to a line."""
    return "\n".join(text)


FORM = Form("file_index", NAME, Needs.SPAN, copies=1, build=build, read=read, blank=BLANK)
SPINE_FORM = Form(
    "spines",
    SPINE_NAME,
    Needs.SPAN,
    copies=1,
    build=build_spines,
    read=read,
    blank=BLANK,
    texts=(_CUT_OUT,),
)
