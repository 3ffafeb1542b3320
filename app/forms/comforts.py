"""慰问登记表: everybody who was visited or given something without a file in a span of days, one line each.

Columns after the domain notes, 9 §1.13 (S134), with the sum of the calendar year, because caps count by it;
our own layout (参考样式). The leader who went and the receipt are written by hand.
"""

from datetime import date

from sqlalchemy.orm import Session

from app.aid.comforts import ComfortLine, comforts_between
from app.fields.money import rmb_capitals
from app.forms.boxes import begin_register, span, yuan
from app.forms.context import FormContext
from app.forms.form import Form, Needs
from app.forms.records_office import ComfortsData
from app.office.masking import Place
from app.office.session import Office
from app.paper import Align, Column, Document, Label, Sheet, Value

NAME = "慰问登记表"
BLANK = ComfortsData()
_ROW = 10.0
_LINES = 11
_COLUMNS = (
    Column("序号", 10, Align.CENTER),
    Column("姓名", 19, Align.CENTER),
    Column("身份证号", 36, Align.CENTER),
    Column("工作单位"),
    Column("对象类别", 24),
    Column("慰问类型", 19, Align.CENTER),
    Column("日期", 21, Align.CENTER),
    Column("慰问金(元)", 21, Align.RIGHT),
    Column("慰问品", 24),
    Column("本年累计\n(元)", 21, Align.RIGHT),
    Column("慰问人", 17, Align.CENTER),
    Column("签收", 17, Align.CENTER),
    Column("照片号", 13, Align.CENTER),
)


def read(office: Office, session: Session, first: date, last: date) -> ComfortsData:
    """The lines of these days in scope, ID numbers in full: the register goes with the vouchers."""
    lines = comforts_between(office, session, first, last, Place.OFFICIAL_FORM)
    return ComfortsData(first, last, lines)


def build(data: ComfortsData, context: FormContext) -> Document:
    """The register of one span; `BLANK` gives the empty one."""
    sheet = begin_register(NAME, context, span("期间", data.first, data.last))
    rows = [_cells(at, line) for at, line in enumerate(data.lines, start=1)]
    sheet.table(_COLUMNS, rows, row_height=_ROW, header_height=_ROW, min_rows=_LINES)
    _total(sheet, data)
    sheet.gap(3)
    sheet.line(left="制表：", center="审核：", right="负责人：" + "\u3000" * 8)
    return sheet.document


def _cells(at: int, line: ComfortLine) -> list[str]:
    return [
        str(at),
        line.name,
        line.id_number,
        line.employer,
        line.group,
        line.item,
        line.helped_on.isoformat(),
        yuan(line.amount_fen),
        line.goods,
        yuan(line.year_fen),
        "",
        "",
        "",
    ]


def _total(sheet: Sheet, data: ComfortsData) -> None:
    total = sum(line.amount_fen for line in data.lines)
    words = rmb_capitals(total) if data.lines else ""
    figures = f"{len(data.lines)} 人次　¥{yuan(total)}" if data.lines else ""
    sheet.row(
        [
            Label("合计（大写）", 29),
            Value(words, 115, field="合计", align=Align.LEFT),
            Label("合计（小写）", 29),
            Value(figures, field="合计", align=Align.LEFT),
        ],
        height=_ROW,
    )


FORM = Form("comforts", NAME, Needs.SPAN, copies=1, build=build, read=read, blank=BLANK)
