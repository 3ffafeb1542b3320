"""The list of operations as a workbook, for whoever audits the office: as far as the account may read it."""

import re
from dataclasses import dataclass
from pathlib import Path

from app.changes import Changes, Op
from app.errors import UserError
from app.office.exporting import Cell, check_purpose, marked_workbook, record_export
from app.office.history import OperationFilter, OperationLine, operations
from app.office.session import Office
from app.progress import Progress
from db.files import write_atomically

__all__ = ["MOST", "ExportedOperations", "export_operations"]

MOST = 100_000
_HEADING = ("序号", "时间", "操作", "办理人", "档案号", "结果", "原因", "内容")
_WIDTHS = dict(zip(_HEADING, (9, 20, 18, 12, 20, 10, 40, 40), strict=True))
_LONG_NUMBER = re.compile(r"\d{7,}[Xx]?")


@dataclass(frozen=True)
class ExportedOperations:
    """What was written. `serial` stands on the sheet and in the journal's number."""

    serial: str
    lines: int
    changes: Changes


def export_operations(
    office: Office,
    *,
    wanted: OperationFilter,
    out: Path,
    purpose: str,
    progress: Progress | None = None,
) -> ExportedOperations:
    """Write the operations that the filter lets through, newest first, after the export is journalled.

    UserError without a purpose, for nothing to write and too many lines; AccessDeniedError, Cancelled,
    StorageError.
    """
    progress = progress or Progress()
    office.demand(Op.EXPORT_LIST)
    purpose = check_purpose(purpose)
    progress.start("读取操作记录")
    lines = _read(office, wanted, progress)
    if not lines:
        raise UserError("没有符合条件的操作，没有可以导出的内容。")
    made = record_export(office, purpose=purpose, what=f"操作记录 {len(lines)} 条")
    facts = (*made.facts, ("条数", str(len(lines))), ("个人信息", "长号码只留后四位"))
    progress.start("写入工作簿")
    data = marked_workbook(
        [_HEADING, *map(_row, lines)],
        facts,
        page="操作记录",
        title="操作记录导出表",
        width=_WIDTHS.__getitem__,
        frozen=2,
        progress=progress,
    )
    write_atomically(out, data, what="工作簿的导出")
    return ExportedOperations(made.serial, len(lines), made.changes)


def _read(office: Office, wanted: OperationFilter, progress: Progress) -> list[OperationLine]:
    found: list[OperationLine] = []
    has_more = True
    while has_more:
        before_id = found[-1].id if found else None
        page, has_more = operations(office, wanted, before_id=before_id)
        found.extend(page)
        if len(found) > MOST:
            raise UserError("一次最多导出 10 万条，请先缩小日期范围，再分几次导出。")
        progress.check()
    return found


def _row(line: OperationLine) -> tuple[Cell, ...]:
    state = "被拒绝" if line.is_refused else "已撤回" if line.undone_by else ""
    label = f"{line.label}：{line.undoes}" if line.undoes else line.label
    return (
        line.id,
        f"{line.at:%Y-%m-%d %H:%M:%S}",
        label,
        line.who,
        line.case_number,
        state,
        _masked(line.reason),
        line.summary,
    )


def _masked(text: str) -> str:
    """Free words may hold a number of a card, a telephone or a person: of these the last four stay."""
    return _LONG_NUMBER.sub(lambda found: "*" * (len(found[0]) - 4) + found[0][-4:], text)
