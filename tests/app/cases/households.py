"""Invented households for tests: written straight into the file under one bulk operation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.changes import Op
from app.office.session import Office
from db import search
from db.codes import Origin, Stage
from db.models import Case, Household, Person
from db.values import id_check_digit


def id_number(serial: int, *, region: str = "450224", born: str = "19750312") -> str:
    """An invented number with the right check digit; three digits of serial."""
    first17 = f"{region}{born}{serial:03d}"
    return first17 + id_check_digit(first17)


@dataclass(frozen=True)
class Filing:
    """One household to be made. `people` are further members: (name, relation)."""

    name: str
    number: str
    stage: Stage = Stage.ON_FILE
    people: tuple[tuple[str, str], ...] = ()
    person: dict[str, Any] = field(default_factory=dict)
    case: dict[str, Any] = field(default_factory=dict)
    household: dict[str, Any] = field(default_factory=dict)


def file(office: Office, filings: Sequence[Filing]) -> list[int]:
    """Write the households; their case ids in the same order."""
    made: list[int] = []
    with office.write(Op.IMPORT, is_bulk=True) as work:
        people: list[int] = []
        for filing in filings:
            household = Household(**filing.household)
            applicant = {"name": filing.name, "is_applicant": True, "relation": "本人"}
            household.people.append(Person(**(applicant | filing.person)))
            for at, (name, relation) in enumerate(filing.people, 1):
                household.people.append(Person(name=name, relation=relation, position=at))
            values: dict[str, Any] = {
                "number": filing.number,
                "stage": filing.stage,
                "stage_since": date(2026, 11, 2),
                "stage_order": ["SURVEY", "CHECK", "PUBLICITY"],
                "unit_id": office.user.unit_id,
                "origin": Origin.APPLICATION,
            }
            case = Case(household=household, **(values | filing.case))
            work.session.add(case)
            work.session.flush()
            made.append(case.id)
            people += [person.id for person in household.people]
        search.renew(work.session, people)
        work.done(case_ids=tuple(made))
    return made
