"""One row: the household, its people and its case."""

from app.cases.sums import mismatches
from app.cases.workbook.cells import RowCells, column_name, plain_text
from app.cases.workbook.facts import Fact, HouseholdRow, PersonRow
from app.cases.workbook.people import read_applicant, read_member
from app.fields.codes import Via
from db.values import clean_text

_OLD_CATEGORIES = (Via.HISTORICAL, Via.UNKNOWN)


def read_household(cells: RowCells, members: tuple[int, ...]) -> HouseholdRow:
    """Everything that the row says; what is wrong with it gathers in `cells`."""
    cells.warn_of_unusable()
    applicant = read_applicant(cells)
    found = (read_member(cells, member) for member in members)
    people = (applicant, *(person for person in found if person is not None))
    case = _case(cells)
    household = _household(cells)
    _compare_sums(cells, household, people)
    return HouseholdRow(cells.row.number, case, household, people, tuple(cells.filed))


def _case(cells: RowCells) -> dict[str, Fact]:
    number = cells.text("number")
    if number is None:
        cells.warn("number", 0, "没有填写编号，写入时按本单位的下一个编号编。")
    return {
        "number": number,
        **_category(cells),
        "filed_on": _filed_on(cells),
        "entered_by": cells.text("entered_by"),
        "reviewed_by": cells.text("reviewed_by"),
        "recorded_by": cells.text("recorded_by"),
        "remarks": _remarks(cells),
    }


def _category(cells: RowCells) -> dict[str, Fact]:
    """困难类别: an older one stays as filed, and the current one waits for review (待复核)."""
    match = cells.choice("category", "category")
    if match is None:
        return {"category": None, "filed_category": None, "category_to_review": True}
    if match.via not in _OLD_CATEGORIES:
        filed = match.filed if match.via is Via.SUCCESSOR else None
        return {"category": match.label, "filed_category": filed, "category_to_review": False}
    if match.via is Via.HISTORICAL:
        note = f"“{match.filed}”是旧的困难类别，已按原文保留，现行类别待复核。"
        cells.warn("category", 0, note)
    return {"category": None, "filed_category": match.filed, "category_to_review": True}


def _filed_on(cells: RowCells) -> Fact:
    day = cells.day("filed_on")
    if day is not None and day > cells.today:
        cells.reject("filed_on", 0, "建档日期晚于今天，请改正。")
        return None
    if cells.text("filed_on") is None:
        cells.warn("filed_on", 0, "没有填写建档日期，请补录。")
    return day


def _household(cells: RowCells) -> dict[str, Fact]:
    return {
        "home_address": cells.text("home_address"),
        "region_code": cells.region("region_code"),
        "postcode": cells.postcode("postcode"),
        "housing_kind": cells.label("housing_kind", "housing_kind"),
        "floor_area": cells.text("floor_area"),
        "non_wage_income_fen": cells.money("non_wage_income_fen"),
        "filed_annual_income_fen": cells.money("filed_annual_income_fen"),
        "filed_people": cells.count("filed_people"),
        "filed_monthly_per_capita_fen": cells.money("filed_monthly_per_capita_fen"),
        "is_single_parent": cells.yes_or_no("is_single_parent"),
        "can_help_itself": cells.yes_or_no("can_help_itself"),
        "has_no_earner": cells.yes_or_no("has_no_earner"),
        **_cause(cells),
        "bank_name": cells.text("bank_name"),
        "bank_branch": cells.text("bank_branch"),
        "bank_card": cells.card("bank_card"),
    }


def _cause(cells: RowCells) -> dict[str, Fact]:
    """主要致困原因: an old name with one successor becomes it; anything else 其他 with its text kept."""
    match = cells.choice("cause", "main_cause")
    if match is None:
        return {"main_cause": None, "main_cause_text": None}
    if match.via is Via.OTHERWISE:
        cells.warn("main_cause", 0, f"“{match.filed}”不在代码表中，已记为“其他”，原文保留。")
    text = match.filed if match.keeps_filed else None
    return {"main_cause": match.label, "main_cause_text": text}


def _remarks(cells: RowCells) -> str | None:
    """备注, and the values of columns that no list knows: nothing is lost."""
    parts = [cells.text("remarks") or ""]
    width = len(cells.row.cells)
    for index in (*cells.columns.unknown, *range(len(cells.header.meanings), width)):
        text = plain_text(cells.row.cells[index]) if index < width else ""
        if text:
            parts.append(f"{column_name(cells.header, index)}：{text}")
    return clean_text("；".join(part for part in parts if part)) or None


def _compare_sums(
    cells: RowCells, household: dict[str, Fact], people: tuple[PersonRow, ...]
) -> None:
    """What was filed as a sum against what the row adds up to."""
    found = mismatches(
        filed_people=_whole(household["filed_people"]),
        filed_annual_fen=_whole(household["filed_annual_income_fen"]),
        filed_each_fen=_whole(household["filed_monthly_per_capita_fen"]),
        incomes=[_whole(person.facts.get("monthly_income_fen")) for person in people],
        other_annual_fen=_whole(household["non_wage_income_fen"]),
        source="本行",
    )
    for key, sentence in found:
        cells.warn(key, 0, sentence)


def _whole(fact: Fact) -> int | None:
    return fact if isinstance(fact, int) else None
