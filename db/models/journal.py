"""The journal's own tables. They are not journalled themselves; no operation edits or deletes them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import JOURNALLED, Instant, Row

_TAKES_BACK = text("undoes_id IS NOT NULL")


class Operation(Row):
    """One named operation: who, when, what, on which case, with what result; chained by a keyed hash.

    Holds no personal values: the reason's own words are a row image. What was undone is derived
    from `undoes_id` of a later operation.
    """

    __tablename__ = "operation"
    __table_args__ = (
        Index("ix_operation_case_id", "case_id"),
        Index("ix_operation_account_id", "account_id"),
        # Of every operation that is shown or taken back it is asked what took it back.
        Index(
            "ix_operation_undoes_id",
            "undoes_id",
            sqlite_where=_TAKES_BACK,
            postgresql_where=_TAKES_BACK,
        ),
    )

    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None]
    session: Mapped[str] = mapped_column(String(36))
    op: Mapped[str]
    case_id: Mapped[int | None]
    reason_code: Mapped[str | None]
    result: Mapped[str]
    """done or refused."""
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    undoes_id: Mapped[int | None]
    images_hash: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))


class RowImage(Row):
    """A changed row before and after, as JSON text made by the database itself."""

    __tablename__ = "row_image"
    __table_args__ = (Index("ix_row_image_operation_id", "operation_id"),)

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[str | None]
    after: Mapped[str | None]


class NewRows(Row):
    """What a bulk operation made: row ids instead of images."""

    __tablename__ = "new_rows"
    __table_args__ = (Index("ix_new_rows_operation_id", "operation_id"),)

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    table_name: Mapped[str]
    row_id: Mapped[int]


class Reason(Row):
    """The words of a reason; journalled as a row image, so that they can be erased with the person."""

    __tablename__ = "reason"
    __table_args__ = (Index("ix_reason_operation_id", "operation_id"), JOURNALLED)

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    text: Mapped[str]
