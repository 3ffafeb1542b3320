"""The same person twice: who looks alike in two files, and what speaks against it.

The hard stop is the ID number (`app.cases.moving`). Here is the soft warning: a similar name together
with the day of birth or the phone, unless a fact contradicts it. Source: domain research §3, issue
"Never twice".
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import Session

from app.cases.not_same import in_order, set_apart
from app.cases.scope import check_reader, in_scope
from app.office.session import Office
from app.progress import Progress
from db.codes import Stage
from db.models import Case, Person, SearchToken
from db.readings import first_reading, plain_name
from db.tokens import Kind
from db.values import check_id, normalise_phone

_MOST_ALIKE = 2000
_MOST_IN_BUCKET = 50
_ENOUGH = 5
_SAME, _SOUNDS_ALIKE, _CLOSE = 3, 2, 1


class Likeness(NamedTuple):
    """What two people are compared by. `case_id` 0 and `person_id` 0: not saved yet."""

    person_id: int
    household_id: int
    case_id: int
    previous_id: int | None
    name: str
    spoken: str
    birth: date | None
    sex: str | None
    phone: str
    id_number: str
    """As it is filed; see `_sure`."""


@dataclass(frozen=True)
class Suspect:
    """Somebody in another file who may be the same person. `why` is one clause for people to read."""

    case_id: int
    number: str
    stage: Stage
    person_id: int
    name: str
    is_applicant: bool
    why: str
    score: int


@dataclass(frozen=True)
class SuspectPair:
    """Two people of two files who may be one, the smaller person id first."""

    person_id: int
    case_id: int
    other_id: int
    other_case_id: int
    why: str
    score: int


@dataclass(frozen=True)
class OwnSuspect:
    """A suspect with the person of the open file who is meant."""

    person_id: int
    name: str
    suspect: Suspect


# ---------------------------------------------------------------- asking


def suspects(
    session: Session, person: Person, *, within: ColumnElement[bool] | None = None
) -> tuple[Suspect, ...]:
    """People of other files who look like this one and were not set apart, the likeliest first.

    `within` narrows the cases looked at. Call it within a session.
    """
    own = session.execute(_people(None).where(Person.id == person.id)).first()
    return () if own is None else _alike(session, _likeness(own), within)


def suspects_of_case(office: Office, case_id: int) -> tuple[OwnSuspect, ...]:
    """Everybody of an open file who may stand in another file in scope too."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        if not case.stage.is_open or case.discarded_at is not None:
            return ()
        return tuple(
            OwnSuspect(person.id, person.name, one)
            for person in case.household.people
            if person.removed_on is None
            for one in suspects(session, person, within=in_scope(office))
        )


def look_alikes(
    office: Office, *, name: str, id_number: str = "", phone: str = ""
) -> tuple[Suspect, ...]:
    """As `suspects`, for somebody who is being typed and in no file yet; only files in scope."""
    check_reader(office)
    if not name.strip():
        return ()
    known = check_id(id_number, office.today) if id_number.strip() else None
    is_sure = known is not None and known.is_good
    sketch = Likeness(
        person_id=0,
        household_id=0,
        case_id=0,
        previous_id=None,
        name=plain_name(name),
        spoken=_spoken(name, None),
        birth=known.birth if known and is_sure else None,
        sex=known.sex if known and is_sure else None,
        phone=normalise_phone(phone),
        id_number=known.number18 if known and is_sure else "",
    )
    with office.read() as session:
        return _alike(session, sketch, in_scope(office))


def suspect_pairs(
    session: Session, *, within: ColumnElement[bool] | None = None, progress: Progress | None = None
) -> tuple[SuspectPair, ...]:
    """Every two people of different files who may be one, the likeliest first. Cancelled by `progress`.

    Of more than 50 who share a name or sound with a birth date or phone only the first 50 are compared
    with each other: so many alike are a phone of the office or a day that was filled in for everybody.
    """
    buckets: dict[tuple[str, Any, Any], list[Likeness]] = defaultdict(list)
    progress = progress or Progress()
    for one in map(_likeness, session.execute(_people(within))):
        progress.check()
        for key in _keys(one):
            buckets[key].append(one)
    apart = set_apart(session)
    found: dict[tuple[int, int], SuspectPair] = {}
    for people in buckets.values():
        progress.check()
        for one, other in combinations(people[:_MOST_IN_BUCKET], 2):
            left, right = sorted((one, other), key=lambda who: who.person_id)
            pair = (left.person_id, right.person_id)
            if pair in found or pair in apart or contradiction(left, right):
                continue
            score, why = _evidence(left, right)
            if score >= _ENOUGH:
                found[pair] = SuspectPair(
                    left.person_id, left.case_id, right.person_id, right.case_id, why, score
                )
    return tuple(sorted(found.values(), key=lambda one: (-one.score, one.person_id, one.other_id)))


# ---------------------------------------------------------------- comparing


def contradiction(one: Likeness, other: Likeness) -> str:
    """The fact that says these are two people, in words; empty where none does."""
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("同一户的两个人", lambda: one.household_id == other.household_id),
        ("原档案和再次申请", lambda: _is_linked(one, other)),
        ("身份证号不同", lambda: _differ(_sure(one.id_number), _sure(other.id_number))),
        # The same number is the hard rule's, not a likeness.
        ("身份证号相同", lambda: one.id_number == other.id_number and bool(_sure(one.id_number))),
        ("性别不同", lambda: _differ(one.sex, other.sex)),
        ("出生日期不同", lambda: _born(one, other) == 0 and bool(one.birth and other.birth)),
    )
    return next((words for words, holds in checks if holds()), "")


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and one != other


def _is_linked(one: Likeness, other: Likeness) -> bool:
    if not (one.case_id and other.case_id):
        return False
    return one.previous_id == other.case_id or other.previous_id == one.case_id


def _evidence(one: Likeness, other: Likeness) -> tuple[int, str]:
    """How much speaks for one person, 0 to 9, and what it is. A name that is not similar is nothing."""
    name, birth, phone = _named(one, other), _born(one, other), _phone(one, other)
    if not name or not (birth or phone):
        return 0, ""
    words = (
        {_SAME: "姓名相同", _SOUNDS_ALIKE: "姓名同音", _CLOSE: "姓名相近"}[name],
        {_SAME: "出生日期相同", _CLOSE: "出生日期相近"}.get(birth, ""),
        "电话相同" if phone else "",
    )
    return name + birth + phone, "，".join(filter(None, words))


def _named(one: Likeness, other: Likeness) -> int:
    if one.name == other.name:
        return _SAME if one.name else 0
    if one.spoken and one.spoken == other.spoken:
        return _SOUNDS_ALIKE
    # One character written wrongly; the surname is what people do not mistake.
    is_close = (
        len(one.name) == len(other.name) >= 2
        and one.name[0] == other.name[0]
        and sum(left != right for left, right in zip(one.name, other.name, strict=True)) == 1
    )
    return _CLOSE if is_close and len(one.name) > 2 else 0


def _born(one: Likeness, other: Likeness) -> int:
    if one.birth is None or other.birth is None:
        return 0
    if one.birth == other.birth:
        return _SAME
    left, right = one.birth.strftime("%Y%m%d"), other.birth.strftime("%Y%m%d")
    slips = sum(a != b for a, b in zip(left, right, strict=True))
    is_swapped = left[:4] == right[:4] and left[4:6] + left[6:] == right[6:] + right[4:6]
    return _CLOSE if slips == 1 or is_swapped else 0


def _phone(one: Likeness, other: Likeness) -> int:
    return _SAME if one.phone and one.phone == other.phone else 0


def _spoken(name: str, typed: str | None) -> str:
    return " ".join(first_reading(name, typed))


@lru_cache(maxsize=4096)
def _sure(number: str) -> str:
    """Eighteen characters that pass every check; else empty: a wrong number contradicts nothing."""
    # The day of the check only tells dates of birth that lie ahead; a stored number has none.
    return number if number and not check_id(number, date.max).errors else ""


# ---------------------------------------------------------------- reading


def _likeness(row: Any) -> Likeness:
    return Likeness(
        person_id=row.person_id,
        household_id=row.household_id,
        case_id=row.case_id,
        previous_id=row.previous_case_id,
        name=plain_name(row.name),
        spoken=_spoken(row.name, row.pinyin),
        birth=row.birth_date,
        sex=row.sex,
        phone=normalise_phone(row.phone or ""),
        id_number=row.id_number or "",
    )


def _keys(one: Likeness) -> Iterator[tuple[str, Any, Any]]:
    """Under which two people have to meet before they are compared."""
    if one.birth:
        yield ("name and birth", one.name, one.birth)
        yield ("sound and birth", one.spoken or one.name, one.birth)
    if one.phone:
        yield ("surname and phone", one.name[:1], one.phone)
        yield ("sound and phone", one.spoken or one.name, one.phone)


def _people(within: ColumnElement[bool] | None) -> Select[Any]:
    return (
        select(
            Person.id.label("person_id"),
            Person.household_id,
            Person.name,
            Person.pinyin,
            Person.birth_date,
            Person.sex,
            Person.phone,
            Person.id_number,
            Person.is_applicant,
        )
        .add_columns(
            Case.id.label("case_id"),
            Case.number.label("case_number"),
            Case.stage,
            Case.previous_case_id,
        )
        .join(Case, Case.household_id == Person.household_id)
        .where(
            Person.removed_on.is_(None),
            Case.discarded_at.is_(None),
            Case.merged_into_id.is_(None),
            true() if within is None else within,
        )
        .order_by(Person.id)
    )


def _alike(
    session: Session, sketch: Likeness, within: ColumnElement[bool] | None
) -> tuple[Suspect, ...]:
    apart = set_apart(session, [sketch.person_id]) if sketch.person_id else frozenset()
    found = []
    near = Person.id.in_(_candidates(session, sketch))
    for row in session.execute(_people(within).where(near)):
        other = _likeness(row)
        pair = in_order(sketch.person_id, other.person_id)
        if pair in apart or contradiction(sketch, other):
            continue
        score, why = _evidence(sketch, other)
        if score >= _ENOUGH:
            found.append(_suspect(row, why, score))
    return tuple(sorted(found, key=lambda one: (-one.score, not one.stage.is_open, one.person_id)))


def _suspect(row: Any, why: str, score: int) -> Suspect:
    who = (row.person_id, row.name, row.is_applicant)
    return Suspect(row.case_id, row.case_number, row.stage, *who, why, score)


def _candidates(session: Session, sketch: Likeness) -> Iterable[int]:
    """People of the same name, sound or phone, by the search tokens: no walk over everybody."""
    wanted = [(Kind.NAME, sketch.name), (Kind.PHONE_TAIL, sketch.phone[::-1])]
    if sketch.spoken:
        wanted.append((Kind.PINYIN, sketch.spoken.replace(" ", "")))
    any_of = or_(
        *(
            and_(SearchToken.kind == kind.value, SearchToken.token == token)
            for kind, token in wanted
            if token
        )
    )
    query = select(SearchToken.person_id).where(any_of, SearchToken.person_id != sketch.person_id)
    return tuple(session.scalars(query.distinct().limit(_MOST_ALIKE)))
