"""A list of cases as a workbook in the layout of the national export, to be reported or imported again.

Masked as lists are; full values only for who may open them, when asked for. Every export is journalled
with its reason, and user, time, purpose and serial stand on the sheet. All cells of text are text: never
formulas. Source: the import contract ("Export"), the masking table, R16 and R26.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.cases.export_cells import Cell, Shown, columns_for, heading_row, row_of
from app.cases.import_lookup import pieces
from app.cases.scope import check_reader, in_scope
from app.changes import Changes, Op
from app.errors import UserError
from app.office.access import may_open_full
from app.office.clock import CHINA
from app.office.seconding import Second, agreed, needs_second
from app.office.session import Office
from app.progress import Progress
from db.files import write_atomically
from db.keys import KdfCost
from db.models import Case, Household

__all__ = ["MOST", "Exported", "export_list", "may_export_full"]

MOST = 100_000
"""As many rows as can be imported again."""
_LONGEST = 32_767
_WIDE = {"身份证号": 20, "家庭住址": 32, "工作单位": 24, "编号": 20}


@dataclass(frozen=True)
class Exported:
    """What was written. `serial` stands on the sheet and in the journal's number."""

    serial: str
    households: int
    changes: Changes


def may_export_full(office: Office) -> bool:
    """Whether this account may take full ID numbers, telephones and addresses out of the office."""
    return office.may(Op.EXPORT_LIST) and may_open_full(office.user.roles)


def export_list(
    office: Office,
    *,
    case_ids: Sequence[int],
    out: Path,
    purpose: str,
    is_full: bool = False,
    second: Second | None = None,
    cost: KdfCost | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Write these cases, in their order, to a workbook, after the export has been journalled.

    Cases out of scope are left out. UserError without a purpose, for nothing to write, too many rows, and
    for full values that the account may not see or no second person agrees to; AccessDeniedError,
    Cancelled, StorageError.
    """
    progress = progress or Progress()
    purpose = purpose.strip()
    office.demand(Op.EXPORT_LIST)
    _refuse(office, case_ids, purpose, is_full)
    check_reader(office)
    agreed_by = agreed(office, second, cost=cost) if is_full and needs_second(office) else ""
    shown = Shown(office.user.roles, is_full)
    progress.start("读取档案", len(case_ids))
    with office.read() as session:
        found = _read(session, office, case_ids)
        most = max((len(case.household.people) for case in found), default=1) - 1
        columns = columns_for(max(5, most))
        rows = []
        for case in found:
            rows.append(row_of(case, columns, shown))
            progress.step()
    if not rows:
        raise UserError("要导出的档案都不在您的管辖范围内，没有导出。")
    kind = "含完整信息" if is_full else "已遮盖"
    kind += f"，{agreed_by}同意" if agreed_by else ""
    with office.write(Op.EXPORT_LIST, reason=f"{purpose}（{len(rows)} 户，{kind}）") as work:
        changes = work.done()
        at = work.now.astimezone(CHINA)
    serial = f"DC{at:%Y%m%d}-{changes.operation_id:06d}"
    facts = (
        ("导出单位", office.user.unit_name),
        ("导出人", office.user.display_name or office.user.name),
        ("导出时间", f"{at:%Y-%m-%d %H:%M}"),
        ("用途", purpose),
        ("导出序号", serial),
        ("户数", str(len(rows))),
        ("个人信息", "完整，用完请及时删除" if is_full else "已按规定遮盖，不能再导入"),
        *((("同意导出人", agreed_by),) if agreed_by else ()),
    )
    progress.start("写入工作簿")
    data = _workbook([heading_row(columns), *rows], facts, progress)
    write_atomically(out, data, what="导出的工作簿")
    return Exported(serial, len(rows), changes)


def _refuse(office: Office, case_ids: Sequence[int], purpose: str, is_full: bool) -> None:
    if not purpose:
        raise UserError("请填写导出的用途，它会写在表上，也会记入操作记录。", field="purpose")
    if not case_ids:
        raise UserError("列表里没有档案，没有可以导出的内容。")
    if len(case_ids) > MOST:
        raise UserError("一次最多导出 10 万户，请先筛选，再分几次导出。")
    if is_full and not may_export_full(office):
        raise UserError(
            "您的账号不能导出完整的个人信息，请去掉“完整信息”后再导出。", field="is_full"
        )


def _read(session: Session, office: Office, case_ids: Sequence[int]) -> list[Case]:
    found: dict[int, Case] = {}
    people = selectinload(Case.household).selectinload(Household.people)
    for piece in pieces(case_ids):
        query = select(Case).where(Case.id.in_(piece), in_scope(office)).options(people)
        found.update((case.id, case) for case in session.scalars(query))
    return [found[one] for one in dict.fromkeys(case_ids) if one in found]


def _workbook(
    rows: list[list[Cell]], facts: Sequence[tuple[str, str]], progress: Progress
) -> bytes:
    # In memory: a temporary file would leave personal data on the disk.
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet("困难职工档案")
    watermark = "　".join(f"{name}：{value}" for name, value in facts[:5])
    page.write_string(0, 0, "困难职工档案信息导出表")
    page.write_string(1, 0, watermark[:_LONGEST])
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, title in enumerate(rows[0]):
        page.write_string(2, column, str(title), bold)
        page.set_column(column, column, _width(str(title)))
    for place, cells in enumerate(rows[1:], 3):
        _write_row(page, place, cells)
        progress.check()
    page.freeze_panes(3, 3)
    page.set_landscape()
    page.set_footer(f"&L{watermark.replace('&', '&&')[:180]}&R&P / &N")
    about = book.add_worksheet("导出说明")
    about.set_column(0, 0, 14)
    about.set_column(1, 1, 60)
    for place, (name, value) in enumerate(facts):
        about.write_string(place, 0, name, bold)
        about.write_string(place, 1, value[:_LONGEST])
    book.close()
    return buffer.getvalue()


def _write_row(page: Any, place: int, cells: list[Cell]) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, str):
            if value:
                page.write_string(place, column, value[:_LONGEST])
        elif value is not None:
            page.write_number(place, column, value)


def _width(title: str) -> float:
    return next((width for name, width in _WIDE.items() if name in title), max(9, 2 * len(title)))
