"""The two lists of 档案销毁: what is to go, approved and watched by hand, and the register of what is gone.

Files are destroyed by an approved list with two watchers (监销人). They stand on it by number, so that the
list, which is kept for ever, names nobody. Our own layout (参考样式) after the domain notes, 9 §1.17.
"""

from datetime import date

from sqlalchemy.orm import Session

from app.cases.waiting import office_terms
from app.forms.boxes import begin_register, span
from app.forms.context import FormContext
from app.forms.form import Form, Needs
from app.forms.records_office import DestroyedData, DueData
from app.leaving.destroying import DestroyedLine, DueFile, destroyed_files, due_files
from app.office.session import Office
from app.paper import Align, Blank, Column, Document, Label, Sheet
from app.paper.cells import Cell
from app.paper.entries import BLANK_DAY

NAME, DUE_NAME = "档案销毁清册", "拟销毁档案清册"
BLANK, DUE_BLANK = DestroyedData(), DueData()
_LINES, _DUE_LINES = 13, 8
_SIGNED = 44.0  # mm: the 42 mm circle of the seal lies inside a box
_COLUMNS = (
    Column("序号", 11, Align.CENTER),
    Column("档案编号", 33, Align.CENTER),
    Column("工会组织", 42),
    Column("归档日期", 22, Align.CENTER),
    Column("保管期至", 22, Align.CENTER),
    Column("件数", 13, Align.CENTER),
    Column("销毁日期", 22, Align.CENTER),
    Column("销毁原因和依据"),
    Column("审批人", 20, Align.CENTER),
    Column("审批日期", 22, Align.CENTER),
    Column("监销人", 21, Align.CENTER),
)
_DUE_COLUMNS = (
    Column("序号", 12, Align.CENTER),
    Column("档案编号", 36, Align.CENTER),
    Column("工会组织"),
    Column("建档日期", 26, Align.CENTER),
    Column("归档日期", 26, Align.CENTER),
    Column("保管期至", 26, Align.CENTER),
    Column("件数", 16, Align.CENTER),
    Column("鉴定意见", 34),
    Column("备注", 28),
)


def read(office: Office, session: Session, first: date, last: date) -> DestroyedData:
    """The files in scope that were destroyed in these days, in that order."""
    lines = [
        line
        for line in reversed(destroyed_files(office, session))
        if first <= line.destroyed_on <= last
    ]
    return DestroyedData(first, last, tuple(lines))


def read_due(office: Office, session: Session, first: date, last: date) -> DueData:
    """The files in scope that may be destroyed and whose keeping period ended in these days."""
    terms = office_terms(session).terms
    lines = [line for line in due_files(office, session, terms) if first <= line.kept_until <= last]
    return DueData(first, last, tuple(lines), terms.retention_years)


def build(data: DestroyedData, context: FormContext) -> Document:
    """The register of one span; `BLANK` gives the empty one."""
    sheet = begin_register(NAME, context, span("销毁日期", data.first, data.last))
    rows = [_cells(at, line) for at, line in enumerate(data.lines, start=1)]
    sheet.table(_COLUMNS, rows, row_height=9.5, header_height=10, min_rows=_LINES)
    if data.lines:
        pieces = sum(line.papers for line in data.lines)
        sheet.note(f"共 {len(data.lines)} 份档案，{pieces} 件。本清册永久保存。")
    return sheet.document


def build_due(data: DueData, context: FormContext) -> Document:
    """The list to be approved and signed before anything is destroyed; `DUE_BLANK` gives the empty one."""
    sheet = begin_register(DUE_NAME, context, span("保管期满日期", data.first, data.last))
    rows = [_due_cells(at, line) for at, line in enumerate(data.lines, start=1)]
    sheet.table(_DUE_COLUMNS, rows, row_height=9.5, header_height=9.5, min_rows=_DUE_LINES)
    _approval(sheet, data)
    return sheet.document


def _cells(at: int, line: DestroyedLine) -> list[str]:
    return [
        str(at),
        line.number,
        line.unit,
        line.closed_on.isoformat(),
        line.kept_until.isoformat(),
        str(line.papers),
        line.destroyed_on.isoformat(),
        line.reason,
        line.approved_by,
        line.approved_on.isoformat(),
        "\n".join(line.watchers),
    ]


def _due_cells(at: int, line: DueFile) -> list[str]:
    return [
        str(at),
        line.number,
        line.unit,
        line.filed_on.isoformat() if line.filed_on else "",
        line.closed_on.isoformat(),
        line.kept_until.isoformat(),
        str(line.papers),
        "",
        "",
    ]


def _approval(sheet: Sheet, data: DueData) -> None:
    """Who weighed, who approves and who watches sign by hand; the boxes stay together on one page."""
    years = f"保管期限 {data.retention_years} 年，" if data.retention_years else ""
    words = f"共 {len(data.lines)} 份，{years}现已期满。" if data.lines else ""
    sheet.need(_SIGNED + 6)
    if words:
        sheet.note(words)
    titles = ("鉴定小组意见", "审批意见", "监销")
    part = sheet.width / len(titles)
    cells: list[Cell] = []
    for at, title in enumerate(titles):
        cells += [Label(title, 12), Blank(part - 12 if at < len(titles) - 1 else None)]
    sheet.row([_upright(cell) for cell in cells], height=_SIGNED)
    left, top = sheet.left + 15, sheet.y - _SIGNED
    for x, y, text in (
        (left, 17, "鉴定人签字："),
        (left, 35, BLANK_DAY),
        (left + part, 35, "审批人签字："),
        (left + 2 * part, 10, "监销人一："),
        (left + 2 * part, 21, "监销人二："),
        (left + 2 * part, 35, f"销毁日期：{BLANK_DAY}"),
    ):
        sheet.page.text(x, top + y, text, size=10.5)
    seal, centred = left + 2 * part - 15 - _SIGNED, Align.CENTER
    sheet.page.text(seal, top + 13, "（盖章）", size=9, align=centred, width=_SIGNED, gray=0.55)
    sheet.page.text(seal, top + 20, BLANK_DAY, size=10.5, align=centred, width=_SIGNED)


def _upright(cell: Cell) -> Cell:
    return Label("\n".join(cell.text), cell.width) if isinstance(cell, Label) else cell


FORM = Form("destroyed", NAME, Needs.SPAN, copies=1, build=build, read=read, blank=BLANK)
DUE_FORM = Form(
    "destruction",
    DUE_NAME,
    Needs.SPAN,
    copies=2,
    build=build_due,
    read=read_due,
    blank=DUE_BLANK,
)
