"""Which files may be joined with one, and what differs between the two."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.cases.duplicates import suspects_of_case
from app.cases.facts import CASE_FIELDS
from app.cases.merging import (
    may_be_same,
    members_in_both,
    only_there,
    same_people,
    told_differently,
    unsure,
)
from app.cases.queries_masked import RecordView, record_view
from app.cases.scope import in_scope
from app.fields.catalogue import APPLICANT, HOUSEHOLD, MEMBER, Field, by_key
from app.office.session import Office
from db.codes import OPEN_STAGES, Stage
from db.models import Attachment, Case, Grant, Household, Person, Plan, Survey, Visit

_MEMBER = by_key(MEMBER)
_MOST = 20
_COUNTED = (
    ("材料", "份", Attachment),
    ("入户调查", "次", Survey),
    ("走访", "次", Visit),
    ("帮扶计划", "份", Plan),
    ("救助", "笔", Grant),
)
_NOT_TAKEN = frozenset({"birth_date", "sex", "pinyin", "remarks"})


@dataclass(frozen=True)
class Candidate:
    """A file that may be of the same household. `why`: what it has in common with this one, in words."""

    case_id: int
    number: str
    applicant: str
    stage: Stage
    why: str


@dataclass(frozen=True)
class Difference:
    """A fact that the two files tell differently, in words. `key` is what `merge(take=…)` wants.

    `is_hidden`: what this account sees of both is the same; what the mask takes away differs.
    """

    key: str
    label: str
    kept: str
    absorbed: str
    is_hidden: bool = False


def merge_candidates(office: Office, case_id: int) -> tuple[Candidate, ...]:
    """Open files in scope that share a name, a phone or the address with this one or hold a likely double
    of one of its people: of the newest those first that have most in common with it."""
    likely = [one.suspect.case_id for one in suspects_of_case(office, case_id)]
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        people = [one for one in case.household.people if one.removed_on is None]
        names = {one.name for one in people}
        phones = {one.phone for one in people if one.phone}
        home = case.household.home_address
        alike: list[ColumnElement[bool]] = [
            Person.name.in_(names),
            Person.phone.in_(phones),
            Case.id.in_(likely),
        ]
        if home:
            alike.append(Household.home_address == home)
        found = session.scalars(
            select(Case)
            .join(Household, Household.id == Case.household_id)
            .join(Person, Person.household_id == Household.id)
            .where(
                Case.id != case_id,
                Case.stage.in_(OPEN_STAGES),
                Case.discarded_at.is_(None),
                in_scope(office),
                or_(*alike),
            )
            .distinct()
            .order_by(Case.id.desc())
            .limit(_MOST)
        ).all()
        alike_in = {one.id: tuple(_in_common(one, names, phones, home)) for one in found}
        return tuple(
            Candidate(
                one.id,
                one.number,
                _applicant(one),
                one.stage,
                "、".join(alike_in[one.id]) or "可能有同一个人",
            )
            for one in sorted(found, key=lambda one: -len(alike_in[one.id]))
        )


def _in_common(other: Case, names: set[str], phones: set[str], home: str | None) -> Iterator[str]:
    people = other.household.people
    if any(one.name in names for one in people):
        yield "同名"
    if any(one.phone in phones for one in people):
        yield "同电话"
    if home and other.household.home_address == home:
        yield "同住址"


def may_share_head(office: Office, *, case_id: int, absorbed_id: int) -> bool:
    """Whether somebody has to say if both applicants are one person: neither is shown by the files."""
    with office.read() as session:
        kept = office.case_in_scope(session, case_id)
        absorbed = office.case_in_scope(session, absorbed_id)
        one, other = _head(kept), _head(absorbed)
        if one is None or other is None or not may_be_same(one, other):
            return False
        same = same_people(session, kept, absorbed)
        return other.id not in same and one.id not in same.values()


def what_moves(
    office: Office, *, case_id: int, absorbed_id: int, same_head: bool = False
) -> tuple[str, ...]:
    """What a merge would bring into the kept file, a sentence each: people, doubles, papers and the rest."""
    with office.read() as session:
        kept = office.case_in_scope(session, case_id)
        absorbed = office.case_in_scope(session, absorbed_id)
        same = same_people(session, kept, absorbed, same_head=same_head)
        people = [one for one in absorbed.household.people if one.removed_on is None]
        found = []
        if new := [one.name for one in people if one.id not in same]:
            found.append(f"并入成员：{'、'.join(new)}。")
        if names := unsure(session, kept, absorbed, same):
            found.append(
                f"请注意：两份档案里都有{'、'.join(names)}，身份证号或出生日期没有填全，看不出是不是同一个人，"
                "合并后成为两名成员；是同一个人的，请先补填再合并。"
            )
        if both := [one.name for one in people if one.id in same]:
            found.append(f"两份档案里都有，不重复并入，收支以当前档案为准：{'、'.join(both)}。")
        for one, other in members_in_both(kept, absorbed, same):
            if filled := [_MEMBER[key].label for key in only_there(one, other)]:
                found.append(f"{one.name}没有填写的{'、'.join(filled)}，从所选档案补上。")
            if differing := [_MEMBER[key].label for key in told_differently(one, other)]:
                found.append(f"{one.name}的{'、'.join(differing)}两份不同，以当前档案为准。")
        counts = [
            (word, unit, session.scalar(_count(model, absorbed_id)) or 0)
            for word, unit, model in _COUNTED
        ]
        if moved := [f"{word} {count} {unit}" for word, unit, count in counts if count]:
            found.append(f"转入：{'、'.join(moved)}。")
        if _is_further(absorbed, kept):
            found.append(
                f"请注意：所选档案已经办到“{absorbed.stage.label}”，当前档案在“{kept.stage.label}”；"
                "合并后从当前档案的阶段继续办理。想保留已经办好的，请打开那一份来合并这一份。"
            )
        return tuple(found)


def _is_further(one: Case, other: Case) -> bool:
    order = tuple(Stage)
    return order.index(one.stage) > order.index(other.stage)


def _count(model: Any, case_id: int) -> Any:
    query = select(func.count()).select_from(model).where(model.case_id == case_id)
    return query.where(model.removed_on.is_(None)) if model is Attachment else query


def differences(
    office: Office, *, case_id: int, absorbed_id: int, same_head: bool = False
) -> tuple[Difference, ...]:
    """Facts that the absorbed file has and tells differently, in the order of the form."""
    with office.read() as session:
        kept = office.case_in_scope(session, case_id)
        absorbed = office.case_in_scope(session, absorbed_id)
        same = same_people(session, kept, absorbed, same_head=same_head)
        return tuple(_all(office, kept, absorbed, same))


def _all(office: Office, kept: Case, absorbed: Case, same: dict[int, int]) -> Iterator[Difference]:
    one, other = _head(kept), _head(absorbed)
    if one is not None and other is not None and same.get(other.id) == one.id:
        yield from _between(office, one, other, APPLICANT)
    yield from _between(office, kept.household, absorbed.household, HOUSEHOLD)
    yield from _between(office, kept, absorbed, CASE_FIELDS)


def _between(office: Office, one: Any, other: Any, fields: Iterable[Field]) -> Iterator[Difference]:
    asked = tuple(field for field in fields if field.key not in _NOT_TAKEN)
    left: RecordView = record_view(office, one, asked)
    right: RecordView = record_view(office, other, asked)
    for field in asked:
        mine, theirs = left.text(field), right.text(field)
        is_hidden = (
            mine == theirs
            and field.key in left.masked
            and getattr(one, field.key) != getattr(other, field.key)
        )
        if theirs and (mine != theirs or is_hidden):
            yield Difference(field.key, field.label, mine, theirs, is_hidden)


def _head(case: Case) -> Person | None:
    return next((one for one in case.household.people if one.is_applicant), None)


def _applicant(case: Case) -> str:
    head = _head(case)
    return head.name if head else ""
