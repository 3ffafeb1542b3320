"""Read what a form prints from the file, once, masked by what the form is for.

Called within `Office.read` or a write; hands out the frozen records of `app.forms.records`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.fields.regions import region_path
from app.forms.means import means_of
from app.forms.opinions import exit_opinion, opinion
from app.forms.records import (
    AidData,
    Applicant,
    CaseHead,
    CertificateData,
    ExitData,
    FileData,
    MemberLine,
    OpinionText,
)
from app.lifecycle import Stage
from app.office.masking import Place, ValueKind, masked
from app.office.settings import DEFAULTS
from db.codes import GrantState, PublicityKind
from db.models import Attachment, Case, Exit, Fund, Grant, Household, Person, Publicity, Unit
from db.values import age_on, format_day_chinese, format_money

_BEFORE_FILING = frozenset(
    {
        Stage.DRAFT,
        Stage.APPLIED,
        Stage.FIRST_REVIEW,
        Stage.SURVEY,
        Stage.CHECK,
        Stage.APPRAISAL,
        Stage.PUBLICITY,
        Stage.REVIEW,
        Stage.APPROVAL,
        Stage.REFUSED,
        Stage.WITHDRAWN,
    }
)
_PAID = (GrantState.PAID,)


@dataclass(frozen=True)
class Reading:
    """A case being read for one form. `place` is the column of the masking table that counts.

    `portrait` fetches the worker's picture, which lies beside the file; nothing where there is none.
    """

    session: Session
    case: Case
    day: date
    place: Place = Place.OFFICIAL_FORM
    settings: Mapping[str, Any] = field(default_factory=lambda: DEFAULTS)
    portrait: Callable[[], bytes] = bytes

    @property
    def household(self) -> Household:
        """The household of the case."""
        return self.case.household

    @property
    def living(self) -> list[Person]:
        """Everybody who belongs to the household today, the applicant first."""
        people = [person for person in self.household.people if person.removed_on is None]
        return sorted(people, key=lambda person: (not person.is_applicant, person.position))

    @property
    def applicant(self) -> Person | None:
        """The applicant."""
        return next((person for person in self.living if person.is_applicant), None)

    def shown(self, value: str | None, kind: ValueKind, *, short: str | None = None) -> str:
        """A value as the form may show it."""
        return masked(value or "", kind, self.place, short=short or "", form_needs_diagnosis=True)


def is_filed(case: Case) -> bool:
    """Whether the file was approved or came as approved: only then may its forms be stamped."""
    return case.stage not in _BEFORE_FILING and case.discarded_at is None


def head(reading: Reading) -> CaseHead:
    """Number, unit, category, days."""
    case = reading.case
    unit = reading.session.get(Unit, case.unit_id)
    return CaseHead(
        number=case.number,
        unit=unit.name if unit else "",
        category=case.category or "",
        level=case.level or "",
        filed_on=case.filed_on,
        main_cause=reading.household.main_cause or "",
    )


def applicant(reading: Reading) -> Applicant:
    """Who the file is about."""
    person, household = reading.applicant, reading.household
    if person is None:
        return Applicant()
    return Applicant(
        name=reading.shown(person.name, ValueKind.NAME),
        sex=person.sex or "",
        birth=person.birth_date,
        age=age_on(person.birth_date, reading.day) if person.birth_date else None,
        id_number=reading.shown(person.id_number or person.id_number_filed, ValueKind.ID_NUMBER),
        phone=reading.shown(person.phone, ValueKind.PHONE),
        employer=person.employer or "",
        address=reading.shown(
            household.home_address or household.registered_address,
            ValueKind.ADDRESS,
            short=household.town,
        ),
        people=_people(reading),
    )


def _people(reading: Reading) -> int | None:
    counted = [person for person in reading.living if person.is_counted]
    if len(counted) > 1 or reading.household.filed_people is None:
        return len(counted) or None
    return reading.household.filed_people


def file_data(reading: Reading) -> FileData:
    """困难职工档案表: the whole household."""
    case, household, person = reading.case, reading.household, reading.applicant or Person()
    counts = means_of(reading.session, case.id)
    return FileData(
        head=head(reading),
        applicant=applicant(reading),
        **_personal(reading, person),
        **_housing_and_cause(household),
        monthly_income_fen=person.monthly_income_fen,
        non_wage_income_fen=household.non_wage_income_fen,
        annual_income=counts.income or _yuan(household.filed_annual_income_fen),
        monthly_per_capita=counts.net_per_capita or _yuan(household.filed_monthly_per_capita_fen),
        bank_name=household.bank_name or "",
        bank_branch=household.bank_branch or "",
        bank_card=reading.shown(household.bank_card, ValueKind.BANK_CARD),
        members=tuple(member_line(reading, one) for one in reading.living if not one.is_applicant),
        papers=_papers(reading),
        publicity=publicity_words(reading, PublicityKind.ENTRY),
        basic_union=opinion(reading.session, case.id, "PASS_FIRST_REVIEW"),
        upper_union=opinion(reading.session, case.id, "PASS_REVIEW"),
        county_union=opinion(reading.session, case.id, "APPROVE_FILE"),
        entered_by=case.entered_by or "",
        reviewed_by=case.reviewed_by or "",
        recorded_by=case.recorded_by or "",
    )


def _personal(reading: Reading, person: Person) -> dict[str, Any]:
    disease = reading.shown(person.disease, ValueKind.DIAGNOSIS, short=person.health)
    disability = " ".join(filter(None, (person.disability_kind, person.disability_grade)))
    household = reading.household
    return {
        "ethnicity": person.ethnicity or "",
        "political_status": person.political_status or "",
        "health": person.health or "",
        "disease": "" if disease == person.health else disease,
        "disability": reading.shown(disability, ValueKind.DIAGNOSIS, short=person.health),
        "marital_status": person.marital_status or "",
        "work_status": person.work_status or "",
        "model_worker": person.model_worker or "",
        "other_contact": reading.shown(person.other_contact, ValueKind.PHONE),
        "postcode": household.postcode or "",
        "registration_kind": person.registration_kind or "",
        "region": region_path(household.region_code or "") or household.region_code or "",
        "medical_insurance": person.medical_insurance or "",
        "work_start": person.work_start,
        "industry": person.industry or "",
        "employer_nature": person.employer_nature or "",
        "employer_state": person.employer_state or "",
    }


def _housing_and_cause(household: Household) -> dict[str, Any]:
    return {
        "housing_kind": household.housing_kind or "",
        "floor_area": _area(household.floor_area),
        "is_single_parent": household.is_single_parent,
        "has_no_earner": household.has_no_earner,
        "can_help_itself": household.can_help_itself,
        "is_relief_target": household.is_relief_target,
        "relief_target_since": household.relief_target_since,
        "main_cause_text": household.main_cause_text or "",
        "other_causes": tuple(household.other_causes or ()),
        "focus_group": household.focus_group or "",
        "measure_batches": tuple(household.measure_batches or ()),
        "needs": household.needs or "",
        "situation": household.situation or "",
    }


def _area(text: str | None) -> str:
    """A bare number gets its unit; an old band has it already."""
    shown = text or ""
    return f"{shown} ㎡" if shown.replace(".", "", 1).isdigit() else shown


def member_line(reading: Reading, person: Person) -> MemberLine:
    """One person as a line of the members' grid."""
    health = person.health or ""
    disease = reading.shown(person.disease, ValueKind.DIAGNOSIS, short=health)
    return MemberLine(
        name=reading.shown(person.name, ValueKind.NAME),
        relation=person.relation or "",
        sex=person.sex or "",
        birth=person.birth_date,
        id_number=reading.shown(person.id_number or person.id_number_filed, ValueKind.ID_NUMBER),
        health="·".join(dict.fromkeys(filter(None, (health, disease)))),
        identity=person.identity or person.work_status or "",
        monthly_income_fen=person.monthly_income_fen,
        place=person.employer or "",
    )


def _papers(reading: Reading) -> tuple[str, ...]:
    query = (
        select(Attachment.kind, func.count())
        .where(Attachment.case_id == reading.case.id, Attachment.removed_on.is_(None))
        .group_by(Attachment.kind)
        .order_by(func.min(Attachment.id))
    )
    rows = reading.session.execute(query)
    return tuple(f"{kind}（{count} 份）" if count > 1 else kind for kind, count in rows)


def newest_notice(session: Session, case: Case, kind: PublicityKind) -> Publicity | None:
    """The notice of this kind that counts: the newest that was not voided."""
    return session.scalars(
        select(Publicity)
        .where(Publicity.case_id == case.id, Publicity.kind == kind, Publicity.voided_on.is_(None))
        .order_by(Publicity.id.desc())
        .limit(1)
    ).first()


def publicity_words(reading: Reading, kind: PublicityKind) -> str:
    """One sentence on the notice that counts; empty while none was posted."""
    notice = newest_notice(reading.session, reading.case, kind)
    if notice is None:
        return ""
    days = (
        f"自{format_day_chinese(notice.first_day)}至{format_day_chinese(notice.last_day)}"
        f"在{notice.place}公示 {notice.working_days} 个工作日"
    )
    if notice.closed_on is None:
        return f"{days}，公示尚未结束。"
    upheld = any(objection.is_upheld for objection in notice.objections)
    if not notice.objections:
        return f"{days}，期满无异议。"
    return f"{days}，有异议，经核实{'成立' if upheld else '不成立'}。"


def aid_data(reading: Reading, grant: Grant) -> AidData:
    """帮扶救助审批表 of one grant."""
    case = reading.case
    person = reading.session.get(Person, grant.person_id) if grant.person_id else None
    who = person or reading.applicant
    fund = reading.session.get(Fund, grant.fund_id) if grant.fund_id else None
    is_approved = is_granted(grant)
    return AidData(
        head=head(reading),
        applicant=applicant(reading),
        means=means_of(reading.session, case.id),
        beneficiary=_beneficiary(who),
        item=grant.item,
        asked_on=grant.asked_on,
        reason=grant.reason or reading.household.situation or "",
        amount_fen=grant.amount_fen,
        most_fen=grant.most_fen,
        over_limit_reason=grant.over_limit_reason or "",
        tier=grant.approval_tier or "",
        fund=f"{fund.name}（{fund.source}，{fund.budget_year} 年）" if fund else "",
        payee=grant.payee_name or reading.household.payee_name or (who.name if who else ""),
        bank="".join(filter(None, _bank(reading.household, grant))),
        bank_card=reading.shown(
            grant.payee_card or reading.household.bank_card, ValueKind.BANK_CARD
        ),
        is_approved=is_approved,
        county_union=opinion(reading.session, case.id, "APPROVE_GRANT", day=grant.decided_on)
        if is_approved
        else OpinionText(),
    )


def is_granted(grant: Grant) -> bool:
    """Whether the grant was approved; a later return of the money does not change that."""
    return grant.state not in (GrantState.PROPOSED, GrantState.REFUSED)


def _beneficiary(person: Person | None) -> str:
    if person is None:
        return ""
    relation = "本人" if person.is_applicant else person.relation
    return f"{person.name}（{relation}）" if relation else person.name


def _bank(household: Household, grant: Grant) -> tuple[str | None, str | None]:
    if grant.payee_bank or grant.payee_branch:
        return grant.payee_bank, grant.payee_branch
    return household.bank_name, household.bank_branch


def exit_data(reading: Reading, leaving: Exit) -> ExitData:
    """脱困退出审批表 of one exit."""
    case = reading.case
    agreed = exit_opinion(reading.session, leaving, "AGREE_EXIT")
    return ExitData(
        head=head(reading),
        applicant=applicant(reading),
        kind=leaving.kind.value,
        initiator=leaving.initiator,
        proposed_on=leaving.proposed_on,
        reason=leaving.reason,
        income_fen=leaving.income_fen,
        outlay_fen=leaving.outlay_fen,
        people=leaving.people,
        dibao_fen=leaving.dibao_fen,
        months_above=leaving.months_above,
        aid=aid_received(reading),
        statement_on=leaving.statement_on,
        meeting_on=leaving.meeting_on,
        meeting_people=leaving.meeting_people,
        publicity=publicity_words(reading, PublicityKind.EXIT),
        watch_until=case.watch_until,
        is_approved=leaving.approved_on is not None,
        basic_union=agreed,
        county_union=exit_opinion(reading.session, leaving, "APPROVE_EXIT")
        if leaving.approved_on
        else OpinionText(),
    )


def aid_received(reading: Reading) -> tuple[tuple[str, int, int], ...]:
    """What was paid so far: item, times, sum in fen."""
    query = (
        select(Grant.item, func.count(), func.sum(Grant.amount_fen))
        .where(Grant.case_id == reading.case.id, Grant.state.in_(_PAID))
        .group_by(Grant.item)
        .order_by(func.min(Grant.id))
    )
    return tuple((item, count, total) for item, count, total in reading.session.execute(query))


def certificate_data(reading: Reading) -> CertificateData:
    """困难职工帮扶证明: file status and category on the day; no ID number outside the stub."""
    person = reading.applicant
    public = Place.THIRD_PARTY
    return CertificateData(
        head=head(reading),
        name=masked(person.name if person else "", ValueKind.NAME, public),
        sex=(person.sex or "") if person else "",
        employer=(person.employer or "") if person else "",
        stub_id_number=reading.shown(person.id_number if person else "", ValueKind.ID_NUMBER),
        status=_status(reading),
    )


def _status(reading: Reading) -> str:
    case = reading.case
    today = format_day_chinese(reading.day)
    if case.stage is Stage.MONITORED:
        return f"截至{today}，该户已退出困难职工档案，处于跟踪回访期"
    if case.stage is Stage.CLOSED:
        return f"截至{today}，该户已退出困难职工档案"
    return f"截至{today}，该户仍在档帮扶"


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_money(fen)
