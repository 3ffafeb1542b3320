"""Search tokens: made in Python from people and employers, rebuilt after undo, never journalled.

One row per suffix of the name, of the joined syllables and of the initials (data design D).
"""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class SearchToken(Base):
    """A suffix under which a person is found. `kind`: see `db.search.Kind`; `position`: where in the
    name it begins, 64 more for another than the first reading. `w` rows are of nobody: employers' names."""

    __tablename__ = "search_token"
    __table_args__ = (
        Index("ix_search_token_person_id", "person_id"),
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    token: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
