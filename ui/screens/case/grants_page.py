"""The page 救助: what is left this year, every grant of the household, and what may be done with it."""

from PySide6.QtWidgets import QWidget

from app.aid.grant_pages import GrantsPage as GrantsFacts
from app.aid.grant_pages import GrantView, ItemLeft, grants_page
from app.aid.grants import approve_grant, refuse_grant
from app.fields.kinds import LongText
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog, Values, Work
from ui.screens.case import grants_presenter as presenter
from ui.screens.case.grant_dialogs import GrantDialog, ProposeDialog
from ui.screens.case.page import CasePage
from ui.screens.case.signed_sheet import offer_scan, paper_entries, paper_of
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    CellKind,
    ChipText,
    Column,
    DataTable,
    EmptyState,
    Label,
    Line,
    MenuButton,
    PrimaryButton,
    ReasonDialog,
    column,
    row,
)
from ui.widgets.form_sheet import FormSheet

_FORM = "aid_approval"
_LEAST_TABLE = 220
"""Pixels at 100 %: below that the page scrolls as a whole."""


class GrantsPage(CasePage):
    """Grants of one household over all its files. Enter shows one with its explanation."""

    key = "grants"
    title = "救助"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.facts: GrantsFacts | None = None
        self._waiting_action = ""
        self.why_not = Banner()
        self.limits = _limits_table()
        self.limits.opened.connect(self._ask_for)
        self._years = Label("", Role.STRONG, wrap=True)
        self.table = _grants_table()
        self.table.opened.connect(lambda _grant: self.show_grant())
        self.table.chosen.connect(lambda _grant: self._show_buttons())
        self._limits_title = Label("", Role.SECTION)
        inner = column(self.why_not, self._limits_title, gap=SIZE.gap_small)
        inner.setContentsMargins(
            px(SIZE.gap_wide), px(SIZE.gap), px(SIZE.gap_wide), px(SIZE.gap_tiny)
        )
        self._years.setContentsMargins(
            px(SIZE.gap_wide), px(SIZE.gap), px(SIZE.gap_wide), px(SIZE.gap_small)
        )
        self.table.setMinimumHeight(px(_LEAST_TABLE))
        body = column(inner, self.limits, Line(), self._years, self.table, gap=0)
        body.setStretch(4, 1)
        page = column(Banner(self), FormSheet(body), Line(), self._make_footer(), gap=0)
        page.setStretch(1, 1)
        self.setLayout(page)

    def refresh(self) -> None:
        """Read the grants anew."""
        self.read_case(grants_page, self._show)

    def forget(self) -> None:
        """Let go of the case before."""
        self.facts = None

    def start(self, action: str) -> None:
        """The red button: ask for a grant, or decide on the one that waits longest."""
        self._waiting_action = action
        if self.facts is not None:
            self._do_waiting()

    # ------------------------------------------------------------ actions

    def propose(self, item: str = "") -> None:
        """Ask for a grant."""
        if self.facts is not None and not self.facts.why_not:
            ProposeDialog(self.ctx, self.window(), self.facts, item).open()

    def show_grant(self) -> None:
        """The chosen grant with its explanation."""
        grant = self.chosen()
        if grant is not None:
            GrantDialog(self.window(), grant).open()

    def approve(self) -> None:
        """Approve the chosen grant, with an opinion."""
        grant = self.chosen()
        if self.facts is None or grant is None or not presenter.can_decide(self.facts, grant)[0]:
            return

        def work(values: Values) -> Work:
            note = values["note"] or ""
            return bound(approve_grant, self.ctx.office, grant_id=grant.id, note=note)

        FormDialog(
            self.ctx,
            self,
            f"批准救助：{presenter.item(grant)}",
            (Entry("note", "审批意见", LongText(), value="同意。", span=3),),
            work,
            action=f"批准 {presenter.money(grant.amount_fen)} 元",
            explanation=self._told(grant),
        ).open()

    def refuse(self) -> None:
        """Refuse the chosen grant, with a reason."""
        grant = self.chosen()
        if self.facts is None or grant is None or not presenter.can_decide(self.facts, grant)[0]:
            return
        dialog = ReasonDialog(
            self.window(),
            f"不批准救助：{presenter.item(grant)}",
            self._told(grant),
            "不批准",
            danger=True,
        )

        def run(reason: str) -> None:
            work = bound(refuse_grant, self.ctx.office, grant_id=grant.id, note=reason)
            self.ctx.run(dialog, work, on_done=lambda _done: dialog.accept())

        dialog.given.connect(run)
        dialog.open()

    def record_paper(self) -> None:
        """Record a decision that was signed on paper, with the scan of the sheet."""
        facts, grant = self.facts, self.chosen()
        if facts is None or grant is None or not presenter.can_record(facts, grant):
            return

        def work(values: Values) -> Work:
            act = approve_grant if values["is_approved"] else refuse_grant
            note = values["note"] or ""
            return bound(act, self.ctx.office, grant_id=grant.id, note=note, paper=paper_of(values))

        dialog = FormDialog(
            self.ctx,
            self,
            f"登记纸质审批：{presenter.item(grant)}",
            (
                Entry("is_approved", "结果", options=((True, "批准"), (False, "不批准"))),
                *paper_entries(facts.scans),
                Entry("note", "审批意见", LongText(), span=3, hint="不批准时要写明原因"),
            ),
            work,
            action="登记",
            explanation=self._told(grant),
        )
        offer_scan(self.ctx, dialog, grant.case_id, facts.scans)
        dialog.open()

    def print_form(self) -> None:
        """The approval form of the chosen grant."""
        from ui.screens.papers.printing import open_print

        grant = self.chosen()
        if grant is not None:
            open_print(self.ctx, grant.case_id, _FORM, parent=self.window(), grant_id=grant.id)

    def chosen(self) -> GrantView | None:
        """The grant that is chosen in the list."""
        grant = self.table.current_row()
        return grant if isinstance(grant, GrantView) else None

    def _told(self, grant: GrantView) -> str:
        most = f"，按标准最多 {presenter.money(grant.most_fen)} 元" if grant.most_fen else ""
        return f"申请金额 {presenter.money(grant.amount_fen)} 元{most}，申请日期 {grant.asked_on}。"

    def _ask_for(self, left: object) -> None:
        if isinstance(left, ItemLeft):
            self.propose(left.item)

    # ------------------------------------------------------------ showing

    def _show(self, facts: GrantsFacts) -> None:
        self.facts = facts
        no_limits = presenter.no_limits(facts)
        if facts.why_not:
            self.why_not.show_message(facts.why_not)
        elif no_limits:
            self.why_not.show_message(no_limits, Tone.AMBER)
        else:
            self.why_not.clear()
        has_limits = not no_limits
        self._limits_title.setText(f"{facts.year} 年的额度（{facts.category}）")
        self._limits_title.setVisible(has_limits)
        self.limits.setVisible(has_limits)
        if has_limits:
            self.limits.set_rows(facts.left, key=lambda one: (one.item, one.person))
            self.limits.fit_height(5)
        self._years.setText(presenter.year_line(facts))
        self._years.setVisible(bool(facts.grants))
        self.table.set_empty(self._empty(facts))
        self.table.set_rows(facts.grants, key=lambda one: one.id)
        if facts.grants and self.chosen() is None:
            self.table.choose(0)
        self._show_buttons()
        self._do_waiting()

    def _empty(self, facts: GrantsFacts) -> EmptyState:
        what = facts.why_not or "按“申请救助”，选好项目就会看到最多能申请多少、是怎样算出来的。"
        return EmptyState("还没有救助", what, icon="coin")

    def _show_buttons(self) -> None:
        facts, grant = self.facts, self.chosen()
        may, why_not = presenter.can_decide(facts, grant) if facts else (False, "")
        is_decider = bool(facts and facts.may_decide and grant and grant.is_waiting)
        self.hint.setText(why_not)
        for button in (self.approve_button, self.refuse_button):
            button.setVisible(is_decider)
            button.setEnabled(may)
        self.paper_button.setVisible(bool(facts and presenter.can_record(facts, grant)))
        self.more.set_entries(
            [("查看说明（回车）", self.show_grant), ("打印审批表", self.print_form)]
            if grant
            else []
        )
        self.propose_button.setVisible(bool(facts and not facts.why_not))

    def _do_waiting(self) -> None:
        action, self._waiting_action = self._waiting_action, ""
        if not action or self.facts is None:
            return
        if action == "PROPOSE_GRANT":
            self.propose()
            return
        waiting = [at for at, one in enumerate(self.facts.grants) if one.is_waiting]
        if waiting:
            self.table.choose(waiting[-1])
            self._decide_by(action)

    def _decide_by(self, action: str) -> None:
        grant = self.chosen()
        if self.facts is not None and presenter.can_decide(self.facts, grant)[0]:
            (self.refuse if action == "REFUSE_GRANT" else self.approve)()
        else:
            self.record_paper()

    # ------------------------------------------------------------ building

    def _make_footer(self) -> QWidget:
        self.hint = Label("", Role.SMALL, wrap=True)
        self.more = MenuButton("更多", tip="选中一笔救助，看说明，打印审批表")
        self.paper_button = Button(
            "登记纸质审批", self.record_paper, tip="审批人在纸上签字的，由别的账号登记"
        )
        self.refuse_button = Button("不批准", self.refuse)
        self.approve_button = Button("批准", self.approve, shortcut="Alt+Y")
        self.propose_button = PrimaryButton("申请救助", self.propose, shortcut="Ctrl+E")
        footer = QWidget()
        line = row(
            self.more,
            self.hint,
            self.paper_button,
            self.refuse_button,
            self.approve_button,
            self.propose_button,
            gap=SIZE.gap,
        )
        line.setStretch(1, 1)
        line.setContentsMargins(
            px(SIZE.gap_wide), px(SIZE.gap_small), px(SIZE.gap_wide), px(SIZE.gap_small)
        )
        footer.setLayout(line)
        return footer


def _limits_table() -> DataTable:
    return DataTable(
        (
            Column("项目", presenter.left_item, width=150, strong=True),
            Column(
                "已用（元）",
                lambda one: presenter.money(one.given_fen),
                CellKind.NUMBER,
                width=104,
                aside=1,
            ),
            Column("还可申请（元）", presenter.left_most, CellKind.NUMBER, width=116),
            Column("说明", lambda one: one.note, width=140, stretch=True, muted=True),
        ),
        compact=True,
        name="今年的额度",
    )


def _grants_table() -> DataTable:
    def chip(grant: GrantView) -> ChipText:
        word, tone = presenter.state(grant)
        return ChipText(word, Tone(tone))

    return DataTable(
        (
            Column("项目", presenter.item, width=150, strong=True),
            Column("申请日期", lambda one: one.asked_on.isoformat(), width=100, aside=1),
            Column(
                "金额（元）",
                lambda one: presenter.money(one.amount_fen),
                CellKind.NUMBER,
                width=120,
            ),
            Column("进展", chip, CellKind.CHIP, width=90),
            Column("经过", presenter.way, stretch=True, muted=True, aside=2),
        ),
        name="救助",
    )
