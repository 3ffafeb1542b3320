"""The facts of one household, as an assessment needs them.

They come from JSON by `read_facts`, or are built directly from a stored case:

    Facts(
        policy="PDS",
        apply_date=date(2026, 3, 15),
        region=Region(dibao=80_000),
        household=Household(
            members=(Member(id="m1", age=45, relation="本人"),),
            income=(Income(member="m1", item="工资", amount=960_000),),
        ),
    )

Money is integer fen, areas are integer hundredths of a square metre, months are `Month`. Whatever
is not known stays at its default; `assess` says with the field's path what a rule set lacks.
`check_facts` holds for both ways in, and `assess` calls it. Source: contract of `assess`.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.policy.months import Month
from app.policy.reading import FactsError, Node, known, root, shown

__all__ = [
    "INCOME_ITEMS",
    "OUTLAY_ITEMS",
    "Applicant",
    "Assets",
    "Event",
    "Facts",
    "FactsError",
    "Home",
    "Household",
    "Income",
    "Member",
    "Outlay",
    "Region",
    "Schooling",
    "Vehicle",
    "check_facts",
    "read_facts",
]

INCOME_ITEMS = (
    "工资",
    "经营净收入",
    "财产净收入",
    "养老金",
    "失业金",
    "赡养抚养费",
    "工会救助",
    "节日慰问",
    "城乡居民基础养老金",
    "其他",
)
OUTLAY_ITEMS = (
    "医疗自付",
    "残疾照料",
    "长期照料",
    "教育",
    "义务教育",
    "必要就业成本",
    "无房租房",
    "住房",
    "赡养老人",
    "事故损失",
    "其他",
)


@dataclass(frozen=True, slots=True)
class Region:
    """What holds where the household lives: monthly amounts in fen, areas in hundredths of m²."""

    dibao: int
    min_wage: int | None = None
    mean_area: int | None = None
    min_area: int | None = None


@dataclass(frozen=True, slots=True)
class Applicant:
    """The worker in whose name the case is kept; `contract_months` is the term of the contract."""

    migrant: bool = False
    contract_months: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One person, the applicant among them. `counted`: shares the household's living."""

    id: str
    age: int
    relation: str | None = None
    work_status: str | None = None
    able_to_work: bool = True
    in_school: bool = False
    counted: bool = True
    jobless_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Income:
    """Fen of one income item; without `month` the sum for the window."""

    member: str
    item: str
    amount: int
    month: Month | None = None


@dataclass(frozen=True, slots=True)
class Outlay:
    """Fen of one outlay item. `sudden`: from a sudden major illness, accident or disaster."""

    member: str
    item: str
    amount: int
    month: Month | None = None
    sudden: bool = False


@dataclass(frozen=True, slots=True)
class Assets:
    """Fen."""

    savings: int = 0
    net_investments: int = 0


@dataclass(frozen=True, slots=True)
class Home:
    """`area` in hundredths of m²; `deeded`: the household holds the deed."""

    area: int | None = None
    deeded: bool = False


@dataclass(frozen=True, slots=True)
class Vehicle:
    """`disability_aid`: a functional vehicle that a disabled or ill person needs."""

    disability_aid: bool = False


@dataclass(frozen=True, slots=True)
class Schooling:
    """Fen a year: the fee paid, and that of a public school of the same grade in the place."""

    fee: int | None = None
    public_fee: int | None = None
    private_or_overseas: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A public event, duty accident or disaster that struck the household."""

    kind: str | None = None
    injury_or_death: bool = False


@dataclass(frozen=True, slots=True)
class Household:
    """Who lives together and on what. `cause_member`: the relation of the one who caused hardship."""

    members: tuple[Member, ...]
    income: tuple[Income, ...] = ()
    outlay: tuple[Outlay, ...] = ()
    on_dibao: bool = False
    assets: Assets = field(default_factory=Assets)
    homes: tuple[Home, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    company_controller: bool = False
    schooling: tuple[Schooling, ...] = ()
    events: tuple[Event, ...] = ()
    cause_member: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one assessment is made from; `policy` is the id of a rule set."""

    policy: str
    apply_date: datetime.date
    region: Region
    household: Household
    applicant: Applicant = field(default_factory=Applicant)
    id: str | int | None = None


def read_facts(value: object) -> Facts:
    """Facts from one JSON object. Raises FactsError with the path of the first unreadable field."""
    case = root(value)
    facts = Facts(
        id=case.at("id").identity(),
        policy=case.at("policy").text(),
        apply_date=case.at("apply_date").day(),
        region=_region(case.at("region").object()),
        applicant=_applicant(case.at("applicant").object()),
        household=_household(case.at("household").object()),
    )
    check_facts(facts)
    return facts


def check_facts(facts: Facts) -> None:
    """Raise FactsError where the parts contradict each other, however the facts were made.

    Somebody must be counted, members' ids differ, items are known and belong to a member, and no
    number is below zero.
    """
    household = facts.household
    for path, number in _numbers(facts):
        if number < 0:
            raise FactsError("此项不能小于 0，请更正。", field=path)
    ids: set[str] = set()
    for index, member in enumerate(household.members):
        if member.id in ids:
            raise FactsError(
                f"成员编号“{shown(member.id)}”与前面的成员重复，请更正。",
                field=f"household.members[{index}].id",
            )
        ids.add(member.id)
    if not any(member.counted for member in household.members):
        raise FactsError(
            "没有任何成员计入共同生活人口，至少应有一人，请补上。", field="household.members"
        )
    _check_entries("income", household.income, INCOME_ITEMS, ids)
    _check_entries("outlay", household.outlay, OUTLAY_ITEMS, ids)


def _check_entries(
    name: str, entries: Sequence[Income | Outlay], allowed: tuple[str, ...], ids: set[str]
) -> None:
    for index, entry in enumerate(entries):
        path = f"household.{name}[{index}]"
        known(entry.item, allowed, field=f"{path}.item")
        if entry.member not in ids:
            raise FactsError(
                f"家庭成员中没有编号“{shown(entry.member)}”，请更正。", field=f"{path}.member"
            )


def _numbers(facts: Facts) -> Iterator[tuple[str, int]]:
    region, household = facts.region, facts.household
    optional: list[tuple[str, int | None]] = [
        ("region.dibao", region.dibao),
        ("region.min_wage", region.min_wage),
        ("region.mean_area", region.mean_area),
        ("region.min_area", region.min_area),
        ("applicant.contract_months", facts.applicant.contract_months),
        ("household.assets.savings", household.assets.savings),
        ("household.assets.net_investments", household.assets.net_investments),
    ]
    optional += [(f"household.members[{i}].age", m.age) for i, m in enumerate(household.members)]
    optional += [
        (f"household.income[{i}].amount", e.amount) for i, e in enumerate(household.income)
    ]
    optional += [
        (f"household.outlay[{i}].amount", e.amount) for i, e in enumerate(household.outlay)
    ]
    optional += [
        (f"household.homes[{i}].area", home.area) for i, home in enumerate(household.homes)
    ]
    for index, school in enumerate(household.schooling):
        optional.append((f"household.schooling[{index}].fee", school.fee))
        optional.append((f"household.schooling[{index}].public_fee", school.public_fee))
    return ((path, number) for path, number in optional if number is not None)


def _region(node: Node) -> Region:
    return Region(
        dibao=node.at("dibao").amount(),
        min_wage=node.at("min_wage").optional_amount(),
        mean_area=node.at("mean_area").optional_area(),
        min_area=node.at("min_area").optional_area(),
    )


def _applicant(node: Node) -> Applicant:
    return Applicant(
        migrant=node.at("migrant").flag(default=False),
        contract_months=node.at("contract_months").optional_whole(),
    )


def _household(node: Node) -> Household:
    assets = node.at("assets").object()
    return Household(
        members=tuple(map(_member, node.at("members").each())),
        income=tuple(map(_income, node.at("income").each())),
        outlay=tuple(map(_outlay, node.at("outlay").each())),
        on_dibao=node.at("on_dibao").flag(default=False),
        assets=Assets(
            savings=assets.at("savings").optional_amount() or 0,
            net_investments=assets.at("net_investments").optional_amount() or 0,
        ),
        homes=tuple(
            Home(home.at("area").optional_area(), home.at("deeded").flag(default=False))
            for home in node.at("homes").each()
        ),
        vehicles=tuple(
            Vehicle(vehicle.at("disability_aid").flag(default=False))
            for vehicle in node.at("vehicles").each()
        ),
        company_controller=node.at("company_controller").flag(default=False),
        schooling=tuple(map(_schooling, node.at("schooling").each())),
        events=tuple(
            Event(event.at("kind").optional_text(), event.at("injury_or_death").flag(default=False))
            for event in node.at("events").each()
        ),
        cause_member=node.at("cause_member").optional_text(),
    )


def _member(node: Node) -> Member:
    return Member(
        id=node.at("id").text(),
        age=node.at("age").whole(),
        relation=node.at("relation").optional_text(),
        work_status=node.at("work_status").optional_text(),
        able_to_work=node.at("able_to_work").flag(default=True),
        in_school=node.at("in_school").flag(default=False),
        counted=node.at("counted").flag(default=True),
        jobless_reason=node.at("jobless_reason").optional_text(),
    )


def _income(node: Node) -> Income:
    return Income(
        member=node.at("member").text(),
        item=node.at("item").one_of(INCOME_ITEMS),
        amount=node.at("amount").amount(),
        month=node.at("month").optional_month(),
    )


def _outlay(node: Node) -> Outlay:
    return Outlay(
        member=node.at("member").text(),
        item=node.at("item").one_of(OUTLAY_ITEMS),
        amount=node.at("amount").amount(),
        month=node.at("month").optional_month(),
        sudden=node.at("sudden").flag(default=False),
    )


def _schooling(node: Node) -> Schooling:
    return Schooling(
        fee=node.at("fee").optional_amount(),
        public_fee=node.at("public_fee").optional_amount(),
        private_or_overseas=node.at("private_or_overseas").flag(default=False),
    )
