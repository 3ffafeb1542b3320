"""What is typed and not yet saved, and how far a file has come in the national system."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import JOURNALLED, Exchanged, Instant, Row


class TypingDraft(Row):
    """What one account has typed into one form and not saved. Gone when it is saved or given up.

    Not journalled: it is nobody's act yet. `login` is the session that typed it; `record_id` the line or
    person that the form was opened on.
    """

    __tablename__ = "typing_draft"
    __table_args__ = (
        Index("ix_typing_draft_account_id", "account_id"),
        Index("ix_typing_draft_case_id", "case_id"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    login: Mapped[str]
    place: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id", ondelete="CASCADE"))
    record_id: Mapped[int | None]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(Instant)


class NationalRecord(Exchanged):
    """One file in the national system: its number there, where it stands, why it came back."""

    __tablename__ = "national_record"
    __table_args__ = (UniqueConstraint("case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id", ondelete="CASCADE"))
    number: Mapped[str | None]
    state: Mapped[str]
    """未录入, 已上报, 退回 or 需更新."""
    since: Mapped[date]
    reason: Mapped[str | None]


class TranscriptionMark(Row):
    """A value of a file that has been copied into the national system: a tick, no act."""

    __tablename__ = "transcription_mark"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id", ondelete="CASCADE"))
    key: Mapped[str]
