"""The data of the forms of help, exit and follow-up. A record made without arguments is the empty form."""

from dataclasses import dataclass
from datetime import date

from app.forms.records import Applicant, CaseHead, ExitData


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
