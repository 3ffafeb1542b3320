"""The cells of an exported row: what the import would read back as the same file.

Header order: the import template of 2017 (domain notes 2 §2.3), then what our file knows beyond it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cases.workbook.header import CASE_COLUMNS, MEMBER_COLUMNS
from app.fields.codes import codes
from app.office.exporting import Cell
from app.office.masking import Place, ValueKind, masked
from db.codes import Role
from db.models import Case, Household, Person

HAS_INSURANCE = "已参保"
"""是 in the column 是否进入医保: the template does not ask for the scheme."""
_UNINSURED = "未参保"
_BEYOND = ("non_wage_income_fen", "remarks")
_MEMBER_BEYOND = ("birth_date",)
_NAMES = {
    "marital_status": "婚姻状态",
    "employer_state": "企业状态",
    "medical_insurance": "是否进入医保",
}
"""As the template of 2017 calls them."""
_CASE_KEYS = ("number", "entered_by", "reviewed_by", "recorded_by", "filed_on", "remarks")


@dataclass(frozen=True)
class Column:
    """One column: what it is called, whose it is (0: applicant, household and case), and what it holds."""

    title: str
    key: str
    member: int = 0


@dataclass(frozen=True)
class Shown:
    """How much of a value leaves the office."""

    roles: Collection[Role]
    is_full: bool

    def text(self, value: str | None, kind: ValueKind, short: str = "") -> str:
        """The value as this export shows it."""
        place = Place.EDIT if self.is_full else Place.LIST
        return masked(value or "", kind, place, self.roles, short=short)


def columns_for(members: int) -> tuple[Column, ...]:
    """The template's columns for so many members, then ours."""
    own = [one for one in CASE_COLUMNS if one.key not in _BEYOND]
    more = [one for one in CASE_COLUMNS if one.key in _BEYOND]
    blocks = [one for one in MEMBER_COLUMNS if one.key not in _MEMBER_BEYOND]
    rest = [one for one in MEMBER_COLUMNS if one.key in _MEMBER_BEYOND]
    return (
        *(Column(_NAMES.get(one.key, one.names[0]), one.key) for one in own),
        *(_of_member(n, one.names[0], one.key) for n in range(1, members + 1) for one in blocks),
        *(Column(one.names[0], one.key) for one in more),
        *(_of_member(n, one.names[0], one.key) for n in range(1, members + 1) for one in rest),
    )


def _of_member(number: int, name: str, key: str) -> Column:
    return Column(f"家庭成员{number}{name}", key, number)


def heading_row(columns: Collection[Column]) -> list[Cell]:
    """The titles."""
    return [column.title for column in columns]


def row_of(case: Case, columns: Collection[Column], shown: Shown) -> list[Cell]:
    """One household. Members who were taken out are not in it. Call within a session."""
    household = case.household
    present = [person for person in household.people if person.removed_on is None]
    applicant = next((person for person in present if person.is_applicant), None)
    members = [person for person in present if not person.is_applicant]
    people = [applicant, *members]
    return [
        _cell(column, case, household, people[column.member], shown)
        if column.member < len(people)
        else None
        for column in columns
    ]


def _cell(
    column: Column, case: Case, household: Household, person: Person | None, shown: Shown
) -> Cell:
    key = column.key
    special = _SPECIAL.get(key)
    if special is not None:
        return special(case, household, person, shown)
    owner: Any = person
    if column.member == 0:
        if key in _CASE_KEYS:
            owner = case
        elif key in Household.__table__.columns:
            owner = household
    return _plain(key, getattr(owner, key, None))


def _plain(key: str, value: Any) -> Cell:
    if isinstance(value, bool):
        return "是" if value else "否"
    if key.endswith("_fen"):
        return None if value is None else value / 100
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int) else None


_Special = Callable[[Case, Household, Person | None, Shown], Cell]


def _category(case: Case, _h: Household, _p: Person | None, _s: Shown) -> Cell:
    return case.category or case.filed_category


def _cause(_c: Case, household: Household, _p: Person | None, shown: Shown) -> Cell:
    """As it was filed while that means the cause of today; the text of 其他 is filed so too."""
    cause, text = household.main_cause, household.main_cause_text
    is_filed = text and codes("cause").match(text).label == cause
    return text if is_filed else cause


def _id_number(_c: Case, _h: Household, person: Person | None, shown: Shown) -> Cell:
    return shown.text(person.id_number, ValueKind.ID_NUMBER) if person else None


def _phone(_c: Case, _h: Household, person: Person | None, shown: Shown) -> Cell:
    return shown.text(person.phone, ValueKind.PHONE) if person else None


def _contact(_c: Case, _h: Household, person: Person | None, shown: Shown) -> Cell:
    return shown.text(person.other_contact, ValueKind.PHONE) if person else None


def _card(_c: Case, household: Household, _p: Person | None, shown: Shown) -> Cell:
    return shown.text(household.bank_card, ValueKind.BANK_CARD)


def _address(_c: Case, household: Household, _p: Person | None, shown: Shown) -> Cell:
    return shown.text(household.home_address, ValueKind.ADDRESS, household.town or "")


def _health(_c: Case, _h: Household, person: Person | None, shown: Shown) -> Cell:
    """The disease where the column can say it, as older sheets do; else the class."""
    if person is None or not person.health:
        return None
    disease = person.disease or ""
    match = codes("health").match(disease) if disease else None
    says = match is not None and match.label == person.health
    full = disease if says and match and match.implies.get("disease") == disease else person.health
    label = codes("health").match(person.health).label
    return shown.text(full, ValueKind.DIAGNOSIS, label)


def _disability(_c: Case, _h: Household, person: Person | None, shown: Shown) -> Cell:
    if person is None or not person.disability_kind:
        return None
    full = f"{person.disability_kind}{person.disability_grade or ''}"
    return shown.text(full, ValueKind.DIAGNOSIS, "残疾")


def _insurance(_c: Case, _h: Household, person: Person | None, _s: Shown) -> Cell:
    """是 or 否, as the template asks; a text that no list knows stays as it came."""
    text = person.medical_insurance if person else None
    if not text:
        return None
    entry = codes("medical_insurance").entry(text)
    if entry is None:
        return text
    return "否" if entry.label == _UNINSURED else "是"


_SPECIAL: dict[str, _Special] = {
    "category": _category,
    "main_cause": _cause,
    "id_number": _id_number,
    "phone": _phone,
    "other_contact": _contact,
    "bank_card": _card,
    "home_address": _address,
    "health": _health,
    "disability": _disability,
    "medical_insurance": _insurance,
}
