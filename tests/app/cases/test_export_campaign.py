"""Whatever legal values a file holds, exporting and importing it again changes nothing and refuses nothing."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.cases.export import export_list
from app.cases.imports import check_import, import_workbook
from app.cases.lists import CaseFilter, case_ids
from app.cases.workbook.header import CASE_COLUMNS, MEMBER_COLUMNS
from app.changes import Op
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, MEMBER
from app.fields.codes import codes
from app.fields.kinds import (
    AreaAsFiled,
    BankCard,
    Choice,
    Contact,
    Count,
    Day,
    Employer,
    Kind,
    LongText,
    Money,
    PersonName,
    Phone,
    Postcode,
    Region,
    Text,
    YesNo,
)
from app.office.session import Office
from db.models import Case
from tests.app.cases.importing import family
from tests.app.cases.workbook.making import write_table
from tests.conftest import TODAY

HOUSEHOLDS = 40
TEXTS = (
    "青禾县水泥厂",
    "O'Brien & Söhne",
    "=1+1",
    "-5",
    "+86 772",
    "@SUM(A1)",
    "'单引号",
    "TRUE",
    "1e5",
    "00123",
    "2026-01-02",
    "１２３",
    "第 1 行\n第 2 行",
    "a\tb",
    "无",
    "—",
    "·",
    "ａｂｃ",
    "12,5",
    "5%",
    "𠮷野家",
    "合计",
    "小计",
)
AREAS = ("62", "61.5", "0", "0.05", "61.50平方米", "50-70平方米", "三间房")
_FIXED = {"number", "name", "id_number", "sex", "birth_date", "relation"}
"""What tells the people of the sheet apart."""
IN_CASE = {column.key for column in CASE_COLUMNS} - _FIXED
IN_MEMBER = {column.key for column in MEMBER_COLUMNS} - _FIXED


def _text(kind: Kind, chance: random.Random) -> Any:
    """A text as the field reads it."""
    return kind.parse(chance.choice(TEXTS), TODAY)


def _area(kind: Kind, chance: random.Random) -> Any:
    """A number of square metres, a band, or neither."""
    return kind.parse(chance.choice(AREAS), TODAY)


VALUES: Mapping[type[Kind], Callable[[Any, random.Random], Any]] = {
    Choice: lambda kind, chance: chance.choice(codes(kind.list_key).labels),
    YesNo: lambda _, chance: chance.choice((True, False)),
    Money: lambda _, chance: chance.choice((0, 1, 99, 100, 123_456, 999_999_999)),
    Day: lambda _, chance: date(1990, 1, 1) + timedelta(days=chance.randrange(13_000)),
    Count: lambda kind, chance: chance.randrange(kind.least, min(kind.most, 20) + 1),
    Phone: lambda _, chance: chance.choice(("13800000000", "07728422471", "8422471")),
    BankCard: lambda _, chance: chance.choice(("6228480830012345678", "622848083001234567")),
    Postcode: lambda _, chance: chance.choice(("545400", "010000")),
    Region: lambda _, chance: chance.choice(("450224", "450224100")),
    AreaAsFiled: _area,
    Text: _text,
    PersonName: _text,
    Employer: _text,
    LongText: _text,
    Contact: _text,
}
"""Something that a field of the kind may hold."""


def bend(case: Case, chance: random.Random) -> None:
    """Fill what stands in the sheet's columns with anything."""
    applicant, *members = case.household.people
    rows = [
        (case, CASE, IN_CASE),
        (case.household, HOUSEHOLD, IN_CASE),
        (applicant, APPLICANT, IN_CASE),
    ]
    rows += [(member, MEMBER, IN_MEMBER) for member in members]
    for row, fields, keys in rows:
        for field in fields:
            if field.key in keys:
                is_left_out = chance.random() < 0.15
                found = None if is_left_out else VALUES[type(field.kind)](field.kind, chance)
                setattr(row, field.key, found)


@pytest.mark.parametrize("seed", range(2))
def test_any_file_comes_back_as_it_was(office: Office, tmp_path: Path, seed: int) -> None:
    sheet = write_table(tmp_path / "a.xlsx", *(family(n) for n in range(1, HOUSEHOLDS + 1)))
    assert import_workbook(office, path=sheet).written == HOUSEHOLDS
    with office.write(Op.EDIT_FACTS) as work:
        cases = work.session.scalars(select(Case)).all()
        for case in cases:
            bend(case, random.Random(f"{seed}:{case.id}"))
        work.done(case_ids=tuple(case.id for case in cases))
    out = tmp_path / "out.xlsx"
    export_list(
        office, case_ids=case_ids(office, CaseFilter()), out=out, purpose="上报", is_full=True
    )

    report = check_import(office, out)

    assert (report.rejected, report.existing, report.differences) == ((), HOUSEHOLDS, ())
