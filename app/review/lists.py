"""Lists over all cases in scope: what waits for 审核 or 审批, and the notices that hang."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.cases.census import case_lines
from app.cases.overview import PAGE_OF
from app.cases.scope import check_reader, in_scope, scope_of_all
from app.cases.waiting import CaseLine, office_terms, waiting
from app.changes import Group, Op
from app.lifecycle.deadlines import NOTICE_STAGES
from app.lifecycle.tasks import Task
from app.office.session import Office
from app.review.publicity import period_of
from db.codes import CorrectionState, GrantState, PublicityKind, Stage
from db.models import AssessmentRecord, Case, Correction, Grant, Objection, Publicity, Unit

_DECIDED_IN = (
    Stage.FIRST_REVIEW,
    Stage.APPRAISAL,
    Stage.PUBLICITY,
    Stage.REVIEW,
    Stage.APPROVAL,
    Stage.EXIT_PROPOSED,
    Stage.EXIT_PUBLICITY,
    Stage.EXIT_APPROVAL,
)
_DECIDING = (Group.REVIEW, Group.APPROVE)


@dataclass(frozen=True)
class ReviewRow:
    """One thing that waits for a decision. `is_mine`: this account may decide it, or record the paper.

    `category`: as filed, or 拟 and what the newest assessment gives. `page` is the tab of the case page where that is done.
    """

    case_id: int
    number: str
    applicant: str
    unit: str
    stage: str
    kind: str
    category: str
    what: str
    due: date | None
    overdue_days: int
    is_mine: bool
    page: str


def review_list(office: Office) -> tuple[ReviewRow, ...]:
    """What waits for 审核 or 审批, one's own first, the most urgent on top. AccessDeniedError, StorageError."""
    check_reader(office)
    pending = or_(
        Case.stage.in_(_DECIDED_IN),
        Case.id.in_(select(Correction.case_id).where(Correction.state == CorrectionState.ASKED)),
        Case.id.in_(select(Grant.case_id).where(Grant.state == GrantState.PROPOSED)),
    )
    with office.read() as session:
        units, found = _unit_names(session), _assessed(session)
        shown = and_(scope_of_all(session, office), pending)
        ids = session.scalars(select(Case.id).where(shown).order_by(Case.id)).all()
        rows = [
            _row(office, line, task, task.op, units, found.get(line.case_id, ""))
            for line in case_lines(session, ids, office.today, office_terms(session))
            for task in line.tasks
            if task.op is not None and task.op.group in _DECIDING
        ]
    rows.sort(key=lambda row: (not row.is_mine, -row.overdue_days, row.due or date.max, row.number))
    return tuple(rows)


def _row(
    office: Office, line: CaseLine, task: Task, op: Op, units: dict[int, str], assessed: str
) -> ReviewRow:
    return ReviewRow(
        case_id=line.case_id,
        number=line.number,
        applicant=line.applicant,
        unit=units.get(line.unit_id, ""),
        stage=line.stage.label,
        kind=task.kind.value,
        category=line.category or assessed,
        what=task.brief,
        due=task.due,
        overdue_days=task.overdue_days,
        is_mine=office.may(op) or office.may(op, paper=True),
        page=PAGE_OF.get(op, "approval"),
    )


def _assessed(session: Session) -> dict[int, str]:
    """What the newest assessment of each case that is not filed yet came to."""
    query = (
        select(AssessmentRecord.case_id, AssessmentRecord.category, AssessmentRecord.level)
        .join(Case, Case.id == AssessmentRecord.case_id)
        .where(Case.stage.in_(_DECIDED_IN))
        .order_by(AssessmentRecord.id)
    )
    return {
        row.case_id: f"拟{row.category or row.level}" if row.category or row.level else "不符合"
        for row in session.execute(query)
    }


def _unit_names(session: Session) -> dict[int, str]:
    return {row.id: row.name for row in session.execute(select(Unit.id, Unit.name))}


@dataclass(frozen=True)
class NoticeRow:
    """A case in publicity. Without `posted_on` its notice has still to be posted."""

    case_id: int
    number: str
    applicant: str
    unit: str
    kind: str
    category: str
    place: str
    posted_on: date | None
    first_day: date | None
    last_day: date | None
    working_days: int
    is_unpublished: bool
    open_objections: int
    closable_from: date | None
    can_close: bool


def notice_list(office: Office) -> tuple[NoticeRow, ...]:
    """Every case in publicity: to be closed first, then by last day, then what is not posted yet."""
    check_reader(office)
    where = and_(in_scope(office), Case.stage.in_(NOTICE_STAGES))
    with office.read() as session:
        units = _unit_names(session)
        notices = _running(session)
        undecided = _undecided(session)
        rows = [
            _notice_row(
                line,
                notices.get(line.case_id),
                undecided,
                units.get(line.unit_id, ""),
                office.today,
            )
            for line in waiting(session, where, office.today)
        ]
    rows.sort(key=lambda row: (not row.can_close, row.last_day or date.max, row.number))
    return tuple(rows)


def _running(session: Session) -> dict[int, Publicity]:
    query = select(Publicity).where(Publicity.closed_on.is_(None), Publicity.voided_on.is_(None))
    return {row.case_id: row for row in session.scalars(query.order_by(Publicity.id))}


def _undecided(session: Session) -> dict[int, int]:
    found: dict[int, int] = {}
    query = select(Objection.publicity_id).where(Objection.decided_on.is_(None))
    for notice_id in session.scalars(query):
        found[notice_id] = found.get(notice_id, 0) + 1
    return found


def _notice_row(
    line: CaseLine, notice: Publicity | None, undecided: dict[int, int], unit: str, today: date
) -> NoticeRow:
    is_exit = line.stage is Stage.EXIT_PUBLICITY
    period = period_of(notice) if notice else None
    left = undecided.get(notice.id, 0) if notice else 0
    closable = period.closable_from if period else None
    return NoticeRow(
        case_id=line.case_id,
        number=line.number,
        applicant=line.applicant,
        unit=unit,
        kind=(PublicityKind.EXIT if is_exit else PublicityKind.ENTRY).value,
        category=(notice.category or "") if notice else line.category,
        place=notice.place if notice else "",
        posted_on=period.posted_on if period else None,
        first_day=period.first_day if period else None,
        last_day=period.last_day if period else None,
        working_days=period.working_days if period else 0,
        is_unpublished=period.unpublished if period else False,
        open_objections=left,
        closable_from=closable,
        can_close=closable is not None and today >= closable and not left,
    )
