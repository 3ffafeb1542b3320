"""Taking the list of operations along as a workbook: why, and where to."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.office.history import OperationFilter
from app.office.operations_export import ExportedOperations, export_operations
from app.progress import Progress
from ui.context import Context, bound
from ui.exporting import PurposeDialog, after_export_password
from ui.widgets import Label, Role

__all__ = ["OperationsExportDialog", "ask_operations_export"]


class OperationsExportDialog(PurposeDialog):
    """The operations that the filter lets through."""

    name = "操作记录导出.xlsx"
    example = "年度经审"

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        wanted: OperationFilter,
        told: Callable[[str], object],
    ) -> None:
        super().__init__(ctx, parent, "导出操作记录", told)
        self._wanted = wanted
        words = "导出符合现在条件的全部操作，长号码只留后四位。用途会写在表上，并记入操作记录。"
        self.add(Label(words, Role.MUTED, wrap=True), self.form)

    def make(self, out: Path, purpose: str, progress: Progress) -> Callable[[], ExportedOperations]:
        """Write the operations."""
        return bound(
            export_operations,
            self._ctx.office,
            wanted=self._wanted,
            out=out,
            purpose=purpose,
            progress=progress,
        )

    def made_words(self, made: ExportedOperations) -> str:
        """How many lines."""
        return f"{made.lines} 条"


def ask_operations_export(
    ctx: Context, parent: QWidget, wanted: OperationFilter, told: Callable[[str], object]
) -> None:
    """Open the dialog once the password was given; `told` gets the sentence of success."""
    after_export_password(
        ctx, parent, lambda: OperationsExportDialog(ctx, parent.window(), wanted, told).open()
    )
