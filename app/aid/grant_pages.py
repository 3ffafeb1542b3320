"""Reading the page 救助: what was granted, what is left this year, and what a request begins with."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.aid.grants import proposer_of
from app.aid.history import YearSum, grants_of, household_cases, year_sums
from app.aid.limits import HIGHER_TIERS, STUDY, Costs, Limit, applicant_of, limit_of
from app.aid.payees import Payee, payee_of, shown_card
from app.cases.attachments import papers_of
from app.changes import Op
from app.errors import UserError
from app.fields.codes import codes
from app.fields.money import rmb_capitals
from app.lifecycle.table import allowed
from app.office.masking import Place
from app.office.session import Office, last_intake_account
from app.policy.figures import Line
from db.codes import GrantState
from db.models import (
    Account,
    Case,
    Decision,
    Fund,
    Grant,
    OutlayItem,
    PaymentBatch,
    Person,
    Receipt,
)


@dataclass(frozen=True)
class GrantView:
    """One grant with everything that screens and the form 帮扶救助审批表 say of it. Money in fen."""

    id: int
    case_id: int
    case_number: str
    item: str
    person: str
    asked_on: date
    amount_fen: int
    capitals: str
    most_fen: int | None
    tier: str
    rules: str
    citation: str
    category: str
    dibao_fen: int | None
    self_paid_fen: int
    hardship_cost_fen: int
    study_stage: str
    lines: tuple[Line, ...]
    over_limit_reason: str
    reason: str
    state: str
    proposed_by: str
    decided_on: date | None
    decided_by: str
    decision_note: str
    is_on_paper: bool
    fund: str
    fund_source: str
    batch_number: str
    payee: Payee
    paid_on: date | None
    payment_reference: str
    returned_on: date | None
    return_reason: str

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for 审批."""
        return self.state == GrantState.PROPOSED.value

    @property
    def needs_paper(self) -> bool:
        """Whether only a recorded reply of a higher tier approves it."""
        return self.tier in HIGHER_TIERS


@dataclass(frozen=True)
class ItemLeft:
    """What one item still allows this year. `person` for items that count by person.

    `most_fen` None: it depends on costs that nobody has entered yet, or cannot be computed; `note` says so.
    """

    item: str
    person: str
    given_fen: int
    most_fen: int | None
    note: str


@dataclass(frozen=True)
class Helped:
    """Somebody a grant can be for, with the stage of study where it is known."""

    id: int
    name: str
    relation: str
    is_student: bool
    stage: str


@dataclass(frozen=True)
class GrantsPage:
    """`why_not` says why nothing can be asked for now; empty where something can.

    `may_decide`: this account holds 审批; `may_record`: it may record an approval signed on paper.
    `scans`: attachments of the case that may be the signed sheet.
    """

    case_id: int
    category: str
    year: int
    grants: tuple[GrantView, ...]
    years: tuple[YearSum, ...]
    left: tuple[ItemLeft, ...]
    people: tuple[Helped, ...]
    payee: Payee
    self_paid_fen: int
    hardship_cost_fen: int
    scans: tuple[tuple[int, str], ...]
    why_not: str
    may_decide: bool
    may_record: bool
    own_hands: frozenset[int]
    """Grants that this account may not approve itself: it did the last 经办 act or asked for them."""

    @property
    def items(self) -> tuple[str, ...]:
        """What can be asked for."""
        return codes("aid_item").labels


def grants_page(office: Office, case_id: int) -> GrantsPage:
    """Everything the page shows. UserError where there is no such case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        rows = grants_of(session, household_cases(session, case))
        costs = suggested_costs(session, case)
        people = tuple(_helped(one) for one in case.household.people if one.removed_on is None)
        return GrantsPage(
            case_id=case_id,
            category=case.category or case.filed_category or "",
            year=office.today.year,
            grants=tuple(_view(session, office, row) for row in reversed(rows)),
            years=year_sums(rows),
            left=_left(session, case, costs, office.today),
            people=people,
            payee=_shown(office, payee_of(case.household, applicant_of(case))),
            self_paid_fen=costs.self_paid_fen,
            hardship_cost_fen=costs.hardship_cost_fen,
            scans=papers_of(session, case_id),
            why_not=_why_not(office, case),
            may_decide=office.may(Op.APPROVE_GRANT),
            may_record=office.may(Op.APPROVE_GRANT, paper=True),
            own_hands=_own_hands(session, office, case_id, rows),
        )


def suggested_costs(session: Session, case: Case) -> Costs:
    """Self-paid cost by the receipts, else by the outlay lines; hardship cost by what came suddenly."""
    receipts = session.scalars(
        select(Receipt).where(Receipt.household_id == case.household_id)
    ).all()
    outlay = session.scalars(
        select(OutlayItem).where(OutlayItem.household_id == case.household_id)
    ).all()
    by_receipt = sum(
        one.total_fen
        - one.insured_fen
        - one.second_insured_fen
        - one.mutual_aid_fen
        - one.other_aid_fen
        for one in receipts
    )
    by_line = sum(one.amount_fen for one in outlay if one.item == "医疗自付")
    sudden = sum(one.amount_fen for one in outlay if one.is_sudden)
    return Costs(self_paid_fen=max(0, by_receipt or by_line), hardship_cost_fen=sudden)


def _view(session: Session, office: Office, grant: Grant) -> GrantView:
    basis = grant.basis or {}
    decision = session.get(Decision, basis["decision_id"]) if basis.get("decision_id") else None
    person = session.get(Person, grant.person_id) if grant.person_id else None
    fund = session.get(Fund, grant.fund_id) if grant.fund_id else None
    batch = session.get(PaymentBatch, grant.batch_id) if grant.batch_id else None
    proposer = proposer_of(session, grant)
    case = session.get_one(Case, grant.case_id)
    return GrantView(
        id=grant.id,
        case_id=grant.case_id,
        case_number=case.number,
        item=grant.item,
        person=person.name if person else "",
        asked_on=grant.asked_on,
        amount_fen=grant.amount_fen,
        capitals=rmb_capitals(grant.amount_fen),
        most_fen=grant.most_fen,
        tier=grant.approval_tier or "",
        rules=grant.rules or "",
        citation=str(basis.get("citation") or ""),
        category=str(basis.get("category") or ""),
        dibao_fen=basis.get("dibao_fen"),
        self_paid_fen=int(basis.get("self_paid_fen") or 0),
        hardship_cost_fen=int(basis.get("hardship_cost_fen") or 0),
        study_stage=str(basis.get("stage") or ""),
        lines=tuple(
            Line(line["step"], line["text"], line["source"]) for line in basis.get("trace", ())
        ),
        over_limit_reason=grant.over_limit_reason or "",
        reason=grant.reason or "",
        state=grant.state.value,
        proposed_by=_account(session, proposer),
        decided_on=grant.decided_on,
        decided_by=_decider(session, decision),
        decision_note=(decision.note or "") if decision else "",
        is_on_paper=decision is not None and decision.is_on_paper,
        fund=fund.name if fund else "",
        fund_source=fund.source if fund else "",
        batch_number=batch.number if batch else "",
        payee=Payee(
            name=grant.payee_name or "",
            bank=grant.payee_bank or "",
            branch=grant.payee_branch or "",
            card=shown_card(office, grant.payee_card, Place.EDIT),
            relation=grant.proxy_relation or "",
            consent=str(basis.get("payee_consent") or ""),
        ),
        paid_on=grant.paid_on,
        payment_reference=grant.payment_reference or "",
        returned_on=grant.returned_on,
        return_reason=grant.return_reason or "",
    )


def _shown(office: Office, payee: Payee) -> Payee:
    return Payee(
        payee.name,
        payee.bank,
        payee.branch,
        shown_card(office, payee.card, Place.EDIT),
        payee.relation,
        payee.consent,
    )


def _account(session: Session, account_id: int | None) -> str:
    if account_id is None:
        return ""
    account = session.get(Account, account_id)
    return account.display_name if account else ""


def _decider(session: Session, decision: Decision | None) -> str:
    if decision is None:
        return ""
    return decision.paper_name or _account(session, decision.account_id)


def _helped(person: Person) -> Helped:
    relation = "本人" if person.is_applicant else person.relation or ""
    education = person.education or ""
    stage = "大学" if education.startswith(("大学", "研究生")) else ""
    if education.startswith(("高中", "中职")):
        stage = "高中"
    return Helped(person.id, person.name, relation, person.in_school, stage)


def _left(session: Session, case: Case, costs: Costs, today: date) -> tuple[ItemLeft, ...]:
    """The items that the rules offer this category, with what they still allow."""
    found: list[ItemLeft] = []
    people = [person for person in case.household.people if person.removed_on is None]
    students = [person for person in people if person.in_school]
    asked: list[tuple[str, Person | None, Costs]] = [("生活救助", None, costs)]
    asked += [(STUDY, student, Costs(stage=_helped(student).stage or None)) for student in students]
    asked.append(("医疗救助", applicant_of(case), costs))
    asked.append(("意外救助", None, costs))
    for item, person, cost in asked:
        try:
            limit = limit_of(session, case, item, person, cost, today)
        except UserError as error:
            return (ItemLeft("", "", 0, None, error.message),)
        found.append(_item_left(limit, person if item == STUDY else None, cost))
    return tuple(found)


def _item_left(limit: Limit, person: Person | None, costs: Costs) -> ItemLeft:
    note = limit.refusal or (f"由{limit.tier}审批" if limit.tier in HIGHER_TIERS else "")
    needed = {"医疗救助": costs.self_paid_fen, "意外救助": costs.hardship_cost_fen}
    most = limit.most_fen
    if needed.get(limit.item) == 0 and limit.refusal and limit.refusal.startswith("按所填"):
        most, note = None, "按票据填写费用以后计算"
    given = limit.paid_fen + limit.committed_fen
    return ItemLeft(limit.item, person.name if person else "", given, most, note)


def _why_not(office: Office, case: Case) -> str:
    if Op.PROPOSE_GRANT not in allowed(case.stage, is_discarded=case.discarded_at is not None):
        return f"档案处于“{case.stage.label}”阶段；先建档后帮扶，在档期间才能申请救助。"
    if not office.may(Op.PROPOSE_GRANT):
        return "救助由经办账号申请，您的账号可以查看，有审批权限的可以审批。"
    return ""


def _own_hands(
    session: Session, office: Office, case_id: int, rows: tuple[Grant, ...]
) -> frozenset[int]:
    me = office.user.id
    is_last = last_intake_account(session, case_id) == me
    waiting = [row for row in rows if row.state is GrantState.PROPOSED]
    return frozenset(one.id for one in waiting if is_last or proposer_of(session, one) == me)
