"""A list of cases as a workbook in the layout of the national export, to be reported or imported again.

Masked as lists are; full values only for who may open them, when asked for. Every export is journalled
with its reason, and user, time, purpose and serial stand on the sheet. All cells of text are text: never
formulas. Source: the import contract ("Export"), the masking table, R16 and R26.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.cases.export_cells import Shown, columns_for, heading_row, row_of
from app.cases.import_lookup import pieces
from app.cases.scope import check_reader, in_scope
from app.changes import Changes, Op
from app.errors import UserError
from app.office.access import may_open_full
from app.office.exporting import check_purpose, marked_workbook, record_export
from app.office.seconding import Second, agreed, needs_second
from app.office.session import Office
from app.progress import Progress
from db.files import write_atomically
from db.keys import KdfCost
from db.models import Case, Household

__all__ = ["MOST", "Exported", "export_list", "may_export_full"]

MOST = 100_000
"""As many rows as can be imported again."""
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
    office.demand(Op.EXPORT_LIST)
    purpose = check_purpose(purpose)
    _refuse(office, case_ids, is_full)
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
    made = record_export(office, purpose=purpose, what=f"{len(rows)} 户，{kind}")
    facts = (
        *made.facts,
        ("户数", str(len(rows))),
        ("个人信息", "完整，用完请及时删除" if is_full else "已按规定遮盖，不能再导入"),
        *((("同意导出人", agreed_by),) if agreed_by else ()),
    )
    progress.start("写入工作簿")
    data = marked_workbook(
        [heading_row(columns), *rows],
        facts,
        page="困难职工档案",
        title="困难职工档案信息导出表",
        width=_width,
        frozen=3,
        progress=progress,
    )
    write_atomically(out, data, what="工作簿的导出")
    return Exported(made.serial, len(rows), made.changes)


def _refuse(office: Office, case_ids: Sequence[int], is_full: bool) -> None:
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


def _width(title: str) -> float:
    return next((width for name, width in _WIDE.items() if name in title), max(9, 2 * len(title)))
