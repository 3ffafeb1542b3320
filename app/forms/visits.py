"""困难职工走访回访记录表, landscape: one line for each visit on file and during the watch.

No official blank was found: our own layout (参考样式) after the domain notes, 9 §1.4 (S130, S141).
"""

from sqlalchemy import select

from app.forms.boxes import begin_of_file, day, number, pairs, yes_no, yuan
from app.forms.context import FormContext
from app.forms.data import Reading, applicant, head
from app.forms.form import Form, Needs
from app.forms.records_help import VisitLine, VisitsData
from app.lifecycle import Stage
from app.paper import Align, Column, Document, Orientation
from db.models import Visit

NAME = "困难职工走访回访记录表"
BLANK = VisitsData()
_LEAST_LINES = 10
_COLUMNS = (
    Column("序号", 9, Align.CENTER),
    Column("日期", 20, Align.CENTER),
    Column("方式", 11, Align.CENTER),
    Column("访问人", 18, Align.CENTER),
    Column("家庭人口\n变化", 20),
    Column("月收入\n(元)", 20, Align.RIGHT),
    Column("刚性支出\n变化", 22),
    Column("原因是否\n消除", 16, Align.CENTER),
    Column("新的需求"),
    Column("已落实措施", 30),
    Column("返困\n风险", 12, Align.CENTER),
    Column("满意度", 17, Align.CENTER),
    Column("被访人\n签字", 20, Align.CENTER),
    Column("备注", 15),
)


def read(reading: Reading, _subject: None = None) -> VisitsData:
    """Every visit of the case, the oldest first."""
    rows = reading.session.scalars(
        select(Visit).where(Visit.case_id == reading.case.id).order_by(Visit.visited_on, Visit.id)
    )
    return VisitsData(
        head=head(reading),
        applicant=applicant(reading),
        contact_person=reading.case.contact_person or "",
        watch_until=reading.case.watch_until,
        visits=tuple(_line(row) for row in rows),
    )


def _line(row: Visit) -> VisitLine:
    return VisitLine(
        visited_on=row.visited_on,
        method=row.method,
        visitors=tuple(filter(None, (row.visitor_one, row.visitor_two))),
        people_change=row.people_change or "",
        monthly_income_fen=row.monthly_income_fen,
        outlay_change=row.outlay_change or "",
        is_cause_gone=row.is_cause_gone,
        new_needs=row.new_needs or "",
        measures_done=row.measures_done or "",
        risk=row.relapse_risk or "",
        satisfaction=row.satisfaction or "",
        interviewee=row.interviewee or "",
    )


def build(data: VisitsData, context: FormContext) -> Document:
    """The record of one household; `BLANK` gives the empty one."""
    sheet = begin_of_file(
        NAME,
        context,
        data.head,
        orientation=Orientation.LANDSCAPE,
    )
    who, file = data.applicant, data.head
    pairs(
        sheet,
        ("职工姓名", who.name),
        ("联系电话", who.phone),
        ("家庭人口", number(who.people, " 人")),
        ("帮扶责任人", data.contact_person),
    )
    pairs(
        sheet,
        ("困难类别", file.category),
        ("致困原因", file.main_cause),
        ("建档日期", day(file.filed_on)),
        ("跟踪至", day(data.watch_until)),
    )
    pairs(sheet, ("工作单位", who.employer), ("家庭住址", who.address))
    rows = [_cells(at, one) for at, one in enumerate(data.visits, start=1)]
    sheet.table(_COLUMNS, rows, row_height=12, header_height=10, min_rows=_LEAST_LINES)
    return sheet.document


def _cells(at: int, one: VisitLine) -> list[str]:
    return [
        str(at),
        one.visited_on.isoformat(),
        one.method,
        "\n".join(one.visitors),
        one.people_change,
        yuan(one.monthly_income_fen),
        one.outlay_change,
        yes_no(one.is_cause_gone),
        one.new_needs,
        one.measures_done,
        one.risk,
        one.satisfaction,
        one.interviewee,
        "",
    ]


FORM = Form(
    "visits",
    NAME,
    Needs.CASE,
    copies=1,
    build=build,
    read=read,
    blank=BLANK,
    stages=(Stage.MONITORED,),
)
