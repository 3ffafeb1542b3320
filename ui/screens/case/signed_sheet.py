"""The form of a decision, and what it asks for an act of 审批 that was signed on paper; how its scan is added."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.attachments import SIGNED_SHEET, add_attachment_file
from app.changes import Changes, Op
from app.fields.kinds import Day, PersonName
from app.office.session import PaperApproval
from app.review.standpoint import Standpoint
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog, Values, Work
from ui.files import ask_file
from ui.widgets import Button

__all__ = ["add_scan", "offer_scan", "open_decision", "paper_entries", "paper_of"]

Scans = Sequence[tuple[int, str]]


def open_decision(
    ctx: Context,
    owner: QWidget,
    op: Op,
    *,
    at: Standpoint,
    entries: Sequence[Entry],
    scans: Scans,
    work: Callable[[Values, bool], Work],
    explanation: str,
    danger: bool,
    wide: bool,
) -> FormDialog:
    """Open the form of an operation; where the account records a paper it asks for that, too.

    `work` is told what was filled in and whether there is a paper.
    """
    on_paper = op in at.can_on_paper
    dialog = FormDialog(
        ctx,
        owner,
        f"{op.label}（登记纸质审批）" if on_paper else op.label,
        (*entries, *(paper_entries(scans) if on_paper else ())),
        lambda values: work(values, on_paper),
        action=op.label,
        explanation=explanation,
        danger=danger,
        wide=wide,
    )
    if on_paper:
        offer_scan(ctx, dialog, at.case_id, scans)
    dialog.open()
    return dialog


def paper_entries(scans: Scans) -> tuple[Entry, ...]:
    """Name, day and scan. `scans` are the papers of the case: (id, words)."""
    first = "请选择" if scans else "还没有扫描件，请先添加"
    return (
        Entry("paper_name", "签字的审批人", PersonName(), True),
        Entry("paper_date", "签字日期", Day(is_past=True), True),
        Entry("paper_scan", "签字页扫描件", required=True, options=((None, first), *scans), span=2),
    )


def paper_of(values: Mapping[str, Any]) -> PaperApproval:
    """The approval that the form describes."""
    return PaperApproval(values["paper_name"], values["paper_date"], values["paper_scan"])


def offer_scan(ctx: Context, dialog: FormDialog, case_id: int, scans: Scans) -> None:
    """Put the button that adds a scan into the dialog."""

    def choose() -> None:
        ask_file(
            dialog,
            "选择审批人签字页的扫描件",
            "图片和 PDF (*.jpg *.jpeg *.png *.pdf)",
            lambda path: add_scan(ctx, dialog, case_id, scans, path),
        )

    dialog.add_extra(Button("添加扫描件…", choose))


def add_scan(ctx: Context, dialog: FormDialog, case_id: int, scans: Scans, path: Path) -> None:
    """Keep a file among the papers of the case; the dialog then has it chosen."""

    def added(changes: Changes) -> None:
        kept = {changes.result_id: f"{SIGNED_SHEET}　{path.stem}"} | dict(scans)
        dialog.set_options("paper_scan", tuple(kept.items()), changes.result_id)

    work = bound(add_attachment_file, ctx.office, case_id=case_id, path=path, kind=SIGNED_SHEET)
    ctx.run(dialog, work, on_done=added)
