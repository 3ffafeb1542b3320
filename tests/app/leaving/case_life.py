"""One household on a real encrypted file, carried by the real services and watched by the pure table.

`CaseLife.do` runs an operation and holds the case's position against `app.lifecycle.table`; `take_back`
holds every row of every journalled table against what stood before. Used by the tests of whole lives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, table, text

from app.cases.moving import position_of
from app.changes import Op, UndoClass
from app.errors import UserError
from app.leaving.visits import (
    VisitEntry,
    record_follow_up,
    record_visit,
    review_since,
)
from app.lifecycle.position import Position
from app.lifecycle.table import allowed, results, target
from app.office.session import Office, PaperApproval
from app.office.settings import save_settings
from app.office.undo import take_back, undo
from app.review.assessing import assess_case, newest_assessment
from app.review.surveys import SurveyEntry
from db import journal
from db.codes import ExitKind, Stage
from db.models import Case, Objection, Person, Publicity, Visit
from tests.app.cases.invented import full_draft
from tests.app.leaving.case_acts import ACTS, CHOOSES, NOTE
from tests.app.review.review_cases import add_scan, put_standards_in_force
from tests.conftest import TickingClock

ORDER = ("SURVEY", "CHECK", "APPRAISAL", "PUBLICITY")
MAY_ADD_CASE = (Op.APPLY_AGAIN, Op.RETURN_TO_HARDSHIP)
"""Legal by the table, but once is enough: the household already stands in an open file."""

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Step:
    """A step that has an opposite: where the case stood and what every row was before it."""

    op: Op
    before: Position
    rows: Rows


class CaseLife:
    """One case. `exit_kind` is what the next exit is proposed as; `place` where the table says it stands."""

    def __init__(self, office: Office, ticking: TickingClock) -> None:
        self.office, self.ticking = office, ticking
        put_standards_in_force(office)
        save_settings(office, values={"stage_order": list(ORDER)})
        self.case_id = full_draft(office)
        self.scan_id = add_scan(office, self.case_id)
        self.exit_kind = ExitKind.OUT_OF_POVERTY
        self.place = self.stands()
        self.steps: list[Step] = []
        self.typed_since = False

    # ------------------------------------------------------------ looking

    def stands(self) -> Position:
        """The position of the case as it is stored."""
        with self.office.read() as session:
            return position_of(session.get_one(Case, self.case_id))

    def rows(self) -> Rows:
        """Every row of every journalled table, and the search tokens."""
        names = [one.name for one in journal.journalled_tables() if one.name != "reason"]
        found: Rows = {}
        with self.office.read() as session:
            for name in names:
                query = select(text("*")).select_from(table(name)).order_by(text("id"))
                found[name] = [tuple(row) for row in session.execute(query)]
            tokens = select(text("*")).select_from(table("search_token"))
            found["search_token"] = sorted(tuple(row) for row in session.execute(tokens))
        return found

    def check_numbers_are_held(self) -> None:
        """People of an open case hold their ID numbers, those of a closed or discarded one do not."""
        with self.office.read() as session:
            for case in session.scalars(select(Case)):
                is_open = case.stage.is_open and case.discarded_at is None
                for person in case.household.people:
                    held = person.id_number if is_open and person.removed_on is None else None
                    assert person.open_id_number == held
            doubles = session.scalar(
                select(func.count(Person.id) - func.count(Person.open_id_number.distinct())).where(
                    Person.open_id_number.is_not(None)
                )
            )
            assert doubles == 0

    def check_journal(self) -> None:
        """The chain of the journal is whole."""
        with self.office.read() as session:
            assert journal.verify(session, self.office.keys.journal).is_whole

    def notice(self) -> Publicity | None:
        """The notice that hangs."""
        with self.office.read() as session:
            return session.scalars(
                select(Publicity).where(
                    Publicity.case_id == self.case_id,
                    Publicity.closed_on.is_(None),
                    Publicity.voided_on.is_(None),
                )
            ).first()

    def was_objected_to(self) -> bool:
        """Whether somebody has objected to the notice that hangs."""
        notice = self.notice()
        with self.office.read() as session:
            wanted = notice.id if notice is not None else 0
            query = select(Objection.id).where(Objection.publicity_id == wanted)
            return session.scalars(query).first() is not None

    def objection(self) -> int:
        """An objection that waits for an answer; 0 where there is none."""
        with self.office.read() as session:
            query = (
                select(Objection.id)
                .join(Publicity, Publicity.id == Objection.publicity_id)
                .where(Publicity.case_id == self.case_id, Objection.decided_on.is_(None))
            )
            return session.scalars(query).first() or 0

    def can(self, op: Op) -> bool:
        """Whether the table allows the operation and what it works on is there."""
        if op not in allowed(self.place.stage, is_discarded=self.place.is_discarded):
            return False
        if op in (Op.DISMISS_OBJECTION, Op.UPHOLD_OBJECTION):
            return bool(self.objection())
        if op is Op.CLOSE_PUBLICITY:
            return self.notice() is not None and not self.objection()
        if op is Op.RECORD_OBJECTION:
            return self.notice() is not None
        return True

    # ------------------------------------------------------------ doing

    def prepare(self, op: Op) -> None:
        """Let pass the days and write down what the operation needs beside the stage."""
        if op is Op.CLOSE_PUBLICITY:
            notice = self.notice()
            assert notice is not None
            self.reach(notice.last_day + timedelta(days=1))
        elif op is Op.CHECK_NO_REPLY:
            self.reach(self.office.today + timedelta(days=60))
        elif op is Op.END_WATCH:
            if not self._is_followed():
                self._type(record_follow_up, entry=self.visit())
            with self.office.read() as session:
                until = session.get_one(Case, self.case_id).watch_until
            assert until is not None
            self.reach(until + timedelta(days=1))
        elif op is Op.ANNUAL_REVIEW:
            if not self._is_assessed(since_review=True):
                self.reach(self.office.today + timedelta(days=1))
                self._type(assess_case)
        elif self.place.stage in (Stage.SURVEY, Stage.CHECK) and not self._is_assessed():
            self._type(assess_case)

    def do(self, op: Op, *, to: Position | None = None) -> None:
        """Prepare and run a legal operation; the case then stands where the table says."""
        self.prepare(op)
        before, rows = self.place, self.rows()
        expected = target(
            op,
            before,
            to=to.stage if to else None,
            to_step=to.step if to else None,
            exit_kind=self.exit_kind,
        )
        ACTS[op](self, to)
        self.place = expected
        assert self.stands() == expected, op
        if op.undo is UndoClass.OPPOSITE:
            self.steps.append(Step(op, before, rows))
            self.typed_since = False
        else:
            self.typed_since = True
        self.check_numbers_are_held()

    def refuse(self, op: Op) -> None:
        """Try what must be refused: one sentence, and no row is changed."""
        rows = self.rows()
        try:
            ACTS[op](self, None)
        except UserError as error:
            assert error.message.endswith(("。", "？")), error.message
        else:
            raise AssertionError(f"{op.name} was not refused in {self.place}")
        assert self.rows() == rows
        assert self.stands() == self.place

    def take_back(self) -> None:
        """Take the last step back: every row is again what it was, or a conflict changes nothing."""
        if not self.steps:
            return
        step, rows = self.steps[-1], self.rows()
        try:
            take_back(self.office, case_id=self.case_id, reason=NOTE)
        except UserError as error:
            assert self.typed_since, f"{step.op.name}: {error.message}"
            assert self.rows() == rows
            return
        self.steps.pop()
        self.place = step.before
        assert self.stands() == step.before
        if not self.typed_since:
            assert self.rows() == step.rows
        self.typed_since = self.typed_since or bool(self.steps)
        self.check_numbers_are_held()

    def try_out(self, op: Op) -> None:
        """Do what is legal here and take it back at once: every row is again what it was."""
        for to in results(op, self.place) if op in CHOOSES else (None,):
            self._try_out(op, to)

    def _try_out(self, op: Op, to: Position | None) -> None:
        self.prepare(op)
        rows, place = self.rows(), self.place
        self.do(op, to=to)
        assert self.rows() != rows, op
        if op is not Op.APPLY_AGAIN and self.place.stage in (Stage.REFUSED, Stage.WITHDRAWN):
            self.try_out(Op.APPLY_AGAIN)
        if self.place.is_discarded and op is not Op.RESTORE_DRAFT:
            self.try_out(Op.RESTORE_DRAFT)
        if op.undo is UndoClass.OPPOSITE:
            self.take_back()
        else:
            undo(self.office)
            self.typed_since = False
        assert self.rows() == rows, op
        self.place = place
        assert self.stands() == place, op

    def type_and_undo(self) -> None:
        """Write a visit down and undo it: every row is again what it was."""
        act = {Stage.ON_FILE: record_visit, Stage.MONITORED: record_follow_up}.get(self.place.stage)
        if act is None:
            return
        rows = self.rows()
        act(self.office, case_id=self.case_id, entry=self.visit())
        assert self.rows() != rows
        undo(self.office)
        assert self.rows() == rows

    def reach(self, day: date) -> None:
        """Let the days pass; never back."""
        if day > self.office.today:
            self.ticking.set_day(day)

    def visit(self) -> VisitEntry:
        """A visit of today."""
        return VisitEntry(visited_on=self.office.today, method="入户", visitor_one="方知行")

    def survey(self) -> SurveyEntry:
        """A survey of today."""
        return SurveyEntry(
            self.office.today,
            "入户",
            "方知行",
            "孟与之",
            no_kinship=True,
            interviewee="覃永福",
            conclusion="符合深度困难",
            conclusion_note=NOTE,
        )

    def signed(self) -> PaperApproval:
        """An approval signed on paper today."""
        return PaperApproval("温故", self.office.today, self.scan_id)

    def _is_assessed(self, *, since_review: bool = False) -> bool:
        with self.office.read() as session:
            record = newest_assessment(session, self.case_id)
            case = session.get_one(Case, self.case_id)
            return record is not None and not (
                since_review and record.made_on <= review_since(case)
            )

    def _is_followed(self) -> bool:
        with self.office.read() as session:
            query = select(Visit.id).where(Visit.case_id == self.case_id, Visit.is_follow_up)
            return session.scalars(query).first() is not None

    def _type(self, service: Callable[..., object], **values: Any) -> None:
        service(self.office, case_id=self.case_id, **values)
        self.typed_since = True
