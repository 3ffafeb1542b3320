"""The most that may be granted for one item: the aid rules in force, and what was given this year.

`app.policy.aid` knows the law; here stands what it is asked: category, dibao standard, costs, what was
paid this year. Money that is spoken for but not paid yet is taken off too, so that two requests that
wait at the same time never add up to more than the rules allow. Money in fen.
Source: the aid contract.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.aid.history import (
    COMMITTED,
    EarlierGrant,
    counts_in,
    earlier_grants,
    grants_of,
    grants_to_person,
    household_cases,
)
from app.errors import UserError
from app.office.session import Office
from app.office.standards import AID, dibao_on, rule_set_on
from app.policy.aid import AidRequest, AidResult, aid
from app.policy.aidrules import AID_CATEGORIES, AID_ITEMS
from app.policy.figures import FROM_PROGRAM, Line
from db.codes import GrantState
from db.models import Case, Grant, Person
from db.values import format_money

STUDY, MEDICAL = "子女助学", "医疗救助"
HIGHER_TIERS = ("省级", "全总")
"""Approved above the county: there a reason may carry a request beyond the limit."""

_PER_PERSON = frozenset({("SH", MEDICAL)})
"""Where the year's limit is a person's, not the household's. 子女助学 is everywhere the student's."""


@dataclass(frozen=True)
class Costs:
    """What an amount is computed from besides the dibao standard. `stage` is the stage of study."""

    self_paid_fen: int = 0
    hardship_cost_fen: int = 0
    stage: str | None = None


@dataclass(frozen=True)
class Limit:
    """The answer for one item. `most_fen` is None where the rules set no limit for the item.

    `refusal` is the sentence why nothing may be granted, None where something may. `lines` explain
    every number; `earlier` is what the same person or household already has of this item this year.
    """

    item: str
    rules: str | None
    citation: str
    category: str
    dibao_fen: int | None
    most_fen: int | None
    tier: str | None
    refusal: str | None
    paid_fen: int
    committed_fen: int
    other_items: int
    lines: tuple[Line, ...]
    earlier: tuple[EarlierGrant, ...]

    @property
    def may_exceed(self) -> bool:
        """Whether a reason may carry the amount above the limit."""
        return self.refusal is None and self.tier in HIGHER_TIERS

    def as_json(self) -> dict[str, object]:
        """What a grant keeps of it, for ever."""
        return {
            "citation": self.citation,
            "category": self.category,
            "dibao_fen": self.dibao_fen,
            "most_fen": self.most_fen,
            "tier": self.tier,
            "paid_fen": self.paid_fen,
            "committed_fen": self.committed_fen,
            "other_items": self.other_items,
            "trace": [line.as_json() for line in self.lines],
        }


def preview_limit(
    office: Office,
    *,
    case_id: int,
    item: str,
    person_id: int | None = None,
    costs: Costs | None = None,
) -> Limit:
    """What could be granted today. UserError says which standard is missing and where to set it."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        person = person_in(case, person_id)
        return limit_of(session, case, item, person, costs or Costs(), office.today)


def limit_of(
    session: Session,
    case: Case,
    item: str,
    person: Person | None,
    costs: Costs,
    today: date,
    *,
    leave_out: int | None = None,
) -> Limit:
    """As `preview_limit`; `leave_out` is a grant that is judged itself and does not count as given."""
    rules = _rules(session, today) if item in AID_ITEMS else None
    is_personal = person is not None and _is_personal(rules, item)
    given = _given(session, case, item, person if is_personal else None, today.year, leave_out)
    paid = sum(grant.amount_fen for grant in given if grant.state is GrantState.PAID)
    committed = sum(grant.amount_fen for grant in given if grant.state in COMMITTED)
    number = (person or applicant_of(case)).id_number
    earlier = earlier_grants(session, given, item=item, year=today.year, id_number=number)
    if rules is None:
        return _without_rules(case, item, paid, committed, earlier)
    category = case.category or ""
    if category not in AID_CATEGORIES:
        shown = f"“{case.filed_category or category}”不是现行类别" if _filed(case) else "还没有确定"
        raise UserError(
            f"这户的困难类别{shown}，不能按标准计算{item}；请先认定并做年度复核，确定类别以后再申请。",
            field="item",
        )
    _check_person(rules, item, person)
    dibao = dibao_on(session, applicant_of(case), today).value
    others = _other_items(session, case, item, today.year, leave_out)
    result = aid(
        AidRequest(
            rules=rules,
            item=item,
            category=category,
            dibao=dibao,
            self_paid=costs.self_paid_fen,
            hardship_cost=costs.hardship_cost_fen,
            stage=costs.stage,
            paid_this_year=paid,
            other_items_this_year=others,
        )
    )
    most, refusal, line = _left(result, committed)
    return Limit(
        item=item,
        rules=rules,
        citation=result.rules.document.citation,
        category=category,
        dibao_fen=dibao,
        most_fen=most,
        tier=result.approval if refusal is None else None,
        refusal=refusal,
        paid_fen=paid,
        committed_fen=committed,
        other_items=others,
        lines=(*result.trace, *line),
        earlier=earlier,
    )


def applicant_of(case: Case) -> Person:
    """The applicant. UserError where the file has none."""
    found = next(
        (one for one in case.household.people if one.is_applicant and one.removed_on is None), None
    )
    if found is None:
        raise UserError("这份档案没有申请人，请先在“档案”页填写。")
    return found


def person_in(case: Case, person_id: int | None) -> Person | None:
    """A living member of the case's household; None for None. UserError for anybody else."""
    if person_id is None:
        return None
    found = next((one for one in case.household.people if one.id == person_id), None)
    if found is None or found.removed_on is not None:
        raise UserError("救助对象不在这户的家庭成员里，请重新选择。", field="person_id")
    return found


def _filed(case: Case) -> bool:
    return bool(case.category or case.filed_category)


def _rules(session: Session, today: date) -> str:
    use = rule_set_on(session, AID, today)
    if use is None:
        raise UserError(
            f"还没有 {today} 起生效的救助标准，请管理员在“设置－认定标准”中选择用途“救助”并生效。"
        )
    return use.rule_set


def _is_personal(rules: str | None, item: str) -> bool:
    return item == STUDY or (rules, item) in _PER_PERSON


def _check_person(rules: str, item: str, person: Person | None) -> None:
    if person is None and _is_personal(rules, item):
        who = "哪一位子女" if item == STUDY else "哪一位患者"
        raise UserError(f"“{item}”按人计算，请选择是{who}。", field="person_id")


def _given(
    session: Session,
    case: Case,
    item: str,
    person: Person | None,
    year: int,
    leave_out: int | None,
) -> tuple[Grant, ...]:
    """Grants of the item that take from this limit: the household's, or a person's wherever given."""
    found = {
        grant.id: grant
        for grant in grants_of(session, household_cases(session, case))
        if grant.item == item and not _is_other_person(session, grant, person)
    }
    if person is not None:
        found |= {grant.id: grant for grant in grants_to_person(session, item, person.id_number)}
    return tuple(
        grant for grant in found.values() if grant.id != leave_out and counts_in(grant, year)
    )


def _is_other_person(session: Session, grant: Grant, person: Person | None) -> bool:
    if person is None or grant.person_id is None or grant.person_id == person.id:
        return False
    other = session.get(Person, grant.person_id)
    return other is None or not other.id_number or other.id_number != person.id_number


def _other_items(session: Session, case: Case, item: str, year: int, leave_out: int | None) -> int:
    """How many other items of the rules the household has this year, paid or spoken for."""
    return len(
        {
            grant.item
            for grant in grants_of(session, household_cases(session, case))
            if grant.id != leave_out
            and grant.item != item
            and grant.item in AID_ITEMS
            and counts_in(grant, year)
        }
    )


def _left(result: AidResult, committed: int) -> tuple[int, str | None, tuple[Line, ...]]:
    if not result.allowed or not committed:
        return result.max_amount, result.reason, ()
    left = max(0, result.max_amount - committed)
    text = (
        f"另有同一项目 {format_money(committed)} 元待审批或待发放，"
        f"本次最多可申请 {format_money(left)} 元。"
    )
    refusal = None if left else f"今年的额度已经用完：{text}"
    return left, refusal, (Line("待发放", text, FROM_PROGRAM),)


def _without_rules(
    case: Case, item: str, paid: int, committed: int, earlier: tuple[EarlierGrant, ...]
) -> Limit:
    line = Line("救助标准", f"救助标准没有规定“{item}”的上限，按单位的办法办理。", FROM_PROGRAM)
    return Limit(
        item=item,
        rules=None,
        citation="",
        category=case.category or case.filed_category or "",
        dibao_fen=None,
        most_fen=None,
        tier=None,
        refusal=None,
        paid_fen=paid,
        committed_fen=committed,
        other_items=0,
        lines=(line,),
        earlier=earlier,
    )
