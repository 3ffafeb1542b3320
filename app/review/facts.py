"""The facts of an assessment from a stored case: its people, its lines, and the figures of the place.

Names stay out: a member is known to the rule set by relation and age. Where income was not filed line
by line, the declared monthly income times twelve stands in, and the result says so.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.errors import UserError
from app.office.settings import read_settings
from app.office.standards import (
    MEAN_AREA,
    MIN_AREA,
    MIN_WAGE,
    RECOGNITION,
    dibao_on,
    figure_on,
    rule_set_on,
)
from app.policy import facts as policy
from app.policy.months import Month
from db.codes import Stage
from db.models import Case, Household, Person
from db.values import age_on

DERIVED_INCOME = "收入没有逐项登记，按每人申报的月收入乘以 12 个月计算。"
AGE_UNKNOWN = "“{relation}”没有出生日期，无法计算年龄，请先在家庭成员中补填。"


@dataclass(frozen=True)
class Basis:
    """Facts, and what a reader must know about how they were made."""

    facts: policy.Facts
    remarks: tuple[str, ...]


def basis(session: Session, case: Case, today: date, rule_set: str | None = None) -> Basis:
    """The facts of a case for the rule set in force, or for another one to compare.

    Raises UserError where a standard, a rule set or a birth date is missing: it says where to fill it.
    """
    day = assessed_day(case, today)
    household = case.household
    people = [person for person in household.people if person.removed_on is None]
    ids = {person.id: f"成员{index + 1}" for index, person in enumerate(people)}
    income, remarks = _income(household, people, ids)
    applicant = next((person for person in people if person.is_applicant), None)
    if applicant is None:
        raise UserError("这份档案没有申请人，请先在档案页填写。")
    return Basis(
        policy.Facts(
            policy=rule_set or _rule_set(session, day),
            apply_date=day,
            region=_region(session, applicant, day),
            applicant=policy.Applicant(
                migrant=applicant.is_migrant, contract_months=_contract_months(applicant)
            ),
            household=policy.Household(
                members=tuple(_member(person, ids[person.id], day) for person in people),
                income=income,
                outlay=_outlay(household, ids),
                on_dibao=household.on_dibao,
                assets=policy.Assets(
                    household.savings_fen or 0, household.net_investments_fen or 0
                ),
                homes=tuple(policy.Home(h.area_centi, h.is_deeded) for h in household.homes),
                vehicles=tuple(policy.Vehicle(v.is_disability_aid) for v in household.vehicles),
                company_controller=household.controls_company,
                schooling=tuple(
                    policy.Schooling(s.fee_fen, s.public_fee_fen, s.is_private_or_overseas)
                    for s in household.schooling
                ),
                events=tuple(policy.Event(e.kind, e.has_injury_or_death) for e in household.events),
                cause_member=household.cause_person,
            ),
            id=case.number,
        ),
        remarks,
    )


def assessed_day(case: Case, today: date) -> date:
    """The application's day before approval; once on file every new assessment is of today."""
    is_on_roll = case.stage in (
        Stage.ON_FILE,
        Stage.EXIT_PROPOSED,
        Stage.EXIT_PUBLICITY,
        Stage.EXIT_APPROVAL,
        Stage.MONITORED,
        Stage.CLOSED,
    )
    return today if is_on_roll or case.applied_on is None else case.applied_on


def _region(session: Session, applicant: Person, day: date) -> policy.Region:
    place = str(read_settings(session)["place"])

    def value(kind: str) -> int | None:
        found = figure_on(session, kind, place, day)
        return found.value if found else None

    return policy.Region(
        dibao=dibao_on(session, applicant, day).value,
        min_wage=value(MIN_WAGE),
        mean_area=value(MEAN_AREA),
        min_area=value(MIN_AREA),
    )


def _rule_set(session: Session, day: date) -> str:
    use = rule_set_on(session, RECOGNITION, day)
    if use is None:
        raise UserError(
            f"还没有 {day:%Y-%m-%d} 起生效的认定标准，请管理员在“设置－认定标准”中选择并生效。"
        )
    return use.rule_set


def _member(person: Person, member_id: str, day: date) -> policy.Member:
    if person.birth_date is None:
        raise UserError(AGE_UNKNOWN.format(relation=person.relation or "本人"))
    return policy.Member(
        id=member_id,
        age=max(0, age_on(person.birth_date, day)),
        relation="本人" if person.is_applicant else person.relation,
        work_status=person.work_status or person.identity,
        able_to_work=person.able_to_work,
        in_school=person.in_school,
        counted=person.is_counted,
        jobless_reason=person.jobless_reason,
    )


def _income(
    household: Household, people: list[Person], ids: dict[int, str]
) -> tuple[tuple[policy.Income, ...], tuple[str, ...]]:
    lines = tuple(
        policy.Income(ids[row.person_id], row.item, row.amount_fen, _month(row.month))
        for row in household.income
        if row.person_id in ids
    )
    if lines:
        return lines, ()
    derived = [
        policy.Income(ids[person.id], "工资", person.monthly_income_fen * 12)
        for person in people
        if person.monthly_income_fen
    ]
    if household.non_wage_income_fen:
        derived.append(policy.Income(ids[people[0].id], "其他", household.non_wage_income_fen))
    return tuple(derived), (DERIVED_INCOME,) if derived else ()


def _outlay(household: Household, ids: dict[int, str]) -> tuple[policy.Outlay, ...]:
    return tuple(
        policy.Outlay(
            ids[row.person_id], row.item, row.amount_fen, _month(row.month), row.is_sudden
        )
        for row in household.outlay
        if row.person_id in ids
    )


def _month(text: str | None) -> Month | None:
    return Month.read(text) if text else None


def _contract_months(person: Person) -> int | None:
    start, end = person.contract_from, person.contract_until
    if start is None or end is None:
        return None
    whole = (end.year - start.year) * 12 + end.month - start.month
    return max(0, whole + (1 if end.day >= start.day else 0))
