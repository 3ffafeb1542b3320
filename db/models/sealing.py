"""Whose a seal is, how an issued paper was sealed, and the scan of the stamped sheet that came back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.codes import Bearer, Seam
from db.models.base import JOURNALLED, Code, Exchanged


class SealBearer(Exchanged):
    """Whose seal it is. A seal without such a row is of its unit, at the level of that unit."""

    __tablename__ = "seal_bearer"
    __table_args__ = JOURNALLED

    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id"), unique=True)
    bearer: Mapped[Bearer] = mapped_column(Code(Bearer))
    second_name: Mapped[str | None]
    """The name in the other script of a bilingual sample; a scan shows both as it is."""


class PaperSealing(Exchanged):
    """How a paper was sealed, where it was not simply one drawn seal."""

    __tablename__ = "paper_sealing"
    __table_args__ = JOURNALLED

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"), unique=True)
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    """The place was left empty for the stamp."""
    seam: Mapped[Seam] = mapped_column(Code(Seam), default=Seam.NONE)


class JointSeal(Exchanged):
    """A further seal on a paper, in the box of its bearer."""

    __tablename__ = "joint_seal"
    __table_args__ = JOURNALLED

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id"))


class FiledScan(Exchanged):
    """The scan of a stamped sheet, filed at its case by the QR on it."""

    __tablename__ = "filed_scan"
    __table_args__ = JOURNALLED

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    filed_on: Mapped[date]
