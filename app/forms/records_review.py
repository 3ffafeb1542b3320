"""The data of the forms from application to approval. A record made without arguments is the empty form."""

from dataclasses import dataclass
from datetime import date

from app.forms.records import Applicant, CaseHead, Means, MemberLine, OpinionText


@dataclass(frozen=True)
class NoticeLine:
    """One household on a public notice: nothing here may be a number, phone, address or diagnosis."""

    name: str = ""
    employer: str = ""
    category: str = ""
    cause_class: str = ""


@dataclass(frozen=True)
class NoticeData:
    """公示单, before filing or before an exit."""

    lines: tuple[NoticeLine, ...] = ()
    rules: str = ""
    steps: tuple[str, ...] = ()
    posted_on: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    working_days: int | None = None
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class ObjectionText:
    """An objection and its answer. Who raised it is not printed: the sheet is shown around."""

    raised_on: date
    text: str
    answer: str = ""
    is_upheld: bool | None = None
    decided_on: date | None = None


@dataclass(frozen=True)
class NoticeResultData:
    """公示结果. `has_objections` None while the notice has not ended."""

    notice: NoticeData = NoticeData()
    head: CaseHead = CaseHead()
    place: str = ""
    closed_on: date | None = None
    has_objections: bool | None = None
    objections: tuple[ObjectionText, ...] = ()
    photos: int | None = None
    result: str = ""


@dataclass(frozen=True)
class SignerLine:
    """One person whose economic standing is checked. `guardian` signs for who is not of age."""

    name: str
    relation: str
    id_number: str
    guardian: str = ""


@dataclass(frozen=True)
class AuthorisationData:
    """家庭经济状况核对授权书."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    number: str = ""
    matter: str = ""
    signers: tuple[SignerLine, ...] = ()


@dataclass(frozen=True)
class HomeLine:
    """A dwelling as it stands in the survey; the area in hundredths of a square metre."""

    owner: str
    address: str
    area_centi: int
    is_deeded: bool


@dataclass(frozen=True)
class SurveyData:
    """入户调查表. Money in fen, by head of income and item of outlay; receipts counted."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    visited_on: date | None = None
    method: str = ""
    members: tuple[MemberLine, ...] = ()
    income: tuple[tuple[str, int], ...] = ()
    proved: tuple[str, ...] = ()
    """Heads of income for which a paper is named."""
    outlay: tuple[tuple[str, int, int], ...] = ()
    homes: tuple[HomeLine, ...] = ()
    housing_kind: str = ""
    vehicles: tuple[str, ...] = ()
    savings_fen: int | None = None
    investments_fen: int | None = None
    controls_company: bool | None = None
    photos: int | None = None
    living: str = ""
    neighbours: str = ""
    causes: tuple[str, ...] = ()
    wishes: str = ""
    no_kinship: bool = False
    conclusion: str = ""
    conclusion_note: str = ""
    interviewee: str = ""
    visitors: tuple[str, ...] = ()


@dataclass(frozen=True)
class FilingData:
    """困难职工建档审批表. `survey`, `check`, `appraisal`, `publicity`: one sentence each on what came of it."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    means: Means = Means()
    applied_on: date | None = None
    category: str = ""
    survey: str = ""
    check: str = ""
    appraisal: str = ""
    publicity: str = ""
    basic_union: OpinionText = OpinionText()
    upper_union: OpinionText = OpinionText()
    county_union: OpinionText = OpinionText()


@dataclass(frozen=True)
class ApplicationData:
    """困难职工建档申请书 and 申报声明和承诺书. `adults`: name and relation of everybody who signs."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    applied_on: date | None = None
    work_status: str = ""
    union_card: str = ""
    monthly_income_fen: int | None = None
    non_wage_income_fen: int | None = None
    members: tuple[MemberLine, ...] = ()
    causes: tuple[str, ...] = ()
    situation: str = ""
    needs: str = ""
    other_aid: str = ""
    adults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AppraisalData:
    """民主评议记录."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    held_on: date | None = None
    place: str = ""
    chair: str = ""
    invited: int | None = None
    present: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    recused: str = ""
    minutes: str = ""
    is_passed: bool | None = None
