"""How an account likes its lists: filters kept under a name, and the columns that are shown."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Row


class ListView(Row):
    """A view of a list that an account has kept. `name` "" holds the columns in use."""

    __tablename__ = "list_view"
    __table_args__ = (UniqueConstraint("account_id", "place", "name"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    place: Mapped[str]
    name: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
