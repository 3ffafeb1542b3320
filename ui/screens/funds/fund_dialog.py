"""The dialog of a fund: where money comes from, how much, and for what."""

from PySide6.QtWidgets import QCheckBox, QWidget

from app.aid.funds import FundView, save_fund
from app.fields.catalogue import FUND, by_key
from ui.context import Context, bound
from ui.fields import FieldForm, FormValues
from ui.screens.funds import presenter
from ui.style import SIZE
from ui.widgets import (
    Dialog,
)

__all__ = ["FundDialog"]


class FundDialog(Dialog):
    """A new fund, or new values of one."""

    def __init__(self, ctx: Context, parent: QWidget, fund: FundView | None, year: int) -> None:
        super().__init__(
            parent,
            "修改资金" if fund else "登记资金",
            action="保存",
            width=SIZE.dialog_wide,
        )
        self._ctx = ctx
        self._fund_id = fund.id if fund else None
        self.form = FieldForm(ctx.today, columns=2)
        known = by_key(FUND)
        for key in presenter.FUND_KEYS:
            self.form.add_field(known[key], span=3 if key == "name" else 1)
        self.closed = QCheckBox("不再从这笔资金编制批次")
        if fund is not None:
            self.closed.setChecked(fund.is_closed)
            self.form.add("is_closed", "停用", self.closed, span=3)
        self.form.load(FormValues(presenter.fund_values(fund, year)))
        self.add(self.form)
        self.save_by_key()
        self.confirmed.connect(self._save)

    def _save(self) -> None:
        values = self.form.values()
        if values is None:
            return
        work = bound(
            save_fund,
            self._ctx.office,
            values=values,
            fund_id=self._fund_id,
            is_closed=self.closed.isChecked(),
        )
        self._ctx.run(self, work, on_done=lambda _done: self.accept(), form=self.form)
