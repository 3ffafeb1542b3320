"""The page 档案 without Qt: which field stands where, and how values go in and come out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.cases.facts_missing import max_stage
from app.cases.queries import CaseFile, MemberRow, RecordView
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, Field, by_key
from app.fields.identity import derive_from_id

RECORDS: Mapping[str, Mapping[str, Field]] = {
    "applicant": by_key(APPLICANT),
    "household": by_key(HOUSEHOLD),
    "case": by_key(CASE),
}
_A, _H, _C = "applicant", "household", "case"


@dataclass(frozen=True)
class Cell:
    """One field of the form. `span` is how many of three columns it takes."""

    record: str
    key: str
    span: int = 1

    @property
    def field(self) -> Field:
        """Its meaning. The case's own 备注 is told from the applicant's."""
        field = RECORDS[self.record][self.key]
        return replace(field, label="档案备注") if self.form_key != self.key else field

    @property
    def form_key(self) -> str:
        """Its key in the form: applicant and case both have 备注."""
        return f"case_{self.key}" if (self.record, self.key) == (_C, "remarks") else self.key


def _cells(record: str, *keys: str | tuple[str, int]) -> tuple[Cell, ...]:
    return tuple(Cell(record, key) if isinstance(key, str) else Cell(record, *key) for key in keys)


SECTIONS: tuple[tuple[str, tuple[Cell, ...]], ...] = (
    (
        "",
        (
            *_cells(_A, "name", ("id_number", 2)),
            *_cells(_A, "sex", "birth_date", "ethnicity"),
            *_cells(_A, "political_status", "marital_status", "registration_kind"),
            *_cells(_A, "health", "disease", "medical_insurance"),
            *_cells(_A, "disability_kind", "disability_grade", "model_worker"),
            *_cells(_A, "work_status", "is_migrant", "work_start"),
            *_cells(_A, "phone", "other_contact"),
            *_cells(_H, "postcode"),
            *_cells(_A, ("employer", 2), "industry"),
            *_cells(_A, "employer_nature", "employer_state", "monthly_income_fen"),
            *_cells(_H, ("home_address", 2), "housing_kind"),
            *_cells(_H, ("registered_address", 2), "floor_area"),
            *_cells(_H, "town", ("region_code", 2)),
        ),
    ),
    (
        "致困原因与需求",
        (
            *_cells(_H, "main_cause", ("main_cause_text", 2)),
            *_cells(_H, "cause_person", ("other_causes", 2)),
            *_cells(_H, "focus_group", ("measure_batches", 2)),
            *_cells(_H, "is_single_parent", "can_help_itself", "has_no_earner"),
            *_cells(_H, ("needs", 3), ("situation", 3), ("other_aid", 3)),
        ),
    ),
    (
        "申报的家庭收入",
        (
            *_cells(_H, "non_wage_income_fen", "filed_annual_income_fen", "filed_people"),
            *_cells(_H, "filed_monthly_per_capita_fen"),
        ),
    ),
    (
        "就业与合同",
        (
            *_cells(_A, "education", "able_to_work", "jobless_reason"),
            *_cells(_A, "contract_from", "contract_until", "contract_term"),
            *_cells(_A, "benefit_from", "benefit_until", "union_card"),
        ),
    ),
    (
        "收款账户",
        (
            *_cells(_H, "bank_name", ("bank_branch", 2)),
            *_cells(_H, ("bank_card", 2), "payee_name"),
            *_cells(_H, "payee_relation", ("payee_consent", 2)),
        ),
    ),
    (
        "档案信息",
        (
            *_cells(_C, "applied_on", "contact_person", "worker_kind"),
            *_cells(_C, "file_kind"),
            *_cells(_H, "is_relief_target", "relief_target_since"),
            *_cells(_A, "consent_on", "consent_by", "pinyin"),
            *_cells(_H, "is_staff_relative"),
            *_cells(_C, "entered_by", "reviewed_by"),
            *_cells(_C, "recorded_by"),
            *_cells(_A, ("remarks", 3)),
            *_cells(_C, ("remarks", 3)),
        ),
    ),
)
"""In the order of the paper; the last record of the page is the case itself."""

CELLS = tuple(cell for _, cells in SECTIONS for cell in cells)
_BY_FORM_KEY = {cell.form_key: cell for cell in CELLS}


@dataclass(frozen=True)
class Loaded:
    """What the form is loaded with."""

    values: Mapping[str, Any]
    masked: frozenset[str]
    warnings: Mapping[str, str]


def loaded(file: CaseFile) -> Loaded:
    """The values of a file by form key."""
    records: Mapping[str, RecordView] = {
        _A: file.applicant,
        _H: file.household,
        _C: file.case,
    }
    return Loaded(
        {cell.form_key: records[cell.record].values[cell.key] for cell in CELLS},
        frozenset(cell.form_key for cell in CELLS if cell.key in records[cell.record].masked),
        {
            cell.form_key: records[cell.record].warnings[cell.key]
            for cell in CELLS
            if cell.key in records[cell.record].warnings
        },
    )


def by_record(changes: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Changed values by form key, as the services take them: by record and key."""
    found: dict[str, dict[str, Any]] = {_A: {}, _H: {}, _C: {}}
    for form_key, value in changes.items():
        cell = _BY_FORM_KEY[form_key]
        found[cell.record][cell.key] = value
    return found


def suffixes(file: CaseFile) -> dict[str, str]:
    """What is shown in grey at the end of a field, by form key."""
    facts = file.derived
    return {
        "name": facts.get("pinyin", ""),
        "id_number": facts.get("region", ""),
        "birth_date": facts.get("age", ""),
        "floor_area": "㎡" if _is_number(file.household.values["floor_area"]) else "",
    }


def typed_id(text: str, today: date) -> dict[str, Any] | None:
    """Birth, sex and age that a typed ID number says; None while it says nothing."""
    derived = derive_from_id(text, today) if text.strip() else None
    if derived is None:
        return None
    return {
        "birth_date": derived.birth_date,
        "sex": derived.sex,
        "age": f"{derived.age} 岁",
        "region": derived.region,
    }


@dataclass(frozen=True)
class Lack:
    """One line of what is missing: a field of this form, or of a member's (`person_id`)."""

    label: str
    key: str
    person_id: int | None = None


def filed_words(file: CaseFile) -> str:
    """What an import kept as it was filed and nobody has chosen another value for; empty where nothing."""
    words = "；".join(f"{what}“{value}”" for what, value in file.filed)
    return f"导入时按原文保留、待整理的内容：{words}。" if words else ""


def lacking(file: CaseFile, applies: Callable[[str], bool]) -> tuple[Lack, ...]:
    """What is missing before the file can be submitted: this form in its order, then the members.

    `applies`: whether a field that depends on another is asked for with what stands in the form now.
    """
    if not file.editing.may_edit:
        return ()
    own = tuple(
        Lack(cell.field.label, cell.form_key) for cell in CELLS if _is_wanted(file, cell, applies)
    )
    members = tuple(
        Lack(one.label, one.key, one.person_id) for one in file.lacking if one.record == "member"
    )
    return own + members


def _is_wanted(file: CaseFile, cell: Cell, applies: Callable[[str], bool]) -> bool:
    if cell.field.when is None:
        return (cell.record, cell.key) in file.missing
    return cell.field.is_due(max_stage(file.stage)) and applies(cell.form_key)


def next_lack(lacks: tuple[Lack, ...], order: Sequence[str], here: str) -> Lack | None:
    """The next missing field after the one the cursor is in, the first again after the last."""
    after = order.index(here) + 1 if here in order else 0
    later = [one for one in lacks if one.person_id is None and order.index(one.key) >= after]
    return (*later, *lacks)[0] if lacks else None


def member_state(row: MemberRow) -> str:
    """健康 · 身份"""
    return " · ".join(part for part in (row.health, row.identity) if part)


def _is_number(value: object) -> bool:
    return str(value or "").replace(".", "", 1).isdigit()
