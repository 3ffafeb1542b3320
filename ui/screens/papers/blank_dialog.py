"""空白表格: any form without data, to be printed or saved for filling in by hand."""

from functools import partial

from PySide6.QtWidgets import QSpinBox, QWidget

from app.forms import FORMS, form_of
from app.forms.issuing import blank_form, blank_name
from app.office.session import Office
from app.progress import Progress
from ui.context import Context
from ui.fields.pick_box import PickBox
from ui.screens.papers.paper_out import Made
from ui.screens.papers.ready_dialog import Printable, ReadyDialog
from ui.widgets import FormGrid

_MOST_COPIES = 100


def open_blank(ctx: Context, parent: QWidget) -> "BlankDialog":
    """Open the empty forms over `parent`."""
    dialog = BlankDialog(ctx, parent)
    dialog.open()
    return dialog


class BlankDialog(ReadyDialog):
    """Which form, and how many of it."""

    def __init__(self, ctx: Context, parent: QWidget | None) -> None:
        self.which = PickBox()
        for form in FORMS:
            self.which.addItem(form.name, form.key)
        self.copies = QSpinBox()
        self.copies.setRange(1, _MOST_COPIES)
        self.copies.setSuffix(" 份")
        self.form = FormGrid(columns=2)
        self.form.add("form", "表格", self.which)
        self.form.add("copies", "份数", self.copies)
        super().__init__(ctx, parent, "空白表格", self.form)
        self.which.currentIndexChanged.connect(lambda _at: self.show_sheets())
        self.copies.valueChanged.connect(lambda _copies: self.show_sheets())
        self.show_sheets()

    def show_sheets(self) -> None:
        """Lay out the chosen form."""
        office, key = self._ctx.office, str(self.which.currentData())
        self.offer(
            Printable(
                partial(_preview, office, key),
                lambda: (blank_name(form_of(key)),),
                partial(_made, office, key),
                key,
                copies=self.copies.value(),
            )
        )


def _preview(office: Office, key: str) -> bytes:
    return blank_form(office, form=key).pdf


def _made(office: Office, key: str, _progress: Progress) -> Made:
    return Made.of(blank_form(office, form=key))
