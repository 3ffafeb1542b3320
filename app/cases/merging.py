"""合并 and its opposite: two open files of one household become one, and come apart again.

Reversible by the journal while neither has gone on. Source: the lifecycle contract, "Merge".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.cases.facts import CASE_KEYS, applicant_of
from app.cases.facts_values import put, put_person
from app.cases.members import SET_BY_ACTS, people_changed
from app.cases.moving import hold_id_numbers, move, position_of
from app.cases.not_same import in_order, keep_apart, set_apart
from app.cases.transcription import facts_changed
from app.changes import Changes, Group, Op
from app.errors import AccessDeniedError, UserError
from app.fields.catalogue import APPLICANT, HOUSEHOLD, MEMBER
from app.lifecycle.table import target
from app.office.session import Office, Work
from app.office.undo import built_on, put_back
from db import search
from db.codes import Stage
from db.models import (
    Attachment,
    Case,
    CheckReply,
    FiledValue,
    Grant,
    HardshipEvent,
    Home,
    IncomeItem,
    Operation,
    OutlayItem,
    Person,
    Plan,
    Receipt,
    RowImage,
    Schooling,
    Supporter,
    Survey,
    Vehicle,
    Visit,
)
from db.readings import plain_name

_OF_CASE = (Attachment, Survey, CheckReply, Visit, Grant, Plan)
_OF_PERSON = (IncomeItem, OutlayItem, Schooling, Receipt, FiledValue)
_OF_HOUSEHOLD = (Home, Vehicle, HardshipEvent, Supporter)
_LOOKING = (Group.READ, Group.PRINT, Group.EXPORT, Group.CHECK, Group.JOURNAL)
_HOUSEHOLD_KEYS = frozenset(field.key for field in HOUSEHOLD)
_FOLLOWING = frozenset({"birth_date", "sex"})
_APPLICANT_KEYS = frozenset(field.key for field in APPLICANT) - _FOLLOWING
"""What may be taken of the other applicant; birth and sex follow from the ID number."""
_MEMBER_KEYS = tuple(field.key for field in MEMBER if field.key not in SET_BY_ACTS)
_NOTHING = (None, "")
_OF_THE_FILE = frozenset({"relation", "pinyin", "remarks"})
"""What the same person may well have in two words: what they are to two applicants, and notes."""


def merge(
    office: Office,
    *,
    case_id: int,
    absorbed_id: int,
    take: tuple[str, ...] = (),
    take_assets: bool = True,
    same_head: bool = False,
    reason: str,
) -> Changes:
    """Join two open files of one household: `case_id` goes on, `absorbed_id` is closed as 合并.

    `take`: keys of household, applicant and case facts whose value comes from the absorbed file. People
    of the absorbed file who are not in the kept one move over with their lines; a member who stands in both
    gets what only the absorbed file knows of them; surveys, visits, papers, plans and grants move too;
    `take_assets` moves homes, vehicles, events and supporters. What tells how the absorbed file was dealt
    with (opinions, notices, assessments) stays in it. `same_head`: somebody says that both applicants are
    one person although the files do not show it.
    UserError where one of the two is not open or out of reach, or two ID numbers contradict `same_head`.
    """
    if case_id == absorbed_id:
        raise UserError("请选择另一份档案来合并。", field="absorbed_id")
    if not reason.strip():
        raise UserError("请写明合并的原因。", field="reason")
    with office.write(Op.MERGE, case_id, reason=reason.strip()) as work:
        kept, absorbed = work.case, _other(work, absorbed_id)
        same = same_people(work.session, kept, absorbed, same_head=same_head)
        _take_facts(work, kept, absorbed, frozenset(take), same)
        is_filled = _fill_members(work, kept, absorbed, same)
        moved = _move_people(work, kept, absorbed, same)
        _move_rows(work, kept, absorbed, same, take_assets)
        keep_apart(work, same)
        facts_changed(work, absorbed)
        if moved or take or is_filled:
            facts_changed(work, kept)
        after = target(Op.MERGE, position_of(absorbed), is_absorbed=True)
        absorbed.stage, absorbed.stage_step = after.stage, after.step
        absorbed.stage_since = absorbed.closed_on = work.today
        absorbed.closed_reason, absorbed.merged_into_id = "合并", kept.id
        hold_id_numbers(work, absorbed)
        hold_id_numbers(work, kept)
        if moved:
            people_changed(work, kept, "合并档案")
        move(work)
        search.renew(work.session, _everybody(work.session, kept, absorbed))
        return work.done(case_ids=(kept.id, absorbed.id))


def split(office: Office, *, case_id: int, reason: str) -> Changes:
    """Undo the merge that a file took part in, whichever of the two it is; both stand as before.

    UserError where there is none, or where one of the two has gone on since.
    """
    if not reason.strip():
        raise UserError("请写明撤销合并的原因。", field="reason")
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        kept_id, absorbed_id, merge_id = _merge_of(session, case)
    with (
        built_on(),
        office.write(Op.SPLIT, kept_id, reason=reason.strip(), undoes_id=merge_id) as work,
    ):
        _refuse_gone_on(work.session, merge_id, (kept_id, absorbed_id))
        put_back(work.session, merge_id)
        work.session.expire_all()
        cases = [work.session.get_one(Case, one) for one in (absorbed_id, kept_id)]
        search.renew(work.session, _everybody(work.session, *cases))
        return work.done(case_ids=(kept_id, absorbed_id))


def _other(work: Work, case_id: int) -> Case:
    case = work.session.get(Case, case_id)
    if case is None or not work.office.sees_unit(case.unit_id):
        raise AccessDeniedError(
            "没有找到要合并的档案，或者它不在您的管辖范围内。", field="absorbed_id"
        )
    return case


def _take_facts(
    work: Work, kept: Case, absorbed: Case, take: frozenset[str], same: dict[int, int]
) -> None:
    household = {key: getattr(absorbed.household, key) for key in take & _HOUSEHOLD_KEYS}
    put(kept.household, household)
    put(kept, {key: getattr(absorbed, key) for key in take & frozenset(CASE_KEYS)})
    wanted = take & _APPLICANT_KEYS
    if wanted:
        one, other = applicant_of(kept), applicant_of(absorbed)
        if same.get(other.id) != one.id:
            raise UserError("两份档案的户主不是同一个人，户主的信息不能取自另一份档案。")
        taken = {key: getattr(other, key) for key in wanted - {"remarks"}}
        put_person(one, taken, work.today)


def same_people(
    session: Session, kept: Case, absorbed: Case, *, same_head: bool = False
) -> dict[int, int]:
    """Who stands in both files: the person of the absorbed one to that of the kept one.

    By ID number; where one of the two has none, by name and day of birth, unless somebody has said that
    they are two people. With `same_head` both applicants are one: UserError where that cannot be.
    """
    mine = [one for one in kept.household.people if one.removed_on is None]
    apart = set_apart(session, [one.id for one in mine])
    found: dict[int, int] = {}
    if same_head:
        head, other_head = applicant_of(kept), applicant_of(absorbed)
        if not may_be_same(head, other_head):
            raise UserError("两位户主的身份证号不同，不是同一个人，请核对后再合并。")
        found[other_head.id] = head.id
    for other in absorbed.household.people:
        for one in mine:
            if {one.id, other.id} & {*found, *found.values()}:
                continue
            if _is_same(one, other) and in_order(one.id, other.id) not in apart:
                found[other.id] = one.id
                break
    return found


def members_in_both(
    kept: Case, absorbed: Case, same: Mapping[int, int]
) -> Iterator[tuple[Person, Person]]:
    """The members who are the `same`, as the kept file knows them and as the absorbed one does."""
    mine = {one.id: one for one in kept.household.people if not one.is_applicant}
    for other in absorbed.household.people:
        if (one := mine.get(same.get(other.id, 0))) is not None:
            yield one, other


def only_there(one: Person, other: Person) -> dict[str, Any]:
    """What is told of `other` by key and of `one` not, though they are the same."""
    told = {key: getattr(other, key) for key in _MEMBER_KEYS if getattr(one, key) in _NOTHING}
    return {key: value for key, value in told.items() if value not in _NOTHING}


def told_differently(one: Person, other: Person) -> tuple[str, ...]:
    """The keys of what both files tell of a member and not alike, though they are the same."""
    both = (
        (key, {getattr(one, key), getattr(other, key)})
        for key in _MEMBER_KEYS
        if key not in _OF_THE_FILE
    )
    return tuple(key for key, told in both if len(told) > 1 and told.isdisjoint(_NOTHING))


def unsure(session: Session, kept: Case, absorbed: Case, same: Mapping[int, int]) -> list[str]:
    """The names that both files hold of people whom a merge takes for two, though nothing shows that they are."""
    mine = [one for one in kept.household.people if one.removed_on is None]
    apart = set_apart(session, [one.id for one in mine])
    return [
        other.name
        for other in absorbed.household.people
        if other.removed_on is None and other.id not in same
        for one in mine
        if one.id not in same.values()
        and plain_name(one.name) == plain_name(other.name)
        and may_be_same(one, other)
        and None in (one.birth_date, other.birth_date)
        and in_order(one.id, other.id) not in apart
    ]


def may_be_same(one: Person, other: Person) -> bool:
    """Whether no ID number speaks against it."""
    return not (one.id_number and other.id_number) or one.id_number == other.id_number


def _is_same(one: Person, other: Person) -> bool:
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    return (
        plain_name(one.name) == plain_name(other.name)
        and one.birth_date is not None
        and one.birth_date == other.birth_date
    )


def _fill_members(work: Work, kept: Case, absorbed: Case, same: Mapping[int, int]) -> bool:
    """Tell the kept file what only the absorbed one knows of its members; whether there was anything."""
    filled = [
        (one, found)
        for one, other in members_in_both(kept, absorbed, same)
        if (found := only_there(one, other))
    ]
    for one, found in filled:
        put_person(one, found, work.today)
    return bool(filled)


def _move_people(work: Work, kept: Case, absorbed: Case, same: dict[int, int]) -> list[Person]:
    """Those whom the kept file does not know; who stands in both stays behind, lines and all."""
    last = max((person.position for person in kept.household.people), default=-1)
    moved = []
    for person in list(absorbed.household.people):
        if person.removed_on is not None or person.id in same:
            continue
        last += 1
        person.household_id, person.position = kept.household_id, last
        if person.is_applicant:
            person.is_applicant, person.relation = False, "其他"
        moved.append(person)
    for model in _OF_PERSON:
        rows: Any = work.session.scalars(
            select(model).where(model.person_id.in_([person.id for person in moved]))
        )
        for row in rows:
            row.household_id = kept.household_id
    _settle(work, kept, absorbed)
    return moved


def _move_rows(
    work: Work, kept: Case, absorbed: Case, same: dict[int, int], take_assets: bool
) -> None:
    has_plan = work.session.scalar(
        select(Plan.id).where(Plan.case_id == kept.id, Plan.is_current).limit(1)
    )
    for model in _OF_CASE:
        of_case: Any = work.session.scalars(select(model).where(model.case_id == absorbed.id))
        for row in of_case:
            row.case_id = kept.id
            if getattr(row, "person_id", None) in same:
                row.person_id = same[row.person_id]
            if isinstance(row, Plan) and has_plan is not None:
                row.is_current = False
    for asset in _OF_HOUSEHOLD if take_assets else ():
        of_household: Any = work.session.scalars(
            select(asset).where(asset.household_id == absorbed.household_id)
        )
        for row in of_household:
            row.household_id = kept.household_id
    _settle(work, kept, absorbed)


def _settle(work: Work, kept: Case, absorbed: Case) -> None:
    """Read the households anew, so that no collection still holds who has moved."""
    work.session.flush()
    work.session.expire(kept.household)
    work.session.expire(absorbed.household)


def _everybody(session: Session, *cases: Case) -> list[int]:
    households = [case.household_id for case in cases]
    return list(session.scalars(select(Person.id).where(Person.household_id.in_(households))))


def _merge_of(session: Session, case: Case) -> tuple[int, int, int]:
    """Kept case, absorbed case and the operation that joined them: the newest of this file not split yet."""
    undone = select(Operation.undoes_id).where(Operation.undoes_id.is_not(None))
    found = session.execute(
        select(Case.merged_into_id, Case.id.label("absorbed_id"), Operation.id.label("merge_id"))
        .join(Operation, Operation.case_id == Case.merged_into_id)
        .join(RowImage, RowImage.operation_id == Operation.id)
        .where(
            or_(Case.id == case.id, Case.merged_into_id == case.id),
            Case.stage == Stage.CLOSED,
            RowImage.table_name == Case.__tablename__,
            RowImage.row_id == Case.id,
            Operation.op == Op.MERGE.name,
            Operation.result == "done",
            Operation.id.not_in(undone),
        )
        .order_by(Operation.id.desc())
        .limit(1)
    ).first()
    if found is None or found.merged_into_id is None:
        raise UserError("这份档案没有合并过，不用撤销合并。")
    return found.merged_into_id, found.absorbed_id, found.merge_id


def _refuse_gone_on(session: Session, merge_id: int, case_ids: tuple[int, ...]) -> None:
    """What was done since and undone again is nothing that happened."""
    later = session.execute(
        select(Operation.id, Operation.undoes_id)
        .where(
            Operation.id > merge_id,
            Operation.case_id.in_(case_ids),
            Operation.result == "done",
            Operation.op.not_in([op.name for op in Op if op.group in _LOOKING]),
            Operation.undoes_id.is_distinct_from(merge_id),
        )
        .order_by(Operation.id.desc())
    )
    undone: set[int] = set()
    for operation_id, undoes_id in later:
        if operation_id in undone:
            continue
        if undoes_id is None or undoes_id < merge_id:
            raise UserError("合并之后这份档案又办理了别的事项，不能撤销合并；请先撤回后来的步骤。")
        undone.add(undoes_id)
