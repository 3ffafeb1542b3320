"""Both sample workbooks: exactly the rows of the expectation, each for its own reason."""

import json
from pathlib import Path

import pytest

from app.cases.workbook.check import check_workbook
from app.cases.workbook.facts import CheckedWorkbook, NothingOnFile
from app.cases.workbook.reader import read_workbook
from tests.app.cases.workbook.making import TODAY

SAMPLES = Path(__file__).parents[3] / "samples"
EXPECTED = json.loads((SAMPLES / "困难职工档案导出-杂乱-200户.expect.json").read_text("utf-8"))

# Kind in the expectation → the field that is refused first, and a word of the reason.
KINDS = {
    "checksum": ("身份证号", "校验码"),
    "future": ("建档日期", "晚于今天"),
    "dup_household": ("身份证号", "行中的身份证号相同"),
    "rounded": ("身份证号", "存成了数字"),
    "dup_member": ("家庭成员1身份证号", "第 4 行"),
    "noname": ("姓名", "没有填写姓名"),
    "birth": ("身份证号", "出生日期不存在"),
    "negative": ("本人月平均收入", "负数"),
}


def read(name: str) -> CheckedWorkbook:
    """A sample, checked on 2026-11-20 against an empty office."""
    return check_workbook(read_workbook(SAMPLES / name), TODAY, NothingOnFile())


@pytest.fixture(scope="module")
def messy() -> CheckedWorkbook:
    """The messy workbook."""
    return read("困难职工档案导出-杂乱-200户.xlsx")


def test_the_clean_workbook_is_taken_whole() -> None:
    checked = read("困难职工档案导出-120户.xlsx")
    assert checked.rows == len(checked.new) == 120
    assert not checked.rejected


def test_the_messy_workbook_loses_exactly_the_expected_rows(messy: CheckedWorkbook) -> None:
    expected = sorted(row for rows in EXPECTED["bad"].values() for row in rows)
    assert sorted({cell.row for cell in messy.rejected}) == expected
    assert messy.rows == EXPECTED["rows"]
    assert len(messy.new) == EXPECTED["good"]
    assert sum(len(household.people) for household in messy.new) == EXPECTED["persons"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_row_is_refused_for_its_own_reason(messy: CheckedWorkbook, kind: str) -> None:
    field, word = KINDS[kind]
    assert set(EXPECTED["bad"]) == set(KINDS)
    for row in EXPECTED["bad"][kind]:
        first = next(cell for cell in messy.rejected if cell.row == row)
        assert (first.field, word in first.reason) == (field, True), row


def test_every_formula_is_named_and_left_empty(messy: CheckedWorkbook) -> None:
    rows = {cell.row for cell in messy.warnings if "公式" in cell.note}
    assert len(rows) == 11
    for household in messy.new:
        if household.row in rows:
            assert household.applicant.facts["employer"] is None


def test_the_rest_is_clean(messy: CheckedWorkbook) -> None:
    for household in messy.new:
        assert household.case["filed_on"] is not None
        for person in household.people:
            assert len(person.id_number or "") == 18
            assert not set(person.name) & set(" \u3000")
        assert household.applicant.facts["monthly_income_fen"] is not None
        assert len(str(household.applicant.facts["phone"])) == 11
