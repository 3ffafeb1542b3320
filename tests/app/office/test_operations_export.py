"""The list of operations as a workbook: who may, what stands on it, what the journal says of it."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.changes import Op
from app.errors import UserError
from app.office.history import OperationFilter, operations
from app.office.operations_export import export_operations
from app.office.session import Office
from db.models import Reason
from tests.app.review.review_cases import add_colleagues
from tests.conftest import OpenAs


def test_the_auditor_takes_the_operations_along_marked_and_journalled(
    office: Office, open_as: OpenAs, tmp_path: Path
) -> None:
    add_colleagues(office)
    office.record(Op.EXPORT_LIST, reason="=1+1 与 13800138000 的 45022419760214123X 核对")
    auditor, out = open_as("auditor"), tmp_path / "a.xlsx"
    shown, _ = operations(auditor, OperationFilter())
    made = export_operations(auditor, wanted=OperationFilter(), out=out, purpose=" 年度经审 ")
    assert made.lines == len(shown)
    book = CalamineWorkbook.from_path(str(out))
    rows = book.get_sheet_by_name("操作记录").to_python()
    assert rows[2][:4] == ["序号", "时间", "操作", "办理人"]
    assert [int(float(str(row[0]))) for row in rows[3:]] == [line.id for line in shown]
    reasons = [str(row[6]) for row in rows[3:]]
    assert "=1+1 与 *******8000 的 **************123X 核对" in reasons
    assert all(word in str(rows[1]) for word in ("严明", "年度经审", made.serial))
    assert made.serial in str(book.get_sheet_by_name("导出说明").to_python())
    with auditor.read() as session:
        last = session.scalars(select(Reason.text)).all()[-1]
    assert last == f"年度经审（操作记录 {made.lines} 条）"


def test_nothing_is_written_without_a_purpose_or_with_nothing_to_write(
    office: Office, tmp_path: Path
) -> None:
    out = tmp_path / "a.xlsx"
    with pytest.raises(UserError, match="用途") as error:
        export_operations(office, wanted=OperationFilter(), out=out, purpose=" ")
    assert error.value.field == "purpose"
    with pytest.raises(UserError, match="没有符合条件"):
        export_operations(office, wanted=OperationFilter(op=Op.DESTROY), out=out, purpose="经审")
    assert not out.exists()
