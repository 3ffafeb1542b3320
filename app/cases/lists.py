"""Lists of cases: the ids in order, then the rows of a page as they are shown.

An array of ids survives any sorting and stays small, eight bytes each; rows are read page by page (data
design §4). The first ids of the usual orders come from an index at once, however long the list is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select, true
from sqlalchemy import case as sql_case

from app.cases.scope import check_reader, destroyed, in_scope, scope_of_all, units_to_ask
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


_PORTION = 10_000


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


def case_ids(office: Office, wanted: CaseFilter, *, most: int | None = None) -> Sequence[int]:
    """The ids of the cases that the filter lets through, in order: all of them, or at most so many.

    Raises AccessDeniedError for an account that reads no cases, StorageError.
    """
    check_reader(office)
    found = array("q")
    with office.read() as session:
        rows = session.connection()
        for query in _in_order(wanted, units_to_ask(session, office)):
            left = None if most is None else most - len(found)
            for some in rows.scalars(query.limit(left)).partitions(_PORTION):
                found.extend(some)
    return found


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
        scope = scope_of_all(session, office)
        shown = and_(scope, Case.discarded_at.is_(None))
        causes = session.scalars(
            select(Household.main_cause)
            .join(Case, Case.household_id == Household.id)
            .where(shown, Household.main_cause.is_not(None))
            .group_by(Household.main_cause)
            .order_by(func.count().desc())
        ).all()
        # One case of each unit is enough: none is counted.
        one_case = select(Case.id).where(Case.unit_id == Unit.id, Case.discarded_at.is_(None))
        units = session.execute(
            select(Unit.id, Unit.name).where(one_case.where(scope).exists()).order_by(Unit.name)
        ).all()
        total = session.scalar(select(func.count(Case.id)).where(shown)) or 0
    return Choices(
        tuple(category.value for category in Category),
        tuple(cause for cause in causes if cause),
        tuple((row.id, row.name) for row in units),
        total,
    )


def _conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    """What the filter asks of the case itself, beside its unit."""
    found: list[ColumnElement[bool]] = []
    if wanted.is_discarded:
        found.append(Case.discarded_at.is_not(None))
    if wanted.stages:
        found.append(Case.stage.in_(wanted.stages))
    if wanted.category:
        found.append(func.coalesce(Case.category, Case.filed_category) == wanted.category)
    if wanted.cause:
        of_cause = select(Household.id).where(Household.main_cause == wanted.cause)
        found.append(Case.household_id.in_(of_cause))
    return found


def _in_units(unit_id: Any, wanted: CaseFilter, units: list[int] | None) -> ColumnElement[bool]:
    of_scope = true() if units is None else unit_id.in_(units)
    return of_scope if wanted.unit_id is None else and_(of_scope, unit_id == wanted.unit_id)


def _in_order(wanted: CaseFilter, units: list[int] | None) -> Iterator[Select[int]]:
    """The statements that give the ids, one after the other."""
    conditions = _conditions(wanted)
    cases = select(Case.id).where(_in_units(Case.unit_id, wanted, units), *conditions)
    if not wanted.is_discarded:
        cases = cases.where(Case.discarded_at.is_(None), ~destroyed())
    if wanted.order not in _NAME_KEYS:
        yield _ordered(cases, _key(wanted.order), wanted)
        return
    # By names from the search's own index, which knows the unit too and nothing of the recycle bin; only
    # for another condition each case is looked at. Cases that the search does not know stand at the end.
    key, case_id = _NAME_KEYS[wanted.order], SearchEntry.case_id
    named = select(case_id).where(
        SearchEntry.is_applicant, _in_units(SearchEntry.unit_id, wanted, units)
    )
    if conditions:
        named = named.join(Case, Case.id == case_id).where(*conditions)
    if wanted.is_descending:
        yield named.order_by(key.desc(), case_id.desc())
    else:
        yield named.order_by(key, case_id)
    known = select(case_id).where(SearchEntry.is_applicant)
    yield _ordered(cases.where(Case.id.not_in(known)), Case.number, wanted)


def _ordered(query: Select[int], key: Any, wanted: CaseFilter) -> Select[int]:
    if key is Case.number:
        # No number is given twice: a second key would only hide the index that holds them in order.
        return query.order_by(key.desc() if wanted.is_descending else key.asc())
    first = key.desc() if wanted.is_descending else key.asc()
    second = Case.id.desc() if wanted.is_descending else Case.id.asc()
    return query.order_by(first.nulls_last(), second)


def _key(order: Order) -> Any:
    if order is Order.PEOPLE:
        return _people()
    if order is Order.CAUSE:
        return (
            select(Household.main_cause)
            .where(Household.id == Case.household_id)
            .correlate(Case)
            .scalar_subquery()
        )
    return _PLAIN_KEYS[order]


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
