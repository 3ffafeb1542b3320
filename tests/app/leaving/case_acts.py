"""Every operation that a single case is carried by, with valid values: how a test asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

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
from app.changes import Op
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
    annual_review,
    end_watch,
    record_follow_up,
    record_visit,
    watch_ended,
)
from app.lifecycle.position import Position, earlier_positions
from app.review.appraisals import (
    AppraisalEntry,
    Votes,
    appraisal_no_quorum,
    appraisal_not_passed,
    record_appraisal,
)
from app.review.approvals import approve_file, refuse_file, return_approval
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
from app.review.surveys import record_survey, survey_not_met, survey_unwilling
from db.codes import ExitKind

if TYPE_CHECKING:
    from tests.app.leaving.case_life import CaseLife

NOTE = "按核实的情况办理。"
DEEP = "深度困难职工"

Act = Callable[["CaseLife", Position | None], object]


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

CHOOSES = (Op.RETURN_REVIEW, Op.RETURN_APPROVAL, Op.UPHOLD_OBJECTION)
"""Whoever does these says where to."""
