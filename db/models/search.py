"""What people are found and sorted by: made in Python from people, rebuilt after undo, never journalled.

One token row per beginning from which a person can be looked for (data design D), and one entry per
person with what the tokens were made of and the keys of the two orders of names.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class SearchToken(Base):
    """A text under which a person is found. `kind`: see `db.tokens.Kind`; the unit is that of the case,
    so that the scope of an account is asked of the same row. Kinds of words are of nobody (person 0)."""

    __tablename__ = "search_token"
    __table_args__ = {"sqlite_with_rowid": False}

    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    token: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(default=0)


class SearchEntry(Base):
    """One person of the search: what the tokens were made of, so that they can be taken out again,
    and where the person stands by pinyin and by strokes."""

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_by_pinyin", "is_applicant", "pinyin_key", "case_id", "unit_id"),
        Index("ix_search_entry_by_strokes", "is_applicant", "stroke_key", "case_id", "unit_id"),
    )

    person_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    case_id: Mapped[int]
    unit_id: Mapped[int]
    is_applicant: Mapped[bool]
    pinyin_key: Mapped[str]
    stroke_key: Mapped[str]
    known: Mapped[str]
    """As `db.tokens.Known.written`."""
