"""Whose a seal is, how an issued paper was sealed, its file, and the scan of the stamped sheet that came back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
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


class SeamInset(Exchanged):
    """How far from the edge of the sheets the strips of a drawn seam end."""

    __tablename__ = "seam_inset"
    __table_args__ = JOURNALLED

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"), unique=True)
    tenths_mm: Mapped[int]


class JointSeal(Exchanged):
    """A further seal on a paper, in the box of its bearer."""

    __tablename__ = "joint_seal"
    __table_args__ = (Index("ix_joint_seal_paper_id", "paper_id"), JOURNALLED)

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id"))


class FiledScan(Exchanged):
    """The scan of a stamped sheet, filed at its case by the QR on it."""

    __tablename__ = "filed_scan"
    __table_args__ = (Index("ix_filed_scan_paper_id", "paper_id"), JOURNALLED)

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    filed_on: Mapped[date]


class IssuedFile(Exchanged):
    """The signed file of an issued paper, kept encrypted beside this file; its hash is in the paper's own row."""

    __tablename__ = "issued_file"
    __table_args__ = JOURNALLED

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"), unique=True)
    stored_name: Mapped[str]


class SharedFile(Exchanged):
    """A file in which a paper was handed out with others, eight cards to a sheet; it is known by its hash only."""

    __tablename__ = "shared_file"
    __table_args__ = JOURNALLED

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
