"""The data of the forms: texts as they are printed, amounts in fen, days as dates. Blank by default.

A record made without arguments is the empty form, for filling in by hand on a visit.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OpinionText:
    """An opinion or decision as it stands in its box; empty where none has been recorded."""

    text: str = ""
    signer: str = ""
    day: date | None = None


@dataclass(frozen=True)
class MemberLine:
    """One line of the members' grid."""

    name: str
    relation: str
    sex: str
    birth: date | None
    id_number: str
    health: str
    identity: str
    monthly_income_fen: int | None
    place: str
    """Employer or school."""


@dataclass(frozen=True)
class Applicant:
    """The head of every form: who, where, which file."""

    name: str = ""
    sex: str = ""
    birth: date | None = None
    age: int | None = None
    id_number: str = ""
    phone: str = ""
    employer: str = ""
    address: str = ""
    people: int | None = None


@dataclass(frozen=True)
class CaseHead:
    """What is known of the file: numbers, unit, category, days."""

    number: str = ""
    unit: str = ""
    category: str = ""
    level: str = ""
    filed_on: date | None = None
    main_cause: str = ""


@dataclass(frozen=True)
class Means:
    """The figures of the newest assessment. `per_capita` are texts in yuan, as the result kept them."""

    income: str = ""
    outlay: str = ""
    people: int | None = None
    net_per_capita: str = ""
    dibao_fen: int | None = None
    multiple: str = ""
    rule_set: str = ""
    made_on: date | None = None


@dataclass(frozen=True)
class FileData:
    """困难职工档案表."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    ethnicity: str = ""
    political_status: str = ""
    health: str = ""
    disease: str = ""
    disability: str = ""
    marital_status: str = ""
    work_status: str = ""
    model_worker: str = ""
    other_contact: str = ""
    postcode: str = ""
    registration_kind: str = ""
    region: str = ""
    medical_insurance: str = ""
    work_start: date | None = None
    industry: str = ""
    employer_nature: str = ""
    employer_state: str = ""
    housing_kind: str = ""
    floor_area: str = ""
    is_single_parent: bool | None = None
    monthly_income_fen: int | None = None
    non_wage_income_fen: int | None = None
    annual_income: str = ""
    monthly_per_capita: str = ""
    has_no_earner: bool | None = None
    can_help_itself: bool | None = None
    is_relief_target: bool | None = None
    relief_target_since: date | None = None
    main_cause_text: str = ""
    other_causes: tuple[str, ...] = ()
    focus_group: str = ""
    measure_batches: tuple[str, ...] = ()
    bank_name: str = ""
    bank_branch: str = ""
    bank_card: str = ""
    needs: str = ""
    situation: str = ""
    members: tuple[MemberLine, ...] = ()
    papers: tuple[str, ...] = ()
    publicity: str = ""
    basic_union: OpinionText = OpinionText()
    upper_union: OpinionText = OpinionText()
    county_union: OpinionText = OpinionText()
    entered_by: str = ""
    reviewed_by: str = ""
    recorded_by: str = ""


@dataclass(frozen=True)
class AidData:
    """帮扶救助审批表."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    means: Means = Means()
    beneficiary: str = ""
    item: str = ""
    asked_on: date | None = None
    reason: str = ""
    amount_fen: int | None = None
    most_fen: int | None = None
    over_limit_reason: str = ""
    tier: str = ""
    fund: str = ""
    payee: str = ""
    bank: str = ""
    bank_card: str = ""
    is_approved: bool = False
    basic_union: OpinionText = OpinionText()
    upper_union: OpinionText = OpinionText()
    county_union: OpinionText = OpinionText()


@dataclass(frozen=True)
class ExitData:
    """脱困退出审批表."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    kind: str = ""
    initiator: str = ""
    proposed_on: date | None = None
    reason: str = ""
    income_fen: int | None = None
    outlay_fen: int | None = None
    people: int | None = None
    dibao_fen: int | None = None
    months_above: int | None = None
    aid: tuple[tuple[str, int, int], ...] = ()
    """Item, times, sum in fen of what was paid."""
    statement_on: date | None = None
    meeting_on: date | None = None
    meeting_people: int | None = None
    publicity: str = ""
    watch_until: date | None = None
    is_approved: bool = False
    basic_union: OpinionText = OpinionText()
    county_union: OpinionText = OpinionText()


@dataclass(frozen=True)
class MissingPapersData:
    """补充材料告知书. `papers` in the order of the checklist; `more` is what the clerk asked for in words."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    applied_on: date | None = None
    papers: tuple[str, ...] = ()
    more: str = ""
    handler: str = ""
    told_on: date | None = None


@dataclass(frozen=True)
class CertificateData:
    """困难职工帮扶证明. The body goes to third parties, the stub stays in the office."""

    head: CaseHead = CaseHead()
    name: str = ""
    sex: str = ""
    employer: str = ""
    stub_id_number: str = ""
    status: str = ""
    """Whole clause on the standing of the file on the day of issue."""
