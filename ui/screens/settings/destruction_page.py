"""档案销毁: the closed files whose keeping period has passed, and the register of those that are gone."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.scope import may_read_cases
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.kinds import LongText, PersonName
from app.leaving.destroying import (
    DestroyedLine,
    Destruction,
    DestructionLists,
    DueFile,
    destroy,
    destruction_lists,
)
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog
from ui.screens.settings.forcing import offer_sheet, on_paper, sheet_entries, show_sheet
from ui.screens.settings.page import SettingsPage
from ui.screens.settings.presenter import force_way
from ui.style import SIZE, Role
from ui.widgets import (
    Button,
    CellKind,
    Column,
    DangerButton,
    DataTable,
    EmptyState,
    Label,
    column,
)


class DestructionPage(SettingsPage):
    """Marked files go by one list; what is left of them stands below."""

    key = "destruction"
    title = "档案销毁"
    note = (
        "归档满保管期限的档案列在这里，可以继续保管，也可以经审批后按清册销毁。"
        "销毁后只留登记，家庭信息、扫描件和修改记录全部清除，不能恢复。"
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.due = _due_table()
        self.due.opened.connect(lambda row: ctx.go("case", case_id=row.case_id))
        self.due.marked.connect(lambda _count: self._judge())
        self.register = _register_table()
        self.register.chosen.connect(lambda _row: self._judge())
        self._way = force_way(ctx.may, Op.DESTROY)
        self.destroy_button = DangerButton(
            "销毁所选档案…", self._ask, tip="先按 Ctrl 或 Shift 选出要销毁的档案，Ctrl+A 全选"
        )
        self.destroy_button.setVisible(bool(self._way))
        self.sheet_button = Button("查看签字页", self._show_sheet, icon="eye")
        below = column(Label("已销毁的档案", Role.SECTION), self.register, gap=SIZE.gap_small)
        holder = QWidget()
        holder.setLayout(below)
        self.lay_out(self.due, holder, buttons=(self.sheet_button, self.destroy_button))
        self._judge()

    def refresh(self) -> None:
        """Read both lists anew; an account that reads no cases is told so, not that there is nothing."""
        if not may_read_cases(self.ctx.office):
            for table in (self.due, self.register):
                table.set_empty(
                    EmptyState(
                        "这个账号不查看档案",
                        "到期的和已销毁的档案，由经办、审核等账号查看和办理。",
                        icon="file",
                    )
                )
            return
        work = bound(destruction_lists, self.ctx.office)
        self.ctx.read(self, work, self.show_lists, key=self.key)

    def concerns(self, changes: Changes) -> bool:
        """Only what closes, opens or destroys a file."""
        return bool(changes.case_ids)

    def show_lists(self, lists: DestructionLists) -> None:
        """Put what was read on the page."""
        self.due.set_empty(
            EmptyState(
                "没有到期的档案",
                f"档案归档后保管 {lists.years} 年，期满以后列在这里。",
                icon="check",
            )
        )
        self.due.set_rows(lists.due, key=lambda row: row.case_id)
        self.register.set_rows(lists.destroyed, key=lambda row: row.number)
        self._judge()

    def _judge(self) -> None:
        self.destroy_button.setEnabled(bool(self.due.marked_places()))
        line: DestroyedLine | None = self.register.current_row()
        self.sheet_button.setEnabled(line is not None and line.scan_id is not None)

    def _show_sheet(self) -> None:
        line: DestroyedLine | None = self.register.current_row()
        if line is not None and line.scan_id is not None:
            show_sheet(self.ctx, self, line.scan_id)

    def _ask(self) -> None:
        rows = self.due.rows()
        marked: tuple[DueFile, ...] = tuple(rows[place] for place in self.due.marked_places())
        DestroyDialog(self.ctx, self, marked, is_on_paper=self._way == "paper").open()


class DestroyDialog(FormDialog):
    """Who approved and who watched; the number of files is typed once more, so that no slip destroys one."""

    def __init__(
        self, ctx: Context, page: QWidget, marked: tuple[DueFile, ...], *, is_on_paper: bool
    ) -> None:
        entries = (
            Entry("reason", "销毁的原因和依据", LongText(), required=True),
            Entry("watcher_one", "监销人", PersonName(), required=True),
            Entry("watcher_two", "另一名监销人", PersonName(), required=True),
            *(sheet_entries(ctx) if is_on_paper else ()),
            Entry(
                "count",
                "销毁的份数",
                required=True,
                hint="请再输一次份数",
                help="为防误按，请核对。",
            ),
        )
        words = "、".join(row.number for row in marked[:5]) + ("等" if len(marked) > 5 else "")
        super().__init__(
            ctx,
            page,
            "销毁档案",
            entries,
            self._destroy,
            action="销毁",
            danger=True,
            lasting="正在销毁档案",
            explanation=(
                f"要销毁 {len(marked)} 份档案：{words}。销毁前自动备份一次；"
                "以前的备份在轮换清除之前仍存有这些档案。纸质档案请按清册同时销毁。"
            ),
        )
        self._marked = marked
        self._is_on_paper = is_on_paper
        if is_on_paper:
            offer_sheet(self)

    def _destroy(self, values: Any) -> Any:
        if values["count"].strip() != str(len(self._marked)):
            return partial(_refuse, len(self._marked))
        wanted = Destruction(
            values["reason"],
            (values["watcher_one"], values["watcher_two"]),
            **(on_paper(values) if self._is_on_paper else {}),
        )
        case_ids = tuple(row.case_id for row in self._marked)
        return bound(
            destroy,
            self._ctx.office,
            case_ids=case_ids,
            destruction=wanted,
            progress=values["progress"],
        )


def _refuse(count: int) -> None:
    raise UserError(f"选了 {count} 份，输入的份数不同，请核对清册后再输一次。", field="count")


def _due_table() -> DataTable:
    return DataTable(
        (
            Column("档案号", lambda row: row.number, strong=True, width=140),
            Column("工会", lambda row: row.unit, stretch=True),
            Column("建档日期", lambda row: str(row.filed_on or ""), width=110),
            Column("归档日期", lambda row: str(row.closed_on), width=110),
            Column("保管期至", lambda row: str(row.kept_until), width=110),
            Column("文书和扫描件", lambda row: f"{row.papers} 份", CellKind.NUMBER, width=110),
        ),
        name="到期的档案",
        many=True,
    )


def _register_table() -> DataTable:
    table = DataTable(
        (
            Column("档案号", lambda row: row.number, strong=True, width=140),
            Column("工会", lambda row: row.unit, width=140),
            Column("销毁日期", lambda row: str(row.destroyed_on), width=110),
            Column("原因和依据", lambda row: row.reason, stretch=True),
            Column("审批人", _approver, width=130),
            Column("监销人", lambda row: "、".join(row.watchers), width=130),
        ),
        name="已销毁的档案",
    )
    table.set_empty(EmptyState("还没有销毁过档案", "销毁以后在这里登记，供审计查对。", icon="file"))
    return table


def _approver(row: DestroyedLine) -> str:
    return f"{row.approved_by}（纸质）" if row.is_on_paper else row.approved_by
