"""Short questions to a checked workbook."""

from app.cases.workbook.facts import CheckedWorkbook, Fact
from app.cases.workbook.reader import Cell
from tests.app.cases.workbook.making import id_number, person

MEMBER = "家庭成员1"


def refused(checked: CheckedWorkbook) -> list[tuple[int, str]]:
    """Row and field of every faulty cell."""
    return [(cell.row, cell.field) for cell in checked.rejected]


def warned(checked: CheckedWorkbook) -> list[tuple[int, str]]:
    """Row and field of every warning."""
    return [(cell.row, cell.field) for cell in checked.warnings]


def fact(checked: CheckedWorkbook, key: str, *, member: int = 0) -> Fact:
    """A fact of the only household, wherever it is kept."""
    (household,) = checked.households
    for person_row in household.people:
        if person_row.member == member and key in person_row.facts:
            return person_row.facts[key]
    return household.household[key] if key in household.household else household.case[key]


def with_member(serial: int = 1, **values: Cell) -> dict[str, Cell]:
    """A passing row with one member, whose cells are given without the block's prefix."""
    member: dict[str, Cell] = {"姓名": "黎小禾", "身份证号": id_number(501, "20100607")}
    return person(serial) | {f"{MEMBER}{key}": value for key, value in (member | values).items()}


GOOD = id_number(1)
