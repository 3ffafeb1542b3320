"""The life of a case as one table of data: in this stage this operation leads there.

Screens, operations, tasks and tests share it through `app.lifecycle.table`. An operation without a row
(the office, money, paper, reading) is not bound to a stage. Source: the lifecycle contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.changes import Op
from app.lifecycle.position import BEFORE_FILE, ON_ROLL
from db.codes import Stage

__all__ = ["EDITABLE", "RULES", "Goal", "Rule"]


class Goal(Enum):
    """Where an operation leads when that is not one fixed stage."""

    STAY = "stays"
    NEXT = "the next stage in the case's own order, else REVIEW"
    EARLIER = "any earlier stage, by choice"
    UPHELD = "FIRST_REVIEW or REFUSED, by choice"
    AGREED = "EXIT_PUBLICITY or EXIT_APPROVAL, by the kind of exit"
    LEFT = "MONITORED or CLOSED, by the kind of exit"
    MERGED = "CLOSED for the absorbed case; the other stays"
    BACK = "where the case stood before the operation that is taken back"
    BIN = "the recycle bin"
    FROM_BIN = "out of the recycle bin"


@dataclass(frozen=True)
class Rule:
    """One row: in `stage`, `op` leads `to`.

    `reason`: the operation is refused without one. `opens_case`: it also makes a new linked case in
    DRAFT. `is_step`: one of the stage's own operations, which a screen offers first and a refusal names.
    """

    stage: Stage
    op: Op
    to: Stage | Goal
    reason: bool = False
    opens_case: bool = False
    is_step: bool = True


# The table below is read by eye: short names keep its rows on one line.
S, G = Stage, Goal

EDITABLE = (S.DRAFT, S.APPLIED, S.FIRST_REVIEW, S.SURVEY, S.CHECK)
"""Where a clerk edits the facts. What has been appraised or hangs as a notice is not changed under it."""

_OPEN = (*BEFORE_FILE, *ON_ROLL)


def _aside(stages: tuple[Stage, ...], *ops: Op, to: Goal = Goal.STAY) -> tuple[Rule, ...]:
    """The same side operations in several stages."""
    return tuple(Rule(stage, op, to, is_step=False) for stage in stages for op in ops)


RULES: tuple[Rule, ...] = (
    Rule(S.DRAFT, Op.SUBMIT, S.APPLIED),
    Rule(S.DRAFT, Op.DISCARD, G.BIN),
    Rule(S.DRAFT, Op.RESTORE_DRAFT, G.FROM_BIN),
    Rule(S.APPLIED, Op.ACCEPT, S.FIRST_REVIEW),
    Rule(S.APPLIED, Op.ASK_FOR_PAPERS, G.STAY),
    Rule(S.APPLIED, Op.REFUSE_APPLICATION, S.REFUSED, reason=True),
    Rule(S.FIRST_REVIEW, Op.PASS_FIRST_REVIEW, G.NEXT),
    Rule(S.FIRST_REVIEW, Op.RETURN_FIRST_REVIEW, S.APPLIED, reason=True),
    Rule(S.FIRST_REVIEW, Op.REFUSE_FIRST_REVIEW, S.REFUSED, reason=True),
    Rule(S.SURVEY, Op.RECORD_SURVEY, G.NEXT),
    Rule(S.SURVEY, Op.SURVEY_NOT_MET, G.STAY),
    Rule(S.SURVEY, Op.SURVEY_UNWILLING, S.WITHDRAWN),
    Rule(S.CHECK, Op.SEND_CHECK, G.STAY),
    Rule(S.CHECK, Op.RECORD_CHECK, G.NEXT),
    Rule(S.CHECK, Op.CHECK_CONTRADICTION, S.FIRST_REVIEW),
    Rule(S.CHECK, Op.CHECK_NO_REPLY, G.NEXT, reason=True),
    Rule(S.APPRAISAL, Op.RECORD_APPRAISAL, G.NEXT),
    Rule(S.APPRAISAL, Op.APPRAISAL_NOT_PASSED, S.FIRST_REVIEW),
    Rule(S.APPRAISAL, Op.APPRAISAL_NO_QUORUM, G.STAY),
    Rule(S.PUBLICITY, Op.POST_PUBLICITY, G.STAY),
    Rule(S.PUBLICITY, Op.CLOSE_PUBLICITY, G.NEXT),
    Rule(S.PUBLICITY, Op.RECORD_OBJECTION, G.STAY),
    Rule(S.PUBLICITY, Op.DISMISS_OBJECTION, G.STAY),
    Rule(S.PUBLICITY, Op.UPHOLD_OBJECTION, G.UPHELD),
    Rule(S.REVIEW, Op.PASS_REVIEW, S.APPROVAL),
    Rule(S.REVIEW, Op.RETURN_REVIEW, G.EARLIER, reason=True),
    Rule(S.REVIEW, Op.REFUSE_REVIEW, S.REFUSED, reason=True),
    Rule(S.APPROVAL, Op.APPROVE_FILE, S.ON_FILE),
    Rule(S.APPROVAL, Op.RETURN_APPROVAL, G.EARLIER, reason=True),
    Rule(S.APPROVAL, Op.REFUSE_FILE, S.REFUSED, reason=True),
    Rule(S.ON_FILE, Op.SAVE_PLAN, G.STAY),
    Rule(S.ON_FILE, Op.PROPOSE_GRANT, G.STAY),
    Rule(S.ON_FILE, Op.APPROVE_GRANT, G.STAY),
    Rule(S.ON_FILE, Op.REFUSE_GRANT, G.STAY, reason=True),
    Rule(S.ON_FILE, Op.RECORD_VISIT, G.STAY),
    Rule(S.ON_FILE, Op.ANNUAL_REVIEW, G.STAY),
    Rule(S.ON_FILE, Op.PROPOSE_EXIT, S.EXIT_PROPOSED, reason=True),
    Rule(S.EXIT_PROPOSED, Op.AGREE_EXIT, G.AGREED),
    Rule(S.EXIT_PROPOSED, Op.DROP_EXIT, S.ON_FILE, reason=True),
    Rule(S.EXIT_PUBLICITY, Op.POST_PUBLICITY, G.STAY),
    Rule(S.EXIT_PUBLICITY, Op.CLOSE_PUBLICITY, S.EXIT_APPROVAL),
    Rule(S.EXIT_PUBLICITY, Op.RECORD_OBJECTION, G.STAY),
    Rule(S.EXIT_PUBLICITY, Op.DISMISS_OBJECTION, G.STAY),
    Rule(S.EXIT_PUBLICITY, Op.UPHOLD_OBJECTION, S.ON_FILE),
    Rule(S.EXIT_APPROVAL, Op.APPROVE_EXIT, G.LEFT),
    Rule(S.EXIT_APPROVAL, Op.RETURN_EXIT, S.EXIT_PROPOSED, reason=True),
    Rule(S.MONITORED, Op.RECORD_FOLLOW_UP, G.STAY),
    Rule(S.MONITORED, Op.END_WATCH, S.CLOSED),
    Rule(S.MONITORED, Op.WATCH_ENDED, S.CLOSED, reason=True),
    Rule(S.MONITORED, Op.RETURN_TO_HARDSHIP, S.CLOSED, opens_case=True),
    Rule(S.CLOSED, Op.RETURN_TO_HARDSHIP, G.STAY, opens_case=True),
    Rule(S.CLOSED, Op.DESTROY, G.STAY, reason=True),
    Rule(S.REFUSED, Op.APPLY_AGAIN, G.STAY, opens_case=True),
    Rule(S.WITHDRAWN, Op.APPLY_AGAIN, G.STAY, opens_case=True),
    # From every stage before ON_FILE
    *(Rule(stage, Op.WITHDRAW, S.WITHDRAWN) for stage in BEFORE_FILE),
    *(Rule(stage, Op.END_APPLICATION, S.WITHDRAWN, reason=True) for stage in BEFORE_FILE),
    # The written notice follows the approved exit, whether the household is watched or closed
    *_aside((S.MONITORED, S.CLOSED), Op.SERVE_EXIT_NOTICE),
    # Facts: typed until CHECK, corrected by request and review once on file; assessed where they change
    *_aside(EDITABLE, Op.EDIT_FACTS),
    *_aside((*EDITABLE, *ON_ROLL), Op.ASSESS),
    *(Rule(stage, Op.REQUEST_CORRECTION, G.STAY, reason=True, is_step=False) for stage in ON_ROLL),
    *_aside(ON_ROLL, Op.APPLY_CORRECTION),
    *(Rule(stage, Op.REFUSE_CORRECTION, G.STAY, reason=True, is_step=False) for stage in ON_ROLL),
    # The file in the national system: entered, reported, returned, to be updated; the exit last of all
    *_aside((*ON_ROLL, S.CLOSED), Op.RECORD_NATIONAL),
    # Attachments are added while their stage stands; every open stage has some
    *_aside(_OPEN, Op.ADD_ATTACHMENT, Op.REMOVE_ATTACHMENT),
    # Two open cases of one household; the absorbed one stands in CLOSED until it is split off again
    *_aside(_OPEN, Op.MERGE, to=Goal.MERGED),
    *_aside(_OPEN, Op.SPLIT),
    *_aside((S.CLOSED,), Op.SPLIT, to=Goal.BACK),
    *(Rule(stage, Op.TAKE_BACK, G.BACK, reason=True, is_step=False) for stage in Stage),
)
