"""The roster of a payment batch, to be seen, printed or saved."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.forms import form_of
from app.forms.batches import preview_roster, print_roster, roster_name
from app.progress import Progress
from ui.context import Context
from ui.screens.papers.paper_out import Made
from ui.screens.papers.ready_dialog import Printable, ReadyDialog

_FORM = "roster"


def open_roster(ctx: Context, batch_id: int, number: str, parent: QWidget) -> ReadyDialog:
    """Open the roster of a batch over `parent`."""
    dialog = ReadyDialog(ctx, parent, f"发放花名册 · 批次 {number}")
    dialog.offer(
        Printable(
            partial(preview_roster, ctx.office, batch_id=batch_id),
            lambda: (roster_name(number),),
            partial(_made, ctx, batch_id),
            _FORM,
            form_of(_FORM).copies,
        )
    )
    dialog.open()
    return dialog


def _made(ctx: Context, batch_id: int, _progress: Progress) -> Made:
    return Made.of(print_roster(ctx.office, batch_id=batch_id))
