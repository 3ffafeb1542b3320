"""Making a batch: a fund, the grants to be paid from it, and the sum."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.aid.batch_pages import PayRow
from app.aid.batches import make_batch
from ui.context import Context, bound
from ui.fields.pick_box import PickBox
from ui.screens.funds import presenter
from ui.style import SIZE, Role, Tone
from ui.widgets import (
    Button,
    CellKind,
    Column,
    DataTable,
    Dialog,
    FormGrid,
    Label,
    TextInput,
    row,
)
from ui.widgets.form_sheet import room_for, rows_for
from ui.widgets.keys import KeyWord

__all__ = ["BatchMaker", "TickTable"]

_WIDE = SIZE.dialog_wide + SIZE.side_column


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

    def key_words(self) -> tuple[KeyWord, ...]:
        """Nothing is opened here."""
        return (KeyWord("↑ ↓", "在列表里选一行"), KeyWord("空格 或 回车", "勾选这一行"))

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
        self.fund = PickBox()
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
        self.table.fit_height(rows_for(parent))
        self.sum = Label("", Role.STRONG, wrap=True)
        bar = row(
            Label("勾选要一起发放的救助", Role.SECTION),
            None,
            Button("全选", partial(self.table.tick_all, True), shortcut="Alt+A"),
            Button("全不选", partial(self.table.tick_all, False)),
        )
        self.add(self.form, bar, self.table, self.sum)
        self.table.ticks_changed.connect(self._show_sum)
        self.table.ticks_changed.connect(self.note_choice)
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
