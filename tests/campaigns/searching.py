"""Typed texts against the search, as three accounts see it, beside an oracle that asks everybody (T13).

Most texts are made of what stands in the file, parts of it, mixed and bent; the others are strange.
Whom the search finds must be whom the oracle means, a short page must be full, and nothing may fail.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.cases.find import find
from app.invented import Inventor
from app.office.opening import NewOffice, create
from app.office.session import Office
from app.office.units import save_unit
from db.codes import Role
from db.keys import KdfCost
from db.models import Case, Household, Person, Unit
from db.readings import readings
from tests.app.cases.households import Filing, file
from tests.campaigns.search_oracle import Someone, View, meant

MUST_BE_ZERO = ("errors", "missed", "leaked", "short_pages")
_TODAY = date(2026, 11, 20)
_HOUSEHOLDS = 60
_EVERYBODY = 10_000
_PAGE = 7
_STRANGE = (
    "%_'\"\\*?()[]{}<>|\t\n\0\x1e\u200b\u202e　·•.,，。;-+=#@~^0123456789xXaAzZvü王单张李龘𠅤😀é"
)
_NAMES = (
    "单于归",
    "仇九",
    "解放",
    "曾国强",
    "任盈盈",
    "区海",
    "查理",
    "尉迟恭",
    "盖小宝",
    "朴一",
    "买买提·艾力",
    "阿卜杜·热依木",
    "ABDUL",
    "李A",
    "吕律",
    "女娲",
    "𠮷野",
    "㙓三",
    "\ue863方",
    "长孙长长",
)
_MIXED: tuple[dict[str, str], ...] = (
    {"id_number": "88123456", "phone": "82345678", "employer": "ABC电子厂"},
    {"id_number": "45022419750312027X", "employer": "王家庄zhang记食堂"},
    {"phone": "0772-8422471", "employer": "100%_厂", "pinyin": "Shan yu gui"},
    {},
)
_NUMBERS = ("QH-2026-{:05d}", "QH2026{:05d}", "融工〔2026〕{}号", "{:03d}", "2025-{:04d}X")


def run(folder: Path, count: int, seed: int) -> dict[str, int]:
    """Ask `count` texts; the figures. What went wrong is told with the number of the text only."""
    new = NewOffice(
        name="青禾县总工会", admin="admin", password="Nuan-dang-2026!", place="青禾县", is_solo=True
    )
    with closing(create(folder / "office", new, cost=KdfCost.for_tests()).office) as office:
        return ask(office, count, seed)


def ask(office: Office, count: int, seed: int) -> dict[str, int]:
    """As `run`, in an office that holds nobody yet."""
    people = _people(office, seed)
    figures: Counter[str] = Counter(
        dict.fromkeys((*MUST_BE_ZERO, "texts", "found", "slowest_ms"), 0)
    )
    views = tuple(_views(office))
    user = office.user
    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        text = typed(people, chance)
        roles, view = chance.choice(views)
        object.__setattr__(office, "user", replace(user, roles=roles, scope=view.units))
        for fault in faults(office, text, people, view, figures):
            figures[fault] += 1
            figures.setdefault(f"first_{fault}", number)
        figures["texts"] += 1
    object.__setattr__(office, "user", user)
    return dict(figures)


def faults(
    office: Office, text: str, people: Sequence[Someone], view: View, figures: Counter[str]
) -> Iterator[str]:
    """What is wrong with what is found."""
    expected = meant(text, people, view)
    begun = time.perf_counter()
    try:
        found = [hit.person_id for hit in find(office, text, _EVERYBODY)]
        page = [hit.person_id for hit in find(office, text, _PAGE)]
    except Exception:
        yield "errors"
        return
    taken_ms = int((time.perf_counter() - begun) * 1000)
    figures["slowest_ms"] = max(figures["slowest_ms"], taken_ms)
    figures["found"] += len(found)
    if expected - set(found):
        yield "missed"
    if set(found) - expected:
        yield "leaked"
    if len(page) != len(set(page)) or len(page) != min(_PAGE, len(expected)):
        yield "short_pages"


def typed(people: Sequence[Someone], chance: random.Random) -> str:
    """Something that somebody might type, or nobody would."""
    if chance.random() < 0.15:
        return "".join(chance.choices(_STRANGE, k=chance.randrange(1, 12)))
    one = chance.choice(people)
    words = [_part(one, chance)]
    while chance.random() < 0.25:
        words.append(_part(one if chance.random() < 0.7 else chance.choice(people), chance))
    text = chance.choice((" ", "　", "  ")).join(words)
    return _bent(text, chance) if chance.random() < 0.15 else text


def _part(one: Someone, chance: random.Random) -> str:
    """A part of something that the person is found by."""
    whole = chance.choice(
        (one.name, _sound(one, chance), _sound(one, chance), one.id_number, one.phone, one.number)
        + (one.employer, *one.addresses)
    )
    if not whole:
        whole = one.name
    kind = chance.randrange(4)
    if kind == 0:
        return whole
    at, end = sorted((chance.randrange(len(whole)), chance.randrange(len(whole) + 1)))
    return (whole[at:], whole[:end], whole[at:end])[kind - 1] or whole


def _sound(one: Someone, chance: random.Random) -> str:
    """The name in letters: whole syllables and first letters, from somewhere on."""
    reading = chance.choice(readings(one.name, one.pinyin or None) or [None])
    if reading is None:
        return one.name
    heard = [syllable for syllable in reading.syllables if syllable]
    parts = [
        chance.choice((syllable, syllable[0], syllable[:2]))
        for syllable in heard[chance.randrange(len(heard)) :]
    ]
    sound = "".join(parts)
    return sound.upper() if chance.random() < 0.1 else sound


def _bent(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    other = chance.choice(_STRANGE)
    return chance.choice(
        (text[:at] + other + text[at:], text[:at] + text[at + 1 :], text[::-1], text * 5)
    )


def _views(office: Office) -> Iterator[tuple[frozenset[Role], View]]:
    """Everything; everything under the mask; one union only."""
    with office.read() as session:
        units = frozenset(session.scalars(select(Unit.id)))
    yield frozenset({Role.CLERK}), View(units, sees_full=True)
    yield frozenset({Role.AUDITOR}), View(units, sees_full=False)
    yield frozenset({Role.CLERK}), View(frozenset({max(units)}), sees_full=True)


def _people(office: Office, seed: int) -> list[Someone]:
    """Invented households, some of them with names and numbers that are hard to find."""
    inventor = Inventor(seed, _TODAY)
    chance = inventor.random
    save_unit(office, name="石桥镇工会", level="基层", parent_id=office.user.unit_id)
    with office.read() as session:
        units = session.scalars(select(Unit.id)).all()
    filings = []
    for place in range(_HOUSEHOLDS):
        person = {
            "id_number": inventor.id_number("女", inventor.born(40)),
            "phone": inventor.phone(),
            **inventor.employer(),
            **chance.choice((*_MIXED, {}, {}, {})),
        }
        filings.append(
            Filing(
                _NAMES[place] if place < len(_NAMES) else inventor.name("女"),
                chance.choice(_NUMBERS).format(place),
                people=tuple((inventor.name("男"), "子女") for _ in range(chance.randrange(3))),
                person=person,
                household={
                    **inventor.home(),
                    "registered_address": chance.choice((None, "石桥镇8组李家湾")),
                },
                case={"unit_id": chance.choice(units)},
            )
        )
    file(office, filings)
    return _everybody(office)


def _everybody(office: Office) -> list[Someone]:
    query = (
        select(Person, Case, Household)
        .join(Case, Case.household_id == Person.household_id)
        .join(Household, Household.id == Person.household_id)
    )
    with office.read() as session:
        return [
            Someone(
                person.id,
                case.unit_id,
                person.name,
                person.pinyin or "",
                person.id_number or "",
                person.phone or "",
                person.employer or "",
                case.number if person.is_applicant else "",
                tuple(filter(None, (home.home_address, home.registered_address)))
                if person.is_applicant
                else (),
            )
            for person, case, home in session.execute(query)
        ]
