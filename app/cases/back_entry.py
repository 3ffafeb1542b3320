"""补录: a file that was approved on paper, entered straight where it stands, marked so for ever.

Source: the lifecycle contract, "补录".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.cases import attachments
from app.cases.drafting import new_case
from app.cases.facts import CASE_FIELDS
from app.cases.facts_values import accepted, put
from app.cases.members import new_person
from app.cases.money import BY_KEY, Lines, accepted_lines, write_lines
from app.cases.moving import hold_id_numbers
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, MEMBER, by_key
from app.fields.codes import codes
from app.office.session import Office, PaperApproval, Work
from app.office.settings import read_terms
from db import search
from db.codes import ExitKind, Origin, Stage
from db.models import Case, Decision, Exit

_NUMBER = (by_key(CASE)["number"],)


@dataclass(frozen=True)
class PaperFile:
    """What the paper says. `stage` is where the file stands: ON_FILE, MONITORED or CLOSED.

    `exit_kind`, `exit_on`: how and when the household left the roll, where it did. `closed_on`: the day
    on which the file was closed. `number`: the number on the paper, where it has one.
    """

    stage: Stage
    approver: str
    approved_on: date
    reason: str
    category: str
    level: str | None = None
    number: str | None = None
    applied_on: date | None = None
    exit_kind: ExitKind | None = None
    exit_on: date | None = None
    closed_on: date | None = None


def back_entry(
    office: Office,
    *,
    paper: PaperFile,
    applicant: Mapping[str, Any],
    scan: bytes | None,
    scan_name: str = "",
    household: Mapping[str, Any] | None = None,
    members: Sequence[Mapping[str, Any]] = (),
    case: Mapping[str, Any] | None = None,
    money: Mapping[str, Lines] | None = None,
    unit_id: int | None = None,
) -> Changes:
    """Enter a file that was approved on paper; `result_id` is the case.

    `scan` is the scan of the signed sheet. UserError at the field for what the paper must say and does
    not, for days out of order, and where the ID number stands in another open file.
    """
    _check(paper, scan, office.today)
    approval = PaperApproval(paper.approver.strip(), paper.approved_on)
    with office.write(Op.BACK_ENTRY, reason=paper.reason.strip(), paper=approval) as work:
        row = new_case(work, Op.BACK_ENTRY, Origin.BACK_ENTRY, unit_id=unit_id, to=paper.stage)
        put(row.household, accepted(HOUSEHOLD, household or {}, work.today))
        put(row, accepted(CASE_FIELDS, case or {}, work.today))
        new_person(work, accepted(APPLICANT, applicant, work.today), is_applicant=True)
        for member in members:
            new_person(work, accepted(MEMBER, member, work.today))
        for key, lines in (money or {}).items():
            write_lines(work, BY_KEY[key], accepted_lines(work, BY_KEY[key], lines))
        _set_file(work, row, paper)
        kept = attachments.store(work, scan or b"", scan_name, attachments.SIGNED_SHEET)
        _decide(work, row, paper, kept.id)
        hold_id_numbers(work, row)
        search.renew(work.session, [person.id for person in row.household.people])
        return work.done(result_id=row.id)


def _check(paper: PaperFile, scan: bytes | None, today: date) -> None:
    for text, key, label in (
        (paper.reason, "reason", "补录的原因"),
        (paper.approver, "approver", "审批人的姓名"),
        (paper.category, "category", "困难类别"),
    ):
        if not text.strip():
            raise UserError(f"请填写{label}。", field=key)
    if not scan:
        raise UserError("请添加签批原件的扫描件。", field="scan")
    _check_days(paper, today)
    is_off_roll = paper.stage is not Stage.ON_FILE
    if is_off_roll and (paper.exit_kind is None or paper.exit_on is None):
        raise UserError("请填写退出的方式和日期。", field="exit_kind")
    if paper.stage is Stage.MONITORED and not (paper.exit_kind and paper.exit_kind.is_monitored):
        raise UserError("只有脱困、解困的档案需要跟踪，请改选退出方式或阶段。", field="exit_kind")
    if paper.stage is Stage.CLOSED and paper.closed_on is None:
        raise UserError("请填写归档的日期。", field="closed_on")


def _check_days(paper: PaperFile, today: date) -> None:
    order = (
        (paper.applied_on, "applied_on", "申请日期"),
        (paper.approved_on, "approved_on", "审批日期"),
        (paper.exit_on, "exit_on", "退出日期"),
        (paper.closed_on, "closed_on", "归档日期"),
    )
    last: tuple[date, str] | None = None
    for day, key, label in order:
        if day is None:
            continue
        if day > today:
            raise UserError(f"{label}不能晚于今天，请核对。", field=key)
        if last is not None and day < last[0]:
            raise UserError(f"{label}不能早于{last[1]}，请核对。", field=key)
        last = (day, label)


def _set_file(work: Work, row: Case, paper: PaperFile) -> None:
    if paper.number and paper.number.strip():
        row.number = _free_number(work, accepted(_NUMBER, {"number": paper.number}, work.today))
    row.category = codes("category").canonical(paper.category)
    row.level = codes("level").canonical(paper.level) if paper.level else None
    row.applied_on = paper.applied_on or row.applied_on
    row.filed_on = row.reviewed_on = paper.approved_on
    row.is_back_entry, row.back_entry_reason = True, paper.reason.strip()
    terms = read_terms(work.session)
    row.stage_since = paper.approved_on
    if paper.stage is Stage.ON_FILE:
        row.next_visit_on = terms.visit_due(paper.approved_on)
        return
    assert paper.exit_on is not None and paper.exit_kind is not None
    row.stage_since = paper.exit_on
    if paper.exit_kind.is_monitored:
        row.watch_until = terms.watch_until(paper.exit_on)
    if paper.stage is Stage.CLOSED:
        row.stage_since = row.closed_on = paper.closed_on or paper.exit_on
        row.closed_reason = paper.exit_kind.value
    work.session.add(
        Exit(
            case_id=row.id,
            kind=paper.exit_kind,
            initiator="纸质档案",
            proposed_on=paper.exit_on,
            reason=paper.reason.strip(),
            agreed_on=paper.exit_on,
            approved_on=paper.exit_on,
            notice_served_on=paper.exit_on,
        )
    )


def _free_number(work: Work, values: Mapping[str, Any]) -> str:
    number: str = values["number"]
    if work.session.scalar(select(Case.id).where(Case.number == number)) is not None:
        raise UserError(f"档案编号 {number} 已经有一份档案，请核对。", field="number")
    return number


def _decide(work: Work, row: Case, paper: PaperFile, scan_id: int) -> None:
    """The approval on the paper, under the act that it was."""
    for op, day in ((Op.APPROVE_FILE, paper.approved_on), (Op.APPROVE_EXIT, paper.exit_on)):
        if day is not None:
            work.session.add(
                Decision(
                    case_id=row.id,
                    op=op.name,
                    stage=Stage.APPROVAL if op is Op.APPROVE_FILE else Stage.EXIT_APPROVAL,
                    decided_on=day,
                    account_id=work.user.id,
                    note=paper.reason.strip(),
                    is_on_paper=True,
                    paper_name=paper.approver.strip(),
                    paper_date=day,
                    paper_scan_id=scan_id,
                )
            )
