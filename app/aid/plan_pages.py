"""Reading the page 帮扶计划: the plan that stands, earlier rounds, and what is suggested."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.aid.measures import SuggestedMeasure, suggested_measures
from app.changes import Op
from app.lifecycle.table import allowed
from app.office.session import Office
from db.models import Case, Measure, Plan


@dataclass(frozen=True)
class MeasureView:
    """One measure. `budget_fen` None where no money is planned."""

    id: int
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
    is_done: bool
    done_on: date | None
    result: str
    drop_reason: str
    is_overdue: bool

    @property
    def is_running(self) -> bool:
        """Neither done nor given up."""
        return not self.is_done and not self.drop_reason


@dataclass(frozen=True)
class PlanView:
    """One round of the plan."""

    id: int
    made_on: date
    situation: str
    need: str
    goal: str
    responsible: str
    review_on: date | None
    measures: tuple[MeasureView, ...]

    @property
    def done(self) -> int:
        """How many measures are carried out."""
        return sum(measure.is_done for measure in self.measures)

    @property
    def counted(self) -> int:
        """How many measures there are, without those given up."""
        return sum(not measure.drop_reason for measure in self.measures)

    @property
    def budget_fen(self) -> int:
        """What the measures that are not given up shall cost together."""
        return sum(one.budget_fen or 0 for one in self.measures if not one.drop_reason)


@dataclass(frozen=True)
class PlanPage:
    """`why_not` says why the plan cannot be changed now; empty where it can."""

    plan: PlanView | None
    earlier: tuple[PlanView, ...]
    suggestions: tuple[SuggestedMeasure, ...]
    causes: tuple[str, ...]
    needs: str
    contact_person: str
    why_not: str


def plan_page(office: Office, case_id: int) -> PlanPage:
    """Everything the page shows. UserError where there is no such case in scope."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        rows = session.scalars(select(Plan).where(Plan.case_id == case_id).order_by(Plan.id.desc()))
        plans = [(row.is_current, _plan(row, office.today)) for row in rows]
        household = case.household
        causes = tuple(
            cause
            for cause in dict.fromkeys([household.main_cause, *(household.other_causes or ())])
            if cause
        )
        return PlanPage(
            plan=next((plan for is_current, plan in plans if is_current), None),
            earlier=tuple(plan for is_current, plan in plans if not is_current),
            suggestions=suggested_measures(causes),
            causes=causes,
            needs=household.needs or "",
            contact_person=case.contact_person or "",
            why_not=_why_not(office, case),
        )


def _why_not(office: Office, case: Case) -> str:
    if Op.SAVE_PLAN not in allowed(case.stage, is_discarded=case.discarded_at is not None):
        return f"档案处于“{case.stage.label}”阶段，批准建档以后、退出以前才能制定和修改帮扶计划。"
    if not office.may(Op.SAVE_PLAN):
        return "帮扶计划由经办账号制定和修改，您的账号只能查看。"
    return ""


def _plan(row: Plan, today: date) -> PlanView:
    return PlanView(
        id=row.id,
        made_on=row.made_on,
        situation=row.situation or "",
        need=row.need or "",
        goal=row.goal or "",
        responsible=row.responsible or "",
        review_on=row.review_on,
        measures=tuple(_measure(one, today) for one in row.measures),
    )


def _measure(row: Measure, today: date) -> MeasureView:
    is_running = not row.is_done and not row.drop_reason
    return MeasureView(
        id=row.id,
        cause=row.cause or "",
        need=row.need or "",
        kind=row.kind,
        batch_tag=row.batch_tag or "",
        content=row.content,
        responsible=row.responsible or "",
        start_on=row.start_on,
        due_on=row.due_on,
        source=row.source or "",
        budget_fen=row.budget_fen,
        is_done=row.is_done,
        done_on=row.done_on,
        result=row.result or "",
        drop_reason=row.drop_reason or "",
        is_overdue=is_running and row.due_on is not None and row.due_on < today,
    )
