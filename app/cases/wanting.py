"""What a file still lacks: facts that the form requires, and papers of its checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.fields.catalogue import APPLICANT, HOUSEHOLD, MEMBER, missing
from app.fields.papers import wanted_papers
from app.lifecycle.table import is_editable
from db.codes import Stage
from db.models import Attachment, Case, Household, Person

__all__ = ["PaperState", "Wanting", "wanting"]


@dataclass(frozen=True)
class PaperState:
    """One paper of the checklist: there or not, and why it is wanted where that is not always so."""

    kind: str
    reason: str
    is_there: bool


@dataclass(frozen=True)
class Wanting:
    """`facts` are labels of empty required fields; `papers` the checklist of the stage."""

    facts: tuple[str, ...]
    papers: tuple[PaperState, ...]

    @property
    def missing_papers(self) -> tuple[PaperState, ...]:
        """The papers that are not there."""
        return tuple(paper for paper in self.papers if not paper.is_there)

    @property
    def labels(self) -> tuple[str, ...]:
        """All that is missing, papers first."""
        return (*(paper.kind for paper in self.missing_papers), *self.facts)


def wanting(session: Session, case: Case) -> Wanting:
    """What this case lacks for its stage; a draft is measured by what an application needs."""
    stage = Stage.APPLIED if case.stage is Stage.DRAFT else case.stage
    household = case.household
    people = [person for person in household.people if person.removed_on is None]
    applicant = next((person for person in people if person.is_applicant), None)
    papers = _papers(session, case, household, people, applicant, stage)
    if not is_editable(case.stage):
        return Wanting((), papers)
    labels = [field.label for field in missing(_values(applicant), APPLICANT, stage)]
    labels += [field.label for field in missing(_values(household), HOUSEHOLD, stage)]
    for person in people:
        if person is not applicant:
            fields = missing(_values(person), MEMBER, stage)
            labels += [f"{person.name}的{field.label}" for field in fields]
    return Wanting(tuple(dict.fromkeys(labels)), papers)


def _papers(
    session: Session,
    case: Case,
    household: Household,
    people: list[Person],
    applicant: Person | None,
    stage: Stage,
) -> tuple[PaperState, ...]:
    facts = {
        "causes": [household.main_cause, *(household.other_causes or ())],
        "healths": [person.health for person in people if person.is_counted],
        "on_dibao": household.on_dibao,
        "is_migrant": applicant is not None and applicant.is_migrant,
    }
    held = set(
        session.scalars(
            select(Attachment.kind).where(
                Attachment.case_id == case.id, Attachment.removed_on.is_(None)
            )
        )
    )
    return tuple(
        PaperState(paper.kind, paper.reason, paper.kind in held)
        for paper in wanted_papers(facts, stage)
    )


def _values(record: Person | Household | None) -> dict[str, Any]:
    if record is None:
        return {}
    return {column.key: getattr(record, column.key) for column in record.__mapper__.column_attrs}
