"""Plan and measures, funds, grants and payment batches. Money in integer fen."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.codes import BatchState, GrantState
from db.models.base import JOURNALLED, Code, Exchanged


class Plan(Exchanged):
    """一户一策: the plan of one household for one round; the newest counts."""

    __tablename__ = "plan"
    __table_args__ = (Index("ix_plan_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    made_on: Mapped[date]
    situation: Mapped[str | None]
    need: Mapped[str | None]
    goal: Mapped[str | None]
    responsible: Mapped[str | None]
    review_on: Mapped[date | None]
    is_current: Mapped[bool] = mapped_column(default=True)

    measures: Mapped[list[Measure]] = relationship(
        cascade="all, delete-orphan", order_by="Measure.position"
    )


class Measure(Exchanged):
    """One line of a plan: cause → need → measure → who, when, with what, result."""

    __tablename__ = "measure"
    __table_args__ = (Index("ix_measure_plan_id", "plan_id"), JOURNALLED)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    cause: Mapped[str | None]
    need: Mapped[str | None]
    kind: Mapped[str]
    """生活保障, 医疗托底, 教育护航 and more."""
    batch_tag: Mapped[str | None]
    content: Mapped[str]
    responsible: Mapped[str | None]
    start_on: Mapped[date | None]
    due_on: Mapped[date | None]
    source: Mapped[str | None]
    budget_fen: Mapped[int | None]
    is_done: Mapped[bool] = mapped_column(default=False)
    done_on: Mapped[date | None]
    result: Mapped[str | None]
    drop_reason: Mapped[str | None]


class Fund(Exchanged):
    """Money of one source and budget year; sources stay apart (专款专用)."""

    __tablename__ = "fund"
    __table_args__ = JOURNALLED

    name: Mapped[str]
    source: Mapped[str]
    budget_year: Mapped[int]
    amount_fen: Mapped[int]
    document: Mapped[str | None]
    received_on: Mapped[date | None]
    is_closed: Mapped[bool] = mapped_column(default=False)


class PaymentBatch(Exchanged):
    """Grants of one fund that are paid together."""

    __tablename__ = "payment_batch"
    __table_args__ = (Index("ix_payment_batch_fund_id", "fund_id"), JOURNALLED)

    number: Mapped[str] = mapped_column(unique=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    made_on: Mapped[date]
    state: Mapped[BatchState] = mapped_column(Code(BatchState))
    months_covered: Mapped[str | None]
    paid_on: Mapped[date | None]
    voucher: Mapped[str | None]


class Grant(Exchanged):
    """One aid item for one household, from request to payment or return."""

    __tablename__ = "aid_grant"
    __table_args__ = (
        Index("ix_aid_grant_case_id", "case_id"),
        Index("ix_aid_grant_batch_id", "batch_id"),
        JOURNALLED,
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    item: Mapped[str]
    asked_on: Mapped[date]
    amount_fen: Mapped[int]
    most_fen: Mapped[int | None]
    approval_tier: Mapped[str | None]
    rules: Mapped[str | None]
    basis: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    over_limit_reason: Mapped[str | None]
    reason: Mapped[str | None]
    state: Mapped[GrantState] = mapped_column(Code(GrantState))
    decided_on: Mapped[date | None]
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("payment_batch.id"))
    payee_name: Mapped[str | None]
    payee_bank: Mapped[str | None]
    payee_branch: Mapped[str | None]
    payee_card: Mapped[str | None]
    proxy_name: Mapped[str | None]
    proxy_relation: Mapped[str | None]
    proxy_id_number: Mapped[str | None]
    paid_on: Mapped[date | None]
    payment_reference: Mapped[str | None]
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None]


class Comfort(Exchanged):
    """A line of 慰问登记: somebody helped without a file (临时救助, 送温暖, 新就业形态).

    The table keeps the name that it was made with.
    """

    __tablename__ = "beneficiary"
    __table_args__ = JOURNALLED

    name: Mapped[str]
    id_number: Mapped[str | None]
    employer: Mapped[str | None]
    phone: Mapped[str | None]
    group: Mapped[str | None]
    helped_on: Mapped[date]
    item: Mapped[str]
    amount_fen: Mapped[int]
    goods: Mapped[str | None]
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """Of the account that entered the line: who sees it."""
