"""The printing dialog over a case of a real office."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.screens.papers.printing import PrintDialog

Show = Callable[..., QWidget]


def print_dialog(ctx: Context, case_id: int, key: str) -> PrintDialog:
    from app.forms.choosing import print_choices

    return PrintDialog(ctx, print_choices(ctx.office, case_id=case_id), key, None)
