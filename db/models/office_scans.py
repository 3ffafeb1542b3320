"""Scans that belong to the office and to no case: the signed sheets of its own approvals."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import JOURNALLED, Exchanged


class OfficeScan(Exchanged):
    """A scan kept beside the file like an attachment: encrypted, named by a keyed hash."""

    __tablename__ = "office_scan"
    __table_args__ = JOURNALLED

    kind: Mapped[str]
    """What was signed: 标准生效."""
    stored_name: Mapped[str]
    received_sha256: Mapped[str] = mapped_column(String(64))
    stored_sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str]
    size: Mapped[int]
    added_on: Mapped[date]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
