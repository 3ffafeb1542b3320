"""Importing into a real encrypted office: counts, again, update, undo, the list of refused rows."""

import json
from pathlib import Path

from app.cases.imports import check_import, import_workbook
from app.office.session import Office

SAMPLES = Path(__file__).parents[2] / "samples"
CLEAN = SAMPLES / "困难职工档案导出-120户.xlsx"
MESSY = SAMPLES / "困难职工档案导出-杂乱-200户.xlsx"
EXPECTED = json.loads((SAMPLES / "困难职工档案导出-杂乱-200户.expect.json").read_text("utf-8"))


def counts(report: dict[str, object]) -> dict[str, object]:
    """The numbers of a report."""
    return {key: value for key, value in report.items() if isinstance(value, int)}


def test_messy_workbook_is_refused_as_a_whole_then_its_good_rows_are_taken(office: Office) -> None:
    refused = import_workbook(office, path=MESSY)
    assert not refused.is_ok
    assert counts(refused.as_json()) == {
        "rows": 200,
        "accepted": 174,
        "persons": 530,
        "written": 0,
        "existing": 0,
        "differing": 0,
    }
    taken = import_workbook(office, path=MESSY, accept_good=True)
    assert taken.is_ok
    assert taken.written == 174
    again = import_workbook(office, path=MESSY, accept_good=True)
    assert counts(again.as_json()) == {
        "rows": 200,
        "accepted": 0,
        "persons": 0,
        "written": 0,
        "existing": 174,
        "differing": 0,
    }
    assert {cell.row for cell in again.rejected} == {
        r for rows in EXPECTED["bad"].values() for r in rows
    }
    assert check_import(office, MESSY).existing == 174
