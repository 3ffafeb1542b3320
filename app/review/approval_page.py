"""What the tab 审批 shows: every opinion so far, and what can be decided now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.attachments import papers_of
from app.cases.moving import position_of
from app.changes import Op
from app.fields.codes import codes
from app.lifecycle.position import earlier_positions
from app.office.accounts import active_holders
from app.office.session import Office, last_intake_account
from app.review.assessing import newest_assessment
from app.review.standpoint import Standpoint, applicant_name, standpoint
from db.codes import Role, Stage
from db.models import Account, Case, Decision


@dataclass(frozen=True)
class OpinionLine:
    """One opinion or decision: what, by whom, when; on paper with who recorded it."""

    id: int
    label: str
    stage: str
    who: str
    decided_on: date
    note: str
    is_on_paper: bool
    recorded_by: str
    has_scan: bool


@dataclass(frozen=True)
class EarlierPlace:
    """An earlier stage that the case may be sent back to. `step` tells two notices apart."""

    stage: Stage
    step: int
    label: str


@dataclass(frozen=True)
class ApprovalPage:
    """The tab 审批. `is_same_hands`: this account did the last 经办 act and may not approve.

    `category` and `level`: what the newest assessment gives, empty where it gives none.
    """

    at: Standpoint
    applicant: str
    opinions: tuple[OpinionLine, ...]
    places: tuple[EarlierPlace, ...]
    category: str
    level: str
    is_assessed: bool
    is_eligible: bool
    is_unchecked: bool
    is_same_hands: bool
    has_approver: bool
    categories: tuple[str, ...]
    levels: tuple[str, ...]
    scans: tuple[tuple[int, str], ...]


def approval_page(office: Office, case_id: int) -> ApprovalPage:
    """UserError where there is no such case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        record = newest_assessment(session, case_id)
        level = codes("level").match(record.level).code if record and record.level else None
        return ApprovalPage(
            at=standpoint(office, session, case),
            applicant=applicant_name(case),
            opinions=_opinions(session, case_id),
            places=_places(case),
            category=(record.category or "") if record else "",
            level=level or "",
            is_assessed=record is not None,
            is_eligible=record.is_eligible if record else False,
            is_unchecked=case.is_unchecked,
            is_same_hands=last_intake_account(session, case_id) == office.user.id,
            has_approver=active_holders(session, Role.APPROVER) > 0,
            categories=codes("category").labels,
            levels=codes("level").labels,
            scans=papers_of(session, case_id),
        )


def _opinions(session: Session, case_id: int) -> tuple[OpinionLine, ...]:
    names: Mapping[int, str] = {
        row.id: row.display_name
        for row in session.execute(select(Account.id, Account.display_name))
    }
    rows = session.scalars(
        select(Decision).where(Decision.case_id == case_id).order_by(Decision.id)
    )
    return tuple(_opinion(row, names) for row in rows)


def _opinion(row: Decision, names: Mapping[int, str]) -> OpinionLine:
    account = names.get(row.account_id, "") if row.account_id is not None else ""
    return OpinionLine(
        id=row.id,
        label=Op[row.op].label,
        stage=row.stage.label,
        who=(row.paper_name or "") if row.is_on_paper else account,
        decided_on=row.decided_on,
        note=row.note or "",
        is_on_paper=row.is_on_paper,
        recorded_by=account if row.is_on_paper else "",
        has_scan=row.paper_scan_id is not None,
    )


def _places(case: Case) -> tuple[EarlierPlace, ...]:
    position = position_of(case)
    places = earlier_positions(position)
    twice = [place.step for place in places if place.stage is Stage.PUBLICITY]
    found = []
    for place in places:
        label = place.stage.label
        if place.stage is Stage.PUBLICITY and len(twice) > 1:
            label = f"第 {twice.index(place.step) + 1} 次{label}"
        found.append(EarlierPlace(place.stage, place.step, label))
    return tuple(found)
