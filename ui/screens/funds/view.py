"""The screen 资金与发放: funds with used and left, batches, and what waits for one."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.aid.batch_pages import BatchLine, BatchView, batch
from app.aid.funds import FundView
from app.changes import Changes, Group, Op
from ui.context import Context, Screen, bound
from ui.screens.funds import presenter
from ui.screens.funds.batch_dialog import BatchDialog
from ui.screens.funds.batch_maker import BatchMaker
from ui.screens.funds.fund_dialog import FundDialog
from ui.screens.funds.presenter import FundsData
from ui.style import SIZE, Tone, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    CellKind,
    ChipText,
    Column,
    DataTable,
    EmptyState,
    Figure,
    Heading,
    LinkButton,
    PrimaryButton,
    Scroll,
    column,
    row,
)

_LEAST_CARD, _NARROW = 180, 900
"""Pixels at 100 %: lower cards make the page scroll; a narrower page shows fewer sums."""
_MOVING_MONEY = frozenset(
    {Op.PROPOSE_GRANT, Op.APPROVE_GRANT, Op.REFUSE_GRANT, Op.TAKE_BACK, Op.UNDO}
)


class FundsScreen(Screen):
    """Where the money comes from and where it went. Enter opens a fund or a batch."""

    key = "funds"
    title = "资金与发放"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.data: FundsData | None = None
        self._may_fund = ctx.may(Op.SAVE_FUND)
        self._heading = Heading(self.title, "专款专用：每笔资金分开核算，先发放、后登记")
        self.new_fund_button = Button(
            "登记资金", self.new_fund, icon="plus", shortcut="Ctrl+Shift+N"
        )
        self.make_button = PrimaryButton("编制发放批次", self.make_batch, shortcut="Ctrl+E")
        if self._may_fund:
            self._heading.add_action(self.new_fund_button)
            self._heading.add_action(self.make_button)
        self._figures: list[Figure] = []
        self._figure_row = row(gap=SIZE.gap)
        self.funds = self._make_funds()
        self.batches = self._make_batches()
        fund_card = Card("资金", flush=True)
        fund_card.add(self.funds, 1)
        open_link = LinkButton("打开批次", self.open_batch)
        batch_card = Card("发放批次", action=open_link, flush=True)
        batch_card.add(self.batches, 1)
        for card in (fund_card, batch_card):
            card.setMinimumHeight(px(_LEAST_CARD))
        body = column(self._figure_row, fund_card, batch_card, gap=SIZE.gap_wide)
        body.setStretch(1, 2)
        body.setStretch(2, 3)
        page = column(Banner(self), self._heading, Scroll(body), gap=SIZE.gap_wide)
        page.setContentsMargins(
            px(SIZE.gap_page), px(SIZE.gap_wide), px(SIZE.gap_page), px(SIZE.gap_page)
        )
        page.setStretch(2, 1)
        self.setLayout(page)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """What the sums of the table say as well stands aside where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._figures:
            self._figures[0].setHidden(self.width() < px(_NARROW))

    def concerns(self, changes: Changes) -> bool:
        """Money, and the grants that ask for it."""
        return changes.op.group is Group.FINANCE or changes.op in _MOVING_MONEY

    def refresh(self) -> None:
        """Read funds, batches and what waits anew."""
        self.ctx.read(
            self, bound(presenter.read_all, self.ctx.office), self.show_data, key=self.key
        )

    def show_data(self, data: FundsData) -> None:
        """Put what was read on the page."""
        self.data = data
        texts = presenter.figures(data)
        if not self._figures:
            self._figures = [Figure(text.label) for text in texts]
            for figure in self._figures:
                self._figure_row.addWidget(figure)
            self._fit()
        for figure, text in zip(self._figures, texts, strict=True):
            tone = Tone(text.tone) if text.tone else None
            figure.show_number(text.number, text.unit, text.note, tone)
        self.funds.set_rows(data.funds, key=lambda one: one.id)
        self.batches.set_rows(data.batches, key=lambda one: one.id)
        can_make = bool(data.payable and presenter.open_funds(data.funds))
        self.make_button.setEnabled(can_make)

    # ------------------------------------------------------------ actions

    def new_fund(self) -> None:
        """Register a fund."""
        FundDialog(self.ctx, self.window(), None, self.ctx.office.today.year).open()

    def edit_fund(self, fund: object) -> None:
        """Open a fund to change it."""
        if isinstance(fund, FundView) and self._may_fund:
            FundDialog(self.ctx, self.window(), fund, fund.budget_year).open()

    def make_batch(self) -> None:
        """Tick grants and make a batch of them."""
        if self.data is not None:
            chosen = self.funds.current_row()
            fund_id = chosen.id if isinstance(chosen, FundView) else None
            BatchMaker(self.ctx, self.window(), self.data, fund_id).open()

    def open_batch(self) -> None:
        """Open the chosen batch."""

        def show(found: BatchView) -> None:
            BatchDialog(self.ctx, self.window(), found).open()

        chosen = self.batches.current_row()
        if isinstance(chosen, BatchLine):
            self.ctx.read(self, bound(batch, self.ctx.office, chosen.id), show, key="batch")

    # ------------------------------------------------------------ building

    def _make_funds(self) -> DataTable:
        def chip(fund: FundView) -> ChipText:
            word, tone = presenter.fund_state(fund)
            return ChipText(word, Tone(tone))

        def fen(key: str, title: str, aside: int = 0) -> Column:
            return Column(
                title,
                lambda fund: presenter.money(getattr(fund, key)),
                CellKind.NUMBER,
                width=112,
                aside=aside,
            )

        table = DataTable(
            (
                Column("资金", lambda fund: fund.name, width=220, stretch=True, strong=True),
                Column("来源", lambda fund: fund.source, width=200, muted=True, aside=3),
                Column("年度", lambda fund: str(fund.budget_year), width=60, aside=2),
                fen("amount_fen", "金额（元）", aside=1),
                fen("paid_fen", "已发放（元）"),
                fen("batched_fen", "待发放（元）"),
                fen("left_fen", "余额（元）"),
                Column("状态", chip, CellKind.CHIP, width=84),
            ),
            name="资金",
        )
        what = (
            "先按“登记资金”写明来源、年度和金额，再从已批准的救助编制发放批次。"
            if self._may_fund
            else "资金由有资金权限的账号登记。"
        )
        table.set_empty(EmptyState("还没有资金", what, icon="coin"))
        table.opened.connect(self.edit_fund)
        return table

    def _make_batches(self) -> DataTable:
        def chip(batch: BatchLine) -> ChipText:
            word, tone = presenter.batch_state(batch)
            return ChipText(word, Tone(tone))

        table = DataTable(
            (
                Column("批次号", lambda batch: batch.number, width=104, strong=True),
                Column("资金", lambda batch: batch.fund, stretch=True),
                Column("日期", presenter.batch_day, width=140, muted=True),
                Column("笔数", lambda batch: str(batch.count), CellKind.NUMBER, width=70),
                Column(
                    "合计（元）",
                    lambda batch: presenter.money(batch.total_fen),
                    CellKind.NUMBER,
                    width=124,
                ),
                Column(
                    "退回（元）",
                    lambda batch: presenter.money(batch.returned_fen),
                    CellKind.NUMBER,
                    width=110,
                    aside=1,
                ),
                Column("状态", chip, CellKind.CHIP, width=84),
            ),
            name="发放批次",
        )
        table.set_empty(
            EmptyState(
                "还没有发放批次",
                "救助批准以后，按“编制发放批次”选一笔资金、勾选要一起发放的户。",
                icon="safe",
            )
        )
        table.opened.connect(lambda _batch: self.open_batch())
        return table
