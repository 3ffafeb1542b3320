"""The figures of an exit: income and outlay of the household against the dibao standard of the day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.errors import UserError
from app.policy.assess import assess
from app.policy.facts import FactsError
from app.review.facts import basis
from db.models import Case


@dataclass(frozen=True)
class ExitFigures:
    """Sums of the last twelve months in fen; `net_per_capita` and `dibao` are fen a month."""

    people: int
    income: int
    outlay: int
    net_per_capita: int
    dibao: int
    day: date
    remarks: tuple[str, ...]

    @property
    def is_above_dibao(self) -> bool:
        """Whether the household's net income per head lies above the standard, on exact totals."""
        return self.income - self.outlay > self.dibao * 12 * self.people


def exit_figures(session: Session, case: Case, today: date) -> ExitFigures:
    """Recompute the household's figures today, by the rule set in force.

    Raises UserError where a standard, a rule set or a fact is missing.
    """
    made = basis(session, case, today)
    try:
        result = assess(made.facts)
    except FactsError as error:
        raise UserError(f"资料还不够计算：{error.problem}") from error
    return ExitFigures(
        people=result.n,
        income=result.income,
        outlay=result.deducted,
        net_per_capita=result.net_per_capita,
        dibao=made.facts.region.dibao,
        day=today,
        remarks=made.remarks,
    )
