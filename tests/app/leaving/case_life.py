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

from app.cases.commands import (
    accept,
    apply_again,
    ask_for_papers,
    discard_draft,
    end_application,
    refuse_application,
    restore_draft,
    submit,
    withdraw,
)
from app.cases.moving import position_of
from app.changes import Op, UndoClass
from app.errors import UserError
from app.leaving.exits import (
    ExitProposal,
    agree_exit,
    approve_exit,
    drop_exit,
    propose_exit,
    return_exit,
    serve_exit_notice,
)
from app.leaving.returning import return_to_hardship
from app.leaving.visits import (
    VisitEntry,
    annual_review,
    end_watch,
    record_follow_up,
    record_visit,
    watch_ended,
)
from app.lifecycle.position import Position, earlier_positions
from app.lifecycle.table import allowed, target
from app.office.session import Office, PaperApproval
from app.office.settings import save_settings
from app.office.undo import take_back, undo
from app.review.appraisals import (
    AppraisalEntry,
    Votes,
    appraisal_no_quorum,
    appraisal_not_passed,
    record_appraisal,
)
from app.review.approvals import approve_file, refuse_file, return_approval
from app.review.assessing import assess_case, newest_assessment
from app.review.checks import check_contradiction, check_no_reply, record_check
from app.review.opinions import (
    pass_first_review,
    pass_review,
    refuse_first_review,
    refuse_review,
    return_first_review,
    return_review,
)
from app.review.publicity import (
    NoticeEntry,
    close_publicity,
    dismiss_objection,
    post_publicity,
    record_objection,
    uphold_objection,
)
from app.review.surveys import SurveyEntry, record_survey, survey_not_met, survey_unwilling
from db import journal
from db.codes import ExitKind, Stage
from db.models import Case, Objection, Person, Publicity
from tests.app.cases.invented import full_draft
from tests.app.review.review_cases import add_scan, put_standards_in_force
from tests.conftest import TickingClock

ORDER = ("SURVEY", "CHECK", "APPRAISAL", "PUBLICITY")
NOTE = "按核实的情况办理。"
DEEP = "深度困难职工"
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
            self._type(record_follow_up, entry=self.visit())
            with self.office.read() as session:
                until = session.get_one(Case, self.case_id).watch_until
            assert until is not None
            self.reach(until + timedelta(days=1))
        elif op is Op.ANNUAL_REVIEW:
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
        except UserError:
            assert self.typed_since, step.op
            assert self.rows() == rows
            return
        self.steps.pop()
        self.place = step.before
        assert self.stands() == step.before
        if not self.typed_since:
            assert self.rows() == step.rows
        self.typed_since = self.typed_since or bool(self.steps)
        self.check_numbers_are_held()

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

    def _is_assessed(self) -> bool:
        with self.office.read() as session:
            return newest_assessment(session, self.case_id) is not None

    def _type(self, service: Callable[..., object], **values: Any) -> None:
        service(self.office, case_id=self.case_id, **values)
        self.typed_since = True


Act = Callable[[CaseLife, Position | None], object]


def _plain(service: Callable[..., object], **values: Any) -> Act:
    """A service that is given the case and fixed values."""
    return lambda life, to: service(life.office, case_id=life.case_id, **values)


def _on_paper(service: Callable[..., object], **values: Any) -> Act:
    return lambda life, to: service(
        life.office, case_id=life.case_id, paper=life.signed(), **values
    )


def _back(service: Callable[..., object], *, on_paper: bool = False) -> Act:
    def act(life: CaseLife, to: Position | None) -> object:
        place = to or (earlier_positions(life.place) or (life.place,))[0]
        more: dict[str, Any] = {"paper": life.signed()} if on_paper else {}
        return service(
            life.office,
            case_id=life.case_id,
            to=place.stage,
            to_step=place.step,
            note=NOTE,
            **more,
        )

    return act


def _with_survey(service: Callable[..., object], *, days_on: int = 0) -> Act:
    def act(life: CaseLife, to: Position | None) -> object:
        more = {"next_date": life.office.today + timedelta(days=days_on)} if days_on else {}
        return service(life.office, case_id=life.case_id, entry=life.survey(), **more)

    return act


def _with_votes(service: Callable[..., object], votes: Votes) -> Act:
    return lambda life, to: service(
        life.office,
        case_id=life.case_id,
        entry=AppraisalEntry(life.office.today, votes, minutes=NOTE),
    )


def _with_visit(service: Callable[..., object]) -> Act:
    return lambda life, to: service(life.office, case_id=life.case_id, entry=life.visit())


def _replied(service: Callable[..., object]) -> Act:
    return lambda life, to: service(
        life.office, case_id=life.case_id, replied_on=life.office.today, detail=NOTE
    )


def _post(life: CaseLife, to: Position | None) -> object:
    entry = NoticeEntry(life.office.today, "单位公告栏", category=DEEP, void_reason=NOTE)
    return post_publicity(life.office, case_id=life.case_id, entry=entry)


def _dismiss(life: CaseLife, to: Position | None) -> object:
    return dismiss_objection(
        life.office, case_id=life.case_id, objection_id=life.objection(), answer=NOTE
    )


def _uphold(life: CaseLife, to: Position | None) -> object:
    return uphold_objection(
        life.office,
        case_id=life.case_id,
        objection_id=life.objection(),
        answer=NOTE,
        to=to.stage if to else None,
    )


def _propose(life: CaseLife, to: Position | None) -> object:
    proposal = ExitProposal(kind=life.exit_kind, initiator="本人申请", reason=NOTE, months_above=6)
    return propose_exit(life.office, case_id=life.case_id, proposal=proposal)


def _agree(life: CaseLife, to: Position | None) -> object:
    return agree_exit(
        life.office, case_id=life.case_id, meeting_on=life.office.today, meeting_people=5
    )


def _serve(life: CaseLife, to: Position | None) -> object:
    return serve_exit_notice(
        life.office, case_id=life.case_id, served_on=life.office.today, receiver="覃永福"
    )


ACTS: dict[Op, Act] = {
    Op.SUBMIT: _plain(submit),
    Op.DISCARD: _plain(discard_draft),
    Op.RESTORE_DRAFT: _plain(restore_draft),
    Op.ACCEPT: _plain(accept),
    Op.ASK_FOR_PAPERS: _plain(ask_for_papers, papers="户口簿"),
    Op.REFUSE_APPLICATION: _plain(refuse_application, note=NOTE),
    Op.PASS_FIRST_REVIEW: _plain(pass_first_review),
    Op.RETURN_FIRST_REVIEW: _plain(return_first_review, note=NOTE),
    Op.REFUSE_FIRST_REVIEW: _plain(refuse_first_review, note=NOTE),
    Op.RECORD_SURVEY: _with_survey(record_survey),
    Op.SURVEY_NOT_MET: _with_survey(survey_not_met, days_on=2),
    Op.SURVEY_UNWILLING: _with_survey(survey_unwilling),
    Op.RECORD_CHECK: _replied(record_check),
    Op.CHECK_CONTRADICTION: _replied(check_contradiction),
    Op.CHECK_NO_REPLY: _plain(check_no_reply, note=NOTE),
    Op.RECORD_APPRAISAL: _with_votes(record_appraisal, Votes(9, 8, 7, 1)),
    Op.APPRAISAL_NOT_PASSED: _with_votes(appraisal_not_passed, Votes(9, 8, 2, 6)),
    Op.APPRAISAL_NO_QUORUM: _with_votes(appraisal_no_quorum, Votes(9, 4)),
    Op.POST_PUBLICITY: _post,
    Op.CLOSE_PUBLICITY: _plain(close_publicity),
    Op.RECORD_OBJECTION: _plain(record_objection, text="家里有门面房。"),
    Op.DISMISS_OBJECTION: _dismiss,
    Op.UPHOLD_OBJECTION: _uphold,
    Op.PASS_REVIEW: _plain(pass_review),
    Op.RETURN_REVIEW: _back(return_review),
    Op.REFUSE_REVIEW: _plain(refuse_review, note=NOTE),
    Op.APPROVE_FILE: _on_paper(approve_file, category=DEEP, note=NOTE),
    Op.RETURN_APPROVAL: _back(return_approval, on_paper=True),
    Op.REFUSE_FILE: _on_paper(refuse_file, note=NOTE),
    Op.WITHDRAW: _plain(withdraw),
    Op.END_APPLICATION: _plain(end_application, kind=ExitKind.MOVED, note=NOTE),
    Op.RECORD_VISIT: _with_visit(record_visit),
    Op.ANNUAL_REVIEW: _plain(annual_review, category=DEEP, note=NOTE),
    Op.PROPOSE_EXIT: _propose,
    Op.AGREE_EXIT: _agree,
    Op.DROP_EXIT: _plain(drop_exit, note=NOTE),
    Op.APPROVE_EXIT: _on_paper(approve_exit, note=NOTE),
    Op.RETURN_EXIT: _on_paper(return_exit, note=NOTE),
    Op.SERVE_EXIT_NOTICE: _serve,
    Op.RECORD_FOLLOW_UP: _with_visit(record_follow_up),
    Op.END_WATCH: _plain(end_watch),
    Op.WATCH_ENDED: _plain(watch_ended, kind=ExitKind.MOVED, note=NOTE),
    Op.RETURN_TO_HARDSHIP: _plain(return_to_hardship, note=NOTE),
    Op.APPLY_AGAIN: _plain(apply_again),
}
"""Every operation that a single case is carried by, with valid values."""
