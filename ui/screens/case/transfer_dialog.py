"""移交: chosen files go to another clerk or another unit."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.cases.commands import transfer_cases
from app.cases.transfer import receivers
from app.office.accounts import AccountView
from app.office.units import UnitView
from ui.context import Context, bound
from ui.fields.pick_box import PickBox
from ui.widgets import Dialog, FormGrid, Label, TextArea

_AS_IT_IS = "不变"


class TransferDialog(Dialog):
    """Who receives, which unit, and why."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget | None,
        case_ids: Sequence[int],
        clerks: Sequence[AccountView],
        places: Sequence[UnitView],
    ) -> None:
        super().__init__(parent, "移交档案", action="移交")
        self.ctx = ctx
        self.case_ids = tuple(case_ids)
        self.clerk = PickBox()
        self.unit = PickBox()
        for box in (self.clerk, self.unit):
            box.addItem(_AS_IT_IS, None)
        for clerk in clerks:
            self.clerk.addItem(f"{clerk.display_name}（{clerk.unit_name}）", clerk.id)
        for place in places:
            self.unit.addItem("　" * place.depth + place.name, place.id)
        self.reason = TextArea(hint="请写明移交的原因", lines=2)
        self.form = FormGrid(columns=1)
        self.form.add("clerk_id", "接收的经办人", self.clerk)
        self.form.add("unit_id", "接收的工会组织", self.unit)
        self.form.add("reason", "原因", self.reason, required=True)
        self.add(Label(f"共移交 {len(self.case_ids)} 份档案。", wrap=True), self.form)
        self.confirmed.connect(self._hand_over)

    def _hand_over(self) -> None:
        work = bound(
            transfer_cases,
            self.ctx.office,
            case_ids=self.case_ids,
            clerk_id=self.clerk.currentData(),
            unit_id=self.unit.currentData(),
            reason=self.reason.text(),
        )
        self.ctx.run(self, work, on_done=lambda _done: self.accept(), form=self.form)


def open_transfer(ctx: Context, parent: QWidget, case_ids: Sequence[int]) -> None:
    """Ask to whom these files go."""

    def show(found: tuple[tuple[AccountView, ...], tuple[UnitView, ...]]) -> None:
        clerks, places = found
        TransferDialog(ctx, parent.window(), case_ids, clerks, places).open()

    ctx.read(parent, bound(receivers, ctx.office), show, key=("transfer", id(parent)))
