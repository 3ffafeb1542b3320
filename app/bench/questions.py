"""What people type into the search, drawn from those who stand in the file: every kind of `find`, misses too."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Case, Household, Person
from db.readings import readings
from db.tokens import address_runs, plain_text

__all__ = ["Question", "questions"]

_DRAWN = 60


@dataclass(frozen=True)
class Question:
    """A text and what kind of question it is."""

    kind: str
    text: str


@dataclass(frozen=True)
class _Someone:
    name: str
    id_number: str
    phone: str
    employer: str
    address: str
    number: str


def questions(session: Session, *, seed: int = 7, people: int = _DRAWN) -> tuple[Question, ...]:
    """Questions of every kind about some people, in random order."""
    draw = random.Random(seed)
    last = session.scalar(select(func.max(Person.id))) or 0
    ids = [draw.randrange(1, last + 1) for _ in range(people)]
    query = (
        select(Person, Case.number, Household.home_address)
        .join(Case, Case.household_id == Person.household_id)
        .join(Household, Household.id == Person.household_id)
        .where(Person.id.in_(ids))
    )
    drawn = [
        _Someone(
            person.name,
            person.id_number or "",
            person.phone or "",
            person.employer or "",
            address or "",
            number,
        )
        for person, number, address in session.execute(query)
    ]
    found = [one for person in drawn for one in _about(person, drawn, draw) if one.text]
    draw.shuffle(found)
    return tuple(found)


def _about(one: _Someone, others: Sequence[_Someone], draw: random.Random) -> Iterator[Question]:
    other = draw.choice(others)
    words = [word for word in readings(one.name)[0].syllables if word]
    initials = "".join(word[0] for word in words)
    employer, address = one.employer.removeprefix("青禾县"), one.address
    runs = [run for run, _ in address_runs(plain_text(address))]
    street = runs[0][-3:] if runs else ""
    yield Question("姓", one.name[0])
    yield Question("姓名前两字", one.name[:2])
    yield Question("姓名", one.name)
    yield Question("名中的字", one.name[-1])
    yield Question("名", one.name[1:])
    yield Question("一个字母", initials[:1])
    yield Question("两个字母", initials[:2])
    yield Question("首字母", initials)
    yield Question("名的首字母", initials[1:])
    yield Question("拼音开头", "".join(words)[:4])
    yield Question("全拼", "".join(words))
    yield Question("名的拼音", "".join(words[1:]))
    yield Question("姓全拼加首字母", words[0] + initials[1:] if words else "")
    yield Question("首字母加全拼", initials[:1] + "".join(words[1:2]) + initials[2:])
    yield Question("名全拼加姓首字母", initials[:1] + "".join(words[1:]))
    for other_reading in readings(one.name)[1:2]:
        yield Question("多音字", "".join(other_reading.syllables))
    yield Question("身份证尾四位", one.id_number[-4:])
    yield Question("身份证尾六位", one.id_number[-6:])
    yield Question("身份证开头六位", one.id_number[:6])
    yield Question("身份证开头十二位", one.id_number[:12])
    yield Question("身份证号", one.id_number)
    yield Question("手机尾四位", one.phone[-4:])
    yield Question("手机号", one.phone)
    yield Question("单位两字", employer[:2])
    yield Question("单位中间", employer[1:5])
    yield Question("单位", one.employer)
    yield Question("住址两字", street[:2])
    yield Question("街道", street)
    yield Question("街道门牌", street + address.partition(street)[2][:4] if street else "")
    yield Question("档案号尾", one.number[-7:])
    yield Question("档案号", one.number)
    yield Question("姓和单位", f"{one.name[0]} {employer[:4]}")
    yield Question("拼音和尾号", f"{''.join(words[:1])} {one.id_number[-4:]}")
    yield Question("没有的人", one.name[:2] + other.name[1:] + "龘")
    yield Question("没有的拼音", "".join(words) + "zzz")
    yield Question("没有的号", "9" + one.id_number[3:9] + other.id_number[-4:])
