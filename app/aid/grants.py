"""A grant from request to decision. Amounts in fen; the limit is computed when asked and when approved.

Above the limit a request is refused; only where the rules send the item to 省级 or 全总 may a reason
carry it further. A grant that needs a higher tier is approved by recording that tier's signed reply.
Source: the aid, lifecycle and access contracts.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.aid.history import household_cases
from app.aid.limits import HIGHER_TIERS, Costs, Limit, applicant_of, limit_of, person_in
from app.aid.payees import Payee, payee_of, put_payee
from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.codes import codes
from app.office.access import check_four_eyes, check_paper_approval
from app.office.session import Office, PaperApproval, Work, last_intake_account
from db.codes import GrantState
from db.models import Attachment, Case, Grant, Operation, RowImage
from db.values import clean_text, format_money


def propose_grant(
    office: Office,
    *,
    case_id: int,
    item: str,
    amount_fen: int,
    person_id: int | None = None,
    costs: Costs | None = None,
    reason: str = "",
    over_limit_reason: str = "",
    payee: Payee | None = None,
    asked_on: date | None = None,
) -> Changes:
    """申请救助 for a household on file; `result_id` is the grant. Without `payee` the household's account.

    UserError at the field (item, person_id, amount_fen, over_limit_reason, payee_…): what to do instead.
    """
    costs = costs or Costs()
    with office.write(Op.PROPOSE_GRANT, case_id) as work:
        case, day = work.case, asked_on or work.today
        _check_request(work, item, amount_fen, day)
        person = person_in(case, person_id)
        limit = limit_of(work.session, case, item, person, costs, work.today)
        over = clean_text(over_limit_reason, lines=True)
        _check_amount(limit, amount_fen, over)
        grant = Grant(
            case_id=case.id,
            person_id=person_id,
            item=item,
            asked_on=day,
            amount_fen=amount_fen,
            most_fen=limit.most_fen,
            approval_tier=limit.tier,
            rules=limit.rules,
            basis={
                **limit.as_json(),
                "self_paid_fen": costs.self_paid_fen,
                "hardship_cost_fen": costs.hardship_cost_fen,
                "stage": costs.stage,
            },
            over_limit_reason=over if _is_over(limit, amount_fen) else None,
            reason=clean_text(reason, lines=True) or None,
            state=GrantState.PROPOSED,
        )
        applicant = applicant_of(case)
        put_payee(grant, payee or payee_of(case.household, applicant), applicant, work.today)
        work.session.add(grant)
        work.session.flush()
        move(work)
        return work.done(result_id=grant.id)


def approve_grant(
    office: Office, *, grant_id: int, note: str = "", paper: PaperApproval | None = None
) -> Changes:
    """批准救助, itself or recorded from a signed paper (省级 and 全总: always from their reply).

    UserError: no longer waiting, four eyes, a paper without name, day or scan, over today's limit.
    """
    case_id = _case_id(office, grant_id)
    with office.write(Op.APPROVE_GRANT, case_id, paper=paper) as work:
        grant = _waiting(work, grant_id)
        if grant.approval_tier in HIGHER_TIERS and paper is None:
            raise UserError(
                f"这笔救助由{grant.approval_tier}工会审批，请由经办或审核账号用“登记纸质审批”"
                "录入批复人、批复日期和批复的扫描件。",
                field="paper",
            )
        _check_hands(work, grant)
        _check_still_within(work, grant)
        _decide(work, grant, GrantState.APPROVED, note)
        return work.done(result_id=grant_id)


def refuse_grant(
    office: Office, *, grant_id: int, note: str, paper: PaperApproval | None = None
) -> Changes:
    """不批准救助. UserError (field note) without a reason; otherwise as `approve_grant`."""
    case_id = _case_id(office, grant_id)
    with office.write(Op.REFUSE_GRANT, case_id, reason=note.strip(), paper=paper) as work:
        grant = _waiting(work, grant_id)
        _check_hands(work, grant)
        _decide(work, grant, GrantState.REFUSED, note)
        return work.done(result_id=grant_id)


def proposer_of(session: Session, grant: Grant) -> int | None:
    """The account that asked for the grant, from the journal; of one that is paid again, for the first.

    Of the requests that made a row of this id the last: the id of one that was taken back is given out again.
    Looked for among those of its household, merged files included: the images of all years are too many to
    be walked for it.
    """
    first = (grant.basis or {}).get("replaces_grant_id")
    replaced = session.get(Grant, first) if first else None
    if replaced is not None:
        return proposer_of(session, replaced)
    cases = household_cases(session, session.get_one(Case, grant.case_id))
    asked = select(Operation.id).where(
        Operation.case_id.in_(cases), Operation.op == Op.PROPOSE_GRANT.name
    )
    return session.scalar(
        select(Operation.account_id)
        .join(RowImage, RowImage.operation_id == Operation.id)
        .where(
            RowImage.operation_id.in_(session.scalars(asked).all()),
            RowImage.table_name == Grant.__tablename__,
            RowImage.row_id == grant.id,
            RowImage.before.is_(None),
        )
        .order_by(RowImage.id.desc())
        .limit(1)
    )


def _case_id(office: Office, grant_id: int) -> int:
    """Whose grant it is; whether the account may do what it wants is asked by the write."""
    with office.read() as session:
        grant = session.get(Grant, grant_id)
        if grant is None:
            raise UserError("没有找到这笔救助，请刷新后再看。")
        return grant.case_id


def _waiting(work: Work, grant_id: int) -> Grant:
    grant = work.session.get_one(Grant, grant_id)
    if grant.state is not GrantState.PROPOSED:
        raise UserError(f"这笔救助已经是“{grant.state.value}”，不能再审批，请刷新后再看。")
    return grant


def _check_request(work: Work, item: str, amount_fen: int, day: date) -> None:
    if item not in codes("aid_item").labels:
        raise UserError("请从列表中选择帮扶项目。", field="item")
    if amount_fen <= 0:
        raise UserError("请填写大于零的金额。", field="amount_fen")
    if day > work.today:
        raise UserError("申请日期不能晚于今天，请核对。", field="asked_on")
    if work.case.filed_on is not None and day < work.case.filed_on:
        raise UserError(
            f"先建档后帮扶：申请日期不能早于建档日期 {work.case.filed_on}，请核对。",
            field="asked_on",
        )


def _is_over(limit: Limit, amount_fen: int) -> bool:
    return limit.most_fen is not None and amount_fen > limit.most_fen


def _check_amount(limit: Limit, amount_fen: int, over_reason: str) -> None:
    if limit.refusal is not None:
        raise UserError(f"不能申请这项救助：{limit.refusal}", field="item")
    if limit.most_fen is None or amount_fen <= limit.most_fen:
        return
    most = format_money(limit.most_fen)
    if not limit.may_exceed:
        raise UserError(
            f"按标准最多可以申请 {most} 元，请把金额改到 {most} 元以内。", field="amount_fen"
        )
    if not over_reason:
        raise UserError(
            f"按标准最多可以申请 {most} 元；确需超过的由{limit.tier}审批，请写明超过上限的理由。",
            field="over_limit_reason",
        )


def _check_still_within(work: Work, grant: Grant) -> None:
    """What else was granted since the request counts against it."""
    basis = grant.basis or {}
    costs = Costs(
        int(basis.get("self_paid_fen") or 0),
        int(basis.get("hardship_cost_fen") or 0),
        basis.get("stage"),
    )
    person = person_in(work.case, grant.person_id)
    limit = limit_of(
        work.session, work.case, grant.item, person, costs, work.today, leave_out=grant.id
    )
    if limit.refusal is not None or (
        _is_over(limit, grant.amount_fen) and not grant.over_limit_reason
    ):
        why = limit.refusal or f"现在最多可以发放 {format_money(limit.most_fen or 0)} 元。"
        raise UserError(
            f"申请以后情况有变化，这笔救助已经超过今年的额度：{why}请不批准，由经办重新申请。"
        )


def _check_hands(work: Work, grant: Grant) -> None:
    """Four eyes on case and grant; a paper needs name, day and a scan among the papers of the case."""
    if work.paper is None:
        for account in (
            last_intake_account(work.session, work.case.id),
            proposer_of(work.session, grant),
        ):
            check_four_eyes(work.op, work.user.id, last_clerk_id=account)
        return
    scan = work.session.get(Attachment, work.paper.scan_id) if work.paper.scan_id else None
    check_paper_approval(
        approver=work.paper.name,
        signed_on=work.paper.signed_on,
        has_scan=scan is not None and scan.case_id == work.case.id and scan.removed_on is None,
        today=work.today,
    )
    if work.paper.signed_on < grant.asked_on:
        raise UserError(
            f"审批人签字的日期不能早于申请日期 {grant.asked_on}，请核对签字页。", field="paper_date"
        )


def _decide(work: Work, grant: Grant, state: GrantState, note: str) -> None:
    words = clean_text(note, lines=True)
    move(work, note=words)
    decision = work.decide(words)
    work.session.flush()
    grant.state = state
    grant.decided_on = decision.decided_on
    grant.basis = {**(grant.basis or {}), "decision_id": decision.id}
