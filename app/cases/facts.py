"""Typing the facts of a case: what the forms ask, while the stage lets the clerk edit."""

from collections.abc import Mapping
from typing import Any

from app.cases.facts_values import accepted, put, put_person
from app.cases.filed import settle_filed
from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, by_key
from app.office.session import Office, Work
from db import search
from db.models import Case, Person

CASE_KEYS = (
    "applied_on",
    "contact_person",
    "worker_kind",
    "file_kind",
    "entered_by",
    "reviewed_by",
    "recorded_by",
    "remarks",
)
"""Of the case itself a clerk edits these; number, category, level and dates of decisions follow from acts."""
CASE_FIELDS = tuple(by_key(CASE)[key] for key in CASE_KEYS)

_SEARCHED_ADDRESSES = frozenset({"home_address", "registered_address"})
_SEARCHED = frozenset({"name", "pinyin", "id_number", "phone", "employer"})

Facts = Mapping[str, Any]


def edit_facts(
    office: Office,
    *,
    case_id: int,
    household: Facts | None = None,
    applicant: Facts | None = None,
    case: Facts | None = None,
) -> Changes:
    """Change facts of a case; only the keys given change. A draft may stay incomplete.

    Raises UserError at the field for a value the catalogue refuses, where the stage does not let facts
    be edited, or where the ID number stands in another open case.
    """
    with office.write(Op.EDIT_FACTS, case_id) as work:
        of_household = accepted(HOUSEHOLD, household or {}, work.today)
        of_case = accepted(CASE_FIELDS, case or {}, work.today)
        put(work.case.household, of_household)
        put(work.case, of_case)
        settle_filed(
            work,
            household_id=work.case.household_id,
            person_id=None,
            values={**of_household, **of_case},
        )
        if _SEARCHED_ADDRESSES & set(household or {}):
            search.renew_households(work.session, [work.case.household_id])
        if applicant:
            edit_person(work, applicant_of(work.case), accepted(APPLICANT, applicant, work.today))
        move(work)
        return work.done()


def edit_person(work: Work, person: Person, values: Facts) -> None:
    """Put accepted values into a person and keep the search in step."""
    put_person(person, values, work.today)
    settle_filed(work, household_id=person.household_id, person_id=person.id, values=values)
    if _SEARCHED & set(values):
        search.renew(work.session, [person.id])


def applicant_of(case: Case) -> Person:
    """The applicant. UserError where the file has none (an import may lack it)."""
    for person in case.household.people:
        if person.is_applicant and person.removed_on is None:
            return person
    raise UserError("这份档案没有申请人，请先在家庭成员中指定户主。")
