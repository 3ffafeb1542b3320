"""The data of the forms of help, exit and follow-up. A record made without arguments is the empty form."""

from dataclasses import dataclass
from datetime import date

from app.forms.records import Applicant, CaseHead, ExitData, Means, OpinionText


@dataclass(frozen=True)
class MeasureLine:
    """One measure of a plan. `progress`: done, given up, or what came of it so far."""

    cause: str
    need: str
    kind: str
    batch_tag: str
    content: str
    responsible: str
    start_on: date | None
    due_on: date | None
    source: str
    budget_fen: int | None
    progress: str


@dataclass(frozen=True)
class PlanData:
    """一户一策帮扶计划."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    made_on: date | None = None
    review_on: date | None = None
    responsible: str = ""
    situation: str = ""
    need: str = ""
    goal: str = ""
    measures: tuple[MeasureLine, ...] = ()


@dataclass(frozen=True)
class ExitNoticeData:
    """困难职工退出告知书. `rules` names the rule set of the newest assessment."""

    leaving: ExitData = ExitData()
    rules: str = ""
    is_watched: bool = False
    approved_on: date | None = None
    served_on: date | None = None
    receiver: str = ""


@dataclass(frozen=True)
class VisitLine:
    """One visit; money in fen."""

    visited_on: date
    method: str
    visitors: tuple[str, ...]
    people_change: str
    monthly_income_fen: int | None
    outlay_change: str
    is_cause_gone: bool | None
    new_needs: str
    measures_done: str
    risk: str
    satisfaction: str
    interviewee: str


@dataclass(frozen=True)
class VisitsData:
    """困难职工走访回访记录表."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    contact_person: str = ""
    watch_until: date | None = None
    visits: tuple[VisitLine, ...] = ()


@dataclass(frozen=True)
class PayLine:
    """One payment of a roster, in fen. `note`: the bank's slip, who takes it for them, or why it was sent back."""

    name: str
    id_number: str
    employer: str
    category: str
    item: str
    amount_fen: int
    payee: str
    bank: str
    card: str
    phone: str
    note: str


@dataclass(frozen=True)
class RosterData:
    """困难职工帮扶资金发放花名册 of one batch."""

    number: str = ""
    fund: str = ""
    source: str = ""
    budget_year: int | None = None
    document: str = ""
    made_on: date | None = None
    paid_on: date | None = None
    voucher: str = ""
    lines: tuple[PayLine, ...] = ()


@dataclass(frozen=True)
class ReviewData:
    """困难职工年度复核表: the figures then and now. Categories are those that the two assessments gave."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    before: Means = Means()
    now: Means = Means()
    category_before: str = ""
    category_now: str = ""
    situation: str = ""
    reviewed_on: date | None = None
    decided: OpinionText = OpinionText()
