"""A batch with its payments: confirmed, dissolved, printed, and what the bank sent back."""

from PySide6.QtWidgets import QWidget

from app.aid.batch_pages import BatchView, PayRow, batch
from app.aid.batches import (
    confirm_payment,
    dissolve_batch,
    record_returned_payment,
)
from app.aid.payees import Payee
from app.changes import Op
from app.fields.kinds import BankCard, Day, LongText, PersonName, Text, YesNo
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog, Values, Work
from ui.screens.funds import presenter
from ui.screens.papers.roster import open_roster
from ui.style import SIZE, Role, Tone
from ui.widgets import (
    Button,
    CellKind,
    ChipText,
    Column,
    DangerButton,
    DataTable,
    Dialog,
    EmptyState,
    Label,
    ReasonDialog,
)
from ui.widgets.blocks import pairs
from ui.widgets.form_sheet import room_for, rows_for

__all__ = ["BatchDialog"]

_WIDE = SIZE.dialog_wide + SIZE.side_column


class BatchDialog(Dialog):
    """A batch with its payments: confirm it, dissolve it, record what the bank sent back."""

    def __init__(self, ctx: Context, parent: QWidget, view: BatchView) -> None:
        super().__init__(
            parent, f"发放批次 {view.number}", give_up="关闭", width=room_for(parent, _WIDE)
        )
        self._ctx = ctx
        self.view = view
        self.table = _pay_table()
        self.table.opened.connect(self._open_case)
        self.table.chosen.connect(lambda _row: self._show_state())
        self.sum = Label("", Role.STRONG, wrap=True)
        self.confirm_button = Button("确认发放", self.confirm, icon="check")
        self.dissolve_button = DangerButton("撤销批次", self.dissolve)
        self.return_button = Button("登记退汇", self.give_back, tip="选中一笔已发放的救助")
        self.roster_button = Button(
            "打印花名册", self.print_roster, icon="printer", shortcut="Ctrl+P"
        )
        for button in (
            self.roster_button,
            self.confirm_button,
            self.return_button,
            self.dissolve_button,
        ):
            self.add_extra(button)
        self.add(pairs(*presenter.batch_facts(view)), self.table, self.sum)
        self._show(view)

    # ------------------------------------------------------------ actions

    def print_roster(self) -> None:
        """See the roster of this batch, then print or save it."""
        open_roster(self._ctx, self.view.id, self.view.number, self)

    def confirm(self) -> None:
        """The bank has paid: day, voucher, and 回单号 where there is one for all."""

        def work(values: Values) -> Work:
            reference = values["reference"] or ""
            return bound(
                confirm_payment,
                self._ctx.office,
                batch_id=self.view.id,
                paid_on=values["paid_on"],
                references={one.grant_id: reference for one in self.view.rows},
                voucher=values["voucher"] or "",
            )

        self._run(
            FormDialog(
                self._ctx,
                self,
                f"确认发放批次 {self.view.number}",
                (
                    Entry("paid_on", "发放日期", Day(is_past=True), True, self._ctx.office.today),
                    Entry("reference", "回单号", Text(most=60), hint="银行回单上的编号"),
                    Entry("voucher", "凭证号", Text(most=60)),
                ),
                work,
                action="确认已经发放",
                explanation=f"{presenter.batch_sum(self.view)}确认以后不能撤回，"
                "银行退回的款项用“登记退汇”登记。",
            )
        )

    def dissolve(self) -> None:
        """Take the batch apart, with a reason; the grants wait again."""
        dialog = ReasonDialog(
            self,
            f"撤销批次 {self.view.number}",
            "批次里的救助会回到“已批准”，可以重新编制批次。",
            "撤销批次",
            danger=True,
        )

        def gone(_done: object) -> None:
            dialog.accept()
            self.accept()

        def run(reason: str) -> None:
            work = bound(dissolve_batch, self._ctx.office, batch_id=self.view.id, reason=reason)
            self._ctx.run(dialog, work, on_done=gone)

        dialog.given.connect(run)
        dialog.open()

    def give_back(self) -> None:
        """Record that the bank sent the money of the chosen row back."""
        chosen = self.table.current_row()
        if not isinstance(chosen, PayRow) or not chosen.is_paid:
            return

        def work(values: Values) -> Work:
            again = None
            if values["pay_again"]:
                again = Payee(
                    name=values["payee_name"] or "",
                    bank=values["payee_bank"] or "",
                    card=values["payee_card"] or "",
                )
            return bound(
                record_returned_payment,
                self._ctx.office,
                grant_id=chosen.grant_id,
                returned_on=values["returned_on"],
                reason=values["return_reason"] or "",
                pay_again=again,
            )

        day = self._ctx.office.today
        self._run(
            FormDialog(
                self._ctx,
                self,
                f"登记退汇：{presenter.row_who(chosen)} {presenter.money(chosen.amount_fen)} 元",
                (
                    Entry("returned_on", "退回日期", Day(is_past=True), True, day),
                    Entry("return_reason", "退汇原因", LongText(), True, hint="例如账号与户名不符"),
                    Entry(
                        "pay_again", "重新发放", YesNo(), value=True, hint="按下面的账户再发一次"
                    ),
                    Entry("payee_name", "户名", PersonName(), value=chosen.payee),
                    Entry("payee_card", "银行卡号", BankCard(), hint="改正以后的卡号"),
                    Entry("payee_bank", "开户银行", Text(most=60), hint="没有变的不用填"),
                ),
                work,
                action="登记退汇",
                explanation="款项回到资金里。重新发放的，会生成一笔同样的已批准救助，等待编入批次。",
            )
        )

    # ------------------------------------------------------------ showing

    def _run(self, dialog: FormDialog) -> None:
        dialog.accepted.connect(self._read)
        dialog.open()

    def _read(self) -> None:
        self._ctx.read(
            self, bound(batch, self._ctx.office, self.view.id), self._show, key=("batch", id(self))
        )

    def _show(self, view: BatchView) -> None:
        self.view = view
        self.table.set_rows(view.rows, key=lambda one: one.grant_id)
        self.table.fit_height(rows_for(self))
        self.sum.setText(presenter.batch_sum(view))
        self._show_state()

    def _show_state(self) -> None:
        chosen = self.table.current_row()
        self.confirm_button.setVisible(self.view.is_open and self._ctx.may(Op.CONFIRM_PAYMENT))
        self.dissolve_button.setVisible(self.view.is_open and self._ctx.may(Op.MAKE_BATCH))
        self.return_button.setVisible(
            not self.view.is_open and self._ctx.may(Op.RECORD_RETURNED_PAYMENT)
        )
        self.return_button.setEnabled(isinstance(chosen, PayRow) and chosen.is_paid)

    def _open_case(self, one: object) -> None:
        if isinstance(one, PayRow) and one.case_id is not None:
            self.accept()
            self._ctx.go("case", case_id=one.case_id, page="grants")


def _pay_table() -> DataTable:
    def chip(one: PayRow) -> ChipText:
        word, tone = presenter.row_state(one)
        return ChipText(word, Tone(tone))

    table = DataTable(
        (
            Column("户", presenter.row_who, width=150, strong=True),
            Column("档案号", lambda one: one.case_number, width=130, muted=True),
            Column("项目", lambda one: one.item, width=90),
            Column("收款账户", presenter.account, width=190),
            Column(
                "金额（元）",
                lambda one: presenter.money(one.amount_fen),
                CellKind.NUMBER,
                width=112,
            ),
            Column("进展", chip, CellKind.CHIP, width=84),
            Column("回单号或退汇原因", presenter.row_note, width=140, stretch=True, muted=True),
        ),
        name="批次里的救助",
    )
    table.set_empty(EmptyState("这个批次里没有救助"))
    return table
