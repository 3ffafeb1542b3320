"""A list that leaves the office as a workbook: journalled with its purpose, and marked on every sheet (R16, R26).

User, unit, time, purpose and serial stand on the sheet; all cells of text are text, never formulas.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from app.changes import Changes, Op
from app.errors import UserError
from app.office.clock import CHINA
from app.office.session import Office
from app.progress import Progress

__all__ = ["Cell", "Export", "check_purpose", "marked_workbook", "record_export"]

Cell = str | int | float | None
_LONGEST = 32_767
_MARKS = 5
"""The first facts of an export, which are repeated at the head and the foot of the sheet."""


@dataclass(frozen=True)
class Export:
    """An export that stands in the journal. `serial` holds the journal's number."""

    serial: str
    changes: Changes
    facts: tuple[tuple[str, str], ...]


def check_purpose(purpose: str) -> str:
    """The purpose without blanks around it; UserError (field purpose) for none."""
    if not purpose.strip():
        raise UserError("请填写导出的用途，它会写在表上，也会记入操作记录。", field="purpose")
    return purpose.strip()


def record_export(office: Office, *, purpose: str, what: str) -> Export:
    """Journal the export before anything is written; `what` counts what leaves the office."""
    with office.write(Op.EXPORT_LIST, reason=f"{purpose}（{what}）") as work:
        changes = work.done()
        at = work.now.astimezone(CHINA)
    serial = f"DC{at:%Y%m%d}-{changes.operation_id:06d}"
    facts = (
        ("导出单位", office.user.unit_name),
        ("导出人", office.user.display_name or office.user.name),
        ("导出时间", f"{at:%Y-%m-%d %H:%M}"),
        ("用途", purpose),
        ("导出序号", serial),
    )
    return Export(serial, changes, facts)


def marked_workbook(
    rows: Sequence[Sequence[Cell]],
    facts: Sequence[tuple[str, str]],
    *,
    page: str,
    title: str,
    width: Callable[[str], float],
    frozen: int,
    progress: Progress,
) -> bytes:
    """A sheet `page` with the rows (the first is the heading), and a sheet that says what was exported.

    `width` gives the width of a column by its title; `frozen` columns stay in sight. Raises Cancelled.
    """
    # In memory: a temporary file would leave personal data on the disk.
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(page)
    watermark = "　".join(f"{name}：{value}" for name, value in facts[:_MARKS])
    sheet.write_string(0, 0, title)
    sheet.write_string(1, 0, watermark[:_LONGEST])
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, heading in enumerate(rows[0]):
        sheet.write_string(2, column, str(heading), bold)
        sheet.set_column(column, column, width(str(heading)))
    for place, cells in enumerate(rows[1:], 3):
        _write_row(sheet, place, cells)
        progress.check()
    sheet.freeze_panes(3, frozen)
    sheet.set_landscape()
    sheet.set_footer(f"&L{watermark.replace('&', '&&')[:180]}&R&P / &N")
    about = book.add_worksheet("导出说明")
    about.set_column(0, 0, 14)
    about.set_column(1, 1, 60)
    for place, (name, value) in enumerate(facts):
        about.write_string(place, 0, name, bold)
        about.write_string(place, 1, value[:_LONGEST])
    book.close()
    return buffer.getvalue()


def _write_row(sheet: Any, place: int, cells: Sequence[Cell]) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, str):
            if value:
                sheet.write_string(place, column, value[:_LONGEST])
        elif value is not None:
            sheet.write_number(place, column, value)
