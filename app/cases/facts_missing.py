"""What a file still lacks: facts that must be filled in, and papers that must be in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.facts_values import stored
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, MEMBER, by_key, missing
from app.fields.codes import codes
from app.fields.papers import Paper, wanted_papers
from db.codes import Stage
from db.models import Attachment, Case, Person

_HOUSEHOLD = by_key(HOUSEHOLD)
ID_COPY = "身份证复印件"
Held = Mapping[str, Sequence[int | None]]
"""The files of a case by kind: whose each is, None for one of the whole household."""
_LAST_BEFORE_APPLICATION = (Stage.DRAFT, Stage.APPLIED)


@dataclass(frozen=True)
class MissingFact:
    """A required fact that is empty. `record`: applicant, household, case or member; `person_id` of whom."""

    record: str
    key: str
    label: str
    person_id: int | None = None


@dataclass(frozen=True)
class ChecklistLine:
    """One kind of paper. `is_due`: wanted by the stage that the case stands in; `have`: how many files.

    `lacks_of`: the people whose own copy is still missing, of a paper that each must bring.
    """

    kind: str
    label: str
    reason: str
    is_due: bool
    have: int
    lacks_of: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether a file of this kind is there, and one of everybody where each must bring one."""
        return self.have > 0 and not self.lacks_of


def missing_facts(case: Case, stage: Stage | None = None) -> tuple[MissingFact, ...]:
    """Required facts that are empty, for the case's stage or another. Call within a session.

    For a draft: what submitting needs.
    """
    wanted = stage or max_stage(case.stage)
    found = [
        MissingFact("household", field.key, field.label)
        for field in missing(stored(case.household, HOUSEHOLD), HOUSEHOLD, wanted)
    ]
    found += _of_payee(case)
    found += [
        MissingFact("case", field.key, field.label)
        for field in missing(stored(case, CASE), CASE, wanted)
        if not (field.key == "applied_on" and case.stage is Stage.DRAFT)
    ]
    of_people: list[MissingFact] = []
    for person in case.household.people:
        if person.removed_on is None:
            of_people += _of_person(person, wanted)
    return (*of_people, *found)


def _of_payee(case: Case) -> list[MissingFact]:
    """Money to somebody else than the applicant: who that is to them, and that they agreed."""
    household = case.household
    own = {person.name for person in household.people if person.is_applicant}
    if not household.payee_name or household.payee_name in own:
        return []
    return [
        MissingFact("household", key, _HOUSEHOLD[key].label)
        for key in ("payee_relation", "payee_consent")
        if not getattr(household, key)
    ]


def max_stage(stage: Stage) -> Stage:
    """The stage whose needs a file is measured by: a draft is measured by what submitting needs."""
    return Stage.APPLIED if stage in _LAST_BEFORE_APPLICATION else stage


def _of_person(person: Person, stage: Stage) -> list[MissingFact]:
    if person.is_applicant:
        return [
            MissingFact("applicant", field.key, field.label, person.id)
            for field in missing(stored(person, APPLICANT), APPLICANT, stage)
        ]
    return [
        MissingFact("member", field.key, f"{person.name}的{field.label}", person.id)
        for field in missing(stored(person, MEMBER), MEMBER, stage)
    ]


def checklist(
    session: Session, case: Case, *, have: Held | None = None
) -> tuple[ChecklistLine, ...]:
    """Every paper that this file must hold sooner or later, in the order of the paper file.

    `have`: the files, where the caller has read them already.
    """
    held = _held(session, case.id) if have is None else have
    facts = paper_facts(case)
    now = wanted_papers(facts, max_stage(case.stage))
    return tuple(
        _line(paper, paper in now, held.get(paper.kind, ()), case)
        for paper in wanted_papers(facts, Stage.CLOSED)
    )


def _line(paper: Paper, is_due: bool, owners: Sequence[int | None], case: Case) -> ChecklistLine:
    if paper.kind != ID_COPY:
        return ChecklistLine(paper.kind, paper.kind, paper.reason, is_due, len(owners))
    people = [person for person in case.household.people if person.removed_on is None]
    without = without_copy((person.id for person in people), owners) if owners else ()
    lacks = [person.name for person in people if person.id in without]
    reason = f"还缺{'、'.join(lacks)}" if lacks else paper.reason
    label = f"{ID_COPY}（{len(people)} 人）"
    return ChecklistLine(paper.kind, label, reason, is_due, len(owners), tuple(lacks))


def without_copy(person_ids: Iterable[int], owners: Collection[int | None]) -> frozenset[int]:
    """Whose own copy is missing, of a paper that each must bring; a file of the whole household will do."""
    return frozenset() if None in owners else frozenset(person_ids) - frozenset(owners)


def paper_facts(case: Case) -> dict[str, Any]:
    """The facts that `app.fields.papers` reads."""
    household = case.household
    people = [person for person in household.people if person.removed_on is None]
    applicant = next((person for person in people if person.is_applicant), None)
    return paper_facts_of(
        causes=(household.main_cause, *household.other_causes),
        healths=[person.health for person in people if person.is_counted],
        on_dibao=household.on_dibao,
        is_migrant=applicant is not None and applicant.is_migrant,
    )


def paper_facts_of(
    *,
    causes: Iterable[str | None],
    healths: Iterable[str | None],
    on_dibao: bool,
    is_migrant: bool,
) -> dict[str, Any]:
    """As `paper_facts`, of values that were read without their rows. `healths`: of who is counted."""
    return {
        "causes": [codes("cause").match(cause).label for cause in causes if cause],
        "healths": [codes("health").match(health).label for health in healths if health],
        "on_dibao": on_dibao,
        "is_migrant": is_migrant,
    }


def _held(session: Session, case_id: int) -> Held:
    rows = session.execute(
        select(Attachment.kind, Attachment.person_id).where(
            Attachment.case_id == case_id, Attachment.removed_on.is_(None)
        )
    )
    found: dict[str, list[int | None]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row.person_id)
    return found
