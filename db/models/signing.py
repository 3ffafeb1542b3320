"""The keys by which the office signs its issued papers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import JOURNALLED, Row


class SigningKey(Row):
    """A private key with its certificate; one is active. It leaves this file only inside a backup of it."""

    __tablename__ = "signing_key"
    __table_args__ = JOURNALLED

    origin: Mapped[str]
    """自建 or 导入: made by the program, or brought along as PKCS#12."""
    holder: Mapped[str]
    """Whom the certificate names."""
    valid_until: Mapped[date]
    certificates: Mapped[bytes] = mapped_column(LargeBinary)
    """PEM: the signer's own first, then those above it."""
    private_key: Mapped[bytes] = mapped_column(LargeBinary)
    """PKCS#8 in DER."""
    added_on: Mapped[date]
    is_active: Mapped[bool] = mapped_column(default=True)
