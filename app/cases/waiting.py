"""The facts from which the tasks of cases follow, read for one case or for all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from app.cases.facts_missing import Held, checklist, missing_facts
from app.cases.scope import destroyed
from app.lifecycle.deadlines import Terms, office_limits
from app.lifecycle.position import Position
from app.lifecycle.table import EDITABLE, is_editable
from app.lifecycle.tasks import CaseFacts, NationalDuty, OfficeTerms, Task, tasks
from app.lifecycle.workdays import PublicityPeriod
from app.office.calendar import office_calendar
from app.office.settings import read_settings
from db.codes import CorrectionState, GrantState, Origin, Stage
from db.models import (
    Attachment,
    Case,
    Correction,
    Exit,
    Grant,
    Household,
    NationalRecord,
    Objection,
    Person,
    Plan,
    Publicity,
    Survey,
    Visit,
)

__all__ = [
    "FROM_THERE",
    "NOT_ENTERED",
    "REPORTED",
    "RETURNED",
    "TO_UPDATE",
    "CaseLine",
    "office_terms",
    "waiting",
]

_Columns = TypeVarTuple("_Columns")
_SHOWN_MISSING = 3
NOT_ENTERED, REPORTED, RETURNED, TO_UPDATE = "未录入", "已上报", "退回", "需更新"
"""States in the national system."""
FROM_THERE = (Origin.IMPORT, Origin.BACK_ENTRY)
"""What came from the national system, or from old paper, is taken to be in it until told otherwise."""


@dataclass(frozen=True)
class CaseLine:
    """One case with everything that waits on it, the most urgent first."""

    case_id: int
    number: str
    applicant: str
    stage: Stage
    category: str
    cause: str
    unit_id: int
    clerk_id: int | None
    tasks: tuple[Task, ...]


def office_terms(session: Session) -> OfficeTerms:
    """The office's calendar and limits, its own figures over those that every office starts with."""
    values = read_settings(session)
    return OfficeTerms(
        calendar=office_calendar(session),
        limits=office_limits(values["limits"]),
        terms=Terms(**values["terms"]),
    )


def waiting(
    session: Session, where: ColumnElement[bool], today: date, terms: OfficeTerms | None = None
) -> Iterator[CaseLine]:
    """Every case that `where` lets through, with its tasks, in a few queries however many there are."""
    terms = terms or office_terms(session)
    extras = _Extras(session, where)
    query = (
        select(
            Case.id,
            Case.number,
            Case.stage,
            Case.stage_since,
            Case.stage_order,
            Case.stage_step,
            Case.unit_id,
            Case.clerk_id,
            Case.category,
            Case.filed_category,
            Case.category_to_review,
            Case.filed_on,
            Case.reviewed_on,
            Case.next_visit_on,
            Case.watch_until,
            Case.closed_on,
            Case.household_id,
            Case.origin,
        )
        .where(Case.discarded_at.is_(None), ~destroyed(), where)
        .order_by(Case.id)
    )
    for row in session.execute(query):
        yield CaseLine(
            case_id=row.id,
            number=row.number,
            applicant=extras.applicants.get(row.household_id, ""),
            stage=row.stage,
            category=row.category or row.filed_category or "",
            cause=extras.causes.get(row.household_id) or "",
            unit_id=row.unit_id,
            clerk_id=row.clerk_id,
            tasks=tasks(extras.facts(row), today, terms),
        )


class _Extras:
    """What stands beside the case row, by case id; each read once."""

    def __init__(self, session: Session, where: ColumnElement[bool]) -> None:
        self._session = session
        self._where = where
        self._editable = self._editable_cases()
        self._papers = self._papers_by_case()
        self.applicants = self._applicants()
        self.causes = self._causes()
        self._notices = self._running_notices()
        self._objections = self._open_objections()
        self._planned = self._planned_visits()
        self._last_visits = self._newest_visits()
        self._national = {
            row.case_id: row
            for row in session.scalars(self._of_these(select(NationalRecord), NationalRecord))
        }
        self._plans = self._counts(Plan, Plan.is_current)
        self._grants = self._counts(Grant, Grant.state == GrantState.PROPOSED)
        self._corrections = self._counts(Correction, Correction.state == CorrectionState.ASKED)
        self._unserved = self._counts(
            Exit, Exit.approved_on.is_not(None) & Exit.notice_served_on.is_(None)
        )

    def facts(self, row: Any) -> CaseFacts:
        """The facts of one case row."""
        case_id, stage = row.id, row.stage
        order = tuple(Stage(key) for key in row.stage_order)
        return CaseFacts(
            position=Position(stage, order, row.stage_step),
            since=row.stage_since,
            missing=self._missing(case_id, stage) if is_editable(stage) else (),
            planned_visit=self._planned.get(case_id),
            notice=self._notices.get(case_id),
            open_objections=self._objections.get(case_id, 0),
            filed_on=row.filed_on,
            last_review=row.reviewed_on,
            last_visit=self._last_visits.get(case_id),
            next_visit=row.next_visit_on,
            is_category_to_review=row.category_to_review,
            has_plan=case_id in self._plans,
            open_grants=self._grants.get(case_id, 0),
            open_corrections=self._corrections.get(case_id, 0),
            is_exit_notice_served=case_id not in self._unserved,
            watch_until=row.watch_until,
            closed_on=row.closed_on,
            national=self._national_duty(row),
        )

    def _national_duty(self, row: Any) -> NationalDuty | None:
        """None as well for what is in that system without a record, or not filed yet."""
        record = self._national.get(row.id)
        if record is not None:
            is_done = record.state == REPORTED
            return (
                None if is_done else NationalDuty(record.state, record.since, record.reason or "")
            )
        if row.origin in FROM_THERE or row.filed_on is None:
            return None
        return NationalDuty(NOT_ENTERED, row.filed_on)

    def _missing(self, case_id: int, stage: Stage) -> tuple[str, ...]:
        case = self._editable[case_id]
        labels = [one.label for one in missing_facts(case)]
        if stage is not Stage.DRAFT:
            # A draft can be handed in without its papers: the counter asks for them.
            papers = checklist(self._session, case, have=self._papers.get(case_id, {}))
            labels = [one.kind for one in papers if one.is_due and not one.is_done] + labels
        if len(labels) <= _SHOWN_MISSING:
            return tuple(labels)
        return (*labels[:_SHOWN_MISSING], f"另外 {len(labels) - _SHOWN_MISSING} 项")

    def _editable_cases(self) -> Mapping[int, Case]:
        """The cases whose facts are still typed, with their people: what is missing is asked of these."""
        query = (
            select(Case)
            .where(self._where, Case.discarded_at.is_(None), Case.stage.in_(EDITABLE))
            .options(selectinload(Case.household).selectinload(Household.people))
        )
        return {case.id: case for case in self._session.scalars(query)}

    def _papers_by_case(self) -> Mapping[int, Held]:
        query = (
            select(Attachment.case_id, Attachment.kind, Attachment.person_id)
            .join(Case, Case.id == Attachment.case_id)
            .where(self._where, Case.stage.in_(EDITABLE), Attachment.removed_on.is_(None))
        )
        found: dict[int, dict[str, list[int | None]]] = {}
        for row in self._session.execute(query):
            found.setdefault(row.case_id, {}).setdefault(row.kind, []).append(row.person_id)
        return found

    def _applicants(self) -> Mapping[int, str]:
        query = (
            select(Person.household_id, Person.name)
            .join(Case, Case.household_id == Person.household_id)
            .where(Person.is_applicant, self._where)
        )
        return {row.household_id: row.name for row in self._session.execute(query)}

    def _causes(self) -> Mapping[int, str | None]:
        query = (
            select(Household.id, Household.main_cause)
            .join(Case, Case.household_id == Household.id)
            .where(self._where)
        )
        return {row.id: row.main_cause for row in self._session.execute(query)}

    def _running_notices(self) -> Mapping[int, PublicityPeriod]:
        query = self._of_these(select(Publicity), Publicity).where(
            Publicity.closed_on.is_(None), Publicity.voided_on.is_(None)
        )
        return {
            row.case_id: PublicityPeriod(
                row.posted_on,
                row.first_day,
                row.last_day,
                row.working_days,
                row.is_calendar_unpublished,
            )
            for row in self._session.scalars(query.order_by(Publicity.id))
        }

    def _open_objections(self) -> Mapping[int, int]:
        query = (
            self._of_these(select(Publicity.case_id, func.count()), Publicity)
            .join(Objection, Objection.publicity_id == Publicity.id)
            .where(
                Publicity.closed_on.is_(None),
                Publicity.voided_on.is_(None),
                Objection.decided_on.is_(None),
            )
            .group_by(Publicity.case_id)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def _planned_visits(self) -> Mapping[int, date | None]:
        query = self._of_these(select(Survey.case_id, Survey.next_date, Survey.is_met), Survey)
        return {
            row.case_id: row.next_date
            for row in self._session.execute(query.order_by(Survey.id))
            if not row.is_met
        }

    def _newest_visits(self) -> Mapping[int, date]:
        query = self._of_these(select(Visit.case_id, func.max(Visit.visited_on)), Visit)
        return {row[0]: row[1] for row in self._session.execute(query.group_by(Visit.case_id))}

    def _counts(self, model: Any, where: ColumnElement[bool] | Any) -> Mapping[int, int]:
        query = self._of_these(select(model.case_id, func.count()), model).where(where)
        return {row[0]: row[1] for row in self._session.execute(query.group_by(model.case_id))}

    def _of_these(self, query: Select[*_Columns], model: Any) -> Select[*_Columns]:
        """Of the cases that are asked for only: the tables hold the whole office."""
        return query.join(Case, Case.id == model.case_id).where(self._where)
