"""The measures of a plan as a table, and an earlier round of the plan to read."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtWidgets import QWidget

from app.aid.plan_pages import MeasureView, PlanView
from ui.screens.case import plan_presenter as presenter
from ui.style import SIZE, Role, Tone
from ui.widgets import CellKind, ChipText, Column, DataTable, Dialog, Label
from ui.widgets.blocks import pairs
from ui.widgets.form_sheet import room_for


class EarlierPlan(Dialog):
    """Head, measures and what became of each; nothing can be changed any more."""

    def __init__(self, parent: QWidget, plan: PlanView) -> None:
        super().__init__(
            parent,
            f"{plan.made_on} 的帮扶计划",
            give_up="关闭",
            width=room_for(parent, SIZE.dialog_wide + SIZE.rail),
        )
        table = MeasureTable()
        table.set_rows(plan.measures)
        table.fit_height(8)
        results = tuple(
            (measure.kind, measure.result or f"已取消：{measure.drop_reason}")
            for measure in plan.measures
            if measure.result or measure.drop_reason
        )
        self.add(pairs(*presenter.facts(plan), columns=3))
        self.add(Label(presenter.progress(plan), Role.STRONG), table)
        if results:
            self.add(pairs(*results, columns=1))


class MeasureTable(DataTable):
    """The stored measures of a plan. Without any budget their words have its room."""

    def __init__(self) -> None:
        super().__init__(
            (
                Column("类别", lambda one: one.kind, width=84, strong=True),
                Column("措施", lambda one: one.content, stretch=True),
                Column("责任单位或责任人", lambda one: one.responsible, width=168, aside=2),
                Column("期限", presenter.term, width=100, muted=True, aside=1),
                Column("预算（元）", presenter.budget, CellKind.NUMBER, width=96),
                Column("进展", _progress_chip, CellKind.CHIP, width=84),
            ),
            name="帮扶措施",
        )

    def set_rows(
        self,
        rows: Sequence[MeasureView],
        *,
        key: Callable[[MeasureView], Hashable] | None = None,
    ) -> None:
        """Show these measures, with the column of budgets where one of them has a budget."""
        super().set_rows(rows, key=key)
        self.setColumnHidden(
            self.titles().index("预算（元）"), not any(row.budget_fen for row in rows)
        )


def _progress_chip(measure: MeasureView) -> ChipText:
    word, tone = presenter.state(measure)
    return ChipText(word, Tone(tone))
