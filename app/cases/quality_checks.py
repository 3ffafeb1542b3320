"""What may be wrong with a file, each as one walk over all files in scope: findings of a case and why.

A check is a function of a session, the condition on cases, today and the progress that may stop it; it
reads columns, never rows one by one, and yields (case id, sentence, page of the case where it is mended).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby, permutations
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.cases.duplicates import suspect_pairs, suspects
from app.cases.facts_missing import ID_COPY, max_stage, paper_facts_of, without_copy
from app.cases.filed import waiting_values
from app.cases.sums import mismatches
from app.changes import Group, Op
from app.fields.catalogue import HOUSEHOLD
from app.fields.papers import missing_papers
from app.fields.relations import sex_doubt
from app.lifecycle.deadlines import add_months
from app.office.clock import CHINA
from app.office.settings import read_terms
from app.progress import Progress
from db.codes import GrantState, Stage
from db.models import (
    Attachment,
    Case,
    Grant,
    Household,
    Measure,
    Operation,
    Person,
    Plan,
)
from db.values import check_id

__all__ = [
    "Check",
    "Finding",
    "arithmetic_wrong",
    "doubles",
    "doubles_of",
    "id_wrong",
    "never_helped",
    "papers_missing",
    "unchanged",
    "unsettled",
]

_SHOWN = 3
_GIVEN = (GrantState.APPROVED, GrantState.BATCHED, GrantState.PAID)
_LOOKS = tuple(
    op.name
    for op in Op
    if op.group in (Group.READ, Group.PRINT, Group.EXPORT, Group.SEAL, Group.CHECK, Group.JOURNAL)
)
"""What is done with a file without changing it."""
_LABELS = {field.key: field.label for field in HOUSEHOLD}


class Finding(NamedTuple):
    """Something wrong with a file: `why` is a whole sentence, `page` the tab where it is mended."""

    case_id: int
    why: str
    page: str


Where = ColumnElement[bool]
Found = Iterator[Finding]
Check = Callable[[Session, Where, date, Progress], Found]


def unchanged(session: Session, where: Where, today: date, progress: Progress) -> Found:
    """Files that nobody has changed for a year or as long as the office says: looking at one and printing it change nothing."""
    # Not by the index of the cases: it would have the journal read row by row, each from another place.
    case_id = Operation.case_id + 0
    touched = {
        row.case_id: row.at
        for row in session.execute(
            select(case_id.label("case_id"), func.max(Operation.at).label("at"))
            .where(
                Operation.case_id.is_not(None),
                Operation.result == "done",
                Operation.op.not_in(_LOOKS),
            )
            .group_by(case_id)
        )
    }
    stale_months = read_terms(session).stale_months
    query = select(Case.id, Case.stage_since, Case.filed_on, Case.reviewed_on).where(where)
    for row in session.execute(query.order_by(Case.id)):
        days = [row.stage_since, row.filed_on, row.reviewed_on]
        if row.id in touched:
            days.append(touched[row.id].astimezone(CHINA).date())
        last = max(day for day in days if day is not None)
        if add_months(last, stale_months) < today:
            yield Finding(row.id, f"从 {last} 起没有更新过，请核对后更新。", "facts")


def never_helped(session: Session, where: Where, today: date, progress: Progress) -> Found:
    """On file, and no grant was ever approved nor a measure carried out."""
    helped = set(session.scalars(select(Grant.case_id).where(Grant.state.in_(_GIVEN)).distinct()))
    helped |= set(
        session.scalars(select(Plan.case_id).join(Measure).where(Measure.is_done).distinct())
    )
    query = select(Case.id, Case.filed_on).where(Case.stage == Stage.ON_FILE, where)
    for row in session.execute(query.order_by(Case.id)):
        if row.id not in helped:
            since = f"{row.filed_on} 建档以后" if row.filed_on else "建档以后"
            yield Finding(row.id, f"{since}还没有帮扶过，请落实帮扶措施。", "plan")


def id_wrong(session: Session, where: Where, today: date, progress: Progress) -> Found:
    """A number that cannot be right, or contradicts birth date, sex or relation beside it."""
    query = _people(
        where,
        Person.id_number,
        Person.id_number_filed,
        Person.birth_date,
        Person.sex,
        Person.is_applicant,
        Person.relation,
    )
    for row in session.execute(query):
        progress.check()
        sentence = _id_problem(row, today)
        if sentence:
            page = "facts" if row.is_applicant else "members"
            yield Finding(row.case_id, f"{row.name}的身份证号：{sentence}", page)


def _id_problem(row: Any, today: date) -> str:
    number = row.id_number or row.id_number_filed
    if not number:
        return ""
    check = check_id(number, today)
    if check.errors or check.warnings:
        return (*check.errors, *check.warnings)[0].sentence
    if row.birth_date is not None and check.birth is not None and row.birth_date != check.birth:
        return f"与出生日期 {row.birth_date} 不符，请核对。"
    if row.sex and check.sex is not None and row.sex != check.sex:
        return f"与性别“{row.sex}”不符，请核对。"
    return sex_doubt(row.relation, check.sex)


def arithmetic_wrong(session: Session, where: Where, today: date, progress: Progress) -> Found:
    """Sums that were filed and are not what the people add up to."""
    filed = or_(
        Household.filed_people.is_not(None),
        Household.filed_annual_income_fen.is_not(None),
        Household.filed_monthly_per_capita_fen.is_not(None),
    )
    incomes: dict[int, list[int | None]] = defaultdict(list)
    people = (
        _people(where, Person.monthly_income_fen)
        .join(Household, Household.id == Case.household_id)
        .where(filed, Person.is_counted)
        .order_by(Person.is_applicant.desc())
    )
    for person in session.execute(people):
        incomes[person.case_id].append(person.monthly_income_fen)
    query = (
        select(
            Case.id,
            Household.filed_people,
            Household.filed_annual_income_fen,
            Household.filed_monthly_per_capita_fen,
            Household.non_wage_income_fen,
        )
        .join(Household, Household.id == Case.household_id)
        .where(where, filed)
        .order_by(Case.id)
    )
    for row in session.execute(query):
        found = mismatches(
            filed_people=row.filed_people,
            filed_annual_fen=row.filed_annual_income_fen,
            filed_each_fen=row.filed_monthly_per_capita_fen,
            incomes=incomes.get(row.id, []),
            other_annual_fen=row.non_wage_income_fen,
            source="档案",
        )
        for key, sentence in found:
            yield Finding(row.id, f"{_LABELS[key]}{sentence}", "facts")
            break


def papers_missing(session: Session, where: Where, today: date, progress: Progress) -> Found:
    """Papers that the stage wants and the file does not hold."""
    held: dict[int, set[str]] = defaultdict(set)
    copies: dict[int, set[int | None]] = defaultdict(set)
    papers = select(Attachment.case_id, Attachment.kind, Attachment.person_id)
    for paper in session.execute(papers.where(Attachment.removed_on.is_(None)).distinct()):
        held[paper.case_id].add(paper.kind)
        if paper.kind == ID_COPY:
            copies[paper.case_id].add(paper.person_id)
    healths: dict[int, list[str]] = defaultdict(list)
    migrants: set[int] = set()
    people = _people(
        where, Person.id, Person.health, Person.is_counted, Person.is_applicant, Person.is_migrant
    )
    for person in session.execute(people):
        progress.check()
        if without_copy([person.id], copies.get(person.case_id, ())):
            held[person.case_id].discard(ID_COPY)
        if person.is_counted and person.health:
            healths[person.case_id].append(person.health)
        if person.is_applicant and person.is_migrant:
            migrants.add(person.case_id)
    query = (
        select(
            Case.id, Case.stage, Household.main_cause, Household.other_causes, Household.on_dibao
        )
        .join(Household, Household.id == Case.household_id)
        .where(Case.stage != Stage.DRAFT, where)
        .order_by(Case.id)
    )
    for row in session.execute(query):
        why = _lacking(
            (row.main_cause, *row.other_causes),
            tuple(healths.get(row.id, ())),
            frozenset(held.get(row.id, ())),
            row.stage,
            on_dibao=row.on_dibao,
            is_migrant=row.id in migrants,
        )
        if why:
            yield Finding(row.id, why, "attachments")


@lru_cache(maxsize=4096)
def _lacking(
    causes: tuple[str | None, ...],
    healths: tuple[str, ...],
    held: frozenset[str],
    stage: Stage,
    *,
    on_dibao: bool,
    is_migrant: bool,
) -> str:
    """What a file lacks, in words; many files are alike."""
    facts = paper_facts_of(causes=causes, healths=healths, on_dibao=on_dibao, is_migrant=is_migrant)
    missing = missing_papers(facts, held, max_stage(stage))
    return f"缺少{_some([one.kind for one in missing])}。" if missing else ""


def doubles(session: Session, where: Where, today: date, progress: Progress) -> Found:
    """People who may stand in two files, both files listed; who was said to be somebody else is left out."""
    pairs = suspect_pairs(session, within=where, progress=progress)
    asked = {one for pair in pairs for one in (pair.case_id, pair.other_case_id)}
    numbers = {
        row.id: row.number
        for row in session.execute(select(Case.id, Case.number).where(where))
        if row.id in asked
    }
    for pair in pairs:
        for here, there in permutations((pair.case_id, pair.other_case_id)):
            yield _double(here, numbers[there], pair.why)


def doubles_of(session: Session, where: Where, case_id: int) -> Found:
    """As `doubles`, for one file: quick, by the search tokens."""
    people = select(Person).join(Case, Case.household_id == Person.household_id)
    is_meant = (Case.id == case_id) & Person.removed_on.is_(None)
    for person in session.scalars(people.where(where, is_meant)):
        for other in suspects(session, person, within=where):
            yield _double(case_id, other.number, other.why)


def _double(case_id: int, other_number: str, why: str) -> Finding:
    sentence = f"有人与档案 {other_number} 中的人{why}，请核对是否重复建档。"
    return Finding(case_id, sentence, "facts")


def unsettled(session: Session, where: Where, today: date, progress: Progress) -> Found:
    """Values of older forms and imports that no list knows, and nobody has chosen another for."""
    waiting = groupby(waiting_values(session, where), key=lambda one: one.case_id)
    for case_id, found in waiting:
        values = list(found)
        names = _some(list(dict.fromkeys(one.what for one in values)))
        yield Finding(
            case_id,
            f"{names}是按原文保留的，请选择对应的值，或者在“档案”页按“就用原文”。",
            values[0].page,
        )


def _people(where: Where, *columns: Any) -> Select[Any]:
    """Who stands in the files now, file by file."""
    return (
        select(Case.id.label("case_id"), Person.name, *columns)
        .join(Person, Person.household_id == Case.household_id)
        .where(where, Person.removed_on.is_(None))
        .order_by(Case.id)
    )


def _some(names: list[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}等 {len(names)} 项"
