"""The dialogs of 资金与发放: a fund, a new batch, a batch with its payments."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.aid.batch_pages import BatchView, PayRow, batch
from app.aid.batches import (
    confirm_payment,
    dissolve_batch,
    make_batch,
    record_returned_payment,
)
from app.aid.funds import FundView, save_fund
from app.aid.payees import Payee
from app.changes import Op
from app.fields.catalogue import FUND, by_key
from app.fields.kinds import BankCard, Day, LongText, PersonName, Text, YesNo
from ui.context import Context, bound
from ui.fields import FieldForm, FormValues
from ui.fields.form_dialog import Entry, FormDialog, Values, Work
from ui.screens.funds import presenter
from ui.screens.papers.roster import open_roster
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Button,
    CellKind,
    ChipText,
    Column,
    DangerButton,
    DataTable,
    Dialog,
    EmptyState,
    FormGrid,
    Label,
    ReasonDialog,
    TextInput,
    row,
)
from ui.widgets.blocks import pairs
from ui.widgets.form_sheet import room_for

_WIDE = SIZE.dialog_wide + SIZE.side_column
_FRAME = 400
"""What a dialog holds besides its list, in pixels at 100 %."""


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
        self.form = FieldForm(ctx.office.today, columns=2)
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


class TickTable(DataTable):
    """Payable grants with a tick each: a click, Space or Enter ticks."""

    ticks_changed = Signal()

    def __init__(self) -> None:
        self.ticked: set[int] = set()
        super().__init__(
            (
                Column("选", self._mark, width=44),
                Column("户", presenter.row_who, width=150, strong=True),
                Column("档案号", lambda one: one.case_number, width=130, muted=True),
                Column("项目", lambda one: one.item, width=96),
                Column("收款账户", presenter.account, stretch=True),
                Column(
                    "批准日期",
                    lambda one: one.decided_on.isoformat() if one.decided_on else "",
                    width=104,
                    muted=True,
                ),
                Column(
                    "金额（元）",
                    lambda one: presenter.money(one.amount_fen),
                    CellKind.NUMBER,
                    width=120,
                ),
            ),
            name="待编批次的救助",
        )
        self.clicked.connect(self._clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space and Enter tick; the rest as ever."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._toggle(self.current_row())
            return
        super().keyPressEvent(event)

    def chosen_rows(self) -> list[PayRow]:
        """The ticked rows, in the order of the list."""
        return [one for one in self.rows() if one.grant_id in self.ticked]

    def tick_all(self, is_on: bool) -> None:
        """Tick every row that has an account, or none."""
        self.ticked = {one.grant_id for one in self.rows() if is_on and one.has_account}
        self._tell_ticks()

    def _mark(self, one: PayRow) -> str:
        return "☑" if one.grant_id in self.ticked else "☐"

    def _clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self._toggle(self.rows()[index.row()])

    def _toggle(self, one: PayRow | None) -> None:
        if one is not None:
            self.ticked ^= {one.grant_id}
            self._tell_ticks()

    def _tell_ticks(self) -> None:
        self.viewport().update()
        self.ticks_changed.emit()


class BatchMaker(Dialog):
    """Choose a fund, tick the grants, see the sum; then the batch is made."""

    def __init__(
        self, ctx: Context, parent: QWidget, data: presenter.FundsData, fund_id: int | None = None
    ) -> None:
        super().__init__(parent, "编制发放批次", action="编制批次", width=room_for(parent, _WIDE))
        self._ctx = ctx
        self._funds = presenter.open_funds(data.funds)
        self.fund = QComboBox()
        for one in self._funds:
            self.fund.addItem(presenter.fund_word(one), one.id)
        if fund_id is not None:
            self.fund.setCurrentIndex(max(0, self.fund.findData(fund_id)))
        self.months = TextInput(hint="例如“2026 年 11 月”，可以不填")
        self.form = FormGrid(columns=1)
        self.form.add("fund_id", "资金", self.fund, required=True)
        self.form.add("months_covered", "所属月份", self.months)
        self.table = TickTable()
        self.table.set_rows(data.payable, key=lambda one: one.grant_id)
        self.table.fit_height(_rows_in(parent))
        self.sum = Label("", Role.STRONG, wrap=True)
        bar = row(
            Label("勾选要一起发放的救助", Role.SECTION),
            None,
            Button("全选", partial(self.table.tick_all, True), shortcut="Alt+A"),
            Button("全不选", partial(self.table.tick_all, False)),
        )
        self.add(self.form, bar, self.table, self.sum)
        self.table.ticks_changed.connect(self._show_sum)
        self.fund.currentIndexChanged.connect(lambda _at: self._show_sum())
        self.confirmed.connect(self._make)
        self._show_sum()

    def _show_sum(self) -> None:
        chosen = self.fund.currentData()
        fund = next((one for one in self._funds if one.id == chosen), None)
        words, fits = presenter.chosen_sum(self.table.chosen_rows(), fund)
        self.sum.setText(words)
        self.sum.set_tone(None if fits else Tone.RED)

    def _make(self) -> None:
        work = bound(
            make_batch,
            self._ctx.office,
            fund_id=self.fund.currentData() or 0,
            grant_ids=tuple(one.grant_id for one in self.table.chosen_rows()),
            months_covered=self.months.text(),
        )
        self._ctx.run(self, work, on_done=lambda _done: self.accept(), form=self.form)


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
        self.table.fit_height(_rows_in(self))
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


def _rows_in(widget: QWidget) -> int:
    """How many rows of a list a dialog over this window has room for."""
    window = widget.parentWidget() or widget
    return max(3, (window.window().height() - px(_FRAME)) // px(SIZE.row))


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
            Column("回单号或退汇原因", presenter.row_note, stretch=True, muted=True),
        ),
        name="批次里的救助",
    )
    table.set_empty(EmptyState("这个批次里没有救助"))
    return table
