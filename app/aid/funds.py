"""Funds: money of one source and budget year (专款专用). Used money is counted from the grants. In fen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.facts_values import accepted
from app.cases.scope import check_reader
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import FUND, missing
from app.office.session import Office
from db.codes import BatchState, GrantState, Stage
from db.models import Fund, Grant, PaymentBatch
from db.values import format_money

__all__ = ["FundView", "funds", "left_of", "save_fund", "used_of"]


@dataclass(frozen=True)
class FundView:
    """One fund with its balance. `batched_fen` waits in open batches, `paid_fen` has gone out."""

    id: int
    name: str
    source: str
    budget_year: int
    amount_fen: int
    batched_fen: int
    paid_fen: int
    document: str
    received_on: date | None
    is_closed: bool

    @property
    def used_fen(self) -> int:
        """Batched or paid; money that came back is not used."""
        return self.batched_fen + self.paid_fen

    @property
    def left_fen(self) -> int:
        """What new batches may take."""
        return self.amount_fen - self.used_fen


def save_fund(
    office: Office,
    *,
    values: Mapping[str, Any],
    fund_id: int | None = None,
    is_closed: bool = False,
) -> Changes:
    """登记资金: a new fund, or new values of one (keys of the catalogue's FUND); `result_id` is the fund.

    UserError at the field: missing values, an amount below what is used, another source or year once
    money has been used, closing with an open batch.
    """
    with office.write(Op.SAVE_FUND) as work:
        read = accepted(FUND, values, work.today)
        fund = work.session.get(Fund, fund_id) if fund_id is not None else Fund()
        if fund is None:
            raise UserError("没有找到这笔资金，请刷新后再看。")
        merged = {field.key: read.get(field.key, getattr(fund, field.key)) for field in FUND}
        lacking = missing(merged, FUND, Stage.DRAFT)
        if lacking:
            raise UserError(f"请填写{lacking[0].label}。", field=lacking[0].key)
        if not merged["amount_fen"]:
            raise UserError("请填写大于零的金额。", field="amount_fen")
        if fund_id is not None:
            _check_change(work.session, fund, merged, is_closed)
        for key, value in merged.items():
            setattr(fund, key, value)
        fund.is_closed = is_closed
        work.session.add(fund)
        work.session.flush()
        return work.done(result_id=fund.id)


def funds(office: Office, *, budget_year: int | None = None) -> tuple[FundView, ...]:
    """Every fund with its balance, the newest year first. AccessDeniedError for who reads no cases."""
    check_reader(office)
    with office.read() as session:
        query = select(Fund).order_by(Fund.budget_year.desc(), Fund.source, Fund.id)
        if budget_year is not None:
            query = query.where(Fund.budget_year == budget_year)
        used = _used(session)
        return tuple(fund_view(fund, used) for fund in session.scalars(query))


def fund_view(fund: Fund, used: Mapping[tuple[int | None, GrantState], int]) -> FundView:
    """One fund as a screen shows it."""
    return FundView(
        id=fund.id,
        name=fund.name,
        source=fund.source,
        budget_year=fund.budget_year,
        amount_fen=fund.amount_fen,
        batched_fen=used.get((fund.id, GrantState.BATCHED), 0),
        paid_fen=used.get((fund.id, GrantState.PAID), 0),
        document=fund.document or "",
        received_on=fund.received_on,
        is_closed=fund.is_closed,
    )


def used_of(session: Session, fund_id: int) -> int:
    """What a fund's batches hold and have paid."""
    used = _used(session)
    return used.get((fund_id, GrantState.BATCHED), 0) + used.get((fund_id, GrantState.PAID), 0)


def left_of(session: Session, fund: Fund) -> int:
    """What new batches may take from a fund."""
    return fund.amount_fen - used_of(session, fund.id)


def _used(session: Session) -> dict[tuple[int | None, GrantState], int]:
    rows = session.execute(
        select(Grant.fund_id, Grant.state, func.sum(Grant.amount_fen))
        .where(Grant.fund_id.is_not(None))
        .group_by(Grant.fund_id, Grant.state)
    )
    return {(fund_id, state): int(total) for fund_id, state, total in rows}


def _check_change(session: Session, fund: Fund, merged: Mapping[str, Any], is_closed: bool) -> None:
    used = used_of(session, fund.id)
    if merged["amount_fen"] < used:
        raise UserError(
            f"这笔资金已经使用 {format_money(used)} 元，金额不能改到比这更少。", field="amount_fen"
        )
    for key, label in (("source", "资金来源"), ("budget_year", "预算年度")):
        if used and merged[key] != getattr(fund, key):
            raise UserError(f"这笔资金已经使用，不能再改{label}；请另外登记一笔资金。", field=key)
    open_batches = session.scalar(
        select(func.count()).where(
            PaymentBatch.fund_id == fund.id, PaymentBatch.state == BatchState.OPEN
        )
    )
    if is_closed and open_batches:
        raise UserError("这笔资金还有没发放的批次，请先发放或撤销批次，再停用。", field="is_closed")
