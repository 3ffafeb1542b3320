"""Pairs of people who look alike and are not the same: asked once, remembered."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import JOURNALLED, Row


class NotSamePerson(Row):
    """Somebody has looked: these two are different people. `person_id` is the smaller id of the two."""

    __tablename__ = "not_same_person"
    __table_args__ = (
        UniqueConstraint("person_id", "other_id"),
        Index("ix_not_same_person_other_id", "other_id"),
        JOURNALLED,
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    marked_on: Mapped[date]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str | None]
