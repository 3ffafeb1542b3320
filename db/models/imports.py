"""What the office has said about the words of other people's workbooks: kept, and used at the next import."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.models.base import JOURNALLED, Row


class ImportMapping(Row):
    """One word of a workbook and what it means here.

    `kind` is `column` for a column's name, else the key of the code list; `meaning` "" says: none, keep it
    as it came.
    """

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("kind", "filed"), JOURNALLED)

    kind: Mapped[str]
    filed: Mapped[str]
    meaning: Mapped[str]
