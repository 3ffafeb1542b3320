"""Payment batches: approved grants of one fund, paid together. What is paid is never undone, only returned.

Source: domain notes 4 §4.2 and 9 §1.5; the lifecycle contract (undo classes).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.aid.funds import left_of
from app.aid.limits import applicant_of
from app.aid.payees import Payee, check_account, put_payee
from app.changes import Changes, Op
from app.errors import AccessDeniedError, UserError
from app.office.session import Office, Work
from app.office.undo import built_on, put_back
from db.codes import BatchState, GrantState
from db.models import Case, Fund, Grant, Operation, PaymentBatch, RowImage
from db.values import clean_text, format_money

_DIGITS = 3


def make_batch(
    office: Office, *, fund_id: int, grant_ids: Sequence[int], months_covered: str = ""
) -> Changes:
    """编制发放批次 of approved grants from one fund; `result_id` is the batch.

    UserError: nothing chosen, a grant that is not approved or has no account, more than the fund has left.
    """
    with office.write(Op.MAKE_BATCH) as work:
        session = work.session
        fund = session.get(Fund, fund_id)
        if fund is None or fund.is_closed:
            raise UserError("请选择一笔在用的资金。", field="fund_id")
        grants = _approved(work, grant_ids)
        total, left = sum(grant.amount_fen for grant in grants), left_of(session, fund)
        if total > left:
            raise UserError(
                f"选中的救助合计 {format_money(total)} 元，超过这笔资金的余额 "
                f"{format_money(left)} 元；请减少人数，或换一笔资金。",
                field="grant_ids",
            )
        batch = PaymentBatch(
            number=_next_number(session, work.today.year),
            fund_id=fund_id,
            made_on=work.today,
            state=BatchState.OPEN,
            months_covered=clean_text(months_covered) or None,
        )
        session.add(batch)
        session.flush()
        for grant in grants:
            grant.state, grant.fund_id, grant.batch_id = GrantState.BATCHED, fund_id, batch.id
        return work.done(result_id=batch.id, case_ids=_cases_of(grants))


def dissolve_batch(office: Office, *, batch_id: int, reason: str) -> Changes:
    """The opposite of `make_batch`, while nothing of it is paid: the grants wait again as approved."""
    office.demand(Op.MAKE_BATCH)
    if not reason.strip():
        raise UserError("请写明撤销批次的原因。", field="reason")
    with office.read() as session:
        made = _made_by(session, batch_id)
    with (
        built_on(),
        office.write(
            Op.TAKE_BACK, reason=reason.strip(), reason_code=Op.MAKE_BATCH.name, undoes_id=made
        ) as work,
    ):
        batch = _open_batch(work.session, batch_id)
        grants = _rows(work.session, batch.id)
        _check_scope(work, grants)
        cases = _cases_of(grants)
        put_back(work.session, made)
        return work.done(result_id=batch_id, case_ids=cases)


def confirm_payment(
    office: Office,
    *,
    batch_id: int,
    paid_on: date,
    references: Mapping[int, str] | None = None,
    voucher: str = "",
) -> Changes:
    """确认发放: the bank has paid the whole batch. `references` are 回单号 by grant id.

    It cannot be undone; what comes back is recorded by `record_returned_payment`.
    UserError: already paid, a day in the future or before the approval of a grant.
    """
    with office.write(Op.CONFIRM_PAYMENT) as work:
        batch = _open_batch(work.session, batch_id)
        grants = _rows(work.session, batch_id)
        _check_scope(work, grants)
        _check_paid_on(work, grants, paid_on)
        for grant in grants:
            grant.state, grant.paid_on = GrantState.PAID, paid_on
            grant.payment_reference = clean_text((references or {}).get(grant.id, "")) or None
        batch.state, batch.paid_on = BatchState.PAID, paid_on
        batch.voucher = clean_text(voucher) or None
        return work.done(result_id=batch_id, case_ids=_cases_of(grants))


def record_returned_payment(
    office: Office,
    *,
    grant_id: int,
    returned_on: date,
    reason: str,
    pay_again: Payee | None = None,
) -> Changes:
    """登记退汇: the bank sent the money back; it is in the fund again.

    With `pay_again` (the mended account) the same decision stands as a new approved grant, ready for
    another batch; `result_id` is that grant, else the returned one. The old row keeps what happened.
    """
    with office.write(Op.RECORD_RETURNED_PAYMENT) as work:
        grant = work.session.get(Grant, grant_id)
        if grant is None or grant.state is not GrantState.PAID or grant.paid_on is None:
            raise UserError("只有已发放的救助才能登记退汇，请刷新后再看。")
        _check_scope(work, [grant])
        words = clean_text(reason, lines=True)
        if not words:
            raise UserError("请写明退汇原因，例如“账号与户名不符”。", field="return_reason")
        if not grant.paid_on <= returned_on <= work.today:
            raise UserError(
                f"退回日期应在发放日期 {grant.paid_on} 和今天之间，请核对。", field="returned_on"
            )
        grant.state, grant.returned_on = GrantState.RETURNED, returned_on
        grant.return_reason = words
        result = grant if pay_again is None else _again(work, grant, pay_again)
        work.session.flush()
        return work.done(result_id=result.id, case_ids=(grant.case_id,))


def _again(work: Work, old: Grant, payee: Payee) -> Grant:
    """The same decision once more, to a mended account."""
    case = work.session.get_one(Case, old.case_id)
    basis = {**(old.basis or {}), "replaces_grant_id": old.id}
    grant = Grant(
        case_id=old.case_id,
        person_id=old.person_id,
        item=old.item,
        asked_on=old.asked_on,
        amount_fen=old.amount_fen,
        most_fen=old.most_fen,
        approval_tier=old.approval_tier,
        rules=old.rules,
        basis=basis,
        over_limit_reason=old.over_limit_reason,
        reason=old.reason,
        state=GrantState.APPROVED,
        decided_on=old.decided_on,
    )
    put_payee(grant, _mended(old, payee), applicant_of(case), work.today)
    work.session.add(grant)
    return grant


def _mended(old: Grant, payee: Payee) -> Payee:
    """The account with what was not changed filled in from before. UserError without a card."""
    if not payee.card.strip():
        raise UserError("请填写改正以后的银行卡号。", field="payee_card")
    name = payee.name.strip() or old.payee_name or ""
    if name != old.payee_name:
        return payee
    basis = old.basis or {}
    return replace(
        payee,
        name=name,
        bank=payee.bank or old.payee_bank or "",
        branch=payee.branch or old.payee_branch or "",
        relation=payee.relation or old.proxy_relation or "",
        consent=payee.consent or str(basis.get("payee_consent") or ""),
    )


def _approved(work: Work, grant_ids: Sequence[int]) -> list[Grant]:
    wanted = sorted(set(grant_ids))
    if not wanted:
        raise UserError("请至少勾选一笔已批准的救助。", field="grant_ids")
    grants = list(
        work.session.scalars(select(Grant).where(Grant.id.in_(wanted)).order_by(Grant.id))
    )
    if len(grants) != len(wanted) or any(one.state is not GrantState.APPROVED for one in grants):
        raise UserError("选中的救助里有的不是“已批准”状态，请刷新后重新勾选。", field="grant_ids")
    _check_scope(work, grants)
    for grant in grants:
        case = work.session.get_one(Case, grant.case_id)
        check_account(grant, f"{applicant_of(case).name}（{case.number}）")
    return grants


def _check_scope(work: Work, grants: Sequence[Grant]) -> None:
    for grant in grants:
        unit_id = work.session.get_one(Case, grant.case_id).unit_id
        if not work.office.sees_unit(unit_id):
            raise AccessDeniedError(
                "这个批次里有不在您管辖范围内的户，请由县总工会的资金账号办理。"
            )


def _check_paid_on(work: Work, grants: Sequence[Grant], paid_on: date) -> None:
    if paid_on > work.today:
        raise UserError("发放日期不能晚于今天：先发放，后登记。", field="paid_on")
    decided = max((one.decided_on for one in grants if one.decided_on), default=paid_on)
    if paid_on < decided:
        raise UserError(
            f"发放日期不能早于批准救助的日期 {decided}，请核对银行回单。", field="paid_on"
        )


def _rows(session: Session, batch_id: int) -> list[Grant]:
    return list(session.scalars(select(Grant).where(Grant.batch_id == batch_id).order_by(Grant.id)))


def _open_batch(session: Session, batch_id: int) -> PaymentBatch:
    batch = session.get(PaymentBatch, batch_id)
    if batch is None or batch.state is not BatchState.OPEN:
        raise UserError("这个批次已经发放或撤销，请刷新后再看。")
    return batch


def _made_by(session: Session, batch_id: int) -> int:
    made = session.scalar(
        select(Operation.id)
        .join(RowImage, RowImage.operation_id == Operation.id)
        .where(
            Operation.op == Op.MAKE_BATCH.name,
            RowImage.table_name == PaymentBatch.__tablename__,
            RowImage.row_id == batch_id,
            RowImage.before.is_(None),
        )
        .order_by(Operation.id.desc())
        .limit(1)
    )
    if made is None:
        raise UserError("这个批次已经发放或撤销，请刷新后再看。")
    return made


def _cases_of(grants: Sequence[Grant]) -> tuple[int, ...]:
    return tuple(sorted({grant.case_id for grant in grants}))


def _next_number(session: Session, year: int) -> str:
    """2026-001: the year and a running number."""
    numbers = session.scalars(
        select(PaymentBatch.number).where(PaymentBatch.number.startswith(f"{year}-"))
    )
    tails = [number.removeprefix(f"{year}-") for number in numbers]
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{year}-{last + 1:0{_DIGITS}d}"
