"""审批: approve a file, send it back, refuse it; itself or recorded from a signed paper.

Four eyes: whoever did the last 经办 act on the case does not approve it. Permissions: group 审批.
Source: the lifecycle and access contracts.
"""

from dataclasses import dataclass

from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.codes import codes
from app.office.access import check_four_eyes, check_paper_approval
from app.office.session import Office, PaperApproval, Work, last_intake_account
from app.office.settings import read_terms
from app.review.assessing import newest_assessment
from app.review.entries import end_case, words
from db.codes import Stage
from db.models import Attachment


@dataclass(frozen=True)
class Standing:
    """What a household is filed as."""

    category: str | None
    level: str | None


def approve_file(
    office: Office,
    *,
    case_id: int,
    note: str = "",
    category: str | None = None,
    level: str | None = None,
    paper: PaperApproval | None = None,
) -> Changes:
    """批准建档: ON_FILE from today, or from the day of the signature on paper.

    Category and level are those of the newest assessment; another choice needs its reason in `note`.
    UserError: nothing to file the household as, four eyes, a paper without name, day or scan.
    """
    reason = words(note)
    with office.write(Op.APPROVE_FILE, case_id, reason=reason, paper=paper) as work:
        check_hands(work)
        found = assessed_standing(work)
        chosen = Standing(
            _known("category", category) or found.category, _known("level", level) or found.level
        )
        _check_choice(chosen, found, reason)
        decision = work.decide(reason)
        move(work, note=reason)
        case, day = work.case, decision.decided_on
        case.category, case.level, case.filed_on = chosen.category, chosen.level, day
        case.category_to_review, case.reviewed_on = False, None
        case.next_visit_on = read_terms(work.session).visit_due(day)
        return work.done()


def return_approval(
    office: Office,
    *,
    case_id: int,
    to: Stage,
    note: str,
    to_step: int | None = None,
    paper: PaperApproval | None = None,
) -> Changes:
    """审批退回 to an earlier stage. UserError (fields to, note)."""
    reason = words(note)
    with office.write(Op.RETURN_APPROVAL, case_id, reason=reason, paper=paper) as work:
        check_hands(work)
        work.decide(reason)
        move(work, note=reason, to=to, to_step=to_step)
        return work.done()


def refuse_file(
    office: Office, *, case_id: int, note: str, paper: PaperApproval | None = None
) -> Changes:
    """审批不予建档. UserError (field note) without a reason."""
    reason = words(note)
    with office.write(Op.REFUSE_FILE, case_id, reason=reason, paper=paper) as work:
        check_hands(work)
        work.decide(reason)
        move(work, note=reason)
        end_case(work, reason)
        return work.done()


def check_hands(work: Work) -> None:
    """Four eyes for an act of 审批 on a case; a paper needs name, day and a scan among its papers."""
    if work.paper is None:
        last = last_intake_account(work.session, work.case.id)
        check_four_eyes(work.op, work.user.id, last_clerk_id=last)
        return
    scan = work.session.get(Attachment, work.paper.scan_id) if work.paper.scan_id else None
    has_scan = scan is not None and scan.case_id == work.case.id and scan.removed_on is None
    check_paper_approval(
        approver=work.paper.name,
        signed_on=work.paper.signed_on,
        has_scan=has_scan,
        today=work.today,
    )
    begun = work.case.applied_on
    if begun is not None and work.paper.signed_on < begun:
        raise UserError(
            f"审批人签字的日期不能早于申请日期 {begun}，请核对签字页。", field="paper_date"
        )


def assessed_standing(work: Work) -> Standing:
    """Category and level by the newest assessment; both None where it gives none or there is none."""
    record = newest_assessment(work.session, work.case.id)
    if record is None or not record.is_eligible:
        return Standing(None, None)
    level = codes("level").match(record.level).code if record.level else None
    return Standing(record.category, level)


def _known(list_key: str, label: str | None) -> str | None:
    if label and label not in codes(list_key).labels:
        raise UserError("没有这个选项，请从列表中选择。", field=list_key)
    return label or None


def _check_choice(chosen: Standing, found: Standing, reason: str | None) -> None:
    if chosen.category is None and chosen.level is None:
        raise UserError(
            "最近一次认定没有得出困难类别；确实要建档的，请选择类别并写明理由，否则请退回或不予建档。",
            field="category",
        )
    differs = chosen.category != found.category or (
        found.level is not None and chosen.level != found.level
    )
    if differs and reason is None:
        raise UserError("选择的类别或级别与认定结果不同，请写明理由。", field="note")
