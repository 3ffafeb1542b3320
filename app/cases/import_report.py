"""What an import found and did, and the list of rows that it refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from app.cases.import_shown import Difference
from app.cases.workbook.cells import plain_text
from app.cases.workbook.facts import CheckedWorkbook, Notice, Rejection
from app.cases.workbook.header import REJECT_COLUMNS
from app.changes import Changes
from db.files import write_atomically

_LONGEST = 32_767
"""Characters that a cell holds."""


@dataclass(frozen=True)
class ImportReport:
    """What an import found and did. Counts are households, except `persons` and `rows`.

    `accepted` are those that pass and are not on file yet; `written` what was written.
    """

    rows: int
    accepted: int
    persons: int
    written: int
    existing: int
    differing: int
    rejected: tuple[Rejection, ...]
    warnings: tuple[Notice, ...]
    is_ok: bool
    """Nothing was refused, or the rest was asked for."""
    checked: CheckedWorkbook
    differences: tuple[Difference, ...] = ()
    """What differs in households that are on file, value by value, masked for this account."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the office has said that columns mean: the sheet's own name → ours."""
    stamp: tuple[int, int] = (0, 0)
    """Which state of the workbook this is about."""
    changes: Changes | None = None
    """What was touched; None where nothing was written."""

    @property
    def refused(self) -> int:
        """Households with a faulty cell."""
        return self.rows - self.accepted - self.existing

    def as_json(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "persons": self.persons,
            "written": self.written,
            "existing": self.existing,
            "differing": self.differing,
            "rejected": [
                {"row": cell.row, "field": cell.field, "reason": cell.reason}
                for cell in self.rejected
            ],
            "warnings": [
                {"row": cell.row, "field": cell.field, "note": cell.note} for cell in self.warnings
            ],
        }


def write_rejects(report: ImportReport, out: Path) -> None:
    """The refused rows as they came, each with its row number and reasons: to mend and import again.

    All cells are text, never formulas. Raises StorageError.
    """
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("退回的档案")
    for place, line in enumerate(_lines(report)):
        for column, text in enumerate(line):
            if text:
                page.write_string(place, column, text[:_LONGEST])
    page.freeze_panes(1, 0)
    book.close()
    write_atomically(out, buffer.getvalue())


def _lines(report: ImportReport) -> list[list[str]]:
    header, refused = report.checked.header, report.checked.refused_rows
    width = max([len(header.names), *(len(row.cells) for row in refused)])
    added = [column.names[0] for column in REJECT_COLUMNS]
    lines = [[*_padded(header.names, width), *added]]
    reasons: dict[int, list[str]] = {}
    for cell in report.rejected:
        reasons.setdefault(cell.row, []).append(f"{cell.field}：{cell.reason}")
    for row in refused:
        texts = [plain_text(value) for value in row.cells]
        why = "\n".join(reasons.get(row.number, ()))
        lines.append([*_padded(texts, width), str(row.number), why])
    return lines


def _padded(texts: list[str] | tuple[str, ...], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))]
