"""What is left of a file that was destroyed after its keeping period, and how the journal still proves itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import JOURNALLED, Exchanged, Row


class DestroyedFile(Exchanged):
    """One line of the register of destroyed files (销毁清册). It names nobody of the household."""

    __tablename__ = "destroyed_file"
    __table_args__ = JOURNALLED

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    destroyed_on: Mapped[date]
    closed_on: Mapped[date]
    kept_until: Mapped[date]
    papers: Mapped[int]
    """How many issued papers and scans lay in it."""
    reason: Mapped[str]
    approved_by: Mapped[str]
    approved_on: Mapped[date]
    is_on_paper: Mapped[bool] = mapped_column(default=False)
    paper_scan_id: Mapped[int | None] = mapped_column(ForeignKey("office_scan.id"))
    watcher_one: Mapped[str]
    watcher_two: Mapped[str]
    """监销人: the two who watched the paper file being destroyed."""


class ResealedImages(Row):
    """The hash of an operation's images after some of them were erased; kept under the erasing operation."""

    __tablename__ = "resealed_images"
    __table_args__ = JOURNALLED

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    images_hash: Mapped[str] = mapped_column(String(64))
