"""用印登记表: every sealed paper of a span of days, in the order of issue, one line each.

Columns after the domain notes, 9 §1.14 (S112); our own layout (参考样式). The lines come from the register
of issued papers, so that no sealed sheet can be missing; who watched the stamping signs by hand.
"""

from datetime import date

from sqlalchemy.orm import Session

from app.forms.boxes import begin_register, span
from app.forms.context import FormContext
from app.forms.form import Form, Needs
from app.forms.records_office import SealLogData
from app.office.papers import RegisterLine, register_between
from app.office.session import Office
from app.paper import Align, Column, Document
from db.codes import Seam

NAME = "用印登记表"
BLANK = SealLogData()
_LINES = 14
_COLUMNS = (
    Column("序号", 10, Align.CENTER),
    Column("日期", 21, Align.CENTER),
    Column("文书编号", 32, Align.CENTER),
    Column("文件名称", 35),
    Column("档案编号", 27, Align.CENTER),
    Column("印章名称", 28),
    Column("用途"),
    Column("份数", 11, Align.CENTER),
    Column("批准人", 17, Align.CENTER),
    Column("经办人", 17, Align.CENTER),
    Column("监印人\n签字", 18, Align.CENTER),
    Column("备注", 21),
)


def read(office: Office, session: Session, first: date, last: date) -> SealLogData:
    """What was sealed in these days, voided papers included; a file out of scope keeps its number hidden."""
    return SealLogData(first, last, register_between(office, session, first, last))


def build(data: SealLogData, context: FormContext) -> Document:
    """The log of one span; `BLANK` gives the empty one."""
    sheet = begin_register(NAME, context, span("期间", data.first, data.last))
    rows = [_cells(at, line) for at, line in enumerate(data.lines, start=1)]
    sheet.table(_COLUMNS, rows, row_height=9.5, header_height=10, min_rows=_LINES)
    return sheet.document


def _cells(at: int, line: RegisterLine) -> list[str]:
    return [
        str(at),
        line.issued_on.isoformat(),
        line.serial,
        line.form,
        line.case_number,
        line.seal,
        line.reason,
        str(line.copies),
        line.approver,
        line.account,
        "",
        _note(line),
    ]


def _note(line: RegisterLine) -> str:
    if line.voided_on is not None:
        return f"已作废\n{line.voided_on.isoformat()}"
    words = ("手工加盖" if line.is_by_hand else "", "" if line.seam is Seam.NONE else "骑缝章")
    return "\n".join(filter(None, words))


FORM = Form("seal_log", NAME, Needs.SPAN, copies=1, build=build, read=read, blank=BLANK)
