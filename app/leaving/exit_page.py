"""What the tab 退出 shows: where the exit stands, its figures, and the exits before it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.attachments import papers_of
from app.changes import Op
from app.errors import UserError
from app.fields.codes import codes
from app.leaving.evidence import ExitFigures, exit_figures
from app.leaving.exits import MONTHS_ABOVE
from app.office.session import Office, last_intake_account
from app.policy.amounts import round_half_up
from app.review.publicity import period_of, running_notice
from app.review.standpoint import Standpoint, applicant_name, standpoint
from db.codes import ExitKind, GrantState, Stage
from db.models import Account, Case, Decision, Exit, Grant

EXIT_OPS = (Op.PROPOSE_EXIT, Op.AGREE_EXIT, Op.DROP_EXIT, Op.RETURN_EXIT, Op.APPROVE_EXIT)


@dataclass(frozen=True)
class ExitLine:
    """One exit as it was kept. Money in fen; `net_per_capita` and `dibao` a month."""

    id: int
    kind: ExitKind
    initiator: str
    proposed_on: date
    reason: str
    statement_on: date | None
    months_above: int | None
    people: int | None
    income: int | None
    outlay: int | None
    dibao: int | None
    meeting_on: date | None
    meeting_people: int | None
    agreed_on: date | None
    approved_on: date | None
    dropped_on: date | None
    drop_reason: str
    served_on: date | None
    receiver: str

    @property
    def is_running(self) -> bool:
        """Neither approved nor dropped."""
        return self.approved_on is None and self.dropped_on is None

    @property
    def net_per_capita(self) -> int | None:
        """By the figures kept with the proposal, rounded once; None where there are none."""
        if self.income is None or self.outlay is None or not self.people:
            return None
        return round_half_up(self.income - self.outlay, 12 * self.people)


@dataclass(frozen=True)
class OpinionLine:
    """One opinion on the exit: what, by whom, when; on paper with who recorded it."""

    label: str
    who: str
    decided_on: date
    note: str
    is_on_paper: bool
    recorded_by: str


@dataclass(frozen=True)
class ExitPage:
    """The tab 退出. `figures` are those of today; `problem` says why there are none.

    `notice`: how the exit notice stands, in one sentence. `aid`: (item, times, fen) paid so far.
    `is_same_hands`: this account did the last 经办 act and may not approve. `scans`: (id, words).
    """

    at: Standpoint
    applicant: str
    number: str
    category: str
    filed_on: date | None
    watch_until: date | None
    figures: ExitFigures | None
    problem: str
    exits: tuple[ExitLine, ...]
    opinions: tuple[OpinionLine, ...]
    aid: tuple[tuple[str, int, int], ...]
    notice: str
    is_same_hands: bool
    scans: tuple[tuple[int, str], ...]
    initiators: tuple[str, ...]
    months_needed: int = MONTHS_ABOVE

    @property
    def running(self) -> ExitLine | None:
        """The exit under way."""
        return next((line for line in self.exits if line.is_running), None)

    @property
    def to_serve(self) -> ExitLine | None:
        """The approved exit whose notice has not been served."""
        newest = next((line for line in self.exits if line.approved_on is not None), None)
        return newest if newest is not None and newest.served_on is None else None


def exit_page(office: Office, case_id: int) -> ExitPage:
    """UserError where there is no such case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        figures, problem = _figures(session, case, office.today)
        rows = session.scalars(select(Exit).where(Exit.case_id == case_id).order_by(Exit.id.desc()))
        return ExitPage(
            at=standpoint(office, session, case),
            applicant=applicant_name(case),
            number=case.number,
            category=case.category or case.filed_category or "",
            filed_on=case.filed_on,
            watch_until=case.watch_until,
            figures=figures,
            problem=problem,
            exits=tuple(_exit(row) for row in rows),
            opinions=_opinions(session, case_id),
            aid=_aid(session, case_id),
            notice=_notice(session, case, office.today),
            is_same_hands=last_intake_account(session, case_id) == office.user.id,
            scans=papers_of(session, case_id),
            initiators=codes("exit_initiator").labels,
        )


def _figures(session: Session, case: Case, today: date) -> tuple[ExitFigures | None, str]:
    """The figures are wanted only where an exit can be proposed; elsewhere the kept ones count."""
    if case.stage is not Stage.ON_FILE:
        return None, ""
    try:
        return exit_figures(session, case, today), ""
    except UserError as error:
        return None, error.message


def _exit(row: Exit) -> ExitLine:
    return ExitLine(
        id=row.id,
        kind=row.kind,
        initiator=row.initiator,
        proposed_on=row.proposed_on,
        reason=row.reason,
        statement_on=row.statement_on,
        months_above=row.months_above,
        people=row.people,
        income=row.income_fen,
        outlay=row.outlay_fen,
        dibao=row.dibao_fen,
        meeting_on=row.meeting_on,
        meeting_people=row.meeting_people,
        agreed_on=row.agreed_on,
        approved_on=row.approved_on,
        dropped_on=row.dropped_on,
        drop_reason=row.drop_reason or "",
        served_on=row.notice_served_on,
        receiver=row.notice_receiver or "",
    )


def _opinions(session: Session, case_id: int) -> tuple[OpinionLine, ...]:
    query = (
        select(Decision, Account.display_name)
        .outerjoin(Account, Account.id == Decision.account_id)
        .where(Decision.case_id == case_id, Decision.op.in_([op.name for op in EXIT_OPS]))
        .order_by(Decision.id)
    )
    return tuple(
        OpinionLine(
            label=Op[row.op].label,
            who=(row.paper_name if row.is_on_paper else account) or "",
            decided_on=row.decided_on,
            note=row.note or "",
            is_on_paper=row.is_on_paper,
            recorded_by=(account or "") if row.is_on_paper else "",
        )
        for row, account in session.execute(query)
    )


def _aid(session: Session, case_id: int) -> tuple[tuple[str, int, int], ...]:
    query = (
        select(Grant.item, func.count(), func.sum(Grant.amount_fen))
        .where(Grant.case_id == case_id, Grant.state == GrantState.PAID)
        .group_by(Grant.item)
        .order_by(Grant.item)
    )
    return tuple((item, count, int(total)) for item, count, total in session.execute(query))


def _notice(session: Session, case: Case, today: date) -> str:
    if case.stage is not Stage.EXIT_PUBLICITY:
        return ""
    row = running_notice(session, case)
    if row is None:
        return "退出公示还没有张贴，请在公示页登记张贴。"
    period = period_of(row)
    if today < period.closable_from:
        return f"公示到 {period.last_day} 结束，{period.closable_from} 起可以在公示页登记结果。"
    return f"公示已在 {period.last_day} 期满，请在公示页登记结果。"
