"""Invented households: who lives together, what they earn and spend, and what befell them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from app.invented.people import REGION, Inventor

Facts = Mapping[str, Any]
"""Values by the keys of the catalogue, as they are stored."""


class Plot(Enum):
    """What made a household needy; the value is the main cause."""

    ILLNESS = "患重特大疾病"
    JOB_LOST = "下岗失业"
    SCHOOL = "子女上学"
    ACCIDENT = "意外事故"
    DISABILITY = "无劳动能力"


@dataclass(frozen=True)
class InventedHousehold:
    """One household. `money` holds lines by list; `person` in a line is 0 for the applicant, then the members."""

    plot: Plot
    applicant: Facts
    household: Facts
    members: tuple[Facts, ...]
    money: Mapping[str, tuple[Facts, ...]] = field(default_factory=dict)


_DISEASES = ("恶性肿瘤", "终末期肾病", "脑血管病", "心血管病", "血液病")
_EARNING = ("农民工", "灵活就业", "在岗")
_HOUSING = ("承租单位公房", "公租房", "自建房", "经济适用房", "租房")
_SITUATIONS = {
    Plot.ILLNESS: "{year}年确诊{disease}，需长期治疗，自付费用较高，家庭收入主要靠配偶。",
    Plot.JOB_LOST: "单位改制后下岗，年龄偏大再就业困难，靠打零工维持生活。",
    Plot.SCHOOL: "子女在读，学费和生活费支出较大，家庭收入不稳定。",
    Plot.ACCIDENT: "{year}年因交通事故受伤住院，治疗和康复花费较大。",
    Plot.DISABILITY: "肢体残疾，没有劳动能力，生活需要家人照料。",
}
_NEEDS = {
    Plot.ILLNESS: "希望得到医疗救助。",
    Plot.JOB_LOST: "希望参加技能培训，介绍工作。",
    Plot.SCHOOL: "希望得到子女助学。",
    Plot.ACCIDENT: "希望得到意外救助和心理关爱。",
    Plot.DISABILITY: "希望得到生活救助。",
}


def invent_household(
    inventor: Inventor, plot: Plot | None = None, *, wealth: float = 1.0
) -> InventedHousehold:
    """A household of two to five people. `wealth` scales what is left a head: 260 to 760 yuan at 1."""
    draw = inventor.random
    plot = plot or draw.choice(tuple(Plot))
    sex = draw.choice("男女")
    age = draw.randrange(36, 57)
    applicant = _applicant(inventor, plot, sex, age)
    members = _members(inventor, plot, applicant["name"][0], sex, age)
    home = inventor.home()
    bank, branch = inventor.bank()
    household = home | {
        "housing_kind": draw.choice(_HOUSING),
        "floor_area": str(draw.randrange(38, 96)),
        "postcode": "545400",
        "registered_address": home["home_address"],
        "region_code": REGION,
        "non_wage_income_fen": 0,
        "is_single_parent": len(members) == 1,
        "can_help_itself": plot is not Plot.DISABILITY,
        "has_no_earner": False,
        "main_cause": plot.value,
        "other_causes": ["子女上学"] if plot is Plot.ILLNESS and len(members) > 1 else [],
        "cause_person": "本人",
        "needs": _NEEDS[plot],
        "situation": _SITUATIONS[plot].format(
            year=inventor.today.year - draw.randrange(1, 4), disease=applicant.get("disease", "")
        ),
        "bank_name": bank,
        "bank_branch": branch,
        "bank_card": inventor.card(),
    }
    money = _money(inventor, plot, members, wealth)
    applicant["monthly_income_fen"] = money["income"][0]["amount_fen"] // 12
    return InventedHousehold(plot, applicant, household, members, money)


def _person(inventor: Inventor, name: str, sex: str, age: int) -> dict[str, Any]:
    draw = inventor.random
    return {
        "name": name,
        "id_number": inventor.id_number(sex, inventor.born(age)),
        "ethnicity": draw.choice(("汉族", "壮族", "壮族", "苗族", "瑶族", "侗族")),
        "political_status": draw.choice(("群众", "群众", "中共党员")) if age >= 28 else "群众",
        "health": "良好",
        "model_worker": "非劳模",
        "marital_status": "已婚" if age >= 28 else "未婚",
        "registration_kind": draw.choice(("非农业", "非农业", "农转居", "农业")),
        "medical_insurance": draw.choice(("职工医保", "居民医保")),
        "monthly_income_fen": 0,
    }


def _applicant(inventor: Inventor, plot: Plot, sex: str, age: int) -> dict[str, Any]:
    draw = inventor.random
    facts = (
        _person(inventor, inventor.name(sex), sex, age)
        | inventor.employer()
        | {
            "work_status": "在岗",
            "is_migrant": False,
            "phone": inventor.phone(),
            "other_contact": inventor.landline(),
            "work_start": date(inventor.today.year - age + 20, 7, 1),
            "education": draw.choice(("初中", "高中", "中职中技")),
            "able_to_work": True,
        }
    )
    if plot is Plot.ILLNESS:
        facts |= {"health": "疾病", "disease": draw.choice(_DISEASES), "work_status": "病休"}
    elif plot is Plot.DISABILITY:
        facts |= {
            "health": "残疾",
            "disability_kind": "肢体残疾",
            "disability_grade": "二级",
            "able_to_work": False,
            "work_status": "病退",
        }
    elif plot is Plot.JOB_LOST:
        facts |= {"work_status": "下(待)岗"}
    return facts


def _members(
    inventor: Inventor, plot: Plot, surname: str, sex: str, age: int
) -> tuple[dict[str, Any], ...]:
    draw = inventor.random
    found = []
    if draw.random() < 0.85:
        other = "女" if sex == "男" else "男"
        spouse = _person(inventor, inventor.name(other), other, age - draw.randrange(-3, 4))
        found.append(
            spouse
            | {
                "relation": "妻子" if other == "女" else "丈夫",
                "identity": draw.choice(_EARNING),
            }
        )
    is_student = plot is Plot.SCHOOL or draw.random() < 0.6 or not found
    if is_student:
        found.append(_child(inventor, surname if sex == "男" else "", age))
    if draw.random() < 0.3:
        mother = _person(inventor, inventor.name("女"), "女", age + draw.randrange(23, 30))
        found.append(mother | {"relation": "母亲", "identity": "其他", "marital_status": "丧偶"})
    return tuple(found)


def _child(inventor: Inventor, surname: str, parent_age: int) -> dict[str, Any]:
    draw = inventor.random
    age = min(draw.randrange(8, 22), parent_age - 22)
    sex = draw.choice("男女")
    schools = ((19, "大学生", "大学本科", 4), (16, "高中", "高中", 3), (13, "初中", "初中", 3))
    identity, education, years = next(
        ((who, what, span) for least, who, what, span in schools if age >= least),
        ("小学", "小学", 6),
    )
    return _person(inventor, inventor.name(sex, surname), sex, age) | {
        "relation": "儿子" if sex == "男" else "女儿",
        "identity": identity,
        "education": education,
        "in_school": True,
        "school_entry_year": inventor.today.year - 1,
        "school_years": years,
        "employer": "柳州职业技术大学" if age >= 19 else f"{inventor.place}中学",
        "medical_insurance": "居民医保",
    }


def _money(
    inventor: Inventor, plot: Plot, members: tuple[dict[str, Any], ...], wealth: float
) -> dict[str, tuple[Facts, ...]]:
    """Lines of a year; what is left after the outlay is drawn first, the wages follow from it."""
    outlay, pensions = _outlay(inventor, plot, members)
    left = round(inventor.random.randrange(260, 760) * wealth) * 12 * (len(members) + 1)
    spent = sum(line["amount_fen"] for line in outlay) - sum(
        line["amount_fen"] for line in pensions
    )
    wages = max(left * 100 + spent, 600_000)
    workers = [place for place, member in enumerate(members, 1) if member["identity"] in _EARNING]
    own = wages if not workers else wages * 3 // 5
    income: list[dict[str, Any]] = [_wage(0, own)]
    for place in workers:
        income.append(_wage(place, (wages - own) // len(workers)))
        members[place - 1]["monthly_income_fen"] = income[-1]["amount_fen"] // 12
    money: dict[str, tuple[Facts, ...]] = {
        "income": (*income, *pensions),
        "outlay": tuple(outlay),
        "homes": ({"area_centi": inventor.random.randrange(38, 96) * 100, "is_deeded": True},),
    }
    if plot is Plot.ACCIDENT:
        money["events"] = (
            {"kind": "意外事故", "has_injury_or_death": True, "note": "交通事故受伤。"},
        )
    return money


def _outlay(
    inventor: Inventor, plot: Plot, members: tuple[dict[str, Any], ...]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What must be spent, and the pensions of the old."""
    outlay: list[dict[str, Any]] = []
    pensions: list[dict[str, Any]] = []
    for place, member in enumerate(members, 1):
        if member.get("in_school"):
            fees = inventor.yuan(5_000, 9_600) if member["identity"] == "大学生" else 200_000
            outlay.append({"person": place, "item": "教育", "amount_fen": fees})
        elif member["identity"] not in _EARNING:
            line = {"person": place, "item": "城乡居民基础养老金", "amount_fen": 12 * 16_300}
            pensions.append(line)
    if plot in (Plot.ILLNESS, Plot.ACCIDENT):
        line = {"person": 0, "item": "医疗自付", "amount_fen": inventor.yuan(9_000, 26_000)}
        outlay.append(line | {"is_sudden": plot is Plot.ACCIDENT})
    if plot is Plot.DISABILITY:
        amount = inventor.yuan(4_000, 9_000)
        outlay.append({"person": 0, "item": "残疾照料", "amount_fen": amount})
    return outlay, pensions


def _wage(place: int, amount_fen: int) -> dict[str, Any]:
    """Wages of a year, a whole number of yuan a month."""
    return {"person": place, "item": "工资", "amount_fen": amount_fen // 1200 * 1200}
