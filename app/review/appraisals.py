"""民主评议: who was invited, who came, and how they voted.

Held if two thirds of those invited came, passed if two thirds of those present agreed; both shares are
settings of the office. Permissions: group 审核. Source: the lifecycle contract, APPRAISAL; S109.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office, Work
from app.office.settings import read_settings
from app.review.entries import past_day, words
from app.review.gate import move_on
from db.models import Appraisal


@dataclass(frozen=True)
class Shares:
    """Shares as (numerator, denominator): who must come, and who of them must agree."""

    present: tuple[int, int] = (2, 3)
    in_favour: tuple[int, int] = (2, 3)


@dataclass(frozen=True)
class Votes:
    """The count of an appraisal."""

    invited: int
    present: int
    in_favour: int = 0
    against: int = 0
    abstained: int = 0


class Outcome(Enum):
    """What a count means, and the operation that records it."""

    PASSED = Op.RECORD_APPRAISAL
    NOT_PASSED = Op.APPRAISAL_NOT_PASSED
    NO_QUORUM = Op.APPRAISAL_NO_QUORUM


@dataclass(frozen=True)
class AppraisalEntry:
    """What the form of an appraisal holds."""

    held_on: date | None
    votes: Votes
    place: str = ""
    chair: str = ""
    recused: str = ""
    minutes: str = ""


def office_shares(values: Mapping[str, Any]) -> Shares:
    """The shares of the office's settings, two thirds where it has not set them."""
    standing = Shares()
    present = values.get("appraisal_present", standing.present)
    in_favour = values.get("appraisal_in_favour", standing.in_favour)
    return Shares((present[0], present[1]), (in_favour[0], in_favour[1]))


def outcome(votes: Votes, shares: Shares) -> Outcome:
    """What the count means. UserError at the field of a count that cannot be."""
    if votes.invited < 1:
        raise UserError("请填写应到人数。", field="invited")
    if min(votes.present, votes.in_favour, votes.against, votes.abstained) < 0:
        raise UserError("人数和票数不能小于 0，请核对后重填。", field="present")
    if votes.present > votes.invited:
        raise UserError("实到人数不能多于应到人数，请核对后重填。", field="present")
    if not _reaches(votes.present, votes.invited, shares.present):
        return Outcome.NO_QUORUM
    counted = votes.in_favour + votes.against + votes.abstained
    if counted != votes.present:
        raise UserError(
            f"同意、不同意和弃权一共 {counted} 票，和实到的 {votes.present} 人不相等，请核对票数。",
            field="in_favour",
        )
    passed = _reaches(votes.in_favour, votes.present, shares.in_favour)
    return Outcome.PASSED if passed else Outcome.NOT_PASSED


def _reaches(part: int, whole: int, share: tuple[int, int]) -> bool:
    return part * share[1] >= whole * share[0]


def hold_appraisal(office: Office, *, case_id: int, entry: AppraisalEntry) -> Changes:
    """Record an appraisal by what its count means: passed, not passed, or not held."""
    with office.read() as session:
        shares = office_shares(read_settings(session).values)
    return _RECORDERS[outcome(entry.votes, shares)](office, case_id=case_id, entry=entry)


def record_appraisal(office: Office, *, case_id: int, entry: AppraisalEntry) -> Changes:
    """A passed appraisal: on to the next stage. UserError where the count says otherwise."""
    return _record(office, Outcome.PASSED, case_id, entry)


def appraisal_not_passed(office: Office, *, case_id: int, entry: AppraisalEntry) -> Changes:
    """An appraisal that did not pass: back to FIRST_REVIEW."""
    return _record(office, Outcome.NOT_PASSED, case_id, entry)


def appraisal_no_quorum(office: Office, *, case_id: int, entry: AppraisalEntry) -> Changes:
    """Too few came: the case stays, another meeting is needed."""
    return _record(office, Outcome.NO_QUORUM, case_id, entry)


_RECORDERS = {
    Outcome.PASSED: record_appraisal,
    Outcome.NOT_PASSED: appraisal_not_passed,
    Outcome.NO_QUORUM: appraisal_no_quorum,
}


def _record(office: Office, expected: Outcome, case_id: int, entry: AppraisalEntry) -> Changes:
    with office.write(expected.value, case_id) as work:
        shares = office_shares(read_settings(work.session).values)
        found = outcome(entry.votes, shares)
        if found is not expected:
            raise UserError(f"按填写的票数，应当办理“{found.value.label}”，请核对人数和票数。")
        row = _row(work, entry, found)
        work.session.add(row)
        work.decide(counted_in_words(entry.votes, found))
        move_on(work)
        return work.done(result_id=row.id)


def _row(work: Work, entry: AppraisalEntry, found: Outcome) -> Appraisal:
    votes = entry.votes
    if found is Outcome.NO_QUORUM:
        votes = Votes(votes.invited, votes.present)
    elif words(entry.minutes) is None:
        raise UserError("请填写评议记录：介绍了什么、提了哪些意见。", field="minutes")
    return Appraisal(
        case_id=work.case.id,
        held_on=past_day(work, entry.held_on, "评议日期", "held_on"),
        place=words(entry.place),
        chair=words(entry.chair),
        invited=votes.invited,
        present=votes.present,
        in_favour=votes.in_favour,
        against=votes.against,
        abstained=votes.abstained,
        recused=words(entry.recused),
        minutes=words(entry.minutes),
        is_passed=found is Outcome.PASSED,
    )


def counted_in_words(votes: Votes, found: Outcome) -> str:
    """The count as one sentence, for the opinion and the form."""
    if found is Outcome.NO_QUORUM:
        return f"应到 {votes.invited} 人，实到 {votes.present} 人，人数不足，另行召开。"
    result = "通过" if found is Outcome.PASSED else "未通过"
    return (
        f"应到 {votes.invited} 人，实到 {votes.present} 人；同意 {votes.in_favour} 票，"
        f"不同意 {votes.against} 票，弃权 {votes.abstained} 票，{result}。"
    )
