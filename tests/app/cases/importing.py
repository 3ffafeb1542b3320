"""What the tests of imports share: the samples, a small family, a look into the office."""

import json
from pathlib import Path

from sqlalchemy import func, select

from app.cases.workbook.reader import Cell
from app.office.session import Office
from db.models import (
    Case,
    FiledValue,
    Household,
    Person,
    SearchToken,
)
from tests.app.cases.workbook.making import id_number, person

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "samples"
CLEAN = SAMPLES / "困难职工档案导出-120户.xlsx"
MESSY = SAMPLES / "困难职工档案导出-杂乱-200户.xlsx"
EXPECTED = json.loads((SAMPLES / "困难职工档案导出-杂乱-200户.expect.json").read_text("utf-8"))
BAD_ROWS = {row for rows in EXPECTED["bad"].values() for row in rows}
TABLES = (Case, Household, Person, FiledValue, SearchToken)

Row = dict[str, Cell]


def counts(report: dict[str, object]) -> list[object]:
    """rows, accepted, persons, written, existing, differing."""
    return [
        report[key] for key in ["rows", "accepted", "persons", "written", "existing", "differing"]
    ]


def sizes(office: Office) -> list[int]:
    """Rows per table that an import writes."""
    with office.read() as session:
        return [session.scalar(select(func.count()).select_from(model)) or 0 for model in TABLES]


def only_case(office: Office) -> tuple[Case, Household, list[Person]]:
    """The one case of a small office, read whole."""
    with office.read() as session:
        case = session.scalars(select(Case)).one()
        return case, case.household, list(case.household.people)


def family(serial: int = 1, **values: Cell) -> Row:
    """A row with one member and something in most columns."""
    return (
        person(
            serial,
            手机号码="13800000000",
            工作单位="青禾县水泥厂",
            本人月平均收入=1200,
            健康状况="癌症",
            主要致困原因="本人大病",
            爱好="下棋",
            家庭成员1姓名="黎小禾",
            家庭成员1关系="女儿",
            家庭成员1身份证号=id_number(500 + serial, "20100607"),
            家庭成员1身份="初中",
        )
        | values
    )
