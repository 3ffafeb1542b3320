"""经济核对: the round trip to the checking centre, its reply, a contradiction, or no reply in time.

Permissions: group 经办. Source: the lifecycle contract, CHECK; S28, S34, S44.
"""

from datetime import date

from sqlalchemy import select

from app.cases.moving import move, position_of
from app.changes import Changes, Op
from app.errors import UserError
from app.lifecycle.deadlines import due, office_limits
from app.office.calendar import office_calendar
from app.office.session import Office, Work
from app.office.settings import read_settings
from app.review.entries import needed, past_day, words
from app.review.gate import move_on
from db.codes import Stage
from db.models import CheckReply

MATCHING, CONTRADICTING, NO_REPLY = "相符", "不符", "未回复"
"""Results as the list `check_result` has them. 未回复 without a day of reply: sent, still waiting."""


def send_check(office: Office, *, case_id: int, sent_on: date | None) -> Changes:
    """Note the day on which the letter of authority went to the checking centre; the case stays."""
    with office.write(Op.SEND_CHECK, case_id) as work:
        move(work)
        day = past_day(work, sent_on, "送核日期", "sent_on")
        row = _waiting(work)
        row.sent_on = day
        work.session.flush()
        return work.done(result_id=row.id)


def record_check(
    office: Office,
    *,
    case_id: int,
    replied_on: date | None,
    detail: str = "",
    valid_until: date | None = None,
) -> Changes:
    """The reply agrees with what was declared: on to the next stage."""
    with office.write(Op.RECORD_CHECK, case_id) as work:
        row = _reply(work, replied_on, MATCHING)
        row.detail = words(detail)
        if valid_until is not None and valid_until < work.today:
            raise UserError("核对结果已经过期，请重新送核。", field="valid_until")
        row.valid_until = valid_until
        work.case.is_unchecked = False
        move_on(work)
        return work.done(result_id=row.id)


def check_contradiction(
    office: Office, *, case_id: int, replied_on: date | None, detail: str
) -> Changes:
    """The reply contradicts what was declared: back to FIRST_REVIEW, with what differs."""
    with office.write(Op.CHECK_CONTRADICTION, case_id, reason=words(detail)) as work:
        row = _reply(work, replied_on, CONTRADICTING)
        row.detail = needed(detail, "请写明哪些信息不一致，供初审时复核。", "detail")
        work.decide(row.detail)
        move(work, note=row.detail)
        return work.done(result_id=row.id)


def check_no_reply(office: Office, *, case_id: int, note: str) -> Changes:
    """No reply within the limit: on to the next stage, the case marked 未核对, with the reason.

    UserError while the limit runs and without a reason (field note).
    """
    reason = words(note)
    with office.write(Op.CHECK_NO_REPLY, case_id, reason=reason) as work:
        _check_overdue(work)
        row = _waiting(work)
        row.detail = reason
        work.case.is_unchecked = True
        work.decide(reason)
        move_on(work, reason)
        return work.done(result_id=row.id)


def _check_overdue(work: Work) -> None:
    limits = office_limits(read_settings(work.session)["limits"])
    limit = due(
        position_of(work.case), work.case.stage_since, office_calendar(work.session), limits
    )
    if work.case.stage is Stage.CHECK and limit is not None and not limit.overdue_days(work.today):
        raise UserError(
            f"核对期限到 {limit.day} 为止，期限内请等待回复或催办，过期后才能按未核对办理。"
        )


def _waiting(work: Work) -> CheckReply:
    """The row that still waits for a reply in this stay in CHECK, a new one if there is none."""
    row = work.session.scalars(
        select(CheckReply)
        .where(
            CheckReply.case_id == work.case.id,
            CheckReply.replied_on.is_(None),
            CheckReply.sent_on >= work.case.stage_since,
        )
        .order_by(CheckReply.id.desc())
        .limit(1)
    ).first()
    if row is None:
        row = CheckReply(case_id=work.case.id, result=NO_REPLY)
        work.session.add(row)
    return row


def _reply(work: Work, replied_on: date | None, result: str) -> CheckReply:
    day = past_day(work, replied_on, "回复日期", "replied_on")
    row = _waiting(work)
    if row.sent_on is not None and day < row.sent_on:
        raise UserError(
            f"回复日期不能早于送核日期 {row.sent_on}，请核对后重填。", field="replied_on"
        )
    row.replied_on, row.result = day, result
    return row
