"""What the tab 公示 shows: notices with their objections, appraisals, and what a notice would say."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.fields.codes import codes
from app.lifecycle.workdays import PublicityPeriod
from app.office.calendar import office_calendar
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from app.office.settings import Settings, read_settings
from app.review.appraisals import Shares, Votes, office_shares
from app.review.assessing import newest_assessment
from app.review.publicity import notice_days, period_of, publicity_kind, running_notice
from app.review.standpoint import Standpoint, applicant_of, standpoint
from db.codes import PublicityKind, Stage
from db.models import Appraisal, Case, Objection, Publicity


@dataclass(frozen=True)
class AppraisalLine:
    """One appraisal with its count. `is_held`: enough came."""

    id: int
    held_on: date
    place: str
    chair: str
    votes: Votes
    recused: str
    minutes: str
    is_passed: bool


@dataclass(frozen=True)
class ObjectionLine:
    """One objection; `is_upheld` is None while it waits for a decision."""

    id: int
    raised_on: date
    raised_by: str
    text: str
    decided_on: date | None
    is_upheld: bool | None
    answer: str


@dataclass(frozen=True)
class NoticeLine:
    """One notice with its objections."""

    id: int
    kind: PublicityKind
    period: PublicityPeriod
    place: str
    contact: str
    contact_phone: str
    category: str
    closed_on: date | None
    voided_on: date | None
    void_reason: str
    objections: tuple[ObjectionLine, ...]

    @property
    def is_running(self) -> bool:
        """Hangs now: neither closed nor voided."""
        return self.closed_on is None and self.voided_on is None

    @property
    def undecided(self) -> tuple[ObjectionLine, ...]:
        """What still has to be answered."""
        return tuple(one for one in self.objections if one.decided_on is None)


@dataclass(frozen=True)
class NoticeFacts:
    """What the notice says of the household, masked as for a public place."""

    title: str
    name: str
    employer: str
    category: str
    cause: str
    matter: str


@dataclass(frozen=True)
class PublicityPage:
    """The tab 公示. `period`: the days if it were posted today; `running` the notice that hangs."""

    at: Standpoint
    kind: PublicityKind | None
    facts: NoticeFacts
    notices: tuple[NoticeLine, ...]
    running: NoticeLine | None
    period: PublicityPeriod | None
    least_days: int
    contact: str
    contact_phone: str
    categories: tuple[str, ...]
    appraisals: tuple[AppraisalLine, ...]
    shares: Shares


def publicity_page(office: Office, case_id: int) -> PublicityPage:
    """UserError where there is no such case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        settings = read_settings(session)
        kind = publicity_kind(case.stage)
        running = running_notice(session, case) if kind else None
        rows = session.scalars(
            select(Publicity).where(Publicity.case_id == case_id).order_by(Publicity.id.desc())
        )
        notices = tuple(_notice(row) for row in rows)
        least = notice_days(session, case.stage if kind else Stage.PUBLICITY)
        appraisals = session.scalars(
            select(Appraisal).where(Appraisal.case_id == case_id).order_by(Appraisal.id.desc())
        )
        return PublicityPage(
            at=standpoint(office, session, case),
            kind=kind,
            facts=_notice_facts(session, case, settings),
            notices=notices,
            running=next((one for one in notices if running and one.id == running.id), None),
            period=office_calendar(session).publicity(office.today, least) if kind else None,
            least_days=least,
            contact=str(settings["complaint_contact"]),
            contact_phone=str(settings["complaint_phone"]),
            categories=codes("category").labels,
            appraisals=tuple(_appraisal(row) for row in appraisals),
            shares=office_shares(settings.values),
        )


def _notice(row: Publicity) -> NoticeLine:
    objections = sorted(row.objections, key=lambda one: one.id)
    return NoticeLine(
        id=row.id,
        kind=row.kind,
        period=period_of(row),
        place=row.place,
        contact=row.contact or "",
        contact_phone=row.contact_phone or "",
        category=row.category or "",
        closed_on=row.closed_on,
        voided_on=row.voided_on,
        void_reason=row.void_reason or "",
        objections=tuple(_objection(one) for one in objections),
    )


def _objection(row: Objection) -> ObjectionLine:
    return ObjectionLine(
        row.id,
        row.raised_on,
        row.raised_by or "",
        row.text,
        row.decided_on,
        row.is_upheld,
        row.answer or "",
    )


def _appraisal(row: Appraisal) -> AppraisalLine:
    votes = Votes(row.invited, row.present, row.in_favour, row.against, row.abstained)
    return AppraisalLine(
        row.id,
        row.held_on,
        row.place or "",
        row.chair or "",
        votes,
        row.recused or "",
        row.minutes or "",
        row.is_passed,
    )


def _notice_facts(session: Session, case: Case, settings: Settings) -> NoticeFacts:
    """Name and employer; the cause as its class only; never a number, a phone or an address."""
    person, household = applicant_of(case), case.household
    record = newest_assessment(session, case.id)
    found = (record.category or record.level) if record else None
    is_exit = publicity_kind(case.stage) is PublicityKind.EXIT
    action = "退出" if is_exit else "拟建立"
    return NoticeFacts(
        title=f"关于{action}困难职工档案的公示",
        name=masked(
            person.name if person else "",
            ValueKind.NAME,
            Place.PUBLIC_NOTICE,
            hide_public_names=bool(settings["is_name_masked_in_notice"]),
        ),
        employer=(person.employer or "") if person else "",
        category=(case.category or found if is_exit else found) or "",
        cause=household.main_cause or "",
        matter="退出困难职工档案" if is_exit else "建立困难职工档案",
    )
