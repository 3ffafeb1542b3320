"""The dialogs that write a plan: its head with all measures, and one measure."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.aid.plan_pages import PlanPage, PlanView
from app.aid.plans import save_plan
from app.errors import UserError
from app.fields.catalogue import MEASURE, PLAN, by_key
from ui.context import Context, bound
from ui.fields import FieldForm, FormValues
from ui.screens.case import plan_presenter as presenter
from ui.style import SIZE, Role
from ui.widgets import (
    Button,
    CellKind,
    Column,
    DataTable,
    Dialog,
    EmptyState,
    Label,
    column,
    row,
)
from ui.widgets.form_sheet import FittedSheet, room_for

_WIDE = frozenset({"need", "goal", "situation", "content"})


class PlanDialog(Dialog):
    """Writes the plan that stands (`plan`), or begins a new round. Nothing is stored before 保存计划."""

    def __init__(
        self, ctx: Context, parent: QWidget, case_id: int, page: PlanPage, plan: PlanView | None
    ) -> None:
        super().__init__(
            parent.window(),
            "修改帮扶计划" if plan else "制定帮扶计划",
            action="保存计划",
            width=(width := room_for(parent, SIZE.dialog_wide + SIZE.rail)),
        )
        self._ctx = ctx
        self._case_id = case_id
        self._page = page
        self._plan_id = plan.id if plan else None
        today = ctx.office.today
        self.form = FieldForm(ctx.today)
        known = by_key(PLAN)
        for key in presenter.PLAN_KEYS:
            self.form.add_field(known[key], span=3 if key in _WIDE else 1)
        values = presenter.plan_values(plan) if plan else presenter.new_plan(page)
        empty = dict.fromkeys(presenter.PLAN_KEYS)
        self.form.load(FormValues({**empty, "made_on": today, **values}))
        self.lines: list[dict[str, Any]] = (
            [presenter.line_of(measure) for measure in plan.measures] if plan else []
        )
        self.table = self._make_table()
        body = column(self.form, self._make_bar(), self.table, gap=SIZE.gap)
        self._sheet = FittedSheet(body, parent, width)
        self.add(self._sheet)
        self.save_by_key()
        self.confirmed.connect(self._save)
        self._show_lines()

    # ------------------------------------------------------------ measures

    def add_suggested(self) -> None:
        """Put every suggestion for this household's causes into the plan; the clerk adapts them."""
        responsible = str(self.form.current("responsible") or "")
        for one in presenter.fresh_suggestions(self._page, self.lines):
            self.lines.append(presenter.line_of_suggestion(one, responsible))
        self._lines_changed()

    def add_line(self) -> None:
        """Write a further measure."""
        start = {"responsible": self.form.current("responsible")}

        def put(line: dict[str, Any]) -> None:
            self.lines.append(line)
            self._lines_changed(len(self.lines) - 1)

        MeasureDialog(self._ctx, self, start, put).open()

    def edit_line(self) -> None:
        """Change the chosen measure."""
        at = self.table.currentIndex().row()
        if not 0 <= at < len(self.lines):
            self.set_error("请先在列表里选中一项措施。")
            return

        def put(line: dict[str, Any]) -> None:
            self.lines[at] = line
            self._lines_changed(at)

        MeasureDialog(self._ctx, self, self.lines[at], put).open()

    def remove_line(self) -> None:
        """Take the chosen measure out of the plan."""
        at = self.table.currentIndex().row()
        if not 0 <= at < len(self.lines):
            self.set_error("请先在列表里选中一项措施。")
            return
        del self.lines[at]
        self._lines_changed(min(at, len(self.lines) - 1))

    def _make_bar(self) -> QWidget:
        self.suggest_button = Button("按致困原因添加建议", self.add_suggested, shortcut="Alt+G")
        holder = QWidget()
        holder.setLayout(
            row(
                Label("帮扶措施", Role.SECTION),
                None,
                self.suggest_button,
                Button("添加措施", self.add_line, icon="plus", shortcut="Alt+N"),
                Button("修改", self.edit_line, shortcut="Alt+E"),
                Button("移除", self.remove_line, shortcut="Alt+Delete"),
            )
        )
        return holder

    def _make_table(self) -> DataTable:
        table = DataTable(
            (
                Column("类别", lambda line: line.get("kind") or "", width=92, strong=True),
                Column("措施", lambda line: line.get("content") or "", stretch=True),
                Column("责任单位或责任人", lambda line: line.get("responsible") or "", width=180),
                Column("期限", presenter.line_term, width=100),
                Column("预算（元）", presenter.line_money, CellKind.NUMBER, width=104),
            ),
            compact=True,
            name="帮扶措施",
        )
        table.opened.connect(lambda _line: self.edit_line())
        table.set_empty(
            EmptyState(
                "还没有措施",
                "按“按致困原因添加建议”取用现成的措施再修改，或者按“添加措施”自己写。",
                icon="heart",
            )
        )
        return table

    def _lines_changed(self, choose: int = -1) -> None:
        self.note_choice()
        self._show_lines(choose)

    def _show_lines(self, choose: int = -1) -> None:
        self.set_error("")
        self.table.set_rows(list(self.lines))
        self.table.fit_height(7)
        self.table.setFixedHeight(max(self.table.height(), _least_height(self.table)))
        self._sheet.fit()
        self.suggest_button.setEnabled(bool(presenter.fresh_suggestions(self._page, self.lines)))
        if choose >= 0:
            self.table.choose(choose)

    # ------------------------------------------------------------ saving

    def _save(self) -> None:
        values = self.form.values()
        if values is None:
            return
        work = bound(
            save_plan,
            self._ctx.office,
            case_id=self._case_id,
            plan=values,
            measures=tuple(self.lines),
            plan_id=self._plan_id,
        )
        self._ctx.run(
            self,
            work,
            on_done=lambda _done: self.accept(),
            on_failed=self._point_at,
            form=self.form,
        )

    def _point_at(self, error: BaseException) -> None:
        at = presenter.failed_line(error.field) if isinstance(error, UserError) else None
        if at is not None:
            self.table.choose(at)


def _least_height(table: DataTable) -> int:
    """Room for the empty state and a few rows, so that the dialog does not jump."""
    return table.horizontalHeader().height() + 5 * table.verticalHeader().defaultSectionSize()


class MeasureDialog(Dialog):
    """One measure of a plan; `put` gets it as a line of the editor."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        line: presenter.Line,
        put: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(
            parent,
            "帮扶措施",
            action="放入计划",
            width=SIZE.dialog_wide,
        )
        self._id = line.get("id")
        self._put = put
        self.form = FieldForm(ctx.today, columns=2)
        known = by_key(MEASURE)
        for key in presenter.MEASURE_KEYS:
            self.form.add_field(known[key], span=3 if key in _WIDE else 1)
        self.form.load(FormValues({key: line.get(key) for key in presenter.MEASURE_KEYS}))
        self.add(self.form)
        self.save_by_key()
        self.confirmed.connect(self._give)

    def _give(self) -> None:
        values = self.form.values()
        if values is None:
            return
        for key in ("kind", "content"):
            if not values[key]:
                label = by_key(MEASURE)[key].label
                self.form.set_error(key, f"请填写{label}。")
                self.form.focus(key)
                return
        if self._id is not None:
            values["id"] = self._id
        self._put(values)
        self.accept()
