"""困难职工来访登记表: everybody who came, called or wrote in a span of days, one line each.

Columns after the union blank of 2011 in the domain notes, 9 §1.15 (S111), put into one list; our own layout
(参考样式). How it was settled and how content the visitor was are written in by hand.
"""

from datetime import date

from sqlalchemy.orm import Session

from app.cases.visitors import VisitorLine, visitors_between
from app.forms.boxes import begin_register, span
from app.forms.context import FormContext
from app.forms.form import Form, Needs
from app.forms.records_office import VisitorsData
from app.forms.wording import Wording
from app.office.masking import Place
from app.office.session import Office
from app.paper import Align, Column, Document

NAME = "来访登记表"
_NOTE = Wording(
    "note", "表下的说明", "满意度由来访人填写：满意、基本满意、不满意。不能当场答复的，一周内答复。"
)
BLANK = VisitorsData()
_LINES = 9
_COLUMNS = (
    Column("编号", 10, Align.CENTER),
    Column("日期", 21, Align.CENTER),
    Column("来访人", 20, Align.CENTER),
    Column("电话", 26, Align.CENTER),
    Column("形式", 13, Align.CENTER),
    Column("反映内容及要求", None, Align.LEFT),
    Column("接待处理意见", 50, Align.LEFT),
    Column("接待人", 17, Align.CENTER),
    Column("处理结果", 22),
    Column("满意度", 15, Align.CENTER),
    Column("档案编号", 28, Align.CENTER),
)


def read(office: Office, session: Session, first: date, last: date) -> VisitorsData:
    """The visitors of these days in scope, phones in full: the register is kept in the office."""
    lines = visitors_between(office, session, first, last, Place.OFFICIAL_FORM)
    return VisitorsData(first, last, lines)


def build(data: VisitorsData, context: FormContext) -> Document:
    """The register of one span; `BLANK` gives the empty one."""
    sheet = begin_register(NAME, context, span("期间", data.first, data.last))
    rows = [_cells(at, line) for at, line in enumerate(data.lines, start=1)]
    sheet.table(_COLUMNS, rows, row_height=14, header_height=10, min_rows=_LINES)
    sheet.note(context.wording(_NOTE))
    return sheet.document


def _cells(at: int, line: VisitorLine) -> list[str]:
    return [
        str(at),
        line.came_on.isoformat(),
        line.name,
        line.phone,
        line.way,
        line.matter,
        line.answer,
        line.received_by,
        "",
        "",
        line.case_number,
    ]


FORM = Form(
    "visitors", NAME, Needs.SPAN, copies=1, build=build, read=read, blank=BLANK, texts=(_NOTE,)
)
