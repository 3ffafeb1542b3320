"""不是同一个人: what somebody has settled about two people who look alike; remembered, and taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session, aliased

from app.cases.scope import in_scope
from app.changes import Changes, Op
from app.errors import AccessDeniedError, UserError
from app.office.session import Office, Work
from db.models import Account, Case, NotSamePerson, Person


@dataclass(frozen=True)
class Settled:
    """A person of a file and one of another who were found to be two people, by whom and when."""

    id: int
    name: str
    other_name: str
    other_case_id: int
    other_number: str
    by: str
    on: date


def mark_not_same(
    office: Office, *, case_id: int, person_id: int, other_id: int, note: str = ""
) -> Changes:
    """Remember that a person of this case and one of another are two people.

    UserError where the first is not in this case or the second out of reach.
    """
    with office.write(Op.MARK_NOT_SAME, case_id) as work:
        one, other = (work.session.get(Person, which) for which in (person_id, other_id))
        if one is None or one.household_id != work.case.household_id:
            raise UserError("没有在这份档案里找到这个人，请刷新后再试。")
        if other is None or other.household_id == one.household_id or not _sees(work, other):
            raise AccessDeniedError("没有找到另一份档案里的这个人，或者它不在您的管辖范围内。")
        low, high = in_order(person_id, other_id)
        if (low, high) not in set_apart(work.session, [person_id]):
            work.session.add(
                NotSamePerson(
                    person_id=low,
                    other_id=high,
                    marked_on=work.today,
                    account_id=work.user.id,
                    note=note.strip() or None,
                )
            )
        return work.done()


def unmark_not_same(office: Office, *, case_id: int, settled_id: int) -> Changes:
    """Take such a mark back, whoever set it and whenever: the two are compared again.

    UserError where there is none of this case with that id.
    """
    with office.write(Op.UNMARK_NOT_SAME, case_id) as work:
        row = work.session.get(NotSamePerson, settled_id)
        people = {person.id for person in work.case.household.people}
        if row is None or not people & {row.person_id, row.other_id}:
            raise UserError("这个标记已经取消，请刷新后再看。")
        work.session.delete(row)
        return work.done()


def settled_of_case(office: Office, case_id: int) -> tuple[Settled, ...]:
    """What was settled about the people of a file and others in scope, the newest first."""
    one, other = aliased(Person), aliased(Person)
    with office.read() as session:
        file = office.case_in_scope(session, case_id)
        is_low = one.id == NotSamePerson.person_id
        rows = session.execute(
            select(
                NotSamePerson.id,
                NotSamePerson.marked_on,
                one.name,
                other.name.label("other_name"),
                Case.id.label("other_case_id"),
                Case.number,
                Account.display_name,
            )
            .join(one, or_(is_low, one.id == NotSamePerson.other_id))
            .join(
                other,
                other.id == case((is_low, NotSamePerson.other_id), else_=NotSamePerson.person_id),
            )
            .join(Case, Case.household_id == other.household_id)
            .outerjoin(Account, Account.id == NotSamePerson.account_id)
            .where(
                one.household_id == file.household_id,
                one.removed_on.is_(None),
                other.household_id != file.household_id,
                Case.discarded_at.is_(None),
                Case.merged_into_id.is_(None),
                in_scope(office),
            )
            .order_by(NotSamePerson.id.desc())
        )
        return tuple(
            Settled(
                row.id,
                row.name,
                row.other_name,
                row.other_case_id,
                row.number,
                row.display_name or "",
                row.marked_on,
            )
            for row in rows
        )


def set_apart(session: Session, people: Iterable[int] | None = None) -> frozenset[tuple[int, int]]:
    """The settled pairs, the smaller id first: all of them or those of some people."""
    query = select(NotSamePerson.person_id, NotSamePerson.other_id)
    if people is not None:
        query = query.where(_of(people))
    return frozenset((low, high) for low, high in session.execute(query))


def keep_apart(work: Work, stand_ins: Mapping[int, int]) -> None:
    """What was settled about people holds for who stands for them in another file, by their ids."""
    known = set(set_apart(work.session, stand_ins.values()))
    for row in work.session.scalars(select(NotSamePerson).where(_of(stand_ins))).all():
        one, other = (stand_ins.get(who, who) for who in (row.person_id, row.other_id))
        low, high = in_order(one, other)
        if low == high or (low, high) in known:
            continue
        known.add((low, high))
        work.session.add(
            NotSamePerson(
                person_id=low,
                other_id=high,
                marked_on=row.marked_on,
                account_id=row.account_id,
                note=row.note,
            )
        )


def _of(people: Iterable[int]) -> ColumnElement[bool]:
    ids = tuple(people)
    return or_(NotSamePerson.person_id.in_(ids), NotSamePerson.other_id.in_(ids))


def _sees(work: Work, person: Person) -> bool:
    unit_id = work.session.scalar(
        select(Case.unit_id).where(Case.household_id == person.household_id)
    )
    return unit_id is not None and work.office.sees_unit(unit_id)


def in_order(one: int, other: int) -> tuple[int, int]:
    """A pair as it is kept: the smaller id first."""
    return (min(one, other), max(one, other))
