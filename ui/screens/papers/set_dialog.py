"""Everything that a stage needs, or one form, of one household or of hundreds: in one print or one file each."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from app.forms import FORMS
from app.forms.sets import SetOrder, preview_set, print_set, set_names
from app.office.session import Office
from app.progress import Progress
from ui.context import Context
from ui.fields.pick_box import PickBox
from ui.screens.papers.card_dialog import open_cards
from ui.screens.papers.paper_out import Made
from ui.screens.papers.ready_dialog import Printable, ReadyDialog
from ui.widgets import Button, FormGrid

_SHOWN = 3
"""So many households are laid out to be looked at; all are printed."""
_JOB = "set"


def open_set(ctx: Context, case_ids: tuple[int, ...], parent: QWidget) -> "SetDialog":
    """Open the dialog for these files over `parent`."""
    dialog = SetDialog(ctx, case_ids, parent)
    dialog.open()
    return dialog


class SetDialog(ReadyDialog):
    """What of them, in how many copies, on one side or two."""

    def __init__(self, ctx: Context, case_ids: tuple[int, ...], parent: QWidget | None) -> None:
        self._case_ids = case_ids
        self.which = PickBox()
        self.which.addItem("各户本阶段需要的全部文书", ())
        for form in FORMS:
            if form.is_of_case:
                self.which.addItem(form.name, (form.key,))
        self.copies = QCheckBox("按规定份数")
        self.copies.setChecked(True)
        self.duplex = QCheckBox("双面打印")
        self.apart = QCheckBox("保存时每户一个文件")
        self.form = FormGrid(columns=2)
        self.form.add("which", "打印内容", self.which)
        self.form.add("copies", "份数", self.copies)
        self.form.add("duplex", "纸张", self.duplex)
        self.form.add("apart", "文件", self.apart)
        count = len(case_ids)
        super().__init__(
            ctx, parent, f"打印文书 · {count} 户" if count > 1 else "打印本阶段文书", self.form
        )
        self.cards_button = Button(
            "困难职工证…", self._open_cards, tip="八张一页，可以一次用印，每张登记一个编号"
        )
        self.add_extra(self.cards_button)
        self.apart.setEnabled(count > 1)
        self.which.currentIndexChanged.connect(lambda _at: self.show_sheets())
        for tick in (self.copies, self.duplex, self.apart):
            tick.toggled.connect(lambda _on: self.show_sheets())
        self.show_sheets()

    def _open_cards(self) -> None:
        open_cards(self._ctx, self._case_ids, self)

    def order(self) -> SetOrder:
        """What is chosen."""
        return SetOrder(
            self._case_ids,
            tuple(self.which.currentData()),
            has_copies=self.copies.isChecked(),
            is_duplex=self.duplex.isChecked(),
            is_apart=self.apart.isChecked(),
        )

    def show_sheets(self) -> None:
        """Lay out the first households as they will be printed."""
        order = self.order()
        office = self._ctx.office
        shown = replace(order, has_copies=False)
        self.offer(
            Printable(
                partial(_preview, office, shown),
                partial(set_names, office, order),
                partial(_made, office, order),
                _JOB,
                make_one=partial(_made, office, replace(order, is_apart=False)),
                is_duplex=order.is_duplex,
                about=_about(len(self._case_ids)),
            )
        )


def _about(households: int) -> str:
    if households <= _SHOWN:
        return ""
    return f"预览只排出 {_SHOWN} 户、每种一份；打印和保存的是所选的全部 {households} 户。"


def _preview(office: Office, order: SetOrder) -> bytes:
    return preview_set(office, order, households=_SHOWN).files[0][1]


def _made(office: Office, order: SetOrder, progress: Progress) -> Made:
    made = print_set(office, order, progress=progress)
    return Made(made.files, (*made.left_out, *made.notes), made.changes, made.page_forms)
