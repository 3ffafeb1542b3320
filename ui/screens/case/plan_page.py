"""The page 帮扶计划: the plan that stands, its measures and what became of each."""

from functools import partial

from PySide6.QtWidgets import QProgressBar, QWidget

from app.aid.plan_pages import MeasureView, plan_page
from app.aid.plan_pages import PlanPage as PlanFacts
from app.aid.plans import drop_measure, finish_measure
from app.fields.kinds import Day, LongText
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog, Values, Work
from ui.screens.case import plan_presenter as presenter
from ui.screens.case.page import CasePage
from ui.screens.case.plan_earlier import EarlierPlan, MeasureTable
from ui.screens.case.plan_editor import PlanDialog
from ui.style import SIZE, Role, px
from ui.widgets import (
    Banner,
    Button,
    DataTable,
    EmptyState,
    Foot,
    Label,
    Line,
    MenuButton,
    PrimaryButton,
    ReasonDialog,
    clear_layout,
    column,
)
from ui.widgets.blocks import pairs
from ui.widgets.flow import FlowLayout, flow
from ui.widgets.form_sheet import FormSheet

_BAR = 160
_LEAST_TABLE = 220
"""Pixels at 100 %: below that the page scrolls as a whole."""


class PlanPage(CasePage):
    """一户一策. Enter on a measure records what came of it."""

    key = "plan"
    title = "帮扶计划"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.facts: PlanFacts | None = None
        self._waiting_action = ""
        self.why_not = Banner()
        self._head = column(gap=0)
        self._words = Label("", Role.STRONG)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(px(_BAR))
        self._bar.setAccessibleName("计划完成进度")
        line = FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_tiny))
        self._progress = flow(line, self._words, self._bar)
        self.table = self._make_table()
        inner = column(self.why_not, self._head, self._progress, gap=SIZE.gap)
        inner.setContentsMargins(px(SIZE.gap_wide), px(SIZE.gap), px(SIZE.gap_wide), px(SIZE.gap))
        self.table.setMinimumHeight(px(_LEAST_TABLE))
        body = column(inner, Line(), self.table, gap=0)
        body.setStretch(2, 1)
        page = column(Banner(self), FormSheet(body), self._make_foot(), gap=0)
        page.setStretch(1, 1)
        self.setLayout(page)

    def refresh(self) -> None:
        """Read the plan anew."""
        self.read_case(plan_page, self._show)

    def start(self, action: str) -> None:
        """The red button: write the plan, once it has been read."""
        self._waiting_action = action
        if self.facts is not None:
            self._do_waiting()

    def forget(self) -> None:
        """Let go of the case before."""
        self.facts = None

    # ------------------------------------------------------------ actions

    def write_plan(self) -> None:
        """Change the plan that stands, or write the first one."""
        if self.facts is not None and self.case_id is not None:
            PlanDialog(self.ctx, self, self.case_id, self.facts, self.facts.plan).open()

    def begin_round(self) -> None:
        """Write a new plan; the one that stands is kept as an earlier round."""
        if self.facts is not None and self.case_id is not None:
            PlanDialog(self.ctx, self, self.case_id, self.facts, None).open()

    def finish(self) -> None:
        """Record that the chosen measure was carried out."""
        measure = self._chosen()
        if measure is None:
            return

        def work(values: Values) -> Work:
            return bound(
                finish_measure,
                self.ctx.office,
                measure_id=measure.id,
                done_on=values["done_on"],
                result=values["result"],
            )

        FormDialog(
            self.ctx,
            self,
            f"登记完成：{measure.kind}",
            (
                Entry("done_on", "完成日期", Day(is_past=True), True, self.ctx.office.today),
                Entry(
                    "result",
                    "成效",
                    LongText(),
                    True,
                    span=3,
                    lines=3,
                    hint="例如：自付费用减少 1.2 万元，孩子按时入学",
                ),
            ),
            work,
            action="登记完成",
            explanation=measure.content,
        ).open()

    def drop(self) -> None:
        """Give the chosen measure up, with a reason."""
        measure = self._chosen()
        if measure is None:
            return
        dialog = ReasonDialog(
            self.window(), f"取消措施：{measure.kind}", measure.content, "取消这项措施", danger=True
        )

        def run(reason: str) -> None:
            work = bound(drop_measure, self.ctx.office, measure_id=measure.id, reason=reason)
            self.ctx.run(dialog, work, on_done=lambda _done: dialog.accept())

        dialog.given.connect(run)
        dialog.open()

    def _chosen(self) -> MeasureView | None:
        chosen = self.table.current_row()
        if self.facts is None or self.facts.why_not or not isinstance(chosen, MeasureView):
            return None
        return chosen if chosen.is_running else None

    # ------------------------------------------------------------ showing

    def _show(self, facts: PlanFacts) -> None:
        self.facts = facts
        plan = facts.plan
        clear_layout(self._head)
        if facts.why_not:
            self.why_not.show_message(facts.why_not)
        else:
            self.why_not.clear()
        self._progress.setVisible(plan is not None)
        if plan is not None:
            self._head.addWidget(pairs(*presenter.facts(plan)))
            self._words.setText(presenter.progress(plan))
            self._bar.setRange(0, max(1, plan.counted))
            self._bar.setValue(plan.done)
        self.table.set_empty(self._empty(facts))
        self.table.set_rows(plan.measures if plan else (), key=lambda one: one.id)
        self._show_buttons()
        self._do_waiting()

    def _empty(self, facts: PlanFacts) -> EmptyState:
        if facts.why_not:
            return EmptyState("还没有帮扶计划", facts.why_not, icon="heart")
        what = "先写清需求和措施：谁来做、什么时候做完、用什么钱。系统会按致困原因给出建议。"
        return EmptyState("还没有帮扶计划", what, icon="heart")

    def _show_buttons(self) -> None:
        facts = self.facts
        may = facts is not None and not facts.why_not
        plan = facts.plan if facts else None
        self.write_button.setVisible(may)
        self.write_button.set_text("修改计划" if plan else "制定帮扶计划")
        has_running = self._chosen() is not None
        for button in (self.finish_button, self.drop_button):
            button.setVisible(may and plan is not None)
            button.setEnabled(has_running)
        entries: list[tuple[str, partial[None]] | None] = []
        if may and plan is not None:
            entries.append(("开始新一轮计划", partial(self.begin_round)))
        for one in facts.earlier if facts else ():
            entries.append((f"查看 {one.made_on} 的计划", partial(self._show_earlier, one.id)))
        self.more.set_entries(entries)
        self.more.setVisible(bool(entries))
        self._foot.give_way()

    def _show_earlier(self, plan_id: int) -> None:
        plans = self.facts.earlier if self.facts else ()
        found = next((one for one in plans if one.id == plan_id), None)
        if found is not None:
            EarlierPlan(self.window(), found).open()

    def _do_waiting(self) -> None:
        action, self._waiting_action = self._waiting_action, ""
        if action and self.facts is not None and not self.facts.why_not:
            self.write_plan()

    # ------------------------------------------------------------ building

    def _make_table(self) -> DataTable:
        table = MeasureTable()
        table.chosen.connect(lambda _row: self._show_buttons())
        table.opened.connect(lambda _row: self.finish())
        return table

    def _make_foot(self) -> Foot:
        self.finish_button = Button("登记完成", self.finish, tip="选中一项措施后按回车也可以")
        self.drop_button = Button("取消措施", self.drop)
        self.more = MenuButton("更多", tip="新一轮计划，以前的计划")
        self.write_button = PrimaryButton("制定帮扶计划", self.write_plan, shortcut="Ctrl+E")
        line = FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_tiny), to_right=True)
        for button in (self.more, self.drop_button, self.finish_button, self.write_button):
            line.addWidget(button)
        self._foot = Foot(line)
        return self._foot
