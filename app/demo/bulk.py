"""Many invented households at once, for measurements: written as one bulk operation, like an import."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from app.changes import Op
from app.invented import InventedHousehold, Inventor, invent_household
from app.lifecycle.deadlines import Terms
from app.office.session import Office, Work
from app.office.settings import read_terms
from db import search
from db.codes import Category, Origin, Stage
from db.models import Case, Household, Person

_PORTION = 500
_ORDER = ("SURVEY", "CHECK", "PUBLICITY")
_STAGES = (
    (Stage.ON_FILE, 88),
    (Stage.APPLIED, 1),
    (Stage.FIRST_REVIEW, 1),
    (Stage.SURVEY, 2),
    (Stage.CHECK, 1),
    (Stage.REVIEW, 1),
    (Stage.APPROVAL, 1),
    (Stage.MONITORED, 5),
)
"""How many of a hundred stand in each stage."""

_PERSON_KEYS = (
    *("name", "id_number", "ethnicity", "political_status", "health", "disease", "model_worker"),
    *("disability_kind", "disability_grade", "marital_status", "registration_kind", "phone"),
    *("medical_insurance", "monthly_income_fen", "work_status", "employer", "industry"),
    *("other_contact", "work_start", "education", "relation", "identity"),
)


def fill(office: Office, count: int, *, seed: int = 1) -> None:
    """Write `count` households, with everything that lists, search and workbench read. StorageError."""
    inventor = Inventor(seed, office.today)
    stages = [stage for stage, share in _STAGES for _ in range(share)]
    made = iter(range(1, count + 1))
    with office.write(Op.IMPORT, is_bulk=True) as work:
        while portion := list(islice(made, _PORTION)):
            _write(work, {at: invent_household(inventor) for at in portion}, inventor, stages)
        work.done()


def _write(
    work: Work,
    portion: Mapping[int, InventedHousehold],
    inventor: Inventor,
    stages: list[Stage],
) -> None:
    people = [row for at, household in portion.items() for row in _people(at, household)]
    homes = [{"id": at, **household.household} for at, household in portion.items()]
    terms = read_terms(work.session)
    cases = [_case(work, terms, at, inventor, inventor.random.choice(stages)) for at in portion]
    session = work.session
    session.execute(insert(Household), homes)
    session.execute(insert(Person), people)
    session.execute(insert(Case), cases)
    numbers = {row["household_id"]: str(row["number"]) for row in cases}
    search.add_many(session, [_searchable(row, numbers, work.user.unit_id) for row in people])


def _people(at: int, household: InventedHousehold) -> Iterator[dict[str, Any]]:
    for place, facts in enumerate((household.applicant, *household.members)):
        number = str(facts["id_number"])
        row = {key: facts.get(key) for key in _PERSON_KEYS}
        yield row | {
            "id": at * 10 + place,
            "household_id": at,
            "position": place,
            "is_applicant": place == 0,
            "relation": "本人" if place == 0 else facts["relation"],
            "open_id_number": number,
            "birth_date": date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
            "sex": "男" if int(number[16]) % 2 else "女",
            "in_school": bool(facts.get("in_school")),
        }


def _case(work: Work, terms: Terms, at: int, inventor: Inventor, stage: Stage) -> dict[str, Any]:
    draw = inventor.random
    is_filed = stage in (Stage.ON_FILE, Stage.MONITORED)
    since = work.today - timedelta(days=draw.randrange(1, 300 if is_filed else 12))
    return {
        "id": at,
        "household_id": at,
        "number": f"QH{work.today.year}{at:06d}",
        "stage": stage,
        "stage_since": since,
        "stage_order": list(_ORDER),
        "stage_step": _ORDER.index(stage.value) if stage.value in _ORDER else 0,
        "unit_id": work.user.unit_id,
        "clerk_id": work.user.id,
        "origin": Origin.APPLICATION,
        "category": draw.choice(tuple(Category)).value if is_filed else None,
        "applied_on": since,
        "filed_on": since if is_filed else None,
        "next_visit_on": terms.visit_due(since) if is_filed else None,
        "watch_until": terms.watch_until(since) if stage is Stage.MONITORED else None,
    }


def _searchable(
    row: Mapping[str, Any], numbers: Mapping[int, str], unit_id: int
) -> tuple[search.Owner, search.Searchable]:
    is_applicant = row["is_applicant"]
    return search.Owner(row["id"], row["household_id"], unit_id, is_applicant), search.Searchable(
        row["name"],
        id_number=row["id_number"],
        phone=row["phone"],
        employer=row["employer"],
        case_number=numbers[row["household_id"]] if is_applicant else None,
    )
