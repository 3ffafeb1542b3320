"""Lists of cases: all ids in order first, then the rows of a page as they are shown.

An array of ids survives any sorting and stays small; rows are read page by page (data design §4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy import case as sql_case

from app.cases.scope import check_reader, in_scope
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.codes import Category, Stage
from db.models import Account, Case, Household, Person, SearchEntry, Unit

__all__ = [
    "CaseFilter",
    "CaseRow",
    "Choices",
    "Order",
    "Stage",
    "case_ids",
    "case_rows",
    "choices",
]


class Order(Enum):
    """By what a list of cases is sorted."""

    NUMBER = "档案号"
    NAME = "姓名拼音"
    STROKES = "姓氏笔画"
    STAGE = "阶段"
    CATEGORY = "类别"
    CAUSE = "主要致困原因"
    PEOPLE = "人口"
    SINCE = "进入阶段"
    FILED = "建档日期"


@dataclass(frozen=True)
class CaseFilter:
    """What a list shows; empty shows every case in scope but the discarded drafts.

    `stages` keys of Stage; `category` and `cause` labels, "" for all; `unit_id` with the units below it.
    """

    stages: tuple[Stage, ...] = ()
    category: str = ""
    cause: str = ""
    unit_id: int | None = None
    is_discarded: bool = False
    order: Order = Order.NUMBER
    is_descending: bool = True


@dataclass(frozen=True)
class CaseRow:
    """One household in a list, masked as lists are."""

    case_id: int
    number: str
    name: str
    id_number: str
    category: str
    is_to_review: bool
    stage: Stage | None
    since: date | None
    cause: str
    people: int
    unit: str
    clerk: str
    filed_on: date | None


@dataclass(frozen=True)
class Choices:
    """What the filters offer: (value, label) pairs. `total` counts the cases in scope."""

    categories: tuple[str, ...]
    causes: tuple[str, ...]
    units: tuple[tuple[int, str], ...]
    total: int


def case_ids(office: Office, wanted: CaseFilter) -> tuple[int, ...]:
    """The ids of all cases that the filter lets through, in order.

    Raises AccessDeniedError for an account that reads no cases, StorageError.
    """
    check_reader(office)
    with office.read() as session:
        query = _filtered(select(Case.id), office, wanted)
        return tuple(session.scalars(_ordered(query, wanted)))


def case_rows(office: Office, ids: Sequence[int]) -> tuple[CaseRow, ...]:
    """The rows of these cases, in the order of the ids; what is gone or out of scope is left out."""
    check_reader(office)
    query = (
        select(
            Case.id,
            Case.number,
            Case.category,
            Case.filed_category,
            Case.category_to_review,
            Case.stage,
            Case.stage_since,
            Case.filed_on,
            Person.name,
            Person.id_number,
            Household.main_cause,
            Unit.name.label("unit"),
            _people().label("people"),
            Account.display_name,
        )
        .join(Household, Household.id == Case.household_id)
        .outerjoin(Person, (Person.household_id == Case.household_id) & Person.is_applicant)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(Account, Account.id == Case.clerk_id)
        .where(Case.id.in_(list(ids)), in_scope(office))
    )
    with office.read() as session:
        found = {row.id: _row(office, row) for row in session.execute(query)}
    return tuple(found[one] for one in ids if one in found)


def choices(office: Office) -> Choices:
    """What can be chosen in the filters, from the cases in scope."""
    check_reader(office)
    with office.read() as session:
        scope = in_scope(office)
        shown = Case.discarded_at.is_(None)
        causes = session.scalars(
            select(Household.main_cause)
            .join(Case, Case.household_id == Household.id)
            .where(scope, shown, Household.main_cause.is_not(None))
            .group_by(Household.main_cause)
            .order_by(func.count().desc())
        ).all()
        units = session.execute(
            select(Unit.id, Unit.name)
            .join(Case, Case.unit_id == Unit.id)
            .where(scope, shown)
            .group_by(Unit.id, Unit.name)
            .order_by(Unit.name)
        ).all()
        total = session.scalar(select(func.count(Case.id)).where(scope, shown)) or 0
    return Choices(
        tuple(category.value for category in Category),
        tuple(cause for cause in causes if cause),
        tuple((row.id, row.name) for row in units),
        total,
    )


def _filtered(query: Select[int], office: Office, wanted: CaseFilter) -> Select[int]:
    query = query.where(in_scope(office))
    if wanted.is_discarded:
        query = query.where(Case.discarded_at.is_not(None))
    else:
        query = query.where(Case.discarded_at.is_(None))
    if wanted.stages:
        query = query.where(Case.stage.in_(wanted.stages))
    if wanted.category:
        query = query.where(func.coalesce(Case.category, Case.filed_category) == wanted.category)
    if wanted.unit_id is not None:
        query = query.where(Case.unit_id == wanted.unit_id)
    if wanted.cause:
        query = query.where(
            Case.household_id.in_(select(Household.id).where(Household.main_cause == wanted.cause))
        )
    return query


def _ordered(query: Select[int], wanted: CaseFilter) -> Select[int]:
    key: ColumnElement[Any]
    if wanted.order in _NAME_KEYS:
        # Of every open or closed file there is one applicant in the search; see `db.search`.
        query = query.outerjoin(
            SearchEntry, (SearchEntry.case_id == Case.id) & SearchEntry.is_applicant
        )
        key = _NAME_KEYS[wanted.order]
    elif wanted.order is Order.PEOPLE:
        key = _people()
    elif wanted.order is Order.CAUSE:
        key = (
            select(Household.main_cause)
            .where(Household.id == Case.household_id)
            .correlate(Case)
            .scalar_subquery()
        )
    else:
        key = _PLAIN_KEYS[wanted.order]
    first = key.desc() if wanted.is_descending else key.asc()
    second = Case.id.desc() if wanted.is_descending else Case.id.asc()
    return query.order_by(first.nulls_last(), second)


def _people() -> ScalarSelect[int]:
    """How many people stand in the household of a case."""
    return (
        select(func.count(Person.id))
        .where(Person.household_id == Case.household_id, Person.removed_on.is_(None))
        .correlate(Case)
        .scalar_subquery()
    )


_STAGE_PLACE = {stage: place for place, stage in enumerate(Stage)}


def _stage_key() -> ColumnElement[Any]:
    return sql_case({stage.value: place for stage, place in _STAGE_PLACE.items()}, value=Case.stage)


_NAME_KEYS: dict[Order, Any] = {
    Order.NAME: SearchEntry.pinyin_key,
    Order.STROKES: SearchEntry.stroke_key,
}
_PLAIN_KEYS: dict[Order, Any] = {
    Order.NUMBER: Case.number,
    Order.STAGE: _stage_key(),
    Order.CATEGORY: func.coalesce(Case.category, Case.filed_category),
    Order.SINCE: Case.stage_since,
    Order.FILED: Case.filed_on,
}


def _row(office: Office, row: Any) -> CaseRow:
    id_number = row.id_number or ""
    return CaseRow(
        case_id=row.id,
        number=row.number,
        name=row.name or "",
        id_number=masked(id_number, ValueKind.ID_NUMBER, Place.LIST, office.user.roles),
        category=row.category or row.filed_category or "",
        is_to_review=row.category_to_review,
        stage=row.stage,
        since=row.stage_since,
        cause=row.main_cause or "",
        people=row.people,
        unit=row.unit,
        clerk=row.display_name or "",
        filed_on=row.filed_on,
    )
