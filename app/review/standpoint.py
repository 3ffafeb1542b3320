"""Where a case stands and what an account may do there: the same question on every page of review."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.cases.moving import position_of
from app.changes import Op
from app.lifecycle.deadlines import due, office_limits
from app.lifecycle.table import allowed
from app.lifecycle.workdays import Due
from app.office.calendar import office_calendar
from app.office.session import Office
from app.office.settings import read_settings
from db.codes import Stage
from db.models import Case, Person


@dataclass(frozen=True)
class Standpoint:
    """Where the case stands and what this account may do there.

    `can`: itself; `can_on_paper`: as the record of a signed sheet. `due`: the limit of the stage.
    """

    case_id: int
    stage: Stage
    since: date
    today: date
    due: Due | None
    can: frozenset[Op]
    can_on_paper: frozenset[Op]

    @property
    def overdue_days(self) -> int:
        """Calendar days past the limit; 0 within it and where there is none."""
        return self.due.overdue_days(self.today) if self.due else 0

    def offers(self, op: Op) -> bool:
        """Whether the page offers the operation at all."""
        return op in self.can or op in self.can_on_paper


def standpoint(office: Office, session: Session, case: Case) -> Standpoint:
    """Read it within `office.read`."""
    position = position_of(case)
    ops = allowed(case.stage, is_discarded=position.is_discarded)
    limits = office_limits(read_settings(session)["limits"])
    return Standpoint(
        case_id=case.id,
        stage=case.stage,
        since=case.stage_since,
        today=office.today,
        due=due(position, case.stage_since, office_calendar(session), limits),
        can=frozenset(op for op in ops if office.may(op)),
        can_on_paper=frozenset(
            op for op in ops if not office.may(op) and office.may(op, paper=True)
        ),
    )


def applicant_of(case: Case) -> Person | None:
    """The applicant of the household."""
    return next((person for person in case.household.people if person.is_applicant), None)


def applicant_name(case: Case) -> str:
    """The name of the applicant, empty where there is none yet."""
    person = applicant_of(case)
    return person.name if person is not None else ""
